"""The trail of an edge: the rule that gave its status, and everything that was said or recorded about it.

Works for edges that rest on documents, on registers, or on both, and for propositions that carry no edge because
nobody asserts them. `graph.accounts` tells a trail in words.
"""

import shlex
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from graph.actors import meant
from graph.errors import Mistyped
from graph.history import GONE
from graph.parts import fact_parts
from graph.stores.bolt import Store
from graph.vocabulary import EDGES, KEY_LABEL
from graph.words import edge_type

Props = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One claim: where it was read, who spoke for whom in whose words (names), what holds it, and the claims about it.

    `held` are the records that hold it, each with the `run` that loaded it; `about_it` is in order of date, and so on down.
    """

    claim: Props
    document: Props
    speaker: str
    principal: str
    voice: str
    publisher: str
    held: tuple[Props, ...]
    about_it: tuple["Said", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """One proposition with its edge, if it carries one, its claims by date, and the register records that hold it.

    Each record has `part`, what it gives to the edge (status, dates), `content`, the newest row of it that does, and the
    `run` that loaded that.
    """

    pid: str
    type: str
    subject: str
    object: str
    item: str
    edge: Props
    standing: Props
    said: tuple[Said, ...]
    records: tuple[Props, ...]


def between(store: Store, subject: str, type: str, object: str) -> tuple[Trail, ...]:
    """Return the trails of every proposition of the type between two actors, given by id, name or alias, by pid.

    Raises Mistyped for an unknown type or actor, and when nothing of the kind was ever said or recorded.
    """
    wanted = edge_type(type)
    a, b = meant(store, subject), meant(store, object)
    pids = {
        row["pid"]
        for statement in (
            f"MATCH (a:Entity {{id: $a}}) MATCH (a)-[r:{wanted}]->(b) WHERE b.id = $b RETURN r.pid AS pid",
            "MATCH (a:Entity {id: $a}) MATCH (a)<-[:SUBJECT]-(p:Proposition) WHERE p.type = $type AND p.object = $b RETURN p.id AS pid",
        )
        for row in store.rows(statement, a=a.id, b=b.id, type=wanted)
    }
    if not pids:
        hint = f"The reason, as far as it is known: {shlex.join(('actorgraph', 'why-not', a.id, wanted, b.id))}"
        raise Mistyped(f"nothing says or denies that {a.name} {wanted} {b.name}", hint=hint)
    return tuple(_trail(store, pid, a.id, b.id) for pid in sorted(pids))


def of(store: Store, pid: str) -> tuple[Trail, ...]:
    """Return the trail of one proposition; raise Mistyped when there is none of that pid."""
    kind = pid.partition(":")[0].upper()
    if kind not in EDGES:
        raise Mistyped(f"{pid!r} is no pid", hint="A pid looks like supplies:3fa9c0…; or give A TYPE B.")
    rows = list(store.rows("MATCH (p:Proposition {id: $pid}) RETURN p.subject AS a, p.object AS b", pid=pid))
    rows = rows or list(store.rows(f"MATCH (a)-[r:{kind}]->(b) WHERE r.pid = $pid RETURN a.id AS a, b.id AS b", pid=pid))
    if not rows:
        raise Mistyped(f"the graph holds no {pid}")
    return (_trail(store, pid, rows[0]["a"], rows[0]["b"]),)


def facts(store: Store, propositions: Iterable[tuple[str, str, str]]) -> dict[str, Props]:
    """Return the properties of the edges of propositions (pid, subject, object), by pid; those that carry none are left out."""
    by_type: dict[str, list[dict[str, str]]] = defaultdict(list)
    for pid, subject, object in propositions:
        kind = pid.partition(":")[0].upper()
        by_type[kind].append({"pid": pid, "leaf": object if EDGES[kind].leaf == "object" else subject})
    return {
        row["pid"]: row["edge"]
        for kind, rows in by_type.items()
        for row in store.rows(
            f"UNWIND $rows AS row MATCH (n:{KEY_LABEL} {{id: row.leaf}}) MATCH (n)-[r:{kind}]-() WHERE r.pid = row.pid "
            "RETURN row.pid AS pid, properties(r) AS edge",
            rows=rows,
        )
    }


def names(store: Store, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of things by their ids; ids that are none are left out."""
    rows = store.rows(f"UNWIND $ids AS id MATCH (n:{KEY_LABEL} {{id: id}}) RETURN id, n.name AS name", ids=[key for key in ids if key])
    return {row["id"]: row["name"] for row in rows}


def _trail(store: Store, pid: str, subject: str, object: str) -> Trail:
    standing: Props = next((row["p"] for row in store.rows("MATCH (p:Proposition {id: $pid}) RETURN properties(p) AS p", pid=pid)), {})
    edge = facts(store, [(pid, subject, object)]).get(pid, {})
    item = edge.get("item") or standing.get("item", "")
    called = names(store, [subject, object, item])
    return Trail(
        pid=pid,
        type=pid.partition(":")[0].upper(),
        subject=called.get(subject, subject),
        object=called.get(object, object),
        item=called.get(item, ""),
        edge=edge,
        standing=standing,
        said=_said(store, pid),
        records=_stating(store, edge) if edge else (),
    )


def _said(store: Store, pid: str) -> tuple[Said, ...]:
    """All claims about the proposition, with the claims about them, and about those."""
    found: dict[str, list[Props]] = {}
    label, wanted = "Proposition", [pid]
    while wanted:
        rows = list(store.rows(_ABOUT.format(label=label), ids=wanted))
        for row in sorted(rows, key=lambda row: (row["claim"].get("said_at", ""), row["claim"]["id"])):
            found.setdefault(row["about"], []).append(row)
        label, wanted = "Claim", sorted({row["claim"]["id"] for row in rows} - found.keys())
    everything = [row for rows in found.values() for row in rows]
    called = names(store, {key for row in everything for key in (row["claim"]["principal"], row["document"].get("publisher", ""))})
    held = _held(store, {record for row in everything for record in row["claim"].get("records", ())})
    return _nested(found, pid, called, held)


_ABOUT = (
    "UNWIND $ids AS about MATCH (t:{label} {{id: about}}) MATCH (t)<-[:ABOUT]-(c:Claim) "
    "MATCH (c)<-[:MAKES]-(speaker) MATCH (c)-[:CITED_IN]->(d) OPTIONAL MATCH (c)<-[:VOICES]-(voice) "
    "RETURN about, properties(c) AS claim, properties(d) AS document, speaker.name AS speaker, voice.name AS voice"
)


def _nested(found: Mapping[str, Sequence[Props]], about: str, called: Mapping[str, str], held: Mapping[str, Props]) -> tuple[Said, ...]:
    return tuple(
        Said(
            claim=row["claim"],
            document=row["document"],
            speaker=row["speaker"],
            principal=called.get(row["claim"]["principal"], row["claim"]["principal"]),
            voice=row["voice"] or "",
            publisher=called.get(row["document"].get("publisher", ""), row["document"].get("publisher", "")),
            held=tuple(_without_content(held[key]) for key in row["claim"].get("records", ()) if key in held),
            about_it=_nested(found, row["claim"]["id"], called, held),
        )
        for row in found.get(about, ())
    )


def _stating(store: Store, edge: Props) -> tuple[Props, ...]:
    """The register records that state an edge, or once did, each as it was when it last did."""
    parts = fact_parts(dict(edge))
    records = _records(store, parts)
    runs = _runs(store, records)
    stating = []
    for record in records:
        part = parts[record["id"]]
        place = _newest(record, before=part.get("gone_at", ""))
        content = orjson.loads(record["versions"][place]) if place is not None else {}
        run = _loaded(record, runs, place)
        stating.append({**_without_content(record), "part": part, "content": content, "run": run})
    return tuple(stating)


def _held(store: Store, ids: Iterable[str]) -> Mapping[str, Props]:
    """The records of these ids, by id, each with the run that loaded what it holds."""
    records = _records(store, ids)
    runs = _runs(store, records)
    return {record["id"]: {**record, "run": _loaded(record, runs, _newest(record))} for record in records}


def _records(store: Store, ids: Iterable[str]) -> list[Props]:
    rows = store.rows("UNWIND $ids AS id MATCH (r:Record {id: id}) RETURN id, properties(r) AS record ORDER BY id", ids=sorted(ids))
    return [row["record"] for row in rows]


def _runs(store: Store, records: Iterable[Props]) -> dict[str, list[Props]]:
    """The runs that loaded the registers of these records, by register, in order of time."""
    found: dict[str, list[Props]] = defaultdict(list)
    for row in store.rows(
        "UNWIND $registers AS register MATCH (s:Source {id: 'source:' + register}) MATCH (s)<-[:LOADED]-(r:Run) "
        "RETURN register, properties(r) AS run ORDER BY run.id",
        registers=sorted({record["register"] for record in records}),
    ):
        found[row["register"]].append(row["run"])
    return found


def _newest(record: Props, before: str = "") -> int | None:
    """The place among a record's change points of the newest content, or of the newest before a date; None for none."""
    points = enumerate(zip(record.get("dates", ()), record.get("digests", ())))
    return max((place for place, (date, digest) in points if digest != GONE and (not before or date < before)), default=None)


def _loaded(record: Props, runs: Mapping[str, Sequence[Props]], place: int | None) -> Props:
    """The last run that loaded the snapshot in which a record's content of that place began."""
    loads = runs.get(record["register"], ())
    began = record["dates"][place] if place is not None else ""
    return next((run for run in reversed(loads) if run["snapshot"] == began), loads[-1] if loads else {})


def _without_content(record: Props) -> Props:
    return {key: value for key, value in record.items() if key not in ("versions", "digests", "edges", "claims", "mentions")}
