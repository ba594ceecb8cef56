"""OFAC's Consolidated list: the shapes of the SDN list, told apart from it by what is in the file."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from golden_claims import as_json, compare

from graph import catalogue
from graph.errors import BadFile
from graph.load import load
from graph.projection import Projection, project
from graph.sources import Record
from loaders import ofac_cons, ofac_sdn

GOLDEN = Path(__file__).parent / "golden"
DELIMITED = tuple(GOLDEN / "ofac_cons" / f"cons_{name}.csv" for name in ("prim", "alt", "add"))
XML = (GOLDEN / "ofac_cons" / "consolidated.xml",)

CONS = b'9,"A","individual","NS-PLC",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
SDN = b'8,"B","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
ENTRY = b"<sdnEntry><uid>9</uid><programList><program>%s</program></programList>%s</sdnEntry>"


def read(*paths: Path) -> dict[str, Projection]:
    return {record.key: project(ofac_cons.claims(record)) for record in ofac_cons.records(*paths) if isinstance(record, Record)}


def lines(paths: tuple[Path, ...]) -> Iterator[str]:
    for record in ofac_cons.records(*paths):
        assert isinstance(record, Record)
        yield from map(as_json, ofac_cons.claims(record))


@pytest.mark.parametrize("paths", [DELIMITED, XML], ids=["csv", "xml"])
def test_the_sample_says_what_its_golden_file_has(paths: tuple[Path, ...], bless: bool) -> None:
    compare(paths[0].with_suffix(".claims.json"), lines(paths), bless)


def test_a_party_has_the_same_id_and_programme_in_both_shapes() -> None:
    delimited, xml = read(*DELIMITED), read(*XML)
    both = delimited.keys() & xml.keys()
    assert both >= {"9639", "17014", "18782"}
    for key in both:
        (one,), (other,) = delimited[key].entities, xml[key].entities
        assert (one.id, one.kind) == (other.id, other.kind)
        assert {c.proposition.scope for c in delimited[key].facts} & {c.proposition.scope for c in xml[key].facts}


@pytest.mark.parametrize(
    ("head", "cons"),
    [
        (CONS, True),
        (SDN, False),
        (CONS * 2 + SDN, True),
        (CONS + SDN * 2, False),
        (CONS + SDN, False),
        (CONS.replace(b"NS-PLC", b"UKRAINE-EO13662] [RUSSIA-EO14024"), True),
        (CONS.replace(b"NS-PLC", b"561-Related"), True),
        (CONS.replace(b"NS-PLC", b"FSE-SY"), True),
        (CONS.replace(b"NS-PLC", b"CMIC-EO13959"), True),
        (CONS.replace(b"NS-PLC", b"NS-CMIC-EO13959"), True),
        (b'9,1,"aka","A",-0- \r\n', False),
        (b'9,1,-0- ,"Gaza","Palestinian",-0- \r\n', False),
        (b"<sdnList>" + ENTRY % (b"SDGT", b""), False),
        (b"<sdnList>" + ENTRY % (b"UKRAINE-EO13662", b""), True),
        (b"<sdnList>" + ENTRY % (b"IRAN", b"<idNumber>Not on the SDN List and Not Subject</idNumber>"), True),
        (b"<sdnList>" + ENTRY % (b"RUSSIA-EO14024", b"<idType>Executive Order 13662 Directive Determination -</idType>"), True),
        (b'<Sanctions><ListValues><List ID="1">Sectoral Sanctions Identifications List</List></ListValues>', True),
        (b'<Sanctions><ListValues><List ID="1">SDN List</List></ListValues>', False),
    ],
)
def test_a_file_is_of_the_list_that_most_of_its_parties_are_on(head: bytes, cons: bool) -> None:
    assert (ofac_cons.recognises(head), ofac_sdn.recognises(head)) == (cons, not cons)


@pytest.mark.parametrize("head", [b"", b"<html>", b"id,name\n", b"<!DOCTYPE sdnList><sdnList>", b"9,a comment\n"])
def test_a_file_of_neither_list_is_claimed_by_none(head: bytes) -> None:
    assert not ofac_cons.recognises(head)
    assert not ofac_sdn.recognises(head)


def test_an_advanced_file_that_has_not_named_its_lists_yet_is_claimed_by_both(tmp_path: Path) -> None:
    path = tmp_path / "advanced.xml"
    path.write_bytes(b'<Sanctions xmlns="http://www.un.org/sanctions/1.0" Version="1"><DateOfIssue/></Sanctions>')
    with pytest.raises(BadFile, match="ofac_cons and ofac_sdn both claim it"):
        catalogue.detect(path)


def test_the_real_samples_are_told_apart(shared: Path) -> None:
    assert catalogue.detect(shared / "ofac_cons_csv" / "cons_prim.csv.gz").SOURCE.name == "ofac_cons"
    assert catalogue.detect(shared / "ofac_cons_xml" / "consolidated_2018-04-06.xml.gz").SOURCE.name == "ofac_cons"
    for name in ("2022-01/sdn.csv.gz", "2022-01/alt.csv.gz", "2022-01/add.csv.gz", "delta/sdn_2023-01-06.csv.gz", "tiny/sdn.csv"):
        assert catalogue.detect(shared / "ofac_sdn_csv" / name).SOURCE.name == "ofac_sdn"


def test_the_list_of_2018_has_its_639_parties_and_says_its_date(shared: Path) -> None:
    totals = load(None, ofac_cons, [shared / "ofac_cons_xml" / "consolidated_2018-04-06.xml.gz"])
    assert (totals.snapshot, totals.read, totals.new, totals.rejected) == ("2018-04-06", 639, 639, 0)


def test_the_delimited_list_has_its_442_parties_with_all_their_aliases_and_addresses(shared: Path) -> None:
    paths = [shared / "ofac_cons_csv" / f"cons_{name}.csv.gz" for name in ("prim", "alt", "add")]
    totals = load(None, ofac_cons, paths)
    assert (totals.read, totals.new, totals.rejected) == (442, 442, 0)
    records = [record for record in ofac_cons.records(*paths) if isinstance(record, Record)]
    assert (sum(len(r.values.get("alt", ())) for r in records), sum(len(r.values.get("add", ())) for r in records)) == (1_073, 574)


def test_every_value_of_the_real_xml_is_read(shared: Path) -> None:
    """What the entries hold, counted in the file's own text, is what the parties state."""
    (path,) = (shared / "ofac_cons_xml").glob("*.gz")
    found = read(path)
    kinds = Counter(projection.entities[0].kind for projection in found.values())
    assert kinds == {"Organisation": 471, "Person": 94, "Vessel": 74}
    assert sum(1 for p in found.values() for claim in p.facts if claim.proposition.type == "SANCTIONS") == 647
    assert sum(len(p.entities[0].details.get("birth_date", ())) for p in found.values()) == 87
    assert sum(1 for p in found.values() if "imo" in p.entities[0].details) == 74
