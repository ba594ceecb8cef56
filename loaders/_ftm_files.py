"""Files of FollowTheMoney as they are published: JSON lines, or statements as CSV; told by their first bytes."""

import re
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import orjson

from graph import dates
from graph.errors import BadDate, BadFile
from graph.files import head, opened
from graph.sources import Record, Reject
from loaders._csv import cells, rows
from loaders._ftm_schema import EXTENDS
from loaders._ftm_shapes import OPERATIONS
from loaders._json_items import NESTED, storable

LONGEST: Final = 2**24
"""Bytes of the longest line that is believed."""

COLUMNS: Final = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang", "original_value", "external",
    "first_seen", "last_seen", "id",
)  # fmt: skip
"""The header of a statement file (followthemoney, statement/serialize.py), which is read by the names, in any order."""

_NEEDED: Final = frozenset({"canonical_id", "entity_id", "prop", "schema", "value", "dataset"})
"""Without these a statement says nothing; older files lack some of the others."""

_BOM: Final = b"\xef\xbb\xbf"
_SCHEMA: Final = re.compile(rb'"schema"\s*:\s*"(?:' + "|".join(sorted(EXTENDS)).encode() + rb')"')
_PROPERTIES: Final = re.compile(rb'"properties"\s*:')
_OPERATION: Final = re.compile(rb'"op"\s*:\s*"(?:ADD|MOD|DEL)"')
_ENTITY: Final = re.compile(rb'"entity"\s*:\s*\{')
_DATASETS: Final = re.compile(rb'"datasets"\s*:\s*(\[[^\]]*\])')
_LAST_SEEN: Final = re.compile(rb'"last_seen"\s*:\s*"(\d{4}-\d\d-\d\d)')
_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_VERSION: Final = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)\d{6}-[a-z0-9]{3}(?![a-z0-9])")
_SPREAD: Final = re.compile(rb"\A[\[{][ \t]*\r?\n")
_EXPECTED: Final = 'JSON lines {"id": …, "schema": …, "properties": {…}}, or a statement CSV with its header'
_NOT_OURS: Final = (
    (re.compile(rb'"resources"\s*:\s*\[|"index_url"\s*:'), "this is OpenSanctions' index of a dataset's files, which holds no entities"),
    (re.compile(rb'"DATA_SOURCE"\s*:'), "this is Senzing's format"),
    (re.compile(rb'\A"?id"?,"?schema"?,"?name"?,'), "this is the table of targets (targets.simple.csv), which has no links"),
    (re.compile(rb"\A[^,\n]+,[A-Z]\w+:\w+,"), "this is a pack of statements without its header"),
    (_SPREAD, "this JSON runs over several lines, and an entity is one line"),
)
"""Files that OpenSanctions publishes beside the entities, by what is in their first bytes."""


def shape(start: bytes) -> str:
    """Return what the first bytes of a file are of: `statements`, `operations`, `entities`, or nothing of ours."""
    start = start.removeprefix(_BOM).lstrip()
    if _columns(start):
        return "statements"
    if not start.startswith(b"{") or _SPREAD.match(start):
        return ""
    if _OPERATION.search(start) and _ENTITY.search(start):
        return "operations"
    return "entities" if _SCHEMA.search(start) and _PROPERTIES.search(start) else ""


def read(path: Path) -> Iterator[Record | Reject]:
    """Yield one record a line, or a group of statements about one entity, in file order, reading as it goes."""
    start = head(path)
    form = shape(start)
    if not form:
        raise _not_ours(path, start)
    return _statements(path) if form == "statements" else _lines(path)


def days_and_datasets(path: Path) -> tuple[str, set[tuple[str, ...]], bool]:
    """Return the file's own day, the datasets that its entities name, and whether it is only a difference.

    The day is that of the version in the name of a delta file, else the last on which an entity was seen; it is empty
    when there is none, or when it lies in the future. Of several sets of datasets two are enough to know that there are
    several. This reads the whole file, but parses none of it.
    """
    form, day = shape(head(path)), b""
    named: set[bytes] = set()
    if form == "statements":
        return *_said_by_statements(path), False
    with opened(path) as file:
        for line in iter(partial(file.readline, LONGEST), b""):
            day = max(day, *_LAST_SEEN.findall(line), b"")
            if len(named) < 2:
                named.update(_DATASETS.findall(line))
    version = _VERSION.search(path.name)
    text = "-".join(version.groups()) if version and form == "operations" else day.decode()
    return _day(text), {_datasets(text) for text in named}, form == "operations"


def _said_by_statements(path: Path) -> tuple[str, set[tuple[str, ...]]]:
    day = ""
    named: set[tuple[str, ...]] = set()
    for row in _rows(path):
        if not isinstance(row, Reject):
            _, said = row
            named.add((said.get("dataset", ""),))
            day = max(day, said.get("last_seen", "")[:10])
    return _day(day), named


def _columns(start: bytes) -> tuple[str, ...]:
    """Return the header of a statement file by its first bytes; none when that is not what it is."""
    names = cells(start.removeprefix(_BOM).lstrip().partition(b"\n")[0].rstrip(b"\r"))
    return names if _NEEDED <= set(names) <= set(COLUMNS) and len(set(names)) == len(names) else ()


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]] | Reject]:
    """Yield the line and the filled cells of each statement; a header that comes again, where files were joined, is none."""
    columns = _columns(head(path))
    for row in rows(path, len(columns)):
        if isinstance(row, Reject):
            yield row
        elif row.cells != columns:
            yield row.line, {name: cell for name, cell in zip(columns, row.cells) if cell}


def _day(text: str) -> str:
    try:
        day = dates.instant(text)[:10] if text else ""
    except BadDate:
        return ""
    return day if day <= dates.today() else ""


def _datasets(text: bytes) -> tuple[str, ...]:
    try:
        return tuple(sorted(map(str, orjson.loads(text))))
    except orjson.JSONDecodeError:
        return ()


def _lines(path: Path) -> Iterator[Record | Reject]:
    with opened(path) as file:
        for number, line in enumerate(iter(partial(file.readline, LONGEST + 1), b""), 1):
            if len(line) > LONGEST:
                raise BadFile(f"a line of more than {LONGEST:,} bytes: no entity is that long", where=f"{path} line {number}")
            if number == 1:
                line = line.removeprefix(_BOM)
            try:
                values = orjson.loads(line)
                if line.count(b"[") + line.count(b"{") > NESTED and not storable(values):
                    yield Reject(reason="it is nested too deep", line=number, raw=_text(line))
                    continue
            except orjson.JSONDecodeError as error:
                if not line.strip():
                    continue
                if not line.endswith(b"\n"):
                    raise BadFile("the file is cut short: its last line stops in the middle", where=f"{path} line {number}",
                                  hint="Download it again.") from error  # fmt: skip
                yield Reject(reason=f"this line is not JSON ({error})", line=number, raw=_text(line))
                continue
            yield _record(values, number, line)


def _record(values: Any, number: int, line: bytes) -> Record | Reject:
    """Return the line as a record. Its key is the entity's id in small letters: ids that differ in case only are one key,
    and different records under one key are refused.
    """
    entity = values
    if type(values) is dict and "op" in values:
        if values["op"] not in tuple(OPERATIONS):
            return Reject(reason=f"no operation is called {values['op']!r:.80}", field="op", line=number, raw=values)
        entity = values.get("entity")
    if type(entity) is not dict:
        return Reject(reason="this line is no entity", line=number, raw=_text(line))
    key = entity.get("id")
    if type(key) is not str or not key.strip():
        reason = f"an entity needs an id, and this is {key!r:.80}" if key else "an entity needs an id"
        return Reject(reason=reason, field="id", line=number, raw=values)
    key = key.casefold()
    if b"\\" in line and b"u0000" in line and _NUL.search(line):
        return Reject(reason="there is a NUL character in it", key=key, line=number, raw=values)
    if "properties" not in entity and values.get("op") != "DEL":
        return Reject(reason="an entity needs properties", field="properties", key=key, line=number, raw=values)
    return Record(key=key, values=values, line=number)


def _statements(path: Path) -> Iterator[Record | Reject]:
    """Yield one record a run of statements with one canonical id; the file has them together."""
    for id, held in groupby(_rows(path), key=lambda row: "" if isinstance(row, Reject) else row[1].get("canonical_id", "")):
        group = []
        for row in held:
            if isinstance(row, Reject):
                yield row
            elif id.strip():
                group.append(row)
            else:
                yield Reject(reason="a statement needs a canonical id", field="canonical_id", line=row[0], raw=row[1])
        if group:
            yield Record(key=id.casefold(), values={"id": id, "statements": [said for _, said in group]}, line=group[0][0])


def _not_ours(path: Path, start: bytes) -> BadFile:
    start = start.removeprefix(_BOM).lstrip()
    reason = next((reason for sign, reason in _NOT_OURS if sign.search(start)), "there is no FollowTheMoney entity at its beginning")
    return BadFile(f"{reason}; expected {_EXPECTED}", where=str(path), hint="Load the dataset's entities.ftm.json instead.")


def _text(line: bytes) -> str:
    return line.decode(errors="backslashreplace").rstrip("\r\n")
