"""Exports: what travels in a network file and comes back, what a py2neo Subgraph holds, what is taken from the store."""

import io
import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from graph.errors import ActorgraphError, BadFile, Mistyped
from graph.exports.attributes import NOT_IN_UTF8, NOT_IN_XML
from graph.exports.colours import KIND_COLOURS, STATUS_COLOURS, kind_of
from graph.exports.files import FORMATS, read, write
from graph.exports.gexf import lifetime
from graph.exports.network import to_networkx
from graph.exports.py2neo import to_py2neo
from graph.vocabulary import KINDS, Status

XML_FORMATS = ("graphml", "gexf")


def story() -> nx.MultiDiGraph:
    """Two states, two parallel sanctions, a contested supply, and a party that nobody is linked to."""
    graph = nx.MultiDiGraph()
    country = ["Actor", "Country", "Entity"]
    graph.add_node("country:IR", id="country:IR", name="Iran", labels=country, aliases=["Islamic Republic of Iran", "ایران"])
    graph.add_node("country:RU", id="country:RU", name="Russia", labels=country, aliases=[])
    graph.add_node("country:US", id="country:US", name="United States", labels=country)
    graph.add_node("org:alone", id="org:alone", name="", labels=["Actor", "Entity", "Organisation"], founded=1999)
    supply = {
        "status": "acknowledged",
        "contested": True,
        "from_min": "2022-08-01",
        "tiv": 2.5,
        "n_originals": 2,
        "asserted_by": ["country:US"],
    }
    graph.add_edge("country:IR", "country:RU", key="supplies:1", pid="supplies:1", type="SUPPLIES", **supply)
    for pid, scope in (("sanctions:1", "NPWMD"), ("sanctions:2", "IRAN")):
        graph.add_edge("country:US", "country:IR", key=pid, pid=pid, type="SANCTIONS", status="official", contested=False, scope=scope)
    return graph


def written(graph: nx.MultiDiGraph, format: str) -> bytes:
    file = io.BytesIO()
    write(graph, format, file)
    return file.getvalue()


def reread(graph: nx.MultiDiGraph, format: str) -> nx.MultiDiGraph:
    return read(format, io.BytesIO(written(graph, format)))


def content(graph: nx.MultiDiGraph) -> tuple[dict[str, Any], dict[tuple[str, str, str], Any]]:
    return dict(graph.nodes(data=True)), {(s, o, key): data for s, o, key, data in graph.edges(keys=True, data=True)}


def one_edge(**attributes: Any) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    graph.add_edges_from([("a", "b", "supplies:1", attributes)])
    return graph


# Files: there and back


@pytest.mark.parametrize("format", FORMATS)
def test_a_network_that_was_written_is_read_back_equal(format):
    again = reread(story(), format)
    assert isinstance(again, nx.MultiDiGraph)
    assert content(again) == content(story())


@pytest.mark.parametrize("format", FORMATS)
def test_values_come_back_with_their_types(format):
    values = {
        "flag": True,
        "number": 1,
        "share": 1.0,
        "digits": "1",
        "word": "true",
        "list": ["1"],
        "text": '["1"]',
        "empty": "",
        "none": [],
    }
    (*_, again), *_ = reread(one_edge(**values), format).edges(data=True)
    assert again == values
    assert {name: type(value) for name, value in again.items()} == {name: type(value) for name, value in values.items()}


@pytest.mark.parametrize("format", FORMATS)
def test_one_name_may_hold_values_of_several_types(format):
    graph = nx.MultiDiGraph()
    for key, year in (("a", 1999), ("b", "1999"), ("c", ["1999"]), ("d", True), ("e", 19.99)):
        graph.add_node(key, id=key, year=year)
    assert [year for _, year in reread(graph, format).nodes(data="year")] == [1999, "1999", ["1999"], True, 19.99]


@pytest.mark.parametrize("format", FORMATS)
def test_equal_networks_give_equal_bytes_in_whatever_order_they_were_made(format):
    turned = nx.MultiDiGraph()
    turned.add_nodes_from((key, dict(reversed(data.items()))) for key, data in reversed(list(story().nodes(data=True))))
    turned.add_edges_from(reversed(list(story().edges(keys=True, data=True))))
    assert written(turned, format) == written(story(), format)


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_network_is_a_file_too(format):
    assert content(reread(nx.MultiDiGraph(), format)) == ({}, {})


@pytest.mark.parametrize("format", FORMATS)
def test_none_is_left_out_and_a_tuple_is_a_list(format):
    (*_, again), *_ = reread(one_edge(item=None, sources=("a", None, "b")), format).edges(data=True)
    assert again == {"sources": ["a", "b"]}


@pytest.mark.parametrize("format", FORMATS)
def test_a_very_long_text_comes_back_whole(format):
    text = "<&\"'>]]>\r\n\t" * 100_000
    (*_, again), *_ = reread(one_edge(text=text), format).edges(data=True)
    assert again == {"text": text}


@pytest.mark.parametrize("format", XML_FORMATS)
@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_a_character_that_xml_forbids_is_replaced(format, sign):
    (*_, again), *_ = reread(one_edge(**{"text": f"a{sign}b", f"c{sign}": [f"d{sign}"]}), format).edges(data=True)
    assert again == {"text": "a\ufffdb", "c\ufffd": ["d\ufffd"]}


def test_json_keeps_control_characters_and_replaces_lone_surrogates():
    (*_, again), *_ = reread(one_edge(text="a\x00b\ud800"), "node-link").edges(data=True)
    assert again == {"text": "a\x00b\ufffd"}


@pytest.mark.parametrize("format", FORMATS)
def test_a_value_that_no_format_can_carry_is_refused(format):
    with pytest.raises(ActorgraphError, match="'when' holds a dict"):
        written(one_edge(when={"year": 2022}), format)


def test_node_link_refuses_an_edge_attribute_that_would_hide_an_end():
    with pytest.raises(ActorgraphError, match=r"supplies:1: .* called source"):
        written(one_edge(source="a register"), "node-link")


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("found", [b"", b"<graph", b"{}", b"[1]", b'{"nodes":[1],"edges":[]}', b"\xff", b"<graphml><node/></graphml>"])
def test_a_file_that_is_no_network_is_refused(format, found):
    with pytest.raises(BadFile, match=f"not a network in {format}"):
        read(format, io.BytesIO(found))


def test_a_refused_file_is_named(tmp_path):
    path = tmp_path / "cut.graphml"
    path.write_bytes(written(story(), "graphml")[:-20])
    with path.open("rb") as file, pytest.raises(BadFile, match=r"cut\.graphml"):
        read("graphml", file)


def test_an_entity_in_a_file_is_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    doctype = f'<!DOCTYPE graphml [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    text = f'{doctype}<graphml><key id="n0" attr.name="x"/><graph><node id="a"><data key="n0">&e;</data></node></graph></graphml>'
    assert content(read("graphml", io.BytesIO(text.encode())))[0] == {"a": {"x": ""}}


@pytest.mark.parametrize("act", [lambda: written(story(), "dot"), lambda: read("dot", io.BytesIO())])
def test_another_format_is_refused_with_the_ones_there_are(act):
    with pytest.raises(Mistyped, match=r"graphml, gexf, node-link"):
        act()


# Files: any text at all

NASTY = (
    "\x00",
    "\x1f",
    "]]>",
    "<![CDATA[",
    "</script>",
    "<!--",
    "&amp;",
    "&#0;",
    "\r\n",
    "\t",
    " ",
    "\ufeff",
    "\ufffe",
    "😀",
    "\u202e",
    "=1+1",
    '"',
    "'",
)
texts = st.text() | st.lists(st.sampled_from(NASTY) | st.text(max_size=3), max_size=6).map("".join)
values = (
    texts
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.lists(texts)
    | st.none()
)
names = texts.filter(lambda name: not NOT_IN_XML.search(name) and name not in {"", "id", "source", "target", "key"})
rows = st.dictionaries(names, values, max_size=5)


@st.composite
def networks(draw: st.DrawFn) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    keys = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    graph.add_nodes_from((key, {**draw(rows), "id": key}) for key in keys)
    for number in range(draw(st.integers(0, 4))):
        ends = draw(st.tuples(st.sampled_from(keys), st.sampled_from(keys)))
        graph.add_edges_from([(*ends, f"supplies:{number}", draw(rows))])
    return graph


def allowed(row: Mapping[str, Any], format: str) -> dict[str, Any]:
    forbidden = NOT_IN_XML if format in XML_FORMATS else NOT_IN_UTF8

    def clean(value: Any) -> Any:
        if isinstance(value, list):
            return [clean(part) for part in value]
        return forbidden.sub("\ufffd", value) if isinstance(value, str) else value

    return {name: clean(value) for name, value in row.items() if value is not None}


@pytest.mark.parametrize("format", FORMATS)
@settings(deadline=None)
@given(graph=networks())
def test_any_network_comes_back_with_every_character_the_format_allows(format, graph):
    again = content(reread(graph, format))
    nodes, edges = content(graph)
    assert again == ({k: allowed(v, format) for k, v in nodes.items()}, {k: allowed(v, format) for k, v in edges.items()})


@pytest.mark.parametrize("format", XML_FORMATS)
@settings(deadline=None)
@given(graph=networks())
def test_any_network_is_well_formed_xml(format, graph):
    root = etree.fromstring(written(graph, format))
    assert len(root.findall(".//{*}node")) == len(graph)
    assert len(root.findall(".//{*}edge")) == graph.number_of_edges()


# Files: as other tools read them


def as_text(row: Mapping[str, Any]) -> dict[str, Any]:
    """Lists as the XML formats show them."""
    return {
        name: json.dumps(value, ensure_ascii=False, separators=(",", ":")) if isinstance(value, list) else value
        for name, value in row.items()
    }


def test_networkx_reads_the_graphml():
    theirs = nx.read_graphml(io.BytesIO(written(story(), "graphml")), edge_key_type=str, force_multigraph=True)
    nodes, edges = content(story())
    assert content(theirs) == ({k: as_text(v) for k, v in nodes.items()}, {k: as_text(v) for k, v in edges.items()})


def test_networkx_reads_the_gexf():
    theirs = nx.read_gexf(io.BytesIO(written(story(), "gexf")))
    nodes, edges = content(theirs)
    assert nodes.keys() == story().nodes.keys()
    assert all(nodes[key].items() >= as_text(row).items() for key, row in content(story())[0].items())
    assert all(edges[key].items() >= as_text(row).items() for key, row in content(story())[1].items())


def test_networkx_reads_the_node_link():
    theirs = nx.node_link_graph(json.loads(written(story(), "node-link")), edges="edges")
    nodes, edges = content(story())
    assert content(theirs) == ({k: {n: v for n, v in row.items() if n != "id"} for k, row in nodes.items()}, edges)


def gexf(graph: nx.MultiDiGraph) -> etree._Element:
    return etree.fromstring(written(graph, "gexf")).find("{*}graph")


def test_gexf_colours_nodes_by_kind_and_edges_by_status():
    def colours(path: str) -> dict[str, str]:
        found = ((element.get("id"), element.find("{*}color")) for element in gexf(story()).iterfind(path))
        return {key: "#" + "".join(f"{int(colour.get(part)):02x}" for part in "rgb") for key, colour in found}

    country = KIND_COLOURS["Country"]
    assert colours("{*}nodes/{*}node") == {
        **{"country:IR": country, "country:RU": country, "country:US": country},
        "org:alone": KIND_COLOURS["Organisation"],
    }
    assert colours("{*}edges/{*}edge") == {
        "supplies:1": STATUS_COLOURS[Status.ACKNOWLEDGED],
        **{"sanctions:1": STATUS_COLOURS[Status.OFFICIAL], "sanctions:2": STATUS_COLOURS[Status.OFFICIAL]},
    }


def test_gexf_leaves_a_node_or_edge_of_no_kind_and_status_uncoloured():
    assert gexf(one_edge(status="unheard of")).findall(".//{*}color") == []


def test_gexf_names_nodes_by_name_and_keeps_parallel_edges_apart():
    graph = gexf(story())
    assert [node.get("label") for node in graph.iterfind("{*}nodes/{*}node")] == ["Iran", "Russia", "United States", ""]
    assert [edge.get("kind") for edge in graph.iterfind("{*}edges/{*}edge")] == ["SANCTIONS", "SANCTIONS 2", "SUPPLIES"]


def test_gexf_has_a_time_line_when_an_edge_has_a_date():
    assert (gexf(story()).get("mode"), gexf(story()).get("timeformat")) == ("dynamic", "date")
    assert (gexf(one_edge(type="OWNS")).get("mode"), gexf(one_edge(type="OWNS")).get("timeformat")) == ("static", None)
    (supply,) = gexf(story()).xpath("//*[@id='supplies:1']")
    assert (supply.get("start"), supply.get("end")) == ("2022-08-01", None)


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({}, ("", "")),
        ({"from_min": "2022-08-01", "from_max": "2022-08-31"}, ("2022-08-01", "")),
        ({"until_min": "2022-02-01", "until_max": "2022-02-23"}, ("", "2022-02-23")),
        ({"from": "2022-09-01", "from_min": "2022-08-01", "until": "2023", "until_max": "2024-01-01"}, ("2022-09-01", "2023-12-31")),
        ({"from": "2025-09-27T20:00:01-04:00", "until": "2025-09-30T10:00:00Z"}, ("2025-09-28", "2025-09-30")),
        ({"from": "2023-01-01", "until": "2022-01-01"}, ("", "")),
        ({"from": "some day", "until": 2022}, ("", "")),
        ({"type": "IN_FORCE", "from": "2016-01-16", "until": "2023-10-18"}, ("2016-01-16", "2023-10-17")),
        ({"type": "IN_FORCE", "from": "2016-01-16", "until": "2023-10-18T10:00:00Z"}, ("2016-01-16", "2023-10-18")),
        ({"type": "IN_FORCE", "from": "2016-01-16", "until": "0001-01-01"}, ("2016-01-16", "")),
    ],
)
def test_an_edge_lives_from_its_first_day_to_its_last(bounds, expected):
    assert lifetime(bounds) == expected


# Colours


def test_every_kind_and_every_status_has_a_colour_of_its_own():
    assert KIND_COLOURS.keys() == KINDS.keys()
    assert STATUS_COLOURS.keys() == set(Status)
    assert all(len(set(colours.values())) == len(colours) for colours in (KIND_COLOURS, STATUS_COLOURS))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_labels_of_a_kind_tell_it(kind):
    assert kind_of(sorted(kind.labels)) == kind.name


def test_other_labels_tell_no_kind():
    assert kind_of(["Proposition"]) == ""


# py2neo


def test_a_subgraph_has_every_node_with_its_labels_and_its_merge_key():
    nodes = to_py2neo(story()).nodes
    assert {(node["id"], node["name"], *sorted(node.labels)) for node in nodes} == {
        ("country:IR", "Iran", "Actor", "Country", "Entity"),
        ("country:RU", "Russia", "Actor", "Country", "Entity"),
        ("country:US", "United States", "Actor", "Country", "Entity"),
        ("org:alone", "", "Actor", "Entity", "Organisation"),
    }
    assert {(node.__primarylabel__, node.__primarykey__) for node in nodes} == {("Entity", "id")}
    assert not any("labels" in node for node in nodes)


def test_a_subgraph_keeps_parallel_relationships_apart_by_their_pid():
    found = to_py2neo(story()).relationships
    assert {(type(r).__name__, r.start_node["id"], r.end_node["id"], r["pid"], r["status"]) for r in found} == {
        ("SUPPLIES", "country:IR", "country:RU", "supplies:1", "acknowledged"),
        ("SANCTIONS", "country:US", "country:IR", "sanctions:1", "official"),
        ("SANCTIONS", "country:US", "country:IR", "sanctions:2", "official"),
    }


def test_a_subgraph_holds_lists_and_any_name_but_neither_none_nor_the_type():
    graph = one_edge(type="SUPPLIES", item=None, self="a", nodes=["b"], **{"a b": 1})
    (relationship,) = to_py2neo(graph).relationships
    assert dict(relationship) == {"pid": "supplies:1", "self": "a", "nodes": ["b"], "a b": 1}
    assert {(node["id"], *node.labels) for node in relationship.nodes} == {("a", "Entity"), ("b", "Entity")}


def test_without_py2neo_the_way_to_install_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "py2neo", None)
    with pytest.raises(ActorgraphError, match=r"pip install 'actorgraph\[py2neo\]'"):
        to_py2neo(story())


# From the store


def test_networkx_is_loaded_only_when_a_network_is_made():
    modules = "network", "files", "py2neo", "gexf", "graphml", "nodelink"
    imports = "; ".join(f"import graph.exports.{name}" for name in modules)
    loaded = f"{imports}; import sys; print({{'networkx', 'lxml', 'neo4j', 'py2neo'}} & sys.modules.keys())"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout == "set()\n"


def fill(store: Any) -> None:
    """A chain Iran - Russia - Ukraine with a short cut among the ends, a loop, an evidence layer, and a party alone."""
    statement = """
    CREATE (ir:Entity:Actor:Country {id: 'country:IR', name: 'Iran', aliases: ['Islamic Republic of Iran']})
    CREATE (ru:Entity:Actor:Country {id: 'country:RU', name: 'Russia'})
    CREATE (ua:Entity:Actor:Country {id: 'country:UA', name: 'Ukraine'})
    CREATE (us:Entity:Actor:Country {id: 'country:US', name: 'United States'})
    CREATE (org:Entity:Actor:Organisation {id: 'org:alone', name: 'Alone'})
    CREATE (p:Proposition {id: 'supplies:1'})
    CREATE (ir)-[:SUPPLIES {pid: 'supplies:1', status: 'acknowledged', contested: true, asserted_by: ['country:US']}]->(ru)
    CREATE (ru)-[:ATTACKS {pid: 'attacks:1', status: 'corroborated'}]->(ua)
    CREATE (ua)-[:ACCUSES {pid: 'accuses:1', status: 'single_source'}]->(ir)
    CREATE (us)-[:SANCTIONS {pid: 'sanctions:2', status: 'official', scope: 'IRAN'}]->(ru)
    CREATE (us)-[:SANCTIONS {pid: 'sanctions:1', status: 'ended', scope: 'NPWMD'}]->(ru)
    CREATE (us)-[:RELATED_TO {pid: 'related_to:1', status: 'reference'}]->(us)
    CREATE (us)-[:ASSERTS]->(p)
    CREATE (p)-[:SUBJECT]->(ir)
    """
    store.write(lambda tx: tx.run(statement).consume())


def pids(graph: nx.MultiDiGraph) -> list[str]:
    return [pid for *_, pid in graph.edges(keys=True)]


def test_the_store_becomes_a_network_of_entities_and_typed_edges(store):
    fill(store)
    graph = to_networkx(store)
    assert list(graph) == ["country:IR", "country:RU", "country:UA", "country:US", "org:alone"]
    assert graph.nodes["country:IR"] == {
        "id": "country:IR",
        "name": "Iran",
        "aliases": ["Islamic Republic of Iran"],
        "labels": ["Actor", "Country", "Entity"],
    }
    assert sorted(pids(graph)) == ["accuses:1", "attacks:1", "related_to:1", "sanctions:1", "sanctions:2", "supplies:1"]
    assert graph.edges["country:IR", "country:RU", "supplies:1"] == {
        "pid": "supplies:1",
        "type": "SUPPLIES",
        "status": "acknowledged",
        "contested": True,
        "asserted_by": ["country:US"],
    }


def test_an_empty_store_becomes_an_empty_network(store):
    assert content(to_networkx(store)) == ({}, {})


def test_kept_statuses_leave_out_other_edges_and_whom_no_kept_edge_meets(store):
    fill(store)
    graph = to_networkx(store, statuses={"official", "acknowledged"})
    assert list(graph) == ["country:IR", "country:RU", "country:US"]
    assert sorted(pids(graph)) == ["sanctions:2", "supplies:1"]


@pytest.mark.parametrize("focus", ["country:IR", "country:US", "org:alone"])
def test_a_neighbourhood_is_what_networkx_cuts_out_of_the_whole(store, focus):
    fill(store)
    whole = to_networkx(store)
    for hops in range(4):
        assert content(to_networkx(store, focus=focus, hops=hops)) == content(nx.ego_graph(whole, focus, hops, undirected=True))


def test_a_neighbourhood_is_reached_by_kept_edges_only(store):
    fill(store)
    graph = to_networkx(store, focus="country:IR", hops=3, statuses=["acknowledged", "ended"])
    assert list(graph) == ["country:IR", "country:RU", "country:US"]
    assert sorted(pids(graph)) == ["sanctions:1", "supplies:1"]


def test_a_neighbourhood_of_more_than_one_batch_is_whole(store):
    hub = "CREATE (:Entity:Actor:Country {id: 'country:US', name: 'United States'})"
    spokes = """UNWIND range(1, 2500) AS n MATCH (us:Entity {id: 'country:US'})
    CREATE (o:Entity:Actor {id: 'ofac:' + toString(n), name: 'x'})
    CREATE (o)<-[:SANCTIONS {pid: 'sanctions:' + toString(n), status: 'official'}]-(us)"""
    for statement in (hub, spokes):
        store.write(lambda tx, text=statement: tx.run(text).consume())
    graph = to_networkx(store, focus="ofac:7", hops=2)
    assert (len(graph), graph.number_of_edges()) == (2501, 2500)


def test_a_focus_that_does_not_exist_is_refused(store):
    with pytest.raises(Mistyped, match="no:body"):
        to_networkx(store, focus="no:body")


def test_a_negative_number_of_hops_is_refused(store):
    with pytest.raises(Mistyped, match="0 hops or more"):
        to_networkx(store, focus="country:IR", hops=-1)


def test_a_status_that_does_not_exist_is_refused(store):
    with pytest.raises(Mistyped, match="no status is called disputed"):
        to_networkx(store, statuses=["disputed", "official"])
