"""The edges of a batch, ready to be written: what its records say of one proposition is put together before the server is asked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from graph.parts import Props, merge_facts
from graph.vocabulary import EDGES


@dataclass(frozen=True, slots=True)
class Edge:
    """A proposition, what each record gives to its edge, and the row that makes the edge where there is none yet."""

    proposition: Props
    parts: Mapping[str, Props]
    row: Props


Edges: TypeAlias = Mapping[str, Mapping[str, Edge]]
"""By type of edge, then by the proposition's id."""


def gather(facts: Iterable[tuple[Props, str, Props]]) -> Edges:
    """Return the edges that facts make together: (proposition row, record id, part)."""
    wanted: dict[str, dict[str, tuple[Props, dict[str, Props]]]] = defaultdict(dict)
    for proposition, record, part in facts:
        _, parts = wanted[proposition["type"]].setdefault(proposition["id"], (proposition, {}))
        parts[record] = part
    return {
        kind: {pid: Edge(said, parts, edge_row(said, parts)) for pid, (said, parts) in by_pid.items()} for kind, by_pid in wanted.items()
    }


def edge_row(proposition: Props, parts: Mapping[str, Props]) -> Props:
    """Return what a statement takes to write an edge: its ends, its pid and all of its properties."""
    return {**ends(proposition), "props": merge_facts(with_pid(proposition), parts)}


def leaf_of(proposition: Mapping[str, Any]) -> str:
    """Return the id of the end from which the proposition's edge is written and found."""
    return str(proposition[EDGES[proposition["type"]].leaf])


def with_pid(proposition: Props) -> Props:
    """Return the proposition row with its id also under `pid`, as edges have it."""
    return {**proposition, "pid": proposition["id"]}


def ends(proposition: Mapping[str, Any]) -> Props:
    """Return the leaf, the hub and the pid of a proposition's edge."""
    leaf = EDGES[proposition["type"]].leaf
    hub = "subject" if leaf == "object" else "object"
    return {"leaf": proposition[leaf], "hub": proposition[hub], "pid": proposition["id"]}
