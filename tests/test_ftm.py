"""FollowTheMoney: what each entity becomes, in every shape; what is refused, and why; what is written and read back."""

import csv
import gzip
import io
import json
import os
import pickle
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import orjson
import pytest
from golden_claims import as_json, compare
from mutations import mutate

from graph.claims import Claim, Document, Entity, Statement
from graph.errors import BadFile, BadRow
from graph.exports import files
from graph.load import load
from graph.parts import merge_facts
from graph.projection import entity_props, fact_part, project, proposition_row
from graph.sources import Record, Reject
from graph.stores.bolt import Store
from graph.vocabulary import EDGES, KINDS
from loaders import _ftm_schema, ftm
from loaders._ftm_files import COLUMNS, LONGEST

GOLDEN = Path(__file__).parent / "golden" / "ftm"
SAMPLES = ("entities.ftm.json", "targets.nested.json", "xx.20240602101112-abc.entities.delta.json", "statements.csv")
FTM = os.environ.get("ACTORGRAPH_TEST_FTM", "")


def entity(schema: str, id: str = "a-1", **properties: list[str]) -> dict[str, Any]:
    return {"id": id, "schema": schema, "properties": properties}


def record(values: dict[str, Any]) -> Record:
    return Record(key=str(values.get("id", "")), values=values)


def said(schema: str, **properties: list[str]) -> list[Statement]:
    return list(ftm.claims(record(entity(schema, **properties))))


def facts(statements: list[Statement]) -> list[Claim]:
    return [statement for statement in statements if isinstance(statement, Claim)]


def edges(statements: list[Statement]) -> set[tuple[str, str, str]]:
    return {(claim.proposition.subject, claim.proposition.type, str(claim.proposition.object)) for claim in facts(statements)}


def described(statements: list[Statement]) -> Entity:
    return next(statement for statement in statements if isinstance(statement, Entity) and statement.described)


def written(folder: Path, *lines: bytes | dict[str, Any], name: str = "xx.entities.ftm.json") -> Path:
    path = folder / name
    path.write_bytes(b"".join(line if isinstance(line, bytes) else orjson.dumps(line) + b"\n" for line in lines))
    return path


def read(path: Path) -> tuple[list[Record], list[Reject]]:
    found = list(ftm.records(path))
    return [row for row in found if isinstance(row, Record)], [row for row in found if isinstance(row, Reject)]


def everything(path: Path) -> Iterator[str]:
    for row in ftm.records(path):
        assert isinstance(row, Record)
        yield from map(as_json, ftm.claims(row))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_say_what_their_golden_files_have(name: str, bless: bool) -> None:
    compare(GOLDEN / f"{name}.claims.json", everything(GOLDEN / name), bless)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_load_whole(name: str) -> None:
    totals = load(None, ftm, [GOLDEN / name])
    assert (totals.read, totals.rejected) == (totals.new, 0)


# What a schema becomes


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ("Person", "Person"),
        ("Organization", "Organisation"),
        ("Company", "Organisation"),
        ("PublicBody", "Organisation"),
        ("LegalEntity", "Actor"),
        ("Position", "Actor"),
        ("Vessel", "Vessel"),
        ("Airplane", "Aircraft"),
        ("Security", "Item"),
        ("CryptoWallet", "Item"),
        ("Address", "Place"),
        ("Event", "Event"),
        ("CallForTenders", "Event"),
        ("Passport", "Document"),
        ("License", "Document"),
        ("Article", "Document"),
    ],
)
def test_a_schema_is_a_kind_of_thing(schema: str, kind: str) -> None:
    assert described(said(schema, name=["A"])).kind == kind


def test_every_schema_is_a_kind_an_edge_a_sanction_or_abstract() -> None:
    for schema in _ftm_schema.EXTENDS.keys() - _ftm_schema.ABSTRACT - {"Sanction"}:
        assert (_ftm_schema.kind(schema) in KINDS) != (schema in _ftm_schema.EDGES), schema
    assert {type for type, *_ in _ftm_schema.EDGES.values()} <= EDGES.keys()


@pytest.mark.parametrize("topic", ["role.pep", "role.pep.frmr", "role.diplo", "gov.head"])
def test_a_person_whose_topics_name_an_office_is_an_official(topic: str) -> None:
    found = described(said("Person", name=["A"], topics=["sanction", topic]))
    assert (found.kind, found.details["topics"]) == ("Official", ("sanction", topic))


@pytest.mark.parametrize(
    ("schema", "source", "target", "type"),
    [
        ("Ownership", "owner", "asset", "OWNS"),
        ("Control", "controller", "controlled", "CONTROLS"),
        ("Directorship", "director", "organization", "DIRECTS"),
        ("Membership", "member", "organization", "MEMBER_OF"),
        ("Employment", "employee", "employer", "EMPLOYED_BY"),
        ("Occupancy", "holder", "post", "HOLDS_POSITION"),
        ("Representation", "agent", "client", "ACTS_FOR"),
        ("Family", "person", "relative", "RELATED_TO"),
        ("Associate", "person", "associate", "ASSOCIATED_WITH"),
        ("Succession", "predecessor", "successor", "SUCCEEDED_BY"),
        ("Payment", "payer", "beneficiary", "PAID"),
        ("UnknownLink", "subject", "object", "LINKED_TO"),
    ],
)
def test_a_schema_that_is_an_edge_is_a_typed_edge(schema: str, source: str, target: str, type: str) -> None:
    statements = said(schema, **{source: ["x"], target: ["y"]})
    assert edges(statements) == {("ftm:x", type, "ftm:y")}
    assert not any(isinstance(s, Entity) and s.described for s in statements)
    with pytest.raises(BadRow, match=f"a {schema} needs {target}"):
        said(schema, **{source: ["x"]})


def test_an_edge_with_several_ends_joins_each_to_each() -> None:
    assert edges(said("Ownership", owner=["a", "b"], asset=["c"])) == {("ftm:a", "OWNS", "ftm:c"), ("ftm:b", "OWNS", "ftm:c")}


@pytest.mark.parametrize(
    ("role", "type"),
    [
        ("Acting for or on behalf of", "ACTS_FOR"),
        ("Leader or official of", "DIRECTS"),
        ("Owns, controls, or operates", "CONTROLS"),
        ("met with", "LINKED_TO"),
    ],
)
def test_the_role_of_a_link_may_say_what_it_is(role: str, type: str) -> None:
    (fact,) = facts(said("UnknownLink", subject=["x"], object=["y"], role=[role]))
    assert (fact.proposition.type, fact.details["role"]) == (type, (role,))


def test_each_payment_is_an_edge_of_its_own_with_its_amount_and_day() -> None:
    (fact,) = facts(said("Payment", payer=["x"], beneficiary=["y"], amountEur=["1000.50"], date=["2011-12"]))
    assert fact.proposition.scope == "a-1"
    assert fact.quantity
    assert (fact.quantity.min, fact.quantity.max, fact.quantity.unit) == (1000.5, 1000.5, "EUR")
    assert fact.period.bounds == ("2011-12-01", "2011-12-31", "2011-12-01", "2011-12-31")


def test_an_amount_that_is_no_number_stays_a_detail() -> None:
    (fact,) = facts(said("Payment", payer=["x"], beneficiary=["y"], amount=["a lot"], currency=["EUR"]))
    assert (fact.quantity, fact.details["amount"]) == (None, ("a lot",))


def test_several_starts_and_ends_leave_all_the_time_between_open() -> None:
    (fact,) = facts(
        said("Occupancy", holder=["x"], post=["y"], startDate=["2016-12-18", "2009-11-09"], endDate=["2011-06-13", "2019-10-29"])
    )
    assert fact.period.bounds == ("2009-11-09", "2016-12-18", "2011-06-13", "2019-10-29")


def test_an_edge_that_ends_before_it_starts_is_a_bad_row() -> None:
    with pytest.raises(BadRow, match="before it starts") as caught:
        said("Ownership", owner=["x"], asset=["y"], startDate=["2020"], endDate=["2019-12"])
    assert caught.value.field == "endDate"


def test_countries_are_edges_and_a_country_that_is_named_twice_is_told_once() -> None:
    found = said("Person", name=["A"], nationality=["ru"], citizenship=["ru"], country=["ru", "by", "zz"])
    assert edges(found) == {("ftm:a-1", "CITIZEN_OF", "country:RU"), ("ftm:a-1", "LINKED_TO", "country:BY")}
    assert facts(found)[0].details == {"relation": ("nationality", "citizenship")}
    assert described(found).details["unresolved_countries"] == ("zz",)


@pytest.mark.parametrize(
    ("datasets", "speaker", "named"), [(["b"], "org:ftm-b", None), (["b", "a"], "org:ftm", ("b", "a")), ([], "org:ftm", None)]
)
def test_of_a_merged_entity_no_one_dataset_is_said_to_have_said_it(datasets: list[str], speaker: str, named: Any) -> None:
    of = {"datasets": datasets}
    for values in (entity("Person", nationality=["ru"], addressEntity=["x"]), entity("Ownership", owner=["x"], asset=["y"])):
        for fact in facts(list(ftm.claims(record(values | of)))):
            assert (fact.speaker, fact.principal) == (speaker, speaker)
            assert fact.details.get("datasets") == (named or (("b",) if values["schema"] == "Ownership" and datasets else None))


def test_a_company_is_based_where_it_is_registered() -> None:
    found = said("Company", name=["A"], jurisdiction=["cy"], mainCountry=["cy"], country=["kz"])
    assert edges(found) == {("ftm:a-1", "BASED_IN", "country:CY"), ("ftm:a-1", "LINKED_TO", "country:KZ")}


@pytest.mark.parametrize(
    ("schema", "properties", "edge"),
    [
        ("Address", {"country": ["by"]}, ("ftm:a-1", "LOCATED_IN", "country:BY")),
        ("Position", {"country": ["by"]}, ("ftm:a-1", "PART_OF", "country:BY")),
        ("Position", {"organization": ["o"]}, ("ftm:a-1", "PART_OF", "ftm:o")),
        ("Person", {"addressEntity": ["p"]}, ("ftm:a-1", "BASED_IN", "ftm:p")),
        ("Vessel", {"owner": ["o"]}, ("ftm:o", "OWNS", "ftm:a-1")),
        ("Vessel", {"operator": ["o"]}, ("ftm:o", "CONTROLS", "ftm:a-1")),
        ("Passport", {"holder": ["h"]}, ("ftm:a-1", "LINKED_TO", "ftm:h")),
        ("Event", {"organizer": ["o"]}, ("ftm:a-1", "LINKED_TO", "ftm:o")),
    ],
)
def test_a_property_that_names_another_entity_is_an_edge(schema: str, properties: Any, edge: tuple[str, str, str]) -> None:
    assert edges(said(schema, name=["A"], **properties)) == {edge}


def test_what_is_stated_is_kept_under_our_spelling_of_its_name() -> None:
    values = entity("Company", name=["A", "B"], alias=["C"], previousName=["D"], status=["active"], innCode=["7"], birthDate=["1970"])
    values |= {"referents": ["ofac-1"], "datasets": ["b", "a"], "first_seen": "2024-01-05T10:00:00", "target": True, "caption": "B"}
    values["properties"]["odd name"] = ["x"]
    found = described(list(ftm.claims(record(values))))
    assert (found.name, found.aliases) == ("B", ("A", "C", "D"))
    assert found.details == {
        "schema": "Company",
        "former_names": ("D",),
        "stated_status": ("active",),
        "inn_code": ("7",),
        "birth_date": ("1970",),
        "identifiers": ("innCode:7", "ftm:ofac-1"),
        "other_properties": ("odd name: x",),
        "datasets": ("b", "a"),
        "ftm_first_seen": "2024-01-05T10:00:00",
        "is_target": True,
    }


def test_a_thing_without_a_name_is_called_by_what_else_tells_it() -> None:
    assert described(said("Passport", number=["X1"])).name == "X1"
    assert described(said("Person", gender=["male"])).name == "a-1"


# Sanctions


@pytest.mark.parametrize(
    ("properties", "datasets", "principal", "speaker"),
    [
        ({"country": ["us"], "authority": ["OFAC"]}, [], "country:US", "org:ofac"),
        ({"country": ["ch"], "authority": ["SECO"]}, [], "country:CH", "org:ch-seco"),
        ({"country": ["fr"]}, [], "country:FR", "country:FR"),
        ({"country": ["eu"], "authority": ["DG FISMA"]}, [], "org:eu", "org:eu-dg-fisma"),
        ({"authority": ["Council of the European Union"]}, [], "org:eu", "org:eu-council-of-european-union"),
        (
            {"country": ["zz"], "authority": ["UN Security Council"]},
            [],
            "org:un-security-council",
            "org:un-security-council-un-security-council",
        ),
        ({}, ["un_sc_sanctions"], "org:un-security-council", "org:un-security-council"),
        ({"country": ["us"]}, ["worldbank_debarred"], "org:world-bank", "org:world-bank"),
        ({"authority": ["League of Examples"]}, [], "org:league-of-examples", "org:league-of-examples"),
        ({"authority": ["League of Examples"], "country": ["zz"]}, [], "org:league-of-examples", "org:league-of-examples"),
    ],
)
def test_a_sanction_is_the_act_of_its_issuer(properties: Any, datasets: list[str], principal: str, speaker: str) -> None:
    values = {**entity("Sanction", entity=["x"], **properties), "datasets": datasets}
    found = list(ftm.claims(record(values)))
    (fact,) = facts(found)
    assert (fact.proposition.subject, fact.principal, fact.speaker) == (principal, principal, speaker)
    assert {principal, speaker, "ftm:x"} == {thing.id for thing in found if isinstance(thing, Entity)}


def test_a_sanction_that_nobody_issued_is_a_bad_row() -> None:
    with pytest.raises(BadRow, match="nothing says who issued") as caught:
        said("Sanction", entity=["x"])
    assert caught.value.field == "authority"


def test_a_sanction_is_one_edge_a_programme_since_it_began_or_was_listed() -> None:
    found = facts(
        said("Sanction", entity=["x"], country=["us"], programId=["P1", "P2"], program=["One"], listingDate=["2022-03-15", "2023"])
    )
    assert [(f.proposition.scope, f.details["programme"], f.details["program"]) for f in found] == [
        ("P1", "programme:ftm/P1", ("One",)),
        ("P2", "programme:ftm/P2", ("One",)),
    ]
    assert {f.period.bounds for f in found} == {("2022-03-15", "2023-12-31", None, None)}
    (fact,) = facts(said("Sanction", entity=["x"], country=["us"], program=["One"], startDate=["2022-03-01"], listingDate=["2022-04-01"]))
    assert (fact.proposition.scope, fact.period.from_min, fact.details["listing_date"]) == ("One", "2022-03-01", ("2022-04-01",))


# Shapes


def test_one_company_says_the_same_as_a_line_nested_or_as_statements() -> None:
    def of(name: str) -> tuple[set[str], set[tuple[str, str, str]]]:
        found = [s for row in read(GOLDEN / name)[0] for s in ftm.claims(row)]
        mine = {e.name for e in found if isinstance(e, Entity) and e.described and e.id == "ftm:NK-bbb2"}
        return mine, {edge for edge in edges(found) if edge[0] == "ftm:NK-bbb2" and edge[2].startswith("country:")}

    assert of("entities.ftm.json") == of("targets.nested.json")
    assert of("statements.csv")[1] == of("entities.ftm.json")[1]


def test_what_is_nested_is_described_each_thing_once_and_is_linked() -> None:
    (first, _), rejects = read(GOLDEN / "targets.nested.json")
    found = project(ftm.claims(first))
    assert rejects == []
    assert {e.id for e in found.entities} == {"ftm:NK-aaa1", "ftm:addr-1", "ftm:NK-zzz9", "ftm:NK-bbb2"}
    owned = next(f for f in found.facts if f.proposition.type == "OWNS")
    assert (owned.details["percentage"], owned.period.limited) == (("2", "5"), False)


def test_a_nested_link_without_its_other_end_stays_as_text() -> None:
    (first, _), _ = read(GOLDEN / "targets.nested.json")
    (text,) = next(e for e in project(ftm.claims(first)).entities if e.id == "ftm:NK-aaa1").details["incomplete_links"]  # type: ignore[misc]  # a tuple
    assert json.loads(text)["id"] == "xx-occ1"


def test_reading_claims_leaves_the_record_as_it_was() -> None:
    for name in SAMPLES:
        for row in read(GOLDEN / name)[0]:
            before = pickle.dumps(row)
            assert list(ftm.claims(row)) == list(ftm.claims(row))
            assert pickle.dumps(row) == before
            assert orjson.loads(orjson.dumps(row.values)) == row.values


def test_a_deleted_entity_says_nothing_any_more() -> None:
    gone = read(GOLDEN / "xx.20240602101112-abc.entities.delta.json")[0][-1]
    assert (gone.key, list(ftm.claims(gone))) == ("xx-own1", [])


def test_entities_nested_beyond_belief_are_a_bad_row() -> None:
    values = entity("Organization", id="x0", name=["A"])
    for number in range(40):
        values = {"id": f"x{number + 1}", "schema": "Organization", "properties": {"parent": [values]}}
    with pytest.raises(BadRow, match="nested more than"):
        list(ftm.claims(record(values)))


def test_statements_make_the_most_specific_of_their_schemata() -> None:
    rows = [{"prop": "name", "schema": schema, "value": "A"} for schema in ("LegalEntity", "Company", "Organization")]
    assert described(list(ftm.claims(record({"id": "x", "statements": rows})))).details["schema"] == "Company"
    with pytest.raises(BadRow, match="do not extend one another: Company, Person"):
        list(ftm.claims(record({"id": "x", "statements": [*rows[1:2], {**rows[0], "schema": "Person"}]})))


@pytest.mark.parametrize("names", [tuple(sorted(COLUMNS)), tuple(name for name in COLUMNS if name not in ("origin", "prop_type"))])
def test_statements_are_read_by_the_names_of_their_columns(tmp_path: Path, names: tuple[str, ...]) -> None:
    with (GOLDEN / "statements.csv").open(encoding="utf-8", newline="") as file:
        held = list(csv.DictReader(file))
    text = io.StringIO()
    table = csv.DictWriter(text, names, extrasaction="ignore")
    table.writeheader()
    table.writerows(held)
    path = written(tmp_path, text.getvalue().encode(), name="statements.csv")
    assert ftm.snapshot(path) == ftm.snapshot(GOLDEN / "statements.csv")
    found, rejects = read(path)
    assert rejects == []
    for row, usual in zip(found, read(GOLDEN / "statements.csv")[0], strict=True):
        assert edges(list(ftm.claims(row))) == edges(list(ftm.claims(usual)))


@pytest.mark.parametrize("odd", ["", 3, ["a"], [["a"]], None])
def test_statements_beside_the_properties_of_an_entity_are_not_read(odd: Any) -> None:
    plain = entity("Company", name=["Ruritania Steel"])
    assert list(ftm.claims(record({**plain, "statements": odd}))) == list(ftm.claims(record(plain)))


def test_statements_about_one_entity_that_lie_apart_are_refused(tmp_path: Path) -> None:
    header, *lines = (GOLDEN / "statements.csv").read_bytes().splitlines(keepends=True)
    path = written(tmp_path, header, *lines[3:], *lines[:3], name="xx.statements.csv")
    totals = load(None, ftm, [path])
    assert (totals.read, totals.new, totals.rejected) == (4, 2, 2)


# The register and its day


@pytest.mark.parametrize(
    ("name", "datasets", "register"),
    [
        ("entities.ftm.json", [["eu_fsf"], ["eu_fsf"]], "ftm/eu_fsf"),
        ("sanctions.entities.ftm.json", [["eu_fsf"], ["eu_fsf", "us_ofac_sdn"]], "ftm/sanctions"),
        ("sanctions-2024-06-01.entities.ftm.json.gz", [["a"], ["b"]], "ftm/sanctions"),
        ("20240601-sanctions.json", [], "ftm/sanctions"),
        ("entities.ftm.json", [["a"], ["b"]], "ftm"),
    ],
)
def test_each_dataset_is_a_register_of_its_own(tmp_path: Path, name: str, datasets: list[list[str]], register: str) -> None:
    lines = [{**entity("Person", id=f"p{n}", name=["A"]), "datasets": held} for n, held in enumerate(datasets)] or [entity("Person")]
    assert ftm.snapshot(written(tmp_path, *lines, name=name)).register == register


@pytest.mark.parametrize(
    ("name", "register"),
    [
        ("xx.20240602101112-abc.entities.delta.json", "ftm/xx"),
        ("20240602101112-3iv.entities.delta.json", "ftm"),
    ],
)
def test_a_delta_file_is_of_the_dataset_and_day_in_its_name_and_ends_nothing_else(tmp_path: Path, name: str, register: str) -> None:
    line = {"op": "ADD", "entity": {**entity("Person", name=["A"]), "datasets": ["eu_fsf"], "last_seen": "2024-06-09T00:00:00"}}
    found = ftm.snapshot(written(tmp_path, line, name=name))
    assert (found.register, found.date, found.partial) == (register, "2024-06-02", True)


def test_the_day_of_a_file_is_the_last_on_which_an_entity_was_seen(tmp_path: Path) -> None:
    days = ("2024-06-01T10:57:03", "2024-06-02T00:00:00", "2999-01-01")
    lines = [{**entity("Person", id=f"p{n}"), "last_seen": day} for n, day in enumerate(days)]
    assert ftm.snapshot(written(tmp_path, *lines[:2])).date == "2024-06-02"
    assert ftm.snapshot(written(tmp_path, *lines)).date == ""
    assert ftm.snapshot(GOLDEN / "statements.csv").date == "2024-06-01"


def test_a_delta_changes_and_ends_what_it_names_alone(store: Store, tmp_path: Path) -> None:
    base = written(tmp_path, (GOLDEN / "entities.ftm.json").read_bytes(), name="xx.entities.ftm.json")
    load(store, ftm, [base])
    totals = load(store, ftm, [GOLDEN / "xx.20240602101112-abc.entities.delta.json"])
    assert (totals.register, totals.read, totals.new, totals.changed, totals.gone) == ("ftm/xx", 3, 1, 2, 0)
    rows = store.rows(
        "MATCH (:Entity {id: 'ftm:NK-ccc3'})-[r:OWNS]->(:Entity {id: 'ftm:NK-bbb2'}) RETURN r.status AS status, r.gone_at AS gone_at"
    )
    assert [(row["status"], row["gone_at"]) for row in rows] == [("ended", "2024-06-02")]
    rows = store.rows("MATCH (n:Entity {id: 'ftm:NK-bbb2'}) RETURN n.aliases AS aliases")
    assert "Example Works LLC" in next(iter(rows))["aliases"]


def test_a_party_met_before_it_is_described_gets_its_labels_then(store: Store, tmp_path: Path) -> None:
    fillers = [entity("Company", id=f"c{n}", name=[f"C {n}"]) for n in range(1_000)]
    link = entity("Sanction", id="s", entity=["ship"], country=["us"])
    load(store, ftm, [written(tmp_path, link, *fillers, entity("Vessel", id="ship", name=["S"]))])
    rows = list(store.rows("MATCH (n:Entity {id: 'ftm:ship'}) RETURN labels(n) AS labels, n.kind AS kind"))
    assert [(sorted(row["labels"]), row["kind"]) for row in rows] == [(["Entity", "Vessel"], "Vessel")]


# What is refused


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        (entity("Person", name="A"), "name", "not a list of texts"),  # type: ignore[arg-type]  # that is the fault
        (entity("Person", name=["A", 7]), "name", "which is no text"),  # type: ignore[list-item]  # that is the fault
        (entity("Person", name=[None]), "name", "which is no text"),  # type: ignore[list-item]  # that is the fault
        (entity("Person", name=["A", ""]), "name", "an empty text"),
        (entity("Person", name=["A"], country=[" "]), "country", "an empty text"),
        (entity("Person", birthDate=["unknown"]), "birthDate", "is no date"),
        (entity("Person", birthDate=["20th century"]), "birthDate", "is no date"),
        (entity("Person", birthDate=["2023-02-30"]), "birthDate", "has 28 days"),
        (entity("Person", modifiedAt=["2023-02-03T99:00"]), "modifiedAt", "no such time"),
        (entity("Ownership", owner=["a b"], asset=["c"]), "owner", "is no id"),
        (entity("Human", name=["A"]), "schema", "no entity has the schema 'Human'"),
        (entity("Thing", name=["A"]), "schema", "no entity has the schema 'Thing'"),
        ({**entity("Person", name=["A"]), "schema": ["Person"]}, "schema", "no entity has the schema"),
        ({**entity("Person", name=["A"]), "properties": []}, "properties", "no object"),
        ({**entity("Person", name=["A"]), "datasets": "xx"}, "datasets", "not a list of texts"),
        ({**entity("Person", name=["A"]), "referents": [1]}, "referents", "which is no text"),
        ({**entity("Person", name=["A"]), "last_seen": "yesterday"}, "last_seen", "is no date"),
        ({**entity("Person", name=["A"]), "id": "a 1"}, "id", "is no id"),
    ],
)
def test_what_only_looks_like_an_entity_is_a_bad_row_that_names_the_field(values: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(BadRow, match=reason) as caught:
        list(ftm.claims(record(values)))
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        (b"{not json}\n", "", "this line is not JSON"),
        (b"[1]\n", "", "this line is no entity"),
        (b'{"schema":"Person","properties":{}}\n', "id", "an entity needs an id"),
        (b'{"id":7,"schema":"Person","properties":{}}\n', "id", "an entity needs an id, and this is 7"),
        (b'{"id":"x","schema":"Person"}\n', "properties", "an entity needs properties"),
        (b'{"op":"PUT","entity":{"id":"x"}}\n', "op", "no operation is called 'PUT'"),
        (b'{"op":["ADD"],"entity":{"id":"x"}}\n', "op", "no operation is called"),
        (b'{"op":"DEL","entity":"x"}\n', "", "this line is no entity"),
        (b'{"id":"x","schema":"Person","properties":{"name":["a\\u0000"]}}\n', "", "NUL"),
        (b"\xff\xfe\n", "", "this line is not JSON"),
    ],
)
def test_a_line_that_is_no_entity_is_rejected_with_its_number(tmp_path: Path, line: bytes, field: str, reason: str) -> None:
    records, (reject,) = read(written(tmp_path, entity("Person", name=["A"]), b"\n", line, entity("Person", id="b", name=["B"])))
    assert [row.key for row in records] == ["a-1", "b"]
    assert (reject.line, reject.field) == (3, field)
    assert reason in reject.reason


def test_a_backslash_before_u0000_is_no_nul(tmp_path: Path) -> None:
    records, rejects = read(written(tmp_path, entity("Person", name=["a\\u0000"])))
    assert (len(records), rejects) == (1, [])


def test_ids_that_differ_in_case_only_are_all_rejected(tmp_path: Path) -> None:
    lines = [entity("Person", id=id, name=["A"]) for id in ("NK-Abc", "q1", "nk-aBC")]
    totals = load(None, ftm, [written(tmp_path, *lines)])
    assert (totals.read, totals.new, totals.rejected) == (3, 1, 2)


def test_an_identical_line_counts_once(tmp_path: Path) -> None:
    totals = load(None, ftm, [written(tmp_path, *[entity("Person", name=["A"])] * 3)])
    assert (totals.read, totals.new, totals.rejected) == (1, 1, 0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"index_url":"x","resources":[]}', "index of a dataset's files"),
        (b'{"DATA_SOURCE":"OS","RECORD_ID":"Q1"}\n', "Senzing"),
        (b'"id","schema","name","aliases"\n', r"targets\.simple\.csv"),
        (b"Q1,Person:name,A,xx,,,t,f,2024,2024,0\n", "pack of statements"),
        (b"[" + orjson.dumps(entity("Person")) + b"]\n", "no FollowTheMoney entity at its beginning"),
        (orjson.dumps(entity("Person"), option=orjson.OPT_INDENT_2), "runs over several lines"),
        (orjson.dumps([entity("Person")], option=orjson.OPT_INDENT_2), "runs over several lines"),
        (b"<html></html>\n", "no FollowTheMoney entity"),
        ((GOLDEN / "entities.ftm.json").read_text(encoding="utf-8").encode("utf-16"), "no FollowTheMoney entity"),
        (b"", "the file is empty"),
        (orjson.dumps(entity("Person")) + b'\n{"id":"b","sch', "line 2: the file is cut short"),
        (orjson.dumps(entity("Person")) + b"\n" + b"x" * (LONGEST + 1), "line 2: a line of more than 16,777,216 bytes"),
    ],
)
def test_a_file_that_is_none_or_cut_short_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(BadFile, match=message):
        read(written(tmp_path, content))


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\n"])
def test_marks_and_blank_lines_make_no_difference(tmp_path: Path, before: bytes) -> None:
    content = (GOLDEN / "entities.ftm.json").read_bytes().replace(b"\n", b"\r\n").rstrip()
    packed = tmp_path / "xx.json.gz"
    packed.write_bytes(gzip.compress(before + content))
    records, rejects = read(packed)
    assert (len(records), rejects) == (31, [])


@pytest.mark.parametrize("name", SAMPLES)
def test_its_files_are_recognised_by_their_first_bytes(name: str) -> None:
    assert ftm.recognises((GOLDEN / name).read_bytes())
    assert not ftm.recognises((GOLDEN / name).read_bytes()[:20])


@pytest.mark.parametrize("head", [b"", b"{}", b'{"type":"Feature","properties":{}}', b"id,name\n1,one\n", ",".join(COLUMNS[1:]).encode()])
def test_other_files_are_not(head: bytes) -> None:
    assert not ftm.recognises(head)


def test_a_damaged_export_is_refused_or_every_line_of_it_accounted_for(tmp_path: Path) -> None:
    content, path = exported(), tmp_path / "xx.exported"
    for seed in range(300):
        path.write_bytes(mutate(content, "lines", random.Random(seed))[1])
        try:
            totals = load(None, ftm, [path])
        except BadFile:
            continue
        assert totals.read == totals.new + totals.rejected


# The real samples


@pytest.mark.parametrize("name", ["yente_zala", "yente_parteispenden", "yente_t1"])
def test_every_entity_of_the_samples_is_read(shared: Path, name: str) -> None:
    file = f"opensanctions/{name}.entities.ftm.json"
    counted = json.loads((shared / "counts.json").read_bytes())[file]
    totals = load(None, ftm, [shared / file])
    assert (totals.read, totals.new, totals.rejected) == (counted["entities"], counted["entities"], 0)
    schemata = [row.values["schema"] for row in read(shared / file)[0]]
    assert {schema: schemata.count(schema) for schema in schemata} == counted["by_schema"]


def test_the_nested_sample_and_the_delta_files_are_read(shared: Path) -> None:
    folder = shared / "opensanctions"
    totals = load(None, ftm, [folder / "wd_persons" / "targets.nested.json"])
    assert (totals.register, totals.snapshot, totals.read, totals.rejected) == ("ftm/wd_persons", "2024-03-10", 5, 0)
    found = [load(None, ftm, [path]) for path in sorted((folder / "delta").glob("*.json"))]
    assert [(t.snapshot, t.read, t.rejected) for t in found] == [("2024-05-27", 2, 0), ("2024-05-28", 2, 1), ("2024-05-28", 1, 0)]


@pytest.mark.parametrize("name", ["index.json", "senzing.json", "statements.pack", "targets.simple.csv"])
def test_what_is_published_beside_the_entities_is_refused_with_advice(shared: Path, name: str) -> None:
    with pytest.raises(BadFile) as caught:
        read(shared / "opensanctions" / "wd_persons" / name)
    assert "entities.ftm.json" in caught.value.hint


# Written, and read back


def network() -> nx.MultiDiGraph:
    """What the sample says, as an export sees it, and a supply that one party denies."""
    graph = nx.MultiDiGraph()
    parts: dict[str, dict[str, Any]] = {}
    things: dict[str, Entity] = {}
    for row in read(GOLDEN / "entities.ftm.json")[0]:
        found = project(ftm.claims(row))
        things |= {thing.id: thing for thing in found.entities}
        things = {thing.id: thing for thing in found.references} | things
        for fact in found.facts:
            said = proposition_row(fact.proposition)
            parts.setdefault(said["id"], {})[row.key] = fact_part(fact, row.key, "ftm/xx", "2024-06-01")
            props = merge_facts({**said, "pid": said["id"]}, parts[said["id"]])
            graph.add_edges_from([(said["subject"], said["object"], said["id"], {**props, "type": said["type"]})])
    for key, thing in things.items():
        props = entity_props(thing, "r" if thing.described else "")
        graph.add_nodes_from([(key, {**props, "labels": sorted(KINDS[thing.kind].labels)})])
    for code, name in (("IR", "Iran"), ("RU", "Russia"), ("US", "United States")):
        graph.add_nodes_from([(f"country:{code}", {"id": f"country:{code}", "name": name, "labels": ["Actor", "Country", "Entity"]})])
    graph.add_nodes_from([("item:uav", {"id": "item:uav", "name": "UAV", "labels": ["Entity", "Item"]})])
    supply = {
        "pid": "supplies:1", "type": "SUPPLIES", "status": "contested", "contested": True, "asserted_by": ["country:US"],
        "denied_by": ["country:IR"], "item": "item:uav", "sources": ["doc:one"], "from_min": "2022-08-01", "n_claims": 2,
        "quantity_min": 100.0, "unit": "pieces",
    }  # fmt: skip
    graph.add_edges_from([("country:IR", "country:RU", "supplies:1", supply)])
    return graph


def exported(graph: nx.MultiDiGraph | None = None) -> bytes:
    file = io.BytesIO()
    files.write(network() if graph is None else graph, "ftm", file)
    return file.getvalue()


def line_of(key: str) -> dict[str, Any]:
    return next(
        row
        for row in map(orjson.loads, exported().splitlines())
        if row["actorgraph"].get("key", row["actorgraph"].get("node", {}).get("id")) == key
    )


def test_an_export_is_read_back_equal_through_the_loader(tmp_path: Path) -> None:
    graph = network()
    records, rejects = read(written(tmp_path, exported(graph)))
    found = [project(ftm.claims(row)) for row in records]
    assert rejects == []
    things = {thing.id: thing for each in found for thing in each.entities}
    original = {t.id: t for row in read(GOLDEN / "entities.ftm.json")[0] for t in project(ftm.claims(row)).entities}
    assert {key: things[key] for key in original} == original
    said = {(s, data["type"], o, data.get("scope", ""), data.get("item", "")) for s, o, data in graph.edges(data=True)}
    propositions = [claim.proposition for each in found for claim in (*each.facts, *each.claims)]
    assert {(p.subject, p.type, p.object, p.scope, p.item) for p in propositions} == said


def test_a_denial_is_a_sentence_for_others_and_a_claim_for_us() -> None:
    row = line_of("supplies:1")
    assert row["schema"] == "UnknownLink"
    assert row["properties"]["description"] == ["asserted by United States (country:US)", "denied by Iran (country:IR)"]
    assert row["properties"]["summary"] == ["status: contested (contested)", "item: UAV", "quantity: 100.0 to ? pieces"]
    assert row["properties"]["startDate"] == ["2022-08-01"]
    found = list(ftm.claims(record(row)))
    assert {(claim.stance, claim.principal) for claim in facts(found)} == {("asserts", "country:US"), ("denies", "country:IR")}
    assert {claim.document for claim in facts(found)} == {document.id for document in found if isinstance(document, Document)}


@pytest.mark.parametrize("schema", ["Ownership", "Directorship", "Membership", "Employment", "Occupancy", "Family", "Payment", "Sanction"])
def test_an_edge_whose_ends_fit_is_the_schema_it_came_from(schema: str) -> None:
    assert schema in {row["schema"] for row in map(orjson.loads, exported().splitlines())}


@pytest.mark.parametrize(("until", "ends"), [(None, "2024-02-01"), ("2023-05-01", "2023-05-01"), ("2034-05-01", "2024-02-01")])
def test_a_listing_that_has_ended_has_its_end_for_others_too(until: str | None, ends: str) -> None:
    graph = network()
    subject, object, key = next((s, o, k) for s, o, k, data in graph.edges(keys=True, data=True) if data["type"] == "SANCTIONS")
    graph.edges[subject, object, key].update({"status": "ended", "gone_at": "2024-02-01", "until_min": until, "until_max": until})
    row = next(row for row in map(orjson.loads, exported(graph).splitlines()) if row["actorgraph"].get("key") == key)
    assert (row["schema"], row["properties"]["endDate"]) == ("Sanction", [ends])


def test_an_edge_that_had_ended_is_not_said_again() -> None:
    row = line_of("supplies:1")
    row["actorgraph"]["edge"]["status"] = "ended"
    assert facts(list(ftm.claims(record(row)))) == []


@pytest.mark.parametrize(
    "part", [7, [], {}, {"node": 1}, {"node": {"id": 1}}, {"edge": {}}, {"node": {"id": "a", "name": "b", "labels": ["X"]}}]
)
def test_an_export_that_has_been_changed_beyond_reading_is_a_bad_row(part: Any) -> None:
    with pytest.raises(BadRow) as caught:
        list(ftm.claims(record({**entity("Person"), "actorgraph": part})))
    assert caught.value.field == "actorgraph"


def test_ids_are_such_as_followthemoney_allows() -> None:
    from graph.exports.ftm import ftm_id

    assert ftm_id("ftm:NK-aaa1") == "NK-aaa1"
    ids = [ftm_id(key) for key in ("country:IR", "un:S/RES/2231(2015)#B4", "un:S/RES/2231(2015)/B4", "ftm:ü", "::")]
    assert all(id.replace("-", "").isalnum() and id.isascii() for id in ids)
    assert len(set(ids)) == 5


VALIDATE = """
import json, sys
from followthemoney import model
from followthemoney.types import registry
for line in sys.stdin:
    row = json.loads(line)
    schema = model.get(row["schema"])
    schema.validate(row)
    proxy = model.get_proxy(row, cleaned=False)
    assert registry.entity.validate(row["id"]), row["id"]
    assert not row["properties"].keys() - schema.properties.keys(), row
    assert all(proxy.get(name) for name in schema.required if name != "fileName"), row
    for name in row["properties"]:
        prop = schema.get(name)
        assert len(proxy.get(name)) == len(row["properties"][name]), (name, row)
    assert proxy.to_dict()["actorgraph"] == row["actorgraph"]
"""


@pytest.mark.skipif(not FTM, reason="no followthemoney: set ACTORGRAPH_TEST_FTM to a Python that has it")
def test_an_export_is_valid_for_followthemoney_itself() -> None:
    done = subprocess.run([FTM, "-c", VALIDATE], input=exported(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
