"""The graph as a py2neo Subgraph, for notebooks that have py2neo (end of life since 2023): objects only, no connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.errors import ActorgraphError
from graph.vocabulary import KEY_LABEL

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from py2neo import Subgraph


def to_py2neo(graph: MultiDiGraph) -> Subgraph:
    """Return the nodes and edges of a network from `to_networkx` as unbound py2neo objects.

    A node has its labels and the merge key (Entity, id); a relationship has its pid, which a merge must use as its
    key, `("SUPPLIES", "pid")`, or parallel edges become one. None is left out. Raises ActorgraphError without py2neo.
    """
    try:
        from py2neo import Node, Relationship, Subgraph
    except ImportError as error:
        raise ActorgraphError("py2neo is not installed", hint="pip install 'actorgraph[py2neo]'") from error

    nodes: dict[str, Any] = {}
    for key, attributes in graph.nodes(data=True):
        node = nodes[key] = Node(*attributes.get("labels", (KEY_LABEL,)))
        node.update({**_without(attributes, "labels"), "id": key})
        node.__primarylabel__, node.__primarykey__ = KEY_LABEL, "id"
    relationships = []
    for subject, object_, pid, attributes in graph.edges(keys=True, data=True):
        relationship = Relationship(nodes[subject], attributes["type"], nodes[object_])
        relationship.update({**_without(attributes, "type"), "pid": pid})
        relationships.append(relationship)
    return Subgraph(nodes.values(), relationships)


def _without(attributes: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in attributes.items() if key != name and value is not None}
