"""Votes in the United Nations: the Dag Hammarskjöld Library's bulk tables, and the tables of the `unvotes` package.

Format: CSV with one row a vote (UTF-8). The General Assembly's and the Security Council's tables are registers of their
own, as is `unvotes`, whose table of votes is given together with that of the roll calls (and of the issues, if at hand).
A roll call in the Library's tables is a resolution that was adopted: they say nothing of vetoes.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph.claims import Statement
from graph.errors import BadFile
from graph.files import head
from graph.sources import Record, Reject, Snapshot, Source
from loaders import _undl_votes, _unvotes
from loaders._un_symbols import LIBRARY

SOURCE: Final = Source(
    name="un_votes",
    title="Votes in the United Nations",
    publisher=LIBRARY.id,
    url="https://digitallibrary.un.org/record/4060887",
    licence="Dag Hammarskjöld Library: non-commercial use with attribution; unvotes: MIT",
    format="CSV, one row a vote: the Library's tables of the General Assembly or Security Council, or un_votes with un_roll_calls",
    maps_to="Resolution; VOTED Y, N, A or X by each member",
    together=True,
    by_hand="Download the CSV at https://digitallibrary.un.org/record/4060887 (General Assembly) or /record/4055387 (Security Council)",
)

_ASSEMBLY: Final = Snapshot(register="un_votes/ga", title="Votes in the General Assembly (Dag Hammarskjöld Library)")
_COUNCIL: Final = Snapshot(register="un_votes/sc", title="Votes in the Security Council (Dag Hammarskjöld Library)")
_UNVOTES: Final = Snapshot(register="un_votes/unvotes", title="Roll calls of the General Assembly (unvotes)")
_EXPECTED: Final = "a header with undl_id, ms_code and ms_vote, or one of the tables of unvotes (rcid …)"


def recognises(head: bytes) -> bool:
    """Whether the first line of a file is the header of one of the tables."""
    return bool(_undl_votes.columns(head) or _unvotes.table(head))


def snapshot(*paths: Path) -> Snapshot:
    """Return which register the files are of; raise BadFile for files of two, and for none of ours."""
    found = {_register(path): path for path in paths}
    if len(found) > 1:
        raise BadFile("these are tables of different registers", where=", ".join(map(str, found.values())), hint="Load them one by one.")
    return next(iter(found))


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a roll call with all its votes, when the tables of votes have been read."""
    if snapshot(*paths) is not _UNVOTES:
        yield from _undl_votes.records([(path, _undl_votes.columns(head(path))) for path in paths])
        return
    tables: dict[tuple[str, ...], list[Path]] = {}
    for path in paths:
        tables.setdefault(_unvotes.table(head(path)), []).append(path)
    yield from _unvotes.records(tables)


def claims(record: Record) -> Iterator[Statement]:
    """The table says what was voted on, and how each member voted."""
    its = _unvotes if "rcid" in record.values else _undl_votes
    yield from list(its.claims(record.values))


def _register(path: Path) -> Snapshot:
    start = head(path)
    if names := _undl_votes.columns(start):
        return _COUNCIL if _undl_votes.COUNCIL in names else _ASSEMBLY
    if _unvotes.table(start):
        return _UNVOTES
    raise BadFile(f"no table of votes; expected {_EXPECTED}", where=str(path), hint="Download it again.")
