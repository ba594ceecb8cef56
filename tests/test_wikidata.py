"""Wikidata's statements, from the query's result and from items: rank, time, what is unknown, and faults."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from graph.claims import Claim, Entity
from graph.errors import BadFile, BadRow
from graph.load import Options, load
from graph.projection import project
from graph.sources import Record, Reject
from graph.stores.bolt import Store
from loaders import wikidata
from loaders._wikidata_offices import SPEAKING, speaks
from loaders._wikidata_times import Time, bounds, written

GOLDEN = Path(__file__).parent / "golden" / "wikidata"
ENTITY = "http://www.wikidata.org/entity/"
VARS = ["statement", "person", "office", "rank"]


def row(**more: str | None) -> dict[str, Any]:
    values: dict[str, str | None] = {
        "statement": f"{ENTITY}statement/Q10-A1", "person": f"{ENTITY}Q10", "personLabel": "Jane Doe", "office": f"{ENTITY}Q100",
        "officeLabel": "Minister of Parks", "of": f"{ENTITY}Q794", "iso": "IR", "rank": "http://wikiba.se/ontology#NormalRank",
    }  # fmt: skip
    return {name: bound(text) for name, text in {**values, **more}.items() if text is not None}


def bound(text: str) -> dict[str, str]:
    return {"type": "bnode", "value": "t1"} if text == "?" else {"type": "uri" if text.startswith("http") else "literal", "value": text}


def result(folder: Path, *rows: Any, variables: list[str] = VARS) -> Path:
    path = folder / "officials.json"
    path.write_text(json.dumps({"head": {"vars": variables}, "results": {"bindings": rows}}))
    return path


def items(folder: Path, text: str | bytes) -> Path:
    path = folder / "items.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def said(*rows: dict[str, Any]) -> list[Claim]:
    return [s for s in wikidata.claims(Record(key="x", values={"rows": list(rows)})) if isinstance(s, Claim)]


def snak(value: Any, kind: str = "value") -> dict[str, Any]:
    return {"snaktype": kind, "property": "P39", **({"datavalue": {"value": value}} if kind == "value" else {})}


def statement(office: str = "Q332486", property: str = "P39", rank: str = "normal", **qualifiers: Any) -> Record:
    main = {**snak({"id": office}), "property": property}
    about = {"id": "Q10", "label": "Jane Doe", "kind": {"P31": [{"mainsnak": snak({"id": "Q5"})}]}, "held_office": True}
    stated = {"id": "Q10$1", "mainsnak": main, "rank": rank, "qualifiers": {name: [held] for name, held in qualifiers.items()}}
    return Record(key="Q10$1", values={"subject": about, "statement": stated})


def of_item(record: Record) -> list[Claim]:
    return list(project(wikidata.claims(record)).facts)


def time(text: str, precision: int, calendar: str = "Q1985727") -> dict[str, Any]:
    return snak({"time": text, "precision": precision, "calendarmodel": ENTITY + calendar})


def test_the_rows_of_a_statement_are_one_record_wherever_they_stand(tmp_path: Path) -> None:
    other = row(statement=f"{ENTITY}statement/Q11-B1", person=f"{ENTITY}Q11")
    path = result(tmp_path, row(reference="https://a.example"), other, row(reference="https://b.example"))
    found = list(wikidata.records(path))
    assert [record.key for record in found] == ["Q11-B1", "Q10-A1"]
    assert isinstance(found[1], Record)
    (claim,) = said(*found[1].values["rows"])
    assert claim.details["references"] == ("https://a.example", "https://b.example")


def test_the_plain_rows_that_the_service_s_page_saves_say_the_same(tmp_path: Path) -> None:
    rows = [row(end="2020-01-01T00:00:00Z", endPrecision="9"), row(unknownEnd="http://www.wikidata.org/.well-known/genid/a")]
    full = next(r for r in wikidata.records(result(tmp_path, *rows)) if isinstance(r, Record))
    path = tmp_path / "query.json"
    path.write_text(json.dumps([{name: held["value"] for name, held in each.items()} for each in rows]))
    assert wikidata.recognises(path.read_bytes())
    assert wikidata.snapshot(path) == wikidata.snapshot(tmp_path / "officials.json")
    (plain,) = wikidata.records(path)
    assert isinstance(plain, Record)
    assert said(*plain.values["rows"]) == said(*full.values["rows"])


def test_a_minister_holds_an_office_and_does_not_speak_for_the_state() -> None:
    (claim,) = said(row())
    assert (claim.proposition.type, claim.proposition.object, claim.proposition.scope) == ("HOLDS_POSITION", "country:IR", "wikidata:Q100")


@pytest.mark.parametrize(
    ("office", "classes", "name", "implied"),
    [
        ("Q332486", (), "", True),
        ("Q1", ("Q48352",), "", True),
        ("Q1", ("Q2285706",), "", True),
        ("Q1", ("Q7330070",), "", True),
        ("Q1", ("Q83307",), "minister", False),
        ("Q1", (), "Permanent Representative of Iran to the United Nations", True),
        ("Q1", (), "Ambassador of Iran to the United Nations", True),
        ("Q1", (), "United States ambassador to the United Nations Office at Geneva", False),
        ("Q1", (), "Deputy Permanent Representative of Iran to the United Nations", False),
        ("Q1", (), "Minister for Foreign Affairs of Sweden", True),
        ("Q1", (), "Deputy Minister of Foreign Affairs", False),
        ("Q1", (), "Shadow Secretary of State for Foreign Affairs", False),
    ],
)
def test_an_office_speaks_for_the_state_by_its_id_its_class_or_its_own_name(
    office: str, classes: tuple[str, ...], name: str, implied: bool
) -> None:
    assert speaks(office, frozenset(classes), name) is implied


def test_a_representative_speaks_for_the_state_that_the_office_names_and_nobody_speaks_for_an_office() -> None:
    held, speaks_for = said(row(of=None, iso=None, officeLabel="Permanent Representative of Iran to the United Nations"))
    assert (held.proposition.object, speaks_for.proposition.object) == ("country:IR", "country:IR")
    (held,) = said(row(of=None, iso=None, officeLabel="Permanent Representative to the United Nations"))
    assert (held.proposition.type, held.proposition.object) == ("HOLDS_POSITION", "wikidata:Q100")


def test_the_query_asks_for_the_classes_that_speak_and_all_variables_that_are_needed() -> None:
    assert all(f"wd:{item}" in wikidata.QUERY for item in SPEAKING)
    assert all(f"?{name} " in wikidata.QUERY for name in VARS)


def test_a_deprecated_statement_is_kept_beside_the_others_and_speaks_for_nobody() -> None:
    (claim,) = said(row(rank="http://wikiba.se/ontology#DeprecatedRank", **{"class": f"{ENTITY}Q48352"}))
    assert (claim.proposition.scope, claim.details["deprecated"], claim.details["rank"]) == (
        "wikidata:Q100 (deprecated)",
        True,
        "deprecated",
    )
    (claim,) = of_item(statement(rank="deprecated"))
    assert (claim.proposition.scope, claim.details["deprecated"]) == ("wikidata:Q332486 (deprecated)", True)


def test_what_wikidata_deprecates_is_in_the_graph_as_ended(store: Store, tmp_path: Path) -> None:
    def edges() -> list[dict[str, Any]]:
        asked = (
            "MATCH ()-[r:HOLDS_POSITION|SPEAKS_FOR]->() RETURN type(r) AS type, r.status AS status, r.status_rule AS rule, r.scope AS scope"
        )
        return sorted(store.rows(asked), key=str)

    doubtful = row(rank="http://wikiba.se/ontology#DeprecatedRank", **{"class": f"{ENTITY}Q48352"})
    ended = {"type": "HOLDS_POSITION", "status": "ended", "rule": "its publisher deprecates it", "scope": "wikidata:Q100 (deprecated)"}
    load(store, wikidata, (result(tmp_path, doubtful),), Options(snapshot="2026-01-01"))
    assert edges() == [ended]
    assert load(store, wikidata, (result(tmp_path, doubtful),), Options(snapshot="2026-01-02", force=True)).unchanged == 1
    load(store, wikidata, (result(tmp_path, row(**{"class": f"{ENTITY}Q48352"})),), Options(snapshot="2026-01-03"))
    assert [(edge["type"], edge["status"]) for edge in edges()] == [
        ("HOLDS_POSITION", "ended"),
        ("HOLDS_POSITION", "reference"),
        ("SPEAKS_FOR", "reference"),
    ]


def test_several_starts_and_ends_are_bounds_together() -> None:
    (claim,) = said(
        row(start="2019-05-04T00:00:00Z", startPrecision="11", end="2020-01-01T00:00:00Z", endPrecision="9"),
        row(start="2019-07-01T00:00:00Z", startPrecision="10"),
    )
    assert claim.period.bounds == ("2019-05-04", "2019-07-31", "2020-01-01", "2020-12-31")


def test_an_unknown_office_or_end_is_said_to_be_unknown() -> None:
    (claim,) = said(row(office="?", end="?", officeLabel=None))
    assert (claim.proposition.scope, claim.details["end"]) == ("unknown office", ("unknown",))
    (claim,) = said(row(end="http://www.wikidata.org/.well-known/genid/abc"))
    assert claim.details["end"] == ("unknown",)
    (claim,) = said(row(unknownEnd="http://www.wikidata.org/.well-known/genid/abc"))
    assert claim.details["end"] == ("unknown",)


def test_a_body_is_known_by_its_code_its_id_or_kept_as_it_is() -> None:
    assert said(row(of=None, iso=None, office=f"{ENTITY}Q332486"))[0].proposition.object == "country:IR"
    assert said(row(iso=None))[0].proposition.object == "country:IR"
    assert said(row(of=f"{ENTITY}Q7", iso=None))[0].proposition.object == "wikidata:Q7"
    assert said(row(of=None, iso=None))[0].proposition.object == "wikidata:Q100"
    assert said(row(of=f"{ENTITY}Q83286", iso=None))[0].proposition.object == "country:YUCS"
    assert said(row(of=f"{ENTITY}Q33946", iso="CS"))[0].proposition.object == "country:CSHH"


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([row(person="?")], "person"),
        ([row(person="Jane Doe")], "person"),
        ([row(), row(person=f"{ENTITY}Q11")], "person"),
        ([row(rank="http://wikiba.se/ontology#LowRank")], "rank"),
        ([row(start="2019", startPrecision="11")], "start"),
        ([row(start="2019-02-30T00:00:00Z", startPrecision="11")], "start"),
        ([row(start="2019-02-01T00:00:00Z", startPrecision="day")], "startPrecision"),
        ([row(start="2019-02-01T00:00:00Z", end="2018-02-01T00:00:00Z")], "end"),
    ],
)
def test_a_statement_that_is_not_sound_is_a_bad_row_that_names_the_field(rows: list[dict[str, Any]], field: str) -> None:
    with pytest.raises(BadRow) as caught:
        said(*rows)
    assert caught.value.field == field


def test_a_row_without_a_statement_is_a_reject(tmp_path: Path) -> None:
    found = list(wikidata.records(result(tmp_path, row(statement=None), "text", row())))
    assert [(r.line, r.field) for r in found if isinstance(r, Reject)] == [(1, "statement"), (2, "statement")]
    assert len(found) == 3


def test_a_result_without_a_variable_that_is_needed_is_refused(tmp_path: Path) -> None:
    path = result(tmp_path, row(), variables=["statement", "person", "office"])
    with pytest.raises(BadFile, match="rank"):
        list(wikidata.records(path))


@pytest.mark.parametrize(
    ("time", "earliest", "latest"),
    [
        (Time("2022-08-24T00:00:00Z", 11), "2022-08-24", "2022-08-24"),
        (Time("+2022-08-00T00:00:00Z", 10), "2022-08-01", "2022-08-31"),
        (Time("+2022-00-00T00:00:00Z", 9), "2022-01-01", "2022-12-31"),
        (Time("+1955-00-00T00:00:00Z", 8), "1950-01-01", "1959-12-31"),
        (Time("+1950-00-00T00:00:00Z", 7), "1901-01-01", "2000-12-31"),
        (Time("+2000-00-00T00:00:00Z", 7), "1901-01-01", "2000-12-31"),
        (Time("+1900-00-00T00:00:00Z", 6), None, None),
        (Time("-0044-03-15T00:00:00Z", 11), None, None),
        (Time("+12022-00-00T00:00:00Z", 9), None, None),
        (Time("+1917-10-25T00:00:00Z", 11, julian=True), "1917-11-07", "1917-11-07"),
        (Time("+1582-10-05T00:00:00Z", 11, julian=True), "1582-10-15", "1582-10-15"),
        (Time("+9999-12-31T00:00:00Z", 11, julian=True), None, None),
        (Time("+0001-01-01T00:00:00Z", 11, julian=True), None, None),
    ],
)
def test_a_time_is_as_wide_as_its_precision(time: Time, earliest: str | None, latest: str | None) -> None:
    assert bounds([time], "P580") == (earliest, latest)


def test_a_time_is_written_as_far_as_it_is_precise() -> None:
    times = (Time("+1960-05-00T00:00:00Z", 10), Time("+1960-00-00T00:00:00Z", 9), Time("+1950-00-00T00:00:00Z", 8))
    assert [written(time) for time in times] == ["1960-05", "1960", "+1950-00-00T00:00:00Z"]


def test_no_end_is_still_current_and_some_end_is_unknown() -> None:
    (claim, _) = of_item(statement(P582=snak(None, "novalue"), P580=time("+2019-05-04T00:00:00Z", 11)))
    assert (claim.details["end"], claim.period.bounds) == ("none: still current", ("2019-05-04", "2019-05-04", None, None))
    assert of_item(statement(P582=snak(None, "somevalue")))[0].details["end"] == "unknown"


def test_every_qualifier_is_kept_as_text() -> None:
    claim = of_item(statement(P1310=snak({"id": "Q7"}), P1534=snak("resigned"), P580=time("+2019-00-00T00:00:00Z", 9)))[0]
    assert claim.details["qualifiers"] == ("P1310 Q7", "P1534 resigned", "P580 2019")
    assert claim.details["disputed_by"] == ("Q7",)


def test_a_qualifier_says_what_state_an_office_is_of() -> None:
    (claim,) = of_item(statement(office="Q100", P1001=snak({"id": "Q159"})))
    assert claim.proposition.object == "country:RU"


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (statement(rank="best"), "rank"),
        (statement(office="Q100", property="P27"), "P27"),
        (statement(property="P99999"), "P99999"),
        (statement(P580=snak("2019")), "P580"),
        (statement(P580=time("+2019-13-01T00:00:00Z", 11)), "P580"),
        (Record(key="x", values={"subject": {}, "statement": "text"}), "statement"),
        (Record(key="x", values={"subject": statement().values["subject"], "statement": {"mainsnak": "text"}}), "mainsnak"),
    ],
)
def test_a_statement_of_an_item_that_is_not_sound_is_a_bad_row(record: Record, field: str) -> None:
    with pytest.raises(BadRow) as caught:
        list(wikidata.claims(record))
    assert caught.value.field == field


def test_an_item_and_each_of_its_statements_are_records() -> None:
    keys = [record.key for record in wikidata.records(GOLDEN / "dump.json")]
    assert keys[:4] == ["Q990000010", "Q990000010$3", "Q990000010$4", "Q990000010$5"]


def test_what_an_item_is_said_to_have_none_of_makes_no_edge_and_stays_with_it(tmp_path: Path) -> None:
    human, none = {"mainsnak": snak({"id": "Q5"}), "rank": "normal"}, {"mainsnak": snak(None, "novalue"), "rank": "normal"}
    stated = {"P31": [human], "P39": [none], "P27": [none, {"mainsnak": {**snak({"id": "Q794"}), "property": "P27"}, "rank": "normal"}]}
    path = items(tmp_path, json.dumps({"entities": {"Q10": {"id": "Q10", "claims": stated}}}))
    item, citizenship = (record for record in wikidata.records(path) if isinstance(record, Record))
    (person,) = project(wikidata.claims(item)).entities
    assert (person.kind, person.details["statements"]) == ("Person", ("P27 novalue", "P31 Q5", "P39 novalue"))
    assert [claim.proposition.object for claim in of_item(citizenship)] == ["country:IR"]


def test_a_known_territory_is_one_whatever_it_is_said_to_be_an_instance_of(tmp_path: Path) -> None:
    path = items(tmp_path, json.dumps({"entities": {"Q15180": {"id": "Q15180", "claims": {"P31": []}}}}))
    (record,) = (record for record in wikidata.records(path) if isinstance(record, Record))
    assert [entity.id for entity in project(wikidata.claims(record)).entities] == ["country:SUHH"]


def test_a_dump_and_the_api_say_the_same_of_an_item() -> None:
    dump = {record.key: record for record in wikidata.records(GOLDEN / "dump.json")}
    api = {record.key: record for record in wikidata.records(GOLDEN / "items.json")}
    values = {key: record.values for key, record in dump.items() if isinstance(record, Record)}
    assert values == {key: api[key].values for key in dump if isinstance(api[key], Record)}  # type: ignore[union-attr]  # it is a record


def test_a_state_is_described_under_its_code() -> None:
    (record,) = (r for r in wikidata.records(GOLDEN / "items.json") if r.key == "Q794")
    assert isinstance(record, Record)
    (land,) = (s for s in wikidata.claims(record) if isinstance(s, Entity))
    assert (land.id, land.kind, land.aliases) == ("country:IR", "Country", ("ایران",))


def test_items_are_a_register_of_their_own_and_no_whole_of_anything(tmp_path: Path) -> None:
    assert wikidata.snapshot(GOLDEN / "items.json") == wikidata.ITEMS
    assert wikidata.ITEMS.partial
    assert wikidata.snapshot(GOLDEN / "officials.json").register == ""


def test_a_line_of_a_dump_that_cannot_be_read_is_a_reject(tmp_path: Path) -> None:
    good = '{"type":"item","id":"Q1","claims":{"P31":[]}}'
    bad = ['{"type":"item","id":"Q2"', '{"type":"property","id":"P2"}', '{"type":"item","id":"Q3","labels":"\\ud800"}']
    found = list(wikidata.records(items(tmp_path, "\n".join([good, *bad, good]) + "\n")))
    assert [r.line for r in found if isinstance(r, Reject)] == [2, 3, 4]
    assert [r.key for r in found if isinstance(r, Record)] == ["Q1", "Q1"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[\n{"type":"item","id":"Q1","claims":{}},\n', "cut short"),
        ('[\n{"type":"item","id":"Q1","claims":{}},\n{"type":"it', "cut short"),
        ('{"entities":{"Q1":{"type":"item","id":"Q1","cla', "cut short"),
        ('{"entities":{"Q1":{"id":"Q1"}}} more', "follows its end"),
        ('{"entities":{"Q1":{"id":"Q1"}}', "ends too soon"),
        ('{"entities":{"Q1":' + "[" * 100_000, "nested too deep"),
        ('{"entities":{"Q1" 1}}', "expected :"),
        (b'{"entities":{"Q1":{"id":"\xff"}}}', "not UTF-8"),
        ('{"type":"item","id":"Q1","claims":{}}\n\0\n', "NUL"),
    ],
)
def test_a_file_that_is_cut_or_is_no_json_is_refused_with_the_place(text: str | bytes, fault: str, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=fault) as caught:
        list(wikidata.records(items(tmp_path, text)))
    assert caught.value.where


def test_an_item_longer_than_a_block_is_read(tmp_path: Path) -> None:
    long = {"type": "item", "id": "Q1", "labels": {"en": {"language": "en", "value": "x" * 300_000}}, "claims": {}}
    (record,) = wikidata.records(items(tmp_path, json.dumps({"entities": {"Q1": long}})))
    assert record.key == "Q1"


@pytest.mark.parametrize("name", ["items.json", "officials.json"])
def test_a_value_of_another_type_makes_a_bad_row_or_a_reject_and_nothing_else(name: str, tmp_path: Path) -> None:
    for seed in range(400):
        dice = random.Random(seed)
        document = json.loads((GOLDEN / name).read_bytes())
        spoil(document["entities" if "entities" in document else "results"], dice)
        found = list(wikidata.records(items(tmp_path, json.dumps(document))))
        for record in found:
            try:
                project(wikidata.claims(record)) if isinstance(record, Record) else None
            except BadRow:
                continue


def spoil(value: Any, dice: random.Random) -> None:
    """Put a value of another type somewhere below."""
    places = [(value, key) for key in (value if isinstance(value, dict) else range(len(value)))]
    holder, key = dice.choice(places)
    inner = holder[key]
    if isinstance(inner, dict | list) and inner and dice.random() < 0.9:
        spoil(inner, dice)
    else:
        holder[key] = dice.choice([None, 7, -1.5, "text", [], {}, [None], {"value": None}, {"id": 3}, True, "", "Q0", "\u0000"])
