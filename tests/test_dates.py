"""Imprecise dates: what each written form allows, what is refused and how, and the laws of periods."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from time import struct_time

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.dates import ACCEPTED, Moment, Period, envelope, instant, now, parse, period, today
from graph.errors import BadDate


def bounds(moment: Moment) -> tuple[str | None, str | None]:
    return moment.earliest, moment.latest


# What is read


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-08", "2022-08-01", "2022-08-31"),
        ("2022-08-24", "2022-08-24", "2022-08-24"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        (" 2022-08 ", "2022-08-01", "2022-08-31"),
        (2022, "2022-01-01", "2022-12-31"),
        (date(2022, 8, 24), "2022-08-24", "2022-08-24"),
    ],
)
def test_a_prefix_is_the_span_of_its_days(text, earliest, latest):
    assert bounds(parse(text)) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("202X", "2020-01-01", "2029-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("2022-XX", "2022-01-01", "2022-12-31"),
        ("2022-XX-XX", "2022-01-01", "2022-12-31"),
        ("2022-08-XX", "2022-08-01", "2022-08-31"),
        ("2024-02-XX", "2024-02-01", "2024-02-29"),
    ],
)
def test_an_unspecified_digit_stands_for_all_of_them(text, earliest, latest):
    assert bounds(parse(text)) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2022", False, False),
        ("2022~", True, False),
        ("2022?", False, True),
        ("2022%", True, True),
        ("~2022", True, False),
        ("?2022~", True, True),
        ("circa 2022", True, False),
        ("c. 2022", True, False),
        ("c.2022", True, False),
        ("About 2022", True, False),
        ("circa 2022?", True, True),
    ],
)
def test_a_qualifier_sets_its_flag_and_widens_nothing(text, approximate, uncertain):
    assert parse(text) == Moment(earliest="2022-01-01", latest="2022-12-31", approximate=approximate, uncertain=uncertain, text=text)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2022-08/2022-10", "2022-08-01", "2022-10-31"),
        ("2022/2022", "2022-01-01", "2022-12-31"),
        ("2022-08/..", "2022-08-01", None),
        ("2022-08/", "2022-08-01", None),
        ("../2022-08", None, "2022-08-31"),
        ("/2022-08", None, "2022-08-31"),
        ("202X/2030-XX", "2020-01-01", "2030-12-31"),
        ("2015-10-18/2025-09-27T20:00:01-04:00", "2015-10-18", "2025-09-28T00:00:01Z"),
        ("2025-09-28T10:00:00Z/2025-09-28", "2025-09-28T10:00:00Z", "2025-09-28"),
    ],
)
def test_an_interval_is_bounded_by_its_sides_and_open_where_it_names_none(text, earliest, latest):
    assert bounds(parse(text)) == (earliest, latest)


def test_an_interval_has_the_flags_of_either_side():
    assert parse("2022~/2023?") == Moment(earliest="2022-01-01", latest="2023-12-31", approximate=True, uncertain=True, text="2022~/2023?")


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("before 2022-02-24", None, "2022-02-23"),
        ("before 2022-03", None, "2022-02-28"),
        ("before 2022", None, "2021-12-31"),
        ("Before 202X", None, "2019-12-31"),
        ("after 2022-02-24", "2022-02-25", None),
        ("after 2022-02", "2022-03-01", None),
        ("AFTER 2022", "2023-01-01", None),
    ],
)
def test_before_and_after_leave_the_date_itself_out(text, earliest, latest):
    assert bounds(parse(text)) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-09-27T20:00:01-04:00", "2025-09-28T00:00:01Z"),
        ("2025-09-27T20:00:00-04:00", "2025-09-28"),
        ("2025-09-28T00:00:00Z", "2025-09-28"),
        ("2025-09-28T05:30:00+05:30", "2025-09-28"),
        ("2025-09-28T10:15Z", "2025-09-28T10:15:00Z"),
        ("2025-09-28T10:15:30.999Z", "2025-09-28T10:15:30Z"),
        ("2025-09-28T10:15:30+0300", "2025-09-28T07:15:30Z"),
        ("2025-09-28T10:15:30+03", "2025-09-28T07:15:30Z"),
        (datetime(2025, 9, 27, 20, 0, 1, tzinfo=timezone(timedelta(hours=-4))), "2025-09-28T00:00:01Z"),
        (datetime(2025, 9, 28, 0, 0, 0, 999, tzinfo=UTC), "2025-09-28"),
    ],
)
def test_an_instant_is_written_in_utc_and_at_midnight_as_the_day(text, moment):
    assert bounds(parse(text)) == (moment, moment)


@pytest.mark.parametrize("text", ["2015-04-07-04:00", "2015-04-07+13:00", "2015-04-07Z"])
def test_a_day_with_a_zone_is_that_day(text):
    assert bounds(parse(text)) == ("2015-04-07", "2015-04-07")


def test_the_text_is_kept_as_the_source_has_it():
    assert [parse(text).text for text in ("circa 1960", 2022, date(2022, 8, 24))] == ["circa 1960", "2022", "2022-08-24"]


# What is refused


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2023-02-30", "2023-02 has 28 days"),
        ("2022-04-31", "2022-04 has 30 days"),
        ("2022-08-00", "2022-08 has 31 days"),
        ("2022-13", "no month 13"),
        ("2022-00", "no month 00"),
        ("2022-21", "seasons are not read"),
        ("2023-02-30Z", "2023-02 has 28 days"),
        ("2022-13-XX", "no month 13"),
        ("0000", "no year 0000"),
        ("00XX", "no year 0000"),
        ("2025-09-27T20:00:00", "needs its zone"),
        (datetime(2025, 9, 27, 20), "needs its zone"),
        ("2025-09-27T24:00:00Z", "no such time of day"),
        ("2025-09-27T20:60:00Z", "no such time of day"),
        ("2025-09-27T20:00:60Z", "no such time of day"),
        ("2025-09-31T20:00:00Z", "2025-09 has 30 days"),
        ("2025-09-27T20:00:00+14:01", "no zone +14:01"),
        ("2025-09-27T20:00:00+03:60", "no zone +03:60"),
        ("2015-04-07-15:00", "no zone -15:00"),
        ("0001-01-01T00:00:00+05:00", "outside the years"),
        ("before 0001", "nothing is left of the years"),
        ("after 9999", "nothing is left of the years"),
        ("before 2025-09-28T00:00:00Z", "time of day"),
        ("2023/2022", "ends before it starts"),
        ("2022-08-25/2022-08-24", "ends before it starts"),
        ("../..", "a date on one side"),
        ("/", "a date on one side"),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_its_reason(text, reason):
    with pytest.raises(BadDate, match=re.escape(reason)):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "?", "~~2022", "2022?~", "since 2022", "until 2022", "before", "before 2020/2022", "after before 2022", "c 1960"),
        *("22", "022", "20220824", "2022-8", "2022-08-4", "24/08/2022", "08/2022", "2022/08", "2022/2023/2024", "2022 - 2023"),
        *("20X2", "XXXX", "2XXX", "202x", "2022-X1", "2022-XX-24", "202X-05", "2022-08-24-XX", "2022-XX-XX-XX", "-2022", "Y17000"),
        *("2025-09-27 20:00:00Z", "2025-09-27T20Z", "2025-09-27T20:00:00 Z", "2025-09-27t20:00:00z", "24 August 2022", "unknown"),
        *("٢٠٢٢", "２０２２", "2022\n/2023", "20th century", True, 20220824, -1),
    ],
)  # fmt: skip
def test_any_other_form_is_refused(text):
    with pytest.raises(BadDate, match="the form is not known"):
        parse(text)


def test_a_refusal_shows_the_text_and_what_is_accepted():
    with pytest.raises(BadDate) as refusal:
        parse("2023-02-30")
    assert refusal.value.message == f"'2023-02-30' cannot be read as a date: 2023-02 has 28 days; accepted are {ACCEPTED}"


def test_a_refusal_shows_the_start_of_an_endless_text():
    with pytest.raises(BadDate) as refusal:
        parse("x" * 1_000_000)
    assert len(refusal.value.message) < 500


@given(st.text() | st.text(alphabet="0123456789-/X~?%.TZ:+ "))
def test_any_text_is_read_or_refused(text):
    try:
        moment = parse(text)
    except BadDate:
        return
    assert moment.earliest or moment.latest


# One point in time, the clock


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-08-24", "2022-08-24"),
        ("2022-08", "2022-08-01"),
        (2022, "2022-01-01"),
        (date(2022, 8, 24), "2022-08-24"),
        ("2015-04-07-04:00", "2015-04-07"),
        ("2025-09-27T20:00:01-04:00", "2025-09-28T00:00:01Z"),
        ("2025-09-27T20:00:00-04:00", "2025-09-28"),
    ],
)
def test_a_point_to_ask_about_is_a_day_or_an_instant(text, moment):
    assert instant(text) == moment


@pytest.mark.parametrize("text", ["2022/2023", "2022/..", "../2022", "202X", "2022-XX", "2022~", "before 2022", "after 2022", "circa 1960"])
def test_what_is_no_single_point_cannot_be_asked_about(text):
    with pytest.raises(BadDate, match="not one point in time"):
        instant(text)


def test_an_unreadable_point_is_refused_like_any_date():
    with pytest.raises(BadDate, match="2023-02 has 28 days"):
        instant("2023-02-30")


def test_the_clock_is_read_in_utc():
    before = datetime.now(UTC).replace(microsecond=0)
    told, day = now(), today()
    after = datetime.now(UTC)
    assert before <= datetime.strptime(told, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) <= after
    assert before.date() <= date.fromisoformat(day) <= after.date()


# Periods


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, (None, None, None, None)),
        ("2022-08", None, ("2022-08-01", "2022-08-31", None, None)),
        (None, "before 2022-02-24", (None, None, None, "2022-02-23")),
        ("2022", "2022", ("2022-01-01", "2022-12-31", "2022-01-01", "2022-12-31")),
        ("2021/2022", "2023-01-05", ("2021-01-01", "2022-12-31", "2023-01-05", "2023-01-05")),
        ("2025-09-28T10:00:00Z", "2025-09-28", ("2025-09-28T10:00:00Z", "2025-09-28T10:00:00Z", "2025-09-28", "2025-09-28")),
    ],
)
def test_a_period_has_the_bounds_of_its_start_and_of_its_end(start, end, expected):
    assert period(start, end).bounds == expected


@pytest.mark.parametrize(("start", "end"), [("2023", "2022"), ("2022-08-25", "2022-08-24"), ("after 2022", "2022"), ("~2023", "2022?")])
def test_a_period_that_surely_ends_before_it_starts_is_refused(start, end):
    with pytest.raises(BadDate, match="ends before it starts"):
        period(start, end)


def test_a_period_with_an_unreadable_side_is_refused():
    with pytest.raises(BadDate, match="the form is not known"):
        period("2022", "")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((None, "2022-02-23"), ("2022-02-24", None), False),
        ((None, "2022-02-24"), ("2022-02-24", None), True),
        ((None, None), ("2022", "2022"), True),
        (("2022", None), (None, "2022"), True),
        ((None, "2025-09-28"), ("2025-09-28T10:00:00Z", None), True),
        ((None, "2025-09-28T09:59:59Z"), ("2025-09-28T10:00:00Z", None), False),
        ((None, "2025-09-28T09:59:59Z"), ("2025-09-28", None), True),
    ],
)
def test_two_periods_overlap_unless_one_surely_ends_first(first, second, expected):
    assert period(*first).overlaps(period(*second)) is expected


def test_disjoint_periods_have_an_envelope_that_is_open_where_one_of_them_is():
    until_february, since_august = period(None, "2022-02-23"), period("2022-08", None)
    assert envelope([until_february, since_august]) == (Period(), True)


def test_the_envelope_of_closed_periods_reaches_from_the_first_start_to_the_last_end():
    assert envelope([period("2022-03", "2022-05"), period("2022-01-10", "2022-04")]) == (
        Period(from_min="2022-01-10", from_max="2022-01-10", until_min="2022-05-01", until_max="2022-05-31"),
        False,
    )


def test_the_last_end_is_a_whole_day_rather_than_an_instant_of_it():
    ends = [period(None, "2025-09-28T10:00:00Z"), period(None, "2025-09-28")]
    assert envelope(ends)[0].until_max == "2025-09-28"


def test_a_start_at_an_instant_comes_before_one_at_the_end_of_its_day():
    starts = [period("2025-09-28T10:00:00Z"), period("2025-09-28")]
    assert envelope(starts)[0] == Period(from_min="2025-09-28", from_max="2025-09-28T10:00:00Z")


def test_periods_that_miss_each_other_by_hours_are_disjoint_even_beside_one_of_the_whole_day():
    assert envelope([period(None, "2025-09-28T10:00:00Z"), period(None, "2025-09-28"), period("2025-09-28T12:00:00Z")])[1]


def test_the_envelope_of_nothing_is_all_of_time():
    assert envelope([]) == (Period(), False)


# Laws

days = st.dates()
instants = st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31), timezones=st.just(UTC))
years = st.integers(1, 9999).map("{:04d}".format)
months = st.builds("{}-{:02d}".format, years, st.integers(1, 12))
open_digits = st.sampled_from(["{:03d}X", "{:02d}XX"]).flatmap(lambda form: st.integers(1, 999 if "3" in form else 99).map(form.format))
open_parts = years.map("{}-XX".format) | years.map("{}-XX-XX".format) | months.map("{}-XX".format)
qualifiers = st.sampled_from(["", "", "~", "?", "%"])
prefixes = st.builds("{}{}".format, years | months | days.map(date.isoformat), qualifiers)
singles = prefixes | st.builds("{}{}".format, open_digits | open_parts, qualifiers)


@st.composite
def periods(draw):
    close = st.sampled_from(["2025-09-27", "2025-09-28", "2025-09-28T10:00:00Z", "2025-09-28T12:00:00Z", "2025-09-29"])
    points = close | days.map(date.isoformat) | instants.map(lambda at: bounds(parse(at))[0])
    four = sorted(draw(st.lists(points, min_size=4, max_size=4)), key=end)
    keep = draw(st.tuples(st.booleans(), st.booleans()))
    start = four[:2] if keep[0] else (None, None)
    stop = four[2:] if keep[1] else (None, None)
    return Period(from_min=start[0], from_max=start[1], until_min=stop[0], until_max=stop[1])


def end(bound: str) -> str:
    return bound if "T" in bound else bound + "T24"


@given(days)
def test_a_day_is_itself(day):
    assert bounds(parse(day.isoformat())) == (day.isoformat(), day.isoformat())


@given(instants, st.integers(-14 * 60, 14 * 60))
def test_an_instant_is_the_same_in_every_zone(at, minutes):
    assert bounds(parse(at.astimezone(timezone(timedelta(minutes=minutes))))) == bounds(parse(at))


@given(singles)
def test_the_earliest_is_never_after_the_latest(text):
    moment = parse(text)
    assert moment.earliest <= moment.latest


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_prefix_holds_each_of_its_days_and_no_other(year, month):
    moment = parse(f"{year:04d}-{month:02d}")
    listed = [date(year, month, day).isoformat() for day in range(1, monthrange(year, month)[1] + 1)]
    assert bounds(moment) == (listed[0], listed[-1])
    assert moment.earliest[:7] == moment.latest[:7]
    assert parse(f"{year:04d}").earliest <= moment.earliest <= moment.latest <= parse(f"{year:04d}").latest


@given(days.filter(lambda day: day.year > 1))
def test_before_a_day_and_after_the_day_before_it_meet(day):
    eve = day - timedelta(days=1)
    assert parse(f"before {day}").latest == eve.isoformat()
    assert parse(f"after {eve}").earliest == day.isoformat()


@given(periods(), periods())
def test_overlapping_is_mutual(a, b):
    assert a.overlaps(b) == b.overlaps(a)
    assert a.overlaps(a)


@given(st.lists(periods(), min_size=1, max_size=5))
def test_the_envelope_holds_every_member(members):
    whole, _ = envelope(members)
    for member in members:
        assert whole.from_min is None or whole.from_min <= member.from_min
        assert whole.until_max is None or end(whole.until_max) >= end(member.until_max)
        assert whole.overlaps(member)


@given(st.lists(periods(), max_size=5).flatmap(lambda members: st.tuples(st.just(members), st.permutations(members))))
def test_the_order_of_the_members_does_not_matter(orders):
    assert envelope(orders[0]) == envelope(orders[1])


@given(st.lists(periods(), max_size=5))
def test_the_envelope_never_ends_before_it_starts(members):
    whole, _ = envelope(members)
    in_order = [(whole.from_min, whole.from_max), (whole.until_min, whole.until_max), (whole.from_min, whole.until_max)]
    assert all(a is None or b is None or a <= end(b) for a, b in in_order)


@given(st.lists(periods(), max_size=5))
def test_members_are_disjoint_when_two_of_them_do_not_overlap(members):
    assert envelope(members)[1] == any(not a.overlaps(b) for a in members for b in members)


@given(st.lists(instants | days, min_size=2, max_size=8))
def test_bounds_in_order_of_time_are_in_order_of_text(moments):
    at = [moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day, tzinfo=UTC) for moment in moments]
    texts = [parse(moment).earliest for moment in sorted(at)]
    assert all(a <= b for a, b in pairwise(texts))


# The oracle: the package `edtf`


def oracle(text: str) -> tuple[str | None, str | None]:
    def day(moment) -> str | None:
        return f"{moment.tm_year:04d}-{moment.tm_mon:02d}-{moment.tm_mday:02d}" if isinstance(moment, struct_time) else None

    meant = parse_edtf(text)
    return day(meant.lower_strict()), day(meant.upper_strict())


@settings(deadline=None)  # the oracle is slow
@given(singles)
def test_a_date_has_the_bounds_that_the_standard_gives_it(text):
    assert bounds(parse(text)) == oracle(text)


@settings(deadline=None)
@given(prefixes | st.just(".."), prefixes | st.just(".."))  # the oracle fails on an interval with X in a month or day
def test_an_interval_has_the_bounds_that_the_standard_gives_it(left, right):
    try:
        moment = parse(f"{left}/{right}")
    except BadDate:
        assert left == right == ".." or parse(right).latest < parse(left).earliest
        return
    assert bounds(moment) == oracle(f"{left}/{right}")
