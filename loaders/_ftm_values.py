"""What the properties of a FollowTheMoney entity state: its name, details, period and amount."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, Final

from graph.claims import Quantity, Value
from graph.dates import Period
from graph.errors import BadRow
from loaders._ftm_schema import IDENTIFIERS, LINKS
from loaders._ftm_shapes import moment

Properties = Mapping[str, list[str]]

NAMES: Final = ("alias", "abbreviation", "weakAlias", "previousName")
"""Properties that hold further names of a thing."""

ELSEWHERE: Final = frozenset({*LINKS, "name", "alias"})
"""Properties of a thing that are no details of it but its name or its edges."""

_CALLED: Final = ("name", "full", "title", "fileName", "passportNumber", "number", "registrationNumber", "projectId", "summary")
"""Where a thing's name is found when it has no caption."""

_STARTS: Final = ("startDate", "periodStart", "electionDate")
_ENDS: Final = ("endDate", "periodEnd")
_AT_ONCE: Final = frozenset({"Payment", "Debt"})
"""Schemata whose `date` is when it happened."""

_PLAIN: Final = re.compile(r"[a-z][A-Za-z0-9]*")
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d+)?")
_TAKEN: Final = frozenset(
    {
        "id", "name", "folded", "kind", "records", "aliases", "folded_aliases", "stub", "parts", "labels", "type", "pid", "item", "scope",
        "status", "contested", "qualified", "sources", "from", "until", "source", "target", "key", "unit", "estimate", "was",
        "identifiers", "datasets", "schema", "relation", "qualification", "programme", "basis",
    }
)  # fmt: skip
"""Words that nodes and edges use themselves; a property of that name is `stated_…`."""


_BESIDE: Final = {
    "datasets": "datasets", "origin": "origins", "incomplete_links": "incomplete_links", "first_seen": "ftm_first_seen",
    "last_seen": "ftm_last_seen", "last_change": "ftm_last_change", "target": "is_target", "external": "is_external",
}  # fmt: skip
"""What an entity states beside its properties, and our names for it."""


def details(entity: Mapping[str, Any], properties: Properties, skip: Collection[str] = ELSEWHERE) -> dict[str, Value]:
    """Return all that is stated but for the properties to skip, each a tuple of its texts, under our names.

    Those with odd names go to `other_properties`.
    """
    found: dict[str, Value] = {_key(prop): tuple(texts) for prop, texts in properties.items() if prop not in skip}
    found["schema"] = entity["schema"]
    if found.pop("", None):
        found["other_properties"] = tuple(f"{p}: {text}" for p in properties if p not in skip and not _key(p) for text in properties[p])
    identifiers = [f"{prop}:{text}" for prop in sorted(IDENTIFIERS.intersection(properties)) for text in properties[prop]]
    identifiers += [f"ftm:{other}" for other in entity.get("referents", ())]
    if identifiers:
        found["identifiers"] = tuple(identifiers)
    for name, key in _BESIDE.items():
        if value := entity.get(name):
            if type(value) is list:
                found[key] = tuple(value)
            elif isinstance(value, str | int):
                found[key] = value
    return found


def name(entity: Mapping[str, Any], properties: Properties) -> str:
    """Return the caption, unless it is only the schema's label; else the first name; else the id."""
    caption = entity.get("caption")
    if type(caption) is str and caption.strip() and caption != entity["schema"]:
        return caption
    return next((properties[prop][0] for prop in (*_CALLED, *NAMES) if properties.get(prop)), str(entity["id"]))


def period(schema: str, properties: Properties) -> Period:
    """Return when it held: of several starts (ends) all the time between the earliest and the latest is possible."""
    starts, ends = _first(properties, _STARTS), _first(properties, _ENDS)
    if schema == "Sanction" and not starts:
        starts = _first(properties, ("listingDate",))
    if schema in _AT_ONCE and not starts and not ends:
        starts = ends = _first(properties, ("date",))
    if not starts and not ends:
        return _ALWAYS
    period = Period(
        from_min=min((start[0] for start in starts), default=None),
        from_max=max((start[1] for start in starts), default=None),
        until_min=min((end[0] for end in ends), default=None),
        until_max=max((end[1] for end in ends), default=None),
    )
    if period.until_max and period.from_min and period.until_max < period.from_min[:10]:
        raise BadRow(f"it ends on {period.until_max}, before it starts on {period.from_min}", field=_ENDS[0])
    return period


_ALWAYS: Final = Period()


def _first(properties: Properties, props: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the bounds of the dates in the first of these properties that has any."""
    for prop in props:
        if properties.get(prop):
            return [_bounds(text, prop) for text in properties[prop]]
    return []


@lru_cache(maxsize=16_384)
def _bounds(text: str, prop: str) -> tuple[str, str]:
    allowed = moment(text, prop)
    assert allowed.earliest
    assert allowed.latest
    return allowed.earliest, allowed.latest


def quantity(properties: Properties) -> Quantity | None:
    """Return the one amount that is stated, in its currency; amounts that are no numbers stay details."""
    for prop, unit in (("amount", properties.get("currency", [])), ("amountEur", ["EUR"]), ("amountUsd", ["USD"])):
        texts = properties.get(prop, ())
        if len(texts) == 1 and len(unit) == 1 and _NUMBER.fullmatch(texts[0]):
            return Quantity(min=float(texts[0]), max=float(texts[0]), unit=unit[0])
    return None


@lru_cache(maxsize=4_096)
def _key(prop: str) -> str:
    """Return the property's name in our spelling (`birthDate` is `birth_date`); a name that is odd has none."""
    key = _CAPITAL.sub("_", prop).lower() if _PLAIN.fullmatch(prop) else ""
    key = {"previous_name": "former_names", "weak_alias": "weak_aliases"}.get(key, key)
    return f"stated_{key}" if key in _TAKEN else key
