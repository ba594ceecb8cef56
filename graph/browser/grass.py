"""The graph's style for Neo4j Browser, as a GraSS sheet: kinds by colour, edges by what they are, statuses in words.

Browser's GraSS chooses by a node's labels and an edge's type, never by a property: an edge cannot be red because it is
contested. What its parser leaves is used: the caption of an edge says its status, denials are red, and so on for the other
stances. It takes no comments, no `:` in a value, and replaces `<type>` only when that is the whole caption.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from graph.exports.colours import KIND_COLOURS, STATUS_COLOURS
from graph.vocabulary import EDGES, EVIDENCE, KEY_LABEL, KINDS, NODES, STANCE_EDGES, EdgeType, Role, Stance, Status

_INK: Final = "#1e293b"
_WHITE: Final = "#ffffff"

_NODE: Final = {
    "diameter": "65px",
    "color": KIND_COLOURS["Actor"],
    "border-color": _INK,
    "border-width": "1px",
    "text-color-internal": _WHITE,
    "font-size": "9px",
    "caption": '"{name}"',
}
_PAPER: Final = {
    "diameter": "55px",
    "color": "#f1f5f9",
    "border-color": STATUS_COLOURS[Status.REFERENCE],
    "text-color-internal": _INK,
    "font-size": "8px",
}
_EDGE: Final = {
    "color": STATUS_COLOURS[Status.REFERENCE],
    "shaft-width": "1px",
    "font-size": "8px",
    "padding": "3px",
    "text-color-external": _INK,
    "text-color-internal": _WHITE,
    "caption": '"<type>"',
}

_CAPTIONS: Final = {"Resolution": "{symbol}"}
"""What a kind of thing is known by, where it is not its name."""

_EVIDENCE_CAPTIONS: Final = {
    "Source": "{name}",
    "Record": "{id}",
    "Proposition": "{type} {status}",
    "Claim": "{stance}",
    "Run": "{snapshot}",
}
_STANCE_COLOURS: Final = {
    Stance.ASSERTS: STATUS_COLOURS[Status.CORROBORATED],
    Stance.DENIES: STATUS_COLOURS[Status.CONTESTED],
    Stance.ACKNOWLEDGES: STATUS_COLOURS[Status.ACKNOWLEDGED],
}


def sheet() -> str:
    """Return the style, one rule a paragraph: things, then what evidences them, then edges, each in the vocabulary's order."""
    return "\n\n".join(_rule(selector, values) for selector, values in _rules()) + "\n"


def _rules() -> Iterator[tuple[str, Mapping[str, str]]]:
    yield "node", _NODE
    for kind in KINDS.values():
        yield f"node.{kind.name}", _thing(kind.name)
    for label in (label for label in NODES if label != KEY_LABEL):
        yield f"node.{label}", _PAPER | {"caption": f'"{_EVIDENCE_CAPTIONS[label]}"'}
    yield "relationship", _EDGE
    for edge in EDGES.values():
        yield f"relationship.{edge.name}", _typed(edge)
    for name in EVIDENCE:
        yield f"relationship.{name}", {"color": STATUS_COLOURS[Status.ENDED], "caption": '"<type>"'}
    for stance, colour in _STANCE_COLOURS.items():
        yield f"relationship.{STANCE_EDGES[stance]}", {"color": colour, "shaft-width": "2px", "caption": '"<type>"'}


def _thing(kind: str) -> dict[str, str]:
    return {"color": KIND_COLOURS[kind], "caption": f'"{_CAPTIONS.get(kind, "{name}")}"'}


def _typed(edge: EdgeType) -> dict[str, str]:
    """Deeds and acts stand out and say their status; of structure, the type is enough."""
    if edge.role is Role.STRUCTURE:
        return {"color": STATUS_COLOURS[Status.REFERENCE], "caption": '"<type>"'}
    return {"color": STATUS_COLOURS[Status.OFFICIAL], "shaft-width": "2px", "caption": f'"{edge.name} {{status}}"'}


def _rule(selector: str, values: Mapping[str, str]) -> str:
    return f"{selector} {{\n" + "".join(f"  {name}: {value};\n" for name, value in values.items()) + "}"
