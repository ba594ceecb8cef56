"""GEXF 1.3 (gexf.net), as Gephi reads it: kinds and statuses in colour, edges on a time line.

An edge starts on the first day of `from`, else of `from_min`, and ends on the last day of `until`, else of
`until_max`. Both days are included, as GEXF has it: a type with an exclusive `until` ends the day before one that is a
whole day. A bound that is no date is left out, and both are where the edge would end before it starts. All bounds
are among the attributes too, unchanged. Gephi merges parallel edges of one kind, so the second one's kind is `TYPE 2`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from graph import dates
from graph.errors import BadDate
from graph.exports.attributes import NOT_IN_XML, Attributes, Column, Edge, Node, cells, column, columns, edges, nodes
from graph.exports.colours import KIND_COLOURS, STATUS_COLOURS, kind_of
from graph.vocabulary import EDGES

if TYPE_CHECKING:
    from lxml.etree import _Element
    from networkx import MultiDiGraph

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
"""


def write(graph: MultiDiGraph, file: IO[bytes]) -> None:
    """Write the network, the same bytes for equal networks."""
    for line in _lines(list(nodes(graph, NOT_IN_XML)), list(edges(graph, NOT_IN_XML))):
        file.write(line.encode())


def read(file: IO[bytes]) -> MultiDiGraph:
    """Return the network of a GEXF file; raises what the XML parser raises, KeyError and ValueError."""
    import networkx as nx
    from lxml import etree

    graph, known = nx.MultiDiGraph(), dict[tuple[str, str], Column]()
    for _, element in etree.iterparse(file, tag=("{*}attributes", "{*}node", "{*}edge"), resolve_entities=False, no_network=True):
        if element.tag.endswith("attributes"):
            for part in element.iterfind("{*}attribute"):
                key = part.attrib["id"]
                known[element.attrib["class"], key] = column(key, part.attrib["title"], part.attrib["type"])
        elif element.tag.endswith("node"):
            graph.add_nodes_from([(element.attrib["id"], _read(element, "node", known))])
            element.clear()
        else:
            ends = (element.attrib["source"], element.attrib["target"])
            graph.add_edges_from([(*ends, element.get("id"), _read(element, "edge", known))])
            element.clear()
    return graph


def lifetime(attributes: Attributes) -> tuple[str, str]:
    """Return the first and last day of an edge, each empty where it is open or no date."""
    start = _day(attributes.get("from") or attributes.get("from_min"), last=False)
    until = attributes.get("until") or attributes.get("until_max")
    edge = EDGES.get(attributes.get("type", ""))
    if edge and edge.half_open and isinstance(until, str) and "T" not in until:
        until = f"before {until}"
    end = _day(until, last=True)
    return ("", "") if start and end and end < start else (start, end)


def _day(bound: object, *, last: bool) -> str:
    if not isinstance(bound, str):
        return ""
    try:
        moment = dates.parse(bound)
    except BadDate:
        return ""
    return ((moment.latest if last else moment.earliest) or "")[:10]


def _lines(ours: list[Node], theirs: list[Edge]) -> Iterator[str]:
    of_nodes, of_edges = columns((row for _, row in ours), "n"), columns((row for *_, row in theirs), "e")
    dynamic = any(any(lifetime(row)) for *_, row in theirs)
    yield _HEAD
    mode = 'mode="dynamic" timeformat="date"' if dynamic else 'mode="static"'
    yield f'<graph defaultedgetype="directed" {mode}>\n'
    for end, declared in (("node", of_nodes), ("edge", of_edges)):
        yield f'<attributes class="{end}" mode="static">\n'
        for key in declared.values():
            yield f'<attribute id="{key.id}" title={quoteattr(key.name)} type="{key.declared}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>\n"
    for name, row in ours:
        colour = KIND_COLOURS.get(kind_of(row.get("labels", ())), "")
        label = quoteattr(str(row.get("name", name)))
        yield f"<node id={quoteattr(name)} label={label}>{_values(row, of_nodes)}{_colour(colour)}</node>\n"
    yield "</nodes>\n<edges>\n"
    seen = Counter[tuple[str, str, str]]()
    for edge in theirs:
        yield _edge(edge, of_edges, seen)
    yield "</edges>\n</graph>\n</gexf>\n"


def _edge(edge: Edge, of_edges: Mapping[tuple[str, str], Column], seen: Counter[tuple[str, str, str]]) -> str:
    subject, object_, key, row = edge
    kind = str(row.get("type", ""))
    seen[subject, object_, kind] += 1
    nth = seen[subject, object_, kind]
    start, end = lifetime(row)
    named = {
        "id": key,
        "source": subject,
        "target": object_,
        "label": kind,
        "kind": kind if nth == 1 else f"{kind} {nth}",
        "start": start,
        "end": end,
    }
    written = " ".join(f"{name}={quoteattr(text)}" for name, text in named.items() if text)
    return f"<edge {written}>{_values(row, of_edges)}{_colour(STATUS_COLOURS.get(row.get('status', ''), ''))}</edge>\n"


def _values(row: Attributes, within: Mapping[tuple[str, str], Column]) -> str:
    values = "".join(f'<attvalue for="{key.id}" value={quoteattr(text)}/>' for key, text in cells(row, within))
    return f"<attvalues>{values}</attvalues>"


def _colour(written: str) -> str:
    """The element for a colour written as `#rrggbb`; nothing for no colour."""
    if not written:
        return ""
    red, green, blue = bytes.fromhex(written[1:])
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'


def _read(element: _Element, end: str, known: Mapping[tuple[str, str], Column]) -> Attributes:
    found = ((known[end, str(part.attrib["for"])], str(part.attrib["value"])) for part in element.iterfind("{*}attvalues/{*}attvalue"))
    return {key.name: key.read(text) for key, text in found}
