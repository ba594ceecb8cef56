"""What one statement of a Wikidata item says: its edge, with rank, time, references and all its qualifiers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.claims import Claim, Entity, Proposition, Statement, Value
from graph.errors import BadRow
from loaders import _countries
from loaders._offices import WIKIDATA
from loaders._wikidata_offices import head_of, speaks, territory
from loaders._wikidata_times import Time, held, is_julian, written


@dataclass(frozen=True, slots=True)
class Way:
    """What a property's statements become: a type of edge, the kind of the value, and whether the value is its subject."""

    edge: str
    kind: str
    of_value: bool = False


PERSON: Final = {
    "P39": Way("HOLDS_POSITION", "Actor"), "P27": Way("CITIZEN_OF", "Country"), "P108": Way("EMPLOYED_BY", "Organisation"),
    "P463": Way("MEMBER_OF", "Organisation"), "P102": Way("MEMBER_OF", "Organisation"),
}  # fmt: skip
BODY: Final = {
    "P463": Way("MEMBER_OF", "Organisation"), "P127": Way("OWNS", "Actor", of_value=True), "P749": Way("PART_OF", "Organisation"),
    "P169": Way("DIRECTS", "Person", of_value=True), "P159": Way("BASED_IN", "Place"), "P17": Way("BASED_IN", "Country"),
}  # fmt: skip
STATE: Final = {"P463": BODY["P463"]}

KIND_PROPERTY: Final = "P31"
_KINDS: Final = {
    "Q5": "Person", "Q6256": "Country", "Q3624078": "Country", "Q7275": "Country",
    **dict.fromkeys(
        ("Q43229", "Q4830453", "Q783794", "Q6881511", "Q891723", "Q327333", "Q2659904", "Q7210356", "Q7278", "Q245065", "Q484652",
         "Q192350", "Q163740", "Q79913", "Q17149090", "Q1530022"),
        "Organisation",
    ),
}  # fmt: skip
"""Kinds of thing by what an item is an instance of: a human, a state, an organisation in one of its common classes."""

_RANKS: Final = ("preferred", "normal", "deprecated")
_ITEM: Final = re.compile(r"Q[1-9][0-9]*")


def kind_of(statements: Mapping[str, Any], id: object = "") -> str:
    """Return the kind of an item with these statements, or nothing when it is of none that is read; a known territory is one."""
    if territory(str(id)):
        return "Country"
    items = [item for statement in _listed(statements.get(KIND_PROPERTY)) if (item := _value_item(statement))]
    return next((_KINDS[item] for item in items if item in _KINDS), "")


def says_none(statement: object) -> bool:
    """Whether a statement says that there is none, such as no citizenship: it makes no edge."""
    main = statement.get("mainsnak") if isinstance(statement, dict) else None
    return isinstance(main, dict) and main.get("snaktype") == "novalue"


def ways(kind: str) -> Mapping[str, Way]:
    """Return what the properties of an item of this kind become; those that are not there stay with the item."""
    return {"": {}, "Country": STATE, "Person": PERSON, "Official": PERSON}.get(kind, BODY)


def subject(about: Mapping[str, Any], *, described: bool = False) -> Entity:
    """Return the item that a statement is about: a territory under its code, anything else under its Wikidata id."""
    id = str(about.get("id", ""))
    kind = kind_of(about.get("kind") or {}, id)
    if not kind:
        raise BadRow("an instance of nothing that is read here: a human, a state, an organisation", field=KIND_PROPERTY)
    if kind == "Country":
        codes = [_countries.resolve(str(_value(s))) for s in _listed((about.get("kind") or {}).get("P297")) if isinstance(_value(s), str)]
        place = next((found.id for found in codes if found), "") or territory(id)
        if place:
            return _countries.entity(place)
        kind = "Actor"
    if kind == "Person" and about.get("held_office"):
        kind = "Official"
    return Entity(id=f"wikidata:{id}", kind=kind, name=str(about.get("label") or id), described=described)


def claims(about: Mapping[str, Any], statement: Mapping[str, Any]) -> Iterator[Statement]:
    """Yield the two ends and the claim; from an office that speaks for a state, that too. Raise BadRow where they do not fit."""
    this = subject(about)
    main, qualifiers = statement.get("mainsnak"), statement.get("qualifiers") or {}
    if not isinstance(main, dict) or not isinstance(qualifiers, dict):
        raise BadRow("a statement needs its value and its qualifiers as objects", field="mainsnak")
    property = str(main.get("property", ""))
    table = ways(kind_of(about.get("kind") or {}, about.get("id")))
    if property not in table:
        raise BadRow(f"{property} is not read of a {this.kind}", field=property or "property")
    way, rank = table[property], statement.get("rank", "normal")
    if rank not in _RANKS:
        raise BadRow(f"{rank!r} is no rank", field="rank")
    office = ""
    if property == "P39":
        office = _value_item(statement)
        other = _body(office, qualifiers)
    else:
        other = _other(statement, way, property)
    scope = f"wikidata:{office}" if office else "unknown office" if property == "P39" else ""
    scope = f"{scope} (deprecated)".strip() if rank == "deprecated" else scope
    ends = (other.id, this.id) if way.of_value else (this.id, other.id)
    details = _details(statement, qualifiers, property)
    types = [(way.edge, scope)] + ([("SPEAKS_FOR", "")] if office and rank != "deprecated" and speaks(office) else [])
    term = held(_times(qualifiers, "P580"), _times(qualifiers, "P582"))
    yield from (this, WIKIDATA, other)
    for type, word in types:
        proposition = Proposition(type=type, subject=ends[0], object=ends[1], scope=word)
        yield Claim(proposition=proposition, speaker=WIKIDATA.id, principal=WIKIDATA.id, period=term, details=details)


def plain(snak: object) -> str:
    """Return the value of a snak as text: an item's id, a time, a text; `somevalue` and `novalue` as they are called."""
    if not isinstance(snak, dict):
        return ""
    if snak.get("snaktype") != "value":
        return str(snak.get("snaktype") or "")
    value = (snak.get("datavalue") or {}).get("value") if isinstance(snak.get("datavalue"), dict) else None
    if isinstance(value, dict) and isinstance(value.get("time"), str) and isinstance(value.get("precision"), int):
        return written(Time(value["time"], value["precision"], is_julian(str(value.get("calendarmodel", "")))))
    if isinstance(value, dict):
        return str(next((value[key] for key in ("id", "text", "amount") if key in value), sorted(value.items())))
    return "" if value is None else str(value)


def _other(statement: Mapping[str, Any], way: Way, property: str) -> Entity:
    item = _value_item(statement)
    if not item:
        raise BadRow(f"{plain(statement.get('mainsnak')) or 'nothing'} is no item: whom or what it is about is not known", field=property)
    place = territory(item)
    if place and way.kind != "Person":
        return _countries.entity(place)
    if way.kind == "Country":
        raise BadRow(f"{item} is no territory that is known", field=property)
    return Entity(id=f"wikidata:{item}", kind=way.kind, name=item, described=False)


def _body(office: str, qualifiers: Mapping[str, Any]) -> Entity:
    """Return the state or body that an office is of: as the qualifiers say, or the table of offices; else the office itself."""
    said = [plain(snak) for property in ("P1001", "P642", "P17", "P2389") for snak in _listed(qualifiers.get(property))]
    items = [item for item in said if _ITEM.fullmatch(item)]
    place = next(filter(None, map(territory, items)), "") or head_of(office)
    if place:
        return _countries.entity(place)
    item = next(iter(items), office) or "unknown"
    return Entity(id=f"wikidata:{item}", kind="Actor", name=item, described=False)


def _details(statement: Mapping[str, Any], qualifiers: Mapping[str, Any], property: str) -> dict[str, Value]:
    snaks = [
        (name, plain(snak))
        for reference in _listed(statement.get("references"))
        if isinstance(reference, dict) and isinstance(reference.get("snaks"), dict)
        for name, held in sorted(reference["snaks"].items())
        for snak in _listed(held)
    ]
    said = [f"{name} {plain(snak)}" for name, held in sorted(qualifiers.items()) for snak in _listed(held)]
    stated: dict[str, Value] = {
        "property": property,
        "rank": str(statement.get("rank", "normal")),
        "statement": str(statement.get("id") or ""),
        "references": tuple(dict.fromkeys(text for name, text in snaks if name == "P854" and text)),
        "stated_in": tuple(dict.fromkeys(text for name, text in snaks if name == "P248" and text)),
        "disputed_by": tuple(plain(snak) for snak in _listed(qualifiers.get("P1310"))),
        "qualifiers": tuple(said),
        "deprecated": statement.get("rank") == "deprecated" or "",
        "end": next((word for snak in _listed(qualifiers.get("P582")) if (word := _absent(snak))), ""),
    }
    return {name: value for name, value in stated.items() if value not in ("", ())}


def _absent(snak: object) -> str:
    kind = snak.get("snaktype") if isinstance(snak, dict) else ""
    return {"novalue": "none: still current", "somevalue": "unknown"}.get(str(kind), "")


def _times(qualifiers: Mapping[str, Any], property: str) -> list[Time]:
    found = []
    for snak in _listed(qualifiers.get(property)):
        value = _snak_value(snak)
        if value is None:
            continue
        precision = value.get("precision", 11) if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(precision, int):
            raise BadRow(f"{plain(snak)!r} is no time", field=property)
        found.append(Time(str(value.get("time", "")), precision, is_julian(str(value.get("calendarmodel", "")))))
    return found


def _snak_value(snak: object) -> Any:
    if not isinstance(snak, dict) or snak.get("snaktype") != "value" or not isinstance(snak.get("datavalue"), dict):
        return None
    return snak["datavalue"].get("value")


def _value(statement: object) -> Any:
    return _snak_value(statement.get("mainsnak")) if isinstance(statement, dict) else None


def _value_item(statement: object) -> str:
    value = _value(statement)
    item = str(value.get("id") or f"Q{value.get('numeric-id', '')}") if isinstance(value, dict) else ""
    return item if _ITEM.fullmatch(item) else ""


def _listed(held: object) -> list[Any]:
    return held if isinstance(held, list) else []
