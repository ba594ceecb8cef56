"""SIPRI's register of transfers of major conventional arms, in both of its layouts.

Format: CSV as its web page gives it (UTF-8 or Windows-1252), after some lines of preamble. A deal is known by the
database's id, or, in the layout without ids, by its supplier, recipient, year, designation and status, and by more
where several deals share those; its key changes when a second such deal appears. A file that is by its own words a
selection of countries or years is part of a snapshot, and ends nothing; `deliveries_counted` are the years it counts.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from graph.claims import Statement, fingerprint
from graph.errors import BadFile, BadRow
from graph.files import head
from graph.sources import Bounds, Record, Reject, Snapshot, Source
from loaders import _sipri_deals
from loaders._sipri_tables import ID, Table, deals, said, table
from loaders._sipri_words import slug

SOURCE: Final = Source(
    name="sipri",
    title="SIPRI Arms Transfers Database, trade register",
    publisher=_sipri_deals.SIPRI.id,
    url="https://armstransfers.sipri.org/ArmsTransfer/TransferRegister",
    licence="© SIPRI; non-commercial use, citing the SIPRI Arms Transfers Database",
    format="CSV of the trade register: a row a deal, or a row for each delivery year of a deal",
    maps_to="SUPPLIES per deal, KIND_OF; states, armed groups, organisations, unknown parties, items",
    expect=Bounds(records=(1, 200_000)),
    by_hand="Choose states and years at https://armstransfers.sipri.org/ArmsTransfer/TransferRegister and download the CSV",
)

_EXPECTED: Final = f"a line with Supplier, Recipient and either {ID!r} or 'Year of order' near its top"


def recognises(head: bytes) -> bool:
    """Whether the first bytes of a file hold the header of the register, in either layout."""
    return table(head, Path()) is not None


def snapshot(*paths: Path) -> Snapshot:
    """Return the day the first file was generated, and whether it is a selection of countries or years."""
    return said(head(paths[0]))


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a deal: in file order, or by ids when their last rows come; each file is read twice."""
    for path in paths:
        found = table(head(path), path)
        if found is None:
            raise BadFile(f"no trade register; expected {_EXPECTED}", where=str(path), hint="Download it again.")
        yield from _by_id(found) if found.newer else _by_words(found)


def claims(record: Record) -> Iterator[Statement]:
    """SIPRI asserts who supplies what to whom under this deal."""
    yield from list(_sipri_deals.claims(_deal(record.key, record.values)))


def _deal(key: str, values: Mapping[str, Any]) -> _sipri_deals.Deal:
    if unread := values.get("unread"):
        raise BadRow(f"a row of this deal cannot be read (line {unread}), so that its numbers are not whole", field=ID)
    return _sipri_deals.newer(key, values["rows"]) if "rows" in values else _sipri_deals.older(key, values)


def _sound(values: Mapping[str, str]) -> bool:
    """Whether a row joined from two lines is a deal beyond doubt."""
    try:
        list(_sipri_deals.claims(_deal("", {"rows": [values]} if ID in values else values)))
    except (BadRow, KeyError):
        return False
    return True


def _by_words(found: Table) -> Iterator[Record | Reject]:
    distinct = {fingerprint(row[1]): _keys(row[1]) for row in deals(found, _sound) if not isinstance(row, Reject)}
    held = [Counter(level) for level in zip(*distinct.values())]
    for row in deals(found, _sound):
        if isinstance(row, Reject):
            yield row
            continue
        line, values = row
        keys = _keys(values)
        key = next((key for key, count in zip(keys, held) if count[key] == 1), f"{keys[-1]}/{fingerprint(values)[:8]}")
        yield Record(key=key, values=values, line=line)


def _keys(row: Mapping[str, str]) -> tuple[str, str]:
    """Return what a deal without an id is known by, and what tells it from others of that description."""
    first = ("Supplier", "Recipient", "Year of order", "Weapon designation", "status")
    more = ("Number ordered", "Weapon description")
    return slug(*(row.get(name, "") for name in first)), slug(*(row.get(name, "") for name in (*first, *more)))


def _by_id(found: Table) -> Iterator[Record | Reject]:
    left, unread = Counter[str](), dict[str, int]()
    for row in deals(found, _sound):
        if isinstance(row, Reject):
            unread.setdefault(_id_of(row, found), row.line)
        else:
            left[row[1].get(ID, "")] += 1
    held: dict[str, dict[str, tuple[int, dict[str, str]]]] = {}
    for row in deals(found, _sound):
        if isinstance(row, Reject):
            yield row
            continue
        line, values = row
        if ID not in values:
            yield Reject(reason=f"{found.path.name}: a row without {ID}", field=ID, line=line, raw=values)
            continue
        key = values[ID]
        held.setdefault(key, {}).setdefault(fingerprint(values), (line, values))
        left[key] -= 1
        if not left[key]:
            lines, rows = zip(*held.pop(key).values())
            told = {"unread": unread[key]} if key in unread else {}
            yield Record(key=key, values={"rows": list(rows), **told}, line=lines[0])


def _id_of(reject: Reject, found: Table) -> str:
    """Return the id in a line that is no row, as far as it can be read."""
    if isinstance(reject.raw, dict):
        return str(reject.raw.get(ID, ""))
    place = found.columns.index(ID)
    return "".join(str(reject.raw).split(",")[place : place + 1]).strip(' "')
