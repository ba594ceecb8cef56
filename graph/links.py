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
from graph.parts import Props
from graph.plans import edge_key
from graph.projection import fact_part, proposition_row
from graph.sources import Record
from graph.stores.bolt import Store, Transaction
from graph.survey import State
from graph.testimony import sum_up
from graph.writer import write_facts

Read: TypeAlias = Callable[[Record], Iterable[Statement]]
Named: TypeAlias = tuple[str, str, Iterable[str]]
"""A party's id, its name and its aliases, folded."""


def waiting(store: Store, ids: Iterable[str]) -> list[Props]:
    """Return those of the records that mention parties not found yet: id, register, mentions, edges; by id."""
    rows = store.rows(
        "UNWIND $ids AS id MATCH (r:Record {id: id}) WHERE r.mentions IS NOT NULL "
        "RETURN id, r.register AS register, r.mentions AS mentions, r.edges AS edges",
        ids=sorted(ids),
    )
    return sorted(rows, key=lambda row: str(row["id"]))


def find(store: Store, register: str, rows: Iterable[Props], read: Read, *, revised: bool) -> dict[str, str]:
    """Return the ids of the parties that waiting records mention, by folded name: by name first, else by alias; only if one.

    A name that a party had in some snapshot counts like the one it has now, and only those that this register gives it
    count: what is found must not rest on the order in which files came. `read` is the loader's: what a record says; `revised`
    tells whether any of the records ever said something else.
    """
    wanted = {mentions.name_of(text) for row in rows for text in row["mentions"]}
    if not wanted:
        return {}
    by_name: dict[str, set[str]] = defaultdict(set)
    by_alias: dict[str, set[str]] = defaultdict(set)
    for key, name, aliases in (*_now(store, register, wanted), *(_once(store, register, read) if revised else ())):
        if name in wanted:
            by_name[name].add(key)
        for alias in wanted.intersection(aliases):
            by_alias[alias].add(key)
    return {name: next(iter(ids)) for name, ids in ({**by_alias, **by_name}).items() if len(ids) == 1}


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


def _now(store: Store, register: str, names: Collection[str]) -> Iterator[Named]:
    """Yield the register's parties with one of the names, as it names them: by name from the index, else by alias.

    For an alias the server looks through all parties of the register, so it is given those names only that are no party's own.
    """
    left = set(names)
    for named in _called(store, register, names, "UNWIND $names AS name MATCH (n:Entity) WHERE n.folded = name"):
        left.discard(named[1])
        yield named
    if left:
        through_all = "MATCH (r:Record {register: $register})-[:DESCRIBES]->(n:Entity) WHERE any(x IN n.folded_aliases WHERE x IN $names)"
        yield from _called(store, register, left, through_all)


def _called(store: Store, register: str, names: Collection[str], matching: str) -> Iterator[Named]:
    told = "RETURN n.id AS id, n.folded AS folded, n.folded_aliases AS folded_aliases, n.parts AS parts, n.records AS records"
    for row in store.rows(f"{matching} {told}", register=register, names=sorted(names)):
        parts = orjson.loads(row["parts"]) if row["parts"] else {}
        for record in row["records"] or ():
            if record.startswith(f"{register}:"):
                part = parts.get(record, row)
                yield row["id"], part["folded"], part.get("folded_aliases") or ()


def _once(store: Store, register: str, read: Read) -> Iterator[Named]:
    """Yield the parties as the register's records named them before they were changed, unless their loader reads that no more."""
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
            for told in statements:
                if isinstance(told, Entity) and told.described:
                    yield told.id, fold(told.name), tuple(map(fold, told.aliases))
