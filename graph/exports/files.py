"""Network files: GraphML, GEXF, node-link JSON and FollowTheMoney JSON lines, written and read back.

What a format cannot hold is said in `graph.exports.attributes`; reading undoes the rest, so that a network that was
written and read is equal to the one before, with nodes in the order of their ids and edges in that of their keys.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from graph.errors import BadFile, Mistyped
from graph.exports import ftm, gexf, graphml, nodelink

if TYPE_CHECKING:
    from networkx import MultiDiGraph


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """A format: how it is written and read, and how its files usually end."""

    write: Callable[[MultiDiGraph, IO[bytes]], None]
    read: Callable[[IO[bytes]], MultiDiGraph]
    suffix: str


FORMATS: Final = {
    "graphml": FileFormat(write=graphml.write, read=graphml.read, suffix=".graphml"),
    "gexf": FileFormat(write=gexf.write, read=gexf.read, suffix=".gexf"),
    "node-link": FileFormat(write=nodelink.write, read=nodelink.read, suffix=".json"),
    "ftm": FileFormat(write=ftm.write, read=ftm.read, suffix=".ftm.json"),
}


def write(graph: MultiDiGraph, format: str, file: IO[bytes]) -> None:
    """Write the network in one of FORMATS, the same bytes for equal networks; raises Mistyped for another format."""
    _named(format).write(graph, file)


def read(format: str, file: IO[bytes]) -> MultiDiGraph:
    """Return the network of a file in one of FORMATS; raises BadFile when it is none, Mistyped for another format."""
    from lxml.etree import XMLSyntaxError

    try:
        return _named(format).read(file)
    except (XMLSyntaxError, ValueError, KeyError, TypeError) as error:
        where = str(getattr(file, "name", ""))
        raise BadFile(f"the file is not a network in {format} ({error})", where=where, hint="Export it again.") from error


def _named(format: str) -> FileFormat:
    if format not in FORMATS:
        raise Mistyped(f"no file format is called {format!r}", hint=f"There are {', '.join(FORMATS)}.")
    return FORMATS[format]
