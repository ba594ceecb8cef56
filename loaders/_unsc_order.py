"""What the order of a page of meetings tells of its misprints: the numbers of resolutions rise with their days.

A number under two days of one page is believed where it lies between those of its neighbours, if it does so on one day
only. A resolution whose year is not the page's is read as of that year where its number lies between its neighbours'.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from loaders._un_symbols import council


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A resolution as the table has it, with the meeting that adopted it and its place in the table."""

    place: int
    meeting: str
    day: str
    symbol: str
    number: int
    year: str


def misprints(adopted: Sequence[Vote], year: str) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Return, by meeting, which of its symbols are not believed and why, and which are to be read as which.

    `adopted` is in the order of the table; `year` is the page's.
    """
    under = defaultdict[int, list[Vote]](list)
    for vote in adopted:
        under[vote.number].append(vote)
    twice = {number for number, votes in under.items() if len({vote.day for vote in votes}) > 1}
    sure = [vote for vote in adopted if vote.year == year and vote.number not in twice]
    faults, read_as = defaultdict[str, dict[str, str]](dict), defaultdict[str, dict[str, str]](dict)
    for number, votes in under.items():
        days = {vote.day for vote in votes if number not in twice or _in_order(vote, sure)}
        for vote in votes:
            if days != {vote.day}:
                faults[vote.meeting][vote.symbol] = _fault(vote, sure, *days)
            elif vote.year != year and None not in _neighbours(vote, sure) and _in_order(vote, sure):
                read_as[vote.meeting][vote.symbol] = council(str(number), year)
    return faults, read_as


def _in_order(vote: Vote, sure: Sequence[Vote]) -> bool:
    """Whether a number lies between those of its neighbours, in a table that falls or rises; at its end, on the one side."""
    if len(sure) < 2:
        return False
    above, below = _neighbours(vote, sure)
    high, low = (above, below) if sure[0].number > sure[-1].number else (below, above)
    return (low is None or low.number < vote.number) and (high is None or vote.number < high.number)


def _neighbours(vote: Vote, sure: Sequence[Vote]) -> tuple[Vote | None, Vote | None]:
    """Return the nearest resolutions of the meetings above and below."""
    above, below = bisect_left(sure, vote.place, key=_place), bisect_right(sure, vote.place, key=_place)
    return sure[above - 1] if above else None, sure[below] if below < len(sure) else None


_place = attrgetter("place")


def _fault(vote: Vote, sure: Sequence[Vote], *days: str) -> str:
    if len(days) != 1:
        return f"{vote.symbol} cannot have been adopted on two days"
    near = " and ".join(str(number) for number in sorted(other.number for other in _neighbours(vote, sure) if other))
    return f"{vote.symbol} of {vote.day} is a misprint: it stands beside {near}, and is in order on {days[0]}"
