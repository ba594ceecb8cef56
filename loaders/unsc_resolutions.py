"""The resolutions of the Security Council: the Dag Hammarskjöld Library's pages of meetings and vetoes, and a list as CSV.

Format: the Library's tables as HTML (one page a year, in 4, 5 or 7 columns, and one page of vetoes), and a list of
resolutions separated by semicolons. A page of meetings is part of their register, and ends nothing. A draft that failed
is a `Resolution` without `adopted`, whose `outcome` says so; where it had no symbol of its own, only the page of vetoes
tells it apart, and a page of meetings says nothing of it beyond its record.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph.claims import Statement
from graph.errors import BadFile
from graph.files import head
from graph.sources import Record, Reject, Snapshot, Source
from loaders import _unsc_list, _unsc_resolutions
from loaders._un_symbols import LIBRARY
from loaders._unsc_list import LIST, semicolons
from loaders._unsc_pages import LONGEST, Page, is_page, pages

SOURCE: Final = Source(
    name="unsc_resolutions",
    title="Resolutions of the Security Council",
    publisher=LIBRARY.id,
    url="https://research.un.org/en/docs/sc/quick/meetings/",
    licence="United Nations; non-commercial use with attribution",
    format="the Library's pages of the Council's meetings and vetoes (HTML), or a list of resolutions (CSV, semicolons)",
    maps_to="Resolution (adopted, title, tally, meeting), drafts that failed; VOTED N for vetoes; RECALLS, AMENDS, TERMINATES, REINSTATES",
    by_hand="Save the page of a year, or the one of vetoes, at https://research.un.org/en/docs/sc/quick/meetings/",
)

_MEETINGS: Final = Snapshot(register="unsc_resolutions/meetings", title="Meetings of the Security Council", partial=True)
_VETOES: Final = Snapshot(register="unsc_resolutions/vetoes", title="Vetoes in the Security Council")
_LIST: Final = Snapshot(register="unsc_resolutions/list", title="List of resolutions of the Security Council")
_EXPECTED: Final = f"one of the Library's pages on the Security Council, or a first line {';'.join(LIST)}"


def recognises(head: bytes) -> bool:
    """Whether the first bytes of a file are of a page of meetings or vetoes, or the header of the list."""
    return is_page(head) or _is_list(head)


def snapshot(*paths: Path) -> Snapshot:
    """Return which of the three registers the first file is of."""
    if _is_list(head(paths[0])):
        return _LIST
    return _VETOES if _pages(paths[0])[0].vetoes else _MEETINGS


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a meeting, a veto or a row of the list."""
    for path in paths:
        if _is_list(head(path)):
            yield from _unsc_list.listed(path)
            continue
        for found in _pages(path):
            yield from _unsc_resolutions.vetoes(found) if found.vetoes else _unsc_resolutions.meetings(found)


def claims(record: Record) -> Iterator[Statement]:
    """The Library says what the Council adopted, and who voted against what it did not."""
    its = _unsc_list if record.values["page"] == "list" else _unsc_resolutions
    yield from list(its.claims(record.values))


def _pages(path: Path) -> list[Page]:
    if not is_page(head(path, LONGEST)):
        raise BadFile(f"nothing on resolutions of the Council; expected {_EXPECTED}", where=str(path), hint="Download it again.")
    return pages(path)


def _is_list(start: bytes) -> bool:
    return semicolons(next(iter(start.splitlines()), b"")) == LIST
