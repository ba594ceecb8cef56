"""FollowTheMoney lines that `actorgraph export ftm` wrote: the graph's own ids, kinds and edges, as they were.

Beside what the format can say, each line carries the node or the edge itself under the key `actorgraph`
(`graph/exports/ftm.py`); followthemoney keeps such keys. An edge that claims were made about comes back as claims, one
a voice, in a document that stands for the export, each with the bounds of all of them; an edge of registers alone as a
fact; one that had ended is not said again.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from graph.claims import Claim, Document, Entity, Proposition, Quantity, Statement, Value
from graph.dates import Period
from graph.errors import BadRow
from graph.vocabulary import KINDS, Stance, Status
from loaders._ftm_issuers import organisation

CONTEXT: Final = "actorgraph"
"""The key that holds the node or edge."""

DOCUMENT: Final = "doc:ftm-export"
_EXPORT: Final = organisation("org:actorgraph-export", "an export of actorgraph")
_KINDS: Final[Mapping[frozenset[str], str]] = {frozenset(kind.labels): kind.name for kind in KINDS.values()}
_OF_NODES: Final = frozenset({"id", "name", "aliases", "labels", "folded", "folded_aliases", "kind", "records", "parts", "stub"})
_BOUNDS: Final = ("from_min", "from_max", "until_min", "until_max")
_AMOUNTS: Final = ("quantity_min", "quantity_max", "unit", "estimate")
_KEPT: Final = ("status", "asserted_by", "sources", "records", "gone_at", "first_seen")
_OF_EDGES: Final = frozenset(
    {
        "type", "pid", "item", "scope", "status_rule", "contested", "qualified", "bounds_disjoint", "acknowledged_by",
        "denied_by", "n_originals", "parts", "n_claims", "originals", "from", "until", "qualification", *_BOUNDS, *_AMOUNTS, *_KEPT,
    }
)  # fmt: skip
_STANCES: Final = ((Stance.ASSERTS, "asserted_by"), (Stance.ACKNOWLEDGES, "acknowledged_by"), (Stance.DENIES, "denied_by"))


def exported(values: Mapping[str, Any]) -> Iterator[Statement]:
    """Yield what the line was written from; raise BadRow when its `actorgraph` part has been changed beyond reading."""
    try:
        held = values[CONTEXT]
        return iter([_node(held["node"])] if "node" in held else list(_edge(held)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadRow(f"this is not as it was written ({type(error).__name__}: {error})", field=CONTEXT) from error


def _node(node: Mapping[str, Any]) -> Entity:
    return Entity(
        id=_text(node["id"]),
        kind=_KINDS[frozenset(node["labels"])],
        name=_text(node["name"]),
        aliases=tuple(map(_text, node.get("aliases", ()))),
        details={key: _value(value) for key, value in node.items() if key not in _OF_NODES},
        described=node.get("stub") is not True,
    )


def _edge(held: Mapping[str, Any]) -> Iterator[Statement]:
    edge, ends = held["edge"], [held[end] for end in ("subject", "object", "item") if end in held]
    for end in ends:
        yield Entity(id=_text(end["id"]), kind=end["kind"], name=_text(end["name"]), described=False)
    if edge["status"] == Status.ENDED:
        return
    subject, object, *item = (_text(end["id"]) for end in ends)
    proposition = Proposition(type=edge["type"], subject=subject, object=object, item="".join(item), scope=_text(edge.get("scope", "")))
    heard = "n_claims" in edge or edge.get("acknowledged_by") or edge.get("denied_by")
    if heard:
        yield Document(id=f"{DOCUMENT}:{proposition.pid}", title=f"export of {proposition.pid}", publisher=_EXPORT.id, published="")
    yield _EXPORT
    for voice in held["voices"]:
        yield Entity(id=_text(voice["id"]), kind=voice["kind"], name=_text(voice["name"]), described=False)
    for stance, name in _STANCES if heard else _STANCES[:1]:
        for voice in map(_text, edge.get(name, ()) if heard else (*edge.get(name, ()), _EXPORT.id)[:1]):
            yield Claim(
                proposition=proposition,
                stance=stance,
                speaker=voice,
                principal=voice,
                period=Period(**{bound: _text(edge[bound]) for bound in _BOUNDS if edge.get(bound)}),
                quantity=_quantity(edge),
                qualification=_text(edge.get("qualification", "")),
                document=f"{DOCUMENT}:{proposition.pid}" if heard else "",
                details=_details(edge),
            )


def _details(edge: Mapping[str, Any]) -> dict[str, Value]:
    details = {key: _value(value) for key, value in edge.items() if key not in _OF_EDGES}
    return details | {f"exported_{key}": _value(edge[key]) for key in _KEPT if edge.get(key)}


def _quantity(edge: Mapping[str, Any]) -> Quantity | None:
    if not any(name in edge for name in _AMOUNTS[:2]):
        return None
    least, most = (None if edge.get(name) is None else float(edge[name]) for name in _AMOUNTS[:2])
    return Quantity(min=least, max=most, unit=_text(edge.get("unit", "")), estimate=edge.get("estimate") is True)


def _value(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(map(_text, value))
    if not isinstance(value, str | int | float) or abs(value if isinstance(value, int) else 0) >= 2**63:
        raise TypeError(f"{value!r:.80} is no value of a property")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.80} is no text")
    return value
