"""What several records give to one node or edge: the part of each kept apart, all merged to what is shown.

Properties are merged in an order that does not depend on the order of loading.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from graph.dates import Period, envelope
from graph.names import fold
from graph.vocabulary import EDGES, KINDS, Status

Props = dict[str, Any]

_BOUNDS: Final = ("from_min", "from_max", "until_min", "until_max")
_EVIDENCE: Final = frozenset(
    {
        "pid", "item", "scope", "status", "status_rule", "contested", "qualified", "bounds_disjoint", "asserted_by",
        "acknowledged_by", "denied_by", "sources", "records", "n_originals", "first_seen", "gone_at", "from", "until",
        "parts", *_BOUNDS,
    }
)  # fmt: skip
_KEPT: Final = frozenset({*_BOUNDS, "status", "asserted_by", "sources", "records", "first_seen", "gone_at"})
"""Of these, what a part has itself."""
_MERGED: Final = (_EVIDENCE - {"status", "asserted_by", "sources", "records", "first_seen"}) | {"was"}
"""What a part that is alone, live and without bounds has none of."""
_NEVER: Final = "9999"
"""Later than any day on which something was gone."""
_RULES: Final = {
    Status.OFFICIAL: "the register's row is the act itself",
    Status.REFERENCE: "a fact of structure, as the register states it",
    Status.SINGLE_SOURCE: "reported by one register",
    Status.ENDED: "no register that held it holds it any more",
}
_RANK: Final = (Status.OFFICIAL, Status.REFERENCE, Status.SINGLE_SOURCE, Status.ENDED)


def merge_entities(parts: Mapping[str, Props]) -> Props:
    """Return the properties of an entity that several records describe.

    A scalar is taken from the first record, by id, that states it; lists are joined. The kind is the most specific.
    """
    merged: Props = {}
    for record in sorted(parts):
        for key, value in parts[record].items():
            if isinstance(value, list):
                merged[key] = sorted({*merged.get(key, ()), *value})
            else:
                merged.setdefault(key, value)
    names = {part["name"] for part in parts.values()} - {merged["name"]}
    if names:
        merged["aliases"] = sorted({*merged.get("aliases", ()), *names})
        merged["folded_aliases"] = sorted({fold(name) for name in merged["aliases"]} - {merged["folded"]})
    merged["kind"] = min((part["kind"] for part in parts.values()), key=lambda kind: (-len(KINDS[kind].labels), kind))
    merged["records"] = sorted(parts)
    merged["parts"] = orjson.dumps(parts, option=orjson.OPT_SORT_KEYS).decode()
    return merged


def entity_parts(props: Props) -> dict[str, Props]:
    """Return what each record says of an entity, from the properties of its node."""
    if "parts" in props:
        return dict(orjson.loads(props["parts"]))
    records = props.get("records", [])
    return {records[0]: props} if records else {}


def close_part(part: Props, gone_at: str) -> Props:
    """Return the part as it is once its record no longer supports the edge; its former status is kept."""
    if "gone_at" in part:
        return part
    return {"was": part["status"], **part, "status": str(Status.ENDED), "gone_at": gone_at}


def interrupt_part(part: Props, gone: str, again: str) -> Props:
    """Return the part of an edge that its record did not support from one snapshot to another, as became known later."""
    if part["first_seen"] < gone and _since(part) <= again <= part.get("gone_at", _NEVER):
        return {**part, "again_since": again}
    return part


def join_parts(before: Mapping[str, Props], after: Mapping[str, Props]) -> dict[str, Props]:
    """Return what records gave to an edge, with what they give now, in whatever order their snapshots came.

    First seen is when it was first seen; a part that had ended and is there again says since when.
    """
    return {**before, **{record: _spells(before[record], part) if record in before else part for record, part in after.items()}}


def _spells(was: Props, part: Props) -> Props:
    """What a record gives that stated a fact twice: what it said later, with the first day of all and that of the last spell."""
    first, last = (was, part) if was.get("gone_at", _NEVER) <= part.get("gone_at", _NEVER) else (part, was)
    start = _since(last)
    if first.get("gone_at", _NEVER) >= start:
        start = min(start, _since(first))
    seen = min(first["first_seen"], last["first_seen"])
    joined = {key: value for key, value in last.items() if key != "again_since"} | {"first_seen": seen}
    return joined | ({"again_since": start} if start > seen else {})


def _since(part: Props) -> str:
    return str(part.get("again_since") or part["first_seen"])


def merge_facts(proposition: Mapping[str, Any], parts: Mapping[str, Props]) -> Props:
    """Return the edge properties that several records give together: live ones first, then by the records' ids."""
    if len(parts) == 1 and _MERGED.isdisjoint(*parts.values()):
        return _alone(proposition, *parts.values())
    order = sorted(parts, key=lambda record: (parts[record]["status"] == Status.ENDED, record))
    living = [parts[record] for record in order if parts[record]["status"] != Status.ENDED] or [parts[record] for record in order]
    merged: Props = {}
    for record in order:
        for key, value in parts[record].items():
            if key not in _EVIDENCE:
                merged.setdefault(key, value)
    period, disjoint = envelope(Period(**{key: part.get(key) for key in _BOUNDS}) for part in living)
    merged |= period_props(period, half_open=EDGES[proposition["type"]].half_open)
    status = min((part["status"] for part in living), key=_RANK.index)
    merged |= {
        "pid": proposition["pid"],
        **{key: proposition[key] for key in ("item", "scope") if proposition.get(key)},
        "status": status,
        "status_rule": _RULES[Status(status)],
        "contested": False,
        "qualified": False,
        "asserted_by": sorted({name for part in living for name in part["asserted_by"]}),
        "sources": sorted({name for part in living for name in part["sources"]}),
        "records": sorted(parts),
        "n_originals": len({name for part in living for name in part["sources"]}),
        "first_seen": min(part["first_seen"] for part in parts.values()),
    }
    if "n_reports" in merged:
        merged |= _reported(living)
    if disjoint:
        merged["bounds_disjoint"] = True
    if status == Status.ENDED:
        merged |= {"gone_at": max(days)} if (days := [part["gone_at"] for part in living if "gone_at" in part]) else {}
        merged |= {"status_rule": "its publisher deprecates it"} if merged.get("deprecated") else {}
    else:
        merged.pop("was", None)
    if len(parts) > 1:
        merged["parts"] = orjson.dumps(parts, option=orjson.OPT_SORT_KEYS).decode()
    return merged


def _reported(parts: Sequence[Mapping[str, Any]]) -> Props:
    """Return how much is reported of a deed that many a machine's report is about: reports and pages add up, sources recur.

    Of the sources only a least number is known: that of the sites and publishers by name, or the most that one report counts.
    It led an article when any report did (`root`), and is as sure as the surest mention of it.
    """
    lists = {name: sorted({text for part in parts for text in part.get(name, ())}) for name in ("reported_by", "mentioned_by", "pages")}
    sums = {name: sum(part.get(name, 0) for part in parts) for name in ("n_reports", "n_mentions", "n_articles")}
    most = {name: max(part.get(name, 0) for part in parts) for name in ("n_sources", "root", "confidence")}
    most["n_sources"] = max(most["n_sources"], len({*lists["reported_by"], *lists["mentioned_by"]}))
    return {name: value for name, value in (lists | sums | most).items() if value}


def _alone(proposition: Mapping[str, Any], part: Props) -> Props:
    """What `merge_facts` gives for one live part without bounds: nearly every edge, and a fifth of a load's work otherwise."""
    return {
        **part,
        "pid": proposition["pid"],
        **{key: proposition[key] for key in ("item", "scope") if proposition.get(key)},
        "status_rule": _RULES[part["status"]],
        "contested": False,
        "qualified": False,
        "n_originals": len(part["sources"]),
    }


def fact_parts(props: Props) -> dict[str, Props]:
    """Return what each record gives to an edge, from the edge's properties; empty when only documents do."""
    if "parts" in props:
        return dict(orjson.loads(props["parts"]))
    if not props.get("records"):
        return {}
    return {props["records"][0]: {key: value for key, value in props.items() if key not in _EVIDENCE or key in _KEPT}}


def period_props(period: Period, *, half_open: bool) -> Props:
    """Return the bounds that are known, and for a period that is half open the days it is from and until."""
    bounds = {key: value for key, value in zip(_BOUNDS, period.bounds) if value}
    if half_open:
        bounds |= {key: value for key, value in (("from", period.from_min), ("until", period.until_max)) if value}
    return bounds
