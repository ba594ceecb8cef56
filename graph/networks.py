"""A network in memory: who is joined to whom by which edges, and the ways between two things in it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

Edge = tuple[int, str, str]
"""Its rank (0 is the strongest), its pid, and the id of its subject."""

_FAR: Final = 1_000_000


@dataclass(slots=True)
class Network:
    """Things and the edges between them, whichever way they point."""

    _edges: dict[str, dict[str, dict[str, Edge]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))
    _best: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def __len__(self) -> int:
        return len(self._edges)

    def add(self, id: str, rank: int, pairs: Iterable[tuple[str, str]], *, out: bool) -> None:
        """Add edges of one rank from a thing (`out`) or to it: (the other end, pid) pairs. An edge may be added twice."""
        for other, pid in pairs:
            edge = (rank, pid, id if out else other)
            for one, two in ((id, other), (other, id)):
                self._edges[one][two][pid] = edge
                self._best[one][two] = min(rank, self._best[one].get(two, rank))

    def edges(self, one: str, other: str) -> list[Edge]:
        """Return the edges between two things, the strongest first, then by pid."""
        return sorted(self._edges[one][other].values())

    def ways(self, start: str, end: str, length: int) -> Iterator[tuple[str, ...]]:
        """Yield the ways of exactly that length that visit nothing twice, as ids: those with a stronger weakest hop first, then by ids."""
        for rank in sorted({rank for near in self._best.values() for rank in near.values()}):
            apart = self._distances(end, rank, length - 1)
            if apart.get(start, _FAR) <= length:
                yield from (way for way in self._walks([start], end, length, rank, apart) if self.weakest(way) == rank)

    def weakest(self, way: tuple[str, ...]) -> int:
        """Return the rank of the weakest hop of a way."""
        return max(self._best[one][other] for one, other in pairwise(way))

    def _walks(self, way: list[str], end: str, left: int, rank: int, apart: dict[str, int]) -> Iterator[tuple[str, ...]]:
        near = self._best[way[-1]]
        if left == 1:
            if near.get(end, _FAR) <= rank:
                yield (*way, end)
            return
        for other in sorted(key for key, best in near.items() if best <= rank and apart.get(key, _FAR) < left and key != end):
            if other not in way:
                yield from self._walks([*way, other], end, left - 1, rank, apart)

    def _distances(self, end: str, rank: int, most: int) -> dict[str, int]:
        """How far things are from the end, up to so many hops more, over edges of the rank or a stronger one."""
        apart, edge = {end: 0}, {end}
        for hops in range(1, most + 2):
            edge = {key for one in edge for key, best in self._best[one].items() if best <= rank} - apart.keys()
            apart |= dict.fromkeys(edge, hops)
        return apart
