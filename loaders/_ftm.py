"""What an entity of FollowTheMoney says: a thing with its places and ties, an edge between two others, or a sanction."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import Any, Final

from graph.claims import Claim, Entity, Proposition, Statement, Value
from graph.errors import BadRow
from graph.names import fold
from loaders import _ftm_values
from loaders._ftm_issuers import country, issuer, organisation, territory
from loaders._ftm_schema import EDGES, LINKS, OFFICES, PEOPLE, ROLES, kind
from loaders._ftm_values import Properties

PUBLISHER: Final = "org:ftm"
_PUBLISHER: Final = organisation(PUBLISHER, "an unnamed FollowTheMoney dataset")

_COUNTRIES: Final[Mapping[str, str]] = {
    "nationality": "CITIZEN_OF",
    "citizenship": "CITIZEN_OF",
    "jurisdiction": "BASED_IN",
    "mainCountry": "BASED_IN",
    "flag": "LINKED_TO",
    "country": "LINKED_TO",
}
"""Properties that hold countries, the most telling first, and the edge each makes."""

_COUNTRY_OF: Final[Mapping[str, str]] = {"Address": "LOCATED_IN", "Territory": "LOCATED_IN", "Position": "PART_OF"}
"""What `country` means on these schemata; on all others it is only an association (followthemoney, Thing.yaml)."""


def claims(entity: Mapping[str, Any]) -> Iterator[Statement]:
    """Yield what one entity says, and every thing it refers to; raise BadRow with the field."""
    schema = entity["schema"]
    if schema == "Sanction":
        return _sanction(entity, entity["properties"])
    if schema in EDGES:
        return _edge(entity, entity["properties"])
    return _thing(entity, entity["properties"])


def _thing(entity: Mapping[str, Any], properties: Properties) -> Iterator[Statement]:
    me = f"ftm:{entity['id']}"
    what = kind(entity["schema"])
    if what == "Person" and not OFFICES.isdisjoint(properties.get("topics", ())):
        what = "Official"
    ties, unresolved = _countries(entity["schema"], what, properties)
    details = _ftm_values.details(entity, properties)
    if unresolved:
        details["unresolved_countries"] = tuple(unresolved)
    name = _ftm_values.name(entity, properties)
    aliases = [*properties.get("name", ()), *(alias for key in _ftm_values.NAMES if key in properties for alias in properties[key])]
    yield Entity(id=me, kind=what, name=name, aliases=tuple(a for a in dict.fromkeys(aliases) if a != name), details=details)
    links = [(prop, LINKS[prop]) for prop in properties if prop in LINKS]
    if not ties and not links:
        return
    publisher = _publisher(entity)
    yield publisher
    for (type, where), said in ties.items():
        yield country(where)
        yield _says(publisher, type, me, where, {"relation": tuple(said)})
    told: dict[tuple[str, str, str], list[str]] = {}
    for prop, (type, reverse) in links:
        for other in properties[prop]:
            end = _end(other, prop)
            told.setdefault((type, end, me) if reverse else (type, me, end), []).append(prop)
            yield _reference(end, "Place" if prop == "addressEntity" else "Actor", other)
    for (type, subject, object), said in told.items():
        yield _says(publisher, type, subject, object, {"relation": tuple(said)})


def _edge(entity: Mapping[str, Any], properties: Properties) -> Iterator[Statement]:
    schema = entity["schema"]
    type, source, target = EDGES[schema]
    if schema == "UnknownLink":
        type = _typed(tuple(properties.get("role", ()))) or type
    subjects, objects = (_ends(schema, properties, prop) for prop in (source, target))
    publisher, period = _publisher(entity), _ftm_values.period(schema, properties)
    details = _ftm_values.details(entity, properties, skip=(source, target))
    people = PEOPLE.get(type, (False, False))
    for ids, person in zip((subjects, objects), people):
        for end, name in ids.items():
            yield _reference(end, "Person" if person else "Actor", name)
    yield publisher
    for subject, object in product(subjects, objects):
        yield Claim(
            proposition=Proposition(type=type, subject=subject, object=object, scope=entity["id"] if type == "PAID" else ""),
            speaker=publisher.id,
            principal=publisher.id,
            period=period,
            quantity=_ftm_values.quantity(properties),
            details=details,
        )


@lru_cache(maxsize=4_096)
def _typed(roles: tuple[str, ...]) -> str:
    """Return the one edge type that the roles of a link say it is, or the empty string."""
    found = {ROLES[word] for word in map(fold, roles) if word in ROLES}
    return found.pop() if len(found) == 1 else ""


def _sanction(entity: Mapping[str, Any], properties: Properties) -> Iterator[Statement]:
    """The issuer sanctions the party, once under each programme."""
    parties = _ends("Sanction", properties, "entity")
    authorities, countries = tuple(properties.get("authority", ())), tuple(properties.get("country", ()))
    issued = issuer(tuple(entity.get("datasets", ())), authorities, countries)
    if not issued:
        raise BadRow("nothing says who issued the sanction: no authority, no country, no dataset that is known", field="authority")
    principal, speaker = issued
    yield principal
    if speaker.id != principal.id:
        yield speaker
    for party, name in parties.items():
        yield _reference(party, "Actor", name)
    period = _ftm_values.period("Sanction", properties)
    details = _ftm_values.details(entity, properties, skip=("entity",))
    titles = properties.get("program", ())
    named = properties.get("programId", ())
    for programme in dict.fromkeys(named or titles or ("",)):
        more: dict[str, Value] = {}
        if named:
            more["programme"] = id = f"programme:ftm/{programme}"
            title = titles[0] if len(titles) == len(named) == 1 else programme
            yield _reference(id, "Programme", title)
        for party in parties:
            yield Claim(
                proposition=Proposition(type="SANCTIONS", subject=principal.id, object=party, scope=programme),
                speaker=speaker.id,
                principal=principal.id,
                period=period,
                details=details | more,
            )


def _says(publisher: Entity, type: str, subject: str, object: str, details: Mapping[str, Value]) -> Claim:
    proposition = Proposition(type=type, subject=subject, object=object)
    return Claim(proposition=proposition, speaker=publisher.id, principal=publisher.id, details=details)


@lru_cache(maxsize=65_536)
def _reference(id: str, kind: str, name: str) -> Entity:
    return Entity(id=id, kind=kind, name=name, described=False)


def _countries(schema: str, what: str, properties: Properties) -> tuple[dict[tuple[str, str], list[str]], list[str]]:
    """Return edge and territory with the properties that say so, and the codes that name no territory.

    A country that a more telling property names already is not said to be linked as well.
    """
    ties: dict[tuple[str, str], list[str]] = {}
    unresolved: list[str] = []
    met: set[str] = set()
    for prop in filter(properties.__contains__, _COUNTRIES):
        usual = _COUNTRIES[prop]
        for code in properties[prop]:
            where = territory(code)
            type = _COUNTRY_OF.get(schema, usual) if prop == "country" else usual
            if type == "CITIZEN_OF" and what not in ("Person", "Official"):
                type = "LINKED_TO"
            if not where:
                unresolved.append(code)
            elif type != "LINKED_TO" or where not in met:
                ties.setdefault((type, where), []).append(prop)
                met.add(where)
    return ties, list(dict.fromkeys(unresolved))


def _ends(schema: str, properties: Properties, prop: str) -> dict[str, str]:
    """Return the ids that a property holds as ours, with the text of each; raise BadRow when it holds none."""
    held = properties.get(prop)
    if not held:
        raise BadRow(f"a {schema} needs {prop}", field=prop)
    return {_end(text, prop): text for text in held}


@lru_cache(maxsize=65_536)
def _end(text: str, prop: str) -> str:
    if len(text.split()) != 1 or not text.isprintable():
        raise BadRow(f"{text[:80]!r} is no id of an entity", field=prop)
    return f"ftm:{text}"


def _publisher(entity: Mapping[str, Any]) -> Entity:
    """Return the one that speaks through an entity: the first of its datasets by name."""
    datasets = entity.get("datasets")
    return _dataset(min(datasets)) if datasets else _PUBLISHER


@lru_cache(maxsize=4_096)
def _dataset(name: str) -> Entity:
    return organisation(f"{PUBLISHER}-{name}", f"FollowTheMoney dataset {name}")
