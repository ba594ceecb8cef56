"""Laws of a record's history over snapshots."""

from hypothesis import given
from hypothesis import strategies as st

from graph.history import GONE, History

DAYS = [f"2023-01-{day:02}" for day in range(1, 13)]
observations = st.dictionaries(st.sampled_from(DAYS), st.sampled_from(["a", "b", GONE]), min_size=1)


def observed(order: list[str], states: dict[str, str]) -> History:
    """A history built by loading snapshots in this order, as `load` does: telling each which snapshot follows it."""
    history, loaded = History(), set()
    for day in order:
        following = min((d for d in loaded if d > day), default="")
        history = history.observe(day, states[day], states[day] and f"text {states[day]}", following)
        loaded.add(day)
    return history


@given(observations, st.randoms())
def test_snapshots_may_be_loaded_in_any_order(states, random):
    order = list(states)
    random.shuffle(order)
    assert observed(order, states) == observed(sorted(states), states)


@given(observations)
def test_every_snapshot_is_remembered_as_it_was(states):
    history = observed(sorted(states), states)
    assert {day: history.at(day) for day in states} == states


@given(observations)
def test_observing_the_same_again_changes_nothing(states):
    history = observed(sorted(states), states)
    for day, state in states.items():
        following = min((d for d in states if d > day), default="")
        assert history.observe(day, state, state and f"text {state}", following) == history


@given(observations)
def test_only_changes_are_kept(states):
    history = observed(sorted(states), states)
    before = [GONE, *history.digests]
    assert all(a != b for a, b in zip(before, history.digests))


def test_a_party_that_returns_is_current_again_with_its_history():
    history = observed(["2023-01-01", "2023-01-02", "2023-01-03"], {"2023-01-01": "a", "2023-01-02": GONE, "2023-01-03": "a"})
    assert (history.current, history.gone_at, history.dates) == ("a", "", ("2023-01-01", "2023-01-02", "2023-01-03"))


def test_a_party_that_is_gone_says_since_when():
    history = observed(["2023-01-01", "2023-01-02"], {"2023-01-01": "a", "2023-01-02": GONE})
    assert (history.current, history.gone_at) == (GONE, "2023-01-02")
