"""Writes projections into a store, inside a transaction that the caller opened.

Every statement is derived from the vocabulary: labels and edge types are never data. Edges are written from the
end that the vocabulary calls the leaf. All functions may be run twice with the same effect.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from graph.claims import Entity
from graph.edges import Edges, edge_row, ends
from graph.parts import Props, close_part, entity_parts, fact_parts, interrupt_part, join_parts, merge_entities, merge_facts
from graph.projection import entity_props
from graph.stores.bolt import Transaction
from graph.vocabulary import EDGES, KEY_LABEL, KINDS


def write_entities(
    tx: Transaction, described: Iterable[tuple[Props, str]], referred: Iterable[Entity], new: Collection[str] = ()
) -> set[str]:
    """Write entities as records describe them, and stubs for those only referred to; return the ids of the new nodes.

    An entity that several records describe gets properties merged from all of them. Those in `new` are not looked for:
    should one be there after all, its id is taken and the transaction fails.
    """
    parts: dict[str, dict[str, Props]] = defaultdict(dict)
    for props, record in described:
        parts[props["id"]][record] = props
    stubs = {entity.id: entity_props(entity, "") for entity in referred if entity.id not in parts}
    there = _entities(tx, [key for key in (*parts, *stubs) if key not in new])
    create: dict[str, list[Props]] = defaultdict(list)
    update: list[Props] = []
    for key, mine in parts.items():
        known = there.get(key)
        everyone = {**(entity_parts(known["properties"]) if known else {}), **mine}
        props = merge_entities(everyone) if len(everyone) > 1 else next(iter(everyone.values()))
        if known:
            update.append(props)
        else:
            create[props["kind"]].append(props)
    for key, props in stubs.items():
        known = there.get(key)
        if not known:
            create[props["kind"]].append(props)
        elif "stub" in known["properties"] and props["name"] < known["properties"]["name"]:
            update.append(props)
    for kind, rows in create.items():
        spelt, rest = _spelt("n", "row", rows)
        tx.run(f"UNWIND $rows AS row CREATE (n:{':'.join(KINDS[kind].labels)}{spelt}){rest}", rows=rows).consume()
    if update:
        tx.run(f"UNWIND $rows AS row MATCH (n:{KEY_LABEL} {{id: row.id}}) SET n = row", rows=update).consume()
    return {row["id"] for rows in create.values() for row in rows}


def mislabelled(tx: Transaction, kinds: Mapping[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what is to be changed on nodes that are there under another kind (id -> kind, record): (id, change) pairs.

    A store fixes labels at creation, and changes them only in a later transaction, one change a transaction. Labels
    that another record gave stay.
    """
    changes = []
    for key, node in _entities(tx, list(kinds)).items():
        kind, record = kinds[key]
        wanted = KINDS[kind].labels
        missing = [label for label in wanted if label not in node["labels"]]
        surplus = (
            [label for label in node["labels"] if label not in wanted] if set(node["properties"].get("records", ())) <= {record} else []
        )
        changes += [(key, f"SET n:{':'.join(missing)}")] if missing else []
        changes += [(key, f"REMOVE n:{':'.join(surplus)}")] if surplus else []
    return changes


def relabel(tx: Transaction, key: str, change: str) -> None:
    """Make one change of labels, in a transaction of its own."""
    tx.run(f"MATCH (n:{KEY_LABEL} {{id: $id}}) {change}", id=key).consume()


def _entities(tx: Transaction, ids: Sequence[str]) -> dict[str, Props]:
    if not ids:
        return {}
    rows = tx.run(
        f"UNWIND $ids AS id MATCH (n:{KEY_LABEL} {{id: id}}) RETURN id, labels(n) AS labels, properties(n) AS properties", ids=ids
    )
    return {row["id"]: dict(row) for row in rows}


def read_records(tx: Transaction, ids: Sequence[str]) -> dict[str, Props]:
    """Return the properties of the records that are there, by id."""
    if not ids:
        return {}
    rows = tx.run("UNWIND $ids AS id MATCH (r:Record {id: id}) RETURN id, properties(r) AS properties", ids=list(ids))
    return {row["id"]: dict(row["properties"]) for row in rows}


def write_records(tx: Transaction, rows: Sequence[Props], new: Collection[str], describes: Sequence[tuple[str, str]]) -> None:
    """Write record nodes (`new` are not there yet) and their edges to what they describe."""
    things: dict[str, list[str]] = defaultdict(list)
    for record, entity in describes:
        things[record].append(entity)
    fresh = [row for row in rows if row["id"] in new]
    spelt, rest = _spelt("r", "row.props", fresh)
    for record, link, wanted in (
        (f"CREATE (r:Record{spelt}){rest}", "CREATE", fresh),
        ("MATCH (r:Record {id: row.props.id}) SET r = row.props", "MERGE", [row for row in rows if row["id"] not in new]),
    ):
        if wanted:  # with a second statement for the edges, nodes and records took half as long again
            tx.run(
                f"UNWIND $rows AS row {record} "
                f"WITH r, row UNWIND row.things AS id MATCH (n:{KEY_LABEL} {{id: id}}) {link} (r)-[:DESCRIBES]->(n)",
                rows=[{"props": row, "things": things[row["id"]]} for row in wanted],
            ).consume()


def write_facts(tx: Transaction, edges: Edges, new: Collection[str] = ()) -> None:
    """Write register edges. Edges that were there are merged, part by part.

    `new` are nodes made in this transaction: no edge can be there yet where one of them is the leaf, so none is looked for.
    """
    for edge_type, by_pid in edges.items():
        rows = [edge.row for edge in by_pid.values()]
        if fresh := [row for row in rows if row["leaf"] in new]:
            tx.run(_create(edge_type, fresh), rows=fresh).consume()
        rows = [row for row in rows if row["leaf"] not in new]
        again = [
            edge_row(by_pid[pid].proposition, join_parts(fact_parts(before), by_pid[pid].parts))
            for pid, before in (_made(tx, edge_type, rows).items() if rows else ())
        ]
        if again:
            _set(tx, edge_type, again)


def _made(tx: Transaction, edge_type: str, rows: Sequence[Props]) -> dict[str, Props]:
    """Make the edges that are not there yet; return the properties of the others, by pid.

    The embedded server would look for an edge among all those of its leaf: an actor in the news has them by the ten thousand.
    So there the index is asked first. On Neo4j a MERGE holds the ends, and two loads at once make one edge.
    """
    if tx.embedded:
        there = find_facts(tx, edge_type, rows)
        if missing := [row for row in rows if row["pid"] not in there]:
            tx.run(_create(edge_type, missing), rows=missing).consume()
        return there
    found = {row["pid"]: dict(row["properties"]) for row in tx.run(_merge(edge_type), rows=rows)}
    for before in found.values():
        before.pop("matched", None)
    return found


def close_facts(tx: Transaction, edges: Iterable[tuple[str, str, str]], gone_at: str) -> set[str]:
    """End what each record gives to its edges (leaf id, pid, record id); return the pids met.

    An edge that another record still supports stays as it is.
    """
    return _rewrite(tx, edges, lambda record, part: close_part(part, gone_at))


def interrupt_facts(tx: Transaction, edges: Iterable[tuple[str, str, str]], breaks: Mapping[str, tuple[str, str]]) -> None:
    """Note that records did not support their edges for a while: `breaks` are, by record, the snapshots it began and ended with."""
    _rewrite(tx, edges, lambda record, part: interrupt_part(part, *breaks[record]))


def _rewrite(tx: Transaction, edges: Iterable[tuple[str, str, str]], change: Callable[[str, Props], Props]) -> set[str]:
    by_type: dict[str, list[Props]] = defaultdict(list)
    for _, pid, record in edges:
        by_type[pid.partition(":")[0].upper()].append({"pid": pid, "record": record})
    met: set[str] = set()
    for edge_type, rows in by_type.items():
        found = find_facts(tx, edge_type, rows)
        parts = {pid: fact_parts(props) for pid, props in found.items()}
        for row in rows:
            mine = parts.get(row["pid"], {})
            if row["record"] in mine:
                mine[row["record"]] = change(row["record"], mine[row["record"]])
        again = [{"pid": pid, "props": merge_facts({**found[pid], "pid": pid, "type": edge_type}, parts[pid])} for pid in found]
        if again:
            _set(tx, edge_type, again)
        met |= found.keys()
    return met


def find_facts(tx: Transaction, edge_type: str, rows: Sequence[Props]) -> dict[str, Props]:
    """Return the properties of the edges of one type that are there, by pid; rows have `pid`."""
    found = tx.run(_find(edge_type), pids=[row["pid"] for row in rows])
    return {row["pid"]: dict(row["properties"]) for row in found}


def put_edges(tx: Transaction, edge_type: str, rows: Sequence[tuple[Props, Props]]) -> None:
    """Write edges of one type, (proposition row, whole properties), replacing what was there under the pid."""
    wanted = [{**ends(proposition), "props": props} for proposition, props in rows]
    for row in wanted:
        row["props"]["pid"] = row["pid"]
    tx.run(_merge(edge_type), rows=wanted).consume()
    _set(tx, edge_type, wanted)


def drop_edges(tx: Transaction, edge_type: str, rows: Sequence[Props]) -> None:
    """Delete the edges of one type whose propositions (rows) carry none any more."""
    left, right = _arrow(edge_type)
    tx.run(
        f"UNWIND $rows AS row MATCH (a:{KEY_LABEL} {{id: row.leaf}}) MATCH (a){left}[r:{edge_type}]{right}() "
        "WHERE r.pid = row.pid DELETE r",
        rows=[ends(row) for row in rows],
    ).consume()


def _arrow(edge_type: str) -> tuple[str, str]:
    return ("<-", "-") if EDGES[edge_type].leaf == "object" else ("-", "->")


def _merge(edge_type: str) -> str:
    left, right = _arrow(edge_type)
    return (
        f"UNWIND $rows AS row MATCH (a:{KEY_LABEL} {{id: row.leaf}}) MATCH (b:{KEY_LABEL} {{id: row.hub}}) "
        f"MERGE (a){left}[r:{edge_type} {{pid: row.pid}}]{right}(b) ON CREATE SET r = row.props ON MATCH SET r.matched = true "
        "WITH row, r WHERE r.matched = true RETURN row.pid AS pid, properties(r) AS properties"
    )


def _create(edge_type: str, rows: Iterable[Props]) -> str:
    left, right = _arrow(edge_type)
    spelt, rest = _spelt("r", "row.props", (row["props"] for row in rows))
    return (
        f"UNWIND $rows AS row MATCH (a:{KEY_LABEL} {{id: row.leaf}}) MATCH (b:{KEY_LABEL} {{id: row.hub}}) "
        f"CREATE (a){left}[r:{edge_type}{spelt}]{right}(b){rest}"
    )


def _spelt(name: str, value: str, rows: Iterable[Props]) -> tuple[str, str]:
    """Return what stands in a CREATE and what after it, for what is made to have the properties that `value` holds.

    The embedded server makes nodes and edges in two thirds of the time when the properties are spelt out in the CREATE.
    Keys that are no plain words are never part of a statement.
    """
    keys = sorted(set().union(*rows))
    if not all(map(str.isidentifier, keys)):
        return "", f" SET {name} = {value}"
    return " {" + ", ".join(f"`{key}`: {value}.`{key}`" for key in keys) + "}", ""


def _set(tx: Transaction, edge_type: str, rows: Sequence[Props]) -> None:
    """Replace the properties of edges that are there; rows have `pid` and `props`."""
    tx.run(
        f"MATCH ()-[r:{edge_type}]->() WHERE r.pid IN $pids SET r = $props[r.pid]",
        pids=[row["pid"] for row in rows],
        props={row["pid"]: row["props"] for row in rows},
    ).consume()


def _find(edge_type: str) -> str:
    return f"MATCH ()-[r:{edge_type}]->() WHERE r.pid IN $pids RETURN r.pid AS pid, properties(r) AS properties"
