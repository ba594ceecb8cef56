"""A list of the Security Council's resolutions, one a row, separated by semicolons: number, year, topic, seldom the day."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from graph.claims import Entity, Statement
from graph.errors import BadFile, BadRow
from graph.files import opened
from graph.sources import Record, Reject
from loaders._csv import cells
from loaders._un_rollcalls import filled
from loaders._un_symbols import LIBRARY, SECURITY_COUNCIL, council, tied
from loaders._unsc_outcomes import edtf

LIST: Final = ("", "Resolution", "Number", "Year", "Date", "Topic", "URL")

_NONE: Final = frozenset({"", "NA"})
_LONGEST: Final = 2**20


def listed(path: Path) -> Iterator[Record | Reject]:
    """Yield one record a row of the list, read by semicolons; a carriage return inside a value is no end of a row."""
    with opened(path) as file:
        for number, line in enumerate(iter(lambda: file.readline(_LONGEST), b""), 1):
            if b"\0" in line or len(line) >= _LONGEST:
                raise BadFile("this is no list of resolutions", where=f"{path} line {number}", hint="Download it again.")
            if number == 1 or not line.strip():
                continue
            if not line.endswith(b"\n"):
                raise BadFile("the file is cut short: its last row has no end", where=f"{path} line {number}", hint="Download it again.")
            row = semicolons(line)
            if len(row) != len(LIST):
                text = line.decode(errors="backslashreplace").rstrip()
                yield Reject(reason=f"{path.name}: {len(row)} columns instead of {len(LIST)}", line=number, raw=text)
                continue
            values = {name: " ".join(cell.split()) for name, cell in zip(LIST, row) if name and cell.strip() not in _NONE}
            yield Record(key=values.get("Resolution", f"line {number}"), values={"page": "list", **values}, line=number)


def semicolons(line: bytes) -> tuple[str, ...]:
    """Return the cells of one row of the list, or none when its quotation marks do not match or it is no UTF-8."""
    try:
        text = line.decode("utf-8-sig").rstrip("\r\n").replace("\r", " ")
    except UnicodeDecodeError:
        return ()
    held = text.replace(";", "\x1f").replace(",", "\x1e").replace("\x1f", ",")
    return tuple(cell.replace(",", ";").replace("\x1e", ",") for cell in cells(held.encode()))


def claims(values: Mapping[str, Any]) -> Iterator[Statement]:
    """The list says that a resolution was adopted in a year, and which earlier ones its topic names."""
    yield LIBRARY
    yield SECURITY_COUNCIL
    match = re.fullmatch(r"S/RES/([0-9]{1,4})", values.get("Resolution", ""))
    if not match or values.get("Number") != match[1]:
        raise BadRow(f"{values.get('Resolution', '')!r} is no resolution numbered {values.get('Number', '')!r}", field="Resolution")
    if not re.fullmatch(r"(?:19|20)[0-9]{2}", year := values.get("Year", "")):
        raise BadRow(f"{year!r} is no year", field="Year")
    on = edtf(values["Date"]) if "Date" in values else ""
    if on and on[:4] != year:
        raise BadRow(f"{on} is not in {year}", field="Date")
    symbol, link = council(match[1], year), values.get("URL", "")
    right = re.search(rf"S/RES/{match[1]}(?!\d)", link) is not None
    yield Entity(
        id=f"un:{symbol}",
        kind="Resolution",
        name=symbol,
        details=filled(
            symbol=symbol,
            year=int(year),
            adopted=on,
            title=values.get("Topic"),
            organ=SECURITY_COUNCIL.name,
            link=link if right else "",
            link_as_given="" if right else link,
        ),
    )
    yield from tied(symbol, values.get("Topic", ""))
