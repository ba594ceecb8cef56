"""Which thing a user means by an id, a code, a name or an alias."""

from dataclasses import dataclass
from typing import Any

from graph.errors import Mistyped
from graph.names import closest, fold
from graph.stores.bolt import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The entity that was meant, and what the words matched: id, code, name or alias."""

    id: str
    name: str
    matched: str


def meant(store: Store, words: str) -> Meant:
    """Return the entity that the words mean; raise Mistyped, with the nearest names, when it is none or several.

    Tried in order: the id, a territory's code, the name, an alias; a country is preferred over its namesakes.
    """
    words = words.strip()
    for matched, found in _tries(store, words):
        if len(found) > 1:
            countries = [row for row in found if "Country" in row["labels"] and "until" not in row["properties"]]
            found = countries if len(countries) == 1 else found
        if len(found) == 1:
            return Meant(id=found[0]["id"], name=found[0]["name"], matched=matched)
        if found:
            listed = "; ".join(f"{row['name']} ({row['id']})" for row in found[:5])
            raise Mistyped(f"{words!r} may be {len(found)} things", hint=f"Give the id of one of them: {listed}")
    near = _near(store, words)
    raise Mistyped(f"nothing in the graph is called {words!r}", hint="Did you mean " + " or ".join(near) + "?" if near else "")


def _tries(store: Store, words: str) -> Any:
    shape = "RETURN n.id AS id, n.name AS name, labels(n) AS labels, properties(n) AS properties ORDER BY id LIMIT 6"
    yield "id", list(store.rows(f"MATCH (n:Entity {{id: $id}}) {shape}", id=words))
    if 2 <= len(words) <= 4 and words.isupper():
        yield "code", list(store.rows(f"MATCH (n:Entity {{id: $id}}) {shape}", id=f"country:{words}"))
        yield "code", list(store.rows(f"MATCH (n:Country) WHERE n.alpha3 = $code AND n.until IS NULL {shape}", code=words))
    folded = fold(words)
    if folded:
        yield "name", list(store.rows(f"MATCH (n:Entity) WHERE n.folded = $name {shape}", name=folded))
        yield "alias", list(store.rows(f"MATCH (n:Entity) WHERE $name IN n.folded_aliases {shape}", name=folded))


def _near(store: Store, words: str) -> list[str]:
    """The names nearest to the words: countries, and things whose name begins alike."""
    rows = list(store.rows("MATCH (n:Country) RETURN n.folded AS folded, n.name AS name, n.id AS id ORDER BY id"))
    start = fold(words)[:4]
    if start:
        rows += store.rows(
            "MATCH (n:Entity) WHERE n.folded STARTS WITH $start "
            "RETURN n.folded AS folded, n.name AS name, n.id AS id ORDER BY id LIMIT 500",
            start=start,
        )
    by_folded = {row["folded"]: f"{row['name']} ({row['id']})" for row in reversed(rows) if row["folded"]}  # of namesakes, the country
    return [by_folded[name] for name in closest(fold(words), by_folded)]
