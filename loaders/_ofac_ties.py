"""The ties between parties that OFAC's advanced files state, as typed edges with their direction.

Relations are known by the names that the files' own reference set gives them. Every tie is a LINKED_TO as well: that is
all the other files say of it ("Linked To: X"), and so a list read from either shape has the same edge.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph.claims import Value
from graph.names import fold
from graph.vocabulary import EDGES, KINDS


@dataclass(frozen=True, slots=True)
class Tie:
    """A party's relation to another: its name, the other's id, kind and name; what else the file says of it."""

    relation: str
    id: str
    kind: str
    name: str
    former: bool = False
    quality: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A typed edge that ties make: one for each type and pair of parties, whatever the number of ties."""

    type: str
    subject: str
    object: str
    scope: str
    details: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class _Way:
    """What a relation is as an edge: its type; whether its subject is the far end; its scope."""

    type: str
    from_far: bool = False
    scope: str = ""


_WAYS: Final[Mapping[str, _Way]] = {
    "acting for or on behalf of": _Way("ACTS_FOR"),
    "owned or controlled by": _Way("CONTROLS", from_far=True),
    "owns, controls, or operates": _Way("CONTROLS"),
    "family member of": _Way("RELATED_TO"),
    "leader or official of": _Way("HOLDS_POSITION", scope="leader or official"),
    "principal executive officer": _Way("DIRECTS"),
}
"""Relations that say more than that there is a tie; of the others (associate of, providing support to, playing a
significant role in, property in the interest of) the LINKED_TO says in whose words they are."""


def edges(party: str, kind: str, ties: Iterable[Tie]) -> Iterator[Edge]:
    """Yield the edges that a party's ties make: the typed ones, and a LINKED_TO for each party that is not the party itself.

    A tie that fits its type only when turned round is turned round: OFAC writes some of them from the other end.
    """
    held: dict[tuple[str, str, str, str], list[Tie]] = {}
    for tie in ties:
        if tie.id == party:
            continue
        held.setdefault(("LINKED_TO", party, tie.id, ""), []).append(tie)
        way = _WAYS.get(tie.relation.strip().lower())
        ends = _ends(way, (party, kind), (tie.id, tie.kind)) if way else None
        if way and ends:
            held.setdefault((way.type, *ends, way.scope), []).append(tie)
    for (type, subject, object, scope), several in held.items():
        yield Edge(type, subject, object, scope, _said(several))


def unmentioned(names: Iterable[str], ties: Iterable[Tie]) -> list[str]:
    """Return the names that remarks link a party to and no tie does."""
    tied = {fold(tie.name) for tie in ties}
    return [name for name in names if fold(name) not in tied]


def _ends(way: _Way, near: tuple[str, str], far: tuple[str, str]) -> tuple[str, str] | None:
    """Return subject and object of an edge; turned round when the kinds fit only so; None when they fit neither way."""
    first, second = (far, near) if way.from_far else (near, far)
    for subject, object in ((first, second), (second, first)):
        if _fits(way.type, subject[1], object[1]):
            return subject[0], object[0]
    return None


def _fits(type: str, subject: str, object: str) -> bool:
    if type in ("CONTROLS", "DIRECTS") and object == "Person":
        return False
    edge = EDGES[type]
    return bool(set(KINDS[subject].labels) & set(edge.subject) and set(KINDS[object].labels) & set(edge.object))


def _said(ties: list[Tie]) -> dict[str, Value]:
    stated: dict[str, Value] = {
        "relations": tuple(dict.fromkeys(f"{tie.relation}{' (former)' if tie.former else ''}" for tie in ties)),
        "former": all(tie.former for tie in ties),
        "quality": tuple(dict.fromkeys(tie.quality for tie in ties if tie.quality and tie.quality.lower() != "unknown")),
        "comments": tuple(dict.fromkeys(tie.comment for tie in ties if tie.comment)),
    }
    return {key: value for key, value in stated.items() if value}
