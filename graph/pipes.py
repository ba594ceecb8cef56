"""Rows of a report that are piped on as JSON, and the trails of the edges they are about."""

from collections.abc import Iterator
from typing import Any

import orjson

from graph.errors import Mistyped
from graph.stores.bolt import Store
from graph.trails import Trail, between, of


def trails_of(store: Store, text: str) -> tuple[Trail, ...]:
    """Return the trails of rows of a report, each once, in their order: JSON lines, or a JSON list or object.

    A row has a `pid`, or `subject`, `type` and `object`, or `from`, `type` and `to`, with the `item` where it has one.
    Raises Mistyped for a row that has none of these, and for a text that is no JSON or holds no row.
    """
    found: dict[str, Trail] = {}
    for place, row in _json_rows(text):
        for trail in _of_row(store, row, place):
            found.setdefault(trail.pid, trail)
    if not found:
        raise Mistyped("there are no rows on stdin", hint="actorgraph report run NAME --format jsonl | actorgraph why -")
    return tuple(found.values())


def _json_rows(text: str) -> Iterator[tuple[str, Any]]:
    try:
        whole = orjson.loads(text)
    except orjson.JSONDecodeError:
        lines = [(f"stdin line {number}", line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    else:
        yield from ((f"stdin row {number}", row) for number, row in enumerate(whole if isinstance(whole, list) else [whole], 1))
        return
    for place, line in lines:
        try:
            yield place, orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise Mistyped(f"this is no JSON ({error})", where=place, hint="Ask the report with --format jsonl or json.") from error


def _of_row(store: Store, row: Any, place: str) -> tuple[Trail, ...]:
    row = row if isinstance(row, dict) else {}
    if isinstance(row.get("pid"), str):
        return of(store, row["pid"])
    for ends in (("subject", "type", "object"), ("from", "type", "to")):
        if all(isinstance(row.get(key), str) for key in ends):
            found = between(store, *(row[key] for key in ends))
            return tuple(trail for trail in found if row.get("item") in (None, trail.edge.get("item"), trail.standing.get("item")))
    raise Mistyped("this row has no pid, and no subject, type and object", where=place, hint="Ask a report whose rows are edges.")
