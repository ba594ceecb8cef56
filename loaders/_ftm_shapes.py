"""The shapes in which FollowTheMoney entities come, each turned into plain entities: every value a text, nothing nested.

Shapes: an entity a line; a target with its neighbours nested in it; an operation of a delta file; a group of statements.
Dates are prefixes of ISO 8601 in UTC (followthemoney, types/date.py).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, Final

import orjson

from graph import dates
from graph.dates import Moment
from graph.errors import BadDate, BadRow
from loaders._ftm_layout import Layout, layout
from loaders._ftm_schema import ABSTRACT, EDGES, EXTENDS, narrowest

Values = Mapping[str, Any]

OPERATIONS: Final = frozenset({"ADD", "MOD", "DEL"})
DEEPEST: Final = 12
"""Levels of nesting that are believed; exports have three."""

_ID: Final = re.compile(r"[^\s\x00-\x1f]+")
_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?)?)?)?")
_LIST: Final = frozenset({list})


def entities(values: Values) -> list[tuple[dict[str, Any], Layout]]:
    """Return the entities that a record holds, with their layouts, the one it is about first; none for what has been deleted.

    Each has `id`, `schema`, and `properties` of lists of texts, all checked. Raises BadRow with the field.
    """
    if "op" in values:
        if values["op"] != "DEL":
            return _whole(values["entity"])
        _named(values["entity"])
        return []
    return _whole(values if "properties" in values or "statements" not in values else _stated(values))


@lru_cache(maxsize=16_384)
def moment(text: str, field: str) -> Moment:
    """Return what a date allows; raise BadRow for one that is none. An hour without minutes is its day."""
    if not _DATE.fullmatch(text):
        raise BadRow(f"{text[:80]!r} is no date; a date begins as 2022, 2022-08 or 2022-08-24", field=field)
    day, mark, time = text.partition("T")
    try:
        if not mark or len(time) < 5:
            return dates.parse(day)
        return dates.parse(text if time.endswith("Z") or time[-6:-5] in ("+", "-") else f"{text}Z")
    except BadDate as error:
        raise BadRow(error.message, field=field) from error


def _whole(values: Values) -> list[tuple[dict[str, Any], Layout]]:
    """Return the entity and all that is nested in it, each once; links that lack an end stay on it as text."""
    first, inner, its = _checked(values)
    if not inner:
        return [(first, its)]
    root = _copy(first)
    found = {root["id"]: root}
    incomplete = [entity for entity in _nested(inner, root, 1) if not _met(entity, found)]
    root["incomplete_links"] = [orjson.dumps(entity, option=orjson.OPT_SORT_KEYS).decode() for entity in incomplete]
    return [(entity, layout(entity)) for entity in found.values()]


def _copy(entity: dict[str, Any]) -> dict[str, Any]:
    return {**entity, "properties": {name: list(texts) for name, texts in entity["properties"].items()}}


def _met(entity: dict[str, Any], found: dict[str, dict[str, Any]]) -> bool:
    """Add an entity to those found, or what it has more than the one there; false for a link without both ends."""
    _, *ends = EDGES.get(entity["schema"], ("",))
    if not all(entity["properties"].get(end) for end in ends):
        return False
    known = found.setdefault(entity["id"], entity)
    if known is not entity:
        if known["schema"] != entity["schema"]:
            raise BadRow(f"{entity['id']} is nested as {known['schema']} and as {entity['schema']}", field="schema")
        for name, texts in entity["properties"].items():
            held = known["properties"].setdefault(name, [])
            held += [text for text in texts if text not in held]
    return True


def _nested(inner: Mapping[str, list[Any]], outer: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    """Yield what is nested in an entity, however deep; the property it was in holds its id, unless that is a way back."""
    if depth > DEEPEST:
        raise BadRow(f"entities are nested more than {DEEPEST} deep", field="properties")
    for name, values in inner.items():
        for value in values:
            entity, more, _ = _checked(value)
            entity = _copy(entity)
            if not any(outer["id"] in texts for texts in entity["properties"].values()):
                outer["properties"].setdefault(name, []).append(entity["id"])
            yield from _nested(more, entity, depth + 1)
            yield entity


def _checked(values: Any) -> tuple[dict[str, Any], dict[str, list[Any]], Layout]:
    """Return an entity with its own texts, apart from it what is nested in its properties, and its layout."""
    _named(values)
    schema, properties = values.get("schema"), values.get("properties")
    if type(schema) is not str or schema not in EXTENDS or schema in ABSTRACT:
        raise BadRow(f"no entity has the schema {schema!r:.80}", field="schema")
    if type(properties) is not dict:
        raise BadRow("the properties are no object", field="properties")
    its = layout(values)
    sound = _are_texts([*properties.values(), *[values[name] for name in its.lists]] if its.lists else properties.values())
    if not sound:
        for name in its.lists:
            _check_texts(name, values[name])
    for name in its.seen:
        if (day := values[name]) is not None:
            moment(day if type(day) is str else repr(day), name)
    inner = {} if sound else _set_apart(properties)
    if inner:
        own = {name: [v for v in texts if type(v) is not dict] if name in inner else texts for name, texts in properties.items()}
        properties = {name: texts for name, texts in own.items() if texts}
        values = {**values, "properties": properties}
        its = layout(values)
    for name in its.dates:
        for text in properties[name]:
            moment(text, name)
    return values, inner, its


def _are_texts(lists: Collection[Any]) -> bool:
    """Whether all are lists of texts that hold something: the quick way, for the many that are sound."""
    try:
        return _LIST.issuperset(map(type, lists)) and all(map(str.strip, chain.from_iterable(lists)))
    except TypeError:
        return False


def _set_apart(properties: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return what is nested, by property; raise BadRow for the first value that is neither a text nor nested."""
    inner: dict[str, list[Any]] = {}
    for name, values in properties.items():
        texts = values
        if type(values) is list and dict in map(type, values):
            inner[name] = [value for value in values if type(value) is dict]
            texts = [value for value in values if type(value) is not dict]
        _check_texts(name, texts)
    return inner


def _check_texts(name: str, texts: Any) -> None:
    if type(texts) is not list:
        raise BadRow(f"{name} holds {texts!r:.80}, not a list of texts", field=name)
    for text in texts:
        if type(text) is not str:
            raise BadRow(f"{name} lists {text!r:.80}, which is no text", field=name)
        if not text or text.isspace():
            raise BadRow(f"{name} lists an empty text", field=name)


def _named(values: Any) -> None:
    if type(values) is not dict:
        raise BadRow(f"{values!r:.80} is no entity", field="entity")
    key = values.get("id")
    if type(key) is str and key and key.isascii() and key.isprintable() and " " not in key:
        return
    if type(key) is not str or not _ID.fullmatch(key):
        raise BadRow(f"{key!r:.80} is no id" if key else "an entity needs an id", field="id")


def _stated(values: Values) -> dict[str, Any]:
    """Return the entity that statements make up: the most specific schema, and each property's values in order."""
    rows = values["statements"]
    schema = narrowest(frozenset(row.get("schema", "") for row in rows))
    if not schema:
        raise BadRow(
            "statements of schemata that do not extend one another: " + ", ".join(sorted({r.get("schema", "") for r in rows})),
            field="schema",
        )
    properties: dict[str, list[str]] = {}
    for row in rows:
        if "prop" not in row:
            raise BadRow("a statement needs a property", field="prop")
        if row["prop"] != "id":
            held = properties.setdefault(row["prop"], [])
            if row.get("value", "") not in held:
                held.append(row.get("value", ""))
    seen = {
        "first_seen": min((row["first_seen"] for row in rows if row.get("first_seen")), default=None),
        "last_seen": max((row["last_seen"] for row in rows if row.get("last_seen")), default=None),
    }
    return {
        "id": values["id"],
        "schema": schema,
        "properties": properties,
        "datasets": sorted({row["dataset"] for row in rows if row.get("dataset")}),
        "referents": sorted({row["entity_id"] for row in rows if row.get("entity_id")} - {values["id"]}),
        "origin": sorted({row["origin"] for row in rows if row.get("origin")}),
        "external": any(row.get("external") == "t" for row in rows),
        **{name: day for name, day in seen.items() if day},
    }
