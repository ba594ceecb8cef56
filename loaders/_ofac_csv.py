"""OFAC's delimited files (sdn, alt, add; cons_prim, cons_alt, cons_add): rows joined to parties by their number.

Format: OFAC, "Specially Designated Nationals and Blocked Persons: Data Specification" (dat_spec.txt): no header, `-0-`
for null. `sdn_comments.csv`, where remarks longer than 1,000 characters go on, is read when it is given.
"""

from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from graph.errors import BadFile
from graph.files import head
from graph.sources import Record, Reject
from loaders import _ofac
from loaders._csv import NULL, Row, cells, rows
from loaders._ofac_party import KIND_OF, Address, Alias, Party
from loaders._ofac_remarks import facts

TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "sdn": (
        "ent_num", "name", "sdn_type", "program", "title", "call_sign", "vess_type", "tonnage", "grt", "vess_flag", "vess_owner", "remarks",
    ),
    "alt": ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"),
    "add": ("ent_num", "add_num", "address", "city", "country", "add_remarks"),
    "comments": ("ent_num", "comments"),
}  # fmt: skip
"""The columns of each table; a file is told by how many it has."""

REMARKS_WIDTH: Final = 1_000
"""Characters that the remarks column holds; what does not fit is cut off, or continued in sdn_comments.csv."""

_EXPECTED: Final = "rows without a header: 12 columns (sdn.csv), 5 (alt.csv), 6 (add.csv) or 2 (sdn_comments.csv), the first a number"


def parties(start: bytes) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the list of parties that a file's first bytes hold whole; none when they begin with another table."""
    for row in _head_rows(start):
        if _table(row) == "sdn":
            yield row


def table(start: bytes) -> str:
    """Return the table (sdn, alt, add) that the first line of a file is a row of, with OFAC's `-0-` in it; or nothing."""
    first = next(_head_rows(start), ())
    name = _table(first)
    return name if name in ("sdn", "alt", "add") and NULL in map(str.strip, first) else ""


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a row of sdn.csv, in file order, its rows of the other files attached; then rows without a party.

    The files come in any order; sdn.csv must be among them. It is read as it goes, the others are held in memory.
    Raises BadFile for a file of another format, two of one table, or one cut short.
    """
    tables = _told_apart(paths)
    rest: dict[str, dict[str, list[Row]]] = {}
    for name in sorted(tables.keys() - {"sdn"}):
        rest[name] = yield from _by_party(tables[name], name)
    met = set()
    for row in rows(tables["sdn"], len(TABLES["sdn"])):
        if isinstance(row, Reject):
            yield replace(row, key=_number(row.raw.partition(",")[0]))
            continue
        values = _named(row, "sdn")
        number = row.cells[0].strip()
        if not number:
            yield Reject(reason=f"{tables['sdn'].name}: a party needs a number", field="ent_num", line=row.line, raw=values)
            continue
        met.add(number)
        yield Record(key=number, values=values | _attached(rest, number), line=row.line)
    for name, table in rest.items():
        for number, held in table.items():
            if number not in met:
                yield from (_orphan(tables[name], name, row) for row in held)


def party(record: Mapping[str, Any]) -> Party:
    """Return the party that a record of the delimited files holds."""
    values = {column: str(record.get(column) or "") for column in (*TABLES["sdn"], "comments")}
    remarks = values["remarks"] + values["comments"]
    return Party(
        number=values["ent_num"],
        name=values["name"],
        type=values["sdn_type"],
        programmes=_ofac.programmes(values["program"]),
        title=values["title"],
        remarks=remarks,
        facts=facts(remarks, cut=_is_cut(values)),
        aliases=tuple(Alias(row["alt_name"], row.get("alt_type", "")) for row in record.get("alt", ()) if "alt_name" in row),
        addresses=tuple(Address(*(row.get(column, "") for column in TABLES["add"][2:])) for row in record.get("add", ())),
        vessel={property: values[column] for property, column in _VESSEL.items()},
    )


_VESSEL: Final = {
    "call_sign": "call_sign", "vessel_type": "vess_type", "tonnage": "tonnage", "gross_tonnage": "grt", "flag": "vess_flag",
    "vessel_owner": "vess_owner",
}  # fmt: skip


def _is_cut(values: Mapping[str, str]) -> bool:
    """Whether the remarks stop where their column does (a last blank trimmed), with no full stop and no continuation."""
    remarks = values["remarks"]
    return not values["comments"] and len(remarks) >= REMARKS_WIDTH - 5 and not remarks.rstrip().endswith(".")


def _told_apart(paths: tuple[Path, ...]) -> dict[str, Path]:
    """Return the file of each table; raise BadFile unless each is one of ours, of a table of its own, and sdn is there."""
    found: dict[str, Path] = {}
    for path in paths:
        names = [_table(row) for row in _head_rows(head(path))]
        name = next(filter(None, names), "")
        if not name or (name == "comments" and names[0] != name):
            raise BadFile(f"no row of OFAC's list in it; expected {_EXPECTED}", where=str(path), hint="Download it again.")
        if name in found:
            raise BadFile(f"this is {name}.csv, and so is {found[name]}", where=str(path), hint="Give each table of one day once.")
        found[name] = path
    if "sdn" not in found:
        raise BadFile(
            "the list of parties, sdn.csv (12 columns), is missing", where=", ".join(map(str, paths)), hint="Name it with the others."
        )
    return found


def _head_rows(start: bytes) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a file's first bytes; one that is no row is empty."""
    return (cells(line) for line in start.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip())


def _table(row: tuple[str, ...]) -> str:
    """Return the table that a row is of, or the empty string."""
    name = next((name for name, columns in TABLES.items() if len(columns) == len(row)), "")
    if not name or not _number(row[0]):
        return ""
    known = {"sdn": (*KIND_OF, NULL), "alt": ("aka", "fka", "nka", "", NULL)}.get(name)
    if known and row[2].strip() not in known and NULL not in map(str.strip, row):
        return ""
    return name if name in ("sdn", "comments") or _number(row[1]) else ""


def _by_party(path: Path, name: str) -> Generator[Reject, None, dict[str, list[Row]]]:
    """Yield the rejects of a table, and return its rows by the party's number."""
    held: dict[str, list[Row]] = {}
    for row in rows(path, len(TABLES[name])):
        if isinstance(row, Reject):
            yield row
        else:
            held.setdefault(row.cells[0].strip(), []).append(row)
    return held


def _attached(rest: Mapping[str, Mapping[str, list[Row]]], number: str) -> dict[str, Any]:
    """Return what the other tables hold of a party: `alt` and `add` as lists in the order of their numbers."""
    found: dict[str, Any] = {}
    for name, table in rest.items():
        held = table.get(number, ())
        if held and name == "comments":
            found[name] = "".join(row.cells[1] for row in held)
        elif held:
            found[name] = [_named(row, name, skip=1) for row in sorted(held, key=_order)]
    return found


def _named(row: Row, name: str, *, skip: int = 0) -> dict[str, Any]:
    """Return the cells of a row by column, as they are, without the nulls, and without the first `skip`."""
    return {column: cell for column, cell in zip(TABLES[name][skip:], row.cells[skip:]) if cell.strip() not in ("", NULL)}


def _order(row: Row) -> tuple[int, str]:
    return (len(row.cells[1].strip()), row.cells[1])


def _number(text: str) -> str:
    text = text.strip().strip('"')
    return text if text.isascii() and text.isdigit() else ""


def _orphan(path: Path, name: str, row: Row) -> Reject:
    return Reject(reason=f"{path.name}: the list has no party with this number", field="ent_num", line=row.line, raw=_named(row, name))
