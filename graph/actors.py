"""Which things a user means by an id, a code, a name, an alias or a part of one: the one meant, or all that fit, best first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph.errors import Mistyped
from graph.lookups import EDGES_OF, Found, How, council, exactly, loosely, nearly, numbered
from graph.stores.bolt import Store
from graph.vocabulary import KEY_LABEL, SAME
from graph.words import kind_label

_JOINED = f"MATCH (n:{KEY_LABEL} {{id: $first}})-[:{SAME}*1..3]-(m:{KEY_LABEL}) WHERE m.id IN $ids RETURN DISTINCT m.id AS id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The entity that was meant, and what the words matched: id, code, name or alias."""

    id: str
    name: str
    matched: str


def meant(store: Store, words: str) -> Meant:
    """Return the entity that the words mean; raise Mistyped, with the nearest names, when it is none or several.

    Tried in order: the id, a territory's code, the name, an alias. Of namesakes, the one country is meant, else the one
    that a record describes, else the first of those joined as one party; and a namesake that no record describes gives way
    to a thing with such an alias.
    """
    words, bare = words.strip(), None
    for how, found in exactly(store, words):
        found = _one_party(store, _preferred(found))
        if len(found) > 1:
            listed = "; ".join(f"{one.name} ({one.id})" for one in found[:5])
            raise Mistyped(f"{words!r} may be {len(found)} things", hint=f"Give the id of one of them: {listed}")
        if found and (found[0].described or how in (How.ID, How.CODE)):
            return Meant(id=found[0].id, name=found[0].name, matched=how)
        if found and not bare:
            bare = Meant(id=found[0].id, name=found[0].name, matched=how)
    if bare:
        return bare
    near = (council(store, words) or _best(_otherwise(store, words, KEY_LABEL)))[:3]
    hint = "Did you mean " + " or ".join(f"{one.name} ({one.id})" for one in near) + "?" if near else ""
    raise Mistyped(f"nothing in the graph is called {words!r}", hint=hint)


def find(store: Store, words: str, *, kind: str = "", limit: int = 20) -> tuple[Found, ...]:
    """Return the things that the words fit, best first, up to the limit; each once, by what fits best.

    Case, accents and punctuation do not matter. Best are an id, a territory's code, a name, an alias, an identifier
    (a passport's or a ship's number); then names that begin with the words, hold them as words, hold them as parts;
    and only where there is nothing better than a part, names that are spelt alike. Among equals, countries come first, then what a
    record describes, then what is nearest in length. `kind` keeps one kind of thing. Raises Mistyped for a kind that
    does not exist, and for no words.
    """
    words, label = words.strip(), kind_label(kind) if kind else KEY_LABEL
    if not words:
        raise Mistyped("there is nothing to look for", hint="Give a name, a part of one, an alias, an id or a number.")
    hits = [one for _, found in exactly(store, words, label, limit) for one in found]
    hits += numbered(store, words, label)
    best = _best([*hits, *_otherwise(store, words, label, enough=bool(hits))])[:limit]
    edges = {row["id"]: row["edges"] for row in store.rows(EDGES_OF, ids=[one.id for one in best])}
    return tuple(replace(one, edges=edges[one.id]) for one in best)


def _preferred(found: list[Found]) -> list[Found]:
    """The one country among namesakes; else those that records describe; else all."""
    countries = [one for one in found if one.current]
    return countries if len(countries) == 1 else [one for one in found if one.described] or found


def _one_party(store: Store, found: list[Found]) -> list[Found]:
    """The first of several that are joined as one party; all of them where they are not."""
    if len(found) < 2:
        return found
    ids = [one.id for one in found]
    joined = {row["id"] for row in store.rows(_JOINED, first=ids[0], ids=ids[1:])}
    return found[:1] if joined == set(ids[1:]) else found


def _otherwise(store: Store, words: str, label: str, *, enough: bool = False) -> list[Found]:
    """What has the words in a name; where that is nowhere more than a part of one, what is spelt alike as well."""
    held = loosely(store, words, label)
    if enough or any(one.by is not How.PART for one in held):
        return held
    return [*held, *nearly(store, words, label)]


def _best(hits: Iterable[Found]) -> list[Found]:
    """Each thing once, the best first."""
    order = list(How)
    once: dict[str, Found] = {}
    for one in sorted(hits, key=lambda hit: (order.index(hit.by), hit.apart, not hit.current, not hit.described, hit.name, hit.id)):
        once.setdefault(one.id, one)
    return list(once.values())
