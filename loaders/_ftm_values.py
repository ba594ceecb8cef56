"""What the properties of a FollowTheMoney entity state: its name, details, period and amount."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, TypeAlias

from graph.claims import Quantity, Value
from graph.dates import Period
from graph.errors import BadRow
from loaders._ftm_layout import ENDS, LISTS, Layout
from loaders._ftm_shapes import moment

Properties: TypeAlias = Mapping[str, list[str]]
Stated: TypeAlias = tuple[str, tuple[str, ...]]
"""A property and its texts."""

_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,30})?")
_UNITS: Final[Mapping[str, list[str]]] = {"amountEur": ["EUR"], "amountUsd": ["USD"]}
_ALWAYS: Final = Period()
_NONE: Final[Stated] = ("", ())


def details(entity: Mapping[str, Any], properties: Properties, its: Layout) -> dict[str, Value]:
    """Return all that is stated but for names, links and ends, each a tuple of its texts, under our names.

    Properties with odd names go to `other_properties`.
    """
    found: dict[str, Value] = {key: tuple(properties[prop]) for prop, key in its.details}
    found["schema"] = entity["schema"]
    if its.odd and properties[its.odd[-1]]:
        found["other_properties"] = tuple(f"{prop}: {text}" for prop in its.odd for text in properties[prop])
    if its.identifiers or "referents" in entity:
        identifiers = [f"{prop}:{text}" for prop in its.identifiers for text in properties[prop]]
        identifiers += [f"ftm:{other}" for other in entity.get("referents", ())]
        if identifiers:
            found["identifiers"] = tuple(identifiers)
    for name, key in its.beside:
        if value := entity[name]:
            found[key] = tuple(value) if name in LISTS else _one(name, value)
    return found


def _one(name: str, value: Any) -> Value:
    """Return what stands beside the properties as one value, or as texts."""
    if type(value) is list and all(type(text) is str for text in value):
        return tuple(value)
    if not isinstance(value, str | int) or (isinstance(value, int) and abs(value) >= 2**63):
        raise BadRow(f"{name} holds {value!r:.80}, which is no value of it", field=name)
    return value


def name(entity: Mapping[str, Any], properties: Properties, its: Layout) -> str:
    """Return the caption, unless it is only the schema's label; else the first name; else the id."""
    caption = entity.get("caption")
    if type(caption) is str and caption.strip() and caption != entity["schema"]:
        return caption
    for prop in its.called:
        if properties[prop]:
            return properties[prop][0]
    return str(entity["id"])


def period(properties: Properties, its: Layout) -> Period:
    """Return when it held: of several starts (ends) all the time between the earliest and the latest is possible."""
    start, end = _first(properties, its.starts), _first(properties, its.ends)
    if start is end:
        start = end = _first(properties, its.at_once)
        if start is _NONE:
            return _ALWAYS
    return _between(start, end)


def _first(properties: Properties, props: tuple[str, ...]) -> Stated:
    """Return the first of these properties that holds anything, and its texts."""
    for prop in props:
        if texts := properties[prop]:
            return prop, tuple(texts)
    return _NONE


@lru_cache(maxsize=16_384)
def _between(start: Stated, end: Stated) -> Period:
    starts, ends = ([_bounds(text, prop) for text in texts] for prop, texts in (start, end))
    period = Period(
        from_min=min((start[0] for start in starts), default=None),
        from_max=max((start[1] for start in starts), default=None),
        until_min=min((end[0] for end in ends), default=None),
        until_max=max((end[1] for end in ends), default=None),
    )
    if period.until_max and period.from_min and period.until_max < period.from_min[:10]:
        raise BadRow(f"it ends on {period.until_max}, before it starts on {period.from_min}", field=ENDS[0])
    return period


def _bounds(text: str, prop: str) -> tuple[str, str]:
    allowed = moment(text, prop)
    assert allowed.earliest
    assert allowed.latest
    return allowed.earliest, allowed.latest


def quantity(properties: Properties, its: Layout) -> Quantity | None:
    """Return the one amount that is stated, in its currency; amounts that are no numbers stay details."""
    for prop in its.amounts:
        texts, units = properties[prop], _UNITS.get(prop) or properties.get("currency", [])
        if len(texts) == len(units) == 1 and (amount := _amount(texts[0], units[0])):
            return amount
    return None


@lru_cache(maxsize=16_384)
def _amount(text: str, unit: str) -> Quantity | None:
    return Quantity(min=float(text), max=float(text), unit=unit) if _NUMBER.fullmatch(text) else None
