"""Query answers as py2neo objects, and those pushed to a real Neo4j."""

import subprocess
import sys

import pytest

import graph
from graph import batches
from graph.load import Options

pytest.importorskip("py2neo")

PATHS = "MATCH path = (:Entity {id: 'country:IR'})-[:SUPPLIES]->(:Entity {id: 'country:RU'}) RETURN path"

PUSH = f"""
import os, sys, graph, py2neo
from py2neo.bulk import merge_relationships

uri = sys.argv[1]
with graph.open_store(uri) as store:
    found = graph.to_py2neo(store.ask({PATHS!r}, {{}}))
    store.clear()
server = py2neo.Graph(uri, auth=(os.environ["ACTORGRAPH_USER"], os.environ["ACTORGRAPH_PASSWORD"]))
server.create(found)
edges = [(r.start_node["id"], dict(r), r.end_node["id"]) for r in found.relationships]
merge_relationships(server.auto(), edges, ("SUPPLIES", "pid"), start_node_key=("Entity", "id"), end_node_key=("Entity", "id"))
"""
"""In a process of its own, since py2neo leaves its sockets open."""


@pytest.fixture
def story(store):
    list(batches.load_all(store, batches.seeds(), Options(), lambda _: lambda *_: None))
    return store


def test_an_answer_becomes_a_subgraph_with_an_edge_a_proposition(story):
    found = graph.to_py2neo(story.ask(PATHS, {}))
    assert {node["id"] for node in found.nodes} == {"country:IR", "country:RU"}
    assert {(type(r).__name__, r["item"], r["status"]) for r in found.relationships} == {
        ("SUPPLIES", "item:uav", "acknowledged"),
        ("SUPPLIES", "item:uav-plant-material", "single_source"),
    }


@pytest.mark.parametrize("uri", ["neo4j"], indirect=True)
def test_a_subgraph_pushed_to_neo4j_keeps_parallel_edges(story, uri):
    subprocess.run([sys.executable, "-c", PUSH, uri], check=True)
    rows = list(story.rows("MATCH (a)-[r:SUPPLIES]->(b) RETURN a.id AS a, r.item AS item, b.id AS b ORDER BY item"))
    assert rows == [{"a": "country:IR", "item": item, "b": "country:RU"} for item in ("item:uav", "item:uav-plant-material")]
