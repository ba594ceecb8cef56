"""The United Kingdom's lists: the new one as table and XML, OFSI's old one; what a party's rows become together."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from golden_claims import as_json, compare

from graph import catalogue
from graph.claims import Entity
from graph.dates import Period
from graph.errors import BadFile, BadRow
from graph.load import load
from graph.projection import Projection, project
from graph.sources import Record, Reject
from loaders import uk_sanctions
from loaders._uk import programme_id
from loaders._uk_columns import CONLIST, SANCTIONS_LIST
from loaders._uk_text import edtf, identifiers, imo_numbers, labelled, parts, un_references

GOLDEN = Path(__file__).parent / "golden" / "uk_sanctions"
OLD, NEW, XML = GOLDEN / "ConList.csv", GOLDEN / "UK-Sanctions-List.csv", GOLDEN / "UK-Sanctions-List.xml"

OLD_HEADER = OLD.read_bytes().splitlines()[1].decode().split(",")
NEW_HEADER = NEW.read_text(encoding="utf-8").splitlines()[1].split(",")
ROW = {
    "Name 6": "DOE",
    "Name 1": "Jane",
    "Group Type": "Individual",
    "Alias Type": "Prime Alias",
    "Regime": "Libya",
    "Listed On": "02/03/2011",
    "Group ID": "7",
}


def table(
    folder: Path, *rows: dict[str, str], header: list[str] = OLD_HEADER, first: str = "Last Updated,13/04/2018", encoding: str = "cp1252"
) -> Path:
    quoted = (",".join('"' + row.get(name, "").replace('"', '""') + '"' for name in header) for row in rows)
    path = folder / "ConList.csv"
    path.write_bytes("".join(f"{line}\n" for line in (first, ",".join(header), *quoted)).encode(encoding))
    return path


def read(*paths: Path) -> dict[str, Projection]:
    return {record.key: project(uk_sanctions.claims(record)) for record in uk_sanctions.records(*paths) if isinstance(record, Record)}


def rejected(path: Path) -> list[Reject]:
    return [record for record in uk_sanctions.records(path) if isinstance(record, Reject)]


def party(*rows: dict[str, str]) -> Projection:
    return project(uk_sanctions.claims(Record(key="7", values={"Group ID": "7", "rows": [ROW | row for row in rows or ({},)]})))


def described(*rows: dict[str, str]) -> Entity:
    (entity,) = party(*rows).entities
    return entity


def edges(found: Projection) -> set[tuple[str, str, str, str]]:
    return {(c.proposition.subject, c.proposition.type, str(c.proposition.object), c.proposition.scope) for c in found.facts}


def lines(path: Path) -> Iterator[str]:
    for record in uk_sanctions.records(path):
        assert isinstance(record, Record)
        yield from map(as_json, uk_sanctions.claims(record))


@pytest.mark.parametrize("path", [OLD, NEW, XML], ids=lambda path: path.name)
def test_the_sample_says_what_its_golden_file_has(path: Path, bless: bool) -> None:
    compare(path.parent / f"{path.name}.claims.json", lines(path), bless)


def test_the_rows_of_a_group_are_one_record_wherever_they_stand(tmp_path: Path) -> None:
    path = table(tmp_path, ROW, ROW | {"Group ID": "8"}, ROW | {"Name 6": "ROE", "Alias Type": "AKA"})
    records = [record for record in uk_sanctions.records(path) if isinstance(record, Record)]
    assert [(record.key, record.line, [row["Name 6"] for row in record.values["rows"]]) for record in records] == [
        ("8", 4, ["DOE"]),
        ("7", 3, ["DOE", "ROE"]),
    ]


def test_a_group_is_yielded_as_soon_as_its_last_row_is_read(tmp_path: Path) -> None:
    path = table(tmp_path, ROW, ROW | {"Name 6": "ROE"}, *(ROW | {"Group ID": str(n)} for n in range(10, 20)))
    reading = uk_sanctions.records(path)
    first = next(reading)
    assert isinstance(first, Record)
    assert (first.key, len(first.values["rows"])) == ("7", 2)


def test_a_record_holds_the_cells_as_they_are_and_none_that_is_empty() -> None:
    records = [record for record in uk_sanctions.records(OLD) if isinstance(record, Record)]
    by_key = {record.key: record for record in records}
    assert by_key["9002"].values["rows"][0]["Name 6"] == " SALIMI"
    assert all(cell for record in records for row in record.values["rows"] for cell in row.values())
    assert all(orjson.loads(orjson.dumps(record.values)) == record.values for record in records)


def test_the_united_kingdom_sanctions_a_party_under_its_regime_since_the_day_it_was_listed() -> None:
    (claim,) = (claim for claim in party().facts if claim.proposition.type == "SANCTIONS")
    assert edges(party()) == {("country:GB", "SANCTIONS", "uk:7", "Libya")}
    assert (claim.period, claim.speaker, claim.principal) == (
        Period(from_min="2011-03-02", from_max="2011-03-02"),
        "org:ofsi",
        "country:GB",
    )
    assert claim.details == {"programme": "programme:uk/libya"}


def test_of_several_dates_under_one_regime_the_earliest_counts() -> None:
    found = party({}, {"Listed On": "01/02/2009"}, {"Regime": "Iran (nuclear proliferation)"})
    assert {claim.proposition.scope: claim.period.from_min for claim in found.facts} == {
        "Libya": "2009-02-01",
        "Iran (nuclear proliferation)": "2011-03-02",
    }


def test_without_a_date_it_is_not_said_since_when() -> None:
    (claim,) = party({"Listed On": ""}).facts
    assert not claim.period.limited


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"Listed On": "31/02/2014"}, "listed on"),
        ({"Listed On": "soon"}, "listed on"),
        ({"Group Type": "Spaceship"}, "type"),
        ({"Group Type": ""}, "type"),
        ({"Name 6": "", "Name 1": " "}, "name"),
        ({"Regime": ""}, "regime"),
    ],
)
def test_a_party_that_is_not_sound_is_a_bad_row_that_names_the_field(row: dict[str, str], field: str) -> None:
    with pytest.raises(BadRow) as caught:
        party(row)
    assert caught.value.field == field


def test_rows_that_disagree_about_the_type_of_a_party_are_a_bad_row() -> None:
    with pytest.raises(BadRow, match="no type of party is called 'Individual / Entity'"):
        party({}, {"Group Type": "Entity"})


def test_an_id_that_is_none_is_a_bad_row() -> None:
    with pytest.raises(BadRow, match="is no id of a party"):
        list(uk_sanctions.claims(Record(key="7 7", values={"Group ID": "7 7", "rows": [ROW]})))


def test_the_primary_name_is_the_partys_name_and_the_others_are_aliases() -> None:
    entity = described(
        {"Name 6": " ROE", "Alias Type": "AKA"},
        {"Name 1": "Jane", "Name 2": "Ann"},
        {"Name 6": "MOE", "Name 1": "", "Alias Type": "FKA"},
        {"Name 6": "JJ", "Name 1": "", "Alias Type": "AKA", "Alias Quality": "Low"},
    )
    assert (entity.name, entity.aliases) == ("Jane Ann DOE", ("Jane ROE", "MOE", "JJ"))
    assert (entity.details["former_names"], entity.details["weak_aliases"]) == (("MOE",), ("JJ",))


def test_a_name_in_another_script_is_an_alias_and_says_its_script() -> None:
    entity = described({"Name Non-Latin Script": "Эдуард БЕНДЕРСКИЙ", "Non-Latin Script Type": "Cyrillic"})
    assert (entity.name, entity.aliases, entity.details["names_in_script"]) == (
        "Jane DOE",
        ("Эдуард БЕНДЕРСКИЙ",),
        ("Эдуард БЕНДЕРСКИЙ (Cyrillic)",),
    )


def test_a_person_is_citizen_of_every_nationality_that_is_a_country() -> None:
    found = party({"Nationality": "a) Central African Republic b) South Sudan"}, {"Nationality": "Iranian (Iranian citizenship)"})
    assert {end for _, type, end, _ in edges(found) if type == "CITIZEN_OF"} == {"country:CF", "country:SS"}
    assert found.entities[0].details["unresolved_countries"] == ("Iranian (Iranian citizenship)",)
    assert found.entities[0].details["nationality"][1] == "Iranian (Iranian citizenship)"


def test_a_party_is_based_where_its_addresses_are() -> None:
    found = party(
        {"Address 1": "1 Main Street", "Address 6": "Bangui", "Post/Zip Code": "123", "Country": " Central African Republic "},
        {"Address 1": "2 Main Street", "Country": "Crimea 295000"},
        {"Country": "Iran (Islamic Republic of.) "},
    )
    assert {end for _, type, end, _ in edges(found) if type == "BASED_IN"} == {"country:CF", "country:IR"}
    assert found.entities[0].details["addresses"] == (
        "1 Main Street, Bangui, 123, Central African Republic",
        "2 Main Street, Crimea 295000",
        "Iran (Islamic Republic of.)",
    )
    assert found.entities[0].details["unresolved_countries"] == ("Crimea 295000",)


def test_dates_of_birth_are_kept_as_written_and_in_edtf_where_they_can_be_read() -> None:
    entity = described({"DOB": "00/00/1958"}, {"DOB": "00/08/1961"}, {"DOB": "circa 1960"})
    assert entity.details["birth_date"] == ("00/00/1958", "00/08/1961", "circa 1960")
    assert entity.details["birth_date_edtf"] == ("1958", "1961-08")


def test_documents_are_kept_as_written_and_as_identifiers_where_the_number_is_plain() -> None:
    entity = described(
        {"Passport Details": "(1) A1234567 (2) 6620505 (Iran)", "NI Number": "M4800002143743 (Personal number)"},
        {"Passport Details": "Uganda Passport."},
    )
    assert entity.details["passports"] == ("(1) A1234567 (2) 6620505 (Iran)", "Uganda Passport.")
    assert entity.details["identifiers"] == ("Passport:A1234567:", "Passport:6620505:Iran", "National ID:M4800002143743:")


def test_references_in_the_other_information_are_identifiers() -> None:
    entity = described({"Other Information": "UN Ref IRi.038. IMO: 9074729 (UK Sanctions List Ref):CYB0071. (Gender):Male"})
    assert entity.details["identifiers"] == ("UN Ref:IRi.038:", "UK Sanctions List Ref:CYB0071:", "IMO:9074729:")
    assert (entity.details["imo"], entity.details["gender"]) == (("9074729",), "Male")
    assert entity.details["remarks"].startswith("UN Ref IRi.038.")


def test_a_column_that_is_not_known_is_kept_by_name() -> None:
    assert described({"Shoe Size": "44"}).details["other_columns"] == ("Shoe Size: 44",)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("(1) German (2) Moroccan", ("German", "Moroccan")),
        ("(1) Zaporozhye(2) Simferopol, Crimea", ("Zaporozhye", "Simferopol, Crimea")),
        ("(a) Iraq (b) Iran", ("Iraq", "Iran")),
        ("a) Central African Republic b) South Sudan", ("Central African Republic", "South Sudan")),
        ("1) Dahyan, 2) Sa’dah Governorate", ("Dahyan", "Sa’dah Governorate")),
        ("Iran (Islamic Republic of)", ("Iran (Islamic Republic of)",)),
        ("(1) German (3) Moroccan", ("(1) German (3) Moroccan",)),
        ("born (1) here (2) there", ("born (1) here (2) there",)),
        ("(1) German", ("(1) German",)),
        ("  Iran \n ", ("Iran",)),
        ("", ()),
    ],
)
def test_one_field_may_hold_several_values(text: str, values: tuple[str, ...]) -> None:
    assert parts(text) == values


@pytest.mark.parametrize(
    ("date", "form"),
    [
        ("18/09/1964", "1964-09-18"),
        ("00/08/1961", "1961-08"),
        ("00/00/1958", "1958"),
        ("15/00/1958", "1958"),
        ("dd/mm/1958", "1958"),
        ("1958", "1958"),
        ("31/02/1958", ""),
        ("01/13/1958", ""),
        ("00/00/0000", ""),
        ("1/2/1958", ""),
        ("", ""),
    ],
)
def test_a_date_may_lack_its_day_or_its_month(date: str, form: str) -> None:
    assert edtf(date) == form


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("UN Ref IRi.038", ["IRi.038"]),
        ("UN Ref. CFi.008. Kony founded", ["CFi.008"]),
        ("UN Ref: LYi.003. Son of", ["LYi.003"]),
        ("UN Ref No. YEi.003", ["YEi.003"]),
        ("IRe.001. Subordinate of DIO.", ["IRe.001"]),
        ("UN Ref E.29.I.11. Owned or controlled", ["E.29.I.11"]),
        ("UN Ref. I.AC.50.20.07.10.(1). Used as", ["I.AC.50.20.07.10.(1)"]),
        ("provisions of UN and EU sanctions on Iran.", []),
        ("UN Reference Number: none", []),
    ],
)
def test_the_text_names_the_security_councils_references(text: str, found: list[str]) -> None:
    assert list(un_references(text)) == found


@pytest.mark.parametrize(
    ("text", "found"), [("IMO:9074729", ["9074729"]), ("IMO number 9074729", ["9074729"]), ("IMO 9074728", []), ("9074729", [])]
)
def test_a_ships_number_has_a_right_check_digit(text: str, found: list[str]) -> None:
    assert list(imo_numbers(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("D00001184", [("D00001184", "")]),
        ("00016161 (Yemen)", [("00016161", "Yemen")]),
        ("CAR Diplomatic Passport No D00000897 issued 5 April 2013", [("D00000897", "")]),
        ("Passport number D001001 (Libya) Date of issue", [("D001001", "Libya")]),
        ("Passport no: D00002264, issued on 11 June 2013", [("D00002264", "")]),
        ("LIBYAN PASSPORT No.B/001897", [("B/001897", "")]),
        ("passport number 17979 under one name. passport number 02117777 under another", [("17979", ""), ("02117777", "")]),
        ("Uganda Passport.", []),
        ("008827 (Iran Diplomatic). Issued 1999", []),
        ("B/014965. Expires end 2013", []),
    ],
)
def test_a_document_has_a_number_where_it_stands_alone_or_is_introduced(text: str, found: list[tuple[str, str]]) -> None:
    assert list(identifiers(text)) == found


def test_labels_part_the_other_information() -> None:
    assert labelled("Before. (UK Sanctions List Ref):CYB0071. (Gender):Male (Website):") == (
        "Before.",
        (("UK Sanctions List Ref", "CYB0071."), ("Gender", "Male")),
    )


def test_the_id_of_a_regime_has_only_letters_digits_and_hyphens() -> None:
    assert programme_id("The Russia (Sanctions) (EU Exit) Regulations 2019") == "programme:uk/the-russia-sanctions-eu-exit-regulations-2019"


def test_a_ship_of_the_new_list_has_its_number_flag_measures_and_reasons() -> None:
    found = read(NEW)["RUS2176"]
    (entity,) = found.entities
    assert (entity.id, entity.kind, entity.details["imo"], entity.details["flag_territory"]) == (
        "uk:RUS2176",
        "Vessel",
        ("9826902",),
        "country:GA",
    )
    (claim,) = found.facts
    assert claim.speaker == "org:fcdo"
    assert claim.details["measures"] == ("Shipping sanctions: (see 'Other information')",)
    assert claim.details["legal_basis"] == "The Russia (Sanctions) (EU Exit) Regulations 2019"
    assert str(entity.details["reasons"]).startswith("KOROLEV PROSPECT (IMO 9826902) is involved")


def test_a_ship_is_the_same_in_the_table_and_in_xml() -> None:
    (table,), (xml,) = read(NEW)["RUS2176"].entities, read(XML)["RUS2176"].entities
    assert xml == table
    assert edges(read(XML)["RUS2176"]) == edges(read(NEW)["RUS2176"])


def test_a_person_of_the_xml_has_everything_that_its_designation_says() -> None:
    found = read(XML)["IRN9001"]
    (entity,) = found.entities
    assert (entity.name, entity.aliases) == ("Parviz Reza ROSTAMI", ("THE ENGINEER", "پرویز رستمی"))
    assert edges(found) == {
        ("country:GB", "SANCTIONS", "uk:IRN9001", "The Iran (Sanctions) (Nuclear) (EU Exit) Regulations 2019"),
        ("uk:IRN9001", "CITIZEN_OF", "country:IR", ""),
        ("uk:IRN9001", "CITIZEN_OF", "country:MT", ""),
        ("uk:IRN9001", "BASED_IN", "country:IR", ""),
    }
    assert entity.details["identifiers"] == ("UN Ref:IRi.999:", "OFSI Group ID:99001:", "Passport:P1234567:", "National ID:0123456789:")
    assert entity.details["birth_date_edtf"] == ("1961", "1961-07-03")
    assert entity.details["birth_place"] == ("Shiraz, Iran",)
    assert entity.details["unresolved_countries"] == ("Atlantis",)
    assert entity.details["other_elements"] == ("Pseudonym: kept as it is",)


def test_measures_are_read_from_the_indicators_where_they_are_not_in_words(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    text = XML.read_text(encoding="utf-8").replace("<SanctionsImposed>Shipping sanctions: (see 'Other information')</SanctionsImposed>", "")
    path.write_text(text.replace("<AssetFreeze>false", "<AssetFreeze>true"), encoding="utf-8")
    (claim,) = read(path)["RUS2176"].facts
    assert claim.details["measures"] == ("Asset freeze",)


def test_a_designation_without_an_id_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text("<Designations>\n<Designation><RegimeName>x</RegimeName></Designation></Designations>")
    (reject,) = rejected(path)
    assert (reject.field, reject.line) == ("UniqueID", 2)


@pytest.mark.parametrize(
    ("path", "register", "date"),
    [(OLD, "uk_conlist", "2018-04-13"), (NEW, "uk_sanctions", "2026-10-08"), (XML, "uk_sanctions", "2026-10-08")],
    ids=lambda value: getattr(value, "name", value),
)
def test_the_file_says_its_date_and_the_two_lists_are_two_registers(path: Path, register: str, date: str) -> None:
    totals = load(None, uk_sanctions, [path])
    assert (totals.register, totals.snapshot, totals.dated_by) == (register, date, "from the file")


@pytest.mark.parametrize("path", [OLD, NEW, XML], ids=lambda path: path.name)
def test_its_files_are_recognised_by_their_header_also_when_compressed(tmp_path: Path, path: Path) -> None:
    packed = tmp_path / "list.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert catalogue.detect(packed).SOURCE.name == "uk_sanctions"


@pytest.mark.parametrize(
    "head", [b"", b"<html>", b"Group ID,Regime\n", b"Last Updated,13/04/2018\n", b"<!DOCTYPE Designations><Designations>"]
)
def test_other_files_are_not_recognised(head: bytes) -> None:
    assert not uk_sanctions.recognises(head)


def test_the_header_may_stand_on_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"\xef\xbb\xbf" + NEW.read_bytes().split(b"\n", 1)[1])
    assert list(read(path)) == ["RUS2176"]
    assert uk_sanctions.snapshot(path).date == ""


def test_a_table_of_utf_8_is_read_as_such_and_any_other_as_windows_1252(tmp_path: Path) -> None:
    row = ROW | {"Name 6": "‘DÖE’"}
    for encoding in ("cp1252", "utf-8"):
        assert read(table(tmp_path, row, encoding=encoding))["7"].entities[0].name == "Jane ‘DÖE’"


def test_a_byte_that_is_in_neither_encoding_costs_its_row(tmp_path: Path) -> None:
    path = table(tmp_path, ROW, ROW | {"Group ID": "8", "Name 6": "X"})
    path.write_bytes(path.read_bytes().replace(b'"X"', b'"\x81"'))
    assert list(read(path)) == ["7"]
    assert [(reject.reason, reject.line) for reject in rejected(path)] == [("ConList.csv: byte 0x81 is not Windows-1252", 4)]


def test_a_row_of_another_width_and_a_row_without_an_id_are_rejected_with_their_lines(tmp_path: Path) -> None:
    path = table(tmp_path, ROW, {"Name 6": "X"})
    path.write_bytes(path.read_bytes() + b"a,b,c\n")
    assert [(reject.reason, reject.line) for reject in rejected(path)] == [
        ("ConList.csv: a row without Group ID", 4),
        ("ConList.csv: 3 columns instead of 29", 5),
    ]
    totals = load(None, uk_sanctions, [path])
    assert (totals.read, totals.new, totals.rejected) == (3, 1, 2)


def test_a_file_cut_short_is_refused_and_its_line_named(tmp_path: Path) -> None:
    path = table(tmp_path, ROW, ROW)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(BadFile, match="line 4: the file is cut short"):
        list(uk_sanctions.records(path))


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    header = [name for name in OLD_HEADER if name != "Regime"]
    with pytest.raises(BadFile, match="line 2: the column 'Regime' is not there once"):
        list(uk_sanctions.records(table(tmp_path, ROW, header=header)))


def test_columns_in_another_order_make_no_difference(tmp_path: Path) -> None:
    path = table(tmp_path, ROW, header=OLD_HEADER[::-1])
    assert edges(read(path)["7"]) == {("country:GB", "SANCTIONS", "uk:7", "Libya")}


@pytest.mark.parametrize(
    "content", [b"<html><body>503</body></html>", b"1,2,3\n", b"<!DOCTYPE Designations><Designations/>", b"\x89PNG\r\n\x1a\n\0"]
)
def test_a_file_of_another_format_is_refused_and_told_what_was_expected(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(BadFile, match="none of the UK's lists; expected the header"):
        list(uk_sanctions.records(path))


def test_every_column_of_the_samples_is_known() -> None:
    assert set(OLD_HEADER) <= CONLIST.keys()
    assert {name.strip() for name in NEW_HEADER} == SANCTIONS_LIST.keys()


def test_the_list_of_2018_has_the_groups_that_were_counted(shared: Path) -> None:
    counted = json.loads((shared / "counts.json").read_bytes())["uk_ofsi/conlist_2018-04-13_6regimes.csv.gz"]
    path = shared / "uk_ofsi" / "conlist_2018-04-13_6regimes.csv.gz"
    totals = load(None, uk_sanctions, [path])
    assert (totals.read, totals.new, totals.rejected) == (counted["groups"], counted["groups"], 0)
    records = [record for record in uk_sanctions.records(path) if isinstance(record, Record)]
    found = read(path)
    assert sum(len(record.values["rows"]) for record in records) == counted["rows"]
    assert sum(p.entities[0].kind == "Person" for p in found.values()) == counted["individual_groups"]
    assert sum(p.entities[0].kind == "Organisation" for p in found.values()) == counted["entity_groups"]
    sanctions = [claim for p in found.values() for claim in p.facts if claim.proposition.type == "SANCTIONS"]
    assert len(sanctions) == counted["group_regime_pairs"]
    assert len({claim.proposition.scope for claim in sanctions}) == counted["regimes"]
    assert all(claim.period.from_min for claim in sanctions)
