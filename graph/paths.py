"""Paths between two things over typed edges: the shortest first, and of those as long the ones with the best evidence.

`graph.frontiers` searches, and `graph.networks` is what it has found.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, Final

from graph.actors import meant
from graph.errors import Mistyped
from graph.frontiers import Sides
from graph.networks import Edge, Network
from graph.status import STRENGTH
from graph.stores.bolt import Store
from graph.trails import facts, names
from graph.vocabulary import EDGES, NOT_SAME, SAID_TO_BE_SAME, Status
from graph.words import edge_statuses, edge_types

LONGEST: Final = 8
COLUMNS: Final = (
    "path", "hop", "from", "type", "to", "against", "item", "status", "contested", "weakest", "asserted_by", "source", "pid", "also",
)  # fmt: skip
"""One row a hop; `from` and `to` are the edge's own ends, `against` says that the path goes against it, `also` are the pids of
other edges between the two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step of a path: the strongest edge between the two, whether it is walked `against` its direction, and the others' pids."""

    subject: str
    type: str
    object: str
    against: bool
    pid: str
    status: str
    edge: Mapping[str, Any]
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A way from one thing to the other, and the status of its weakest hop."""

    hops: tuple[Hop, ...]
    weakest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """What was found between `a` and `b` (ids), what was tried, in words, and the names of the things on the way."""

    a: str
    b: str
    found: tuple[Path, ...]
    tried: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What paths may be like: `via` these edge types and none `without`, edges of these statuses, so many hops and paths."""

    via: Collection[str] = ()
    without: Collection[str] = ()
    statuses: Collection[str] = ()
    max_hops: int = 4
    k: int = 3

    def types(self) -> tuple[str, ...]:
        """The edge types to walk; those that say that two things are not one are no connection unless they are asked for."""
        left_out = {*edge_types(self.without), *(() if self.via else (NOT_SAME, SAID_TO_BE_SAME))}
        kept = tuple(name for name in edge_types(self.via) or EDGES if name not in left_out)
        if not kept:
            raise Mistyped("no edge type is left to go by", hint="--without leaves out all that --via names.")
        return kept

    def kept(self) -> tuple[Status, ...]:
        """The statuses to keep; what has ended only when it is asked for."""
        return edge_statuses(self.statuses) or tuple(status for status in STRENGTH if status is not Status.ENDED)

    def __str__(self) -> str:
        over = "edges of " + ", ".join(edge_types(self.via)) if self.via else "every edge type"
        left_out = f" but {', '.join(edge_types(self.without))}" if self.without else ""
        statuses = f"status {' or '.join(self.kept())}" if self.statuses else "ended edges left out"
        return f"up to {self.max_hops} hop{'s' * (self.max_hops > 1)}, over {over}{left_out}, {statuses}"


def between(store: Store, a: str, b: str, search: Search = Search()) -> Paths:
    """Return up to `search.k` paths between two things, given by id, name or alias, whichever way the edges point.

    No path visits a thing twice, and no two visit the same things in the same order: where several edges join two things,
    the hop is the one with the strongest status, by `graph.status.STRENGTH`. Shorter paths come first, then those whose
    weakest hop is stronger, then by the ids on the way. Raises Mistyped for unknown words, and for two words for one thing.
    """
    types, statuses = search.types(), search.kept()
    start, end = meant(store, a), meant(store, b)
    if start.id == end.id:
        raise Mistyped(f"a path needs two things, and both {a!r} and {b!r} are {start.name} ({start.id})")
    sides = Sides(store, types, statuses, start.id, end.id)
    ways = list(islice(sides.ways(search.max_hops), search.k))
    paths = _paths(store, sides.network, ways)
    ids = {start.id, end.id} | {key for way in ways for key in way}
    ids |= {key for path in paths for hop in path.hops for key in (hop.edge.get("item", ""), *hop.edge.get("asserted_by", ()))}
    looked = f"{len(sides):,} things looked at"
    return Paths(a=start.id, b=end.id, found=paths, tried=f"{search}; {looked}", names=names(store, sorted(ids)))


def rows(paths: Paths, *, named: bool = False) -> list[dict[str, Any]]:
    """Return one row a hop, with COLUMNS, in order; `named` puts names for ids, and of the other edges their number, where people read."""
    called = paths.names if named else {}
    return [
        {
            "path": number,
            "hop": count,
            "from": called.get(hop.subject, hop.subject),
            "type": hop.type,
            "to": called.get(hop.object, hop.object),
            "against": hop.against,
            "item": called.get(hop.edge.get("item", ""), hop.edge.get("item")),
            "status": hop.status,
            "contested": bool(hop.edge.get("contested")),
            "weakest": path.weakest,
            "asserted_by": [called.get(key, key) for key in hop.edge.get("asserted_by", ())],
            "source": hop.edge.get("sources"),
            "pid": hop.pid,
            "also": len(hop.also) if named else list(hop.also),
        }
        for number, path in enumerate(paths.found, 1)
        for count, hop in enumerate(path.hops, 1)
    ]


def as_text(paths: Paths) -> str:
    """Return the paths as text made to be read; what was tried when there are none."""
    a, b = (f"{paths.names.get(key, key)} ({key})" for key in (paths.a, paths.b))
    if not paths.found:
        return f"no path between {a} and {b}: {paths.tried}"
    count = f"{len(paths.found)} path{'s' * (len(paths.found) > 1)}"
    told = (line for number, path in enumerate(paths.found, 1) for line in _told(number, path, paths.names))
    return "\n".join([f"{a} to {b}: {count}", f"  {paths.tried}", *told])


def _told(number: int, path: Path, called: Mapping[str, str]) -> Iterator[str]:
    yield f"\n{number}. {len(path.hops)} hop{'s' * (len(path.hops) > 1)}, the weakest {path.weakest}"
    for hop in path.hops:
        edge, one, other = hop.edge, called.get(hop.subject, hop.subject), called.get(hop.object, hop.object)
        item = f" ({called.get(edge['item'], edge['item'])})" if edge.get("item") else f" ({edge['scope']})" if edge.get("scope") else ""
        yield f"   {other} ◀──{hop.type}── {one}{item}" if hop.against else f"   {one} ──{hop.type}──▶ {other}{item}"
        contested = ", contested" if edge.get("contested") and hop.status != Status.CONTESTED else ""
        by = f"; by {', '.join(called.get(key, key) for key in edge['asserted_by'])}" if edge.get("asserted_by") else ""
        yield f"      {hop.status}{contested}{by}; in {', '.join(edge.get('sources', ())) or 'no source'}"
        also = f", and {len(hop.also)} other edge{'s' * (len(hop.also) > 1)} between the two" if hop.also else ""
        yield f"      {hop.pid}{also}"


def _paths(store: Store, network: Network, ways: Iterable[tuple[str, ...]]) -> tuple[Path, ...]:
    steps = [[(one, other, network.edges(one, other)) for one, other in pairwise(way)] for way in ways]
    ends = {(one, other, edges[0]) for step in steps for one, other, edges in step}
    known = facts(store, [(pid, subject, other if subject == one else one) for one, other, (_, pid, subject) in ends])
    found = []
    for step in steps:
        hops = tuple(_hop(one, other, edges, known[edges[0][1]]) for one, other, edges in step)
        found.append(Path(hops=hops, weakest=STRENGTH[max(edges[0][0] for _, _, edges in step)]))
    return tuple(found)


def _hop(one: str, other: str, edges: Sequence[Edge], edge: Mapping[str, Any]) -> Hop:
    rank, pid, subject = edges[0]
    return Hop(
        subject=subject,
        type=pid.partition(":")[0].upper(),
        object=other if subject == one else one,
        against=subject != one,
        pid=pid,
        status=STRENGTH[rank],
        edge=edge,
        also=tuple(pid for _, pid, _ in edges[1:]),
    )
