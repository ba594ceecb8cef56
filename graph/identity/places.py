"""The country that issued a number, as the lists write it, as an id: from the same table of territories as everything else."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from graph import assets
from graph.names import fold


@lru_cache(maxsize=4_096)
def territory(text: str) -> str:
    """Return the id of the territory that the text names; the folded text where none or several are; empty for no text."""
    found = _names().get(_words(text), frozenset())
    return next(iter(found)) if len(found) == 1 else fold(text)


@cache
def _names() -> Mapping[str, frozenset[str]]:
    """The ids of present territories by folded name and code."""
    held: dict[str, set[str]] = {}
    for row in _rows():
        texts = (row["name"], row["official_name"], row["alpha2"], row["alpha3"], *row["aliases"].split("|"))
        for name in filter(None, map(_words, texts)):
            held.setdefault(name, set()).add(row["id"])
    return {name: frozenset(ids) for name, ids in held.items()}


def _words(text: str) -> str:
    """The folded words in order of the alphabet: "Korea, North" is North Korea."""
    return " ".join(sorted(fold(text).split()))


def _rows() -> Iterator[dict[str, str]]:
    text = (assets.folder("seeds") / "territories.csv").read_text(encoding="utf-8-sig")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    yield from (row for row in csv.DictReader(lines) if not row["until"])
