"""Events of the Integrated Crisis Early Warning System, which machines read in the world's news: one report a line.

Format: "ICEWS Coded Event Data" (Harvard Dataverse, doi:10.7910/DVN/28075): tab-separated, 20 named columns; and the four
columns without a header (source, event, target, day) that research takes from it. An event's id is not unique: the key of a
record is the id and the day, and of a line of four columns the line itself. A party named like a territory, and its
government, are that territory; any other is known by its name.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from graph.claims import Entity, Statement, Value, fingerprint
from graph.errors import BadFile, BadRow
from graph.files import head
from graph.sources import Record, Reject, Source, SourceKind
from loaders import _cameo, _countries
from loaders._cameo_codes import code_of
from loaders._csv import Row
from loaders._tabs import first, rows

PUBLISHER: Final = Entity(id="org:icews", kind="Organisation", name="Integrated Crisis Early Warning System", described=False)

SOURCE: Final = Source(
    name="icews",
    title="ICEWS coded events",
    publisher=PUBLISHER.id,
    kind=SourceKind.STREAM,
    url="https://doi.org/10.7910/DVN/28075",
    licence="terms of the Harvard Dataverse, to be cited",
    format="tab-separated events.*.tab with a header, or four columns without one, plain or compressed",
    maps_to="ACTS_TOWARD (sanctions, denials, admissions, violations too), SUPPLIES, OFFERS, SEEKS_SUPPLY, COOPERATES_MILITARILY, ACCUSES",
    by_hand="Accept the terms at https://doi.org/10.7910/DVN/28075 and download the files of the years",
)

FOUR: Final = ("Source Name", "Event Text", "Target Name", "Event Date")
"""The columns of a file without a header."""

_NEEDED: Final = ("Event ID", *FOUR, "CAMEO Code")
_NOTHING: Final = frozenset({"", "NA", "None", "NULL"})
"""What the tools that copy these files write for an empty cell."""

_TEXTS: Final = {
    "actor_name": "Source Name", "actor_sectors": "Source Sectors", "actor_country": "Source Country",
    "target_name": "Target Name", "target_sectors": "Target Sectors", "target_country": "Target Country",
    "story": "Story ID", "sentence": "Sentence Number", "published_by": "Publisher",
    "city": "City", "district": "District", "province": "Province", "country": "Country", "latitude": "Latitude", "longitude": "Longitude",
}  # fmt: skip
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OF: Final = re.compile(r"(.+?)\s*\((.+)\)")


def recognises(head: bytes) -> bool:
    """Whether the first line of a file has the named columns, or is four columns of which the last is a day."""
    return bool(_columns(head))


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a line, in file order, reading as it goes."""
    for path in paths:
        start = head(path)
        columns = _columns(start)
        if not columns:
            raise BadFile(
                f"neither the named columns of ICEWS ({', '.join(_NEEDED)}) nor four of which the last is a day",
                where=str(path), hint="Download it again.",
            )  # fmt: skip
        found = rows(path, (len(columns),))
        if columns is not FOUR:
            next(found, None)
        yield from (row if isinstance(row, Reject) else _record(columns, row) for row in found)


def claims(record: Record) -> Iterator[Statement]:
    """ICEWS reports that the one party acted toward the other on that day."""
    cell = {column: str(value).strip() for column, value in record.values.items()}
    text = cell.get("Event Text", "")
    code = cell.get("CAMEO Code", "") or code_of(text)
    if not text and not code:
        raise BadRow("an event needs its text or its code", field="Event Text")
    if code and not re.fullmatch(r"[0-9]{2,4}", code):
        raise BadRow(f"{code!r} is no CAMEO code", field="CAMEO Code")
    if text and cell.get("CAMEO Code") and code_of(text) not in ("", code):
        raise BadRow(f"{text!r} has the code {code_of(text)}, not {code}: a leading zero is lost, or columns are moved", field="CAMEO Code")
    names = [cell.get(column, "") for column in ("Source Name", "Target Name")]
    report = _cameo.Report(
        id=f"icews:event/{record.key}",
        code=code,
        event=text,
        day=_cameo.day(cell.get("Event Date", ""), "Event Date"),
        actor=_party(names[0]) if names[0] else None,
        target=_party(names[1]) if names[1] else None,
        by=(cell["Publisher"],) if cell.get("Publisher") else (),
        details=_details(cell),
    )
    yield from _cameo.claims(report, PUBLISHER)


def _details(cell: Mapping[str, str]) -> dict[str, Value]:
    texts: dict[str, Value] = {name: cell[column] for name, column in _TEXTS.items() if cell.get(column)}
    if not cell.get("Intensity"):
        return texts
    if not re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", cell["Intensity"]):
        raise BadRow(f"{cell['Intensity']!r} is no number", field="Intensity")
    return {**texts, "intensity": float(cell["Intensity"])}


@cache
def _party(name: str) -> Entity:
    """Return the territory of this name, or whose government it is; else a party of the register's own, by its name."""
    found, of = _countries.resolve(name), _OF.fullmatch(name)
    place = _countries.resolve(of[2]) if of else None
    if found or (place and of and of[1] == "Government"):
        return _countries.entity((found or place).id)  # type: ignore[union-attr]  # one of the two is there
    details = {"territory": place.id} if place else {}
    return Entity(id="icews:" + re.sub(r"\s+", "_", name), kind="Actor", name=name, details=details, described=False)


def _record(columns: tuple[str, ...], row: Row) -> Record:
    values = {column: _unquoted(cell) for column, cell in zip(columns, row.cells) if _unquoted(cell).strip() not in _NOTHING}
    key = fingerprint(row.cells) if columns is FOUR else f"{values.get('Event ID', '')}/{values.get('Event Date', '')}"
    return Record(key=key, values=values, line=row.line)


def _columns(start: bytes) -> tuple[str, ...]:
    """Return the columns of a file by its first line; none when it is not one of ours."""
    cells = tuple(map(_unquoted, first(start)))
    if len(cells) == len(FOUR) and _DAY.fullmatch(cells[-1].strip()) and all(cells[:3]):
        return FOUR
    return cells if all(cells.count(column) == 1 for column in _NEEDED) else ()


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
