"""Facts, things and records that are made quickly are those that their constructors make."""

import pickle
from dataclasses import FrozenInstanceError, fields

import pytest

from graph import drafts
from graph.claims import Claim, Entity, Proposition, Quantity
from graph.dates import Period
from graph.errors import BadRow
from graph.sources import Record

SAID = Proposition(type="PAID", subject="a", object="b", item="c", scope="d")
SINCE = Period(from_min="2022-01-01")
PAIRS = (
    (drafts.thing("a", "Person", "A"), Entity(id="a", kind="Person", name="A")),
    (
        drafts.thing("a", "Person", "A", ("B",), {"born": "1970"}, described=False),
        Entity(id="a", kind="Person", name="A", aliases=("B",), details={"born": "1970"}, described=False),
    ),
    (
        drafts.fact("OWNS", "a", "b", "s", {}),
        Claim(proposition=Proposition(type="OWNS", subject="a", object="b"), speaker="s", principal="s"),
    ),
    (
        drafts.fact("PAID", "a", "b", "s", {"n": 1}, item="c", scope="d", period=SINCE, quantity=Quantity(min=1), principal="p"),
        Claim(
            proposition=SAID, speaker="s", principal="p", period=SINCE, quantity=Quantity(min=1), details={"n": 1}
        ),
    ),
    (drafts.record("k", {"a": 1}, 7), Record(key="k", values={"a": 1}, line=7)),
)  # fmt: skip


@pytest.mark.parametrize(("quick", "slow"), PAIRS)
def test_what_is_made_quickly_is_what_its_constructor_makes(quick: object, slow: object) -> None:
    assert type(quick) is type(slow)
    assert quick == slow
    assert repr(quick) == repr(slow)
    assert pickle.loads(pickle.dumps(quick)) == slow


@pytest.mark.parametrize("quick", [quick for quick, _ in PAIRS])
def test_what_is_made_quickly_is_frozen(quick: Record) -> None:
    for held in fields(quick):
        with pytest.raises(FrozenInstanceError):
            setattr(quick, held.name, "other")


def test_claims_made_quickly_have_the_ids_of_their_equals() -> None:
    for quick, slow in PAIRS:
        if isinstance(quick, Claim) and isinstance(slow, Claim):
            assert (quick.id, quick.proposition.pid) == (slow.id, slow.proposition.pid)


@pytest.mark.parametrize(
    ("id", "kind", "name", "field"), [("a", "Dragon", "A", "kind"), ("", "Person", "A", "id"), ("a", "Person", "", "name")]
)
def test_a_thing_that_is_none_is_refused_with_its_field(id: str, kind: str, name: str, field: str) -> None:
    with pytest.raises(BadRow) as caught:
        drafts.thing(id, kind, name)
    assert caught.value.field == field


def test_a_fact_of_an_unknown_type_is_refused() -> None:
    with pytest.raises(BadRow, match="no edge type is called 'LIKES'"):
        drafts.fact("LIKES", "a", "b", "s", {})
