"""Why an edge is absent: what the graph knows of it, and what never came into the graph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import orjson

from graph import catalogue, rejects, reports
from graph.actors import Meant, meant
from graph.errors import BadFile, Mistyped
from graph.names import fold
from graph.sources import Source
from graph.stores.bolt import Store
from graph.vocabulary import EDGES, KEY_LABEL
from graph.words import edge_type

COLUMNS: Final = ("reason", "detail", "said_at", "source", "pid")
PRESENT: Final = "present"
_MOST: Final = 20
"""How many rejects of a file are told."""

_SHORTEST: Final = 3
"""Names that are shorter are in too many rows that do not mean them."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """What was asked for, the two things as they were understood, and the reasons (rows with COLUMNS), the nearest first."""

    subject: Meant
    type: str
    object: Meant
    reasons: tuple[Row, ...]

    @property
    def present(self) -> bool:
        """Whether the edge is there after all."""
        return any(row["reason"] == PRESENT for row in self.reasons)


def explain(store: Store, subject: str, type: str, object: str, *, on: str = "", whole: Store | None = None) -> Absence:
    """Return why no edge of the type leads from one thing to the other on a day (today); things by id, name or alias.

    The reasons are those of the saved question `absent`; before them, what `whole`, the store that `store` is a view of,
    holds of the edge; after them, records that were rejected and name either end, those that name both first, and that
    nothing of the type was loaded, with the loaders that give some. Raises Mistyped for an unknown type or thing, with the
    rejected record that names it, if there is one.
    """
    loaded, wanted = whole or store, edge_type(type)
    for words in (subject, object):
        _check_known(loaded, words, wanted)
    known = _asked(loaded, subject, wanted, object, on)
    if whole:
        known = _seen(store, known, on)
    if known.present:
        return known
    return replace(known, reasons=(*known.reasons, *_rejected(loaded, known), *_nothing_loaded(loaded, known.type)))


def as_json(absence: Absence) -> str:
    """Return the absence as indented JSON: subject, type, object, present, reasons."""
    told = {"subject": absence.subject.id, "type": absence.type, "object": absence.object.id, "present": absence.present}
    return orjson.dumps({**told, "reasons": absence.reasons}, option=orjson.OPT_INDENT_2, default=dict).decode()


def _asked(store: Store, subject: str, type: str, object: str, on: str) -> Absence:
    given = {"subject": subject, "type": type, "object": object, **({"on": on} if on else {})}
    answer, (a, b) = reports.run(store, reports.find("absent"), given)
    return Absence(subject=a, type=type, object=b, reasons=tuple(dict(zip(answer.columns, row)) for row in answer.rows))


def _seen(view: Store, known: Absence, on: str) -> Absence:
    """What the view has of it, with the edges first that only the whole store has."""
    try:
        seen = _asked(view, known.subject.id, known.type, known.object.id, on)
    except Mistyped:  # the view does not know one of the two
        seen = replace(known, reasons=())
    if seen.present:
        return seen
    there = {row["pid"] for row in seen.reasons}
    hidden = [
        {**row, "reason": "outside its window", "detail": f"the clocks leave it out; without them it is there, {row['detail']}"}
        for row in known.reasons
        if row["reason"] == PRESENT and row["pid"] not in there
    ]
    return replace(known, reasons=(*hidden, *seen.reasons))


def _nothing_loaded(store: Store, type: str) -> Iterator[Row]:
    if not any(store.rows(f"MATCH (:{KEY_LABEL})-[r:{type}]->(:{KEY_LABEL}) RETURN r.pid AS pid LIMIT 1")):
        able = ", ".join(loader.SOURCE.name for loader in catalogue.every() if type in _mapped(loader.SOURCE))
        yield _row("not loaded", f"no edge of the type {type} was loaded at all" + (f"; loaders that give some: {able}" if able else ""))


def _check_known(store: Store, words: str, type: str) -> None:
    """Raise Mistyped for words that mean nothing in the graph, or several things; what was rejected is not in the graph."""
    try:
        meant(store, words)
    except Mistyped as error:
        for load in _loads(store, type):
            for entry in _entries(Path(load["file"])):
                if _ends(entry, [frozenset({fold(words)})]):
                    hint = f"A record that names it was rejected: {_told(entry, load['file'])}\n{error.hint}".strip()
                    raise Mistyped(error.message, hint=hint) from error
        raise


def _rejected(store: Store, absence: Absence) -> Iterator[Row]:
    """Records of the last loads that could have held the edge, were rejected, and name either end."""
    sought = [_names(store, one.id) for one in (absence.subject, absence.object)]
    for load in _loads(store, absence.type):
        entries = list(_entries(Path(load["file"])))
        if not entries:
            detail = f"{load['rejected']:,} records were rejected, and what they were is not to be read any more in {load['file']}"
            yield _row("rejected row", detail, load["snapshot"], load["source"])
        named = sorted(((_ends(entry, sought), entry) for entry in entries), key=lambda pair: -pair[0])
        found = [entry for ends, entry in named if ends]
        for entry in found[:_MOST]:
            yield _row("rejected row", _told(entry, load["file"]), load["snapshot"], load["source"])
        if len(found) > _MOST:
            yield _row("rejected row", f"and {len(found) - _MOST:,} others in {load['file']}", load["snapshot"], load["source"])


def _loads(store: Store, type: str) -> Iterator[dict[str, Any]]:
    """The last load of each register, and of each part of one, that rejected records and may hold edges of the type."""
    yield from (load for load in list(store.rows(_LOADS)) if _may_hold(load["loader"], type))


_LOADS: Final = """MATCH (r:Run)-[:LOADED]->(s:Source)
WITH s, r ORDER BY r.id DESC
WITH s, collect(r) AS runs
WITH s, runs, [x IN runs WHERE NOT coalesce(x.partial, false)][0] AS whole
WITH s, [x IN runs WHERE (whole IS NULL OR x.id >= whole.id)
  AND none(y IN runs WHERE y.id > x.id AND (y.file = x.file OR y.file = x.rejects_file))] AS latest
UNWIND latest AS last
WITH s, last
WHERE last.rejected > 0
RETURN s.id AS source, s.loader AS loader, last.rejected AS rejected, last.rejects_file AS file, last.snapshot AS snapshot
ORDER BY source, file"""


def _names(store: Store, id: str) -> frozenset[str]:
    """What a register may call a thing: its names, folded, and its own id in the register."""
    shape = "RETURN [n.folded] + coalesce(n.folded_aliases, []) AS names"
    found = next(store.rows(f"MATCH (n:{KEY_LABEL} {{id: $id}}) {shape}", id=id))["names"]
    return frozenset(name for name in (*found, fold(id.partition(":")[2])) if len(name) >= _SHORTEST)


def _ends(entry: Mapping[str, Any], sought: Iterable[frozenset[str]]) -> int:
    """How many of the two ends a reject names."""
    row = orjson.dumps(entry["raw"]).decode()
    text = f" {fold(entry['record'])} {fold(row)} "
    return sum(any(f" {name} " in text for name in names) for names in sought)


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    try:
        yield from rejects.entries(path)
    except (OSError, BadFile):
        return


def _told(entry: Mapping[str, Any], file: str) -> str:
    line = f" line {entry['line']}" if entry["line"] else ""
    field = f" ({entry['field']})" if entry["field"] else ""
    return f"record {entry['record'] or 'without an id'}, {entry['rejected_from']}{line}: {entry['reason']}{field}; kept in {file}"


def _may_hold(name: str, type: str) -> bool:
    """Whether a loader gives edges of the type, as far as it says so: one that names no type, or is not here, may."""
    if name not in catalogue.names():
        return True
    mapped = _mapped(catalogue.find(name).SOURCE)
    return not mapped or type in mapped


def _mapped(source: Source) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", source.maps_to)) & EDGES.keys()


def _row(reason: str, detail: str, said_at: str | None = None, source: str | None = None) -> Row:
    return {"reason": reason, "detail": detail, "said_at": said_at, "source": [source] if source else None, "pid": None}
