"""Comma-separated rows without a header, read strictly: every fault with its line, nothing silently mended."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, TypeVar

from graph.errors import BadFile
from graph.files import opened
from graph.sources import Reject

T = TypeVar("T")
LONGEST: Final = 2**20
"""Bytes of the longest record that is believed."""

MOST_WRONG: Final = 20_000
"""Rows that are none of the table's, after which a file is given up that has fewer that are."""

MOST_ABOVE: Final = 4
"""Cells that a line of words above a header has."""

MOST_LINES: Final = 50
"""Lines of the longest record that is believed."""

_QUOTED: Final = {mark: re.compile(rf'(?:(?:"(?:[^"]++|"")*+"|[^"{mark}\r\n]*+)(?:{mark}|[\r\n]*$))*') for mark in (",", ";")}
"""A row as RFC 4180 has it (section 2.5): quotation marks stand around a value, or doubled inside one that has them."""

_BLOCK: Final = 2**16

END_MARK: Final = b"\x1a"
NULL: Final = "-0-"


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the number of columns that was asked for, and the line it begins on."""

    line: int
    cells: tuple[str, ...]


def rows(path: Path, columns: int, *, encoding: str = "UTF-8", null: str = NULL) -> Iterator[Row | Reject]:
    """Yield the rows of a file in order, reading as it goes; a row of another width is a Reject with its line.

    Lines end in LF or CRLF; 0x1A, after the last row or on a line of its own, ends the file. A quoted value may run
    over several lines. Raises BadFile for a file cut short, NUL bytes, lines longer than `LONGEST`, and a file most of
    which is no such rows. A last line without a line end is cut short when it has too few columns, or ends in part of
    the `null` that the format writes.
    """
    return believed(_rows(path, columns, encoding, null), path)


def believed(found: Iterable[T | Reject], path: Path) -> Iterator[T | Reject]:
    """Yield the rows; raise BadFile when more than `MOST_WRONG` of them are Rejects, and fewer are not."""
    wrong = 0
    for count, row in enumerate(found, 1):
        if isinstance(row, Reject):
            wrong += 1
            if wrong > MOST_WRONG and 2 * wrong > count:
                where = f"{path} line {row.line}"
                raise BadFile(f"{wrong:,} of {count:,} rows so far are none of this table", where=where, hint="Download it again.")
        yield row


def below(header: int, found: Iterable[Row | Reject], path: Path) -> Iterator[Row | Reject]:
    """Yield the rows below the line of the header; raise BadFile when not only words stand above it, but a row."""
    for row in found:
        if row.line > header:
            yield row
        elif row.line < header and isinstance(row, Row) and sum(bool(cell.strip()) for cell in row.cells) > MOST_ABOVE:
            raise BadFile("a row stands above the header", where=f"{path} line {row.line}", hint="Download it again.")


def encoding_of(path: Path) -> str:
    """Return `UTF-8` when all of a file is, else `Windows-1252`."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(path) as file:
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "Windows-1252"
    return "UTF-8"


def _rows(path: Path, columns: int, encoding: str, null: str) -> Iterator[Row | Reject]:
    start, held = 0, b""
    with opened(path) as file:
        for number, line in _lines(file, path):
            if held and len(cells(line, encoding)) == columns:
                yield _reject(path, start, held, _fault(held, (), columns, encoding), encoding)
                held = b""
            start = start if held else number
            held += line
            found = cells(held, encoding)
            if not found and held.count(b'"') % 2 and number - start < MOST_LINES and len(held) <= LONGEST:
                continue
            if not line.endswith(b"\n") and _cut(found, columns, null):
                raise _cut_short(path, start)
            whole = len(found) == columns
            yield Row(start, found) if whole else _reject(path, start, held, _fault(held, found, columns, encoding), encoding)
            held = b""
        if held:
            raise _cut_short(path, start)


def cells(line: bytes, encoding: str = "UTF-8") -> tuple[str, ...]:
    """Return the cells of one row, or none when it is not in the encoding or its quotation marks do not match."""
    try:
        return split(line.decode(encoding))
    except (UnicodeDecodeError, csv.Error):
        return ()


def split(line: str, separator: str = ",") -> tuple[str, ...]:
    """Return the cells of one row; raise csv.Error when its quotation marks do not match, or stand within a bare value."""
    found = tuple(next(csv.reader([line], delimiter=separator, strict=True), ()))
    if '"' in "".join(found) and not _QUOTED[separator].fullmatch(line):
        raise csv.Error("a quotation mark in a value that does not begin with one")
    return found


def _lines(file: IO[bytes], path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that hold anything, with their numbers; only the last may lack its line end."""
    number = ended = 0
    while line := file.readline(LONGEST + 1):
        number += 1
        if len(line) > LONGEST:
            raise BadFile(f"a line of more than {LONGEST:,} bytes: this is no table", where=f"{path} line {number}")
        if b"\0" in line:
            raise BadFile("a NUL byte: this is no UTF-8 text", where=f"{path} line {number}", hint="Download it again.")
        if ended and line.strip():
            raise BadFile(f"rows follow the end mark of line {ended}", where=f"{path} line {number}", hint="Name the files one by one.")
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if (text := line.rstrip()).endswith(END_MARK):
            ended, line = number, text.rstrip(END_MARK) + b"\n"
        if line.strip():
            yield number, line


def _cut(found: tuple[str, ...], columns: int, null: str) -> bool:
    """Whether a last line without a line end stops before its row does."""
    return len(found) < columns or (found[-1].strip() != null and null.startswith(found[-1].strip()))


def _cut_short(path: Path, line: int) -> BadFile:
    return BadFile("the file is cut short: its last row stops in the middle", where=f"{path} line {line}", hint="Download it again.")


def _fault(held: bytes, found: tuple[str, ...], columns: int, encoding: str) -> str:
    try:
        split(held.decode(encoding))
    except UnicodeDecodeError as error:
        return f"byte 0x{held[error.start]:02x} is not {encoding}"
    except csv.Error as error:
        unclosed = str(error).startswith("unexpected end")
        return "a quotation mark is not closed" if unclosed else f"the row is not well-formed ({error})"
    return f"{len(found)} columns instead of {columns}"


def _reject(path: Path, line: int, held: bytes, reason: str, encoding: str) -> Reject:
    return Reject(reason=f"{path.name}: {reason}", line=line, raw=held.decode(encoding, errors="backslashreplace").rstrip("\r\n"))
