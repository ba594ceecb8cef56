"""Claims in a store: written with who made them and where, withdrawn with their document, and summed up.

`derive` recomputes what the claims and records about a proposition amount to, and makes the typed edge and the
stance edges agree with it. It is called for every proposition touched, in the transaction that touched it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from msgspec.structs import asdict

from graph.claims import Claim, Document, Proposition
from graph.dates import Period
from graph.edges import with_pid
from graph.parts import Props, fact_parts, merge_facts
from graph.projection import claim_props, proposition_row
from graph.status import Standing, Voice, derive
from graph.stores.bolt import Transaction
from graph.vocabulary import EDGES, STANCE_EDGES, WITHOUT_EDGE, Stance, Status
from graph.writer import drop_edges, find_facts, put_edges

_MOST_HOPS = 5


def write_documents(tx: Transaction, documents: Iterable[Document], register: str) -> None:
    """Write documents as sources, filed in the register (dossier) that holds them."""
    rows = [
        {
            "id": document.id,
            "props": {
                **{key: value for key, value in asdict(document).items() if value},
                "name": document.title,
                "original": document.original or document.id,
                "kind": "document",
            },
        }
        for document in documents
    ]
    if rows:
        tx.run(
            "UNWIND $rows AS row MERGE (s:Source {id: row.id}) SET s += row.props "
            "WITH s MATCH (d:Source {id: $register}) MERGE (s)-[:PART]->(d)",
            rows=rows,
            register=f"source:{register}",
        ).consume()


def write_claims(tx: Transaction, claims: Sequence[tuple[Claim, str]], recorded_at: str) -> set[str]:
    """Write claims (with the record that holds each) and what they are about; return the pids touched."""
    propositions = {c.proposition.pid: c.proposition for c, _ in claims if not c.target}
    propositions |= {c.concerns.pid: c.concerns for c, _ in claims if c.concerns}
    _write_propositions(tx, propositions.values())
    originals = _originals(tx, {claim.document for claim, _ in claims})
    known = {
        row["id"]: row["records"]
        for row in tx.run(
            "UNWIND $ids AS id MATCH (c:Claim {id: id}) RETURN id, coalesce(c.records, []) AS records", ids=[c.id for c, _ in claims]
        )
    }
    holders: dict[str, set[str]] = defaultdict(set)
    by_id: dict[str, Claim] = {}
    for claim, record in claims:
        by_id[claim.id] = claim
        holders[claim.id] |= {record, *known.get(claim.id, ())}
    rows = [
        {
            "id": key,
            "props": {**claim_props(claim, originals.get(claim.document, claim.document)), "records": sorted(holders[key])},
            "speaker": claim.speaker,
            "voice": claim.voiced_by,
            "document": claim.document,
            "about": claim.target or claim.proposition.pid,
        }
        for key, claim in by_id.items()
    ]
    tx.run(
        "UNWIND $rows AS row MERGE (c:Claim {id: row.id}) ON CREATE SET c.recorded_at = $at "
        "WITH c, row, c.recorded_at AS at SET c = row.props SET c.recorded_at = at",
        rows=rows,
        at=recorded_at,
    ).consume()
    for statement, wanted in (
        ("MATCH (s:Entity {id: row.speaker}) MERGE (c)<-[:MAKES]-(s)", rows),
        ("MATCH (s:Entity {id: row.voice}) MERGE (c)<-[:VOICES]-(s)", [row for row in rows if row["voice"]]),
        ("MATCH (d:Source {id: row.document}) MERGE (c)-[:CITED_IN]->(d)", rows),
        (
            "MATCH (p:Proposition {id: row.about}) MERGE (c)-[:ABOUT]->(p)",
            [row for row in rows if not str(row["about"]).startswith("claim:")],
        ),
        ("MATCH (c)-[w:WAS_ABOUT]->() DELETE w", rows),
    ):
        if wanted:
            tx.run(f"UNWIND $rows AS row MATCH (c:Claim {{id: row.id}}) {statement}", rows=wanted).consume()
    concerned = [{"violation": c.proposition.pid, "deed": c.concerns.pid} for c, _ in claims if c.concerns]
    if concerned:
        tx.run(
            "UNWIND $rows AS row MATCH (v:Proposition {id: row.violation}) MATCH (d:Proposition {id: row.deed}) MERGE (v)-[:CONCERNS]->(d)",
            rows=concerned,
        ).consume()
    return set(propositions)


def link_claims(tx: Transaction) -> None:
    """Point claims about claims at their targets, wherever both are there by now."""
    tx.run(
        "MATCH (c:Claim) WHERE c.target IS NOT NULL AND size(c.records) > 0 MATCH (t:Claim {id: c.target}) MERGE (c)-[:ABOUT]->(t)"
    ).consume()


def withdraw_claims(tx: Transaction, claims: Sequence[tuple[str, str]], withdrawn_at: str) -> set[str]:
    """Take claims (claim id, record id) back with the record that held them; return the pids touched.

    A claim that another record still holds stays. One that none holds is kept, but is no longer about anything:
    WAS_ABOUT instead of ABOUT.
    """
    rows = [{"id": claim, "record": record} for claim, record in claims]
    if not rows:
        return set()
    tx.run("UNWIND $rows AS row MATCH (c:Claim {id: row.id}) SET c.records = [x IN c.records WHERE x <> row.record]", rows=rows).consume()
    touched = {
        row["id"]
        for row in tx.run(
            "UNWIND $rows AS row MATCH (c:Claim {id: row.id})-[:ABOUT]->(p) WHERE size(c.records) = 0 RETURN DISTINCT p.id AS id", rows=rows
        )
    }
    tx.run(
        "UNWIND $rows AS row MATCH (c:Claim {id: row.id})-[a:ABOUT]->(p) WHERE size(c.records) = 0 "
        "DELETE a SET c.withdrawn_at = $at MERGE (c)-[:WAS_ABOUT]->(p)",
        rows=rows,
        at=withdrawn_at,
    ).consume()
    return {key for key in touched if not key.startswith("claim:")}


def sum_up(tx: Transaction, pids: Iterable[str]) -> int:
    """Recompute standing, typed edge and stance edges of these propositions; return the number of edges written."""
    wanted = sorted(pids)
    propositions = {row["id"]: dict(row["p"]) for row in tx.run(
        "UNWIND $ids AS id MATCH (p:Proposition {id: id}) RETURN id, properties(p) AS p", ids=wanted)}  # fmt: skip
    if not propositions:
        return 0
    said = _claims_about(tx, list(propositions))
    by_type: dict[str, list[Props]] = defaultdict(list)
    for row in propositions.values():
        by_type[row["type"]].append(row)
    written = 0
    for edge_type, rows in by_type.items():
        found = find_facts(tx, edge_type, [{"pid": row["id"]} for row in rows])
        put: list[tuple[Props, Props]] = []
        drop: list[tuple[Props, Props]] = []
        for row in rows:
            parts = fact_parts(found[row["id"]]) if row["id"] in found else {}
            standing = _standing(row, said[row["id"]], parts)
            row["standing"] = standing
            props = edge_props(row, standing, parts, len(said[row["id"]]))
            (put if props else drop).append((row, props))
        if put:
            put_edges(tx, edge_type, [(row, props) for row, props in put if props])
        if drop:
            drop_edges(tx, edge_type, [row for row, _ in drop if row["id"] in found])
        written += len(put)
    _write_standings(tx, propositions.values(), said)
    return written


def edge_props(proposition: Props, standing: Standing, parts: Mapping[str, Props], n_claims: int) -> Props:
    """Return the typed edge's properties from both kinds of evidence; empty when it carries no edge."""
    living = [part for part in parts.values() if part["status"] != Status.ENDED]
    spoken = standing.status not in WITHOUT_EDGE
    if not parts and not spoken:
        return {}
    base: Props = merge_facts(with_pid(proposition), parts) if parts else {}
    if not spoken and not living:
        return base
    props = {**base, **_standing_props(standing), "n_claims": n_claims}
    if any(part["status"] != Status.SINGLE_SOURCE for part in living):
        props |= {"status": base["status"], "status_rule": base["status_rule"], "contested": bool(standing.denied_by)}
    props |= {
        "pid": proposition["id"],
        **{key: proposition[key] for key in ("item", "scope") if proposition.get(key)},
        "sources": sorted({*base.get("sources", ()), *standing.originals}),
    }
    if parts:
        props["parts"] = orjson.dumps(dict(parts), option=orjson.OPT_SORT_KEYS).decode()
    if EDGES[proposition["type"]].half_open:
        props |= {key: value for key, value in (("from", standing.period.from_min), ("until", standing.period.until_max)) if value}
    return props


def _standing(proposition: Props, said: Sequence[Props], parts: Mapping[str, Props]) -> Standing:
    """The claims' voices, and each live register row of a deed as one more."""
    voices = [_voice(claim) for claim in said]
    voices += [
        Voice(
            id=record,
            principal=part["asserted_by"][0],
            stance=Stance.ASSERTS,
            period=Period(**{key: part.get(key) for key in ("from_min", "from_max", "until_min", "until_max")}),
            original=part["sources"][0],
        )
        for record, part in parts.items()
        if part["status"] != Status.ENDED
    ]
    return derive(frozenset({proposition["subject"], proposition["object"]}), voices)


def _voice(claim: Props) -> Voice:
    return Voice(
        id=claim["id"],
        principal=claim["principal"],
        stance=Stance(claim["stance"]),
        said_at=claim.get("said_at", ""),
        period=Period(**{key: claim.get(key) for key in ("from_min", "from_max", "until_min", "until_max")}),
        qualification=claim.get("qualification", ""),
        original=claim["original"],
        retracts=claim.get("retracts", ""),
    )


def _standing_props(standing: Standing) -> Props:
    props: Props = {
        "status": str(standing.status),
        "status_rule": standing.rule,
        "contested": standing.contested,
        "qualified": standing.qualified,
        "bounds_disjoint": standing.disjoint,
        "n_originals": len(standing.originals),
    }
    for key in ("asserted_by", "acknowledged_by", "denied_by", "originals"):
        if getattr(standing, key):
            props[key] = list(getattr(standing, key))
    props |= {key: value for key, value in zip(("from_min", "from_max", "until_min", "until_max"), standing.period.bounds) if value}
    return props


def _write_standings(tx: Transaction, propositions: Iterable[Props], said: Mapping[str, Sequence[Props]]) -> None:
    rows: list[Props] = []
    stances: dict[str, list[Props]] = defaultdict(list)
    for row in propositions:
        standing: Standing = row.pop("standing")
        kept = {key: row[key] for key in ("id", "type", "subject", "object", "item", "scope") if key in row}
        rows.append({"id": row["id"], "props": {**kept, **_standing_props(standing)}})
        for edge, edges in _stance_edges(said[row["id"]], standing).items():
            stances[edge] += [{"pid": row["id"], **edge_row} for edge_row in edges]
    types = "|".join(sorted(set(STANCE_EDGES.values())))
    tx.run("UNWIND $rows AS row MATCH (p:Proposition {id: row.id}) SET p = row.props", rows=rows).consume()
    tx.run(f"UNWIND $rows AS row MATCH (p:Proposition {{id: row.id}})<-[r:{types}]-() DELETE r", rows=rows).consume()
    for edge, edges in stances.items():
        tx.run(
            "UNWIND $rows AS row MATCH (p:Proposition {id: row.pid}) MATCH (a:Entity {id: row.principal}) "
            f"CREATE (p)<-[r:{edge} {{first: row.first, last: row.last, n: row.n, live: row.live}}]-(a)",
            rows=edges,
        ).consume()


def _stance_edges(said: Sequence[Props], standing: Standing) -> dict[str, list[Props]]:
    """One edge a principal and stance: first and last day it was said, how often, and whether any of it is live."""
    groups: dict[tuple[str, str], list[Props]] = defaultdict(list)
    for claim in said:
        edge = STANCE_EDGES.get(Stance(claim["stance"]))
        if edge:
            groups[edge, claim["principal"]].append(claim)
    edges: dict[str, list[Props]] = defaultdict(list)
    for (edge, principal), claims in sorted(groups.items()):
        days = sorted(claim.get("said_at", "") for claim in claims)
        live = any(claim["id"] in standing.live for claim in claims)
        edges[edge].append({"principal": principal, "first": days[0], "last": days[-1], "n": len(claims), "live": live})
    return edges


def _claims_about(tx: Transaction, pids: Sequence[str]) -> dict[str, list[Props]]:
    said: dict[str, list[Props]] = {pid: [] for pid in pids}
    for row in tx.run(
        "UNWIND $ids AS id MATCH (p:Proposition {id: id}) MATCH (p)<-[:ABOUT]-(c:Claim) RETURN id, properties(c) AS claim", ids=pids
    ):
        said[row["id"]].append(dict(row["claim"]))
    return said


def _write_propositions(tx: Transaction, propositions: Iterable[Proposition]) -> None:
    rows = [proposition_row(proposition) for proposition in propositions]
    if not rows:
        return
    tx.run("UNWIND $rows AS row MERGE (p:Proposition {id: row.id}) SET p += row", rows=rows).consume()
    for edge, key in (("SUBJECT", "subject"), ("OBJECT", "object"), ("ITEM", "item")):
        ends = [{"id": row["id"], "end": row[key]} for row in rows if row.get(key)]
        if ends:
            tx.run(
                f"UNWIND $rows AS row MATCH (p:Proposition {{id: row.id}}) MATCH (e:Entity {{id: row.end}}) MERGE (p)-[:{edge}]->(e)",
                rows=ends,
            ).consume()


def _originals(tx: Transaction, documents: Iterable[str]) -> dict[str, str]:
    """Return the document each one goes back to, following who repeats whom."""
    found = {key: key for key in documents}
    for _ in range(_MOST_HOPS):
        steps: dict[str, Any] = {
            row["id"]: row["original"]
            for row in tx.run(
                "UNWIND $ids AS id MATCH (s:Source {id: id}) RETURN id, coalesce(s.original, s.id) AS original",
                ids=sorted(set(found.values())),
            )
        }
        moved = {key: steps.get(value, value) for key, value in found.items()}
        if moved == found:
            break
        found = moved
    return found
