"""Heads of state and government, as the World Leaders project reads them from Wikidata: one office-holder a row.

Format: `wikidata.csv` of every-politician-scrapers/world-leaders-2021 (UTF-8, a header): Wikidata ids and names of country,
office and holder, and the years of the term. A row is a term: one who left and returned has two. A state without an ISO
code is kept under its Wikidata id. The scope of a claim is the Wikidata id of the office.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from graph.claims import Entity, Statement
from graph.errors import BadFile, BadRow
from graph.sources import Record, Reject, Source
from loaders import _countries
from loaders._csv import rows
from loaders._offices import WIKIDATA, Tenure, held
from loaders._offices import claims as says
from loaders._wikidata_offices import territory

SOURCE: Final = Source(
    name="world_leaders",
    title="World leaders, from Wikidata",
    publisher=WIKIDATA.id,
    url="https://raw.githubusercontent.com/every-politician-scrapers/world-leaders-2021/main/data/wikidata.csv",
    licence="CC0 1.0",
    format="CSV with the header countryid,country,position,…,end_year, plain or compressed",
    maps_to="HOLDS_POSITION, SPEAKS_FOR",
    files=("https://raw.githubusercontent.com/every-politician-scrapers/world-leaders-2021/main/data/wikidata.csv",),
)

COLUMNS: Final = ("countryid", "country", "position", "positionLabel", "officeholder", "officeholderLabel", "start_year", "end_year")

_ITEM: Final = re.compile(r"Q[1-9][0-9]*")


def recognises(head: bytes) -> bool:
    """Whether the first bytes of a file are the header of the table."""
    return head.removeprefix(b"\xef\xbb\xbf").startswith(",".join(COLUMNS).encode())


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a row, in file order; its key is country, office, holder and the year the term began."""
    for path in paths:
        table = rows(path, len(COLUMNS), null="")
        first = next(table, None)
        if first is None or isinstance(first, Reject) or first.cells != COLUMNS:
            raise BadFile(f"the header is not {','.join(COLUMNS)}", where=str(path), hint="Download it again.")
        for row in table:
            if isinstance(row, Reject):
                yield row
                continue
            values = {column: cell for column, cell in zip(COLUMNS, row.cells) if cell}
            key = "/".join(values.get(column, "") for column in ("countryid", "position", "officeholder", "start_year"))
            yield Record(key=key, values=values, line=row.line)


def claims(record: Record) -> Iterator[Statement]:
    """The holder is or was in office; being head of state or of government, they speak for the state."""
    cell = {column: str(record.values.get(column) or "").strip() for column in COLUMNS}
    for column in ("countryid", "position", "officeholder"):
        if not _ITEM.fullmatch(cell[column]):
            raise BadRow(f"{cell[column]!r} is no id of a Wikidata item", field=column)
    if not cell["country"] or not cell["positionLabel"]:
        raise BadRow("country and office need their names", field="positionLabel" if cell["country"] else "country")
    for column in ("start_year", "end_year"):
        if cell[column] and not re.fullmatch(r"[0-9]{4}", cell[column]):
            raise BadRow(f"{cell[column]!r} is no year", field=column)
    person = Entity(
        id=f"wikidata:{cell['officeholder']}",
        kind="Official",
        name=cell["officeholderLabel"] or cell["officeholder"],
        details={"wikidata": cell["officeholder"]},
    )
    term = held(cell["start_year"], cell["end_year"], start_field="start_year", end_field="end_year")
    office = f"wikidata:{cell['position']}"
    tenure = Tenure(person=person, office=office, of=_state(cell), held=term, details={"office": cell["positionLabel"]})
    yield from says(tenure, WIKIDATA)


def _state(cell: dict[str, str]) -> Entity:
    """Return the state as a thing that is referred to, by its id or name: under its code, or its Wikidata id where it has none."""
    found = _countries.resolve(cell["country"])
    if id := territory(cell["countryid"]) or (found.id if found else ""):
        return _countries.entity(id)
    part_of = _countries.region(cell["country"])
    state = Entity(id=f"wikidata:{cell['countryid']}", kind="Actor", name=cell["country"], described=False)
    return replace(state, details={"territory": part_of.of} if part_of else {"unresolved_countries": (cell["country"],)})
