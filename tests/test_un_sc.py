"""The Security Council's list: its parties, regimes and resolutions, and what real files do to names, dates and documents."""

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest
from golden_claims import as_json, compare
from lxml import etree

from graph import catalogue
from graph.claims import Entity
from graph.dates import Period
from graph.errors import BadFile, BadRow
from graph.load import load
from graph.projection import Projection, project
from graph.sources import Record, Reject
from loaders import un_sc
from loaders._elements import rows
from loaders._un_regimes import regime, resolution
from loaders._un_text import birth, company_imo, document, line, lines, names, old_references

GOLDEN = Path(__file__).parent / "golden" / "un_sc"
XML = GOLDEN / "consolidated.xml"

VALUES: dict[str, Any] = {
    "type": "INDIVIDUAL",
    "DATAID": "7",
    "FIRST_NAME": "JANE",
    "SECOND_NAME": "DOE",
    "UN_LIST_TYPE": "Libya",
    "REFERENCE_NUMBER": "LYi.907",
    "LISTED_ON": "2011-02-26",
}


def read(*paths: Path) -> dict[str, Projection]:
    return {record.key: project(un_sc.claims(record)) for record in un_sc.records(*paths) if isinstance(record, Record)}


def party(**changes: Any) -> Projection:
    return project(un_sc.claims(Record(key="7", values=VALUES | changes)))


def described(**changes: Any) -> Entity:
    (entity,) = party(**changes).entities
    return entity


def edges(found: Projection) -> set[tuple[str, str, str, str]]:
    return {(c.proposition.subject, c.proposition.type, str(c.proposition.object), c.proposition.scope) for c in found.facts}


def ends(found: Projection, type: str) -> set[str]:
    return {end for _, kind, end, _ in edges(found) if kind == type}


def written(folder: Path, text: str) -> Path:
    path = folder / "consolidated.xml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_sample_says_what_its_golden_file_has(bless: bool) -> None:
    said = {as_json(each) for record in un_sc.records(XML) if isinstance(record, Record) for each in un_sc.claims(record)}
    compare(GOLDEN / "consolidated.claims.json", said, bless)


def test_the_sample_is_as_the_publishers_schema_wants_it(shared: Path) -> None:
    schema = etree.XMLSchema(etree.parse(str(shared / "un_sc" / "sc-sanctions.xsd")))
    assert schema.validate(etree.parse(str(XML))), schema.error_log


def test_the_record_is_the_data_id_and_the_party_its_reference_without_blanks() -> None:
    found = {key: projection.entities[0].id for key, projection in read(XML).items()}
    assert found == {"9900001": "unsc:IRi.901", "9900002": "unsc:GBi.902", "9900003": "unsc:KPe.903"}


def test_a_record_holds_what_was_read_and_nothing_that_is_empty() -> None:
    records = [record for record in un_sc.records(XML) if isinstance(record, Record)]
    assert all(orjson.loads(orjson.dumps(record.values)) == record.values for record in records)
    assert [record.line for record in records] == [4, 102, 144]
    assert "THIRD_NAME" not in records[0].values


def test_the_council_sanctions_a_party_under_its_regime_since_the_day_it_was_listed() -> None:
    (claim,) = (claim for claim in party().facts if claim.proposition.type == "SANCTIONS")
    assert (claim.proposition.subject, claim.proposition.object, claim.proposition.scope) == (
        "org:un-security-council",
        "unsc:LYi.907",
        "Libya",
    )
    assert claim.period == Period(from_min="2011-02-26", from_max="2011-02-26")
    assert (claim.speaker, claim.principal) == ("org:un-security-council", "org:un-security-council")
    assert claim.details == {"programme": "programme:un/libya", "reference": "LYi.907"}


def test_a_regime_is_imposed_under_the_resolutions_of_its_committee() -> None:
    assert ("programme:un/libya", "IMPOSED_UNDER", "un:S/RES/1970(2011)", "") in edges(party())
    assert ends(party(UN_LIST_TYPE="Al-Qaida"), "IMPOSED_UNDER") == {"un:S/RES/1267(1999)", "un:S/RES/1989(2011)"}
    assert ends(party(UN_LIST_TYPE="Iran"), "IMPOSED_UNDER") == {"un:S/RES/1737(2006)"}
    assert resolution("S/RES/751(1992)").name == "Security Council resolution 751 (1992)"


def test_gb_is_guinea_bissau() -> None:
    assert edges(party(UN_LIST_TYPE="GB")) == {
        ("org:un-security-council", "SANCTIONS", "unsc:LYi.907", "Guinea-Bissau"),
        ("programme:un/guinea-bissau", "IMPOSED_UNDER", "un:S/RES/2048(2012)", ""),
    }


def test_a_regime_that_is_not_known_has_its_own_name_and_no_resolution() -> None:
    assert edges(party(UN_LIST_TYPE="New Regime")) == {("org:un-security-council", "SANCTIONS", "unsc:LYi.907", "New Regime")}
    assert regime("New Regime").programme.id == "programme:un/new-regime"


def test_a_day_with_a_zone_is_that_day() -> None:
    (claim, *_) = party(LISTED_ON="2015-04-07-04:00").facts
    assert claim.period.from_min == "2015-04-07"


def test_without_a_date_it_is_not_said_since_when() -> None:
    (claim, *_) = party(LISTED_ON="").facts
    assert not claim.period.limited


def test_a_party_that_was_delisted_is_listed_until_then() -> None:
    (claim, *_) = read(XML)["9900002"].facts
    assert claim.period.bounds == ("2012-05-18", "2012-05-18", "2024-01-31", "2024-01-31")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"REFERENCE_NUMBER": ""}, "REFERENCE_NUMBER"),
        ({"REFERENCE_NUMBER": "LYi 907"}, "REFERENCE_NUMBER"),
        ({"UN_LIST_TYPE": " "}, "UN_LIST_TYPE"),
        ({"LISTED_ON": "26/02/2011"}, "LISTED_ON"),
        ({"LISTED_ON": "2011-02-30"}, "LISTED_ON"),
        ({"DELISTED_ON": "soon"}, "DELISTED_ON"),
        ({"DELISTED_ON": "2010-01-01"}, "DELISTED_ON"),
        ({"FIRST_NAME": "na", "SECOND_NAME": ""}, "FIRST_NAME"),
        ({"type": "SHIP"}, "type"),
    ],
)
def test_a_party_that_is_not_sound_is_a_bad_row_that_names_the_field(changes: dict[str, str], field: str) -> None:
    with pytest.raises(BadRow) as caught:
        party(**changes)
    assert caught.value.field == field


def test_a_name_is_put_together_of_its_parts_and_na_is_none() -> None:
    assert described(FIRST_NAME=" JANE\n  ANN", SECOND_NAME="", FOURTH_NAME="na").name == "JANE ANN"


def test_aliases_say_their_quality_and_what_else_is_said_of_them() -> None:
    entity = read(XML)["9900001"].entities[0]
    assert (entity.name, entity.aliases) == (
        "BAHRAM ROSTAMKHANI",
        ("بهرام رستم‌خانی", "Behram Rostamkhani", "Bahram Rustamkhani", "مهندس", "The Engineer", "Mohandes", "Bahram Khani"),
    )
    assert entity.details["weak_aliases"] == ("مهندس", "The Engineer", "Mohandes")
    assert entity.details["former_names"] == ("Bahram Khani",)
    assert entity.details["alias_notes"] == ("Bahram Khani: previously listed as, born 1961-05-04 Shiraz Iran (Islamic Republic of)",)
    assert entity.details["names_in_script"] == ("بهرام رستم‌خانی (original script)",)


def test_a_quality_that_is_not_known_is_kept_with_the_alias() -> None:
    entity = described(INDIVIDUAL_ALIAS={"ALIAS_NAME": "Juana", "QUALITY": "Bueno"})
    assert (entity.aliases, entity.details["alias_notes"]) == (("Juana",), ("Juana: quality bueno",))


def test_several_names_in_one_are_aliases_of_the_whole() -> None:
    entity = read(XML)["9900003"].entities[0]
    assert (entity.kind, entity.name, entity.aliases) == (
        "Organisation",
        "EVERGREEN SHIPPING (ES) ; PINE LINES",
        ("EVERGREEN SHIPPING (ES)", "PINE LINES", "Evergreen Trading Corporation", "Sangnoksu"),
    )
    assert entity.details["former_names"] == ("Evergreen Trading Corporation",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Azim Adhajani; Azim Agha-Jani", ("Azim Adhajani", "Azim Agha-Jani")),
        ("A; ;B;", ("A", "B")),
        ("حسن غول (Hassan Ghul; Hassan Gul; Hasan Gul)", ("حسن غول", "Hassan Ghul", "Hassan Gul", "Hasan Gul")),
        ("X (Y)", ("X (Y)",)),
        ("X (Y (Z; W))", ("X (Y (Z; W))",)),
        ("X (Y; Z", ("X (Y; Z",)),
        ("X); Y", ("X)", "Y")),
        ("", ()),
    ],
)
def test_names_in_one_are_parted_by_semicolons_also_in_brackets(text: str, found: tuple[str, ...]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"TYPE_OF_DATE": "EXACT", "DATE": "1964-01-01"}, ("1964-01-01", "1964-01-01")),
        ({"TYPE_OF_DATE": "EXACT", "DATE": "1964-01-01-05:00"}, ("1964-01-01-05:00", "1964-01-01")),
        ({"TYPE_OF_DATE": "EXACT", "YEAR": "1963"}, ("1963", "1963")),
        ({"TYPE_OF_DATE": "APPROXIMATELY", "YEAR": "1963"}, ("1963 (approximately)", "1963~")),
        ({"TYPE_OF_DATE": "BETWEEN", "FROM_YEAR": "1958", "TO_YEAR": "1963"}, ("1958 to 1963", "1958/1963")),
        (
            {"TYPE_OF_DATE": "BETWEEN", "NOTE": "Approximately", "FROM_YEAR": "1958", "TO_YEAR": "1963"},
            ("1958 to 1963 (Approximately)", "1958~/1963~"),
        ),
        ({"TYPE_OF_DATE": "BETWEEN", "FROM_YEAR": "1963", "TO_YEAR": "1958"}, ("1963 to 1958", "")),
        ({"TYPE_OF_DATE": "BETWEEN", "FROM_YEAR": "1963"}, ("1963", "")),
        (
            {"TYPE_OF_DATE": "EXACT", "DATE": "1979-03-03", "NOTE": "from false passport"},
            ("1979-03-03 (from false passport)", "1979-03-03?"),
        ),
        ({"TYPE_OF_DATE": "APPROXIMATELY", "YEAR": "1979", "NOTE": "per X"}, ("1979 (approximately, per X)", "1979%")),
        ({"TYPE_OF_DATE": "EXACT", "NOTE": "Nov. 1973"}, ("Nov. 1973", "1973-11")),
        ({"TYPE_OF_DATE": "EXACT", "NOTE": "August 1961"}, ("August 1961", "1961-08")),
        ({"TYPE_OF_DATE": "EXACT", "NOTE": "24/06/1402 (Hijri Calendar)"}, ("24/06/1402 (Hijri Calendar)", "")),
        ({"TYPE_OF_DATE": "APPROXIMATELY", "NOTE": "30-35 years old"}, ("30-35 years old (approximately)", "")),
        ({"TYPE_OF_DATE": "Exacto", "YEAR": "1963"}, ("1963 (exacto)", "")),
        ({"TYPE_OF_DATE": "EXACT", "DATE": "1964-02-30"}, ("1964-02-30", "")),
        ({}, ("", "")),
    ],
)
def test_a_birth_is_kept_as_written_and_in_edtf_where_it_can_be_read(row: dict[str, str], found: tuple[str, str]) -> None:
    assert birth(row) == found


@pytest.mark.parametrize(
    ("first", "second", "number", "found"),
    [
        ("Passport", "", "A0030940", ("Passport", "A0030940", "")),
        ("Numéro de passeport ", "", "SE 012820", ("Passport", "SE 012820", "")),
        ("Passport", "number:", "O1503093", ("Passport", "O1503093", "")),
        ("Passport", "", "00016161 (Yemen)", ("Passport", "00016161", "Yemen")),
        ("Passport", "", "Libyan Passport No. 96/184442", ("Passport", "96/184442", "")),
        ("Passport", "", "CAR diplomatic passport no. D00000897", ("Passport", "D00000897", "")),
        ("Passport", "", "Jordan 654781", ("Passport", "", "")),
        ("Passport", "", "Russian passport number 8208 No. 555627", ("Passport", "", "")),
        ("Passport", "", "381110042 (Expired 25 Jan. 2016)", ("Passport", "", "")),
        ("Passport", "", "UNKNOWN", ("Passport", "", "")),
        ("National Identification\n     Number", "", "3219222002.2181558", ("National ID", "3219222002.2181558", "")),
        ("National Identification Number", "", "national identity card number 44103-5251752-5", ("National ID", "44103-5251752-5", "")),
        ("National Identification Number", "", "Counterfeit Danish driving licence number 20645897", ("National ID", "", "")),
        ("National Identification Number", "Birth certificate", "382", ("Birth Certificate", "382", "")),
        ("National Identification Number", "Ration card no.", "0075258", ("Ration Card", "0075258", "")),
        ("National Identification Number", "national passport number", "K1", ("Passport", "K1", "")),
        ("National Identification Number", "Italian Fiscal Code:", "DRRKLL55D22Z352B", ("Tax ID", "DRRKLL55D22Z352B", "")),
        ("National Identification Number", "Student ID", "12", ("Student ID", "12", "")),
        ("National Identification Number", "Residential card number 665", "", ("National ID", "", "")),
        ("", "", "", ("", "", "")),
    ],
)
def test_a_document_has_a_number_where_it_is_plain(first: str, second: str, number: str, found: tuple[str, str, str]) -> None:
    assert document({"TYPE_OF_DOCUMENT": first, "TYPE_OF_DOCUMENT2": second, "NUMBER": number}) == found


def test_documents_are_kept_in_words_and_plain_numbers_identify_with_the_country_that_issued_them() -> None:
    entity = read(XML)["9900001"].entities[0]
    assert entity.details["identifiers"] == (
        "UN Ref:IRi.901:",
        "UN Ref:I.47.C.99:",
        "Passport:A0099001:Iran (Islamic Republic of)",
    )
    assert entity.details["passports"] == (
        "Passport, A0099001, Iran (Islamic Republic of), issued 2004-02-01, in Baghdad, in Iraq, expired",
    )
    assert entity.details["national_ids"] == ("National Identification Number, Birth certificate, issued in 1960",)


def test_the_place_of_issue_is_not_the_country_that_issued_a_document() -> None:
    row = {"TYPE_OF_DOCUMENT": "Passport", "NUMBER": "L1", "ISSUING_COUNTRY": "Tunisian", "COUNTRY_OF_ISSUE": "Italy"}
    assert described(INDIVIDUAL_DOCUMENT=row).details["identifiers"] == ("UN Ref:LYi.907:", "Passport:L1:")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("IMO number: 5571322.", ["5571322"]),
        ("Company Number IMO 5434358.", ["5434358"]),
        ("Maritime Organization (IMO) Number: 1790183.", ["1790183"]),
        ("IMO number: 5571323.", []),
        ("5571322", []),
    ],
)
def test_a_companys_imo_number_has_a_right_check_digit(text: str, found: list[str]) -> None:
    assert list(company_imo(text)) == found


def test_the_imo_number_in_the_comments_on_an_entity_is_its_own_and_on_a_person_somebody_elses() -> None:
    assert read(XML)["9900003"].entities[0].details["identifiers"] == ("UN Ref:KPe.903:", "Company IMO:9900006:")
    assert described(COMMENTS1="Owner. IMO number: 9900006.").details["identifiers"] == ("UN Ref:LYi.907:",)


def test_the_references_before_2014_are_in_the_comments() -> None:
    assert old_references("[Old Reference # I.47.C.6] [Old Reference # QE.A.4.01]") == ("I.47.C.6", "QE.A.4.01")


def test_a_person_is_citizen_of_what_is_a_country_and_prose_is_kept() -> None:
    found = read(XML)["9900001"]
    assert ends(found, "CITIZEN_OF") == {"country:IR"}
    details = found.entities[0].details
    assert details["nationality"] == ("Iran (Islamic Republic of)", "Bahrain (citizenship revoked in Jan. 2015)", "Possibly Ethiopian")
    assert details["unresolved_countries"] == (
        "Bahrain (citizenship revoked in Jan. 2015)",
        "Possibly Ethiopian",
        "Sudan/South Sudan",
    )


def test_a_party_is_based_where_its_addresses_are_with_the_notes_on_them() -> None:
    addresses = [{"COUNTRY": "Syrian Arab Republic", "NOTE": "previous address"}, {"CITY": "Aleppo", "COUNTRY": "Syrian Arab Republic"}]
    found = party(INDIVIDUAL_ADDRESS=addresses)
    (claim,) = (claim for claim in found.facts if claim.proposition.type == "BASED_IN")
    assert (claim.proposition.object, claim.details) == ("country:SY", {"notes": ("previous address",)})
    assert found.entities[0].details["addresses"] == ("Syrian Arab Republic (previous address)", "Aleppo, Syrian Arab Republic")


def test_texts_are_in_one_line_and_each_once() -> None:
    details = read(XML)["9900001"].entities[0].details
    assert details["positions"] == ("Head of the workshop", "Engineer")
    assert details["updated"] == ("2014-12-17", "2025-09-28")
    assert read(XML)["9900003"].entities[0].details["addresses"] == (
        "Rakwon-dong, Pothonggang District, Pyongyang, Democratic People's Republic of Korea",
    )


@pytest.mark.parametrize(("text", "gender"), [("MALE", "Male"), ("Female", "Female"), ("Masculino", "Masculino"), ("", None)])
def test_the_gender_is_as_written_but_for_capitals(text: str, gender: str | None) -> None:
    assert described(GENDER=text).details.get("gender") == gender


def test_elements_that_are_not_known_are_kept_by_name_wherever_they_stand() -> None:
    entity = described(SHOE_SIZE="44", INDIVIDUAL_ADDRESS={"CITY": "Sirte", "PLANET": "Earth"}, EXTRA={"A": "1"})
    assert entity.details["other_elements"] == ("SHOE_SIZE: 44", 'EXTRA: {"A":"1"}')
    assert entity.details["addresses"] == ("Sirte, PLANET: Earth",)


def test_an_element_with_text_alone_is_read_like_one_with_children() -> None:
    assert lines("Libya") == lines({"VALUE": "Libya"}) == ("Libya",)
    assert line(["a", "b"]) == "a; b"
    assert described(INDIVIDUAL_ADDRESS="Sirte").details["addresses"] == ("Sirte",)


def test_a_party_without_an_id_is_rejected_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "<CONSOLIDATED_LIST>\n<ENTITY><FIRST_NAME>X</FIRST_NAME></ENTITY>\n<ENTITY/></CONSOLIDATED_LIST>")
    found = [record for record in un_sc.records(path) if isinstance(record, Reject)]
    assert [(reject.field, reject.line, reject.reason) for reject in found] == [
        ("DATAID", 2, "consolidated.xml: a party needs one DATAID"),
        ("DATAID", 3, "consolidated.xml: a party needs one DATAID"),
    ]


def test_two_parties_under_one_id_are_both_rejected_and_repeats_count_once(tmp_path: Path) -> None:
    text = XML.read_text(encoding="utf-8")
    twins = load(None, un_sc, [written(tmp_path, text.replace(">9900002<", ">9900001<"))])
    assert (twins.read, twins.new, twins.rejected) == (3, 1, 2)
    start, end = text.index("        <ENTITY>"), text.index("    </ENTITIES>")
    again = load(None, un_sc, [written(tmp_path, text[:end] + text[start:end] + text[end:])])
    assert (again.read, again.new, again.rejected) == (3, 3, 0)


def test_the_file_says_the_day_it_was_made_on_as_it_is_written_there() -> None:
    totals = load(None, un_sc, [XML])
    assert (totals.register, totals.snapshot, totals.dated_by) == ("un_sc", "2026-09-30", "from the file")


@pytest.mark.parametrize("date", ["", 'dateGenerated="2026-02-30T00:00:00Z"', 'dateGenerated="today"'])
def test_a_file_that_says_no_real_day_is_dated_by_other_means(tmp_path: Path, date: str) -> None:
    assert un_sc.snapshot(written(tmp_path, f"<CONSOLIDATED_LIST {date}></CONSOLIDATED_LIST>")).date == ""


def test_its_file_is_recognised_by_its_root_also_when_compressed(tmp_path: Path) -> None:
    packed = tmp_path / "list.gz"
    packed.write_bytes(gzip.compress(XML.read_bytes()))
    assert catalogue.detect(XML).SOURCE.name == catalogue.detect(packed).SOURCE.name == "un_sc"


@pytest.mark.parametrize("head", [b"", b"<html>", b"DATAID,FIRST_NAME\n", b"<!DOCTYPE CONSOLIDATED_LIST><CONSOLIDATED_LIST>"])
def test_other_files_are_not_recognised(head: bytes) -> None:
    assert not un_sc.recognises(head)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<html><body>503</body></html>", "the root element is html; expected CONSOLIDATED_LIST"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><CONSOLIDATED_LIST/>', "it declares a DOCTYPE"),
        ("DATAID,FIRST_NAME\n", "the root element is missing"),
    ],
)
def test_a_file_of_another_format_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(BadFile, match=reason):
        list(un_sc.records(written(tmp_path, text)))


def test_a_file_cut_short_is_refused_and_its_line_named(tmp_path: Path) -> None:
    text = XML.read_text(encoding="utf-8")
    with pytest.raises(BadFile, match=r"line 147: the file is cut short"):
        list(un_sc.records(written(tmp_path, text[: text.index("EVERGREEN")])))


@pytest.mark.parametrize("day", ["2018-06-07", "2025-11-18"])
def test_the_real_lists_have_the_parties_that_were_counted(shared: Path, day: str) -> None:
    name = f"un_sc/consolidated_{day}.xml.gz"
    counted = json.loads((shared / "counts.json").read_bytes())[name]
    totals = load(None, un_sc, [shared / name])
    assert (totals.read, totals.new, totals.rejected, totals.snapshot) == (counted["refs"], counted["refs"], 0, day)
    found = read(shared / name)
    kinds = Counter(projection.entities[0].kind for projection in found.values())
    assert kinds == {"Person": counted["individuals"], "Organisation": counted["entities"]}
    scopes = Counter(c.proposition.scope for p in found.values() for c in p.facts if c.proposition.type == "SANCTIONS")
    assert scopes == {regime(name).name: number for name, number in counted["by_regime"].items()}
    assert len({projection.entities[0].id for projection in found.values()}) == counted["refs"]


@pytest.mark.parametrize("day", ["2018-06-07", "2025-11-18"])
def test_every_alias_and_listing_date_of_the_real_lists_is_read(shared: Path, day: str) -> None:
    name = f"un_sc/consolidated_{day}.xml.gz"
    counted = json.loads((shared / "counts.json").read_bytes())[name]
    records = [record for record in un_sc.records(shared / name) if isinstance(record, Record)]
    aliases = [row for record in records for key in ("INDIVIDUAL_ALIAS", "ENTITY_ALIAS") for row in rows(record.values.get(key))]
    assert sum("ALIAS_NAME" in row for row in aliases) == counted["nonempty_aliases"]
    assert sum(len(record.values["LISTED_ON"]) > len("2015-04-07") for record in records) == counted["listed_on_with_timezone"]
    for record in records:
        found = project(un_sc.claims(record))
        assert found.facts[0].period.from_min
        assert "other_elements" not in found.entities[0].details
        stated = {
            text
            for key in ("INDIVIDUAL_ALIAS", "ENTITY_ALIAS")
            for row in rows(record.values.get(key))
            for text in names(line(row.get("ALIAS_NAME")))
        }
        assert stated <= {found.entities[0].name, *found.entities[0].aliases}
