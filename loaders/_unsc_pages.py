"""The Library's pages on the Security Council as tables: rows with the cells that span them, in 4, 5 or 7 columns.

A page is small and its markup loose, so it is read whole; whatever does not fit its header is a reject with its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

from lxml import etree

from graph.errors import BadFile, brief
from graph.files import opened
from graph.sources import Reject

LONGEST: Final = 8 * 2**20
"""Bytes of the longest page that is believed; the Library's have a tenth of a megabyte."""

MEETINGS: Final = ("Meeting Record", "Date", "Topic")
VETOES: Final = ("Date", "Draft", "Agenda Item")

_DOCUMENTS: Final = re.compile(b"security council", re.IGNORECASE)
_SIGNS: Final = (b"<table", b'class="tbltitle"')


@dataclass(frozen=True, slots=True)
class Page:
    """A table of a page: its title, its columns, and its rows as (line, cells by column)."""

    path: Path
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    faults: tuple[Reject, ...]

    @property
    def vetoes(self) -> bool:
        """Whether it is the list of vetoes; else it is one of meetings."""
        return {*VETOES} <= {*self.columns}


def is_page(start: bytes) -> bool:
    """Whether the first bytes are of one of the Library's tables on the Council."""
    return all(sign in start for sign in _SIGNS) and _DOCUMENTS.search(start) is not None


def pages(path: Path) -> list[Page]:
    """Return the tables of a file, each as a page of its own; raise BadFile when it is none of the Library's, too long, or cut short.

    A page as the Library's guide frames it has tables for other ends, and for 2020 two of meetings.
    """
    with opened(path) as file:
        content = file.read(LONGEST + 1)
    if len(content) > LONGEST or b"\0" in content or not is_page(content):
        raise BadFile("none of the Library's pages on the Security Council", where=str(path), hint="Download it again.")
    if b"</html>" not in content[-200:] and b"</table>" not in content[-200:]:
        ends = content.count(b"\n") + 1
        raise BadFile("the page is cut short: its table does not end", where=f"{path} line {ends}", hint="Download it again.")
    root = etree.HTML(
        content.replace(b"</br>", b"<br/>"),
        parser=etree.HTMLParser(encoding=_encoding(content), no_network=True, remove_comments=True, huge_tree=False),
    )
    return [_table(path, [] if table is None else list(_lines(table))) for table in _tables(root) or [root]]


def _tables(root: Any) -> list[Any]:
    """Return the tables that have a title as the Library's have."""
    titles = [] if root is None else [cell for cell in root.iter("th", "td") if cell.get("class") == "tbltitle"]
    nearest = (next(cell.iterancestors("table"), None) for cell in titles)
    return list(dict.fromkeys(table for table in nearest if table is not None))


def _lines(root: Any) -> Iterator[tuple[int, list[Any]]]:
    """Yield each row's line and cells, but not those of a table within.

    Some rows of the Library's lack their start: cells outside a row are as many rows as they fill.
    """
    width = 0
    for element in root.iter("tr", "td", "th"):
        if root.tag == "table" and next(element.iterancestors("table")) is not root:
            continue
        if element.tag == "tr":
            cells = [cell for cell in element if cell.tag in ("td", "th")]
            width = width or (len(cells) if len(cells) >= len(MEETINGS) else 0)
            yield element.sourceline or 0, cells
        elif element.getparent().tag != "tr" and getattr(element.getprevious(), "tag", "") not in ("td", "th"):
            cells = [element, *takewhile(lambda cell: cell.tag in ("td", "th"), element.itersiblings())]
            size = width if width and len(cells) % width == 0 else len(cells)
            for start in range(0, len(cells), size):
                yield cells[start].sourceline or 0, cells[start : start + size]


def _table(path: Path, lines: list[tuple[int, list[Any]]]) -> Page:
    title, columns = "", tuple[str, ...]()
    rows, faults = list[tuple[int, tuple[str, ...]]](), list[Reject]()
    spans: dict[int, tuple[int, str]] = {}
    for line, cells in lines:
        if not any(cell.tag == "td" for cell in cells):
            texts = tuple(" ".join(text(cell).split()) for cell in cells)
            if columns and len(texts) > 1 and texts != columns:
                faults.append(Reject(reason=f"{path.name}: a second header", line=line, raw=list(texts)))
            title = title or next(iter(texts), "")
            columns = columns or (texts if len(texts) >= len(MEETINGS) else ())
        elif len(cells) > 1 or not _several(cells[0].get("colspan", "")):
            found = _fitted(_spanned(cells, spans, len(columns)), len(columns))
            if columns and len(found) == len(columns):
                rows.append((line, found))
            elif any(found):
                reason = f"{path.name}: {len(found)} cells under {len(columns)} columns"
                faults.append(Reject(reason=reason, line=line, raw=list(found)))
    if not ({*MEETINGS} <= {*columns} or {*VETOES} <= {*columns}) or not rows:
        raise BadFile(f"no table of meetings or vetoes; its columns are {brief(', '.join(columns)) or 'missing'}", where=str(path))
    return Page(path, title, columns, tuple(rows), tuple(faults))


def _spanned(cells: list[Any], spans: dict[int, tuple[int, str]], width: int) -> tuple[str, ...]:
    """Return a row's texts with those of the cells that span into it, and note what spans on."""
    found: list[str] = []
    rest = iter(cells)
    while True:
        left, held = spans.get(len(found), (0, ""))
        if left and len(found) < width:
            spans[len(found)] = (left - 1, held)
            found.append(held)
            continue
        if (cell := next(rest, None)) is None:
            return tuple(found)
        down = cell.get("rowspan", "1")
        if _several(down):
            spans[len(found)] = (int(down.strip()) - 1, text(cell))
        found.append(text(cell))


def _several(number: str) -> bool:
    """Whether a span is of more than one row or column, and of no more than a page can have."""
    return re.fullmatch("[0-9]{1,3}", number.strip()) is not None and int(number.strip()) > 1


def _fitted(found: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Return a row without surplus cells at its end that say nothing."""
    return found[:width] if all(cell in ("", "--") for cell in found[width:]) else found


def text(cell: Any) -> str:
    """Return a cell's text with a line end for each break, blanks joined."""
    parts = list(_parts(cell))
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n")).strip()


def _parts(cell: Any) -> Iterator[str]:
    yield " ".join((cell.text or "").split("\n"))
    for child in cell:
        if child.tag == "br":
            yield "\n"
        elif isinstance(child.tag, str):
            yield " "
            yield from _parts(child)
            yield " "
        yield " ".join((child.tail or "").split("\n"))


def _encoding(content: bytes) -> str:
    try:
        content.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
