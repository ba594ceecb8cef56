"""The sanctions lists of the United Kingdom: the UK Sanctions List, and OFSI's Consolidated List that it replaced in 2026.

Format: a row for each name and address of a party (UK-Sanctions-List.csv, ConList.csv), or one `Designation` a party
(UK-Sanctions-List.xml). Parties are known by the list's Unique ID, or OFSI's Group ID; the two lists are two registers.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph.claims import Statement
from graph.errors import BadFile
from graph.files import head
from graph.sources import Record, Reject, Snapshot, Source
from loaders import _uk, _uk_tables, _uk_xml
from loaders._elements import root
from loaders._uk_columns import CONLIST as OLD_COLUMNS
from loaders._uk_party import FCDO

SOURCE: Final = Source(
    name="uk_sanctions",
    title="UK Sanctions List",
    publisher=FCDO.id,
    url="https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv",
    licence="Open Government Licence v3.0",
    format="the UK Sanctions List as CSV or XML, OFSI's Consolidated List as CSV (ConList.csv), plain or compressed",
    maps_to="SANCTIONS, CITIZEN_OF, BASED_IN",
    files=("https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv",),
)

CONLIST: Final = Snapshot(register="uk_conlist", title="OFSI Consolidated List of Financial Sanctions Targets in the UK")
"""The register that files of the old list are snapshots of; the new list's is the source itself."""

_EXPECTED: Final = (
    "the header of ConList.csv (Group ID …) or UK-Sanctions-List.csv (Unique ID …) in its first lines, or XML with Designations"
)


def recognises(head: bytes) -> bool:
    """Whether the first bytes of a file have the header of one of the lists, or their XML."""
    return root(head).name == _uk_xml.ROOT or _uk_tables.table(head, Path()) is not None


def snapshot(*paths: Path) -> Snapshot:
    """Return the date that the first file says of itself, and which of the two registers it is of."""
    path = paths[0]
    start = head(path)
    if root(start).name == _uk_xml.ROOT:
        return Snapshot(date=_uk_xml.date(path))
    table = _uk_tables.table(start, path)
    if table is None:
        return Snapshot()
    if table.known is OLD_COLUMNS:
        return Snapshot(register=CONLIST.register, date=table.date, title=CONLIST.title)
    return Snapshot(date=table.date)


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a party: from XML in file order, from a table in the order in which their last rows come."""
    for path in paths:
        start = head(path)
        if root(start).name == _uk_xml.ROOT:
            yield from _uk_xml.records(path)
        elif table := _uk_tables.table(start, path):
            yield from _uk_tables.records(table)
        else:
            raise BadFile(f"none of the UK's lists; expected {_EXPECTED}", where=str(path), hint="Download it again.")


def claims(record: Record) -> Iterator[Statement]:
    """The United Kingdom sanctions the party under each regime; the list says who it is, whose citizen, and where."""
    values = record.values
    return _uk.claims(_uk_tables.party(values) if "rows" in values else _uk_xml.party(values))
