"""Looks things up by what a user writes: each way in which words can fit a thing is one function."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from graph.names import fold
from graph.stores.bolt import Store
from graph.vocabulary import KEY_LABEL


class How(StrEnum):
    """How words fit a thing, the best first."""

    ID = "id"
    CODE = "code"
    NAME = "name"
    ALIAS = "alias"
    IDENTIFIER = "identifier"
    START = "start of a name"
    WORDS = "words of a name"
    SPELLING = "like spelling"
    PART = "part of a name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A thing that fits: what of it the words matched, and how; how many typed edges it has.

    `described` says that a record describes it, and that it is not only referred to; `current`, that it is a country of
    today; `apart`, how far its spelling is from the words, 0 for not at all.
    """

    id: str
    name: str
    kind: str
    matched: str
    by: How
    described: bool
    current: bool
    apart: float = 0.0
    edges: int = 0


_COUNCIL: Final = re.compile(
    r"(?:(?:un\s*)?(?:security council|sc|unscr?|scr|s/res/|res(?:olution)?\.?)[\s/]*)*0*(\d{1,4})(?:\s*\(\d{4}\))?", re.IGNORECASE
)
_MOST: Final = 1_000
_LEAST_LIKE: Final = 0.65
_NAMES: Final = "[n.folded] + coalesce(n.folded_aliases, [])"
_APART: Final = "coalesce(n.weak_aliases, []) + coalesce(n.names_in_script, [])"
"""Names that loaders keep apart from the aliases, as they are written."""

_NUMBERS: Final = (
    "identifiers", "imo", "passports", "national_ids", "mmsi", "serial_number", "call_sign", "other_call_signs", "tail_number", "symbol",
)  # fmt: skip
"""Properties that hold identifiers, as `type:number:country` or in a register's own words."""

_THING: Final = "n.id AS id, n.name AS name, n.kind AS kind, n.stub AS stub, n.until AS until, n.folded AS folded, n.aliases AS aliases"
_HOLDS: Final = f"""WHERE any(spelt IN {_NAMES} WHERE all(word IN $words WHERE spelt CONTAINS word))
   OR any(spelt IN {_APART} WHERE all(word IN $words WHERE toLower(spelt) CONTAINS word) OR toLower(spelt) CONTAINS $written)
RETURN {_THING}, {_NAMES} AS names, {_APART} AS apart,
  CASE WHEN any(spelt IN {_NAMES} WHERE spelt STARTS WITH $name) THEN 0
       WHEN any(spelt IN {_NAMES} WHERE ' ' + spelt + ' ' CONTAINS ' ' + $name + ' ') THEN 1 ELSE 2 END AS place
ORDER BY place, size(n.folded), id LIMIT {_MOST}"""
_LIKE: Final = f"""UNWIND {_NAMES} AS spelt
WITH n, spelt, size([pair IN $pairs WHERE spelt CONTAINS pair]) AS alike WHERE alike >= $least
RETURN {_THING}, spelt ORDER BY alike DESC, abs(size(spelt) - $size), id LIMIT {_MOST}"""
_NUMBERED: Final = f"""WITH n, [n.id] + {" + ".join(f"coalesce(n.{key}, [])" for key in _NUMBERS)} AS numbers
WHERE any(number IN numbers WHERE all(word IN $words WHERE toLower(number) CONTAINS word))
RETURN {_THING}, numbers ORDER BY id LIMIT {_MOST}"""

EDGES_OF: Final = f"UNWIND $ids AS id MATCH (n:{KEY_LABEL} {{id: id}}) RETURN id, COUNT {{ (n)--(:{KEY_LABEL}) }} AS edges"
"""The number of typed edges of each of the ids."""


def exactly(store: Store, words: str, label: str = KEY_LABEL, limit: int = 6) -> Iterator[tuple[How, list[Found]]]:
    """Yield what has the words as its id, code, name or alias, way after way, each by id and up to the limit."""
    end = f"AND n:{label} RETURN {_THING} ORDER BY id LIMIT $limit"
    by_id = f"MATCH (n:{KEY_LABEL}) WHERE n.id = $id {end}"
    tries = [(How.ID, by_id, {"id": words})]
    if 2 <= len(words) <= 4 and words.isupper():
        tries.append((How.CODE, by_id, {"id": f"country:{words}"}))
        tries.append((How.CODE, f"MATCH (n:Country) WHERE n.alpha3 = $code AND n.until IS NULL {end}", {"code": words}))
    if folded := fold(words):
        tries.append((How.NAME, f"MATCH (n:{KEY_LABEL}) WHERE n.folded = $name {end}", {"name": folded}))
        tries.append((How.ALIAS, f"MATCH (n:{KEY_LABEL}) WHERE $name IN n.folded_aliases {end}", {"name": folded}))
    for how, statement, given in tries:
        rows = store.rows(statement, limit=limit, **given)
        yield how, [_found(row, how, folded if how in (How.NAME, How.ALIAS) else words) for row in rows]


def loosely(store: Store, words: str, label: str = KEY_LABEL) -> list[Found]:
    """Return what has all the words in one name or alias, be it as parts; in no order."""
    folded = fold(words)
    if not folded:
        return []
    given = {"name": folded, "words": folded.split(), "written": words.lower()}
    rows = store.rows(f"MATCH (n:{label}) {_HOLDS}", **given)
    held = [(row, spelt, how) for row in rows for spelt in (*row["names"], *row["apart"]) if (how := _held(folded, fold(spelt)))]
    return [_found(row, how, spelt, len(spelt)) for row, spelt, how in held]


def numbered(store: Store, words: str, label: str = KEY_LABEL) -> list[Found]:
    """Return what has the words as one of its identifiers, or as its id in other letters, by id; an identifier has a digit."""
    sought = _squeezed(words)
    if not any(sign.isdigit() or sign == ":" for sign in words):
        return []
    rows = store.rows(f"MATCH (n:{label}) {_NUMBERED}", words=fold(words).split())
    held = [(row, number) for row in rows for number in row["numbers"] if sought in map(_squeezed, _parts(number))]
    return [_found(row, How.IDENTIFIER, number) for row, number in held]


def council(store: Store, words: str) -> list[Found]:
    """Return the Security Council's resolution that the words number, as people write it: 2231, UNSCR 2231, S/RES/2231 of a wrong year."""
    number = _COUNCIL.fullmatch(words)
    if not number:
        return []
    rows = store.rows(f"MATCH (n:Resolution) WHERE n.id STARTS WITH $start RETURN {_THING} ORDER BY id", start=f"un:S/RES/{number[1]}(")
    return [_found(row, How.SPELLING, row["name"]) for row in rows]


def nearly(store: Store, words: str, label: str = KEY_LABEL) -> list[Found]:
    """Return what has a name or alias spelt like the words, as a whole or word by word; in no order."""
    folded = fold(words)
    pairs = sorted({folded[n : n + 2] for n in range(len(folded) - 1)})
    if not pairs:
        return []
    rows = store.rows(f"MATCH (n:{label}) {_LIKE}", pairs=pairs, least=(len(pairs) + 1) // 2, size=len(folded))
    like = [(row, _likeness(folded, row["spelt"])) for row in rows]
    return [_found(row, How.SPELLING, row["spelt"], 1 - share) for row, share in like if share >= _LEAST_LIKE]


def _held(words: str, spelt: str) -> How | None:
    if spelt == words:
        return How.ALIAS
    if spelt.startswith(words):
        return How.START
    if set(words.split()) <= set(spelt.split()):
        return How.WORDS
    return How.PART if all(word in spelt for word in words.split()) else None


def _likeness(words: str, spelt: str) -> float:
    """How much of the spelling is the same; of the word that is least like any, where not all is."""
    whole = SequenceMatcher(None, words, spelt).ratio()
    each = min(max(SequenceMatcher(None, word, held).ratio() for held in spelt.split()) for word in words.split())
    return max(whole, 0.9 * each)


def _parts(identifier: str) -> list[str]:
    return [identifier, *identifier.split(":"), *identifier.split(","), *identifier.split()]


def _squeezed(text: str) -> str:
    return fold(text).replace(" ", "")


def _found(row: dict[str, Any], how: How, spelt: str, apart: float = 0.0) -> Found:
    """What was matched is shown as the thing has it written, where it does."""
    written = next((name for name in (row["name"], *(row["aliases"] or ())) if fold(name) == spelt), spelt)
    return Found(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        matched=written,
        by=How.NAME if how is How.ALIAS and fold(row["name"]) == spelt else how,
        described=not row["stub"],
        current=row["kind"] == "Country" and row["until"] is None,
        apart=apart,
    )
