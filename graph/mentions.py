"""The second pass of a register: parties that its records mention by name alone, found among its own."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import orjson

from graph.claims import Claim, Mention, Proposition
from graph.names import fold
from graph.stores.bolt import Store


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


def find(store: Store, register: str, names: Collection[str]) -> dict[str, str]:
    """Return the ids of the register's parties with these folded names: by name first, else by alias, and only if one."""
    by_name: dict[str, set[str]] = defaultdict(set)
    for row in store.rows(
        "UNWIND $names AS name MATCH (n:Entity) WHERE n.folded = name AND any(x IN n.records WHERE x STARTS WITH $prefix) "
        "RETURN name, n.id AS id",
        names=sorted(names),
        prefix=f"{register}:",
    ):
        by_name[row["name"]].add(row["id"])
    left = set(names) - by_name.keys()
    by_alias: dict[str, set[str]] = defaultdict(set)
    if left:
        for row in _aliases(store, register):
            for name in left.intersection(row["aliases"]):
                by_alias[name].add(row["id"])
    return {name: next(iter(ids)) for name, ids in (by_name | by_alias).items() if len(ids) == 1}


def _aliases(store: Store, register: str) -> Any:
    return store.rows(
        "MATCH (r:Record {register: $register})-[:DESCRIBES]->(n:Entity) WHERE n.folded_aliases IS NOT NULL "
        "RETURN n.id AS id, n.folded_aliases AS aliases",
        register=register,
    )
