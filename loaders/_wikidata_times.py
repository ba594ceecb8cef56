"""When, as Wikidata says it: a time and its precision, and the absence of one, as bounds.

Format: "Wikibase/DataModel", section Dates and times. Years are bounds of days; centuries begin with their year 1.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from graph.dates import Period, parse
from graph.errors import BadDate, BadRow

_TIME: Final = re.compile(r"([+-]?)([0-9]{4,16})-([0-9]{2})-([0-9]{2})T[0-9:]{8}Z")
_JULIAN: Final = "Q1985786"
_CENTURY, _DECADE, _YEAR, _MONTH, _DAY = 7, 8, 9, 10, 11


@dataclass(frozen=True, slots=True)
class Time:
    """A time as written, its precision (11 day, 10 month, 9 year, 8 decade, 7 century), and whether its calendar is the Julian."""

    text: str
    precision: int = _DAY
    julian: bool = False


def bounds(times: Sequence[Time], field: str) -> tuple[str | None, str | None]:
    """Return the earliest and latest day that the times, which are of one thing, allow together; raise BadRow for one that is none."""
    found = [_span(time, field) for time in times]
    earliest, latest = [first for first, _ in found], [last for _, last in found]
    return (
        min(day for day in earliest if day) if earliest and all(earliest) else None,
        max(day for day in latest if day) if latest and all(latest) else None,
    )


def held(starts: Sequence[Time], ends: Sequence[Time], fields: tuple[str, str] = ("P580", "P582")) -> Period:
    """Return the period between the two, read from the two fields; raise BadRow when it surely ends before it starts."""
    first, last = bounds(starts, fields[0]), bounds(ends, fields[1])
    if last[1] and first[0] and last[1] < first[0]:
        raise BadRow(f"it ends ({ends[0].text}) before it starts ({starts[0].text})", field=fields[1])
    return Period(from_min=first[0], from_max=first[1], until_min=last[0], until_max=last[1])


def written(time: Time) -> str:
    """Return a time as far as it is precise (2022, 2022-08, 2022-08-24); as it is where it is less precise than a year, or Julian."""
    match = _TIME.fullmatch(time.text)
    if not match or match[1] == "-" or len(match[2]) != 4 or time.julian or time.precision < _YEAR:
        return time.text
    return "-".join(match.groups()[1:][: min(time.precision, _DAY) - _YEAR + 1])


def is_julian(calendar: str) -> bool:
    """Whether the address of a calendar model is that of the Julian calendar."""
    return calendar.endswith(_JULIAN)


def _span(time: Time, field: str) -> tuple[str | None, str | None]:
    match = _TIME.fullmatch(time.text)
    if not match or not 0 <= time.precision <= 14:
        raise BadRow(f"{time.text!r} is no time of Wikidata", field=field)
    sign, year, month, day = match.groups()
    if sign == "-" or int(year) > 9999 or int(year) == 0 or time.precision < _CENTURY:
        return None, None
    number = int(year)
    if time.precision == _CENTURY:
        first = (number - 1) // 100 * 100 + 1
        return f"{first:04}-01-01", f"{min(first + 99, 9999):04}-12-31"
    if time.precision == _DECADE:
        return f"{max(number // 10 * 10, 1):04}-01-01", f"{number // 10 * 10 + 9:04}-12-31"
    text = "-".join((f"{number:04}", month, day)[: min(time.precision, _DAY) - _YEAR + 1])
    try:
        moment = parse(text)
    except BadDate as fault:
        raise BadRow(fault.message, field=field) from fault
    return (_gregorian(moment.earliest), _gregorian(moment.latest)) if time.julian else (moment.earliest, moment.latest)


def _gregorian(day: str | None) -> str | None:
    """Return the day of the Gregorian calendar that a day of the Julian one is; None for one outside the years 1 to 9999."""
    if day is None:
        return None
    there = date.fromisoformat(day)
    year = there.year if (there.month, there.day) > (2, 28) else there.year - 1
    try:
        return (there + timedelta(days=year // 100 - year // 400 - 2)).isoformat()
    except OverflowError:
        return None
