"""Paths between two things: what a network holds, and what a store gives, on both servers."""

from collections.abc import Callable, Iterator
from itertools import pairwise, permutations
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import batches, catalogue, paths
from graph.errors import Mistyped
from graph.load import load
from graph.networks import Network
from graph.paths import Paths, Search
from graph.status import STRENGTH
from graph.stores import open_store
from graph.stores.bolt import Store
from graph.vocabulary import WITHOUT_EDGE, Status

DOSSIER = """
dossier: bridges
title: Who knows whom
version: 2023-06-01

entities:
  - {id: org:a, kind: Organisation, name: Alder}
  - {id: org:b, kind: Organisation, name: Birch}
  - {id: org:c, kind: Organisation, name: Cedar}
  - {id: org:d, kind: Organisation, name: Dogwood}
  - {id: org:e, kind: Organisation, name: Elm}
  - {id: org:alone, kind: Organisation, name: Alone}
  - {id: org:paper, kind: Organisation, name: Paper}
  - {id: org:other, kind: Organisation, name: Other paper}
  - {id: item:rope, kind: Item, name: Rope}

documents:
  - id: doc:one
    title: One
    publisher: org:paper
    published: 2023-01-01
    url: https://example.org/one
    claims:
      - {says: asserts, speaker: org:paper, subject: org:a, type: SUPPLIES, object: org:b, item: item:rope, locator: para 1}
      - {says: asserts, speaker: org:paper, subject: org:c, type: OWNS, object: org:b, locator: para 2}
      - {says: asserts, speaker: org:paper, subject: org:a, type: OFFERS, object: org:d, locator: para 3}
      - {says: asserts, speaker: org:paper, subject: org:d, type: OFFERS, object: org:c, locator: para 4}
      - {says: denies, speaker: org:c, subject: org:d, type: OFFERS, object: org:c, locator: para 5}
      - {says: asserts, speaker: org:paper, subject: org:a, type: ACTS_FOR, object: org:b, locator: para 6}
      - {says: asserts, speaker: org:paper, subject: org:c, type: NOT_SAME_AS, object: org:e, locator: para 7}
      - {says: denies, speaker: org:e, subject: org:a, type: SUPPLIES, object: org:e, locator: para 8}
  - id: doc:two
    title: Two
    publisher: org:other
    published: 2023-01-02
    url: https://example.org/two
    claims:
      - {says: asserts, speaker: org:other, subject: org:a, type: ACTS_FOR, object: org:b, locator: para 1}
      - {says: acknowledges, speaker: org:c, subject: org:c, type: OWNS, object: org:b, locator: para 2}
"""

Go = Callable[..., Paths]


@pytest.fixture(scope="module")
def laden(place: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the seeds, and a few organisations with bridges between them."""
    path = tmp_path_factory.mktemp("dossier") / "bridges.yaml"
    path.write_text(DOSSIER, encoding="utf-8")
    with open_store(place) as store:
        store.clear()
        store.prepare()
        for batch in [*batches.seeds(), batches.Batch(catalogue.find("dossier"), (path,))]:
            load(store, batch.loader, batch.paths)
        yield store


@pytest.fixture
def go(laden: Store) -> Go:
    return lambda a, b, **options: paths.between(laden, a, b, Search(**options))


def ways(found: Paths) -> list[tuple[tuple[str, ...], str]]:
    """Each path as its edge types, `<` before those walked against, and its weakest status."""
    return [(tuple("<" * hop.against + hop.type for hop in path.hops), path.weakest) for path in found.found]


def test_the_shortest_come_first_and_of_those_as_long_the_one_with_the_stronger_weakest_hop(go: Go) -> None:
    assert ways(go("Alder", "Cedar")) == [(("ACTS_FOR", "<OWNS"), "corroborated"), (("OFFERS", "OFFERS"), "contested")]


def test_a_hop_is_the_strongest_edge_and_names_the_others(go: Go) -> None:
    hop = go("Alder", "Birch").found[0].hops[0]
    assert (hop.type, hop.status, len(hop.also), hop.also[0].partition(":")[0]) == ("ACTS_FOR", "corroborated", 1, "supplies")


def test_only_edges_of_the_types_asked_for_are_walked(go: Go) -> None:
    assert ways(go("Alder", "Cedar", via=["supplies, owns"])) == [(("SUPPLIES", "<OWNS"), "single_source")]
    assert ways(go("Alder", "Cedar", without=["OFFERS"])) == [(("ACTS_FOR", "<OWNS"), "corroborated")]


def test_only_edges_of_the_statuses_asked_for_are_walked(go: Go) -> None:
    assert ways(go("Alder", "Cedar", statuses=["single_source", "contested"])) == [(("OFFERS", "OFFERS"), "contested")]


def test_what_says_that_two_are_not_one_is_no_connection_unless_asked_for(go: Go) -> None:
    assert ways(go("Cedar", "Elm")) == []
    assert ways(go("Cedar", "Elm", via=["NOT_SAME_AS"])) == [(("NOT_SAME_AS",), "single_source")]


def test_what_is_only_denied_is_no_connection(go: Go) -> None:
    assert ways(go("Alder", "Elm")) == []


def test_no_path_says_what_was_tried(go: Go) -> None:
    said = paths.as_text(go("Alder", "Alone", via=["OWNS"], max_hops=1))
    assert said == (
        "no path between Alder (org:a) and Alone (org:alone): up to 1 hop, over edges of OWNS, ended edges left out; 2 things looked at"
    )


def test_k_limits_the_paths_and_max_hops_their_length(go: Go) -> None:
    assert len(go("Iran", "Russia", k=5).found) == 5
    assert ways(go("Alder", "Cedar", max_hops=1)) == []


def test_the_way_back_is_the_same_way(go: Go) -> None:
    there, back = go("Alder", "Cedar"), go("Cedar", "Alder")
    assert [[hop.pid for hop in path.hops] for path in there.found] == [[hop.pid for hop in path.hops][::-1] for path in back.found]


def test_the_paths_of_the_story_are_those_that_networkx_finds(laden: Store, go: Go) -> None:
    """Another search over the same edges: the k shortest by their lengths, and the same shortest ones."""
    network = nx.Graph()
    edges = laden.rows("MATCH (a:Entity)-[r]->(b:Entity) WHERE r.status <> 'ended' RETURN a.id AS a, b.id AS b, type(r) AS type")
    network.add_edges_from((row["a"], row["b"]) for row in edges if row["type"] not in ("NOT_SAME_AS", "SAID_TO_BE_SAME_AS"))
    for a, b in (("country:IR", "place:alabuga-sez"), ("person:john-kirby", "org:iran-mfa"), ("country:UA", "un:S/RES/1737(2006)")):
        found = go(a, b, k=1_000, max_hops=3)
        walked = {tuple(_ids(path, a)) for path in found.found}
        assert walked == {tuple(way) for way in nx.all_simple_paths(network, a, b, cutoff=3)}
        assert [len(path.hops) for path in found.found] == sorted(len(path.hops) for path in found.found)


def _ids(path: paths.Path, start: str) -> Iterator[str]:
    yield start
    for hop in path.hops:
        yield hop.subject if hop.against else hop.object


def test_the_text_shows_the_direction_and_the_evidence_of_each_hop(go: Go) -> None:
    said = paths.as_text(go("Alder", "Cedar", k=1))
    assert said.splitlines()[0] == "Alder (org:a) to Cedar (org:c): 1 path"
    assert "1. 2 hops, the weakest corroborated" in said
    assert "   Alder ──ACTS_FOR──▶ Birch\n      corroborated; by Other paper, Paper; in doc:one, doc:two" in said
    assert "   Birch ◀──OWNS── Cedar\n      acknowledged; by Paper; in doc:one, doc:two" in said


def test_rows_have_a_hop_each_with_the_edges_own_ends(go: Go) -> None:
    (first, second) = paths.rows(go("Alder", "Cedar", k=1))
    assert tuple(first) == paths.COLUMNS
    assert (first["from"], first["type"], first["to"], first["against"]) == ("org:a", "ACTS_FOR", "org:b", False)
    assert (second["from"], second["type"], second["to"], second["against"]) == ("org:c", "OWNS", "org:b", True)
    assert {first["weakest"], second["weakest"]} == {"corroborated"}


@pytest.mark.parametrize(
    ("words", "options", "said"),
    [
        (("Alder", "alder"), {}, "both 'Alder' and 'alder' are Alder"),
        (("Alder", "Bich"), {}, "nothing in the graph is called 'Bich'"),
        (("Alder", "Birch"), {"via": ["OWN"]}, "no edge type is called 'OWN'"),
        (("Alder", "Birch"), {"statuses": ["offical"]}, "no status of an edge is called 'offical'"),
        (("Alder", "Birch"), {"statuses": ["denied_only"]}, "no status of an edge is called 'denied_only'"),
        (("Alder", "Birch"), {"via": ["OWNS"], "without": ["OWNS"]}, "no edge type is left"),
    ],
)
def test_what_is_mistyped_is_refused(words: tuple[str, str], options: dict[str, list[str]], said: str, go: Go) -> None:
    with pytest.raises(Mistyped, match=said):
        go(*words, **options)


# Laws of the network in memory

EDGES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 3)).filter(lambda edge: edge[0] != edge[1]), max_size=18)


def network(edges: list[tuple[int, int, int]]) -> Network:
    made = Network()
    for number, (one, other, rank) in enumerate(edges):
        made.add(str(one), rank, [(str(other), f"owns:{number}")], out=True)
    return made


@given(EDGES)
def test_the_ways_are_all_there_are_each_once_the_stronger_first(edges: list[tuple[int, int, int]]) -> None:
    made, best = network(edges), {}
    for one, other, rank in edges:
        key = frozenset((str(one), str(other)))
        best[key] = min(rank, best.get(key, rank))
    for length in range(1, 5):
        middles = permutations([str(n) for n in range(6) if n], length - 1)
        every = [("0", *middle, "6") for middle in middles]
        wanted = sorted(
            (max(best[frozenset(hop)] for hop in pairwise(way)), way)
            for way in every
            if all(frozenset(hop) in best for hop in pairwise(way))
        )
        assert list(made.ways("0", "6", length)) == [way for _, way in wanted]


@given(EDGES, st.randoms())
def test_the_order_in_which_edges_are_met_does_not_matter(edges: list[tuple[int, int, int]], chance: object) -> None:
    numbered = list(enumerate(edges))
    chance.shuffle(numbered)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    made = Network()
    for number, (one, other, rank) in numbered:
        made.add(str(other), rank, [(str(one), f"owns:{number}")], out=False)
    again = network(edges)
    assert [list(made.ways("0", "6", n)) for n in range(1, 5)] == [list(again.ways("0", "6", n)) for n in range(1, 5)]


def test_every_status_of_an_edge_has_its_strength() -> None:
    assert set(STRENGTH) == set(Status) - WITHOUT_EDGE


def test_a_hub_is_met_and_not_walked_through(laden: Store, tmp_path: Path) -> None:
    """Two parties of one list of 3,000: the list's state is found from both, and its other edges are not read."""
    parties = catalogue.find(str(Path(__file__).parent / "registers" / "parties.py"))
    lines = tmp_path / "parties.jsonl"
    lines.write_text("".join(f'{{"id": "{n}", "name": "Party {n}", "programmes": ["A"]}}\n' for n in range(3_000)), encoding="utf-8")
    load(laden, parties, (lines,))
    found = paths.between(laden, "party:7", "party:2900", Search(k=1))
    assert ways(found) == [(("<SANCTIONS", "SANCTIONS"), "official")]
    assert found.tried.endswith("; 3 things looked at")
