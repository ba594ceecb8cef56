"""The rules of a proposition's standing, one by one, and the laws they obey."""

from hypothesis import given
from hypothesis import strategies as st

from graph.dates import Period
from graph.status import Standing, Voice, derive, live
from graph.vocabulary import POSITIVE, WITHOUT_EDGE, Stance, Status

PARTIES = frozenset({"IR", "RU"})


def voice(
    principal: str, stance: str, said_at: str = "2023-01-01", *, period: Period = Period(), original: str = "doc", **more: str
) -> Voice:
    return Voice(
        id=more.pop("id", f"{principal}-{stance}-{said_at}-{period.from_min}-{original}"),
        principal=principal,
        stance=Stance(stance),
        said_at=said_at,
        period=period,
        original=original,
        **more,
    )


def standing(*voices: Voice) -> Standing:
    return derive(PARTIES, voices)


UNTIL_THE_WAR = Period(until_min="2022-02-23", until_max="2022-02-23")
SINCE_THE_WAR = Period(from_min="2022-02-24", from_max="2022-02-24")


def test_nobody_speaking_is_unasserted():
    assert standing().status is Status.UNASSERTED


def test_declining_to_comment_asserts_nothing():
    assert standing(voice("IR", "declines_comment")).status is Status.UNASSERTED


def test_only_denials_are_denied_only():
    assert standing(voice("IR", "denies")).status is Status.DENIED_ONLY


def test_one_original_is_a_single_source_however_many_principals_speak_in_it():
    found = standing(*(voice(name, "asserts") for name in ("GB", "FR", "DE", "US", "UA")))
    assert (found.status, len(found.asserted_by), found.originals) == (Status.SINGLE_SOURCE, 5, ("doc",))


def test_two_originals_corroborate():
    assert standing(voice("US", "asserts"), voice("GB", "asserts", original="other")).status is Status.CORROBORATED


def test_assertion_and_denial_are_contested():
    found = standing(voice("US", "asserts"), voice("RU", "denies"))
    assert (found.status, found.contested) == (Status.CONTESTED, True)


def test_a_party_that_acknowledges_settles_it_and_the_denial_is_still_flagged():
    found = standing(voice("US", "asserts"), voice("IR", "acknowledges"), voice("RU", "denies"))
    assert (found.status, found.contested) == (Status.ACKNOWLEDGED, True)


def test_an_outsider_cannot_acknowledge():
    assert standing(voice("US", "asserts"), voice("BY", "acknowledges")).status is Status.SINGLE_SOURCE


def test_a_later_claim_replaces_an_earlier_one_of_the_same_principal():
    found = standing(voice("IR", "denies", "2022-10-19"), voice("IR", "acknowledges", "2022-11-05"))
    assert (found.status, found.denied_by) == (Status.ACKNOWLEDGED, ())


def test_claims_of_periods_that_do_not_meet_stand_side_by_side():
    found = standing(
        voice("IR", "acknowledges", "2022-11-05", period=UNTIL_THE_WAR), voice("IR", "denies", "2022-11-06", period=SINCE_THE_WAR)
    )
    assert (found.acknowledged_by, found.denied_by, found.qualified, found.contested) == (("IR",), ("IR",), True, True)


def test_claims_of_one_day_do_not_replace_each_other():
    assert len(standing(voice("IR", "denies"), voice("IR", "asserts")).live) == 2


def test_declining_to_comment_replaces_nothing():
    assert standing(voice("IR", "denies", "2022-10-19"), voice("IR", "declines_comment", "2023-06-09")).denied_by == ("IR",)


def test_a_retraction_takes_back_the_claim_it_names():
    found = standing(voice("US", "asserts", "2022-01-01", id="c1"), voice("US", "retracts", "2022-02-01", retracts="c1"))
    assert (found.status, found.asserted_by) == (Status.RETRACTED, ())


def test_nobody_can_retract_what_another_said():
    found = standing(voice("US", "asserts", "2022-01-01", id="c1"), voice("RU", "retracts", "2022-02-01", retracts="c1"))
    assert found.status is Status.SINGLE_SOURCE


def test_an_open_side_of_one_claim_leaves_the_edge_open_there():
    found = standing(voice("US", "asserts", period=Period(from_min="2022-08-01")), voice("IR", "acknowledges", period=UNTIL_THE_WAR))
    assert (found.period, found.disjoint) == (Period(), True)


periods = st.one_of(
    st.just(Period()),
    st.tuples(st.integers(0, 5), st.integers(0, 5)).map(
        lambda ends: Period(
            from_min=f"202{min(ends)}-01-01",
            from_max=f"202{min(ends)}-01-01",
            until_min=f"202{max(ends)}-12-31",
            until_max=f"202{max(ends)}-12-31",
        )
    ),
)
voices = st.lists(
    st.builds(
        Voice,
        id=st.uuids().map(str),
        principal=st.sampled_from(["IR", "RU", "US", "GB"]),
        stance=st.sampled_from(list(Stance)),
        said_at=st.sampled_from(["2022-01-01", "2022-06-01", "2023-01-01"]),
        period=periods,
        original=st.sampled_from(["a", "b"]),
    ),
    max_size=8,
)


@given(voices, st.randoms())
def test_the_order_of_the_voices_does_not_matter(said, random):
    shuffled = list(said)
    random.shuffle(shuffled)
    assert derive(PARTIES, said) == derive(PARTIES, shuffled)


@given(voices)
def test_an_edge_is_drawn_exactly_when_a_positive_stance_is_live(said):
    positive = any(v.stance in POSITIVE for v in live(said))
    assert (derive(PARTIES, said).status not in WITHOUT_EDGE) == positive


@given(voices)
def test_the_flag_contested_means_a_live_denial_beside_a_positive_stance(said):
    stances = {v.stance for v in live(said)}
    assert derive(PARTIES, said).contested == (Stance.DENIES in stances and bool(stances & POSITIVE))


@given(voices)
def test_an_edge_never_starts_after_it_ends(said):
    period = derive(PARTIES, said).period
    assert not (period.from_min and period.until_max and period.from_min > period.until_max)


@given(voices)
def test_a_replaced_claim_has_a_later_one_of_its_principal_that_overlaps_it(said):
    standing_ids = {v.id for v in live(said)}
    for gone in (v for v in said if v.id not in standing_ids):
        assert any(v.principal == gone.principal and v.said_at > gone.said_at and v.period.overlaps(gone.period) for v in said)


@given(voices, voices)
def test_a_voice_of_a_stranger_replaces_nobody(said, more):
    strangers = [Voice(id=v.id, principal="XX", stance=v.stance, said_at=v.said_at, period=v.period, original=v.original) for v in more]
    assert {v.id for v in live(said)} <= {v.id for v in live([*said, *strangers])}
