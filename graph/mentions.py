"""Parties that a register's records mention by name alone, kept as text on the record until they are found."""

from collections.abc import Iterable, Mapping

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


def merged(texts: Iterable[str], gone_at: str = "") -> list[str]:
    """Return pending mentions, each once: those that hold, then those of the past with the latest date known.

    With `gone_at`, the register no longer holds any of them from that date on.
    """
    until: dict[str, str] = {}
    for text in texts:
        *parts, past = orjson.loads(text)
        key, end = orjson.dumps(parts).decode(), past or gone_at
        until[key] = "" if not end or until.get(key) == "" else max(end, until.get(key, end))
    ordered = sorted(until.items(), key=lambda item: (item[1] != "", item[0]))
    return [orjson.dumps([*orjson.loads(key), end]).decode() for key, end in ordered]


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
