"""The graph as a networkx network: entities and the typed edges between them, without the evidence layer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from graph.errors import Mistyped
from graph.vocabulary import KEY_LABEL, Status

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from graph.stores.bolt import Store

Row: TypeAlias = dict[str, Any]

_AT_ONCE = 1_000
_NODE = "RETURN n.id AS id, labels(n) AS labels, properties(n) AS properties ORDER BY id"
_EDGE = """WHERE size($statuses) = 0 OR r.status IN $statuses
RETURN r.pid AS pid, s.id AS subject, o.id AS object, type(r) AS type, properties(r) AS properties ORDER BY pid"""

_NODES = f"MATCH (n:{KEY_LABEL}) {_NODE}"
_NODES_NAMED = f"UNWIND $ids AS named MATCH (n:{KEY_LABEL} {{id: named}}) {_NODE}"
_EDGES = f"MATCH (s:{KEY_LABEL})-[r]->(o:{KEY_LABEL}) {_EDGE}"
_EDGES_FROM = f"UNWIND $ids AS named MATCH (s:{KEY_LABEL} {{id: named}}) MATCH (s)-[r]->(o:{KEY_LABEL}) {_EDGE}"
_EDGES_TO = f"UNWIND $ids AS named MATCH (o:{KEY_LABEL} {{id: named}}) MATCH (o)<-[r]-(s:{KEY_LABEL}) {_EDGE}"


def to_networkx(store: Store, *, focus: str | None = None, hops: int = 1, statuses: Collection[str] = ()) -> MultiDiGraph:
    """Return the store's entities and the typed edges between them, in the order of their ids and pids.

    A node is keyed by its entity's id and has the entity's properties and `labels` (sorted); an edge is keyed by
    its pid and has its properties and `type`. Dates are ISO text.

    `statuses` keeps only the edges that have one of them. `focus` keeps the entities within `hops` edges of the one
    with that id, whichever way the edges point, and all kept edges among them. With either, an entity without an
    edge is left out, except the focus itself. Raises Mistyped for a status or an id that does not exist.
    """
    unknown = sorted(set(statuses) - set(Status))
    if unknown:
        raise Mistyped(f"no status is called {', '.join(unknown)}", hint=f"There are {', '.join(Status)}.")
    if focus is not None:
        return _neighbourhood(store, focus, hops, sorted(statuses))
    edges = list(store.rows(_EDGES, statuses=sorted(statuses)))
    ends = {edge[end] for edge in edges for end in ("subject", "object")}
    return _network((node for node in store.rows(_NODES) if not statuses or node["id"] in ends), edges)


def _neighbourhood(store: Store, focus: str, hops: int, statuses: list[str]) -> MultiDiGraph:
    if hops < 0:
        raise Mistyped("a neighbourhood reaches 0 hops or more")
    if not list(store.rows(_NODES_NAMED, ids=[focus])):
        raise Mistyped(f"nothing in the store has the id {focus!r}", hint="`actorgraph find` looks an id up by name.")
    reached, frontier = {focus}, {focus}
    edges: dict[str, Row] = {}
    for _ in range(hops):
        for statement in (_EDGES_FROM, _EDGES_TO):
            edges |= {edge["pid"]: edge for edge in _rows(store, statement, frontier, statuses=statuses)}
        frontier = {edge[end] for edge in edges.values() for end in ("subject", "object")} - reached
        reached |= frontier
    among = (edge for edge in _rows(store, _EDGES_FROM, frontier, statuses=statuses) if edge["object"] in reached)
    edges |= {edge["pid"]: edge for edge in among}
    return _network(_rows(store, _NODES_NAMED, reached), edges.values())


def _rows(store: Store, statement: str, ids: Collection[str], **params: Any) -> Iterator[Row]:
    wanted = sorted(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        yield from store.rows(statement, ids=wanted[start : start + _AT_ONCE], **params)


def _network(nodes: Iterable[Row], edges: Iterable[Row]) -> MultiDiGraph:
    """Sorted here as well: servers order text differently."""
    import networkx as nx

    graph = nx.MultiDiGraph()
    for node in sorted(nodes, key=lambda row: row["id"]):
        graph.add_nodes_from([(node["id"], {**node["properties"], "labels": sorted(node["labels"])})])
    for edge in sorted(edges, key=lambda row: row["pid"]):
        graph.add_edges_from([(edge["subject"], edge["object"], edge["pid"], {**edge["properties"], "type": edge["type"]})])
    return graph
