"""The members of one long array or object inside a JSON document, read one at a time in constant memory."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

import orjson

from graph.errors import BadFile

LONGEST: Final = 16 * 2**20
"""Characters of the longest single value that is believed; Wikidata's largest items are a third of it."""

NESTED: Final = 200
"""Brackets that open in a text before it is worth asking how deep they are."""

_BLOCK: Final = 2**16
_SPACE: Final = " \t\r\n"


class Document:
    """A JSON text that is read from its start to its end; every fault is a BadFile that says after which character."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file, self._path = file, path
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._json = json.JSONDecoder()
        self._text, self._at, self._before, self._ended = "", 0, 0, False

    def peek(self) -> str:
        """Return the next character that is no blank, without taking it; nothing at the end of the document."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def take(self, wanted: str) -> str:
        """Take the next character, which must be one of those wanted."""
        found = self.peek()
        if not found or found not in wanted:
            raise self._fault(f"expected {' or '.join(wanted)}, found {found!r}" if found else "it ends too soon")
        self._at += 1
        return found

    def value(self) -> str:
        """Take the next value whole and return its text."""
        self.peek()
        size = _BLOCK
        while True:
            try:
                _, end = self._json.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                whole = isinstance(error, RecursionError)
                reason = "it is nested too deep" if whole else "the value is cut short, or no JSON"
            else:
                if end < len(self._text) or not self._more():
                    text, self._at = self._text[self._at : end], end
                    return text
                continue
            if whole or len(self._text) - self._at > LONGEST or not self._more(size):
                raise self._fault(reason)
            size *= 2

    def members(self) -> Iterator[str]:
        """Take an array or object and yield each member's name (nothing in an array); who asks takes the value before the next."""
        close = {"[": "]", "{": "}"}[self.take("[{")]
        if self.peek() == close:
            self.take(close)
            return
        while True:
            name = ""
            if close == "}":
                text = self.value()
                name = str(orjson.loads(text)) if text.startswith('"') and valid(text) is not None else ""
                self.take(":")
            yield name
            if self.take("," + close) == close:
                return

    def end(self) -> None:
        """Raise BadFile when anything but blanks is left."""
        if self.peek():
            raise self._fault("something follows its end")

    def _more(self, size: int = _BLOCK) -> bool:
        """Read on, forgetting what has been taken; return whether there was anything."""
        if self._ended:
            return False
        block = self._file.read(size)
        self._ended = not block
        self._before += self._at
        try:
            self._text, self._at = self._text[self._at :] + self._decoder.decode(block, final=not block), 0
        except UnicodeDecodeError as error:
            raise self._fault(f"byte 0x{error.object[error.start]:02x} is not UTF-8") from error
        return True

    def _fault(self, reason: str) -> BadFile:
        place = f"{self._path} after character {self._before + self._at:,}"
        return BadFile(f"the JSON cannot be read: {reason}", where=place, hint="Download it again.")


def valid(text: str) -> Any:
    """Return the value of a JSON text, or None when it is none that can be stored (NaN, half a surrogate pair, nested too deep)."""
    try:
        value = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return None
    return value if text.count("[") + text.count("{") < NESTED or storable(value) else None


def storable(value: Any) -> bool:
    """Whether a value of JSON can be part of a record: it is nested no deeper than can be written again."""
    try:
        orjson.dumps([[[[[[[[value]]]]]]]])
    except orjson.JSONEncodeError:
        return False
    return True
