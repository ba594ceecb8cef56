"""OFAC's lists as XML and advanced XML: the same parties as from the delimited files, with dates and kinds of ties besides."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from golden_claims import as_json, compare
from lxml import etree

from graph.claims import Claim, Entity, Mention
from graph.dates import Period
from graph.errors import BadFile, BadRow
from graph.load import load
from graph.projection import Projection, project
from graph.sources import Record, Reject
from loaders import ofac_sdn
from loaders._elements import LONGEST, elements, plain
from loaders._ofac_dates import day, span
from loaders._ofac_ties import Tie, edges
from loaders._ofac_xml import from_remarks

GOLDEN = Path(__file__).parent / "golden" / "ofac_shapes"
DELIMITED = tuple(GOLDEN / f"{name}.csv" for name in ("sdn", "alt", "add"))
XML, ADVANCED = GOLDEN / "sdn.xml", GOLDEN / "sdn_advanced.xml"
SHAPES = pytest.mark.parametrize("paths", [(XML,), (ADVANCED,)], ids=["xml", "advanced"])
NEW = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"

ENTRY = (
    "<sdnEntry><uid>7</uid><lastName>DOE</lastName><sdnType>Individual</sdnType>"
    "<programList><program>SDGT</program></programList>{}</sdnEntry>"
)


def read(*paths: Path) -> dict[str, Projection]:
    return {record.key: project(ofac_sdn.claims(record)) for record in ofac_sdn.records(*paths) if isinstance(record, Record)}


def party(more: str = "") -> Entity:
    values = plain(etree.fromstring(ENTRY.format(more)))
    (entity,) = project(ofac_sdn.claims(Record(key="7", values=values))).entities
    return entity


def changed(tmp_path: Path, path: Path, *pairs: tuple[str, str]) -> Path:
    """Return a copy of a sample with texts replaced, each of which must be there."""
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    copy = tmp_path / path.name
    copy.write_text(text, encoding="utf-8")
    return copy


def typed(found: Projection) -> set[tuple[str, str, str, str]]:
    return {(c.proposition.subject, c.proposition.type, str(c.proposition.object), c.proposition.scope) for c in found.facts}


def resolved(found: dict[str, Projection], key: str) -> set[tuple[str, str, str, str]]:
    """The edges of a party once its mentions have found the parties they name."""
    ids = {projection.entities[0].name: projection.entities[0].id for projection in found.values()}
    mentions = {
        (c.proposition.subject, c.proposition.type, ids[c.proposition.object.name], c.proposition.scope)
        for c in found[key].mentions
        if isinstance(c.proposition.object, Mention)
    }
    return typed(found[key]) | mentions


def plain_lines(paths: tuple[Path, ...]) -> Iterator[str]:
    for record in ofac_sdn.records(*paths):
        assert isinstance(record, Record)
        yield from map(as_json, ofac_sdn.claims(record))


@SHAPES
def test_the_sample_says_what_its_golden_file_has(paths: tuple[Path, ...], bless: bool) -> None:
    compare(paths[0].with_suffix(".claims.json"), plain_lines(paths), bless)


def test_the_advanced_sample_is_valid_by_the_publishers_schema(shared: Path) -> None:
    schema = etree.XMLSchema(etree.parse(str(shared / "ofac_cons_xml" / "sdn_advanced.xsd")))
    assert schema.validate(etree.parse(str(ADVANCED))), schema.error_log


@SHAPES
@pytest.mark.parametrize("key", ["90001", "90002", "90003"])
def test_a_party_has_the_same_id_names_and_edges_in_each_shape(paths: tuple[Path, ...], key: str) -> None:
    delimited, other = read(*DELIMITED), read(*paths)
    (before,), (after,) = delimited[key].entities, other[key].entities
    assert (after.id, after.kind, after.name) == (before.id, before.kind, before.name)
    assert set(after.aliases) >= set(before.aliases)
    assert resolved(other, key) >= resolved(delimited, key)
    more = {type for _, type, _, _ in resolved(other, key) - resolved(delimited, key)}
    assert more <= ({"ACTS_FOR", "CONTROLS", "HOLDS_POSITION", "DIRECTS"} if paths == (ADVANCED,) else set())


@SHAPES
@pytest.mark.parametrize(
    "property",
    ["birth_date", "birth_date_edtf", "birth_place", "nationality", "citizenship", "gender", "title", "addresses", "weak_aliases",
     "former_names", "websites", "imo", "flag_territory", "vessel_type", "unresolved_countries", "sanctions_information"],
)  # fmt: skip
def test_a_property_is_the_same_in_each_shape(paths: tuple[Path, ...], property: str) -> None:
    delimited, other = read(*DELIMITED), read(*paths)
    stated = {key: found.entities[0].details.get(property) for key, found in delimited.items()}
    assert any(stated.values())
    assert {key: found.entities[0].details.get(property) for key, found in other.items()} == stated


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (XML, "http://tempuri.org/sdnList.xsd", NEW + "XML"),
        (ADVANCED, "http://www.un.org/sanctions/1.0", NEW + "ADVANCED_XML"),
        (XML, ' xmlns="http://tempuri.org/sdnList.xsd"', ""),
    ],
)
def test_the_namespace_makes_no_difference(tmp_path: Path, path: Path, old: str, new: str) -> None:
    copy = changed(tmp_path, path, (old, new))
    assert list(ofac_sdn.records(copy)) == list(ofac_sdn.records(path))
    assert ofac_sdn.recognises(copy.read_bytes()[:65_536])


@SHAPES
def test_records_can_be_kept_as_json(paths: tuple[Path, ...]) -> None:
    for record in ofac_sdn.records(*paths):
        assert isinstance(record, Record)
        assert record.line > 0
        assert orjson.loads(orjson.dumps(record.values)) == record.values


@SHAPES
def test_the_file_says_its_own_date(paths: tuple[Path, ...]) -> None:
    assert ofac_sdn.snapshot(*paths).date == "2024-03-15"
    assert load(None, ofac_sdn, paths).dated_by == "from the file"


def test_the_delimited_files_say_no_date() -> None:
    assert ofac_sdn.snapshot(*DELIMITED).date == ""


def test_a_party_is_listed_since_the_earliest_event_of_its_entry() -> None:
    periods = {claim.proposition.scope: claim.period for claim in read(ADVANCED)["90001"].facts if claim.proposition.type == "SANCTIONS"}
    assert periods == {name: Period(from_min="2019-07-18", from_max="2019-07-18") for name in ("NPWMD", "IFSR")}


def test_a_sanction_has_its_legal_basis_and_its_measures() -> None:
    (claim,) = (claim for claim in read(ADVANCED)["90002"].facts if claim.proposition.type == "SANCTIONS")
    assert claim.details["legal_basis"] == ("Executive Order 13382 (Non-proliferation)",)
    assert claim.details["measures"] == ("Block",)


def test_a_listing_date_that_does_not_exist_is_a_bad_row(tmp_path: Path) -> None:
    path = changed(tmp_path, ADVANCED, ("<Year>2020</Year><Month>2</Month><Day>20</Day>", "<Year>2020</Year><Month>2</Month><Day>31</Day>"))
    totals = load(None, ofac_sdn, [path])
    assert (totals.read, totals.new, totals.rejected) == (3, 2, 1)
    with pytest.raises(BadRow, match="2020-02-31"):
        read(path)


def test_relations_become_typed_edges_with_their_direction() -> None:
    found = read(ADVANCED)
    assert typed(found["90001"]) >= {
        ("ofac:90001", "HOLDS_POSITION", "ofac:90002", "leader or official"),
        ("ofac:90001", "ACTS_FOR", "ofac:90002", ""),
        ("ofac:90001", "LINKED_TO", "ofac:90002", ""),
    }
    assert ("ofac:90002", "CONTROLS", "ofac:90003", "") in typed(found["90003"])


@pytest.mark.parametrize(
    ("relation", "kinds", "edge"),
    [
        ("Acting for or on behalf of", ("Person", "Organisation"), ("near", "ACTS_FOR", "far")),
        ("Owned or Controlled By", ("Organisation", "Person"), ("far", "CONTROLS", "near")),
        ("Owned or Controlled By", ("Person", "Organisation"), ("near", "CONTROLS", "far")),
        ("Owns, controls, or operates", ("Organisation", "Vessel"), ("near", "CONTROLS", "far")),
        ("Family member of", ("Person", "Person"), ("near", "RELATED_TO", "far")),
        ("Family member of", ("Person", "Organisation"), None),
        ("Leader or official of", ("Person", "Organisation"), ("near", "HOLDS_POSITION", "far")),
        ("Leader or official of", ("Organisation", "Person"), ("far", "HOLDS_POSITION", "near")),
        ("Leader or official of", ("Organisation", "Organisation"), None),
        ("Principal Executive Officer", ("Organisation", "Person"), ("far", "DIRECTS", "near")),
        ("Associate Of", ("Person", "Person"), None),
        ("Providing support to", ("Person", "Organisation"), None),
        ("playing a significant role in", ("Person", "Organisation"), None),
        ("Property in the interest of", ("Vessel", "Organisation"), None),
        ("RelationType 99999", ("Person", "Organisation"), None),
    ],
)
def test_a_relation_is_an_edge_of_its_type_and_a_link_besides(
    relation: str, kinds: tuple[str, str], edge: tuple[str, str, str] | None
) -> None:
    found = {(e.subject, e.type, e.object): e for e in edges("near", kinds[0], [Tie(relation, "far", kinds[1], "FAR")])}
    assert found.keys() == {("near", "LINKED_TO", "far")} | ({edge} if edge else set())
    assert {e.details["relations"] for e in found.values()} == {(relation,)}


def test_several_relations_between_two_parties_are_one_link_with_all_their_names() -> None:
    ties = [Tie("Associate Of", "far", "Person", "FAR"), Tie("Family member of", "far", "Person", "FAR", former=True)]
    found = {edge.type: edge.details for edge in edges("near", "Person", ties)}
    assert found == {
        "LINKED_TO": {"relations": ("Associate Of", "Family member of (former)")},
        "RELATED_TO": {"relations": ("Family member of (former)",), "former": True},
    }


def test_a_party_has_no_tie_to_itself() -> None:
    assert list(edges("near", "Person", [Tie("Associate Of", "near", "Person", "NEAR")])) == []


def test_a_tie_to_a_profile_that_is_not_in_the_file_is_kept_as_a_note(tmp_path: Path) -> None:
    path = changed(tmp_path, ADVANCED, ('To-ProfileID="90002" RelationTypeID="15003"', 'To-ProfileID="77777" RelationTypeID="15003"'))
    found = read(path)["90003"]
    assert {claim.proposition.type for claim in found.facts} == {"SANCTIONS"}
    assert found.entities[0].details["notes"] == ("Owned or Controlled By profile 77777, which is not in the file",)


def test_an_entry_or_a_tie_of_a_profile_that_is_not_in_the_file_is_rejected(tmp_path: Path) -> None:
    path = changed(
        tmp_path, ADVANCED, ('ProfileID="90003" ListID', 'ProfileID="77777" ListID'), ('From-ProfileID="90003"', 'From-ProfileID="77777"')
    )
    bad = [record for record in ofac_sdn.records(path) if isinstance(record, Reject)]
    assert [reject.reason for reject in bad] == [
        "sdn_advanced.xml: a sanctions entry of profile 77777, which is not there",
        "sdn_advanced.xml: a relationship of profile 77777, which is not there",
    ]


def test_a_party_that_no_entry_lists_is_a_bad_row(tmp_path: Path) -> None:
    path = changed(tmp_path, ADVANCED, ('ProfileID="90003" ListID', 'ProfileID="90002" ListID'))
    totals = load(None, ofac_sdn, [path])
    assert (totals.read, totals.new, totals.rejected) == (3, 2, 1)


def test_a_programme_of_two_entries_holds_since_the_earlier_one(tmp_path: Path) -> None:
    path = changed(tmp_path, ADVANCED, ('ProfileID="90003" ListID', 'ProfileID="90002" ListID'))
    records = [record for record in ofac_sdn.records(path) if isinstance(record, Record) and record.key == "90002"]
    (claim,) = (s for s in ofac_sdn.claims(records[0]) if isinstance(s, Claim) and s.proposition.type == "SANCTIONS")
    assert claim.period.from_min == "2019-07-18"


def test_a_name_in_another_script_is_an_alias_and_says_its_script() -> None:
    (entity,) = read(ADVANCED)["90001"].entities
    assert "رستمی, پرویز" in entity.aliases
    assert entity.details["names_in_script"] == ("رستمی, پرویز (Arabic)",)


def test_without_its_reference_sets_the_file_is_refused(tmp_path: Path) -> None:
    path = changed(tmp_path, ADVANCED, ("PartySubTypeValues", "OtherValues"))
    with pytest.raises(BadFile, match="the reference value sets are missing"):
        read(path)


def test_a_reference_that_the_file_does_not_explain_keeps_its_number(tmp_path: Path) -> None:
    path = changed(tmp_path, ADVANCED, ('FeatureTypeID="14"', 'FeatureTypeID="9999"'))
    (entity,) = read(path)["90002"].entities
    assert "FeatureType 9999 www.sepehr.example" in entity.details["notes"]


def boundary(*points: tuple[str, str, str], about: str = "false") -> dict[str, Any]:
    names = ("From", "To")
    return {"@Approximate": about} | {name: dict(zip(("Year", "Month", "Day"), point)) for name, point in zip(names, points)}


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (boundary(("1963", "7", "28"), ("1963", "7", "28")), boundary(("1963", "7", "28"), ("1963", "7", "28")), "28 Jul 1963"),
        (boundary(("1963", "1", "1"), ("1963", "1", "1")), boundary(("1963", "12", "31"), ("1963", "12", "31")), "1963"),
        (boundary(("1960", "1", "1")), boundary(("1963", "12", "31")), "1960 to 1963"),
        (boundary(("1963", "2", "1")), boundary(("1963", "2", "28")), "Feb 1963"),
        (boundary(("1964", "2", "1")), boundary(("1964", "2", "28")), "01 Feb 1964 to 28 Feb 1964"),
        (boundary(("1963", "1", "1"), about="true"), boundary(("1963", "12", "31"), about="true"), "circa 1963"),
        (boundary(("1960", "1", "1"), about="true"), boundary(("1963", "12", "31")), "circa 1960 to circa 1963"),
        (boundary(("1963", "5", "2")), None, "02 May 1963"),
        (None, boundary(("1963", "5", "2")), "02 May 1963"),
        (boundary(("1963", "13", "2")), None, "02 month 13 1963"),
        (boundary(("x", "5", "2")), None, ""),
        ("1963", None, ""),
        (None, None, ""),
    ],
)  # fmt: skip
def test_a_date_of_the_advanced_file_is_as_precise_as_its_boundaries(start: Any, end: Any, written: str) -> None:
    assert span({"Start": start, "End": end}, "Gregorian") == written


def test_a_date_of_another_calendar_is_not_taken_for_one_of_ours() -> None:
    assert span({"Start": boundary(("1342", "5", "2"))}, "Jalali") == "02 May 1342 (Jalali calendar)"


@pytest.mark.parametrize(
    ("date", "iso"), [({"Year": "2019", "Month": "7", "Day": "8"}, "2019-07-08"), ({"Year": "2019"}, ""), ("2019", ""), (None, "")]
)
def test_a_day_needs_all_its_parts(date: Any, iso: str) -> None:
    assert day(date) == iso


@pytest.mark.parametrize(
    ("remarks", "links"),
    [
        ("(Linked To: ROSTEC)", ["ROSTEC"]),
        ("all offices worldwide; (Linked To: ACME (OFF SHORE), S.A.)", ["ACME (OFF SHORE), S.A."]),
        ("(Linked To: ONE) (Linked To: TWO CO.)", ["ONE", "TWO CO."]),
        ("(Linked To: ONE); (Linked To: TWO)", ["ONE", "TWO"]),
        ("Linked To: ONE", ["ONE"]),
        ("see http://example.org/a.; (Linked To: ONE)", ["ONE"]),
        ("nothing of the kind", []),
        ("", []),
    ],
)
def test_links_in_remarks_stand_in_brackets(remarks: str, links: list[str]) -> None:
    assert [value for property, value in from_remarks(remarks) if property == "linked_to"] == links


@pytest.mark.parametrize(
    ("kind", "number", "country", "identifiers", "notes"),
    [
        ("Passport", "R17589399", "Iran", ("Passport:R17589399:Iran",), None),
        ("Tax ID No.", "7727083115", "", ("Tax ID:7727083115:",), None),
        ("V.A.T. Number", "0123456", "Malta", ("V.A.T. Number:0123456:Malta",), None),
        ("Business Registration Document #", "12-34", "", ("Business Registration Document:12-34:",), None),
        ("SWIFT/BIC", "VTBRRUMM", "", ("SWIFT/BIC:VTBRRUMM:",), None),
        ("Vessel Registration Identification", "IMO 9218466", "", ("IMO:9218466:",), None),
        ("Digital Currency Address - TRX", "TQxyz9", "", ("Digital Currency Address TRX:TQxyz9:",), None),
        ("Executive Order 13662 Directive Determination -", "Subject to Directive 1", "", None,
         ("Executive Order 13662 Directive Determination - Subject to Directive 1",)),
        ("Effective Date (CMIC)", "02 Aug 2021", "", None, ("Effective Date (CMIC) 02 Aug 2021",)),
        ("Issuer Name", "Hangzhou 4 Vision", "", None, ("Issuer Name Hangzhou 4 Vision",)),
    ],
)  # fmt: skip
def test_an_item_of_the_ids_is_an_identifier_or_kept_word_for_word(
    kind: str, number: str, country: str, identifiers: tuple[str, ...] | None, notes: tuple[str, ...] | None
) -> None:
    place = f"<idCountry>{country}</idCountry>" if country else ""
    entity = party(f"<idList><id><idType>{kind}</idType><idNumber>{number}</idNumber>{place}</id></idList>")
    assert (entity.details.get("identifiers"), entity.details.get("notes")) == (identifiers, notes)


def test_an_element_that_is_not_known_is_kept_by_name() -> None:
    assert party("<nickname>Jack</nickname><extra><a>1</a></extra>").details["notes"] == ("nickname: Jack", 'extra: {"a":"1"}')


def test_a_second_name_of_a_weak_category_is_a_weak_alias() -> None:
    akas = "".join(
        f"<aka><type>{kind}</type><category>{category}</category><lastName>{name}</lastName></aka>"
        for kind, category, name in (
            ("a.k.a.", "weak", "JACK"),
            ("f.k.a.", "weak", "OLD"),
            ("f.k.a.", "strong", "FORMER"),
            ("a.k.a.", "strong", ""),
        )
    )
    entity = party(f"<akaList>{akas}</akaList>")
    assert entity.aliases == ("FORMER", "JACK", "OLD")
    assert (entity.details["weak_aliases"], entity.details["former_names"]) == (("JACK",), ("FORMER", "OLD"))


@pytest.mark.parametrize(
    ("entry", "reason"),
    [("<sdnEntry><lastName>A</lastName></sdnEntry>", "an entry needs one uid"), ("<sdnEntry/>", "an entry needs one uid")],
)
def test_an_entry_without_a_number_is_rejected_with_its_line(tmp_path: Path, entry: str, reason: str) -> None:
    path = tmp_path / "sdn.xml"
    path.write_text(f"<sdnList>\n{entry}\n{ENTRY.format('')}</sdnList>")
    reject, record = ofac_sdn.records(path)
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.field, reject.line) == (f"sdn.xml: {reason}", "uid", 2)
    assert isinstance(record, Record)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('<?xml version="1.0"?><!DOCTYPE sdnList [<!ENTITY a "b">]><sdnList>&a;</sdnList>', "it declares a DOCTYPE"),
        ("<!-- a comment --><!DOCTYPE sdnList><sdnList/>", "it declares a DOCTYPE"),
        ("<sdnList><sdnEntry>&a;</sdnEntry></sdnList>", "not well-formed"),
        ("<sdnList>\n<sdnEntry><uid>1</uid></sdnEntry>\n<sdnEntry><uid>2", "line 3: the file is cut short"),
        ("<sdnList>" + "<a>" * 200_000, "not well-formed XML .Excessive depth"),
        ("<sdnList><sdnEntry>\0</sdnEntry></sdnList>", "not well-formed"),
        ("<sdnList><sdnEntry><uid>1</uid></wrong></sdnList>", "not well-formed"),
        ("<sdnList>" + "<a/>" * (LONGEST // 4 + 20_000), "an element of more than 1,048,576 bytes"),
    ],
)  # fmt: skip
def test_xml_that_no_publisher_writes_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "sdn.xml"
    path.write_text(content)
    with pytest.raises(BadFile, match=message):
        list(ofac_sdn.records(path))


def test_a_file_of_bytes_in_another_encoding_than_it_says_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sdn.xml"
    path.write_bytes(b'<?xml version="1.0" encoding="utf-8"?><sdnList><sdnEntry>Ren\xe9</sdnEntry></sdnList>')
    with pytest.raises(BadFile, match="not well-formed"):
        list(ofac_sdn.records(path))


@SHAPES
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_says_the_encoding(tmp_path: Path, paths: tuple[Path, ...], encoding: str) -> None:
    text = paths[0].read_text(encoding="utf-8").partition("?>")[2]
    copy = tmp_path / "copy.xml"
    copy.write_text(text.lstrip(), encoding=encoding)
    assert ofac_sdn.recognises(copy.read_bytes()[:65_536])
    assert [record.key for record in ofac_sdn.records(copy) if isinstance(record, Record)] == ["90001", "90002", "90003"]


def test_an_xml_file_is_not_read_together_with_others() -> None:
    with pytest.raises(BadFile, match="a whole list by itself"):
        list(ofac_sdn.records(XML, DELIMITED[1]))


def test_a_web_page_is_none_of_the_shapes(tmp_path: Path) -> None:
    path = tmp_path / "sdn.xml"
    path.write_text("<html><body>503</body></html>")
    with pytest.raises(BadFile, match="no row of OFAC's list in it"):
        list(ofac_sdn.records(path))


def test_an_element_is_freed_with_all_before_it_once_the_next_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "sdn.xml"
    path.write_text("<sdnList>" + "<other/><sdnEntry><uid>1</uid></sdnEntry>" * 2_000 + "</sdnList>")
    kept = []
    for element in elements(path, "sdnList", ("sdnEntry",)):
        assert (len(element), element.getparent().index(element) <= 2) == (1, True)
        assert all(len(before) == 0 for before in kept[-1:])
        kept.append(element)
    assert len(kept) == 2_000
