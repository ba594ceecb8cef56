"""What a file can hold of a network: nodes and edges in a fixed order, attribute values, and the types of both XML formats.

Values are text, numbers, booleans and lists. None is left out. Characters that a format forbids become U+FFFD.
XML formats have no lists: a list becomes JSON text in a column whose id ends in `-list`, and is read back from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson

from graph.errors import ActorgraphError

if TYPE_CHECKING:
    from networkx import MultiDiGraph

Attributes: TypeAlias = dict[str, Any]
Node: TypeAlias = tuple[str, Attributes]
Edge: TypeAlias = tuple[str, str, str, Attributes]
"""Subject, object, key, attributes."""

NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, section 2.2."""
NOT_IN_UTF8: Final = re.compile("[\ud800-\udfff]")

_LIST = "list"
_XML_TYPES: Final = {bool: "boolean", int: "long", float: "double", str: "string", list: _LIST}
_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "boolean": {"true": True, "false": False}.__getitem__,
    "long": int,
    "double": float,
    "string": str,
    _LIST: orjson.loads,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """An attribute of nodes or edges in an XML file; one name has a column for each type of its values."""

    id: str
    name: str
    type: str

    @property
    def declared(self) -> str:
        """The type as the format knows it."""
        return "string" if self.type == _LIST else self.type

    def read(self, text: str) -> Any:
        """Return the value that was written; raise ValueError or KeyError when it is none of this type."""
        return _READ[self.type](text)


def nodes(graph: MultiDiGraph, forbidden: re.Pattern[str]) -> Iterator[Node]:
    """Yield the nodes in the order of their ids, each with its id as the attribute `id`."""
    for key, attributes in sorted(graph.nodes(data=True)):
        name = forbidden.sub("\ufffd", key)
        yield name, _settled({**attributes, "id": name}, forbidden)


def edges(graph: MultiDiGraph, forbidden: re.Pattern[str]) -> Iterator[Edge]:
    """Yield the edges in the order of their keys."""
    clean = partial(forbidden.sub, "\ufffd")
    for subject, object_, key, attributes in sorted(graph.edges(keys=True, data=True), key=lambda edge: (edge[2], edge[0], edge[1])):
        yield clean(subject), clean(object_), clean(key), _settled(attributes, forbidden)


def columns(rows: Iterable[Attributes], prefix: str) -> dict[tuple[str, str], Column]:
    """Return the columns that hold all these attributes, by name and type, in that order."""
    found = sorted({(name, _XML_TYPES[type(value)]) for row in rows for name, value in row.items()})
    return {
        (name, kind): Column(id=f"{prefix}{number}{'-list' if kind == _LIST else ''}", name=name, type=kind)
        for number, (name, kind) in enumerate(found)
    }


def column(id: str, name: str, declared: str) -> Column:
    """Return the column as a file declares it; other tools' types count as the nearest of ours."""
    kind = {"int": "long", "integer": "long", "float": "double"}.get(declared, declared)
    if id.endswith("-list"):
        kind = _LIST
    return Column(id=id, name=name, type=kind if kind in _READ else "string")


def cells(row: Attributes, within: Mapping[tuple[str, str], Column]) -> Iterator[tuple[Column, str]]:
    """Yield the column and the text of each attribute."""
    for name, value in row.items():
        yield within[name, _XML_TYPES[type(value)]], _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return orjson.dumps(value).decode() if isinstance(value, list) else str(value)


def _settled(attributes: Mapping[str, Any], forbidden: re.Pattern[str]) -> Attributes:
    """The attributes without None, in the order of their names, with every character allowed."""
    kept = ((forbidden.sub("\ufffd", name), value) for name, value in sorted(attributes.items()) if value is not None)
    return {name: _value(name, value, forbidden) for name, value in kept}


def _value(name: str, value: Any, forbidden: re.Pattern[str]) -> Any:
    match value:
        case str():
            return forbidden.sub("\ufffd", str(value))
        case bool():
            return value
        case int():
            return int(value)
        case float():
            return float(value)
        case list() | tuple():
            return [_value(name, part, forbidden) for part in value if part is not None]
    raise ActorgraphError(f"the attribute {name!r} holds a {type(value).__name__}, which no file format can carry")
