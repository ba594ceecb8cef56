"""What a store holds: counts, snapshots, and one digest of the whole graph."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import orjson

from graph.stores.bolt import Store

VOLATILE: Final = frozenset(
    {"recorded_at", "withdrawn_at", "first_seen", "again_since", "gone_at", "dates", "finished_at", "rejects_file", "parts", "line",
     "mentions"}
)  # fmt: skip
"""Properties that say when something was loaded, or what is still to be looked for: they do not count in the digest."""

_MODULUS: Final = 2**256


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Nodes by label, edges by type, the snapshots loaded, and the digest."""

    uri: str
    server: str
    version: str
    nodes: dict[str, int]
    edges: dict[str, int]
    snapshots: tuple[dict[str, Any], ...]
    digest: str


def take(store: Store) -> Inventory:
    """Return the inventory; reads the whole graph once, streaming.

    The digest depends on ids, labels, types and properties only: not on order, server, load times or run ids.
    """
    nodes: Counter[str] = Counter()
    edges: Counter[str] = Counter()
    total = 0
    for row in store.rows("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties"):
        nodes.update(row["labels"])
        if "Run" not in row["labels"]:
            total += _number(sorted(row["labels"]), row["properties"])
    for row in store.rows("MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS type, b.id AS b, properties(r) AS properties"):
        edges[row["type"]] += 1
        if row["type"] != "LOADED":
            total += _number([row["a"], row["type"], row["b"]], row["properties"])
    name, version = store.server
    return Inventory(
        uri=store.uri,
        server=name,
        version=version,
        nodes=dict(sorted(nodes.items())),
        edges=dict(sorted(edges.items())),
        snapshots=tuple(snapshots(store)),
        digest=f"{total % _MODULUS:064x}",
    )


def snapshots(store: Store) -> list[dict[str, Any]]:
    """Return the snapshots loaded, by register and date: source, snapshot, loaded_at, records, rejected."""
    return list(
        store.rows(
            "MATCH (r:Run)-[:LOADED]->(s:Source) WHERE r.partial IS NULL WITH s, r ORDER BY r.id "
            "WITH s, r.snapshot AS snapshot, collect(r) AS runs WITH s, snapshot, runs[size(runs) - 1] AS r "
            "RETURN substring(s.id, 7) AS source, snapshot, r.finished_at AS loaded_at, r.read - r.rejected AS records, "
            "r.rejected AS rejected ORDER BY source, snapshot"
        )
    )


def _number(head: list[str], properties: dict[str, Any]) -> int:
    """A 256-bit number of one node or edge; a graph's digest is their sum, so order does not matter."""
    kept = {key: _plain(value) for key, value in properties.items() if key not in VOLATILE}
    text = orjson.dumps([head, kept], option=orjson.OPT_SORT_KEYS)
    return int.from_bytes(hashlib.sha256(text).digest())


def _plain(value: Any) -> Any:
    """Servers differ in how they give back a whole number: 200.0 or 200."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return list(value) if isinstance(value, tuple) else value
