"""What one record changes in the graph: decided from its statements, its history and what the store holds of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from graph.claims import fingerprint
from graph.edges import leaf_of
from graph.history import GONE, History
from graph.mentions import merged, pending
from graph.parts import Props
from graph.projection import Projection, entity_props, fact_part, proposition_row
from graph.sources import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A record that is new or changed, with what it says. `new`: the store has never held it."""

    record: Record
    projection: Projection
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to write for one record: the node, edges to open and to close, claims to make and to withdraw.

    `live` says whether this content holds in the newest snapshot: an older one loaded late is history only.
    `described` are the things it describes, when it is the newest content known, even of a record that is gone since.
    Edges to close are (leaf id, pid, record id); so are those to interrupt, which the record states before and after, but
    not in the snapshot of `interrupted`: (that snapshot's date, the date of the next).
    """

    id: str
    props: Props
    live: bool
    described: Sequence[Props] = ()
    work: Work | None = None
    facts: Sequence[tuple[Props, str, Props]] = ()
    close: Sequence[tuple[str, str, str]] = ()
    interrupt: Sequence[tuple[str, str, str]] = ()
    interrupted: tuple[str, str] = ("", "")
    withdraw: Sequence[tuple[str, str]] = ()


def plan(work: Work, before: Props | None, register: str, date: str, following: str) -> Plan:
    """Decide what a new or changed record of the snapshot of `date` writes, given its node as it is."""
    record, projection = work.record, work.projection
    key = f"{register}:{record.key}"
    digest = fingerprint(record.values)
    history = _history(before).observe(date, digest, _text(record.values), following)
    live = history.current == digest
    held = set(before.get("edges", ())) if before else set()
    said = set(before.get("claims", ())) if before else set()
    rows = [(proposition_row(claim.proposition), claim) for claim in projection.facts]
    mine = {edge_key(row) for row, _ in rows}
    claims = {claim.id for claim in projection.claims}
    gone_at = history.until(date)
    facts = [(row, key, fact_part(claim, key, register, date, live=not gone_at, gone_at=gone_at)) for row, claim in rows]
    waiting = [pending(claim, "" if live else following) for claim in projection.mentions]
    if before and "mentions" in before:
        waiting = merged([*waiting, *(merged(before["mentions"], date) if live else before["mentions"])])
    return Plan(
        id=key,
        work=work,
        live=live,
        described=[entity_props(entity, key) for entity in projection.entities] if history.newest == digest else (),
        props=_record(key, register, record.key, history, date)
        | _filled(line=record.line, edges=sorted(mine if live else held), claims=sorted(claims if live else said), mentions=waiting),
        facts=facts,
        close=_closing(held - mine, key) if live else (),
        interrupt=() if live else _closing(held - mine, key),
        interrupted=(date, gone_at),
        withdraw=[(claim, key) for claim in sorted(said - claims)] if live else (),
    )


def ending(before: Props, date: str, following: str) -> Plan:
    """Decide what the absence of a record from the snapshot of `date` writes: it stays, with its history."""
    history = _history(before).observe(date, GONE, "", following)
    key, gone = before["id"], history.current == GONE
    kept = {} if gone else {name: before[name] for name in ("edges", "claims", "line") if name in before}
    return Plan(
        id=key,
        live=not gone,
        props=_record(key, before["register"], before["key"], history, date)
        | kept
        | _filled(mentions=merged(before.get("mentions", ()), date if gone else "")),
        close=_closing(set(before.get("edges", ())), key) if gone else (),
        interrupt=() if gone else _closing(set(before.get("edges", ())), key),
        interrupted=(date, history.until(date)),
        withdraw=[(claim, key) for claim in before.get("claims", ())] if gone else (),
    )


def edge_key(proposition: Mapping[str, Any]) -> str:
    """Return what a record remembers an edge by: the id of its leaf end, a blank, its pid."""
    return f"{leaf_of(proposition)} {proposition['id']}"


def _closing(edges: set[str], record: str) -> list[tuple[str, str, str]]:
    found = (edge.rpartition(" ") for edge in sorted(edges))
    return [(leaf, pid, record) for leaf, _, pid in found]


def _history(before: Mapping[str, Any] | None) -> History:
    return History(tuple(before["dates"]), tuple(before["digests"]), tuple(before["versions"])) if before else History()


def _record(key: str, register: str, local: str, history: History, date: str) -> Props:
    """The node's own properties; a record that came and went within one day has no change points left."""
    return {
        "id": key,
        "register": register,
        "key": local,
        "digest": history.current,
        "dates": list(history.dates),
        "digests": list(history.digests),
        "versions": list(history.versions),
        "first_seen": history.dates[0] if history.dates else date,
        **_filled(gone_at=history.gone_at if history.dates else date),
    }


def _filled(**props: Any) -> Props:
    return {key: value for key, value in props.items() if value}


def _text(values: Mapping[str, Any]) -> str:
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS).decode()
