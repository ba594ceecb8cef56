"""Node-link JSON as networkx, D3 and Sigma read it: `nodes` with `id`, `edges` with `source`, `target` and `key`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

import orjson

from graph.errors import ActorgraphError
from graph.exports.attributes import NOT_IN_UTF8, Edge, edges, nodes

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_TAKEN = frozenset({"source", "target", "key"})


def write(graph: MultiDiGraph, file: IO[bytes]) -> None:
    """Write the network, one node or edge a line, the same bytes for equal networks.

    Raises ActorgraphError when an edge has an attribute called source, target or key: the format uses these itself.
    """
    file.write(b'{"directed":true,"multigraph":true,"graph":{},"nodes":[')
    _write_rows((row for _, row in nodes(graph, NOT_IN_UTF8)), file)
    file.write(b'],"edges":[')
    _write_rows((_row(edge) for edge in edges(graph, NOT_IN_UTF8)), file)
    file.write(b"]}\n")


def read(file: IO[bytes]) -> MultiDiGraph:
    """Return the network of a node-link file; raises ValueError, KeyError and TypeError for another file."""
    import networkx as nx

    graph, content = nx.MultiDiGraph(), orjson.loads(file.read())
    graph.add_nodes_from((row["id"], row) for row in content["nodes"])
    for row in content["edges"]:
        attributes = {name: value for name, value in row.items() if name not in _TAKEN}
        graph.add_edges_from([(row["source"], row["target"], row["key"], attributes)])
    return graph


def _row(edge: Edge) -> dict[str, Any]:
    subject, object_, key, attributes = edge
    taken = sorted(_TAKEN & attributes.keys())
    if taken:
        raise ActorgraphError(
            f"an edge has an attribute called {', '.join(taken)}, which node-link uses itself",
            where=key,
            hint="Export as graphml or gexf instead.",
        )
    return {**attributes, "source": subject, "target": object_, "key": key}


def _write_rows(rows: Iterator[dict[str, Any]], file: IO[bytes]) -> None:
    for number, row in enumerate(rows):
        file.write((b",\n" if number else b"\n") + orjson.dumps(row))
