"""OFAC's delimited files: what each row becomes, and what no row becomes."""

import gzip
import json
import pickle
import random
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from golden_claims import as_json, compare

from graph.claims import Claim, Entity, Mention, Proposition
from graph.errors import BadFile, BadRow
from graph.projection import project
from graph.sources import Record, Reject
from loaders import ofac_sdn
from loaders._csv import LONGEST
from loaders._ofac import programme_id, programmes
from loaders._ofac_remarks import edtf, facts, items

GOLDEN = Path(__file__).parent / "golden" / "ofac_sdn"

SDN = b'36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
SDN_2 = b'173,"DOE, Jane","individual","SDGT] [IFSR",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1970."\r\n'
ALT = b'36,12,"aka","AERO-CARIBBEAN",-0- \r\n'
ADD = b'36,25,-0- ,"Havana","Cuba",-0- \r\n'


def written(folder: Path, **tables: bytes) -> list[Path]:
    for name, content in tables.items():
        (folder / f"{name}.csv").write_bytes(content)
    return [folder / f"{name}.csv" for name in tables]


def parties(*paths: Path) -> list[Record]:
    return [record for record in ofac_sdn.records(*paths) if isinstance(record, Record)]


def rejected(*paths: Path) -> list[Reject]:
    return [record for record in ofac_sdn.records(*paths) if isinstance(record, Reject)]


def party(**values: object) -> Record:
    return Record(key="1", values={"ent_num": "1", "name": "DOE, Jane", "sdn_type": "individual", "program": "SDGT"} | values)


def described(record: Record) -> Entity:
    (entity,) = (s for s in ofac_sdn.claims(record) if isinstance(s, Entity) and s.described)
    return entity


def edges(record: Record) -> set[tuple[str, str, str]]:
    found = set()
    for statement in ofac_sdn.claims(record):
        if isinstance(statement, Claim):
            end = statement.proposition.object
            found.add((statement.proposition.subject, statement.proposition.type, f"~{end.name}" if isinstance(end, Mention) else end))
    return found


def golden_lines(paths: list[Path]) -> Iterator[str]:
    for record in ofac_sdn.records(*paths):
        assert isinstance(record, Record)
        yield from map(as_json, ofac_sdn.claims(record))


def test_the_sample_says_what_its_golden_file_has(bless: bool) -> None:
    compare(GOLDEN / "sdn.claims.json", golden_lines(sorted(GOLDEN.glob("*.csv"))), bless)


def test_a_party_is_sanctioned_once_under_each_of_its_programmes() -> None:
    said = [s for s in ofac_sdn.claims(party(program="NPWMD] [IFSR] [SOUTH SUDAN")) if isinstance(s, Claim)]
    assert [(s.proposition, dict(s.details)) for s in said] == [
        (Proposition(type="SANCTIONS", subject="country:US", object="ofac:1", scope=name), {"programme": key})
        for name, key in (("NPWMD", "programme:ofac/NPWMD"), ("IFSR", "programme:ofac/IFSR"), ("SOUTH SUDAN", "programme:ofac/SOUTH-SUDAN"))
    ]
    assert {(s.speaker, s.principal, s.period.limited) for s in said} == {("org:ofac", "country:US", False)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SDGT", ("SDGT",)),
        ("NPWMD] [IFSR", ("NPWMD", "IFSR")),
        ("[NPWMD] [IFSR]", ("NPWMD", "IFSR")),
        ("CYBER2] [CAATSA - RUSSIA", ("CYBER2", "CAATSA - RUSSIA")),
        ("SDGT] [SDGT", ("SDGT",)),
        (" ] [ ", ()),
    ],
)
def test_programmes_are_parted_by_brackets(text: str, names: tuple[str, ...]) -> None:
    assert programmes(text) == names


def test_the_id_of_a_programme_has_no_blanks() -> None:
    assert programme_id("CAATSA - RUSSIA") == "programme:ofac/CAATSA-RUSSIA"


@pytest.mark.parametrize(
    ("sdn_type", "kind"),
    [(None, "Organisation"), ("individual", "Person"), ("vessel", "Vessel"), ("aircraft", "Aircraft")],
)
def test_the_type_of_a_party_is_its_kind(sdn_type: str | None, kind: str) -> None:
    record = party()
    values = {key: value for key, value in {**record.values, "sdn_type": sdn_type}.items() if value}
    assert described(Record(key="1", values=values)).kind == kind


@pytest.mark.parametrize(
    ("name", "aliases"),
    [
        ("DOE, Jane", ("Jane DOE",)),
        ("DELOS REYES, Feliciano, Jr.", ("Feliciano DELOS REYES, Jr.",)),
        ("MNANGAGWA, JR., Emmerson", ("Emmerson MNANGAGWA, JR.",)),
        ("AIMAL", ()),
        ("ONE, TWO, THREE", ()),
    ],
)
def test_a_persons_name_is_kept_as_published_and_known_given_name_first_too(name: str, aliases: tuple[str, ...]) -> None:
    entity = described(party(name=name))
    assert (entity.name, entity.aliases) == (name, aliases)


def test_nicknames_in_the_remarks_are_weak_aliases_and_names_of_the_alias_table_are_not() -> None:
    record = party(
        sdn_type="",
        name="SPUTNIK LTD",
        remarks="a.k.a. 'SPUT'; f.k.a. 'OLD SPUTNIK'.",
        alt=[
            {"alt_num": "1", "alt_type": "aka", "alt_name": "SPUTNIK GROUP"},
            {"alt_num": "2", "alt_type": "fka", "alt_name": "RAKETA LTD"},
        ],
    )
    entity = described(record)
    assert entity.aliases == ("SPUTNIK GROUP", "RAKETA LTD", "SPUT", "OLD SPUTNIK")
    assert entity.details["weak_aliases"] == ("SPUT",)
    assert entity.details["former_names"] == ("RAKETA LTD", "OLD SPUTNIK")


def test_every_party_it_is_linked_to_is_mentioned_by_name() -> None:
    record = party(remarks="DOB 1970; Linked To: ACME (OFF SHORE), S.A.; Linked To: DOE, John.")
    assert edges(record) >= {("ofac:1", "LINKED_TO", "~ACME (OFF SHORE), S.A."), ("ofac:1", "LINKED_TO", "~DOE, John")}


def test_a_person_is_citizen_of_each_country_once_and_the_claim_has_its_basis() -> None:
    record = party(remarks="nationality Iran; citizen Iran; alt. citizen Kenya; nationality possibly Palestinian.")
    said = {s.proposition.object: s.details["basis"] for s in ofac_sdn.claims(record) if isinstance(s, Claim) and "basis" in s.details}
    assert said == {"country:IR": "nationality and citizenship", "country:KE": "citizenship"}
    assert described(record).details["unresolved_countries"] == ("possibly Palestinian",)


def test_an_organisation_has_no_citizenship() -> None:
    assert edges(party(sdn_type="", remarks="nationality Iran.")) == {("country:US", "SANCTIONS", "ofac:1")}


def test_a_party_is_based_once_in_each_country_it_has_an_address_in() -> None:
    record = party(
        add=[
            {"add_num": "1", "address": "1 Main Street", "city": "Havana", "country": "Cuba"},
            {"add_num": "2", "city": "Holguin", "country": "Cuba"},
            {"add_num": "3", "city": "Simferopol", "country": "Region: Crimea"},
            {"add_num": "4"},
        ]
    )
    assert edges(record) == {("country:US", "SANCTIONS", "ofac:1"), ("ofac:1", "BASED_IN", "country:CU")}
    assert described(record).details["addresses"] == ("1 Main Street, Havana, Cuba", "Holguin, Cuba", "Simferopol, Region: Crimea")
    assert described(record).details["unresolved_countries"] == ("Region: Crimea",)


def test_a_vessel_has_its_flag_its_measures_and_its_numbers() -> None:
    record = party(
        sdn_type="vessel", name="DEVON", call_sign="9HEF9", vess_type="Crude Oil Tanker", tonnage="299,500", grt="160,576",
        vess_flag="Panama", vess_owner="NITC",
        remarks="Former Vessel Flag Malta; Vessel Registration Identification IMO 9218466; MMSI 256867000.",
    )  # fmt: skip
    assert dict(described(record).details) == {
        "call_sign": "9HEF9",
        "vessel_type": "Crude Oil Tanker",
        "tonnage": "299,500",
        "gross_tonnage": "160,576",
        "flag": "Panama",
        "flag_territory": "country:PA",
        "vessel_owner": "NITC",
        "former_flags": ("Malta",),
        "imo": ("9218466",),
        "mmsi": ("256867000",),
        "identifiers": ("IMO:9218466:", "MMSI:256867000:"),
        "remarks": "Former Vessel Flag Malta; Vessel Registration Identification IMO 9218466; MMSI 256867000.",
    }


@pytest.mark.parametrize(
    ("item", "stated"),
    [
        ("DOB 28 Jul 1963", {"birth_date": ("28 Jul 1963",)}),
        ("alt. POB Ghobeiri, Lebanon", {"birth_place": ("Ghobeiri, Lebanon",)}),
        ("Gender Female", {"gender": ("Female",)}),
        ("Passport P0017003 (Belize)", {"identifiers": ("Passport:P0017003:Belize",)}),
        ("alt. Passport 790015037 (Malta) issued 10 Jul 1998 expires 2008", {"identifiers": ("Passport:790015037:Malta",)}),
        ("Passport RL 0736643 (Lebanon)", {"identifiers": ("Passport:RL 0736643:Lebanon",)}),
        ("Passport Booklet: A5199819 (Pakistan)", {"identifiers": ("Passport Booklet:A5199819:Pakistan",)}),
        ("National ID No. D489833(9) (Hong Kong)", {"identifiers": ("National ID:D489833(9):Hong Kong",)}),
        ("Tax ID No. 7727083115", {"identifiers": ("Tax ID:7727083115:",)}),
        ("NIT # 890115794-3 (Colombia)", {"identifiers": ("NIT:890115794-3:Colombia",)}),
        ("Certificate of Incorporation Number 1184117", {"identifiers": ("Certificate of Incorporation Number:1184117:",)}),
        ("File Number 7136973 (Delaware) (United States)", {"identifiers": ("File Number:7136973:Delaware, United States",)}),
        ("Legal Entity Number 851683897", {"identifiers": ("Legal Entity Number:851683897:",)}),
        ("Legal Entity Number 253400V1H6ART1UQ0N98 (Russia)", {"identifiers": ("LEI:253400V1H6ART1UQ0N98:Russia",)}),
        ("alt. Digital Currency Address - ETH 0xa7e5d5", {"identifiers": ("Digital Currency Address ETH:0xa7e5d5:",)}),
        ("Identification Number IMO 5342883", {"identifiers": ("IMO:5342883:",), "imo": ("5342883",)}),
        ("Company Number IMO 5055293", {"identifiers": ("Company IMO:5055293:",)}),
        ("International Maritime Organization No. (5777731)", {"identifiers": ("IMO:5777731:",), "imo": ("5777731",)}),
        ("alt. Email Address a@example.org", {"emails": ("a@example.org",)}),
        ("Telephone: 0097282851500", {"phones": ("0097282851500",)}),
        ("Aircraft Manufacturer's Serial Number (MSN) 21093", {"serial_number": ("21093",)}),
        ("Aircraft Mode S Transponder Code 7342B3", {"mode_s": ("7342B3",)}),
        ("a.k.a. 'ABDEL' AZIZ BEN NARVAN'", {"weak_aliases": ("ABDEL' AZIZ BEN NARVAN",)}),
        ("Nationality of Registration Korea, North", {"registered_in": ("Korea, North",)}),
        ("Commander of FDLR 1st Division", {}),
        ("Member of the State Duma", {}),
        ("Passport 4117921 issued under the name Dilawar Khan", {}),
        ("Interpol: Red Notice. File No. 2009/3599. March 24, 2009", {}),
        ("Company ID: No. 59 531 at Commercial Registry", {}),
    ],
)  # fmt: skip
def test_an_item_of_the_remarks_states(item: str, stated: dict[str, tuple[str, ...]]) -> None:
    assert facts(f"{item}.") == stated


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("DOB 1970; Gender Male.", ["DOB 1970", "Gender Male"]),
        ("nationality X;arrested 2003.", ["nationality X", "arrested 2003"]),
        ("Fish (cod; eel); Gender Male.", ["Fish (cod; eel)", "Gender Male"]),
        ("a.k.a. 'ONE; TWO'; Gender Male.", ["a.k.a. 'ONE; TWO'", "Gender Male"]),
        ("an open (bracket; Gender Male.", ["an open (bracket", "Gender Male"]),
        ("a.k.a. 'open; Gender Male.", ["a.k.a. 'open", "Gender Male"]),
        ("; ;.", []),
        ("", []),
    ],
)
def test_semicolons_part_the_remarks_but_not_in_brackets_or_quotation_marks(text: str, parts: list[str]) -> None:
    assert list(items(text)) == parts


@pytest.mark.parametrize("text", ["(;" * 300_000, "a.k.a. 'x;" * 100_000, "No " * 300_000 + "1", "Passport " * 100_000])
def test_remarks_of_any_length_are_read_at_once(text: str) -> None:
    began = time.process_time()
    assert facts(text) == {}
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("date", "form"),
    [
        ("28 Jul 1963", "1963-07-28"),
        ("9 Jan 1970", "1970-01-09"),
        ("Mar 1945", "1945-03"),
        ("1963", "1963"),
        ("circa 1963", "1963~"),
        ("circa 05 May 1963", "1963-05-05~"),
        ("1960 to 1963", "1960/1963"),
        ("01 Jan 1960 to 31 Dec 1963", "1960-01-01/1963-12-31"),
        ("circa 1979-1982", ""),
        ("30 Feb 1963", ""),
        ("28 Jly 1963", ""),
        ("1963 to 1960", ""),
        ("unknown", ""),
        ("0000", ""),
    ],
)
def test_a_birth_date_is_put_in_edtf_when_its_form_is_known(date: str, form: str) -> None:
    assert edtf(date) == form
    assert described(party(remarks=f"DOB {date}.")).details.get("birth_date_edtf", ()) == ((form,) if form else ())
    assert described(party(remarks=f"DOB {date}.")).details["birth_date"] == (date,)


def test_remarks_that_the_column_cuts_off_do_not_state_their_last_item() -> None:
    start = "Website example.org; " + "x" * 940 + "; "
    cut_address = start + "Digital Currency Address - XBT 1B64Q"
    cut_link = start + "Linked To: FEDERAL SE"
    cut_address, cut_link = cut_address.ljust(1000, "F"), cut_link.ljust(1000, "F")
    assert "identifiers" not in described(party(remarks=cut_address)).details
    assert ("ofac:1", "LINKED_TO", f"~{cut_link.rpartition(': ')[2]} (cut short)") in edges(party(remarks=cut_link))


def test_remarks_go_on_in_the_comments_table(tmp_path: Path) -> None:
    row = SDN_2.replace(b'"DOB 1970."', b'"DOB 1970; Digital Currency Address - XBT 1B64' + b"Q" * 960 + b'"')
    (record,) = parties(*written(tmp_path, sdn=row, sdn_comments=b'173,"aa35; Gender Male."\r\n'))
    assert described(record).details["identifiers"] == ("Digital Currency Address XBT:1B64" + "Q" * 960 + "aa35:",)
    assert described(record).details["gender"] == "Male"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ent_num": "x1"}, "ent_num"),
        ({"ent_num": ""}, "ent_num"),
        ({"name": "  "}, "name"),
        ({"sdn_type": "spaceship"}, "sdn_type"),
        ({"program": ""}, "program"),
    ],
)
def test_a_party_that_is_not_sound_is_a_bad_row_that_names_the_field(values: dict[str, str], field: str) -> None:
    with pytest.raises(BadRow) as caught:
        list(ofac_sdn.claims(party(**values)))
    assert caught.value.field == field


def test_a_record_holds_the_raw_values_by_name_without_the_nulls(tmp_path: Path) -> None:
    (record,) = parties(*written(tmp_path, sdn=SDN, alt=ALT, add=ADD))
    assert record == Record(
        key="36",
        line=1,
        values={
            "ent_num": "36",
            "name": "AEROCARIBBEAN AIRLINES",
            "program": "CUBA",
            "alt": [{"alt_num": "12", "alt_type": "aka", "alt_name": "AERO-CARIBBEAN"}],
            "add": [{"add_num": "25", "city": "Havana", "country": "Cuba"}],
        },
    )
    assert orjson.loads(orjson.dumps(record.values)) == record.values
    assert pickle.loads(pickle.dumps(record)) == record


def test_the_files_may_come_in_any_order_and_their_rows_too(tmp_path: Path) -> None:
    paths = sorted(GOLDEN.glob("*.csv"))
    shuffled = []
    for path in paths:
        lines = path.read_bytes().rstrip(b"\x1a").splitlines(keepends=True)
        if path.name != "sdn.csv":
            random.Random(7).shuffle(lines)
        shuffled.append(tmp_path / path.name)
        shuffled[-1].write_bytes(b"".join(lines))
    assert parties(*reversed(shuffled)) == parties(*paths)


@pytest.mark.parametrize("subset", [("sdn",), ("sdn", "alt"), ("sdn", "add")])
def test_the_list_of_parties_can_be_read_without_the_other_tables(subset: tuple[str, ...]) -> None:
    paths = [GOLDEN / f"{name}.csv" for name in subset]
    assert len(parties(*paths)) == 41
    assert rejected(*paths) == []


@pytest.mark.parametrize("end", [b"", b"\x1a", b"\x1a\r\n", b"\r\n\x1a\r\n\r\n"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_line_ends_and_the_end_mark_make_no_difference(tmp_path: Path, line_end: bytes, end: bytes) -> None:
    paths = written(tmp_path, sdn=(SDN + SDN_2).replace(b"\r\n", line_end) + end)
    assert [record.key for record in parties(*paths)] == ["36", "173"]
    assert rejected(*paths) == []


def test_the_end_mark_may_follow_the_last_row_on_its_line(tmp_path: Path) -> None:
    paths = written(tmp_path, sdn=SDN + SDN_2.rstrip() + b"\x1a")
    assert [record.values["remarks"] for record in parties(*paths)[1:]] == ["DOB 1970."]


def test_a_byte_order_mark_is_no_part_of_the_first_number(tmp_path: Path) -> None:
    assert [record.key for record in parties(*written(tmp_path, sdn=b"\xef\xbb\xbf" + SDN))] == ["36"]


def test_compressed_files_are_read_alike(tmp_path: Path) -> None:
    packed, zipped = tmp_path / "sdn.csv.gz", tmp_path / "add.zip"
    packed.write_bytes(gzip.compress(SDN))
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("add.csv", ADD)
    assert [record.values["add"][0]["city"] for record in parties(zipped, packed)] == ["Havana"]


def test_a_value_may_run_over_two_lines(tmp_path: Path) -> None:
    first, second = parties(*written(tmp_path, sdn=SDN_2.replace(b"DOB 1970.", b"DOB 1970;\r\nGender Male.") + SDN))
    assert (first.line, described(first).details["gender"], second.line) == (1, "Male", 3)


def test_a_stray_quotation_mark_costs_its_own_row_only(tmp_path: Path) -> None:
    paths = written(tmp_path, sdn=SDN + SDN_2.replace(b'"DOE, Jane"', b'"DOE, Jane') + SDN.replace(b"36", b"37"))
    assert [record.key for record in parties(*paths)] == ["36", "37"]
    assert [(reject.key, reject.line) for reject in rejected(*paths)] == [("173", 2)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (SDN_2.replace(b",-0- ", b"", 1), "11 columns instead of 12"),
        (SDN_2.replace(b",-0- ", b",-0- ,-0- ", 1), "13 columns instead of 12"),
        (SDN_2.replace(b"Jane", b"Ren\xe9"), "byte 0xe9 is not UTF-8"),
        (SDN_2.replace(b"Jane", b'Ja"n"e'), "the row is not well-formed (',' expected after '\"')"),
        (SDN_2.replace(b"Jane", b"J" * 140_000), "the row is not well-formed (field larger than field limit (131072))"),
    ],
)
def test_a_row_of_another_shape_is_rejected_with_its_line_and_number(tmp_path: Path, row: bytes, reason: str) -> None:
    paths = written(tmp_path, sdn=SDN + row + SDN.replace(b"36", b"37"))
    assert [record.key for record in parties(*paths)] == ["36", "37"]
    (reject,) = rejected(*paths)
    assert (reject.reason, reject.line, reject.key) == (f"sdn.csv: {reason}", 2, "173")
    assert reject.raw == row.decode(errors="backslashreplace").rstrip()


def test_rows_about_a_party_that_is_not_listed_are_rejected(tmp_path: Path) -> None:
    paths = written(tmp_path, sdn=SDN, alt=ALT + ALT.replace(b"36,", b"99,"), add=ADD.replace(b"36,", b"98,"))
    assert [(r.reason, r.field, r.line, r.key, r.raw["ent_num"]) for r in rejected(*paths)] == [
        ("add.csv: the list has no party with this number", "ent_num", 1, "", "98"),
        ("alt.csv: the list has no party with this number", "ent_num", 2, "", "99"),
    ]


def test_a_number_given_twice_is_two_records_each_with_its_aliases(tmp_path: Path) -> None:
    paths = written(tmp_path, sdn=SDN + SDN.replace(b"AIRLINES", b"AIR"), alt=ALT)
    assert [(record.values["name"], len(record.values["alt"])) for record in parties(*paths)] == [
        ("AEROCARIBBEAN AIRLINES", 1),
        ("AEROCARIBBEAN AIR", 1),
    ]


@pytest.mark.parametrize(
    "last",
    [
        b'173,"DOE, Ja',
        b'173,"DOE, Jane","individual"',
        SDN_2[:-3],
        SDN_2.replace(b'"DOB 1970."\r\n', b""),
        SDN_2.replace(b'"DOB 1970."\r\n', b"-0"),
        b"17",
    ],
)
def test_a_file_cut_short_is_refused_and_its_line_named(tmp_path: Path, last: bytes) -> None:
    with pytest.raises(BadFile, match=r"line 2: the file is cut short"):
        parties(*written(tmp_path, sdn=SDN + last))


def test_records_come_as_the_file_is_read(tmp_path: Path) -> None:
    reading = ofac_sdn.records(*written(tmp_path, sdn=SDN + b'173,"DOE, Ja'))
    assert isinstance(next(reading), Record)
    with pytest.raises(BadFile, match="cut short"):
        next(reading)


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html>\n<html><body>Service, unavailable</body></html>\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"id,name\n1,one\n",
        b"1,2,3\n4,5,6\n",
        b"1,one,planet,x,x,x,x,x,x,x,x,x\n",
        SDN.decode().encode("utf-16"),
    ],
)
def test_a_file_of_another_format_is_refused_and_told_what_was_expected(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadFile, match=r"expected rows without a header: 12 columns \(sdn\.csv\)"):
        parties(*written(tmp_path, sdn=content))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (SDN + b'173,"' + b"A" * LONGEST, "line 2: a line of more than 1,048,576 bytes"),
        (SDN + SDN_2.replace(b"DOE", b"D\0E"), "line 2: a NUL byte"),
        (SDN + b"\x1a\r\n" + SDN_2, "line 3: rows follow the end mark of line 2"),
        (b"", "the file is empty"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(BadFile, match=message):
        parties(*written(tmp_path, sdn=content))


def test_the_list_of_parties_must_be_among_the_files(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"sdn\.csv \(12 columns\), is missing"):
        parties(*written(tmp_path, alt=ALT, add=ADD))


def test_two_files_of_one_table_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"this is sdn\.csv, and so is"):
        parties(*written(tmp_path, one=SDN, two=SDN_2))


@pytest.mark.parametrize(
    ("head", "ours"),
    [
        (SDN, True),
        (ALT, True),
        (ADD, True),
        (b"\xef\xbb\xbf" + SDN, True),
        (SDN + SDN_2[:20], True),
        (SDN[:40], False),
        (b"173,a comment\n", False),
        (b"1,2,3,4,5,6\n", False),
        (b"1,one,,x,,,,,,,,\n", False),
        (b"<html>", False),
        (b"", False),
    ],
)
def test_its_files_are_recognised_by_their_first_line(head: bytes, ours: bool) -> None:
    assert ofac_sdn.recognises(head) is ours


def test_every_end_of_a_claim_is_a_thing_of_the_same_record() -> None:
    for record in parties(*sorted(GOLDEN.glob("*.csv"))):
        found = project(ofac_sdn.claims(record))
        assert {entity.id for entity in found.references} >= {"org:ofac", "country:US"}


def test_the_full_list_has_the_parties_programmes_and_links_that_were_counted(shared: Path) -> None:
    counted = json.loads((shared / "counts.json").read_bytes())["ofac_sdn_csv/2022-01/sdn.csv.gz"]
    records = list(ofac_sdn.records(*sorted((shared / "ofac_sdn_csv" / "2022-01").glob("*.gz"))))
    kinds: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for record in records:
        assert isinstance(record, Record)
        found = project(ofac_sdn.claims(record))
        kinds.update(entity.kind for entity in found.entities)
        types.update(claim.proposition.type for claim in (*found.facts, *found.mentions))
    assert len(records) == 9_044
    assert sum(len(r.values.get("alt", ())) for r in records if isinstance(r, Record)) == 12_409
    assert sum(len(r.values.get("add", ())) for r in records if isinstance(r, Record)) == 13_625
    names = {"entity": "Organisation", "individual": "Person", "vessel": "Vessel", "aircraft": "Aircraft"}
    assert kinds == {names[name]: count for name, count in counted["by_type"].items()}
    assert types["SANCTIONS"] == counted["party_programme_pairs"]
    assert types["LINKED_TO"] == counted["linked_to_mentions"]


def test_the_tiny_sample_has_nine_rows_about_parties_it_does_not_list(shared: Path) -> None:
    paths = sorted((shared / "ofac_sdn_csv" / "tiny").glob("*.csv"))
    assert len(parties(*paths)) == 17
    assert Counter(reject.reason[:3] for reject in rejected(*paths)) == {"alt": 5, "add": 4}


def test_the_day_of_the_seed_story_adds_seven_people_linked_to_two_makers_of_arms(shared: Path) -> None:
    before, after = (parties(shared / "ofac_sdn_csv" / "delta" / f"sdn_2023-01-{day}.csv.gz") for day in ("05", "06"))
    old = {record.key for record in before}
    new = [record for record in after if record.key not in old]
    assert (len(before), len(after), len(new)) == (11_436, 11_443, 7)
    links = [{end for _, kind, end in edges(record) if kind == "LINKED_TO"} for record in new]
    assert all(links)
    assert set().union(*links) >= {"~QODS AVIATION INDUSTRIES", "~AEROSPACE INDUSTRIES ORGANIZATION"}
