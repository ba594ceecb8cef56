"""What one record's statements become in the graph: rows of plain values, ready to be written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.claims import Claim, Document, Entity, Mention, Proposition, Statement
from graph.errors import BadRow
from graph.names import fold
from graph.parts import Props, close_part, period_props
from graph.vocabulary import EDGES, KINDS, Role, Status

_OF_ROLE: Final = {Role.ACT: str(Status.OFFICIAL), Role.STRUCTURE: str(Status.REFERENCE), Role.DEED: str(Status.SINGLE_SOURCE)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """One record, ready to be written. `mentions` are claims whose object is only a name so far."""

    entities: tuple[Entity, ...] = ()
    references: tuple[Entity, ...] = ()
    documents: tuple[Document, ...] = ()
    facts: tuple[Claim, ...] = ()
    claims: tuple[Claim, ...] = ()
    mentions: tuple[Claim, ...] = ()


def project(statements: Iterable[Statement]) -> Projection:
    """Sort a record's statements by what becomes of them; raise BadRow where an end is unknown or does not fit.

    A claim read in a document becomes a claim in the graph; one without is the register's row itself, a fact.
    """
    entities, references, documents, said = list[Entity](), list[Entity](), list[Document](), list[Claim]()
    for statement in statements:
        match statement:
            case Entity():
                (entities if statement.described else references).append(statement)
            case Document():
                documents.append(statement)
            case Claim():
                said.append(statement)
    kinds = {entity.id: entity.kind for entity in (*entities, *references)}
    facts, claims, mentions = list[Claim](), list[Claim](), list[Claim]()
    for claim in said:
        _check_ends(claim.proposition, kinds)
        if claim.concerns:
            _check_ends(claim.concerns, kinds)
        (claims if claim.document else mentions if isinstance(claim.proposition.object, Mention) else facts).append(claim)
    _check_twice((*facts, *mentions))
    return Projection(
        entities=tuple(entities),
        references=tuple(references),
        documents=tuple(documents),
        facts=tuple(facts),
        claims=tuple(claims),
        mentions=tuple(mentions),
    )


def _check_twice(facts: Iterable[Claim]) -> None:
    """One record states a fact once: what it says of it twice must be one claim, or have two scopes."""
    seen: dict[tuple[object, ...], Claim] = {}
    for fact in facts:
        proposition = fact.proposition
        key = (proposition.type, proposition.subject, proposition.object, proposition.item, proposition.scope)
        first = seen.setdefault(key, fact)
        if first is not fact and first != fact:
            raise BadRow(f"the record states {proposition.type} {proposition.object} twice, differently", field="scope")


def _check_ends(proposition: Proposition, kinds: Mapping[str, str]) -> None:
    edge = EDGES[proposition.type]
    for end, key, allowed in (("subject", proposition.subject, edge.subject), ("object", proposition.object, edge.object)):
        if isinstance(key, Mention):
            continue
        if key not in kinds:
            raise BadRow(f"{key!r} is neither described nor referred to", field=end)
        if not set(KINDS[kinds[key]].labels) & set(allowed):
            raise BadRow(f"{proposition.type} takes {' or '.join(allowed)} as {end}, and {key} is a {kinds[key]}", field=end)
    if proposition.item and proposition.item not in kinds:
        raise BadRow(f"{proposition.item!r} is neither described nor referred to", field="item")


def entity_props(entity: Entity, record: str) -> Props:
    """Return the node properties of an entity as this record describes it."""
    names = (entity.name, *entity.aliases)
    props: Props = {
        "id": entity.id,
        "name": entity.name,
        "folded": fold(entity.name),
        "kind": entity.kind,
        "records": [record] if record else [],
        **_plain(entity.details),
    }
    if entity.aliases:
        props["aliases"] = list(dict.fromkeys(entity.aliases))
        props["folded_aliases"] = sorted({fold(name) for name in names} - {props["folded"]})
    if not record:
        del props["records"]
        props["stub"] = True
    return props


def fact_part(claim: Claim, record: str, register: str, first_seen: str, *, live: bool = True, gone_at: str = "") -> Props:
    """Return the edge properties that one record gives: the register's row is the evidence.

    What its own publisher deprecates is no evidence: it is kept, and ended from the start.
    """
    edge = EDGES[claim.proposition.type]
    part: Props = {
        **_plain(claim.details),
        **period_props(claim.period, half_open=edge.half_open),
        "status": _OF_ROLE[edge.role],
        "asserted_by": [claim.principal],
        "sources": [f"source:{register}"],
        "records": [record],
        "first_seen": first_seen,
    }
    if claim.quantity:
        part |= _quantity(claim)
    if claim.qualification:
        part["qualification"] = claim.qualification
    if part.get("deprecated"):
        part |= {"was": part["status"], "status": str(Status.ENDED)}
    return part if live else close_part(part, gone_at)


def proposition_row(proposition: Proposition) -> Props:
    """Return the properties that a proposition's node has whatever is claimed about it."""
    return {
        "id": proposition.pid,
        "type": proposition.type,
        "subject": proposition.subject,
        "object": str(proposition.object),
        **{key: value for key, value in (("item", proposition.item), ("scope", proposition.scope)) if value},
    }


def claim_props(claim: Claim, original: str) -> Props:
    """Return the properties of a claim's node; `original` is the document its words were first in."""
    return {
        **_plain(claim.details),
        "id": claim.id,
        "stance": str(claim.stance),
        "speaker": claim.speaker,
        "principal": claim.principal,
        "original": original,
        "source": claim.document,
        **{key: getattr(claim, key) for key in ("target", "voiced_by", "said_at", "locator", "qualification") if getattr(claim, key)},
        **period_props(claim.period, half_open=False),
        **(_quantity(claim) if claim.quantity else {}),
    }


def _quantity(claim: Claim) -> Props:
    quantity = claim.quantity
    assert quantity
    stated = (("quantity_min", quantity.min), ("quantity_max", quantity.max), ("unit", quantity.unit or None))
    return {**{key: value for key, value in stated if value is not None}, "estimate": quantity.estimate}


def _plain(details: Mapping[str, Any]) -> Props:
    """Lists for tuples, and nothing empty: a graph has no nulls."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in details.items() if value not in ("", None, ())}
