"""The second pass of a register: the parties that its records mention by name, found, and the edges to them written."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import orjson

from graph import mentions
from graph.claims import Entity, Statement
from graph.edges import gather
from graph.errors import BadRow
from graph.names import fold
from graph.plans import edge_key
from graph.projection import Props, fact_part, proposition_row
from graph.sources import Record
from graph.stores.bolt import Store, Transaction
from graph.survey import State
from graph.testimony import sum_up
from graph.writer import write_facts

Read: TypeAlias = Callable[[Record], Iterable[Statement]]


def waiting(store: Store, register: str) -> list[Props]:
    """Return the records that mention parties not found yet: id, register, mentions, edges; by id."""
    rows = store.rows(
        "MATCH (r:Record {register: $register}) WHERE r.mentions IS NOT NULL "
        "RETURN r.id AS id, r.register AS register, r.mentions AS mentions, r.edges AS edges ORDER BY id",
        register=register,
    )
    return list(rows)


def find(store: Store, register: str, rows: Iterable[Props], read: Read) -> dict[str, str]:
    """Return the ids of the parties that waiting records mention, by folded name: by name first, else by alias; only if one.

    A name that a party had in some snapshot counts like the one it has now, or what is found would rest on the order in
    which the snapshots came. `read` is the loader's: what a record of the register says.
    """
    wanted = {mentions.name_of(text) for row in rows for text in row["mentions"]}
    if not wanted:
        return {}
    by_name: dict[str, set[str]] = defaultdict(set)
    by_alias: dict[str, set[str]] = defaultdict(set)
    for row in store.rows(
        "UNWIND $names AS name MATCH (n:Entity) WHERE n.folded = name AND any(x IN n.records WHERE x STARTS WITH $prefix) "
        "RETURN name, n.id AS id",
        names=sorted(wanted),
        prefix=f"{register}:",
    ):
        by_name[row["name"]].add(row["id"])
    former = list(_former(store, register, read))
    for entity in former:
        if (name := fold(entity.name)) in wanted:
            by_name[name].add(entity.id)
    left = wanted - by_name.keys()
    for row in _by_alias(store, register, left) if left else ():
        for name in left.intersection(row["aliases"]):
            by_alias[name].add(row["id"])
    for entity in former:
        for name in left.intersection(map(fold, entity.aliases)):
            by_alias[name].add(entity.id)
    return {name: next(iter(ids)) for name, ids in (by_name | by_alias).items() if len(ids) == 1}


def write(tx: Transaction, rows: Sequence[Props], found: Mapping[str, str], state: State, date: str) -> tuple[int, int]:
    """Write the edges of these waiting records to the parties found; return how many, and how many are still waited for."""
    facts: list[tuple[Props, str, Props]] = []
    records, left = [], 0
    for row in rows:
        edges, unresolved = set(row["edges"] or ()), []
        for text in row["mentions"]:
            claim, gone_at = mentions.resolved(text, found), mentions.past(text)
            if claim is None:
                unresolved.append(text)
                left += not gone_at
                continue
            proposition = proposition_row(claim.proposition)
            if gone_at and edge_key(proposition) in edges:
                continue
            facts.append((proposition, row["id"], fact_part(claim, row["id"], row["register"], date, live=not gone_at, gone_at=gone_at)))
            edges |= set() if gone_at else {edge_key(proposition)}
        if len(unresolved) != len(row["mentions"]):
            records.append({"id": row["id"], "edges": sorted(edges) or None, "mentions": unresolved or None})
    write_facts(tx, gather(facts))
    tx.run(
        "UNWIND $rows AS row MATCH (r:Record {id: row.id}) SET r.edges = row.edges SET r.mentions = row.mentions", rows=records
    ).consume()
    written = {row["id"] for row, _, _ in facts}
    sum_up(tx, state.discussed(tx, written))
    return len(written), left


def _former(store: Store, register: str, read: Read) -> Iterator[Entity]:
    """Yield what the register's records described before they were changed; what their loader no longer reads is left out."""
    rows = store.rows(
        "MATCH (r:Record {register: $register}) WHERE size(r.versions) > 1 RETURN r.key AS key, r.versions AS versions ORDER BY key",
        register=register,
    )
    for row in rows:
        for version in filter(None, row["versions"]):
            try:
                statements = list(read(Record(key=row["key"], values=orjson.loads(version))))
            except BadRow:
                continue
            yield from (told for told in statements if isinstance(told, Entity) and told.described)


def _by_alias(store: Store, register: str, names: Collection[str]) -> Iterator[Props]:
    """Yield the register's parties that have one of the names among their folded aliases; the server looks through them all."""
    yield from store.rows(
        "MATCH (r:Record {register: $register})-[:DESCRIBES]->(n:Entity) WHERE any(x IN n.folded_aliases WHERE x IN $names) "
        "RETURN n.id AS id, n.folded_aliases AS aliases",
        register=register,
        names=sorted(names),
    )
