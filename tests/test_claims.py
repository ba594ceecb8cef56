"""The values that loaders make: frozen, picklable, and refused where the vocabulary has no such thing."""

import pickle

import pytest

from graph.claims import Claim, Entity, Proposition, Quantity, fact
from graph.dates import Period
from graph.errors import BadRow
from graph.sources import Record, Reject

PAID = fact("PAID", "a", "b", "s", {"n": 1}, item="c", scope="d", period=Period(from_min="2022"), quantity=Quantity(min=1), principal="p")
VALUES = (
    Entity(id="a", kind="Person", name="A", aliases=("B",), details={"born": "1970"}, described=False),
    PAID,
    Record(key="k", values={"a": 1}, line=7),
    Reject(reason="why", line=7),
)


def test_a_fact_is_a_claim_that_the_speaker_makes_for_itself_or_for_its_principal() -> None:
    said = Proposition(type="OWNS", subject="a", object="b")
    assert fact("OWNS", "a", "b", "s", {}) == Claim(proposition=said, speaker="s", principal="s")
    assert (PAID.speaker, PAID.principal, PAID.proposition.item, PAID.proposition.scope) == ("s", "p", "c", "d")


@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_frozen_and_survives_pickling(value: Entity | Claim | Record | Reject) -> None:
    for name in value.__struct_fields__:
        with pytest.raises(AttributeError):
            setattr(value, name, "other")
    assert pickle.loads(pickle.dumps(value)) == value


def test_things_that_are_given_no_details_share_none() -> None:
    one, other = (Entity(id=id, kind="Person", name="A") for id in ("a", "b"))
    assert one.details is not other.details


@pytest.mark.parametrize(
    ("id", "kind", "name", "field"), [("a", "Dragon", "A", "kind"), ("", "Person", "A", "id"), ("a", "Person", "", "name")]
)
def test_a_thing_that_is_none_is_refused_with_its_field(id: str, kind: str, name: str, field: str) -> None:
    with pytest.raises(BadRow) as caught:
        Entity(id=id, kind=kind, name=name)
    assert caught.value.field == field


def test_a_fact_of_an_unknown_type_is_refused() -> None:
    with pytest.raises(BadRow, match="no edge type is called 'LIKES'"):
        fact("LIKES", "a", "b", "s", {})
