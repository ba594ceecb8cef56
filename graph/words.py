"""Words of the vocabulary as users write them: edge types, statuses and kinds of things, in any letters."""

from collections.abc import Iterable

from graph.errors import Mistyped
from graph.names import closest
from graph.status import STRENGTH
from graph.vocabulary import EDGES, KINDS, Status


def edge_type(word: str) -> str:
    """Return the edge type that is meant, such as SUPPLIES; raise Mistyped, with the nearest, when there is none."""
    wanted = word.strip().upper().replace(" ", "_").replace("-", "_")
    if wanted not in EDGES:
        near = closest(wanted, EDGES)
        raise Mistyped(f"no edge type is called {word!r}", hint=f"Did you mean {near[0]}?" if near else "See: actorgraph schema graph")
    return wanted


def edge_types(words: Iterable[str]) -> tuple[str, ...]:
    """Return the edge types that are meant, each once, in the order given; a word may hold several with commas between."""
    return tuple(dict.fromkeys(edge_type(part) for word in words for part in word.split(",") if part.strip()))


def edge_statuses(words: Iterable[str]) -> tuple[Status, ...]:
    """Return the statuses that are meant, of those that an edge can have, as `edge_types` does."""
    parts = [part.strip().lower().replace(" ", "_").replace("-", "_") for word in words for part in word.split(",") if part.strip()]
    for part in parts:
        if part not in STRENGTH:
            near = closest(part, STRENGTH)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(STRENGTH)}."
            raise Mistyped(f"no status of an edge is called {part!r}", hint=hint)
    return tuple(dict.fromkeys(map(Status, parts)))


def kind_label(word: str) -> str:
    """Return the label that things of the kind and of more special kinds carry; raise Mistyped when there is no such kind."""
    known = {name.lower(): kind.labels[-1] for name, kind in KINDS.items()}
    if word.strip().lower() not in known:
        near = closest(word, KINDS)
        raise Mistyped(
            f"no kind of thing is called {word!r}", hint=f"Did you mean {near[0]}?" if near else f"There are {', '.join(KINDS)}."
        )
    return known[word.strip().lower()]
