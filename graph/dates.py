"""Imprecise dates: what a source says about when, as earliest and latest days, and nothing more precise."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """When a deed held: both ends as bounds, ISO strings or None for open; all None is all of time.

    Strings of full days, or of instants in UTC (`2025-09-28T00:00:00Z`), so that they compare as text.
    """

    from_min: str | None = None
    from_max: str | None = None
    until_min: str | None = None
    until_max: str | None = None

    @property
    def bounds(self) -> tuple[str | None, str | None, str | None, str | None]:
        """The four bounds in order: from_min, from_max, until_min, until_max."""
        return (self.from_min, self.from_max, self.until_min, self.until_max)

    @property
    def limited(self) -> bool:
        """Whether any bound is known."""
        return any(self.bounds)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two may have a day in common; open sides reach to the end of time."""
        return not (self._ends_before(other) or other._ends_before(self))

    def _ends_before(self, other: "Period") -> bool:
        return self.until_max is not None and other.from_min is not None and self.until_max < other.from_min


def envelope(periods: Iterable[Period]) -> tuple[Period, bool]:
    """Return the period that holds all of them, and whether two of them are disjoint.

    A side is open as soon as one period leaves it open, so the envelope never starts after it ends.
    """
    held = tuple(periods)
    disjoint = any(a._ends_before(b) for a in held for b in held)
    return (
        Period(
            from_min=_least(p.from_min for p in held),
            from_max=_least(p.from_max for p in held),
            until_min=_most(p.until_min for p in held),
            until_max=_most(p.until_max for p in held),
        ),
        disjoint,
    )


def _least(bounds: Iterable[str | None]) -> str | None:
    found = list(bounds)
    return min((b for b in found if b), default=None) if all(found) else None


def _most(bounds: Iterable[str | None]) -> str | None:
    found = list(bounds)
    return max((b for b in found if b), default=None) if all(found) else None
