"""What the properties of an entity are for: its dates, names, countries, links and details, worked out once for equal sets of names.

A dataset has few such sets, and its entities need no more than to be filled into them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from loaders._ftm_schema import DATES, EDGES, IDENTIFIERS, LINKS, kind

LISTS: Final = ("datasets", "referents", "origin")
SEEN: Final = ("first_seen", "last_seen", "last_change")
ENDS: Final = ("endDate", "periodEnd")

_NAMES: Final = ("alias", "abbreviation", "weakAlias", "previousName")
"""Properties that hold further names of a thing."""

_ELSEWHERE: Final = frozenset({*LINKS, "name", "alias"})
"""Properties of a thing that are no details of it but its name or its edges."""

_CALLED: Final = ("name", "full", "title", "fileName", "passportNumber", "number", "registrationNumber", "projectId", "summary")
"""Where a thing's name is found when it has no caption."""

_STARTS: Final = ("startDate", "periodStart", "electionDate")
_AT_ONCE: Final = frozenset({"Payment", "Debt"})
"""Schemata whose `date` is when it happened."""

_AMOUNTS: Final = ("amount", "amountEur", "amountUsd")

_COUNTRIES: Final = {
    "nationality": "CITIZEN_OF",
    "citizenship": "CITIZEN_OF",
    "jurisdiction": "BASED_IN",
    "mainCountry": "BASED_IN",
    "flag": "LINKED_TO",
    "country": "LINKED_TO",
}
"""Properties that hold countries, the most telling first, and the edge each makes."""

_COUNTRY_OF: Final = {"Address": "LOCATED_IN", "Territory": "LOCATED_IN", "Position": "PART_OF"}
"""What `country` means on these schemata; on all others it is only an association (followthemoney, Thing.yaml)."""

_BESIDE: Final = {
    "datasets": "datasets", "origin": "origins", "incomplete_links": "incomplete_links", "first_seen": "ftm_first_seen",
    "last_seen": "ftm_last_seen", "last_change": "ftm_last_change", "target": "is_target", "external": "is_external",
}  # fmt: skip
"""What an entity states beside its properties, and our names for it."""

_MOST: Final = 60
"""Properties of the longest set that is remembered: no schema has more."""

_PLAIN: Final = re.compile(r"[a-z][A-Za-z0-9]*")
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TAKEN: Final = frozenset(
    {
        "id", "name", "folded", "kind", "records", "aliases", "folded_aliases", "stub", "parts", "labels", "type", "pid", "item", "scope",
        "status", "contested", "qualified", "sources", "from", "until", "source", "target", "key", "unit", "estimate", "was",
        "identifiers", "datasets", "schema", "relation", "qualification", "programme", "basis",
    }
)  # fmt: skip
"""Words that nodes and edges use themselves; a property of that name is `stated_…`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The properties of one set by what they are for, in the order in which they count.

    `details` are pairs of a property and our name for it, `odd` the properties that have none; `lists`, `seen` and `beside`
    are of what stands beside the properties. Of `starts`, `at_once`, `ends`, `amounts` and `called` the first that holds
    anything counts.
    """

    kind: str
    dates: tuple[str, ...]
    details: tuple[tuple[str, str], ...]
    odd: tuple[str, ...]
    identifiers: tuple[str, ...]
    called: tuple[str, ...]
    names: tuple[str, ...]
    countries: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str, bool, str], ...]
    starts: tuple[str, ...]
    at_once: tuple[str, ...]
    ends: tuple[str, ...]
    amounts: tuple[str, ...]
    lists: tuple[str, ...]
    seen: tuple[str, ...]
    beside: tuple[tuple[str, str], ...]


def layout(entity: Mapping[str, Any]) -> Layout:
    """Return the layout of an entity, whose schema is known, with these properties in this order."""
    names = tuple(entity["properties"])
    find = _layout if len(names) <= _MOST else _layout.__wrapped__
    return find(entity["schema"], names, tuple(entity))


@lru_cache(maxsize=4_096)
def _layout(schema: str, properties: tuple[str, ...], stated: tuple[str, ...]) -> Layout:
    held, what = frozenset(properties), kind(schema)
    shown = [prop for prop in properties if prop not in _elsewhere(schema)]
    starts = _STARTS + (("listingDate",) if schema == "Sanction" else ())
    return Layout(
        kind=what,
        dates=tuple(prop for prop in properties if prop in DATES),
        details=tuple((prop, key) for prop in shown if (key := _key(prop))),
        odd=tuple(prop for prop in shown if not _key(prop)),
        identifiers=tuple(sorted(IDENTIFIERS & held)),
        called=tuple(prop for prop in (*_CALLED, *_NAMES) if prop in held),
        names=tuple(prop for prop in ("name", *_NAMES) if prop in held),
        countries=tuple((prop, _tie(schema, what, prop)) for prop in _COUNTRIES if prop in held),
        links=tuple((prop, *LINKS[prop], "Place" if prop == "addressEntity" else "Actor") for prop in properties if prop in LINKS),
        starts=tuple(prop for prop in starts if prop in held),
        at_once=("date",) if schema in _AT_ONCE and "date" in held else (),
        ends=tuple(prop for prop in ENDS if prop in held),
        amounts=tuple(prop for prop in _AMOUNTS if prop in held),
        lists=tuple(name for name in LISTS if name in stated),
        seen=tuple(name for name in SEEN if name in stated),
        beside=tuple((name, key) for name, key in _BESIDE.items() if name in stated),
    )


def _elsewhere(schema: str) -> frozenset[str]:
    """Return the properties that are the ends of an edge, or a thing's name or links."""
    if schema == "Sanction":
        return frozenset({"entity"})
    return frozenset(EDGES[schema][1:]) if schema in EDGES else _ELSEWHERE


def _tie(schema: str, what: str, prop: str) -> str:
    type = _COUNTRY_OF.get(schema, _COUNTRIES[prop]) if prop == "country" else _COUNTRIES[prop]
    return "LINKED_TO" if type == "CITIZEN_OF" and what != "Person" else type


def _key(prop: str) -> str:
    """Return the property's name in our spelling (`birthDate` is `birth_date`); a name that is odd has none."""
    key = _CAPITAL.sub("_", prop).lower() if _PLAIN.fullmatch(prop) else ""
    key = {"previous_name": "former_names", "weak_alias": "weak_aliases"}.get(key, key)
    return f"stated_{key}" if key in _TAKEN else key
