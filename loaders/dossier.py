"""Dossiers: documents and who claims what in them, kept by hand as YAML; `graph.dossier` has the format and its checks."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from graph.claims import Claim, Document, Entity, Proposition, Statement, Value
from graph.dossier import read
from graph.dossier.claims import claim
from graph.dossier.model import ENTITY_FACTS, RESOLUTION_FACTS, Dossier, Entry
from graph.dossier.names import Names, is_id
from graph.errors import BadDossier
from graph.sources import Record, Snapshot, Source, SourceKind
from graph.vocabulary import EDGES
from loaders import _countries

SOURCE: Final = Source(
    name="dossier",
    title="Dossier of documents and what is claimed in them",
    publisher="org:actorgraph",
    kind=SourceKind.DOSSIER,
    licence="yours",
    format="YAML, one dossier a file; `actorgraph schema dossier` prints its JSON Schema",
    maps_to="claims, propositions and documents; entities, resolutions, provisions and votes",
    by_hand="You write it: actorgraph schema dossier",
)

_PUBLISHER: Final = Entity(id=SOURCE.publisher, kind="Organisation", name="actorgraph seeds and dossiers", described=False)


def recognises(head: bytes) -> bool:
    """Whether the file has `dossier:` as a top-level key."""
    return any(line.startswith(b"dossier:") for line in head.removeprefix(b"\xef\xbb\xbf").splitlines())


def snapshot(*paths: Path) -> Snapshot:
    """Return the dossier's register, version and title; raise BadDossier for any fault."""
    (path,) = paths
    dossier = _read(path)
    return Snapshot(register=f"dossier/{dossier.dossier}", date=dossier.version, title=dossier.title)


def check(path: Path) -> list[str]:
    """Return the faults of the file, one a line, in file order; none when it is sound. BadFile when there is no file."""
    try:
        _read(path)
    except BadDossier as error:
        return list(error.faults)
    return []


def records(*paths: Path) -> Iterator[Record]:
    """Yield a record an entity, resolution and document, in that order, every name replaced by its id.

    A record holds all that `claims` needs, ids of claims in other documents included. Raises BadDossier, with
    all faults, before the first record.
    """
    for path in paths:
        dossier = _read(path)
        for part, entries in (("entity", dossier.entities), ("resolution", dossier.resolutions), ("document", dossier.documents)):
            for entry in entries:
                yield _record(dossier, part, entry)


def claims(record: Record) -> Iterator[Statement]:
    """Yield the things and the document that the record describes, those it refers to, and its claims."""
    values = record.values
    described = list(_described(values))
    yield from described
    for key, (kind, name) in values["ends"].items():
        yield _countries.entity(key) if kind == "Country" and not name else Entity(id=key, kind=kind, name=name, described=False)
    if values["is"] == "document":
        taken = ("id", "title", "publisher", "published", "url", "licence", "original", "language", "note")
        yield Document(**{key: values[key] for key in taken if key in values})
    stated = list(_stated(values))
    if any(said.speaker == _PUBLISHER.id for said in stated):
        yield _PUBLISHER
    yield from stated


def _read(path: Path) -> Dossier:
    return read(path, _known, _countries.near)


def _known(text: str) -> str | None:
    territory = _countries.resolve(text)
    return territory.id if territory else None


def _record(dossier: Dossier, part: str, entry: Entry) -> Record:
    values: dict[str, Any] = {"is": part, **entry.model_dump(mode="json", by_alias=True, exclude_defaults=True)}
    key: str = values["id"]
    if part == "document":
        values["claims"] = list(dossier.claims_in(key))
    values["ends"] = _ends(values, dossier.names)
    return Record(key=key, values=values, line=dossier.line(key))


def _ends(values: Mapping[str, Any], names: Names) -> dict[str, list[str]]:
    """Kind and name of everything that is referred to, by id; a territory's name is left to the table of territories."""
    described = {entity.id for entity in _described(values)} | {SOURCE.publisher}
    ends: dict[str, list[str]] = {}
    for key, labels in _referred(values):
        if key and key not in described and key not in ends:
            kind = names.kind(key) or ("Actor" if {"Actor", "Entity"} & set(labels) else labels[0])
            ends[key] = [kind, "" if kind == "Country" and key not in names.kinds else names.name(key)]
    return dict(sorted(ends.items()))


def _referred(values: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every id the record uses, with the labels that its place allows."""
    if is_id(values.get("publisher", "")):
        yield values["publisher"], ("Actor",)
    for stated in _stated(values):
        yield from ((stated.speaker, ("Actor",)), (stated.principal, ("Actor",)), (stated.voiced_by, ("Person",)))
        for proposition in filter(None, (stated.proposition, stated.concerns)):
            edge = EDGES[proposition.type]
            yield from ((proposition.subject, edge.subject), (str(proposition.object), edge.object), (proposition.item, ("Item",)))
            if edge.name == "USES":
                yield proposition.scope, ("Actor",)


def _described(values: Mapping[str, Any]) -> Iterator[Entity]:
    if values["is"] == "entity":
        details: dict[str, Value] = {"note": values.get("note", ""), "links": tuple(values.get("links", ()))}
        aliases = tuple(values.get("aliases", ()))
        yield Entity(id=values["id"], kind=values["kind"], name=values["name"], aliases=aliases, details=_filled(details))
    elif values["is"] == "resolution":
        symbol = values["id"].removeprefix("un:")
        details = {"symbol": symbol, "adopted": values["adopted"], "title": values["title"], "link": values.get("link", "")}
        yield Entity(id=values["id"], kind="Resolution", name=symbol, details=_filled(details))
        for row in values.get("provisions", ()):
            details = {key: row.get(key, "") for key in ("measure", "text", "link")}
            yield Entity(id=f"{values['id']}#{row['id']}", kind="Provision", name=f"{symbol} {row['id']}", details=_filled(details))


def _filled(details: Mapping[str, Value]) -> dict[str, Value]:
    return {key: value for key, value in details.items() if value}


def _stated(values: Mapping[str, Any]) -> Iterator[Claim]:
    """The claims of a document, or the facts that the dossier itself states of an entity or resolution."""
    key = values["id"]
    if values["is"] == "document":
        yield from (claim(row, key, values["published"]) for row in values["claims"])
        return
    for name, edge in (ENTITY_FACTS if values["is"] == "entity" else RESOLUTION_FACTS).items():
        yield from (_fact(edge, key, other) for other in values.get(name, ()))
    for row in values.get("provisions", ()):
        provision = f"{key}#{row['id']}"
        yield _fact("HAS_PROVISION", key, provision)
        yield from (_fact("BOUND_BY", party, provision) for party in row.get("binds", ()))
    for vote, voters in values.get("votes", {}).items():
        yield from (_fact("VOTED", voter, key, {"vote": vote, "date": values["adopted"]}) for voter in voters)


def _fact(edge: str, subject: str, other: str, details: Mapping[str, Value] | None = None) -> Claim:
    proposition = Proposition(type=edge, subject=subject, object=other)
    return Claim(proposition=proposition, speaker=SOURCE.publisher, principal=SOURCE.publisher, details=details or {})
