"""The search for ways between two things, from both ends: a level at a time, the cheaper end first.

So a hub in the middle, such as a state that lists thousands of parties, is met and not walked through. What stands for a
register's unknown parties is no way: those whom it supplied have nothing in common.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from graph.networks import Network
from graph.status import STRENGTH
from graph.stores.bolt import Store
from graph.vocabulary import KEY_LABEL


@dataclass(slots=True)
class Sides:
    """The search from both ends: what has been seen from each, by its distance, and the edges met so far."""

    store: Store
    types: Sequence[str]
    statuses: Sequence[str]
    a: str
    b: str
    network: Network = field(default_factory=Network)
    seen: dict[str, set[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many things were met."""
        return len(set().union(*self.seen.values()))

    def ways(self, max_hops: int) -> Iterator[tuple[str, ...]]:
        """Yield the ways between the ends as ids, shortest first, then by their weakest hop."""
        self.seen = {key: {key} for key in (self.a, self.b)}
        edge = {key: {key} for key in (self.a, self.b)}
        for length in range(1, max_hops + 1):
            end, other = sorted((self.a, self.b), key=lambda key: self._cost(edge[key]))
            near = self._expand(edge[end] - {other})
            edge[end] = near - self.seen[end]
            self.seen[end] |= near
            yield from self.network.ways(self.a, self.b, length)
            if not edge[end]:
                yield from (way for rest in range(length + 1, max_hops + 1) for way in self.network.ways(self.a, self.b, rest))
                return

    def _cost(self, ids: Collection[str]) -> int:
        if len(ids) > _AT_ONCE:
            return len(ids) * _USUAL_DEGREE
        return sum(row["n"] for row in self.store.rows(_DEGREE, ids=sorted(ids)))

    def _expand(self, ids: Collection[str]) -> set[str]:
        """Take in all edges of these things; return the things at their other ends."""
        near: set[str] = set()
        for batch in _batches(sorted(ids)):
            given = {"ids": batch, "statuses": list(self.statuses), "ends": [self.a, self.b]}
            for out, (left, right) in ((True, ("-", "->")), (False, ("<-", "-"))):
                for row in self.store.rows(_step("|".join(self.types), left, right), **given):
                    near |= {other for other, _ in row["pairs"]}
                    self.network.add(row["id"], STRENGTH.index(row["status"]), row["pairs"], out=out)
        return near


_AT_ONCE: Final = 1_000
_USUAL_DEGREE: Final = 8
_DEGREE: Final = f"UNWIND $ids AS id MATCH (n:{KEY_LABEL} {{id: id}}) RETURN COUNT {{ (n)--() }} AS n"


def _step(types: str, left: str, right: str) -> str:
    return (
        f"UNWIND $ids AS id MATCH (n:{KEY_LABEL} {{id: id}}) MATCH (n){left}[r:{types}]{right}(m:{KEY_LABEL}) "
        "WHERE r.status IN $statuses AND (coalesce(m.party_type, '') <> 'unknown' OR m.id IN $ends) "
        "RETURN id, r.status AS status, collect([m.id, r.pid]) AS pairs"
    )


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
