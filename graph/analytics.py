"""Steps that work a report's answer out from the rows of its statement, where Cypher alone would be slow.

A saved question names one of them as `then`. A step takes the rows, the parameters' values and the most rows wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from graph.errors import Mistyped
from graph.stores.bolt import Answer

if TYPE_CHECKING:
    from networkx import DiGraph

Step: TypeAlias = Callable[[Answer, Mapping[str, Any], int], Answer]

_DIGITS: Final = 6


def brokers(answer: Answer, values: Mapping[str, Any], limit: int) -> Answer:
    """Return the actors through which the shortest paths between two blocs run, by their share of these, then by degree.

    Takes a row an actor: `actor`, its `blocs` ("a", "b", both or none), its `degree`, and its `ties`, the actors it has dealings
    with. `betweenness` is the share, from 0 to 1, of the shortest paths from a member of one bloc to a member of the
    other that pass through the actor, each pair of members counting the same. `top` of the values says how many rows; raises
    Mistyped when it is less than 1.
    """
    if values["top"] < 1:
        raise Mistyped("top takes 1 or more")
    rows = [dict(zip(answer.columns, row)) for row in answer.rows]
    network = _network(rows)
    sides = [{row["actor"] for row in rows if side in row["blocs"]} for side in ("a", "b")]
    shares = _shares(network, *sides)
    found = [(row["actor"], row["blocs"], row["degree"], shares.get(row["actor"], 0.0)) for row in rows]
    found.sort(key=lambda row: (-row[3], -row[2], row[0]))
    wanted = found[: values["top"]]
    return Answer(columns=("actor", "blocs", "degree", "betweenness"), rows=tuple(wanted[:limit]), cut=len(wanted) > limit)


STEPS: Final[Mapping[str, Step]] = {"brokers": brokers}
"""The steps by the name that a question gives as `then`."""


def _network(rows: Collection[Mapping[str, Any]]) -> DiGraph:
    """Who deals with whom, both ways; without actors on no path: those who have but one tie and are of neither bloc."""
    import networkx as nx

    network = nx.DiGraph()
    network.add_nodes_from(row["actor"] for row in rows)
    network.add_edges_from((one, other) for row in rows for tie in row["ties"] for one, other in ((row["actor"], tie), (tie, row["actor"])))
    members = {row["actor"] for row in rows if row["blocs"]}
    ends = [actor for actor in network if actor not in members and network.out_degree(actor) < 2]
    while ends:
        beside = {other for actor in ends for other in network[actor]}
        network.remove_nodes_from(ends)
        ends = [actor for actor in beside if actor in network and actor not in members and network.out_degree(actor) < 2]
    return network


def _shares(network: DiGraph, one: Collection[str], other: Collection[str]) -> dict[str, float]:
    import networkx as nx

    pairs = sum(len(nx.node_connected_component(network.to_undirected(as_view=True), actor) & {*other} - {actor}) for actor in one)
    passed = nx.betweenness_centrality_subset(network, sorted(one), sorted(other), normalized=False)
    return {actor: round(count / pairs, _DIGITS) for actor, count in passed.items()} if pairs else {}
