"""The consolidated list of persons, groups and entities under financial sanctions of the European Union.

Format: xmlFullSanctionsList 1.1 (http://eu.europa.ec/fpi/fsd/export), one `sanctionEntity` a party, and the older flat table
(EUSanctionsShort), several rows a party. A party is known by its logical id, which both have; its EU reference may be absent.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph import files
from graph.claims import Statement
from graph.errors import BadFile
from graph.sources import Record, Reject, Snapshot, Source
from loaders import _eu_table, _eu_xml
from loaders._eu import UNION, claims_of
from loaders._eu_rows import header

SOURCE: Final = Source(
    name="eu_fsf",
    title="EU Consolidated Financial Sanctions List",
    publisher=UNION.id,
    url="https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content",
    licence="© European Union, reuse with attribution (Decision 2011/833/EU)",
    format="the financial sanctions files: xmlFullSanctionsList 1.1, or the older table (EUSanctionsShort), plain or compressed",
    maps_to="SANCTIONS, IMPOSED_UNDER, CITIZEN_OF, BASED_IN",
    by_hand="The EU gives its users an address with a token: https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=…",
)


def recognises(head: bytes) -> bool:
    """Whether the first bytes of a file begin the list's XML, or have the header of its table."""
    return _eu_xml.begins(head) or header(head) is not None


def snapshot(*paths: Path) -> Snapshot:
    """Return the day that the first file says it was made on."""
    start = files.head(paths[0])
    return Snapshot(date=_eu_xml.date(start) if _eu_xml.begins(start) else _eu_table.date(start))


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a party: from XML in file order, from a table in the order in which their last rows come."""
    for path in paths:
        start = files.head(path)
        if found := header(start):
            yield from _eu_table.records(path, found)
        elif _eu_xml.begins(start) or start.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
            yield from _eu_xml.records(path)
        else:
            raise BadFile("none of the EU's lists; expected its XML or its table", where=str(path), hint="Download it again.")


def claims(record: Record) -> Iterator[Statement]:
    """The Union sanctions the party under its programme, imposed by a legal act; the list says whose citizen it is, and where."""
    values = record.values
    yield from claims_of(_eu_table.entity(values) if "rows" in values else values)
