"""SIPRI's trade register as tables: the header is found by what it says, and rows broken over two lines are joined again.

Two layouts are read. The older has a row a deal, where the column without a name after a value holds `?` for uncertain;
the newer has a row for each delivery year of a deal, with the database's own id. Preambles differ and may be absent.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Final

from graph.errors import BadFile
from graph.sources import Reject, Snapshot
from loaders._csv import below, cells, encoding_of, rows

ID: Final = "SIPRI AT Database ID"
REPAIRED: Final = "repaired"
"""What a row that was joined from two lines holds besides its columns."""
SELECTED: Final = "deliveries counted"
"""What a row holds besides its columns in a file whose numbers and delivery years are only those of some years."""

_OLDER: Final = ("Recipient", "Supplier", "Year of order", "Weapon designation", "Number delivered", "Year(s) of delivery")
_NEWER: Final = (ID, "Supplier", "Recipient", "Designation", "Order date", "Numbers delivered", "Delivery year")
_RENAMED: Final[Mapping[str, str]] = {"Deliveries in the Year Range": "Number delivered"}
_UNNAMED: Final = re.compile(r"^(?:\.[0-9]|Unnamed: [0-9]+)$")
"""What pandas writes for a column without a name."""
_PROSE: Final = frozenset({"Comments", "Weapon designation", "Weapon description", "Designation", "Description"})
"""Columns of free text: only there can a line end have come in."""

_FIRST_LINES: Final = 40
_GENERATED: Final = re.compile(rb"Data generated:\s*(\d{1,2} [A-Za-z]{3} \d{4})")
_YEARS: Final = re.compile(r"year range '([^']{0,40})' to '([^']{0,40})'")
_ALL_YEARS: Final = ("Not specified", "Not specified")
_EVERYTHING: Final = ("major conventional arms", "All countries", "All countries", *_ALL_YEARS)


@dataclass(frozen=True, slots=True)
class Table:
    """A file of the register: its columns by name, and the line they are on. A `?` column is named for the one before it.

    `years` are those whose deliveries it counts, as in `2020 to 2022`, where it says that it does not count all.
    """

    path: Path
    columns: tuple[str, ...]
    line: int
    years: str = ""

    @property
    def newer(self) -> bool:
        """Whether it has the database's ids, and a row for each delivery year."""
        return ID in self.columns


def table(start: bytes, path: Path) -> Table | None:
    """Return what the first bytes of a file say of its table; None when they hold no header of the register."""
    for number, line in enumerate(start.removeprefix(b"\xef\xbb\xbf").splitlines()[:_FIRST_LINES], 1):
        columns = _columns(cells(line))
        if {"Supplier", "Recipient"} <= {*columns} and {ID, "Year of order"} & {*columns}:
            chosen = _selection(start)[3:]
            return Table(path, columns, number, "" if chosen in ((), _ALL_YEARS) else " to ".join(chosen))
    return None


def said(start: bytes) -> Snapshot:
    """Return what the preamble says: the day the data were generated, and whether they are a selection of the register."""
    found = _GENERATED.search(start)
    return Snapshot(date=_day(found[1].decode()) if found else "", partial=_selection(start) not in ((), _EVERYTHING))


def _selection(start: bytes) -> tuple[str, ...]:
    """Return the kind of arms, suppliers, recipients, first year and last that the preamble says were chosen; none without one."""
    text = " ".join(start.decode("latin-1").split())
    sentence, _, rest = text.partition("Transfers of ")[2].partition(". Deals ")
    if not sentence:
        return ()
    arms, _, ends = sentence.partition(" from ")
    suppliers, _, recipients = ends.partition(" to ")
    years = _YEARS.search(rest)
    return arms, suppliers.strip(), recipients.strip(), *(years.groups() if years else ())


def deals(found: Table, sound: Callable[[Mapping[str, str]], bool]) -> Iterator[tuple[int, dict[str, str]] | Reject]:
    """Yield each row with its line, the empty cells left out; a row that cannot be read, or is no deal, is a Reject.

    Two lines are joined where the first stops in free text, together they have all columns and are `sound`, and no other
    line could take either's place. Raises BadFile for a column missing or named twice, and a file cut short.
    """
    needed = _NEWER if found.newer else _OLDER
    if missing := [name for name in needed if found.columns.count(name) != 1]:
        raise BadFile(f"the column {missing[0]!r} is not there once", where=f"{found.path} line {found.line}", hint="Download it again.")
    broken: list[Reject] = []
    read = rows(found.path, len(found.columns), encoding=encoding_of(found.path), null="")
    for row in below(found.line, read, found.path):
        if isinstance(row, Reject):
            broken.append(row)
            continue
        yield from _joined(found, broken, sound)
        broken.clear()
        values = _values(found, row.cells)
        missing = [name for name in ("Recipient", "Supplier") if not re.search(r"[^\W\d_]", values.get(name, ""))]
        reason = f"{found.path.name}: a deal needs a supplier and a recipient"
        yield Reject(reason=reason, field=missing[0], line=row.line, raw=values) if missing else (row.line, values)
    yield from _joined(found, broken, sound)


def _joined(
    found: Table, broken: list[Reject], sound: Callable[[Mapping[str, str]], bool]
) -> Iterator[tuple[int, dict[str, str]] | Reject]:
    """Yield the rows that pairs of neighbouring lines make, and as they are the lines that do not."""
    pairs = [_pair(found, one, other, sound) for one, other in pairwise(broken)]
    alone = [values and not any(pairs[max(n - 1, 0) : n] + pairs[n + 1 : n + 2]) for n, values in enumerate(pairs)]
    number = 0
    while number < len(broken):
        values = pairs[number] if number < len(pairs) and alone[number] else None
        yield (broken[number].line, values) if values else broken[number]
        number += 2 if values else 1


def _pair(found: Table, one: Reject, other: Reject, sound: Callable[[Mapping[str, str]], bool]) -> dict[str, str] | None:
    first, second = (_broken_cells(part.raw) for part in (one, other))
    if other.line != one.line + 1 or not first or not second or len(first) + len(second) - 1 != len(found.columns):
        return None
    if found.columns[len(first) - 1] not in _PROSE:
        return None
    values = _values(found, (*first[:-1], f"{first[-1]} {second[0]}", *second[1:]))
    return {**values, REPAIRED: "joined from two lines"} if sound(values) else None


def _broken_cells(text: str) -> tuple[str, ...]:
    return cells(text.encode())


def _values(found: Table, row: tuple[str, ...]) -> dict[str, str]:
    texts = (*(cell.strip() for cell in row[:-1]), row[-1].strip().rstrip(";"))
    return {name: text for name, text in zip(found.columns, texts) if name and text} | ({SELECTED: found.years} if found.years else {})


def _columns(header: tuple[str, ...]) -> tuple[str, ...]:
    named: list[str] = []
    for cell in header:
        name = _UNNAMED.sub("", cell.strip().rstrip(";"))
        named.append(_RENAMED.get(name, name) or (f"{named[-1]}?" if named else ""))
    return tuple(named)


def _day(text: str) -> str:
    try:
        return datetime.strptime(text, "%d %b %Y").date().isoformat()
    except ValueError:
        return ""
