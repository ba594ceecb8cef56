"""A record over a register's snapshots: a step function from dates to content.

Only the changes are kept. A change point says "from this snapshot on the record had this content", with an
empty digest for "it was not in the list". Snapshots may be observed in any order.
"""

from bisect import bisect_right
from dataclasses import dataclass

GONE = ""


@dataclass(frozen=True, slots=True)
class History:
    """Change points in order of date: the snapshot's date, the content's digest, the content as JSON text."""

    dates: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()

    @property
    def current(self) -> str:
        """The digest in the newest snapshot that knows it; empty when it is gone or was never seen."""
        return self.digests[-1] if self.digests else GONE

    @property
    def newest(self) -> str:
        """The digest of the newest content known, whether or not the record is gone since."""
        return next((digest for digest in reversed(self.digests) if digest != GONE), GONE)

    @property
    def gone_at(self) -> str:
        """The date of the first snapshot without it, while it is gone."""
        return self.dates[-1] if self.digests and self.digests[-1] == GONE else ""

    def at(self, date: str) -> str:
        """Return the digest that held in the snapshot of that date."""
        place = bisect_right(self.dates, date)
        return self.digests[place - 1] if place else GONE

    def until(self, date: str) -> str:
        """Return the date of the first snapshot known with other content than that of the given date; empty when there is none."""
        place = bisect_right(self.dates, date)
        return self.dates[place] if place < len(self.dates) else ""

    def observe(self, date: str, digest: str, version: str, following: str = "") -> "History":
        """Return the history with one more observation.

        `following` is the date of the next snapshot already loaded, if any: what held there goes on holding.
        """
        if not self.dates and not following:
            return History((date,), (digest,), (version,)) if digest != GONE else self
        points = {d: (g, v) for d, g, v in zip(self.dates, self.digests, self.versions)}
        if following and following not in points:
            place = bisect_right(self.dates, following)
            points[following] = (self.digests[place - 1], self.versions[place - 1]) if place else (GONE, "")
        points[date] = (digest, version)
        steps: list[tuple[str, str, str]] = []
        before = GONE
        for day in sorted(points):
            state, text = points[day]
            if state != before:
                steps.append((day, state, text))
            before = state
        return History(tuple(s[0] for s in steps), tuple(s[1] for s in steps), tuple(s[2] for s in steps))
