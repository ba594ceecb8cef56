"""What becomes of each pair: joined, held back because something contradicts it, told apart by somebody, or a candidate."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final

from graph.identity.facts import contradictions
from graph.identity.pairs import Pair, Sorted


class Verdict(StrEnum):
    """What becomes of a pair."""

    JOINED = "joined"
    CONFLICT = "conflict"
    TOLD_APART = "told apart"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair, what becomes of it, and why not where it is held back: contradictions, or whom joining it would confuse."""

    pair: Pair
    verdict: Verdict
    reasons: tuple[str, ...] = ()


_SAID: Final = "stated to be different"


def judged(found: Sorted, apart: Collection[frozenset[str]]) -> Iterator[Judged]:
    """Yield each pair with its verdict, in order, so that the stronger ones are joined first.

    `apart` are those that somebody states to be different: they are never joined, nor through others. A pair that
    would bring together, through others, two parties that contradict each other is held back as a conflict. Two
    parties that share a name alone and contradict each other are no candidates, and are left out.
    """
    groups = _Groups(found, apart)
    for pair in found.pairs():
        if frozenset((pair.a.id, pair.b.id)) in apart:
            yield Judged(pair, Verdict.TOLD_APART, (_SAID,))
            continue
        against = contradictions(pair.a, pair.b) + pair.misled
        if not pair.firm:
            if not against and not groups.together(pair.a.id, pair.b.id):
                yield Judged(pair, Verdict.CANDIDATE)
            continue
        reasons = against or groups.against(pair.a.id, pair.b.id)
        if reasons:
            yield Judged(pair, Verdict.CONFLICT, reasons)
        else:
            groups.join(pair.a.id, pair.b.id)
            yield Judged(pair, Verdict.JOINED)


class _Groups:
    """Parties that are one through the pairs joined so far, by their ids."""

    def __init__(self, found: Sorted, apart: Collection[frozenset[str]]) -> None:
        self._party, self._apart = found.party, apart
        self._members: dict[str, tuple[str, ...]] = {}

    def together(self, a: str, b: str) -> bool:
        """Whether the two are one already."""
        return b in self._of(a)

    def against(self, a: str, b: str) -> tuple[str, ...]:
        """Return what keeps the two groups from being one, in words; nothing when they may be, or are."""
        if self.together(a, b):
            return ()
        found = []
        for x, y in product(self._of(a), self._of(b)):
            said = (_SAID,) if frozenset((x, y)) in self._apart else contradictions(self._party(x), self._party(y))
            found += [f"{x} and {y} through it: {reason}" for reason in said]
        return tuple(found)

    def join(self, a: str, b: str) -> None:
        """Make the two groups one."""
        if not self.together(a, b):
            members = (*self._of(a), *self._of(b))
            self._members.update(dict.fromkeys(members, members))

    def _of(self, one: str) -> tuple[str, ...]:
        return self._members.get(one, (one,))
