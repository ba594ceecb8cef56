"""A report's answer, printed: ids as names where people read, ids where programs do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from graph import reports
from graph.stores.bolt import Answer, Store

if TYPE_CHECKING:
    from graph.actors import Meant
    from graph.reports import Report

_TOKEN: Final = re.compile(r"(?<![\w:/])[a-z]+:(?:[^\s(),;]|\(\d{4}\))+")
"""An id, alone or within words: `country:IR`, `un:S/RES/2231(2015)#B4`."""

_EDGE: Final = frozenset({"type", "subject", "object"})
"""Columns that people read as one statement: Iran SUPPLIES Russia (UAV)."""

_HIDDEN: Final = frozenset({"pid", "claim"})
"""Columns that only programs need."""


def rows_for_people(store: Store, answer: Answer) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """Return columns and rows with names for ids, and without the columns that only programs need.

    An id stays one where the row's own column `name` says the same.
    """
    ids = {cell for row in answer.rows for value in row for cell in (value if isinstance(value, list) else [value])}
    wanted = sorted({token for cell in ids if isinstance(cell, str) for token in _TOKEN.findall(cell)})
    names = {
        row["id"]: row["name"] for row in store.rows("UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN id, n.name AS name", ids=wanted)
    }
    columns = tuple(column for column in answer.columns if column not in _HIDDEN)
    rows = [{column: _named(value, names, row.get("name")) for column, value in row.items()} for row in plain_rows(answer)]
    if not set(columns) >= _EDGE:
        return columns, rows
    for row in rows:
        row["statement"] = f"{row['subject']} {row['type']} {row['object']}" + (f" ({row['item']})" if row.get("item") else "")
    return ("statement", *(column for column in columns if column not in _EDGE | {"item"})), rows


def plain_rows(answer: Answer) -> list[dict[str, Any]]:
    """Return the rows as dicts of plain values: nodes and edges as their properties, dates as ISO text."""
    return [{column: _plain(value) for column, value in zip(answer.columns, row)} for row in answer.rows]


def answer(
    store: Store, report: Report, given: Mapping[str, str], style: str, *, limit: int = 10_000
) -> tuple[tuple[str, ...], list[dict[str, Any]], list[str]]:
    """Return a report's columns and rows, and remarks: who was meant, its note, that there is nothing or more."""
    found, understood = reports.run(store, report, given, limit=limit)
    remarks = meanings(understood)
    if report.note:
        remarks.append(report.note)
    if not found.rows:
        remarks.append("no rows: the graph holds nothing that answers this")
    if found.cut:
        remarks.append(f"only the first {limit:,} rows; --limit prints more")
    if style in ("table", "md"):
        return *rows_for_people(store, found), remarks
    return found.columns, plain_rows(found), remarks


def meanings(understood: Iterable[Meant]) -> list[str]:
    """Return who was meant by each name; those named by their ids need no telling."""
    return [f"{one.name} ({one.id}), by its {one.matched}" for one in understood if one.matched != "id"]


def _named(value: Any, names: Mapping[str, str], told: Any = None) -> Any:
    """Names for ids, but not what the row tells already."""
    if isinstance(value, list):
        return [_named(cell, names) for cell in value]
    if not isinstance(value, str) or (told is not None and names.get(value) == told):
        return value
    return _TOKEN.sub(lambda match: names.get(match[0], match[0].removeprefix("doc:")), value)


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(cell) for cell in value]
    if isinstance(value, dict):
        return {key: _plain(cell) for key, cell in value.items()}
    if hasattr(value, "labels") and hasattr(value, "items"):
        return {"labels": sorted(value.labels), **{key: _plain(cell) for key, cell in value.items()}}
    if hasattr(value, "type") and hasattr(value, "items"):
        return {"type": value.type, **{key: _plain(cell) for key, cell in value.items()}}
    if hasattr(value, "relationships"):
        return [_plain(part) for part in (*value.nodes, *value.relationships)]
    return value.iso_format() if hasattr(value, "iso_format") else value
