"""The United Kingdom's lists as tables: OFSI's ConList and the UK Sanctions List, one row for each name and address of a party.

Both begin with a line that says their date.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from graph.errors import BadFile
from graph.sources import Record, Reject
from loaders._csv import below, cells, encoding_of, rows
from loaders._uk_columns import CONLIST, SANCTIONS_LIST
from loaders._uk_party import FCDO, OFSI, Address, Listing, Name, Party

_FIRST_LINES: Final = 10
"""Lines in which the header is looked for."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file of one of the lists: its columns as named, the line they are on, its date (ISO), and its list's columns."""

    path: Path
    columns: tuple[str, ...]
    line: int
    date: str
    known: Mapping[str, str]
    key: str


def table(start: bytes, path: Path) -> Table | None:
    """Return what the first bytes of a file say of its table; None when they hold no header of either list."""
    date = ""
    for number, line in enumerate(start.removeprefix(b"\xef\xbb\xbf").splitlines()[:_FIRST_LINES], 1):
        row = tuple(cell.strip() for cell in cells(line))
        date = date or _date(row)
        for known, key in ((CONLIST, "Group ID"), (SANCTIONS_LIST, "Unique ID")):
            if key in row and len({*row} & known.keys()) >= 20:
                return Table(path, row, number, date, known, key)
    return None


def records(found: Table) -> Iterator[Record | Reject]:
    """Yield one record a party, when its last row has been read; its rows need not be neighbours.

    The file is read twice: first the ids alone are counted, so that only parties still open are held. It is read as
    UTF-8 when all of it is, else as Windows-1252. Raises BadFile for a column missing or named twice, and a file cut short.
    """
    missing = [name for name in ("Name 6", found.key, *_needed(found)) if found.columns.count(name) != 1]
    if missing:
        raise BadFile(f"the column {missing[0]!r} is not there once", where=f"{found.path} line {found.line}", hint="Download it again.")
    encoding = encoding_of(found.path)
    left = Counter(row[found.key] for _, row in _rows(found, encoding) if isinstance(row, dict) and found.key in row)
    held: dict[str, list[dict[str, str]]] = {}
    lines: dict[str, int] = {}
    for line, row in _rows(found, encoding):
        if isinstance(row, Reject):
            yield row
            continue
        if found.key not in row:
            yield Reject(reason=f"{found.path.name}: a row without {found.key}", field=found.key, line=line, raw=row)
            continue
        key = row[found.key]
        lines.setdefault(key, line)
        held.setdefault(key, []).append(row)
        left[key] -= 1
        if not left[key]:
            yield Record(key=key, values={found.key: key, "rows": held.pop(key)}, line=lines.pop(key))


def party(values: Mapping[str, Any]) -> Party:
    """Return the party that a record of either list holds."""
    rows: list[Mapping[str, str]] = values["rows"]
    if "Group ID" in values:
        return Party(
            id=f"uk:{values['Group ID']}", speaker=OFSI, type=_first(rows, "Group Type"), facts=_facts(rows, CONLIST),
            names=_names(rows, "Alias Type", "Alias Quality", "Name Non-Latin Script", "Non-Latin Script Type"),
            addresses=_addresses(rows, "Address {}", "Post/Zip Code", "Country"), listings=_listings(rows, "Regime", "Listed On"),
            passports=_pairs(rows, "Passport Number", "Passport Details"),
            national_ids=(
                *_pairs(rows, "NI Number", ""), *_pairs(rows, "National Identification Number", "National Identification Details"),
            ),
        )  # fmt: skip
    return Party(
        id=f"uk:{values['Unique ID']}", speaker=FCDO, type=_first(rows, "Designation Type"), facts=_facts(rows, SANCTIONS_LIST),
        names=_names(rows, "Name type", "Alias strength", "Name non-latin script", "Non-latin script type"),
        addresses=_addresses(rows, "Address Line {}", "Address Postal Code", "Address Country"),
        listings=_listings(rows, "Regime Name", "Date Designated"),
        passports=_pairs(rows, "Passport number", "Passport additional information"),
        national_ids=_pairs(rows, "National Identifier number", "National Identifier additional information"),
    )  # fmt: skip


def full_name(row: Mapping[str, str], form: str = "Name {}") -> str:
    """Return the parts of a name in the order they are spoken: 1 to 5, then 6, the family's name or the whole one."""
    return " ".join(" ".join(row.get(form.format(n), "") for n in (1, 2, 3, 4, 5, 6)).split())


def iso(text: str) -> str:
    """Return the day that `13/04/2018` or `08-Oct-2026` is, or nothing."""
    for form in ("%d/%m/%Y", "%d-%b-%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).date().isoformat()
        except ValueError:
            continue
    return ""


def _needed(found: Table) -> tuple[str, ...]:
    return ("Group Type", "Regime", "Listed On") if found.known is CONLIST else ("Designation Type", "Regime Name", "Date Designated")


def _date(row: tuple[str, ...]) -> str:
    if row[:1] == ("Last Updated",) and len(row) > 1:
        return iso(row[1])
    label, colon, value = row[0].partition(":") if row else ("", "", "")
    return iso(value) if colon and label.strip().casefold() == "report date" else ""


def _rows(found: Table, encoding: str) -> Iterator[tuple[int, dict[str, str] | Reject]]:
    """Yield the rows below the header with their lines: cells by column, the empty ones left out, outer blanks off the key."""
    for row in below(found.line, rows(found.path, len(found.columns), encoding=encoding, null=""), found.path):
        if isinstance(row, Reject):
            yield row.line, row
            continue
        values = {name: cell for name, cell in zip(found.columns, row.cells) if name and cell.strip()}
        if found.key in values:
            values[found.key] = values[found.key].strip()
        yield row.line, values


def _first(rows: Iterable[Mapping[str, str]], column: str) -> str:
    """Return what the rows have in a column; of several values, all of them, which then is no value the list knows."""
    return " / ".join(dict.fromkeys(row.get(column, "").strip() for row in rows))


def _facts(rows: Iterable[Mapping[str, str]], known: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return what the columns state by themselves; places of birth; and columns that are not known, by name."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for column, cell in row.items():
            if column not in known:
                found.setdefault("other_columns", {})[f"{column}: {cell.strip()}"] = None
            elif known[column]:
                found.setdefault(known[column], {})[cell.strip()] = None
        town, country = (
            (row.get("Town of Birth") or row.get("Town of birth", "")),
            (row.get("Country of Birth") or row.get("Country of birth", "")),
        )
        if place := ", ".join(filter(None, (town.strip(), country.strip()))):
            found.setdefault("birth_place", {})[place] = None
    return {key: tuple(values) for key, values in found.items()}


def _names(rows: Iterable[Mapping[str, str]], type: str, strength: str, original: str, script: str) -> tuple[Name, ...]:
    found: dict[Name, None] = {}
    for row in rows:
        found[Name(full_name(row), row.get(type, "").strip(), row.get(strength, "").strip())] = None
        if row.get(original):
            found[Name(" ".join(row[original].split()), script=row.get(script, "").strip() or "not Latin")] = None
    return tuple(name for name in found if name.text)


def _addresses(rows: Iterable[Mapping[str, str]], form: str, postcode: str, country: str) -> tuple[Address, ...]:
    columns = [*(form.format(n) for n in (1, 2, 3, 4, 5, 6)), postcode]
    found = (Address(tuple(row[name].strip() for name in columns if row.get(name)), row.get(country, "").strip()) for row in rows)
    return tuple(dict.fromkeys(address for address in found if address.lines or address.country))


def _listings(rows: Iterable[Mapping[str, str]], regime: str, since: str) -> tuple[Listing, ...]:
    return tuple(dict.fromkeys(Listing(row[regime].strip(), row.get(since, "").strip()) for row in rows if row.get(regime)))


def _pairs(rows: Iterable[Mapping[str, str]], number: str, note: str) -> tuple[tuple[str, str], ...]:
    found = ((row.get(number, "").strip(), row.get(note, "").strip()) for row in rows)
    return tuple(dict.fromkeys(pair for pair in found if any(pair)))
