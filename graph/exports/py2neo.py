"""The graph as a py2neo Subgraph, for notebooks that have py2neo (end of life since 2023): objects only, no connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from graph.errors import ActorgraphError
from graph.vocabulary import KEY_LABEL

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from py2neo import Subgraph

    from graph.stores.bolt import Answer

Thing: TypeAlias = tuple[str, Sequence[str], dict[str, Any]]
Link: TypeAlias = tuple[str, str, str, dict[str, Any]]


def to_py2neo(result: MultiDiGraph | Answer) -> Subgraph:
    """Return the nodes and edges of a network from `to_networkx`, or of the answer to a query, as unbound py2neo objects.

    A node has its labels and the merge key (Entity, id); a relationship has its pid, which a merge must use as its
    key, `("SUPPLIES", "pid")`, or parallel edges become one. None is left out. Of an answer, the nodes, edges and
    paths in its rows are taken; other cells, and edges whose ends are not among the nodes, are not. Raises
    ActorgraphError without py2neo.
    """
    try:
        from py2neo import Node, Relationship, Subgraph
    except ImportError as error:
        raise ActorgraphError("py2neo is not installed", hint="pip install 'actorgraph[py2neo]'") from error

    things, links = _of_network(result) if hasattr(result, "nodes") else _of_answer(result)
    nodes: dict[str, Any] = {}
    for key, labels, properties in things:
        node = nodes[key] = Node(*labels)
        node.update({name: value for name, value in properties.items() if value is not None})
        node.__primarylabel__, node.__primarykey__ = KEY_LABEL, "id"
    relationships = []
    for subject, type, object_, properties in links:
        if subject in nodes and object_ in nodes:
            relationship = Relationship(nodes[subject], type, nodes[object_])
            relationship.update({name: value for name, value in properties.items() if value is not None})
            relationships.append(relationship)
    return Subgraph(nodes.values(), relationships)


def _of_network(network: MultiDiGraph) -> tuple[list[Thing], list[Link]]:
    things = [
        (key, attributes.get("labels", (KEY_LABEL,)), {**_without(attributes, "labels"), "id": key})
        for key, attributes in network.nodes(data=True)
    ]
    links = [
        (subject, attributes["type"], object_, {**_without(attributes, "type"), "pid": pid})
        for subject, object_, pid, attributes in network.edges(keys=True, data=True)
    ]
    return things, links


def _of_answer(answer: Answer) -> tuple[list[Thing], list[Link]]:
    cells = [cell for row in answer.rows for value in row for cell in (value if isinstance(value, list) else [value])]
    paths = [cell for cell in cells if hasattr(cell, "relationships")]
    cells += [part for path in paths for part in (*path.nodes, *path.relationships)]
    nodes = [cell for cell in cells if hasattr(cell, "labels")]
    edges = [cell for cell in cells if hasattr(cell, "start_node") and not hasattr(cell, "relationships")]
    things: list[Thing] = [(node["id"], sorted(node.labels), dict(node.items())) for node in nodes]
    links: list[Link] = [(edge.start_node["id"], edge.type, edge.end_node["id"], dict(edge.items())) for edge in edges]
    return things, list({edge.element_id: link for edge, link in zip(edges, links)}.values())


def _without(attributes: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in attributes.items() if key != name and value is not None}
