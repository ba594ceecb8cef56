"""Dates of OFAC's advanced files, in the words of its other files; nothing is made more precise than it is."""

from calendar import monthrange
from typing import Any, Final

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_Day = tuple[int, int, int]


def day(date: Any) -> str:
    """Return a `Date` as an ISO day, whether or not such a day exists; nothing when a part is missing."""
    found = _numbers(date)
    return "{:04}-{:02}-{:02}".format(*found) if found else ""


def span(period: Any, calendar: str) -> str:
    """Return a `DatePeriod` as the other files write it: `28 Jul 1963`, `Jul 1963`, `1963`, `circa 1963`, `1960 to 1963`.

    From the first to the last day that its boundaries allow; a whole year or month is written as such. Dates of another
    calendar than the Gregorian are given with its name. Nothing when no boundary has a date.
    """
    if not isinstance(period, dict):
        return ""
    sides = [side for side in (period.get("Start"), period.get("End")) if isinstance(side, dict)]
    points = [point for side in sides for point in (_numbers(side.get("From")), _numbers(side.get("To"))) if point]
    if not points:
        return ""
    about = "circa " if any(side.get("@Approximate") == "true" for side in sides) else ""
    written = _written(min(points), max(points), about)
    return written if calendar in ("", "Gregorian") else f"{written} ({calendar} calendar)"


def _written(first: _Day, last: _Day, about: str) -> str:
    if first == last:
        return about + _day(first)
    if first[1:] == (1, 1) and last[1:] == (12, 31):
        years = (first[0], last[0])
        return f"{about}{first[0]}" if first[0] == last[0] else f"{about}{years[0]} to {about}{years[1]}"
    if first[:2] == last[:2] and first[2] == 1 and last[2] == _length(last):
        return f"{about}{_MONTHS[first[1] - 1]} {first[0]}"
    return f"{about}{_day(first)} to {about}{_day(last)}"


def _day(point: _Day) -> str:
    year, month, day = point
    name = _MONTHS[month - 1] if 1 <= month <= 12 else f"month {month}"
    return f"{day:02} {name} {year:04}"


def _length(point: _Day) -> int:
    year, month, _ = point
    return monthrange(year, month)[1] if 1 <= month <= 12 and 1 <= year <= 9999 else 0


def _numbers(point: Any) -> _Day | None:
    if not isinstance(point, dict):
        return None
    parts = [point.get(name) for name in ("Year", "Month", "Day")]
    if not all(isinstance(part, str) and part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    year, month, day = map(int, parts)  # type: ignore[arg-type]  # checked above, which mypy does not follow
    return year, month, day
