"""Laws of the difference between two answers: nothing is lost, and the way back is the way there."""

from hypothesis import given
from hypothesis import strategies as st

from graph.differences import as_rows, difference

answers = st.lists(
    st.fixed_dictionaries({"who": st.sampled_from("ab"), "what": st.sampled_from("xyz"), "n": st.integers(0, 2)}), max_size=8
)
identities = st.sampled_from([(), ("who",), ("who", "what"), ("who", "what", "n")])


@given(answers, identities)
def test_an_answer_does_not_differ_from_itself(rows, identity):
    found = difference(rows, rows, identity)
    assert not found
    assert found.unchanged == len(rows)


@given(answers, answers, identities)
def test_the_way_back_exchanges_what_was_added_and_what_was_removed(before, after, identity):
    there, back = difference(before, after, identity), difference(after, before, identity)
    assert (len(there.added), len(there.removed), len(there.changed), there.unchanged) == (
        len(back.removed),
        len(back.added),
        len(back.changed),
        back.unchanged,
    )


@given(answers, answers, identities)
def test_every_row_is_accounted_for_once(before, after, identity):
    found = difference(before, after, identity)
    assert len(before) == len(found.removed) + len(found.changed) + found.unchanged
    assert len(after) == len(found.added) + len(found.changed) + found.unchanged
    left = list(before)
    for row in (*found.removed, *(one.before for one in found.changed)):
        left.remove(row)
    kept = list(after)
    for row in (*found.added, *(one.after for one in found.changed)):
        kept.remove(row)
    assert sorted(sorted(row.items()) for row in left) == sorted(sorted(row.items()) for row in kept)


@given(answers, answers, identities)
def test_a_changed_row_keeps_its_identity_and_names_what_differs(before, after, identity):
    for one in difference(before, after, identity).changed:
        assert all(one.before[column] == one.after[column] for column in identity)
        assert {column for column in one.after if one.before[column] != one.after[column]} == set(one.columns) != set()


def test_a_changed_row_shows_what_is_and_what_was():
    found = difference([{"who": "a", "status": "contested"}], [{"who": "a", "status": "acknowledged"}], ("who",))
    assert as_rows(found, ("who", "status")) == (
        ("change", "who", "status", "was"),
        [{"change": "changed", "who": "a", "status": "acknowledged", "was": {"status": "contested"}}],
    )
    assert str(found) == "0 added, 0 removed, 1 changed, 0 unchanged"
