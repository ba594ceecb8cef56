"""Who and what a dossier may refer to: its own entities by id, name or alias, territories, and registers' ids."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

from pydantic_core import PydanticCustomError

from graph.names import closest, fold
from graph.vocabulary import KINDS

REGISTERS: Final = ("ofac", "un", "unsc", "eu", "uk", "ftm", "wikidata")
"""Namespaces whose ids other files describe: they may be used without being declared."""

Known: TypeAlias = Callable[[str], str | None]
Near: TypeAlias = Callable[[str], Iterable[str]]

_ID: Final = re.compile(r"([a-z][a-z0-9_]*):\S+")
SYMBOL: Final = r"un:(S/RES/[0-9]+\([0-9]{4}\)|(?!S/RES/)[A-Z]+/[^\s#]+)"
"""A UN document's symbol; a Security Council resolution's has its year, without which it would be another id."""

_UNITED_NATIONS: Final = re.compile(rf"{SYMBOL}(#\S+)?")
_CODE: Final = re.compile(r"[A-Z]{2}")
_FEW: Final = 8
_MANY: Final = 2_000


class Names:
    """What the dossier declares, gathered before it is checked, so that a faulty entry is still known by its id.

    `known` gives the id of a territory by id, code or name, or None; `near` the names of territories spelt alike.
    """

    def __init__(self, content: dict[str, Any], known: Known, near: Near) -> None:
        self._known = known
        self._near = near
        self.kinds: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.documents = {key for _, entry in entries(content, "documents") if (key := text(entry, "id"))}
        self._spelt: dict[str, set[str]] = defaultdict(set)
        for _, entry in entries(content, "entities"):
            self._declare(text(entry, "id"), text(entry, "kind"), text(entry, "name"), entry.get("aliases"))
        for _, entry in entries(content, "resolutions"):
            key = text(entry, "id")
            self._declare(key, "Resolution", key.removeprefix("un:"))
            for _, provision in entries(entry, "provisions"):
                local = text(provision, "id")
                self._declare(f"{key}#{local}", "Provision", f"{key.removeprefix('un:')} {local}")

    def refer(self, written: str) -> str:
        """Return the id that the text means; raise a pydantic error, in words, when it means none or several."""
        if written in self.kinds:
            return written
        if is_id(written):
            return self._foreign(written)
        meant = self.meanings(written)
        if len(meant) > 1:
            raise complaint(f"this means {' as well as '.join(meant)}; write the id")
        if not meant:
            spellings = (*self.names.values(), *self._spelt, *self._near(written))
            perhaps = suggestion(written, spellings, "give it an entry under entities, or write an id or a country's code")
            raise complaint(f"no entity of this dossier and no territory has this name{perhaps}")
        return meant[0]

    def meanings(self, name: str) -> tuple[str, ...]:
        """Return the ids a name may stand for: a country's code beside the dossier's own names, else a territory."""
        own = self._spelt.get(fold(name), set())
        territory = self._known(name) if not own or _CODE.fullmatch(name) else None
        return tuple(sorted({*own, territory} if territory else own))

    def kind(self, key: str) -> str | None:
        """Return the kind of thing an id stands for, None for a register's id whose kind only that register knows."""
        if key in self.kinds:
            return self.kinds[key] if self.kinds[key] in KINDS else None
        namespace = key.partition(":")[0]
        if namespace == "un":
            return "Provision" if "#" in key else "Resolution"
        return "Country" if namespace == "country" else None

    def name(self, key: str) -> str:
        """Return the declared name of an id, or for a register's id what it says of itself."""
        return self.names.get(key) or key.removeprefix("un:").replace("#", " ")

    def _declare(self, key: str, kind: str, name: str, aliases: Any = ()) -> None:
        if not key or key in self.kinds:
            return
        self.kinds[key] = kind
        self.names[key] = name
        for spelling in (name, *((aliases,) if isinstance(aliases, str) else aliases or ())):
            if isinstance(spelling, str) and fold(spelling):
                self._spelt[fold(spelling)].add(key)

    def _foreign(self, key: str) -> str:
        namespace = key.partition(":")[0]
        resolution, _, local = key.partition("#")
        if namespace == "country" and self._known(key) == key:
            return key
        if namespace == "un" and not _UNITED_NATIONS.fullmatch(key):
            raise complaint("this is not of the form un:S/RES/2231(2015) or un:S/RES/2231(2015)#B4")
        if namespace in REGISTERS and not (local and resolution in self.kinds):
            return key
        advice = "there is no such code" if namespace == "country" else "declare it under entities"
        raise complaint(f"nothing here has this id{suggestion(key, self.kinds, advice)}")


def is_id(written: str) -> bool:
    """Whether the text has the form of an id, not of a name."""
    return _ID.fullmatch(written) is not None


def complaint(message: str) -> PydanticCustomError:
    """Return the error that a validator raises: its message becomes the fault's."""
    return PydanticCustomError("fault", "{message}", {"message": message})


def suggestion(word: str, candidates: Iterable[str], otherwise: str = "") -> str:
    """Return `; did you mean …?`, or else the advice, or else all candidates when they are few.

    Among very many candidates none is looked for: that would take longer than reading the file.
    """
    held = [candidate for candidate in candidates if candidate]
    if len(held) <= _MANY and (near := closest(word, held, n=2)):
        return f"; did you mean {' or '.join(map(repr, near))}?"
    if otherwise:
        return f"; {otherwise}"
    return f"; there are {', '.join(held)}" if 0 < len(held) <= _FEW else ""


def entries(holder: Any, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the mappings in a list that may be missing or faulty, each with its index."""
    listed = holder.get(key) if isinstance(holder, dict) else None
    yield from ((number, entry) for number, entry in enumerate(listed if isinstance(listed, list) else ()) if isinstance(entry, dict))


def text(entry: dict[str, Any], key: str) -> str:
    """Return a text of an entry that has not been checked yet, empty when it is none."""
    value = entry.get(key)
    return value if isinstance(value, str) else ""
