"""Wikidata's items as JSON: one record an item, and one each of its statements that make an edge.

Format: "Wikibase/DataModel/JSON" (mediawiki.org): `{"entities": {…}}` of wbgetentities or Special:EntityData, or a dump: an array
with an item a line, or such lines alone. A line of a dump that cannot be read is a reject, a fault of the other form a BadFile.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from graph.errors import BadFile
from graph.files import opened
from graph.sources import Record, Reject
from loaders._json_items import LONGEST, Document, valid
from loaders._wikidata_statements import KIND_PROPERTY, kind_of, says_none, ways

_LANGUAGES: Final = ("en", "mul", "fr", "de", "es")
"""Whose label is an item's name: the first of these that it has, else any; the others are aliases."""


def records(path: Path, *, lines: bool) -> Iterator[Record | Reject]:
    """Yield the records of each item, in file order; `lines` for a dump, whose lines are its items."""
    for number, text in _lines(path) if lines else _members(path):
        item = valid(text)
        fault = _fault(item)
        if fault:
            yield Reject(reason=fault, line=number, raw=item if isinstance(item, dict) else ascii(text))
            continue
        yield from _of_item(item, number)


def label(item: Mapping[str, Any]) -> str:
    """Return the name of an item, or its id when it has no label."""
    labels = {language: text for language, text in _texts(item.get("labels")) if text}
    found = (labels[language] for language in (*_LANGUAGES, *sorted(labels)) if language in labels)
    return next(found, str(item.get("id", "")))


def names(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Return all labels and aliases of an item, in all languages, each once, sorted."""
    aliases = item.get("aliases")
    lists = aliases.values() if isinstance(aliases, dict) else ()
    others = (each for found in lists if isinstance(found, list) for each in found if isinstance(each, dict))
    spoken = [text for _, text in _texts(item.get("labels"))] + [str(each.get("value") or "") for each in others]
    return tuple(sorted({text.strip() for text in spoken if text.strip()}))


def _texts(labels: object) -> Iterator[tuple[str, str]]:
    for language, held in labels.items() if isinstance(labels, dict) else ():
        if isinstance(held, dict) and isinstance(held.get("value"), str):
            yield language, held["value"].strip()


def _fault(item: object) -> str:
    """Return why a value is no item to be read, or nothing."""
    if not isinstance(item, dict) or not isinstance(item.get("id"), str):
        return "this is no item of Wikidata, or it holds what cannot be stored"
    if "missing" in item:
        return f"Wikidata has no item {item['id']}"
    if item.get("type", "item") != "item" or not re.fullmatch("Q[0-9]+", item["id"]):
        return f"{item['id']} is no item, but a {item.get('type')}"
    if not isinstance(item.get("claims") or {}, dict):
        return "its claims are no object"
    if odd := next((property for property, held in (item.get("claims") or {}).items() if not isinstance(held, list)), ""):
        return f"its claims of {odd} are no list"
    return ""


def _of_item(item: Mapping[str, Any], line: int) -> Iterator[Record]:
    """Yield the item without the statements that are records of their own; an item of no kind that is read keeps all of them.

    An item keeps, too, what it is said to have none of.
    """
    stated: Mapping[str, Any] = item.get("claims") or {}
    mine = ways(kind_of(stated, item["id"]))
    kept = {property: [one for one in held if property not in mine or says_none(one)] for property, held in stated.items()}
    rest = {property: held for property, held in kept.items() if held or property not in mine}
    about = {"id": item["id"], "label": label(item), "kind": {KIND_PROPERTY: stated.get(KIND_PROPERTY, []), "P297": stated.get("P297", [])}}
    held_office = not all(map(says_none, stated.get("P39", [])))
    yield Record(key=item["id"], values={**item, "claims": rest, "held_office": held_office}, line=line)
    for property in (property for property in mine if isinstance(stated.get(property), list)):
        for at, statement in enumerate(stated[property]):
            if says_none(statement):
                continue
            key = statement.get("id") if isinstance(statement, dict) else None
            key = key if isinstance(key, str) and key else f"{item['id']}/{property}/{at}"
            yield Record(key=key, values={"subject": {**about, "held_office": held_office}, "statement": statement}, line=line)


def _members(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the items of `{"entities": {…}}`, or of an array, with their numbers."""
    with opened(path) as file:
        document = Document(file, path)
        if document.peek() == "[":
            yield from ((number, document.value()) for number, _ in enumerate(document.members(), 1))
        else:
            for name in document.members():
                if name == "entities" and document.peek() in ("{", "["):
                    yield from ((number, document.value()) for number, _ in enumerate(document.members(), 1))
                else:
                    document.value()
        document.end()


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a dump that hold an item, without the comma at their end."""
    with opened(path) as file:
        number, opened_array, closed = 0, False, False
        while line := file.readline(LONGEST + 1):
            number += 1
            if len(line) > LONGEST:
                raise BadFile(f"a line of more than {LONGEST:,} bytes: this is no dump", where=f"{path} line {number}")
            if b"\0" in line:
                raise BadFile("a NUL byte: this is no UTF-8 text", where=f"{path} line {number}", hint="Download it again.")
            text = (line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line).strip()
            if text == b"[" and number == 1:
                opened_array = True
            elif text == b"]" and opened_array:
                closed = True
            elif text:
                if not line.endswith(b"\n") and not text.endswith((b"}", b"},")):
                    raise _cut(path, number)
                yield number, text.removesuffix(b",").decode("utf-8", errors="backslashreplace")
        if opened_array and not closed:
            raise _cut(path, number)


def _cut(path: Path, line: int) -> BadFile:
    return BadFile("the file is cut short: its last item stops in the middle", where=f"{path} line {line}", hint="Download it again.")
