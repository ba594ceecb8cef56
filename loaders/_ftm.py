"""What an entity of FollowTheMoney says: a thing with its places and ties, an edge between two others, or a sanction."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from graph.claims import Entity, Statement, Value, fact
from graph.errors import BadRow
from graph.names import fold
from loaders import _ftm_values
from loaders._ftm_issuers import country, issuer, organisation, territory
from loaders._ftm_layout import Layout
from loaders._ftm_schema import EDGES, OFFICES, PEOPLE, ROLES
from loaders._ftm_values import Properties

PUBLISHER: Final = "org:ftm"
_PUBLISHER: Final = organisation(PUBLISHER, "FollowTheMoney datasets, unnamed or several")
_ACTORS: Final = ("Actor", "Actor")


def claims(entity: Mapping[str, Any], its: Layout) -> Iterator[Statement]:
    """Yield what one entity says, and every thing it refers to; raise BadRow with the field."""
    schema = entity["schema"]
    if schema == "Sanction":
        return _sanction(entity, entity["properties"], its)
    if schema in EDGES:
        return _edge(entity, entity["properties"], its)
    return _thing(entity, entity["properties"], its)


def _thing(entity: Mapping[str, Any], properties: Properties, its: Layout) -> Iterator[Statement]:
    me, what = f"ftm:{entity['id']}", its.kind
    if what == "Person" and not OFFICES.isdisjoint(properties.get("topics", ())):
        what = "Official"
    details = _ftm_values.details(entity, properties, its)
    ties = _countries(properties, its, details) if its.countries else {}
    name = _ftm_values.name(entity, properties, its)
    names = dict.fromkeys(chain.from_iterable([properties[prop] for prop in its.names]))
    names.pop(name, None)
    yield Entity(id=me, kind=what, name=name, aliases=tuple(names), details=details)
    if not ties and not its.links:
        return
    publisher = _publisher(entity)
    yield publisher
    stated = {"datasets": details["datasets"]} if publisher is _PUBLISHER and "datasets" in details else {}
    for (type, where), said in ties.items():
        yield country(where)
        yield fact(type, me, where, publisher.id, {"relation": tuple(said), **stated})
    told: dict[tuple[str, str, str], list[str]] = {}
    for prop, type, reverse, kind in its.links:
        for text in properties[prop]:
            other = _reference(text, kind, prop)
            yield other
            told.setdefault((type, other.id, me) if reverse else (type, me, other.id), []).append(prop)
    for (type, subject, object), said in told.items():
        yield fact(type, subject, object, publisher.id, {"relation": tuple(said), **stated})


def _edge(entity: Mapping[str, Any], properties: Properties, its: Layout) -> Iterator[Statement]:
    schema = entity["schema"]
    type, source, target = EDGES[schema]
    if schema == "UnknownLink":
        type = _typed(tuple(properties.get("role", ()))) or type
    people = PEOPLE.get(type, _ACTORS)
    subjects, objects = _ends(schema, properties, source, people[0]), _ends(schema, properties, target, people[1])
    publisher, period = _publisher(entity), _ftm_values.period(properties, its)
    details = _ftm_values.details(entity, properties, its)
    quantity = _ftm_values.quantity(properties, its) if its.amounts else None
    scope = entity["id"] if type == "PAID" else ""
    yield from subjects
    yield from objects
    yield publisher
    for subject in subjects:
        for object in objects:
            yield fact(type, subject.id, object.id, publisher.id, details, scope=scope, period=period, quantity=quantity)


@lru_cache(maxsize=4_096)
def _typed(roles: tuple[str, ...]) -> str:
    """Return the one edge type that the roles of a link say it is, or the empty string."""
    found = {ROLES[word] for word in map(fold, roles) if word in ROLES}
    return found.pop() if len(found) == 1 else ""


def _sanction(entity: Mapping[str, Any], properties: Properties, its: Layout) -> Iterator[Statement]:
    """The issuer sanctions the party, once under each programme."""
    parties = _ends("Sanction", properties, "entity", "Actor")
    authorities, countries = tuple(properties.get("authority", ())), tuple(properties.get("country", ()))
    issued = issuer(tuple(entity.get("datasets", ())), authorities, countries)
    if not issued:
        raise BadRow("nothing says who issued the sanction: no authority, no country, no dataset that is known", field="authority")
    principal, speaker = issued
    yield principal
    if speaker.id != principal.id:
        yield speaker
    yield from parties
    period = _ftm_values.period(properties, its)
    details = _ftm_values.details(entity, properties, its)
    titles = properties.get("program", ())
    named = properties.get("programId", ())
    for programme in dict.fromkeys(named or titles or ("",)):
        said = details
        if named:
            id = f"programme:ftm/{programme}"
            yield Entity(id=id, kind="Programme", name=titles[0] if len(titles) == len(named) == 1 else programme, described=False)
            said = details | {"programme": id}
        for party in parties:
            yield fact("SANCTIONS", principal.id, party.id, speaker.id, said, scope=programme, period=period, principal=principal.id)


def _countries(properties: Properties, its: Layout, details: dict[str, Value]) -> dict[tuple[str, str], list[str]]:
    """Return edge and territory with the properties that say so; the codes that name no territory go to the details.

    A country that a more telling property names already is not said to be linked as well.
    """
    ties: dict[tuple[str, str], list[str]] = {}
    unresolved: list[str] = []
    met: set[str] = set()
    for prop, type in its.countries:
        for code in properties[prop]:
            where = territory(code)
            if not where:
                unresolved.append(code)
            elif type != "LINKED_TO" or where not in met:
                ties.setdefault((type, where), []).append(prop)
                met.add(where)
    if unresolved:
        details["unresolved_countries"] = tuple(dict.fromkeys(unresolved))
    return ties


def _ends(schema: str, properties: Properties, prop: str, kind: str) -> list[Entity]:
    """Return the things whose ids a property holds, each once; raise BadRow when it holds none."""
    held = properties.get(prop)
    if not held:
        raise BadRow(f"a {schema} needs {prop}", field=prop)
    if len(held) == 1:
        return [_reference(held[0], kind, prop)]
    return [_reference(text, kind, prop) for text in dict.fromkeys(held)]


@lru_cache(maxsize=65_536)
def _reference(text: str, kind: str, prop: str) -> Entity:
    """Return a thing that is referred to by its id, which is all that is known of its name; raise BadRow for what is no id."""
    if len(text.split()) != 1 or not text.isprintable():
        raise BadRow(f"{text[:80]!r} is no id of an entity", field=prop)
    return Entity(id=f"ftm:{text}", kind=kind, name=text, described=False)


def _publisher(entity: Mapping[str, Any]) -> Entity:
    """Return the one that speaks through an entity: its dataset, or all of them, since a merged entity does not tell which said what."""
    datasets = entity.get("datasets")
    return _dataset(datasets[0]) if datasets and len(datasets) == 1 else _PUBLISHER


@lru_cache(maxsize=4_096)
def _dataset(name: str) -> Entity:
    return organisation(f"{PUBLISHER}-{name}", f"FollowTheMoney dataset {name}")
