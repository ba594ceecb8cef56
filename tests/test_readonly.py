"""The guard refuses whatever is not plain reading, and lets honest questions through, however they are spelt."""

import contextlib

import pytest
from cypher_battery import HONEST, WRITES
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import ReadOnly
from graph.stores.readonly import Sort, guard, tokens

ENDINGS = ("CREATE (:X)", "MERGE (:X)", "SET x.y = 1", "DETACH DELETE x", "REMOVE x.y", "; RETURN 1 AS x")
GAPS = st.sampled_from(["", "\n", "\r\n", "\t", "\u00a0", "\u3000", "/* DELETE */", "/* ' */", "// SET ` \" '\n", " /**/ "])


def statements(battery: tuple[tuple[str, str], ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("cypher", "reason"), battery, ids=[f"{n}: {reason}" for n, (_, reason) in enumerate(battery)])


def respelt(cypher: str, gaps: list[str], upper: bool) -> str:
    """The same tokens with other gaps between them, and words (strings and quoted names apart) in another case."""
    pieces = []
    for n, token in enumerate(tokens(cypher)):
        text = token.text
        if token.sort is Sort.QUOTED:
            text = "`" + text.replace("`", "``") + "`"
        elif token.sort is Sort.WORD and not upper:
            text = text.lower()
        pieces += [text, " ", gaps[n % len(gaps)]]
    return "".join(pieces)


READABLE_WRITES = [cypher for cypher, _ in WRITES if "\\u" not in cypher]
"""Those without escapes: to respell an escape would be to decode it."""


@statements(WRITES)
def test_a_statement_that_is_not_plain_reading_is_refused(cypher: str, reason: str) -> None:
    with pytest.raises(ReadOnly):
        guard(cypher)


@statements(HONEST)
def test_an_honest_statement_passes(cypher: str, reason: str) -> None:
    guard(cypher)


def test_the_battery_is_as_large_as_promised_and_says_nothing_twice() -> None:
    writes, honest = {cypher for cypher, _ in WRITES}, {cypher for cypher, _ in HONEST}
    assert (len(writes), len(honest)) == (len(WRITES), len(HONEST))
    assert len(writes) >= 120
    assert len(honest) >= 50
    assert not writes & honest


@settings(deadline=None)
@given(st.sampled_from(HONEST), st.lists(GAPS, min_size=1, max_size=7), st.booleans())
def test_comments_space_and_case_change_nothing_for_an_honest_statement(sample: tuple[str, str], gaps: list[str], upper: bool) -> None:
    guard(respelt(sample[0], gaps, upper))


@settings(deadline=None)
@given(st.sampled_from(READABLE_WRITES), st.lists(GAPS, min_size=1, max_size=7), st.booleans())
def test_comments_space_and_case_do_not_help_a_writing_one(cypher: str, gaps: list[str], upper: bool) -> None:
    with pytest.raises(ReadOnly):
        guard(respelt(cypher, gaps, upper))


@settings(deadline=None)
@given(st.sampled_from(HONEST), st.sampled_from(ENDINGS))
def test_an_honest_statement_with_a_writing_end_is_refused(sample: tuple[str, str], end: str) -> None:
    with pytest.raises(ReadOnly):
        guard(f"{sample[0]}\n{end}")


@settings(deadline=None)
@given(st.text(alphabet="'\"`\\/*\n\r u0027{}();:.,$|AS SETaCREATE\u2028", max_size=40))
def test_any_text_is_judged_and_nothing_else_is_raised(text: str) -> None:
    with contextlib.suppress(ReadOnly):
        guard(text)


def test_the_refusal_names_the_word_and_its_place() -> None:
    with pytest.raises(ReadOnly) as refusal:
        guard("MATCH (n)\n  DELETE n")
    assert refusal.value.where == "line 2, column 3"
    assert "DELETE" in refusal.value.message
    assert "`set`" in refusal.value.hint


def test_the_refusal_of_a_procedure_names_it_and_those_that_are_allowed() -> None:
    with pytest.raises(ReadOnly) as refusal:
        guard("CALL apoc.create.node([], {})")
    assert "apoc.create.node" in refusal.value.message
    assert "db.labels" in refusal.value.message


def test_an_empty_statement_is_refused_with_an_example() -> None:
    with pytest.raises(ReadOnly) as refusal:
        guard(" // nothing yet\n")
    assert "MATCH (n)" in refusal.value.hint


def test_a_very_long_statement_is_judged_in_time() -> None:
    guard("RETURN [" + ", ".join(f"'{n} \\' // SET'" for n in range(20_000)) + "] AS list")
