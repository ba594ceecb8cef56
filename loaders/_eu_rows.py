"""Lines of the European Union's older table: cells parted by `;`, one record a line, columns that share a name told apart.

A table that a spreadsheet has opened as if parted by commas is read as well: then each line is in quotation marks, has a tab
for each comma, and is filled up with tabs to one width.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.errors import BadFile, BadRow
from graph.files import opened
from graph.sources import Reject
from loaders._csv import LONGEST, believed, encoding_of, split

KEY: Final = "Entity_logical_id"


@dataclass(frozen=True, slots=True)
class Header:
    """What the first line says: the columns, each with a name of its own, and how many tabs a line has in a spreadsheet's copy."""

    columns: tuple[str, ...]
    tabs: int | None


def header(start: bytes) -> Header | None:
    """Return what the first bytes of a file say of its table, or None when they hold no header of it."""
    first = start.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode(errors="replace").rstrip("\r")
    tabs = first.count("\t") if first.startswith('"') and first.endswith('\t"') else None
    try:
        cells = _cells(first, tabs)
    except (csv.Error, BadRow):
        return None
    return Header(tuple(_named(cells)), tabs) if {KEY, "Leba_numtitle", "Naal_wholename"} <= {*cells} else None


def rows(path: Path, found: Header) -> Iterator[tuple[int, dict[str, str]] | Reject]:
    """Yield the rows below the header with their lines: cells by column, without outer blanks, the empty ones left out."""
    return believed(_rows(path, found, encoding_of(path)), path)


def _rows(path: Path, found: Header, encoding: str) -> Iterator[tuple[int, dict[str, str]] | Reject]:
    for number, line in _lines(path):
        if number == 1:
            continue
        try:
            cells = _cells(line.decode(encoding).rstrip("\r\n"), found.tabs)
            if len(cells) != len(found.columns):
                raise BadRow(f"{len(cells)} columns instead of {len(found.columns)}")
            row = {name: cell.strip() for name, cell in zip(found.columns, cells) if name and cell.strip()}
            if KEY not in row:
                raise BadRow(f"a row without {KEY}", field=KEY)
        except (UnicodeDecodeError, csv.Error, BadRow) as error:
            if not line.endswith(b"\n"):
                raise BadFile("the file is cut short: its last row stops in the middle", where=f"{path} line {number}") from None
            reason = f"a byte that is not {encoding}" if isinstance(error, UnicodeDecodeError) else str(error)
            raw = line.decode(encoding, errors="backslashreplace").rstrip("\r\n")
            field = error.field if isinstance(error, BadRow) else ""
            yield Reject(reason=f"{path.name}: {reason}", field=field, line=number, raw=raw)
        else:
            yield number, row


def _named(cells: Iterable[str]) -> Iterator[str]:
    """Yield the columns' names; the id of the party, which each group of columns repeats, gets the group's before it."""
    group, seen = "", False
    for cell in cells:
        yield f"{group}_{cell}" if cell == KEY and seen else cell
        group, seen = cell.partition("_")[0], seen or cell == KEY


def _cells(line: str, tabs: int | None) -> tuple[str, ...]:
    if tabs is not None:
        if line.count("\t") != tabs or len(line) < 2 or not line.startswith('"') or not line.endswith('"'):
            raise BadRow(f"the line is not in quotation marks with {tabs} tabs, as the header is")
        line = line[1:-1].rstrip("\t").replace('""', '"').replace("\t", ",")
    return split(line, ";")


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with opened(path) as file:
        number = 0
        while line := file.readline(LONGEST + 1):
            number += 1
            if len(line) > LONGEST or b"\0" in line:
                fault = f"a line of more than {LONGEST:,} bytes" if len(line) > LONGEST else "a NUL byte"
                raise BadFile(f"{fault}: this is no table", where=f"{path} line {number}", hint="Download it again.")
            if number == 1 or line.strip():
                yield number, line
