"""The parameters of saved questions: what a user writes for one, and the value it stands for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph import catalogue, dates
from graph.actors import Meant, meant
from graph.errors import BadDate, Mistyped
from graph.names import closest
from graph.stores.bolt import Store
from graph.words import edge_type

TYPES: Final = {
    "text": "any words",
    "entity": "a thing, by id, name or alias",
    "entities": "a thing, or several with commas between",
    "edge_type": "an edge type, as SUPPLIES",
    "register": "a register, as ofac_sdn",
    "date": "a day, as 2023-06-09, an instant, or now",
    "integer": "a whole number",
}
"""The types, and how a value of each is written."""

_ESCAPES: Final = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """A parameter: its type, its default as Cypher, what it means."""

    name: str
    type: str
    default: str
    help: str


def understand(store: Store, params: Sequence[Param], given: Mapping[str, str], report: str) -> tuple[dict[str, Any], tuple[Meant, ...]]:
    """Return the values of the parameters that are given, and the entities that names were taken to mean; in the order of `params`.

    Raises Mistyped, which names the parameter, for one that the report does not have and for a value that its type cannot be.
    """
    known = [param.name for param in params]
    for name in given:
        if name not in known:
            near = closest(name, known)
            hint = f"Did you mean {near[0]}?" if near else f"It takes {', '.join(known) or 'none'}."
            raise Mistyped(f"{report} has no parameter {name!r}", hint=hint)
    values: dict[str, Any] = {}
    understood: list[Meant] = []
    for param in params:
        if param.name in given:
            try:
                values[param.name] = _value(store, param, given[param.name], understood)
            except Mistyped as error:
                raise Mistyped(error.message, where=param.name, hint=error.hint) from error
    if {"from", "to"} <= values.keys() and values["from"] > values["to"]:
        raise Mistyped(f"{given['from']} is after {given['to']}", where="from", hint="Give the earlier day as from, the later one as to.")
    return values, tuple(understood)


def default(param: Param) -> Any:
    """Return the value that a parameter has when none is given."""
    if param.default == "null":
        return None
    if param.default == "toString(date())":
        return dates.today()
    return param.default.strip("'") if param.default.startswith("'") else int(param.default)


def default_in_words(param: Param) -> str:
    """Return the default for people: a text without its quotes, a number, today, none."""
    return {"null": "none", "toString(date())": "today"}.get(param.default, param.default.strip("'"))


def written(value: Any) -> str:
    """Return a value as Cypher has it, on one line: a text in quotes, a number, null."""
    if isinstance(value, str):
        return f"'{value.translate(_ESCAPES)}'"
    return "null" if value is None else str(value)


def _value(store: Store, param: Param, text: str, understood: list[Meant]) -> Any:
    if not text.strip() and param.type != "text":
        raise Mistyped("there is no value", hint=f"Give {TYPES[param.type]}; or leave it out, for the default ({default_in_words(param)}).")
    match param.type:
        case "entity":
            found = meant(store, text)
            understood.append(found)
            return found.id
        case "entities":
            found_ones = _each(store, text)
            understood.extend(found_ones)
            return ",".join(one.id for one in found_ones)
        case "edge_type":
            return edge_type(text)
        case "register":
            return _register(store, text.strip())
        case "date":
            return dates.today() if text == "now" else _date(text)
        case "integer":
            try:
                return int(text)
            except ValueError:
                raise Mistyped(f"this takes a whole number, not {text!r}") from None
        case _:
            return text


def _each(store: Store, text: str) -> list[Meant]:
    """One thing, or several with commas between; a name may have a comma of its own."""
    try:
        return [meant(store, text)]
    except Mistyped:
        parts = [part for part in text.split(",") if part.strip()]
        if len(parts) < 2:
            raise
        return [meant(store, part) for part in parts]


def _register(store: Store, text: str) -> str:
    """A register that is loaded, or could be: a loader's name."""
    loaded = [
        row["name"] for row in store.rows("MATCH (s:Source)<-[:LOADED]-(:Run) RETURN DISTINCT substring(s.id, 7) AS name ORDER BY name")
    ]
    if text in loaded or text in catalogue.names():
        return text
    near = closest(text, loaded)
    hint = f"Did you mean {near[0]}?" if near else f"Loaded are {', '.join(loaded) or 'none'}."
    raise Mistyped(f"no register is called {text!r}", hint=hint)


def _date(text: str) -> str:
    try:
        return dates.instant(text)
    except BadDate as error:
        raise Mistyped(error.message, hint=error.hint) from error
