"""The same graph written by nothing but `execute_write(UNWIND …)`: what a load is measured against.

The rows are read back from a store that a load has filled, so that nodes, properties and edges are the same; they
are ready before the clock starts.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import neo4j

from graph.stores.bolt import Store
from graph.vocabulary import EDGES

Row = dict[str, Any]
BATCH: Final = 1_000
_SHORT_RECORD: Final = ("id", "register", "digest", "first_seen")


@dataclass(slots=True)
class Batch:
    """What one transaction writes. Entities by their labels, edges by their type."""

    entities: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    records: list[Row] = field(default_factory=list)
    edges: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))


def read(store: Store, *, short: bool = False, at_once: int = BATCH) -> list[Batch]:
    """Return a loaded graph as batches of so many records; `short` keeps of a record what an edge's evidence needs.

    First come the things that no record describes; last, edges between things that records describe.
    """
    described = {row["id"]: row for row in _described(store)}
    first, last = Batch(), Batch()
    batches = [Batch() for _ in range(0, len(described), at_once)]
    place: dict[str, int] = {}
    for count, row in enumerate(described.values()):
        place[row["entity"]] = count // at_once
        record = {key: row["record"][key] for key in _SHORT_RECORD} | {"pids": _pids(row)} if short else row["record"]
        batches[count // at_once].records.append({"entity": row["entity"], "props": record})
    for row in store.rows("MATCH (n:Entity) RETURN labels(n) AS labels, properties(n) AS props"):
        target = batches[place[row["props"]["id"]]] if row["props"]["id"] in place else first
        target.entities[":".join(sorted(row["labels"], key="Entity".__ne__))].append(row["props"])
    for row in store.rows(
        "MATCH (a:Entity)-[r]->(b:Entity) RETURN a.id AS subject, type(r) AS type, b.id AS object, properties(r) AS props"
    ):
        ends = [place[end] for end in (row["subject"], row["object"]) if end in place]
        target = last if len(ends) > 1 else batches[ends[0]] if ends else first
        leaf, hub = (row["object"], row["subject"]) if EDGES[row["type"]].leaf == "object" else (row["subject"], row["object"])
        target.edges[row["type"]].append({"leaf": leaf, "hub": hub, "pid": row["props"]["pid"], "props": row["props"]})
    return [first, *batches, *_split(last)]


def write(session: neo4j.Session, batches: list[Batch]) -> None:
    """Write the batches, one managed transaction each, as somebody would who has nothing but the driver."""
    for batch in batches:
        session.execute_write(_write, batch)


def _write(tx: neo4j.ManagedTransaction, batch: Batch) -> None:
    for labels, rows in batch.entities.items():
        tx.run(
            "UNWIND $rows AS row OPTIONAL MATCH (o:Entity {id: row.id}) WITH row, o WHERE o IS NULL "
            f"CREATE (n:{labels} {{id: row.id}}) SET n += row",
            rows=rows,
        ).consume()
    if batch.records:
        tx.run(
            "UNWIND $rows AS row MATCH (n:Entity {id: row.entity}) "
            "CREATE (r:Record {id: row.props.id}) SET r += row.props CREATE (r)-[:DESCRIBES]->(n)",
            rows=batch.records,
        ).consume()
    for edge_type, rows in batch.edges.items():
        left, right = ("<-", "-") if EDGES[edge_type].leaf == "object" else ("-", "->")
        tx.run(
            "UNWIND $rows AS row MATCH (a:Entity {id: row.leaf}) MATCH (b:Entity {id: row.hub}) "
            f"MERGE (a){left}[r:{edge_type} {{pid: row.pid}}]{right}(b) SET r += row.props",
            rows=rows,
        ).consume()


def _described(store: Store) -> Iterator[Row]:
    return store.rows(
        "MATCH (r:Record)-[:DESCRIBES]->(n:Entity) "
        "RETURN r.id AS id, properties(r) AS record, n.id AS entity, r.line AS line ORDER BY line, id"
    )


def _pids(row: Row) -> list[str]:
    return [edge.rpartition(" ")[2] for edge in row["record"].get("edges", ())]


def _split(whole: Batch) -> Iterator[Batch]:
    for edge_type, rows in whole.edges.items():
        for start in range(0, len(rows), BATCH):
            yield Batch(edges=defaultdict(list, {edge_type: rows[start : start + BATCH]}))
