"""Imprecise dates: what a source says about when, as earliest and latest days, and nothing more precise."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final, TypeAlias

from msgspec import Struct

from graph.errors import BadDate

Written: TypeAlias = str | int | date | datetime
"""A date as a source or a YAML file writes it; an int is a year."""

ACCEPTED: Final = (
    "2022, 2022-08, 2022-08-24, 202X, 2022-XX, one of them with ~ (approximate), ? (uncertain) or % (both), "
    "2022-08/2022-10, 2022-08/.., before 2022-02-24, after 2022-02-24, circa 1960, or an instant 2025-09-27T20:00:00-04:00"
)

_PREFIX = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DAY_WITH_ZONE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})")
_YEARS = re.compile(r"[0-9]{2}(?:[0-9]X|XX)")
_WITHIN = re.compile(r"([0-9]{4})-XX(?:-XX)?|([0-9]{4}-[0-9]{2})-XX")
_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?")
_QUALIFIED = re.compile(r"([~?%]?)(.*?)([~?%]?)", re.DOTALL)
_WORD = re.compile(r"(?:(before|after|circa|about)\s+|(c\.)\s*)(.*)", re.IGNORECASE)
_SHOWN = 80
_FARTHEST_ZONE = timedelta(hours=14)


class Moment(Struct, frozen=True, kw_only=True):
    """When something happened, as far as the text says: bounds as in `Period`, None for an open side.

    The flags repeat what the text says of itself; they never widen the bounds.
    """

    earliest: str | None
    latest: str | None
    approximate: bool = False
    uncertain: bool = False
    text: str


_OPEN = Moment(earliest=None, latest=None, text="")


class Period(Struct, frozen=True, kw_only=True):
    """When a deed held: both ends as bounds, ISO strings or None for open; all None is all of time.

    Strings of full days, or of instants in UTC (`2025-09-28T00:00:01Z`), so that they compare as text.
    A day as an upper bound reaches to its end.
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
        """Whether the two may have a moment in common; open sides reach to the end of time."""
        return not (self._ends_before(other) or other._ends_before(self))

    def _ends_before(self, other: "Period") -> bool:
        return _precedes(self.until_max, other.from_min)


def parse(text: Written) -> Moment:
    """Return the earliest and latest day (or UTC instant, to the second) that the text allows.

    Read are Extended Date/Time Format (Library of Congress, 2019) levels 0 and 1 without seasons and without years
    beyond four digits, and the words of `ACCEPTED`. Midnight UTC is written as the day; a day with a zone, as UN
    files have it, is that day; fractions of a second are dropped. Raises BadDate for a date that does not exist, a
    time without a zone, and anything else.
    """
    return _parsed(_written(text))


def period(start: Written | None = None, end: Written | None = None) -> Period:
    """Return the period that began in `start` and ended in `end`; None leaves a side open.

    Raises BadDate for a side that cannot be read, and when it surely ends before it starts.
    """
    return _bounded(None if start is None else _written(start), None if end is None else _written(end))


def instant(text: Written) -> str:
    """Return one point in time to ask about: a day or a UTC instant; 2022 and 2022-08 mean their first day.

    Raises BadDate for what cannot be read and for what is no single point: intervals, words, X, and ~ ? %.
    """
    moment = parse(text)
    if moment.earliest is None or not any(form.fullmatch(moment.text) for form in (_PREFIX, _DAY_WITH_ZONE, _INSTANT)):
        raise BadDate(
            f"{_shown(moment.text)} is not one point in time; accepted are 2022, 2022-08, 2022-08-24 and 2025-09-27T20:00:00-04:00"
        )
    return moment.earliest


def today() -> str:
    """Return the current day in UTC, as `2022-08-24`."""
    return datetime.now(UTC).date().isoformat()


def now() -> str:
    """Return the current second in UTC, as `2022-08-24T09:30:00Z`, at midnight too."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def envelope(periods: Iterable[Period]) -> tuple[Period, bool]:
    """Return the period that holds all of them, and whether two of them are disjoint.

    A side is open as soon as one period leaves it open, so the envelope never starts after it ends.
    """
    held = tuple(periods)
    last_start = max((p.from_min for p in held if p.from_min), default=None)
    first_end = min((p.until_max for p in held if p.until_max), key=_end, default=None)
    return (
        Period(
            from_min=_least(p.from_min for p in held),
            from_max=_least((p.from_max for p in held), upper=True),
            until_min=_most(p.until_min for p in held),
            until_max=_most((p.until_max for p in held), upper=True),
        ),
        _precedes(first_end, last_start),
    )


@lru_cache(maxsize=8_192)
def _parsed(written: str) -> Moment:
    try:
        return _worded(written) or _interval(written) or _single(written, written)
    except BadDate as fault:
        raise _refused(written, fault.message) from None


@lru_cache(maxsize=8_192)
def _bounded(start: str | None, end: str | None) -> Period:
    first = _OPEN if start is None else _parsed(start)
    last = _OPEN if end is None else _parsed(end)
    if _precedes(last.latest, first.earliest):
        raise BadDate(f"a period from {first.text!r} until {last.text!r} ends before it starts; exchange the two or correct one")
    return Period(from_min=first.earliest, from_max=first.latest, until_min=last.earliest, until_max=last.latest)


def _least(bounds: Iterable[str | None], *, upper: bool = False) -> str | None:
    found = list(bounds)
    return min((b for b in found if b), key=_end if upper else None, default=None) if all(found) else None


def _most(bounds: Iterable[str | None], *, upper: bool = False) -> str | None:
    found = list(bounds)
    return max((b for b in found if b), key=_end if upper else None, default=None) if all(found) else None


def _precedes(upper: str | None, lower: str | None) -> bool:
    """Whether an upper bound lies before a lower one; unknown bounds precede nothing."""
    return upper is not None and lower is not None and _end(upper) < lower


def _end(bound: str) -> str:
    """A text that sorts after every instant of a day, when the bound is a day."""
    return bound if "T" in bound else f"{bound}T24"


def _written(text: Written) -> str:
    return text.isoformat() if isinstance(text, date) else str(text).strip()


def _worded(text: str) -> Moment | None:
    match = _WORD.fullmatch(text)
    if not match:
        return None
    bare, approximate, uncertain = _qualified(match[3])
    if _INSTANT.fullmatch(bare):
        raise BadDate("a time of day cannot follow a word")
    first, last = _span(bare)
    word = (match[1] or match[2]).lower()
    if word == "before":
        return Moment(earliest=None, latest=_beside(first, -1), approximate=approximate, uncertain=uncertain, text=text)
    if word == "after":
        return Moment(earliest=_beside(last, 1), latest=None, approximate=approximate, uncertain=uncertain, text=text)
    return Moment(earliest=first, latest=last, approximate=True, uncertain=uncertain, text=text)


def _interval(text: str) -> Moment | None:
    left, slash, right = text.partition("/")
    if not slash:
        return None
    start, end = (_OPEN if side in ("", "..") else _single(side, text) for side in (left, right))
    if start is end:
        raise BadDate("an interval needs a date on one side at least")
    if _precedes(end.latest, start.earliest):
        raise BadDate("it ends before it starts")
    return Moment(
        earliest=start.earliest,
        latest=end.latest,
        approximate=start.approximate or end.approximate,
        uncertain=start.uncertain or end.uncertain,
        text=text,
    )


def _single(text: str, whole: str) -> Moment:
    bare, approximate, uncertain = _qualified(text)
    first, last = _span(bare)
    return Moment(earliest=first, latest=last, approximate=approximate, uncertain=uncertain, text=whole)


def _qualified(text: str) -> tuple[str, bool, bool]:
    """The date without a qualifier before or after it, and whether it is approximate, uncertain."""
    match = _QUALIFIED.fullmatch(text)
    marks = match[1] + match[3] if match else ""
    return match[2] if match else text, "~" in marks or "%" in marks, "?" in marks or "%" in marks


def _span(text: str) -> tuple[str, str]:
    """The first and last day of a date that may leave digits open; an instant twice."""
    if _YEARS.fullmatch(text):
        return _point(text.replace("X", "0"))[0], _point(text.replace("X", "9"))[1]
    match = _WITHIN.fullmatch(text)
    return _point((match[1] or match[2]) if match else text)


def _point(text: str) -> tuple[str, str]:
    """The first and last day of a year, month or day; an instant twice."""
    if match := _INSTANT.fullmatch(text):
        moment = _in_utc(match)
        return moment, moment
    if match := _DAY_WITH_ZONE.fullmatch(text):
        _zone(match[2])
        text = match[1]
    match = _PREFIX.fullmatch(text)
    if not match:
        raise BadDate("the form is not known")
    year, month, day = match.groups()
    if year == "0000":
        raise BadDate("there is no year 0000")
    if month and not 1 <= int(month) <= 12:
        raise BadDate(f"there is no month {month}" + (", and seasons are not read" if "21" <= month <= "41" else ""))
    length = monthrange(int(year), int(month or 12))[1]
    if day and not 1 <= int(day) <= length:
        raise BadDate(f"{year}-{month} has {length} days")
    return f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or length}"


def _in_utc(match: re.Match[str]) -> str:
    day, hour, minute, second, zone = match.groups(default="")
    _point(day)
    if not zone:
        raise BadDate("a time of day needs its zone, such as Z or -04:00")
    if hour > "23" or minute > "59" or second > "59":
        raise BadDate("there is no such time of day")
    there = datetime.fromisoformat(day).replace(hour=int(hour), minute=int(minute), second=int(second or 0), tzinfo=_zone(zone))
    try:
        moment = there.astimezone(UTC)
    except OverflowError:
        raise BadDate("in UTC it lies outside the years 0001 to 9999") from None
    written = moment.isoformat()
    return written[:10] if "T00:00:00" in written else written[:19] + "Z"


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    offset = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or offset > _FARTHEST_ZONE:
        raise BadDate(f"there is no zone {text}")
    return timezone(-offset if text[0] == "-" else offset)


def _beside(day: str, step: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=step)).isoformat()
    except OverflowError:
        raise BadDate("nothing is left of the years 0001 to 9999") from None


def _refused(text: str, reason: str) -> BadDate:
    return BadDate(f"{_shown(text)} cannot be read as a date: {reason}; accepted are {ACCEPTED}")


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
