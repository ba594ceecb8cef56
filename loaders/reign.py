"""REIGN's leaders of states since 1950 and its regimes: who effectively led, and what kind of rule it was, from when to when.

Format: "The Rulers, Elections, and Irregular Governance dataset: codebook" (One Earth Future). Two tables, each a register:
`leaderlist_*.csv` (that of March 2021: 18 columns, two of them without a name) and `regime_list.csv`. They are read as
Latin-1; a cell that is UTF-8 inside (JÃ³hannsson) is put right where only letters come of it. The list's `leadid` is of a
spell of rule, and two leaders of Iceland share one, so that a leader is known by the id and the name, and a record by the id
and the day.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

from graph.claims import Claim, Entity, Proposition, Statement, Value
from graph.dates import Period
from graph.errors import BadFile, BadRow
from graph.files import head
from graph.sources import Record, Reject, Snapshot, Source
from loaders import _countries, _cow
from loaders._csv import Row, cells, rows
from loaders._offices import Tenure, held
from loaders._offices import claims as says

PUBLISHER: Final = Entity(id="org:one-earth-future", kind="Organisation", name="One Earth Future", described=False)

SOURCE: Final = Source(
    name="reign",
    title="REIGN: leaders of states",
    publisher=PUBLISHER.id,
    url="https://github.com/OEFDataScience/REIGN.github.io",
    licence="MIT",
    format="CSV in Latin-1: leaderlist_*.csv or regime_list.csv, plain or compressed",
    maps_to="HOLDS_POSITION, SPEAKS_FOR; from the regime list LOCATED_IN",
    by_hand="Download leaderlist_*.csv or regime_list.csv from https://github.com/OEFDataScience/REIGN.github.io",
)

REGIMES: Final = Snapshot(register="reign_regimes", title="REIGN: regimes")
"""The register that regime_list.csv is a snapshot of; the leaders' is the source itself."""

OFFICE: Final = "effective leader"

_LEADERS: Final = ("stateabb", "ccode", "leadid", "leader", "sdate", "smonth", "syear", "emonth", "eyear")
"""Columns that a list of leaders must have, in whatever order; those that it has besides vary."""

_REGIMES: Final = ("cowcode", "gwf_country", "gwf_casename", "gwf_startdate", "gwf_enddate", "gwf_regimetype")
_NONE: Final = ("", "-99")
_GENDERS: Final = {"0": "female", "1": "male"}
_ID: Final = re.compile(r"[A-Za-z0-9. -]+")


def recognises(head: bytes) -> bool:
    """Whether the first bytes of a file are the header of one of the two tables."""
    return bool(_columns(head))


def snapshot(*paths: Path) -> Snapshot:
    """Return the register of the regimes for their list, and nothing for the leaders' list: no file says its date."""
    return REGIMES if _columns(head(paths[0])) == _REGIMES else Snapshot()


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a row, in file order; the regime list is read twice, for the day on which it was closed."""
    for path in paths:
        columns = _columns(head(path))
        if not columns:
            raise BadFile("the header is neither of REIGN's leaders nor of its regimes", where=str(path), hint=SOURCE.by_hand)
        closed = _closed(path) if columns == _REGIMES else None
        for row in _rows(path, columns):
            if isinstance(row, Reject):
                yield row
            elif columns == _REGIMES:
                yield _regime_record(row, closed)
            else:
                yield _leader_record(row, columns)


def claims(record: Record) -> Iterator[Statement]:
    """A leader led the state and spoke for it; a regime is an event that took place there."""
    cell = {column: str(value).strip() for column, value in record.values.items()}
    yield from _regime(cell) if "cowcode" in cell else _leader(cell)


def _leader(cell: Mapping[str, str]) -> Iterator[Statement]:
    for column in ("ccode", "leadid", "leader"):
        if not cell.get(column):
            raise BadRow("a leader needs an id, a name and a state", field=column)
    if not _ID.fullmatch(cell["leadid"]):
        raise BadRow(f"{cell['leadid']!r} is no id of a leader", field="leadid")
    began = _day(cell.get("syear", ""), cell.get("smonth", ""), cell.get("sdate", ""))
    term = held(began, _day(cell.get("eyear", ""), cell.get("emonth", "")), start_field="sdate", end_field="eyear")
    if not term.from_min:
        raise BadRow("a term needs the day it began", field="syear")
    state = _cow.territory(cell["ccode"], term.from_min)
    if state is None:
        raise BadRow(f"no state has the number {cell['ccode']!r}", field="ccode")
    name = repaired(cell["leader"])
    stated: dict[str, Value] = {
        "birth_date": cell.get("birthyear", ""),
        "gender": _GENDERS.get(cell.get("gender", ""), ""),
        "name_as_published": cell["leader"] if name != cell["leader"] else "",
        "military_career": cell.get("militarycareer", ""),
        "last_election": _day(cell.get("l_year", ""), cell.get("l_month", "")),
        "coded_by": cell.get("codedby", ""),
        "notes": repaired(cell.get("notes", "")),
        "identifiers": (f"REIGN:{cell['leadid']}:",),
    }
    details = {key: value for key, value in stated.items() if value not in _NONE}
    person = Entity(id=leader_id(cell["leadid"], name), kind="Official", name=name, details=details)
    yield from says(Tenure(person=person, office=OFFICE, of=state, held=term), PUBLISHER)


def _regime(cell: Mapping[str, str]) -> Iterator[Statement]:
    kind, began = cell.get("gwf_regimetype", ""), _us_day(cell, "gwf_startdate")
    if not kind:
        raise BadRow("a regime needs its kind", field="gwf_regimetype")
    ended = _us_day(cell, "gwf_enddate") if not cell.get("in_place") else None
    if ended and ended < began:
        raise BadRow(f"it ends ({ended}) before it starts ({began})", field="gwf_enddate")
    found = _countries.resolve(cell.get("gwf_country", ""))
    state = _countries.entity(found.id) if found else _cow.territory(cell["cowcode"], began.isoformat())
    if state is None:
        raise BadRow(f"no state is called {cell.get('gwf_country', '')!r}, or has the number {cell['cowcode']!r}", field="cowcode")
    yield PUBLISHER
    yield state
    yield (event := _regime_event(cell, state, kind, began))
    end = ended.isoformat() if ended else None
    yield Claim(
        proposition=Proposition(type="LOCATED_IN", subject=event.id, object=state.id),
        speaker=PUBLISHER.id,
        principal=PUBLISHER.id,
        period=Period(from_min=began.isoformat(), from_max=began.isoformat(), until_min=end, until_max=end),
    )


def _regime_event(cell: Mapping[str, str], state: Entity, kind: str, began: date) -> Entity:
    details = {"regime_type": kind, "case_name": cell.get("gwf_casename", ""), "listed_end": cell.get("gwf_enddate", "")}
    name = f"{kind} regime of {state.name} from {began}"
    return Entity(id=f"reign:regime/{cell['cowcode']}/{began}", kind="Event", name=name, details=details)


def leader_id(leadid: str, name: str) -> str:
    """Return the id of a leader: that of the spell, and the name in letters, digits and hyphens."""
    return f"reign:{leadid.replace(' ', '_')}/" + re.sub(r"\W+", "-", name.lower()).strip("-")


def repaired(text: str) -> str:
    """Return a text read as Latin-1 that was UTF-8 as what it was meant to be, when that is letters; else as it is."""
    try:
        meant = text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
    return meant if all(sign.isalpha() for sign in meant if ord(sign) > 127) else text


def _leader_record(row: Row, columns: tuple[str, ...]) -> Record:
    values = {column: cell for column, cell in zip(columns, row.cells) if column and cell}
    if unnamed := [cell for column, cell in zip(columns, row.cells) if not column and cell]:
        values["unnamed"] = " | ".join(unnamed)
    began = "-".join(f"{values.get(column, ''):>02}" for column in ("syear", "smonth", "sdate"))
    return Record(key=f"{values.get('leadid', '')}/{began}", values=values, line=row.line)


def _regime_record(row: Row, closed: date | None) -> Record:
    values = {column: cell for column, cell in zip(_REGIMES, row.cells) if cell}
    ended = _us_date(values.get("gwf_enddate", ""))
    if ended and closed and ended >= closed:
        values["in_place"] = "when the list was closed"
    return Record(key=f"{values.get('cowcode', '')}/{values.get('gwf_startdate', '')}", values=values, line=row.line)


def _closed(path: Path) -> date | None:
    """Return the end that most regimes of the list have: the day on which it was closed, and they were in place."""
    ends = Counter(row.cells[4] for row in _rows(path, _REGIMES) if isinstance(row, Row))
    return _us_date(ends.most_common(1)[0][0]) if ends else None


def _columns(start: bytes) -> tuple[str, ...]:
    """Return the columns of a file by its first line; none when it is neither of the two tables."""
    first = cells(start.removeprefix(b"\xef\xbb\xbf").splitlines()[0] if start else b"", "latin-1")
    names = [column for column in first if column]
    leaders = set(names).issuperset(_LEADERS) and len(set(names)) == len(names)
    return first if leaders or first == _REGIMES else ()


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row | Reject]:
    found = rows(path, len(columns), encoding="latin-1", null="")
    next(found, None)
    return found


def _day(year: str, month: str = "", day: str = "") -> str:
    """Return the parts of a date as one, as far as they go."""
    parts = [part if part not in _NONE else "" for part in (year, month, day)]
    known = parts[: parts.index("")] if "" in parts else parts
    return "-".join(f"{part:>0{width}}" for part, width in zip(known, (4, 2, 2)))


def _us_day(cell: Mapping[str, str], column: str) -> date:
    found = _us_date(cell.get(column, ""))
    if found is None:
        raise BadRow(f"{cell.get(column, '')!r} is no day written as 12/31/2020", field=column)
    return found


def _us_date(text: str) -> date | None:
    try:
        return datetime.strptime(text.strip(), "%m/%d/%Y").date()
    except ValueError:
        return None
