"""The trail of an edge: the rule that gave its status, and everything that was said or recorded about it.

Works for edges that rest on documents, on registers, or on both, and for propositions that carry no edge because
nobody asserts them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from graph.actors import meant
from graph.errors import Mistyped
from graph.names import closest
from graph.stores.bolt import Store
from graph.vocabulary import EDGES

Props = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One claim, where it was read, who spoke the words, and the claims about it."""

    claim: Props
    document: Props
    speaker: str
    voice: str
    about_it: tuple[Props, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """One proposition with its edge, if it carries one, its claims by date, and the register records that hold it."""

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
    """Return the trails of every proposition of the type between two actors, given by id, name or alias.

    Raises Mistyped for an unknown type or actor, and when nothing of the kind was ever said or recorded.
    """
    wanted = type.upper().replace(" ", "_").replace("-", "_")
    if wanted not in EDGES:
        near = closest(wanted, EDGES)
        raise Mistyped(f"no edge type is called {type!r}", hint=f"Did you mean {near[0]}?" if near else "See: actorgraph schema graph")
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
        raise Mistyped(f"nothing says or denies that {a.name} {wanted} {b.name}", hint="The other way round? Another edge type?")
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


def as_json(trails: Sequence[Trail]) -> str:
    """Return the trails as indented JSON."""
    return orjson.dumps(trails, option=orjson.OPT_INDENT_2, default=dict).decode()


def as_text(trails: Sequence[Trail]) -> str:
    """Return the trails as text made to be read."""
    return "\n\n".join("\n".join(_lines(trail)) for trail in trails)


def _trail(store: Store, pid: str, subject: str, object: str) -> Trail:
    kind = pid.partition(":")[0].upper()
    leaf = object if EDGES[kind].leaf == "object" else subject
    found = f"MATCH (n:Entity {{id: $leaf}}) MATCH (n)-[r:{kind}]-() WHERE r.pid = $pid RETURN properties(r) AS edge"
    edges = [row["edge"] for row in store.rows(found, leaf=leaf, pid=pid)]
    standing = [row["p"] for row in store.rows("MATCH (p:Proposition {id: $pid}) RETURN properties(p) AS p", pid=pid)]
    edge: Props = edges[0] if edges else {}
    names = _names(store, [subject, object, edge.get("item") or (standing[0].get("item") if standing else "")])
    return Trail(
        pid=pid,
        type=kind,
        subject=names.get(subject, subject),
        object=names.get(object, object),
        item=names.get(edge.get("item") or (standing[0].get("item", "") if standing else ""), ""),
        edge=edge,
        standing=standing[0] if standing else {},
        said=_said(store, pid),
        records=_records(store, edge.get("records", ())),
    )


def _said(store: Store, pid: str) -> tuple[Said, ...]:
    rows = store.rows(
        "MATCH (p:Proposition {id: $pid}) MATCH (p)<-[:ABOUT]-(c:Claim) MATCH (c)<-[:MAKES]-(speaker) MATCH (c)-[:CITED_IN]->(d) "
        "OPTIONAL MATCH (c)<-[:VOICES]-(voice) OPTIONAL MATCH (c)<-[:ABOUT]-(m:Claim) "
        "WITH c, d, speaker, voice, m ORDER BY m.said_at, m.id "
        "RETURN properties(c) AS claim, properties(d) AS document, speaker.name AS speaker, voice.name AS voice, "
        "[x IN collect(m) WHERE x IS NOT NULL | properties(x)] AS about_it ORDER BY claim.said_at, claim.id",
        pid=pid,
    )
    return tuple(
        Said(claim=r["claim"], document=r["document"], speaker=r["speaker"], voice=r["voice"] or "", about_it=tuple(r["about_it"]))
        for r in rows
    )


def _records(store: Store, ids: Sequence[str]) -> tuple[Props, ...]:
    return tuple(
        row["r"] for row in store.rows("UNWIND $ids AS id MATCH (r:Record {id: id}) RETURN properties(r) AS r ORDER BY id", ids=list(ids))
    )


def _names(store: Store, ids: Sequence[str]) -> dict[str, str]:
    return {row["id"]: row["name"] for row in store.rows(
        "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN id, n.name AS name", ids=[key for key in ids if key])}  # fmt: skip


def _lines(trail: Trail) -> list[str]:
    facts = trail.edge or trail.standing
    item = f" ({trail.item})" if trail.item else f" ({facts['scope']})" if facts.get("scope") else ""
    lines = [f"{trail.subject} {trail.type} {trail.object}{item}", f"  {trail.pid}"]
    flags = [
        word
        for word, key in (("contested", "contested"), ("qualified", "qualified"), ("its periods do not meet", "bounds_disjoint"))
        if facts.get(key)
    ]
    lines.append(f"  status  {facts.get('status')}: {facts.get('status_rule')}" + (f"; {', '.join(flags)}" if flags else ""))
    if not trail.edge:
        lines.append("  no edge is drawn, since nobody's word for it stands")
    lines += [line for said in trail.said for line in _claim_lines(said)]
    lines += [line for record in trail.records for line in _record_lines(record, facts)]
    return lines


def _claim_lines(said: Said) -> list[str]:
    claim, document = said.claim, said.document
    limits = [f"{word} {claim[key]}" for word, key in (("from", "from_min"), ("until", "until_max")) if claim.get(key)]
    numbers = [f"{claim[key]:,g}" for key in ("quantity_min", "quantity_max") if claim.get(key) is not None]
    if numbers:
        limits.append(f"{' to '.join(numbers)} {claim.get('unit', '')}".strip() + (" (estimate)" if claim.get("estimate") else ""))
    voice = f", in the words of {said.voice}" if said.voice else ""
    original = f", repeating {document['original']}" if document.get("original") not in (None, document["id"]) else ""
    lines = [
        f"\n  {claim.get('said_at', 'undated')}  {said.speaker}{voice}, {claim['stance']}"
        + (f" ({claim['principal']})" if claim["principal"] != claim["speaker"] else ""),
        *([f"      {'; '.join(limits)}"] if limits else []),
        *([f"      {claim['qualification']}"] if claim.get("qualification") else []),
        f"      read in {document['title']}, {document.get('publisher')}, {document.get('published')}{original}",
        f"      at {claim['locator']}" if claim.get("locator") else "      place not stated",
        f"      {document.get('url', '')}  recorded {claim.get('recorded_at')}",
    ]
    return lines + [
        f"      but {m['principal']} {m['stance']} this claim on {m.get('said_at')}: {m.get('qualification', '')}" for m in said.about_it
    ]


def _record_lines(record: Props, edge: Props) -> list[str]:
    held = f"since the snapshot of {record['first_seen']}" + (f", gone in that of {record['gone_at']}" if record.get("gone_at") else "")
    version = next((text for text in reversed(record["versions"]) if text), "{}")
    row = "; ".join(f"{key}={value}" for key, value in orjson.loads(version).items())
    return [f"\n  record {record['id']}, {held}; edge since {edge.get('first_seen')}", f"      {row[:600]}"]
