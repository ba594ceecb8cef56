"""Facts, things and records made in a fifth of the time of their constructors, for the loaders of long files.

A frozen value sets each of its fields past its own guard. Here it is filled as a draft, a class with the same slots and no
guard, and then becomes what it is; nothing tells it from one that its constructor made.
"""

from collections.abc import Mapping
from typing import Any, Final

from graph.claims import Claim, Entity, Mention, Proposition, Quantity, Value
from graph.dates import Period
from graph.sources import Record
from graph.vocabulary import EDGES, KINDS, Stance

_ALWAYS: Final = Period()
_ASSERTS: Final = Stance.ASSERTS


class _Thing:
    __slots__ = Entity.__slots__


class _Fact:
    __slots__ = Claim.__slots__


class _Proposition:
    __slots__ = Proposition.__slots__


class _Record:
    __slots__ = Record.__slots__


def thing(
    id: str, kind: str, name: str, aliases: tuple[str, ...] = (), details: Mapping[str, Value] | None = None, described: bool = True
) -> Entity:
    """Return a thing as `Entity` does; raise BadRow as it does."""
    if kind not in KINDS or not id or not name:
        return Entity(id=id, kind=kind, name=name)
    draft: Any = _Thing()
    draft.id, draft.kind, draft.name, draft.aliases = id, kind, name, aliases
    draft.details, draft.described = {} if details is None else details, described
    draft.__class__ = Entity
    made: Entity = draft
    return made


def fact(
    type: str,
    subject: str,
    object: str | Mention,
    speaker: str,
    details: Mapping[str, Value],
    *,
    item: str = "",
    scope: str = "",
    period: Period = _ALWAYS,
    quantity: Quantity | None = None,
    principal: str = "",
) -> Claim:
    """Return the claim by which a speaker asserts a fact, for itself or for its principal; raise BadRow for an unknown type."""
    if type not in EDGES:
        Proposition(type=type, subject=subject, object=object)
    said: Any = _Proposition()
    said.type, said.subject, said.object, said.item, said.scope = type, subject, object, item, scope
    said.__class__ = Proposition
    draft: Any = _Fact()
    draft.proposition, draft.stance, draft.speaker, draft.principal = said, _ASSERTS, speaker, principal or speaker
    draft.voiced_by = draft.said_at = draft.qualification = draft.document = draft.locator = draft.target = ""
    draft.period, draft.quantity, draft.concerns, draft.details = period, quantity, None, details
    draft.__class__ = Claim
    made: Claim = draft
    return made


def record(key: str, values: Mapping[str, Any], line: int = 0) -> Record:
    """Return a record as `Record` does."""
    draft: Any = _Record()
    draft.key, draft.values, draft.line = key, values, line
    draft.__class__ = Record
    made: Record = draft
    return made
