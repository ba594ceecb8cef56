"""Parties that a register's records mention by name alone, kept as text on the record until they are found."""

from collections.abc import Mapping

import orjson

from graph.claims import Claim, Mention, Proposition
from graph.names import fold


def pending(claim: Claim, gone_at: str = "") -> str:
    """Return a claim about a mention as text, to be kept on its record until the party is found.

    `gone_at` is the date from which the register no longer held it, when a snapshot loaded late states it.
    """
    proposition = claim.proposition
    assert isinstance(proposition.object, Mention)
    parts = [
        proposition.type,
        proposition.subject,
        proposition.scope,
        proposition.object.name,
        claim.speaker,
        claim.principal,
        dict(claim.details),
        gone_at,
    ]
    return orjson.dumps(parts).decode()


def name_of(text: str) -> str:
    """Return the folded name that a pending mention looks for."""
    return fold(str(orjson.loads(text)[3]))


def past(text: str) -> str:
    """Return the date from which a pending mention no longer held; empty when it still does."""
    return str(orjson.loads(text)[7])


def resolved(text: str, found: Mapping[str, str]) -> Claim | None:
    """Return the claim with its object found, or None when it is not: unknown, ambiguous, or the subject itself."""
    kind, subject, scope, name, speaker, principal, details, _ = orjson.loads(text)
    target = found.get(fold(name))
    if target is None or target == subject:
        return None
    details = {key: tuple(value) if isinstance(value, list) else value for key, value in details.items()}
    return Claim(
        proposition=Proposition(type=kind, subject=subject, object=target, scope=scope),
        speaker=speaker,
        principal=principal,
        details=details | {"mentioned_as": name},
    )
