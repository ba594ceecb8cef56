"""Loading as a diff: what is written, closed, kept and counted, on both servers."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from graph import catalogue, inventory
from graph.errors import BadFile, OutOfBounds
from graph.load import Options, load
from graph.runs import Totals
from graph.stores.bolt import Store

LOADER = catalogue.find(str(Path(__file__).parent / "registers" / "parties.py"))

ANNA = {"id": "1", "name": "Anna", "programmes": ["A"]}
BORIS = {"id": "2", "name": "Boris", "programmes": ["A", "B"], "linked_to": ["Anna"]}
CLARA = {"id": "3", "name": "Clara", "programmes": ["B"]}
DORA = {"id": "4", "name": "Dora", "programmes": ["B"], "linked_to": ["Nobody", "Clara"]}


class Register:
    """A register whose snapshots a test writes and loads one by one."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder, self.count = store, folder, itertools.count()

    def load(self, snapshot: str, *parties: dict, **options: bool | str) -> Totals:
        path = self.folder / f"{next(self.count)}.jsonl"
        path.write_bytes(b"".join(orjson.dumps(party) + b"\n" for party in parties))
        return load(self.store, LOADER, (path,), Options(snapshot=snapshot, **options))

    def edges(self, kind: str = "SANCTIONS") -> set[tuple[str, str, str]]:
        """Edges as (object or subject party, scope or other end, status)."""
        if kind == "SANCTIONS":
            rows = self.store.rows("MATCH ()-[r:SANCTIONS]->(o) RETURN o.name AS a, r.scope AS b, r.status AS status")
        else:
            rows = self.store.rows(f"MATCH (s)-[r:{kind}]->(o) RETURN s.name AS a, o.name AS b, r.status AS status")
        return {(row["a"], row["b"], row["status"]) for row in rows}

    def record(self, key: str) -> dict:
        return next(self.store.rows("MATCH (r:Record {id: $id}) RETURN properties(r) AS r", id=f"parties:{key}"))["r"]

    @property
    def digest(self) -> str:
        return inventory.take(self.store).digest


@pytest.fixture
def register(store: Store, tmp_path: Path) -> Register:
    return Register(store, tmp_path)


def counts(totals: Totals) -> tuple[int, ...]:
    assert totals.read == totals.new + totals.changed + totals.unchanged + totals.rejected
    return totals.read, totals.new, totals.changed, totals.unchanged, totals.rejected, totals.gone


def test_a_first_load_writes_every_party_with_its_edges(register):
    assert counts(register.load("2023-01-01", ANNA, BORIS)) == (2, 2, 0, 0, 0, 0)
    assert register.edges() == {("Anna", "A", "official"), ("Boris", "A", "official"), ("Boris", "B", "official")}
    assert register.edges("LINKED_TO") == {("Boris", "Anna", "reference")}


def test_the_same_records_again_write_nothing(register):
    register.load("2023-01-01", ANNA, BORIS)
    before = register.digest
    assert counts(register.load("2023-01-02", BORIS, ANNA)) == (2, 0, 0, 2, 0, 0)
    assert register.digest == before


def test_the_same_file_again_is_known_by_its_bytes(register, tmp_path):
    register.load("2023-01-01", ANNA, BORIS)
    before = register.digest
    again = load(register.store, LOADER, (tmp_path / "0.jsonl",), Options(snapshot="2023-01-01"))
    assert counts(again) == (2, 0, 0, 2, 0, 0)
    assert (again.edges, register.digest) == (0, before)


def test_a_changed_party_has_edges_closed_and_opened(register):
    register.load("2023-01-01", ANNA, BORIS, CLARA)
    totals = register.load("2023-01-02", {**ANNA, "programmes": ["C"]}, BORIS, CLARA)
    assert counts(totals) == (3, 0, 1, 2, 0, 0)
    assert {edge for edge in register.edges() if edge[0] == "Anna"} == {("Anna", "A", "ended"), ("Anna", "C", "official")}


def test_a_changed_party_keeps_its_link_by_name(register):
    register.load("2023-01-01", ANNA, BORIS, CLARA)
    register.load("2023-01-02", ANNA, {**BORIS, "programmes": ["A"]}, CLARA)
    assert register.edges("LINKED_TO") == {("Boris", "Anna", "reference")}


def test_a_changed_party_drops_a_link_it_no_longer_states(register):
    register.load("2023-01-01", ANNA, BORIS, CLARA)
    register.load("2023-01-02", ANNA, {**BORIS, "linked_to": ["Clara"]}, CLARA)
    assert register.edges("LINKED_TO") == {("Boris", "Anna", "ended"), ("Boris", "Clara", "reference")}


def seen(register: Register) -> dict[str, tuple[str, str | None]]:
    """Since when each sanctioned party's edges were first seen, and seen again, by programme."""
    rows = register.store.rows(
        "MATCH ()-[r:SANCTIONS]->(o) RETURN o.name + ' ' + r.scope AS edge, r.first_seen AS first, r.again_since AS again"
    )
    return {row["edge"]: (row["first"], row["again"]) for row in rows}


def test_an_edge_that_a_change_leaves_alone_keeps_the_day_it_was_first_seen(register):
    register.load("2023-01-01", ANNA, BORIS)
    register.load("2023-01-02", {**ANNA, "programmes": ["A", "C"]}, BORIS)
    assert (seen(register)["Anna A"], seen(register)["Anna C"]) == (("2023-01-01", None), ("2023-01-02", None))


def test_an_edge_that_returns_says_since_when_it_is_there_again(register):
    for day, parties in (("2023-01-01", (ANNA, BORIS, CLARA)), ("2023-01-02", (ANNA, BORIS)), ("2023-01-03", (ANNA, BORIS, CLARA))):
        register.load(day, *parties)
    assert seen(register)["Clara B"] == ("2023-01-01", "2023-01-03")


def test_since_when_an_edge_is_there_does_not_rest_on_the_order_of_snapshots(register):
    days = ("2023-01-01", "2023-01-02", "2023-01-03")
    told = {"absent": None, "stated": ["A"], "with more": ["A", "C"], "left out": ["B"]}
    parties = [{"id": str(n), "name": f"P{n}", "states": states} for n, states in enumerate(itertools.product(told, repeat=len(days)))]
    lists = {
        day: [{**party, "programmes": told[party["states"][place]]} for party in parties if told[party["states"][place]]]
        for place, day in enumerate(days)
    }
    found = []
    for order in itertools.permutations(days):
        register.store.clear()
        for day in order:
            register.load(day, *({key: value for key, value in party.items() if key != "states"} for party in lists[day]), force=True)
        found.append((seen(register), register.digest))
    assert all(each == found[0] for each in found)
    returned = next(party["name"] for party in parties if party["states"] == ("stated", "left out", "with more"))
    assert found[0][0][f"{returned} A"] == ("2023-01-01", "2023-01-03")


def test_a_file_loaded_again_after_another_of_the_same_day_is_not_taken_for_known(register, tmp_path):
    register.load("2023-01-01", ANNA, BORIS)
    register.load("2023-01-01", ANNA, BORIS, CLARA)
    again = load(register.store, LOADER, (tmp_path / "0.jsonl",), Options(snapshot="2023-01-01"))
    assert (again.gone, ("Clara", "B", "ended") in register.edges()) == (1, True)


def test_a_vanished_party_is_ended_and_kept(register):
    register.load("2023-01-01", ANNA, BORIS, CLARA)
    assert counts(register.load("2023-01-02", ANNA, BORIS)) == (2, 0, 0, 2, 0, 1)
    assert ("Clara", "B", "ended") in register.edges()
    assert (register.record("3")["gone_at"], register.record("3")["first_seen"]) == ("2023-01-02", "2023-01-01")


def test_a_party_that_returns_is_current_again_with_its_history(register):
    register.load("2023-01-01", ANNA, BORIS, CLARA)
    register.load("2023-01-02", ANNA, BORIS)
    assert counts(register.load("2023-01-03", ANNA, BORIS, CLARA)) == (3, 1, 0, 2, 0, 0)
    assert ("Clara", "B", "official") in register.edges()
    record = register.record("3")
    assert (record["dates"], "gone_at" in record) == (["2023-01-01", "2023-01-02", "2023-01-03"], False)


def test_an_older_snapshot_loaded_late_is_history_and_no_delisting(register):
    register.load("2023-01-03", ANNA, BORIS, CLARA)
    before = register.edges()
    assert counts(register.load("2023-01-01", ANNA, BORIS, DORA)) == (3, 3, 0, 0, 0, 0)
    assert register.edges() == before | {("Dora", "B", "ended")}
    assert register.record("1")["dates"] == ["2023-01-01"]


def in_any_order(register: Register, states: dict[str, tuple[dict, ...]]) -> Iterator[None]:
    """Load the snapshots in every order, each time into an empty store; the graph must be the same each time."""
    digests = set()
    for order in itertools.permutations(states):
        register.store.clear()
        for day in order:
            register.load(day, *states[day], force=True)
        digests.add(register.digest)
        assert len(digests) == 1
        yield


def test_snapshots_in_any_order_give_one_graph(register):
    states = {"2023-01-01": (ANNA, BORIS), "2023-01-02": (ANNA, {**BORIS, "programmes": ["C"]}, CLARA), "2023-01-03": (BORIS, CLARA)}
    orders = [register.edges() for _ in in_any_order(register, states)]
    assert len(orders) == 6


def test_a_link_is_found_once_its_party_is_listed(register):
    assert register.load("2023-01-01", DORA).unresolved == 2
    assert register.load("2023-01-02", DORA, CLARA).unresolved == 1
    assert register.edges("LINKED_TO") == {("Dora", "Clara", "reference")}


def test_a_link_that_a_record_no_longer_states_is_history_in_any_order_of_snapshots(register):
    states = {"2023-01-01": (DORA, ANNA), "2023-01-02": ({**DORA, "linked_to": []}, ANNA, CLARA), "2023-01-03": (ANNA, CLARA)}
    for _ in in_any_order(register, states):
        assert register.edges("LINKED_TO") == {("Dora", "Clara", "ended")}


def test_a_link_is_found_by_a_name_that_the_party_had_once_in_any_order_of_snapshots(register):
    states = {
        "2023-01-01": (DORA, CLARA),
        "2023-01-02": (DORA, {**CLARA, "name": "Clarissa"}),
        "2023-01-03": ({**DORA, "linked_to": []}, ANNA),
    }
    for _ in in_any_order(register, states):
        assert register.edges("LINKED_TO") == {("Dora", "Clarissa", "ended")}


def test_a_link_is_found_by_an_alias_where_no_name_fits(register):
    register.load("2023-01-01", DORA, {**CLARA, "name": "Clarissa", "aliases": ["CLARA"]}, ANNA)
    assert register.edges("LINKED_TO") == {("Dora", "Clarissa", "reference")}


def test_a_link_is_found_by_the_names_of_its_own_register_only(register):
    other = {"register": "others"}
    seen = set()
    for order in itertools.permutations(({}, other, {"force": True})):
        register.store.clear()
        for options in order:
            name = "Clara" if options == other else "Clarissa"
            register.load("2023-01-01", *(() if options == other else (DORA,)), {**CLARA, "name": name}, **options)
        seen.add((register.digest, frozenset(register.edges("LINKED_TO"))))
    assert {edges for _, edges in seen} == {frozenset()}
    assert len(seen) == 1


def test_a_name_that_two_parties_share_links_to_neither(register):
    register.load("2023-01-01", DORA, CLARA, {**CLARA, "id": "9"})
    assert register.edges("LINKED_TO") == set()


def test_identical_rows_count_once(register):
    assert counts(register.load("2023-01-01", ANNA, ANNA, BORIS)) == (2, 2, 0, 0, 0, 0)


def test_different_parties_under_one_id_are_all_rejected(register):
    totals = register.load("2023-01-01", ANNA, {**CLARA, "id": "1"}, BORIS)
    assert counts(totals) == (3, 1, 0, 0, 2, 0)
    assert {edge[0] for edge in register.edges()} == {"Boris"}
    lines = [orjson.loads(line) for line in Path(totals.rejects_file).read_bytes().splitlines()]
    assert [(line["line"], line["record"], line["field"]) for line in lines] == [(1, "1", "id"), (2, "1", "id")]


def test_a_row_that_cannot_be_read_does_not_end_what_was_there(register):
    register.load("2023-01-01", ANNA, BORIS)
    assert counts(register.load("2023-01-02", {**ANNA, "name": ""}, BORIS)) == (2, 0, 0, 1, 1, 0)
    assert ("Anna", "A", "official") in register.edges()


def test_a_file_that_lost_half_its_records_is_refused_and_the_graph_untouched(register):
    register.load("2023-01-01", ANNA, BORIS)
    before = register.digest
    with pytest.raises(OutOfBounds, match="1 of the 2 records"):
        register.load("2023-01-02", ANNA)
    assert register.digest == before


def test_force_loads_what_the_bounds_refuse(register):
    register.load("2023-01-01", ANNA, BORIS)
    assert counts(register.load("2023-01-02", ANNA, force=True)) == (1, 0, 0, 1, 0, 1)


def test_a_dry_run_counts_the_same_and_writes_nothing(register):
    register.load("2023-01-01", ANNA, BORIS)
    before = register.digest
    assert counts(register.load("2023-01-02", ANNA, BORIS, CLARA, dry_run=True)) == (3, 1, 0, 2, 0, 0)
    assert register.digest == before


def test_a_part_of_a_register_ends_nothing_and_finds_what_others_wait_for(register):
    register.load("2023-01-01", ANNA, DORA)
    assert counts(register.load("2023-01-02", CLARA, {**ANNA, "programmes": ["B"]}, partial=True)) == (2, 1, 1, 0, 0, 0)
    assert register.edges("LINKED_TO") == {("Dora", "Clara", "reference")}
    assert counts(register.load("2023-01-03", DORA, partial=True)) == (1, 0, 0, 1, 0, 0)


def test_a_part_of_many_records_is_told_from_what_is_there(register):
    def parties(*numbers: int) -> list[dict]:
        return [{"id": str(number), "name": f"Party {number}", "programmes": ["A"]} for number in numbers]

    register.load("2023-01-01", *parties(*range(700)))
    part = parties(*range(150, 1_300))
    part[7]["programmes"] = ["B"]
    assert counts(register.load("2023-01-02", *part, partial=True)) == (1_150, 600, 1, 549, 0, 0)
    assert counts(register.load("2023-01-02", *part, partial=True)) == (1_150, 0, 0, 1_150, 0, 0)


def test_an_empty_file_is_refused(register, tmp_path):
    path = tmp_path / "empty.jsonl"
    path.touch()
    with pytest.raises(BadFile, match="empty"):
        load(register.store, LOADER, (path,))


def test_a_file_cut_in_its_last_line_is_refused(register, tmp_path):
    path = tmp_path / "cut.jsonl"
    path.write_bytes(orjson.dumps(ANNA) + b"\n" + orjson.dumps(BORIS)[:-5])
    with pytest.raises(BadFile, match="cut short"):
        load(register.store, LOADER, (path,))
    assert register.edges() == set()


def test_a_party_whose_kind_changes_gets_the_labels_of_the_new_kind(register):
    register.load("2023-01-01", ANNA, BORIS)
    register.load("2023-01-02", {**ANNA, "kind": "Organisation"}, BORIS)
    labels = next(register.store.rows("MATCH (n:Entity {id: 'party:1'}) RETURN labels(n) AS labels"))["labels"]
    assert sorted(labels) == ["Actor", "Entity", "Organisation"]


def test_a_stub_gets_its_labels_and_name_when_it_is_described(register):
    register.store.write(
        lambda tx: tx.run(
            "CREATE (n:Entity:Actor) SET n = {id: 'party:1', name: 'party:1', folded: 'x', kind: 'Actor', stub: true}"
        ).consume()
    )
    register.load("2023-01-01", ANNA, BORIS)
    row = next(register.store.rows("MATCH (n:Entity {id: 'party:1'}) RETURN labels(n) AS labels, n.name AS name, n.stub AS stub"))
    assert (sorted(row["labels"]), row["name"], row["stub"]) == (["Actor", "Entity", "Person"], "Anna", None)


def test_a_party_that_two_registers_describe_is_one_node_with_the_labels_of_both_in_either_order(register):
    firm, others = {**ANNA, "kind": "Organisation"}, [{**CLARA, "id": str(n)} for n in range(10, 1_210)]
    digests = set()
    for first, second in (("here", "there"), ("there", "here")):
        register.store.clear()
        for name in (first, second):  # the party comes after the first batch: what went well so far says nothing about it
            parties = [*others, ANNA] if name == "here" else [firm]
            counts(register.load("2023-01-01", *parties, register=name))
        row = next(register.store.rows("MATCH (n:Entity {id: 'party:1'}) RETURN labels(n) AS labels, n.records AS records"))
        assert (sorted(row["labels"]), row["records"]) == (["Actor", "Entity", "Organisation", "Person"], ["here:1", "there:1"])
        digests.add(register.digest)
    assert len(digests) == 1


def test_every_load_leaves_a_run_with_its_totals(register):
    totals = register.load("2023-01-01", ANNA, BORIS)
    runs = list(register.store.rows("MATCH (r:Run)-[:LOADED]->(s:Source) RETURN s.id AS source, r.snapshot AS snapshot, r.read AS read"))
    assert runs == [{"source": "source:parties", "snapshot": "2023-01-01", "read": totals.read}]


def test_a_register_edge_says_what_it_rests_on(register):
    register.load("2023-01-01", ANNA)
    edge = next(register.store.rows("MATCH ()-[r:SANCTIONS]->() RETURN properties(r) AS r"))["r"]
    kept = {key: edge[key] for key in ("status", "asserted_by", "sources", "records", "first_seen", "contested")}
    assert kept == {
        "status": "official", "asserted_by": ["country:US"], "sources": ["source:parties"], "records": ["parties:1"],
        "first_seen": "2023-01-01", "contested": False,
    }  # fmt: skip
