"""Parties that several registers hold: what joins two, what keeps them apart, and what becomes of it in the graph."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from graph import accounts, catalogue, identity, inventory, trails
from graph.claims import Entity
from graph.cli import main
from graph.identity.keys import Key, Kind, keys, placeholder
from graph.identity.pairs import Sorted
from graph.identity.places import territory
from graph.identity.verdicts import Judged, Verdict, judged
from graph.load import Options, load
from graph.projection import entity_props
from graph.runs import Totals
from graph.stores.bolt import Store

GOLDEN = Path(__file__).parent / "golden" / "identity" / "samples.json"
LISTS = Path(__file__).parent / "golden" / "reports_on_samples" / "loads"
NORTH, SOUTH = (LISTS / f"ftm.{side}_list.entities.ftm.json" for side in ("north", "south"))

SAMPLES = (
    ("un_sc", "un_sc/consolidated_2018-06-07.xml.gz"),
    ("un_sc", "un_sc/consolidated_2025-11-18.xml.gz"),
    ("eu_fsf", "eu_fsf/EUSanctionsShort_2018-07-04.csv.gz"),
    ("uk_sanctions", "uk_ofsi/conlist_2018-04-13_6regimes.csv.gz"),
    ("ofac_sdn", "ofac_sdn_csv/delta/sdn_2023-01-06.csv.gz"),
    ("ofac_cons", "ofac_cons_xml/consolidated_2018-04-06.xml.gz"),
)
"""The register and the file; of a party in two files of one register the later counts."""

Found = dict[tuple[str, str], Judged]


def person(id: str, *identifiers: str, kind: str = "Person", name: str = "", **more: Any) -> dict[str, Any]:
    """A party of the register that its id begins with."""
    return {"id": id, "kind": kind, "name": name or id, "records": [f"{id.partition(':')[0]}:1"], "identifiers": list(identifiers), **more}


def compared(*parties: Mapping[str, Any], apart: tuple[tuple[str, str], ...] = ()) -> Found:
    with closing(Sorted(parties)) as found:
        return {(one.pair.a.id, one.pair.b.id): one for one in judged(found, {frozenset(pair) for pair in apart})}


def verdicts(*parties: Mapping[str, Any], apart: tuple[tuple[str, str], ...] = ()) -> dict[tuple[str, str], str]:
    return {pair: str(one.verdict) for pair, one in compared(*parties, apart=apart).items()}


AB = ("a:1", "b:1")


# What identifies


@pytest.mark.parametrize(
    ("identifier", "key"),
    [
        ("Passport:A 45-123/6:Iran (Islamic Republic of)", Key(Kind.PASSPORT, "A451236", "country:IR", "A 45-123/6")),
        ("passportNumber:A451236", Key(Kind.PASSPORT, "A451236", "", "A451236")),
        ("UN Ref:IRi.001:", Key(Kind.REFERENCE, "UN IRI001", "", "UN IRi.001")),
        ("ftm:gb-fcdo-rus2050", Key(Kind.REFERENCE, "UK RUS2050", "", "UK rus2050")),
        ("ftm:Q42", Key(Kind.WIKIDATA, "Q42", "", "Q42")),
        ("LEI:253400V1H6ART1UQ0N98:Russia", Key(Kind.LEI, "253400V1H6ART1UQ0N98", "", "253400V1H6ART1UQ0N98")),
        ("innCode:7707083893", Key(Kind.TAX, "7707083893", "country:RU", "7707083893")),
        ("Tax ID:7707083893:Russia", Key(Kind.TAX, "7707083893", "country:RU", "7707083893")),
    ],
)
def test_an_identifier_is_read_whatever_list_wrote_it(identifier: str, key: Key) -> None:
    assert list(keys(person("a:1", identifier))) == [key]


@pytest.mark.parametrize(
    "identifier",
    [
        "Passport:0:Iran",
        "Passport:n/a:Iran",
        "Passport:1234:Iran",
        "Passport:00000000:Iran",
        "Tax ID:123456789:Russia",
        "LEI:253400V1H6ART1UQ0N99:",
        "IMO:123:",
        "SWIFT/BIC:VTBRRUMM:",
        "wikidataId:none",
    ],
)
def test_a_placeholder_or_a_number_that_cannot_be_identifies_nobody(identifier: str) -> None:
    assert not list(keys(person("a:1", identifier)))


def test_a_number_that_only_begins_like_a_placeholder_is_none() -> None:
    assert not placeholder("A1234599")


def test_an_imo_number_of_a_company_is_none_of_a_ship() -> None:
    assert [key.kind for kind in ("Vessel", "Organisation") for key in keys(person("a:1", "IMO:9074729:", kind=kind))] == [
        Kind.IMO,
        Kind.COMPANY_IMO,
    ]


@pytest.mark.parametrize(
    ("text", "id"),
    [("Korea, North", "country:KP"), ("IR", "country:IR"), ("Delaware, United States", "delaware united states"), ("", "")],
)
def test_the_issuing_country_is_an_id_where_the_text_names_one(text: str, id: str) -> None:
    assert territory(text) == id


# What joins, and what does not


def test_a_passport_joins_within_one_country() -> None:
    assert verdicts(person("a:1", "Passport:K451236:Iran"), person("b:1", "Passport:K 451236:IR")) == {AB: "joined"}


def test_a_passport_of_two_countries_is_two_passports() -> None:
    assert verdicts(person("a:1", "Passport:K451236:Iran"), person("b:1", "Passport:K451236:Iraq")) == {}


def test_a_passport_without_a_country_joins_with_the_same_day_of_birth() -> None:
    born = {"birth_date_edtf": ["1961-03-04"]}
    assert verdicts(person("a:1", "Passport:K451236:Iran", **born), person("b:1", "Passport:K451236:", **born)) == {AB: "joined"}


def test_a_passport_without_a_country_and_a_year_of_birth_alone_make_a_candidate() -> None:
    found = compared(
        person("a:1", "Passport:K451236:Iran", birth_date_edtf=["1961-03-04"]), person("b:1", "Passport:K451236:", birth_date_edtf=["1961"])
    )
    assert {pair: (one.verdict, one.pair.evidence[0].said) for pair, one in found.items()} == {
        AB: (Verdict.CANDIDATE, "passport: K451236 (country:IR in one alone)")
    }


def test_a_published_reference_joins_whoever_cites_it() -> None:
    parties = (person("ofac:1"), person("b:1", "ftm:ofac-1"), person("c:1", "UN Ref:IRi.001:"), person("d:1", "UN Ref:IRi.001:"))
    assert verdicts(*parties) == {("b:1", "ofac:1"): "joined", ("c:1", "d:1"): "joined"}


def test_parties_of_one_register_are_left_as_it_has_them() -> None:
    assert verdicts(person("a:1", "Passport:K451236:Iran"), person("a:2", "Passport:K451236:Iran")) == {}


def test_a_number_that_two_parties_of_one_register_hold_joins_neither() -> None:
    found = verdicts(*(person(id, "Passport:K451236:Iran") for id in ("a:1", "a:2", "b:1")))
    assert found == {("a:1", "b:1"): "candidate", ("a:2", "b:1"): "candidate"}


def test_a_value_that_more_than_twenty_parties_hold_says_nothing() -> None:
    with closing(Sorted(person(f"r{n}:1", "Passport:K451236:Iran") for n in range(21))) as found:
        assert (list(found.pairs()), found.common) == ([], 1)


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ({"birth_date_edtf": ["1961-03-04"]}, {"birth_date_edtf": ["1963"]}, "year of birth: 1961, 1963"),
        ({}, {"kind": "Organisation"}, "kind: a person, an organisation"),
        ({"identifiers": ["Passport:K451236:Iran", "LEI:253400V1H6ART1UQ0N98:"], "kind": "Organisation"},
         {"identifiers": ["Passport:K451236:Iran", "LEI:5299000J2N45DDNE4Y28:"], "kind": "Organisation"},
         "LEI: 253400V1H6ART1UQ0N98, 5299000J2N45DDNE4Y28"),
    ],
)  # fmt: skip
def test_parties_that_contradict_each_other_are_a_conflict_and_not_joined(a: dict, b: dict, reason: str) -> None:
    same = "Passport:K451236:Iran"
    (found,) = compared({**person("a:1", same), **a}, {**person("b:1", same), **b}).values()
    assert (found.verdict, found.reasons) == (Verdict.CONFLICT, (reason,))


def test_ships_of_two_imo_numbers_are_not_joined_by_a_third() -> None:
    ships = (person(id, f"IMO:{imo}:", "ftm:ofac-7", kind="Vessel") for id, imo in (("a:1", 9074729), ("b:1", 9187629)))
    assert verdicts(*ships) == {AB: "conflict"}


def test_an_approximate_year_of_birth_contradicts_none_that_is_near() -> None:
    same = "Passport:K451236:Iran"
    assert verdicts(person("a:1", same, birth_date_edtf=["1961~"]), person("b:1", same, birth_date_edtf=["1963"])) == {AB: "joined"}


def test_those_whom_somebody_tells_apart_are_never_joined() -> None:
    same = "Passport:K451236:Iran"
    assert verdicts(person("a:1", same), person("b:1", same), apart=(AB,)) == {AB: "told apart"}


def test_nor_are_they_joined_through_a_third() -> None:
    parties = (
        person("a:1", "Passport:K451236:Iran"),
        person("b:1", "Passport:M830057:Iraq"),
        person("c:1", "Passport:K451236:Iran", "Passport:M830057:Iraq"),
    )
    assert verdicts(*parties, apart=(AB,)) == {("a:1", "c:1"): "joined", ("b:1", "c:1"): "conflict"}


def test_a_name_makes_a_candidate_with_its_reasons_whatever_the_order_of_its_words() -> None:
    found = compared(
        person("a:1", name="TESTMAN, Boris", birth_date_edtf=["1961"]), person("b:1", name="Boris Testman", birth_date_edtf=["1961"])
    )
    assert [(one.verdict, [e.said for e in one.pair.evidence]) for one in found.values()] == [
        (Verdict.CANDIDATE, ["name: boris testman; born 1961 and 1961"])
    ]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ({"name": "Boris Testman", "birth_date_edtf": ["1961"]}, {"name": "Boris Testman", "birth_date_edtf": ["1971"]}),
        ({"name": "Boris"}, {"name": "Boris"}),
        ({"name": "A B", "aliases": ["The Engineer"], "weak_aliases": ["The Engineer"]}, {"name": "The Engineer"}),
    ],
    ids=["other years", "one word", "a weak alias"],
)
def test_a_name_that_tells_nothing_makes_no_candidate(a: dict, b: dict) -> None:
    assert verdicts(person("a:1", **a), person("b:1", **b)) == {}


def test_a_reference_that_the_names_belie_is_a_conflict() -> None:
    parties = (
        person("uk:1", "UN Ref:IRe.059:", name="Yas Air", kind="Organisation"),
        person("unsc:59", "UN Ref:IRe.059:", name="Sad Company", kind="Organisation"),
        person("unsc:77", "UN Ref:IRe.077:", name="Yas Air", kind="Organisation"),
    )
    assert verdicts(*parties) == {("uk:1", "unsc:59"): "conflict", ("uk:1", "unsc:77"): "candidate"}


# On the real lists


@pytest.fixture(scope="module")
def real(shared: Path) -> list[Judged]:
    parties = {}
    for name, file in SAMPLES:
        loader = catalogue.find(name)
        for record in loader.records(shared / file):
            for said in loader.claims(record):
                if isinstance(said, Entity) and said.described and said.kind in identity.COMPARED:
                    parties[said.id] = entity_props(said, f"{name}:{record.key}")
    with closing(Sorted(parties.values())) as found:
        return list(judged(found, ()))


def test_the_pairs_that_were_checked_against_the_lists_are_found(real: list[Judged]) -> None:
    found = {
        (one.pair.a.id, one.pair.b.id): {"verdict": one.verdict, "evidence": [e.said for e in one.pair.firm], "reasons": list(one.reasons)}
        for one in real
    }
    checked = json.loads(GOLDEN.read_text("utf-8"))["pairs"]
    assert len(checked) >= 50
    for pair in checked:
        said = found[pair["a"], pair["b"]]
        assert (said["verdict"], said["evidence"], said["reasons"]) == (pair["verdict"], pair["evidence"], pair["reasons"])


def test_the_number_of_pairs_by_kind_of_evidence_is_known(real: list[Judged], bless: bool) -> None:
    counts: dict[str, dict[str, int]] = {}
    for one in real:
        held = counts.setdefault(str(one.pair.evidence[0].kind), {})
        held[str(one.verdict)] = held.get(str(one.verdict), 0) + 1
    golden = json.loads(GOLDEN.read_text("utf-8"))
    if bless:
        lines = ",\n".join(f"  {json.dumps(pair)}" for pair in golden["pairs"])
        numbers = ",\n".join(f"  {json.dumps(kind)}: {json.dumps(counts[kind])}" for kind in sorted(counts))
        GOLDEN.write_text(f'{{\n "counts": {{\n{numbers}\n }},\n "pairs": [\n{lines}\n ]\n}}\n', encoding="utf-8")
    assert counts == json.loads(GOLDEN.read_text("utf-8"))["counts"]


# In the graph, on both servers


class Lists:
    """A store with two small lists, whose pairs are found and written as often as a test asks."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.pairs = store, folder / "pairs.jsonl"
        for path in (NORTH, SOUTH):
            load(store, catalogue.find("ftm"), (path,), Options(snapshot="2023-06-01"))

    def match(self, snapshot: str = "2023-06-01") -> Totals:
        self.counts = identity.find(self.store, self.pairs)
        return identity.write(self.store, self.pairs, Options(snapshot=snapshot))

    def edges(self) -> set[tuple[str, str, str, str]]:
        rows = self.store.rows(
            "MATCH (a:Entity)-[r:SAME_AS|SAID_TO_BE_SAME_AS]->(b:Entity) RETURN type(r) AS type, a.id AS a, b.id AS b, r.status AS status"
        )
        return {(row["type"], row["a"], row["b"], row["status"]) for row in rows}

    def digest(self) -> str:
        return inventory.take(self.store).digest


ADA = ("SAME_AS", "ftm:n-ada", "ftm:s-ada", "reference")
SHIP = ("SAME_AS", "ftm:n-ship", "ftm:s-ship", "reference")
BORIS = ("SAID_TO_BE_SAME_AS", "ftm:n-boris", "ftm:s-boris", "reference")

DIFFERENT = """
dossier: told-apart
title: Two Adaminas
version: 2023-06-01
entities:
  - {id: org:a-newspaper, kind: Organisation, name: A Newspaper}
  - {id: person:ada-north, kind: Person, name: Ada of the north}
documents:
  - id: doc:two-adaminas-2023-06-01
    title: Two Adaminas
    publisher: org:a-newspaper
    published: 2023-06-01
    url: https://example.org/adaminas
    claims:
      - {id: first, says: asserts, speaker: org:a-newspaper, subject: "ftm:n-ada", type: NOT_SAME_AS, object: "ftm:s-ada", locator: text}
"""


@pytest.fixture
def lists(store: Store, tmp_path: Path) -> Lists:
    return Lists(store, tmp_path)


def test_pairs_become_edges_and_conflicts_edges_that_join_nobody(lists: Lists) -> None:
    before = {row["id"] for row in lists.store.rows("MATCH (n:Entity) RETURN n.id AS id")}
    totals = lists.match()
    assert (totals.read, totals.new, totals.rejected, lists.edges()) == (3, 3, 0, {ADA, SHIP, BORIS})
    assert {row["id"] for row in lists.store.rows("MATCH (n:Entity) RETURN n.id AS id")} == before | {"org:actorgraph"}


def test_the_counts_add_up(lists: Lists) -> None:
    lists.match()
    *kinds, total = lists.counts.rows()
    assert total == {"evidence": "total", "pairs": 3, "joined": 2, "conflict": 1, "told_apart": 0, "candidate": 0}
    assert all(row["pairs"] == sum(row[key] for key in identity.COUNTED[2:]) for row in (*kinds, total))
    assert all(total[key] == sum(row[key] for row in kinds) for key in identity.COUNTED[1:])


def test_matching_twice_is_matching_once(lists: Lists) -> None:
    lists.match()
    once = lists.digest()
    again = lists.match("2023-06-02")
    assert (again.new, again.changed, again.unchanged, again.gone, again.edges, lists.digest()) == (0, 0, 3, 0, 0, once)


def test_an_edge_says_what_it_rests_on(lists: Lists) -> None:
    lists.match()
    (trail,) = trails.between(lists.store, "ftm:n-ada", "SAME_AS", "ftm:s-ada")
    assert trail.edge["evidence"] == ["passport: TB 8812345; both born 1961-03-04"]
    assert trail.edge["asserted_by"] == ["org:actorgraph"]
    assert trail.edge["evidence"][0] in accounts.as_text(accounts.trails([trail]))


def test_a_pair_that_no_longer_holds_is_ended_and_kept(lists: Lists, tmp_path: Path) -> None:
    lists.match()
    path = tmp_path / SOUTH.name
    path.write_text("".join(line for line in SOUTH.read_text().splitlines(keepends=True) if '"s-ship"' not in line.partition(",")[0]))
    changed = path.read_text().replace("TB8812345", "TB9912345")
    path.write_text(changed)
    load(lists.store, catalogue.find("ftm"), (path,), Options(snapshot="2023-07-01"))
    assert lists.match("2023-07-01").gone == 1
    assert {edge for edge in lists.edges() if edge[1] == "ftm:n-ada"} == {(*ADA[:3], "ended")}
    assert SHIP in lists.edges()  # a party that is delisted is still the same


def test_what_a_dossier_tells_apart_is_not_joined(lists: Lists, tmp_path: Path) -> None:
    dossier = tmp_path / "told-apart.yaml"
    dossier.write_text(DIFFERENT)
    lists.match()
    load(lists.store, catalogue.find("dossier"), (dossier,), Options())
    lists.match("2023-06-02")
    assert {edge[3] for edge in lists.edges() if edge[1] == "ftm:n-ada"} == {"ended"}
    assert lists.counts.pairs["passport and date of birth", Verdict.TOLD_APART] == 1


# On the command line


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from graph.stores.embedded import stop

    folder = tmp_path_factory.mktemp("match") / "store"
    yield f"local:{folder}"
    stop(folder)


def ask(place: str, *words: str) -> Result:
    return CliRunner().invoke(main, ["--store", place, "match", *words])


def test_an_empty_store_is_told_what_to_do_first(place: str) -> None:
    done = ask(place, "--dry-run", "--format", "jsonl")
    assert done.exit_code == 0
    assert "0 parties compared; load two registers first" in done.stderr
    assert json.loads(done.stdout) == {"evidence": "total", **dict.fromkeys(identity.COUNTED[1:], 0)}


def test_a_dry_run_lists_the_pairs_and_writes_nothing(place: str) -> None:
    CliRunner().invoke(main, ["--store", place, "load", str(NORTH), "--as-snapshot-of", "2023-06-01"])
    CliRunner().invoke(main, ["--store", place, "load", str(SOUTH), "--as-snapshot-of", "2023-06-01"])
    for _ in range(2):
        done = ask(place, "--dry-run", "--pairs", "--format", "jsonl")
        assert [(row["verdict"], row["a"]) for row in map(json.loads, done.stdout.splitlines())] == [
            ("joined", "ftm:n-ship"),
            ("conflict", "ftm:n-boris"),
            ("joined", "ftm:n-ada"),
        ]
        assert "3 new" in done.stderr
        assert "nothing was written" in done.stderr


def test_a_date_that_is_none_is_a_slip_of_the_pen(place: str) -> None:
    done = ask(place, "--as-snapshot-of", "2023-02-30")
    assert done.exit_code == 2
    assert "2023-02-30" in done.stderr
