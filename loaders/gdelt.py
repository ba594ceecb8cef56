"""Events that the GDELT Project's machines find in the world's news, one report a line, every quarter of an hour.

Format: "The GDELT Event Database Data Format Codebook" V2.0 and V1.03: tab-separated lines without a header, 61 columns
(2.0), 58 or 57 (1.0). The mentions of the same quarters, 16 columns, are read with the events when they are given together.
An event with one party is kept as an event, without an edge; regions and groups are parties under their CAMEO code. Events
that are not the lead of their article are kept too, with `root` false.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from graph.claims import Entity, Statement, Value
from graph.errors import BadFile, BadRow
from graph.files import head
from graph.sources import Record, Reject, Snapshot, Source, SourceKind
from loaders import _cameo, _fips
from loaders._cameo_actors import actor
from loaders._csv import Row
from loaders._gdelt_columns import COLUMNS, MENTIONS
from loaders._gdelt_mentions import kept
from loaders._tabs import first, rows

PUBLISHER: Final = Entity(id="org:gdelt-project", kind="Organisation", name="GDELT Project", described=False)

SOURCE: Final = Source(
    name="gdelt",
    title="GDELT events",
    publisher=PUBLISHER.id,
    kind=SourceKind.STREAM,
    url="http://data.gdeltproject.org/gdeltv2/lastupdate.txt",
    licence="free for any use, with attribution",
    format="tab-separated .export.CSV without a header (61, 58 or 57 columns), with its .mentions.CSV or without, plain or compressed",
    maps_to="ACTS_TOWARD (sanctions, denials, admissions, violations too), SUPPLIES, OFFERS, SEEKS_SUPPLY, COOPERATES_MILITARILY, ACCUSES",
    together=True,
    files=("http://data.gdeltproject.org/gdeltv2/lastupdate.txt",),
)

_COUNTS: Final = {"n_mentions": "NumMentions", "n_sources": "NumSources", "n_articles": "NumArticles"}
_NUMBERS: Final = {"goldstein": "GoldsteinScale", "tone": "AvgTone"}
_TEXTS: Final = {
    "actor_code": "Actor1Code", "actor_name": "Actor1Name", "target_code": "Actor2Code", "target_name": "Actor2Name",
    "quad_class": "QuadClass", "place": "ActionGeo_FullName", "added": "DATEADDED", "url": "SOURCEURL",
}  # fmt: skip
_SITE: Final = re.compile(r"https?://(?:www\.)?([^/:?#\s]+)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE]-?[0-9]+)?")
_MOST: Final = 1e15
"""The greatest number that is believed."""


def recognises(head: bytes) -> bool:
    """Whether the first line of a file is an event, or a mention of one."""
    return bool(_width(head))


def listed(head: bytes) -> tuple[str, ...]:
    """Return the addresses of the events and their mentions that lastupdate.txt names: lines of a size, an MD5 and an address."""
    addresses = re.findall(rb"^\d+ [0-9a-f]{32} (\S+\.(?:export|mentions)\.CSV\.zip)$", head.replace(b"\r", b""), re.MULTILINE)
    return tuple(address.decode("ascii", "replace") for address in addresses)


def snapshot(*paths: Path) -> Snapshot:
    """Return the day on which the first event of the newest file was added: together they are not known before."""
    day = max(map(_added, paths))
    return Snapshot(date=f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else "")


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record an event, in file order, its mentions attached; then mentions of events that no file holds."""
    widths = {path: _width(head(path)) for path in paths}
    for path, width in widths.items():
        if not width:
            raise BadFile(
                f"neither events (61, 58 or 57 columns) nor mentions (16) of GDELT; the first line has {len(first(head(path)))}",
                where=str(path), hint="Download it again.",
            )  # fmt: skip
    if all(width == len(MENTIONS) for width in widths.values()):
        raise BadFile("mentions without the events they are of", where=str(paths[0]), hint="Name the .export.CSV of the same time with it.")
    with kept() as mentions:
        for path in (path for path, width in widths.items() if width == len(MENTIONS)):
            for row in rows(path, (len(MENTIONS),)):
                if isinstance(row, Reject):
                    yield row
                else:
                    mentions.note(path.name, row)
        mentions.noted()
        for path in (path for path, width in widths.items() if width != len(MENTIONS)):
            for row in rows(path, (widths[path],)):
                yield row if isinstance(row, Reject) else _record(path, row, mentions.of(row.cells[0]))
        yield from mentions.orphans()


def claims(record: Record) -> Iterator[Statement]:
    """GDELT reports that the one party acted toward the other on that day; of one party alone, that something happened."""
    cell = {column: str(value).strip() for column, value in record.values.items() if column != "mentions"}
    key = cell.get("GLOBALEVENTID", "")
    if not (key.isascii() and key.isdigit()):
        raise BadRow(f"{key!r} is no number of an event", field="GLOBALEVENTID")
    code, root = cell.get("EventCode", ""), cell.get("EventRootCode", "")
    if not re.fullmatch(r"[0-9]{2,4}", code):
        raise BadRow(f"{code!r} is no CAMEO code", field="EventCode")
    if len(root) != 2 or not code.startswith(root):
        raise BadRow(
            f"the code {code!r} does not begin with its root {root!r}: a leading zero is lost, or columns are moved", field="EventCode"
        )
    actors = [cell.get(f"Actor{number}Code", "") for number in (1, 2)]
    report = _cameo.Report(
        id=f"gdelt:{key}",
        code=code,
        day=_cameo.day(cell.get("SQLDATE", ""), "SQLDATE"),
        actor=actor(actors[0]) if actors[0] else None,
        target=actor(actors[1]) if actors[1] else None,
        by=_site(cell.get("SOURCEURL", "")),
        details={**_details(cell), **_mentioned(record.values.get("mentions") or ())},
    )
    yield from _cameo.claims(report, PUBLISHER)


def _added(path: Path) -> str:
    """Return the day, as 20240105, on which the first event of a file was added; of mentions, or when there is none, nothing."""
    cells = first(head(path))
    text = cells[COLUMNS[len(cells)].index("DATEADDED")][:8] if len(cells) in COLUMNS else ""
    return text if re.fullmatch(r"[0-9]{8}", text) else ""


def _details(cell: Mapping[str, str]) -> dict[str, Value]:
    numbers: dict[str, Value] = {name: _number(cell, column) for name, column in _NUMBERS.items() if cell.get(column)}
    counts: dict[str, Value] = {name: int(_number(cell, column)) for name, column in _COUNTS.items() if cell.get(column)}
    texts: dict[str, Value] = {name: cell[column] for name, column in _TEXTS.items() if cell.get(column)}
    if territory := _fips.territory(cell.get("ActionGeo_CountryCode", "")):
        texts["place_territory"] = territory
    return {**texts, **numbers, **counts, "root": cell.get("IsRootEvent") == "1"}


def _site(address: str) -> tuple[str, ...]:
    """Return the site that an address is at; old events state their source in other words, and name none."""
    found = _SITE.match(address)
    return (found[1].lower(),) if found else ()


def _mentioned(mentions: Sequence[Mapping[str, str]]) -> dict[str, Value]:
    """Return the sites and pages that mention the event, and how sure the machine is that the surest does."""
    sites = sorted({row["MentionSourceName"] for row in mentions if row.get("MentionSourceName")})
    pages = sorted({row["MentionIdentifier"] for row in mentions if row.get("MentionIdentifier")})
    sure = [int(row["Confidence"]) for row in mentions if re.fullmatch(r"[0-9]{1,3}", row.get("Confidence", ""))]
    known: dict[str, Value] = {"mentioned_by": tuple(sites), "pages": tuple(pages)}
    return {**{name: value for name, value in known.items() if value}, **({"confidence": max(sure)} if sure else {})}


def _number(cell: Mapping[str, str], column: str) -> float:
    if not _NUMBER.fullmatch(cell[column]) or abs(number := float(cell[column])) > _MOST:
        raise BadRow(f"{cell[column]!r} is no number", field=column)
    return number


def _record(path: Path, row: Row, mentions: Sequence[Mapping[str, str]]) -> Record | Reject:
    values: dict[str, Any] = {column: cell for column, cell in zip(COLUMNS[len(row.cells)], row.cells) if cell}
    if mentions:
        values["mentions"] = mentions
    if not row.cells[0].strip():
        return Reject(reason=f"{path.name}: an event needs a number", field=COLUMNS[61][0], line=row.line, raw=values)
    return Record(key=row.cells[0], values=values, line=row.line)


def _width(start: bytes) -> int:
    """Return the number of columns of a file's first line when it is a line of ours, else 0."""
    cells = first(start)
    whole = len(cells) in COLUMNS or len(cells) == len(MENTIONS)
    number, when = cells[0], cells[1] if len(cells) > 1 else ""
    return len(cells) if whole and number.isascii() and number.isdigit() and re.fullmatch(r"[0-9]{8}(?:[0-9]{6})?", when) else 0
