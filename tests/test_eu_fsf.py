"""The European Union's list as XML and as the older table: parties, programmes, the acts behind them, and damaged copies."""

import csv
import gzip
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest
from golden_claims import as_json, compare
from lxml import etree

from graph import catalogue
from graph.claims import Claim, Entity
from graph.dates import Period
from graph.errors import BadFile, BadRow
from graph.load import load
from graph.projection import Projection, project
from graph.sources import Record, Reject
from loaders import eu_fsf
from loaders._eu_rows import KEY
from loaders._eu_text import birth, country, document, reference, where

GOLDEN = Path(__file__).parent / "golden" / "eu_fsf"
XML, TABLE, SPREADSHEET = (
    GOLDEN / f"{name}" for name in ("xmlFullSanctionsList.xml", "EUSanctionsShort.csv", "EUSanctionsShort_spreadsheet.csv")
)

HEADER = TABLE.read_text(encoding="utf-8").splitlines()[0].split(";")

REGULATION = {
    "@regulationType": "regulation",
    "@organisationType": "council",
    "@publicationDate": "2007-04-20",
    "@entryIntoForceDate": "2007-04-21",
    "@numberTitle": "423/2007 (OJ L103)",
    "@programme": "IRN",
}
VALUES: dict[str, Any] = {
    "@logicalId": "7",
    "regulation": REGULATION,
    "subjectType": {"@code": "person", "@classificationCode": "P"},
    "nameAlias": {"@wholeName": "Jane Doe", "@strong": "true"},
}


def read(*paths: Path) -> dict[str, Projection]:
    return {record.key: project(eu_fsf.claims(record)) for record in eu_fsf.records(*paths) if isinstance(record, Record)}


def rejected(path: Path) -> list[Reject]:
    return [record for record in eu_fsf.records(path) if isinstance(record, Reject)]


def party(**changes: Any) -> Projection:
    return project(eu_fsf.claims(Record(key="7", values=VALUES | {key.replace("at_", "@"): value for key, value in changes.items()})))


def described(**changes: Any) -> Entity:
    (entity,) = party(**changes).entities
    return entity


def sanction(**changes: Any) -> Claim:
    (claim,) = (claim for claim in party(**changes).facts if claim.proposition.type == "SANCTIONS")
    return claim


def edges(found: Projection) -> set[tuple[str, str, str, str]]:
    return {(c.proposition.subject, c.proposition.type, str(c.proposition.object), c.proposition.scope) for c in found.facts}


def ends(found: Projection, type: str) -> set[str]:
    return {end for _, kind, end, _ in edges(found) if kind == type}


def table(folder: Path, *rows: dict[str, str], header: list[str] = HEADER, encoding: str = "utf-8") -> Path:
    base = {KEY: "7", "Subject_type": "P", "Leba_numtitle": "1/2018 (OJ L1)", "Leba_publication_date": "2018-01-02", "Programme": "IRN"}
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\n")
    lines.writerow(header)
    for row in rows:
        held = {"Naal_wholename": "Jane Doe"} | base | row
        lines.writerow(held.pop(name, "") for name in header)
    path = folder / "list.csv"
    path.write_text(text.getvalue(), encoding=encoding)
    return path


@pytest.mark.parametrize("path", [XML, TABLE], ids=lambda path: path.name)
def test_the_sample_says_what_its_golden_file_has(path: Path, bless: bool) -> None:
    said = {as_json(each) for record in eu_fsf.records(path) if isinstance(record, Record) for each in eu_fsf.claims(record)}
    compare(GOLDEN / f"{path.name}.claims.json", said, bless)


def test_a_table_that_a_spreadsheet_has_opened_says_the_same() -> None:
    assert [list(eu_fsf.claims(record)) for record in eu_fsf.records(SPREADSHEET) if isinstance(record, Record)] == [
        list(eu_fsf.claims(record)) for record in eu_fsf.records(TABLE) if isinstance(record, Record)
    ]


def test_the_sample_is_as_the_publishers_schema_wants_it(shared: Path) -> None:
    schema = etree.XMLSchema(etree.parse(str(shared / "eu_fsf" / "schema_1_1.xsd")))
    assert schema.validate(etree.parse(str(XML))), schema.error_log


@pytest.mark.parametrize("path", [XML, TABLE, SPREADSHEET], ids=lambda path: path.name)
def test_a_record_holds_what_was_read(path: Path) -> None:
    records = [record for record in eu_fsf.records(path) if isinstance(record, Record)]
    assert len(records) == 2
    assert all(orjson.loads(orjson.dumps(record.values)) == record.values for record in records)


def test_the_union_sanctions_a_party_under_its_programme_by_a_legal_act() -> None:
    assert edges(party()) == {
        ("org:eu", "SANCTIONS", "eu:7", "IRN"),
        ("programme:eu/IRN", "IMPOSED_UNDER", "instrument:eu/423/2007", ""),
    }
    claim = sanction()
    assert (claim.speaker, claim.principal) == ("org:eu", "org:eu")
    assert claim.details == {
        "programme": "programme:eu/IRN",
        "basis": ("423/2007 (OJ L103)",),
        "published": "2007-04-20",
        "effective": "2007-04-21",
        "acts": ("423/2007 (OJ L103), regulation, council, published 2007-04-20, in force 2007-04-21",),
    }


def test_an_act_is_an_instrument_and_its_dates_stand_on_the_edge_to_it() -> None:
    (law,) = (thing for thing in party().references if thing.kind == "Instrument")
    assert (law.id, law.name) == ("instrument:eu/423/2007", "423/2007 (OJ L103)")
    (claim,) = (claim for claim in party().facts if claim.proposition.type == "IMPOSED_UNDER")
    assert claim.details == {"published": "2007-04-20", "effective": "2007-04-21"}


AMENDMENT = REGULATION | {"@regulationType": "amendment"}


@pytest.mark.parametrize(
    ("changes", "period"),
    [
        ({}, Period(from_min="2007-04-21", from_max="2007-04-21")),
        ({"at_designationDate": "2007-03-24"}, Period(from_min="2007-03-24", from_max="2007-03-24")),
        ({"at_designationDate": "2010-01-01"}, Period(from_min="2007-04-21", from_max="2007-04-21")),
        ({"regulation": AMENDMENT}, Period(from_max="2007-04-21")),
        ({"regulation": AMENDMENT, "at_designationDate": "2007-03-24"}, Period(from_min="2007-03-24", from_max="2007-03-24")),
        ({"regulation": AMENDMENT | {"@entryIntoForceDate": ""}}, Period(from_max="2007-04-20")),
        ({"regulation": {"@programme": "IRN"}}, Period()),
        (
            {"at_delistingDate": "2016-01-16"},
            Period(from_min="2007-04-21", from_max="2007-04-21", until_min="2016-01-16", until_max="2016-01-16"),
        ),
    ],
)
def test_a_listing_began_with_its_designation_or_act_and_at_the_latest_with_an_amendment(changes: dict[str, Any], period: Period) -> None:
    assert sanction(**changes).period == period


def test_several_acts_of_one_programme_are_one_sanction() -> None:
    later = AMENDMENT | {"@numberTitle": "2018/1 (OJ L1)", "@publicationDate": "2018-01-01", "@entryIntoForceDate": "2018-01-02"}
    other = REGULATION | {"@programme": "SYR"}
    found = party(regulation=[later, REGULATION, other])
    assert edges(found) == {
        ("org:eu", "SANCTIONS", "eu:7", "IRN"),
        ("org:eu", "SANCTIONS", "eu:7", "SYR"),
        ("programme:eu/IRN", "IMPOSED_UNDER", "instrument:eu/423/2007", ""),
        ("programme:eu/IRN", "IMPOSED_UNDER", "instrument:eu/2018/1", ""),
        ("programme:eu/SYR", "IMPOSED_UNDER", "instrument:eu/423/2007", ""),
    }
    (claim,) = (claim for claim in found.facts if claim.proposition.scope == "IRN")
    assert (claim.period.from_min, claim.details["effective"]) == ("2007-04-21", "2007-04-21")
    assert claim.details["basis"] == ("2018/1 (OJ L1)", "423/2007 (OJ L103)")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"at_logicalId": "7a"}, "logicalId"),
        ({"subjectType": {"@classificationCode": "X"}}, "subjectType"),
        ({"subjectType": ""}, "subjectType"),
        ({"nameAlias": {"@wholeName": " ", "@function": "none"}}, "wholeName"),
        ({"nameAlias": ""}, "wholeName"),
        ({"regulation": ""}, "regulation"),
        ({"regulation": REGULATION | {"@programme": " "}}, "programme"),
        ({"regulation": REGULATION | {"@publicationDate": "2007-02-30"}}, "publicationDate"),
        ({"regulation": REGULATION | {"@entryIntoForceDate": "later"}}, "entryIntoForceDate"),
        ({"at_designationDate": "21/04/2007"}, "designationDate"),
        ({"at_delistingDate": "never"}, "delistingDate"),
        ({"at_delistingDate": "2000-01-01"}, "delistingDate"),
    ],
)
def test_a_party_that_is_not_sound_is_a_bad_row_that_names_the_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadRow) as caught:
        party(**changes)
    assert caught.value.field == field


def test_the_kind_is_the_classification_or_else_the_code() -> None:
    assert described(subjectType={"@code": "enterprise"}).kind == "Organisation"
    assert described(subjectType={"@code": "ship", "@classificationCode": "E"}).kind == "Organisation"


def test_names_are_kept_in_all_languages_with_their_quality() -> None:
    entity = read(XML)["9901"].entities[0]
    assert (entity.id, entity.name, entity.aliases) == ("eu:9901", "Bahram Rostamkhani", ("Бахрам Ростамхани", "The Engineer"))
    assert entity.details["names_in_language"] == ("Бахрам Ростамхани (BG)",)
    assert entity.details["weak_aliases"] == ("The Engineer",)
    assert entity.details["alias_notes"] == ("The Engineer: low quality a.k.a.",)


def test_the_first_strong_name_is_the_partys_and_parts_make_a_whole() -> None:
    names = [{"@wholeName": "JD", "@strong": "false"}, {"@firstName": "Jane", "@middleName": " ", "@lastName": "Doe", "@strong": "true"}]
    entity = described(nameAlias=names)
    assert (entity.name, entity.aliases, entity.details["weak_aliases"]) == ("Jane Doe", ("JD",), ("JD",))


def test_a_name_that_has_lost_its_letters_is_kept_but_is_no_alias() -> None:
    entity = read(TABLE)["9903"].entities[0]
    assert entity.aliases == ('Béhram "the Engineer" Rostamkhani',)
    assert entity.details["damaged_names"] == ("?????? ??????????",)
    assert described(nameAlias={"@wholeName": "??? ???"}).name == "??? ???"


@pytest.mark.parametrize(
    ("code", "name", "found"),
    [
        ("IR", "IRAN, ISLAMIC REPUBLIC OF", ("IRAN, ISLAMIC REPUBLIC OF", "country:IR")),
        ("00", "UNKNOWN", ("", "")),
        ("00", "IRAQ", ("IRAQ", "country:IQ")),
        ("CS", "SERBIA", ("SERBIA", "country:RS")),
        ("IR", "", ("IR", "country:IR")),
        ("IRQ", "", ("IRQ", "country:IQ")),
        ("IR", "IRAQ", ("IRAQ", "")),
        ("XX", "ATLANTIS", ("ATLANTIS", "")),
        ("", "", ("", "")),
    ],
)
def test_a_country_has_a_code_and_a_description_that_must_not_disagree(code: str, name: str, found: tuple[str, str]) -> None:
    assert country({"@countryIso2Code": code, "@countryDescription": name}) == found


def test_a_person_is_citizen_and_based_where_the_list_says_so_with_its_remarks() -> None:
    found = read(XML)["9901"]
    assert ends(found, "CITIZEN_OF") == {"country:IR", "country:RS"}
    notes = {(c.proposition.type, c.proposition.object): c.details for c in found.facts}
    assert notes["CITIZEN_OF", "country:RS"] == {"notes": ("by marriage",)}
    assert notes["BASED_IN", "country:IR"] == {"notes": ("former address",)}
    assert described(citizenship={"@countryIso2Code": "ZZ"}).details["unresolved_countries"] == ("ZZ",)


def test_an_organisation_is_no_citizen() -> None:
    found = party(subjectType={"@classificationCode": "E"}, citizenship={"@countryIso2Code": "IR"})
    assert (ends(found, "CITIZEN_OF"), found.entities[0].details["nationality"]) == (set(), ("IR",))


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"@birthdate": "1924-02-21", "@year": "1924", "@calendarType": "GREGORIAN"}, ("1924-02-21", "1924-02-21")),
        ({"@year": "1924", "@monthOfYear": "2", "@dayOfMonth": "0"}, ("1924-02", "1924-02")),
        ({"@year": "1924", "@circa": "true"}, ("1924 (circa)", "1924~")),
        ({"@yearRangeFrom": "1958", "@yearRangeTo": "1963"}, ("1958 to 1963", "1958/1963")),
        ({"@year": "1379", "@monthOfYear": "10", "@calendarType": "ISLAMIC"}, ("1379-10 (islamic calendar)", "")),
        ({"@birthdate": "N.N."}, ("N.N.", "")),
        ({"@year": "0"}, ("", "")),
        ({}, ("", "")),
    ],
)
def test_a_birth_is_kept_as_it_is_and_in_edtf_where_it_can_be_read(row: dict[str, str], found: tuple[str, str]) -> None:
    assert birth(row) == found


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (
            {"@identificationTypeCode": "passport", "@number": "A1", "@countryIso2Code": "IR"},
            ("Passport", "Passport:A1:IR", "Passport, A1, IR"),
        ),
        ({"@identificationTypeCode": "id", "@latinNumber": "12-3"}, ("National ID", "National ID:12-3:", "National ID, 12-3")),
        (
            {"@identificationTypeCode": "passport", "@number": "A1", "@knownFalse": "true"},
            ("Passport", "", "Passport, A1, known to be false"),
        ),
        ({"@identificationTypeCode": "passport", "@number": "issued in 1994"}, ("Passport", "", "Passport, issued in 1994")),
        (
            {"@identificationTypeCode": "other", "@identificationTypeDescription": "Other identification number", "@number": "9"},
            ("Other identification number", "Other identification number:9:", "Other identification number, 9"),
        ),
        ({"@identificationTypeCode": "fiscalcode", "@number": "C6", "@countryIso2Code": "??"}, ("Tax ID", "Tax ID:C6:", "Tax ID, C6, ??")),
    ],
)
def test_a_document_identifies_by_a_plain_number_unless_it_is_false(row: dict[str, str], found: tuple[str, str, str]) -> None:
    assert document(row) == found


def test_references_of_the_un_and_the_eu_are_identifiers_where_they_look_like_one() -> None:
    assert read(XML)["9901"].entities[0].details["identifiers"][:2] == ("UN Ref:IRi.901:", "EU Ref:EU.9901.10:")
    assert reference("UN Ref", "QE.A.4.01") == "UN Ref:QE.A.4.01:"
    assert reference("UN Ref", "see remark") == ""
    assert described(at_unitedNationId="see remark").details["un_reference"] == "see remark"


def test_a_place_is_one_line_with_what_else_is_said_of_it() -> None:
    entity = read(XML)["9901"].entities[0]
    assert entity.details["addresses"] == (
        "12 Vanak Street, 19917, Tehran, IRAN, ISLAMIC REPUBLIC OF (at the time of listing, former address)",
    )
    assert (entity.details["phones"], entity.details["contacts"]) == (("+98 21 000000",), ("TELEX: none",))
    assert where({"remark": "somewhere"}) == "somewhere"


def test_whatever_is_not_known_is_kept_by_name() -> None:
    extra = {"additionalInformation": {"@key": "note", "@value": "kept"}, "@planet": "Earth"}
    entity = described(**{"address": {"@city": "Bam"} | extra}, shoe={"@size": "44"}, additionalInformation=extra["additionalInformation"])
    assert entity.details["addresses"] == ("Bam (note: kept, planet: Earth)",)
    assert entity.details["other_elements"] == ('shoe: {"@size":"44"}, note: kept',)


def test_a_party_without_an_id_is_rejected_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text('<export xmlns="http://eu.europa.ec/fpi/fsd/export">\n<sanctionEntity logicalId=" "/>\n<sanctionEntity/></export>')
    assert [(reject.field, reject.line, reject.reason) for reject in rejected(path)] == [
        ("logicalId", 2, "list.xml: a party needs a logicalId"),
        ("logicalId", 3, "list.xml: a party needs a logicalId"),
    ]


def test_a_row_of_the_table_becomes_what_the_xml_would_have() -> None:
    entity = read(TABLE)["9904"].entities[0]
    assert (entity.kind, entity.name, entity.details["addresses"]) == (
        "Organisation",
        "Front made up for a test",
        ("offices, 2nd floor, Peshawar, PAK",),
    )
    assert (entity.details["phones"], entity.details["faxes"]) == (("042-000, 042-001",), ("042-002",))
    found = read(TABLE)["9903"]
    assert found.entities[0].details["remarks"] == "(Date of UN designation: 2007-03-24)\n(made up)"
    assert found.entities[0].details["identifiers"] == ("EU Ref:EU.9903.30:", "Passport:A0099001:")
    assert found.entities[0].details["birth_date"] == ("1960-04-04",)
    assert ends(found, "IMPOSED_UNDER") == {"instrument:eu/423/9901", "instrument:eu/2025/9975"}
    assert ends(found, "CITIZEN_OF") == {"country:IR"}


def test_the_table_does_not_say_what_type_its_acts_are_so_their_dates_are_the_latest_beginning(tmp_path: Path) -> None:
    (claim, *_) = read(table(tmp_path, {}))["7"].facts
    assert claim.period == Period(from_max="2018-01-02")


def test_the_rows_of_a_party_are_one_record_wherever_they_stand(tmp_path: Path) -> None:
    path = table(tmp_path, {}, {KEY: "8"}, {"Naal_wholename": "JD"})
    records = [record for record in eu_fsf.records(path) if isinstance(record, Record)]
    assert [(record.key, record.line, len(record.values["rows"])) for record in records] == [("8", 3, 1), ("7", 2, 2)]


def test_rows_of_a_party_that_disagree_about_it_are_a_bad_row(tmp_path: Path) -> None:
    (record,) = eu_fsf.records(table(tmp_path, {}, {"Subject_type": "E"}))
    assert isinstance(record, Record)
    with pytest.raises(BadRow, match="the rows of a party disagree: P and E"):
        list(eu_fsf.claims(record))


def test_a_part_of_another_party_is_a_bad_row() -> None:
    row = {KEY: "7", "Subject_type": "P", "Programme": "IRN", "Naal_wholename": "Jane Doe", f"Naal_{KEY}": "8"}
    with pytest.raises(BadRow, match="a row of party 7 holds a part of party 8"):
        list(eu_fsf.claims(Record(key="7", values={KEY: "7", "rows": [row]})))


def test_a_column_that_is_not_known_is_kept_by_name(tmp_path: Path) -> None:
    path = table(tmp_path, {"Shoe size": "44"}, header=[*HEADER, "Shoe size"])
    assert read(path)["7"].entities[0].details["other_elements"] == ("other_columns: Shoe size: 44",)


def test_a_table_of_utf_8_is_read_as_such_and_any_other_as_windows_1252(tmp_path: Path) -> None:
    for encoding in ("cp1252", "utf-8", "utf-8-sig"):
        assert read(table(tmp_path, {"Naal_wholename": "Jané ‘D’"}, encoding=encoding))["7"].entities[0].name == "Jané ‘D’"


def test_a_byte_that_is_in_neither_encoding_costs_its_row(tmp_path: Path) -> None:
    path = table(tmp_path, {}, {KEY: "8", "Naal_wholename": "XYZ"})
    path.write_bytes(path.read_bytes().replace(b"XYZ", b"\x81"))
    assert list(read(path)) == ["7"]
    assert [(reject.reason, reject.line) for reject in rejected(path)] == [("list.csv: a byte that is not Windows-1252", 3)]


def test_a_row_of_another_width_and_a_row_without_an_id_are_rejected_with_their_lines(tmp_path: Path) -> None:
    path = table(tmp_path, {}, {KEY: ""})
    path.write_bytes(path.read_bytes() + b"a;b;c\n" + b'"a;b\n')
    assert [(reject.reason, reject.line, reject.field) for reject in rejected(path)] == [
        (f"list.csv: a row without {KEY}", 3, KEY),
        ("list.csv: 3 columns instead of 59", 4, ""),
        ("list.csv: unexpected end of data", 5, ""),
    ]
    totals = load(None, eu_fsf, [path])
    assert (totals.read, totals.new, totals.rejected) == (4, 1, 3)


def test_a_line_of_a_spreadsheets_copy_that_is_not_like_the_others_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(SPREADSHEET.read_bytes().replace(b"engineer;", b"engineer\t;"))
    (reject,) = rejected(path)
    assert (reject.line, reject.reason) == (2, "list.csv: the line is not in quotation marks with 12 tabs, as the header is")


def test_a_table_cut_short_is_refused_and_its_line_named(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    for sample in (TABLE, SPREADSHEET):
        path.write_bytes(sample.read_bytes()[:-40])
        with pytest.raises(BadFile, match="line 10: the file is cut short"):
            list(eu_fsf.records(path))


def test_xml_cut_short_is_refused_and_its_line_named(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    text = XML.read_bytes()
    path.write_bytes(text[: text.rindex(b"</sanctionEntity>")])
    with pytest.raises(BadFile, match="line 58: the file is cut short"):
        list(eu_fsf.records(path))


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="line 1: the column 'Programme' is not there once"):
        list(eu_fsf.records(table(tmp_path, {}, header=[name for name in HEADER if name != "Programme"])))


@pytest.mark.parametrize("path", [XML, TABLE, SPREADSHEET], ids=lambda path: path.name)
def test_the_file_says_the_day_it_was_made_on(path: Path) -> None:
    totals = load(None, eu_fsf, [path])
    assert (totals.register, totals.snapshot, totals.dated_by) == ("eu_fsf", "2026-09-30", "from the file")


@pytest.mark.parametrize(
    "start", [b'<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-02-30T00:00:00Z"/>', b"x\n31/02/2026;"]
)
def test_a_file_that_says_no_real_day_is_dated_by_other_means(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "list"
    path.write_bytes(start)
    assert eu_fsf.snapshot(path).date == ""


@pytest.mark.parametrize("path", [XML, TABLE, SPREADSHEET], ids=lambda path: path.name)
def test_its_files_are_recognised_by_their_beginning_also_when_compressed(tmp_path: Path, path: Path) -> None:
    packed = tmp_path / "list.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert catalogue.detect(packed).SOURCE.name == "eu_fsf"


@pytest.mark.parametrize(
    "head", [b"", b"<html>", b"Entity_logical_id;Programme\n", b'<export xmlns="http://example.org/other"/>', b"<!DOCTYPE export><export/>"]
)
def test_other_files_are_not_recognised(head: bytes) -> None:
    assert not eu_fsf.recognises(head)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html><body>503</body></html>", "the root element is html; expected export"),
        (b'\xef\xbb\xbf<!DOCTYPE x [<!ENTITY a "b">]><export/>', "it declares a DOCTYPE"),
        (b"a;b;c\n", "none of the EU's lists"),
        (b"\x89PNG\r\n\x1a\n\0", "none of the EU's lists"),
        (TABLE.read_bytes() + b"\0\n", "line 11: a NUL byte"),
        (TABLE.read_bytes() + b"x" * 2**21, "line 11: a line of more than"),
    ],
)
def test_a_file_of_another_format_is_refused_in_words(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "list"
    path.write_bytes(content)
    with pytest.raises(BadFile, match=reason):
        list(eu_fsf.records(path))


def test_the_real_excerpt_of_the_xml_has_its_two_parties(shared: Path) -> None:
    path = shared / "eu_fsf" / "xmlFullSanctionsList_1_1_EXCERPT_2018-12-21.xml"
    totals = load(None, eu_fsf, [path])
    assert (totals.read, totals.new, totals.rejected, totals.snapshot) == (2, 2, 0, "2018-12-21")
    assert {id: len(found.entities[0].aliases) for id, found in read(path).items()} == {"1": 0, "207": 18}


def test_the_real_table_has_the_rows_that_were_counted(shared: Path) -> None:
    name = "eu_fsf/EUSanctionsShort_2018-07-04.csv.gz"
    counted = json.loads((shared / "counts.json").read_bytes())[name]
    totals = load(None, eu_fsf, [shared / name])
    assert (totals.read, totals.new, totals.rejected, totals.snapshot) == (93, 93, 0, "2018-07-04")
    records = [record for record in eu_fsf.records(shared / name) if isinstance(record, Record)]
    assert sum(len(record.values["rows"]) for record in records) == counted["rows_ex_header"]
    found = read(shared / name)
    assert Counter(p.entities[0].kind for p in found.values()) == {"Person": 61, "Organisation": 32}
    assert not any("other_elements" in p.entities[0].details or "unresolved_countries" in p.entities[0].details for p in found.values())
