"""GraphML (graphml.graphdrawing.org, 1.0): one `data` element an attribute, edge ids are the keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from graph.exports.attributes import NOT_IN_XML, Attributes, Column, cells, column, columns, edges, nodes

if TYPE_CHECKING:
    from lxml.etree import _Element
    from networkx import MultiDiGraph

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'


def write(graph: MultiDiGraph, file: IO[bytes]) -> None:
    """Write the network, the same bytes for equal networks."""
    for line in _lines(graph):
        file.write(line.encode())


def read(file: IO[bytes]) -> MultiDiGraph:
    """Return the network of a GraphML file; raises what the XML parser raises, KeyError and ValueError."""
    import networkx as nx
    from lxml import etree

    graph, known = nx.MultiDiGraph(), dict[str, Column]()
    for _, element in etree.iterparse(file, tag=("{*}key", "{*}node", "{*}edge"), resolve_entities=False, no_network=True):
        if element.tag.endswith("key"):
            key = element.attrib["id"]
            known[key] = column(key, element.get("attr.name", key), element.get("attr.type", "string"))
            continue
        attributes = _read(element, known)
        if element.tag.endswith("node"):
            graph.add_nodes_from([(element.attrib["id"], attributes)])
        else:
            graph.add_edges_from([(element.attrib["source"], element.attrib["target"], element.get("id"), attributes)])
        element.clear()
    return graph


def _lines(graph: MultiDiGraph) -> Iterator[str]:
    ours, theirs = list(nodes(graph, NOT_IN_XML)), list(edges(graph, NOT_IN_XML))
    of_nodes, of_edges = columns((row for _, row in ours), "n"), columns((row for *_, row in theirs), "e")
    yield _HEAD
    for end, declared in (("node", of_nodes), ("edge", of_edges)):
        for key in declared.values():
            yield f'<key id="{key.id}" for="{end}" attr.name={quoteattr(key.name)} attr.type="{key.declared}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for name, row in ours:
        yield f"<node id={quoteattr(name)}>{_data(row, of_nodes)}</node>\n"
    for subject, object_, pid, row in theirs:
        yield f"<edge id={quoteattr(pid)} source={quoteattr(subject)} target={quoteattr(object_)}>{_data(row, of_edges)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _data(row: Attributes, within: Mapping[tuple[str, str], Column]) -> str:
    return "".join(f'<data key="{key.id}">{escape(text, {chr(13): "&#13;"})}</data>' for key, text in cells(row, within))


def _read(element: _Element, known: Mapping[str, Column]) -> Attributes:
    found = ((known[str(part.attrib["key"])], part.text or "") for part in element.iterfind("{*}data"))
    return {key.name: key.read(text) for key, text in found}
