"""REIGN's leaders and regimes: dates, ids that repeat, and text that was encoded twice."""

from pathlib import Path

import pytest

from graph.claims import Claim, Entity
from graph.errors import BadFile, BadRow
from graph.sources import Record
from loaders import _cow, reign

HEADER = b"stateabb,ccode,leadid,leader,sdate,smonth,syear,emonth,eyear,birthyear,gender,militarycareer,l_month,l_year,,,codedby,notes\n"
REGIMES = b"cowcode,gwf_country,gwf_casename,gwf_startdate,gwf_enddate,gwf_regimetype\n"


def leader(**values: str) -> Record:
    stated = {"ccode": "630", "leadid": "A-1", "leader": "Doe", "sdate": "4", "smonth": "6", "syear": "1989"}
    return Record(key="A-1", values={**stated, **values})


def regime(**values: str) -> Record:
    stated = {
        "cowcode": "40", "gwf_country": "Cuba", "gwf_startdate": "1/1/1959", "gwf_enddate": "12/31/2008", "gwf_regimetype": "personal",
    }  # fmt: skip
    return Record(key="40", values={**stated, **values})


def claims(record: Record) -> list[Claim]:
    return [statement for statement in reign.claims(record) if isinstance(statement, Claim)]


def described(record: Record) -> Entity:
    (entity,) = (s for s in reign.claims(record) if isinstance(s, Entity) and s.described)
    return entity


def written(folder: Path, content: bytes) -> Path:
    path = folder / "list.csv"
    path.write_bytes(content)
    return path


def test_a_leader_holds_the_office_from_a_day_to_a_month_and_speaks_for_the_state() -> None:
    for claim, type in zip(claims(leader(emonth="2", eyear="1997")), ("HOLDS_POSITION", "SPEAKS_FOR"), strict=True):
        assert (claim.proposition.type, claim.proposition.object) == (type, "country:IR")
        assert claim.period.bounds == ("1989-06-04", "1989-06-04", "1997-02-01", "1997-02-28")


def test_a_leader_without_an_end_is_in_office() -> None:
    assert claims(leader())[0].period.bounds == ("1989-06-04", "1989-06-04", None, None)


def test_what_is_not_known_of_a_leader_is_left_out() -> None:
    entity = described(leader(birthyear="-99", gender="-99", militarycareer="0", l_month="7", l_year="1989"))
    assert entity.details == {"military_career": "0", "last_election": "1989-07", "identifiers": ("REIGN:A-1:",)}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("JÃ³hannsson", "Jóhannsson"),
        ("Ivica DaÄ\x8diÄ\x87", "Ivica Dačić"),
        ("Müller", "Müller"),
        ("Truman", "Truman"),
        ("A LOT OF THINGS\x85", "A LOT OF THINGS\x85"),
        ("Â£5", "Â£5"),
        ("Dačić", "Dačić"),
    ],
)
def test_text_that_was_encoded_twice_is_put_right_where_only_letters_come_of_it(text: str, meant: str) -> None:
    assert reign.repaired(text) == meant


def test_a_name_that_was_put_right_is_kept_as_published_too() -> None:
    entity = described(leader(leader="JÃ³hannsson"))
    assert (entity.name, entity.details["name_as_published"], entity.id) == ("Jóhannsson", "JÃ³hannsson", "reign:A-1/jóhannsson")


def test_leaders_under_one_id_are_told_apart_by_their_names_and_terms_by_their_days(shared: Path) -> None:
    found = [r for r in reign.records(shared / "reign" / "leaderlist_3_21.csv") if r.key.startswith("A2.9-6199/")]
    assert [record.key for record in found] == ["A2.9-6199/1959-11-20", "A2.9-6199/1961-09-08", "A2.9-6199/1962-01-01"]
    ids = [described(record).id for record in found if isinstance(record, Record)]
    assert ids == ["reign:A2.9-6199/thors", "reign:A2.9-6199/benediktsson", "reign:A2.9-6199/thors"]


@pytest.mark.parametrize(
    ("number", "on", "id"),
    [
        ("365", "1985-03-11", "country:SUHH"),
        ("365", "2000-01-01", "country:RU"),
        ("345", "1989-05-15", "country:YUCS"),
        ("345", "2003-03-07", "country:CSXX"),
        ("345", "2006-06-04", "country:RS"),
        ("265", "1971-05-03", "country:DDDE"),
        ("490", "1965-11-25", "country:CD"),
        ("817", "1963-11-01", "country:republic-of-vietnam"),
        ("340", "2010-01-01", "country:RS"),
        ("970", "2010-01-01", "country:NR"),
        ("972", "2010-01-01", "country:TO"),
        ("999", "2000-01-01", None),
    ],
)
def test_a_number_is_the_state_that_bore_it_on_that_day(number: str, on: str, id: str | None) -> None:
    found = _cow.territory(number, on)
    assert (found.id if found else None) == id


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ccode": "999"}, "ccode"),
        ({"leader": ""}, "leader"),
        ({"leadid": "a/b"}, "leadid"),
        ({"syear": ""}, "syear"),
        ({"smonth": "13"}, "sdate"),
        ({"sdate": "31"}, "sdate"),
        ({"eyear": "1988"}, "eyear"),
        ({"eyear": "x"}, "eyear"),
    ],
)
def test_a_leader_that_is_not_sound_is_a_bad_row_that_names_the_field(values: dict[str, str], field: str) -> None:
    with pytest.raises(BadRow) as caught:
        list(reign.claims(leader(**values)))
    assert caught.value.field == field


def test_a_regime_is_an_event_in_the_state() -> None:
    (claim,) = claims(regime())
    assert (claim.proposition.type, claim.proposition.object) == ("LOCATED_IN", "country:CU")
    assert claim.period.bounds == ("1959-01-01", "1959-01-01", "2008-12-31", "2008-12-31")
    assert (described(regime()).kind, described(regime()).details["regime_type"]) == ("Event", "personal")


def test_a_regime_that_stood_when_the_list_was_closed_has_no_end(tmp_path: Path) -> None:
    rows = b"40,Cuba,C,1/1/1959,12/31/2020,p\n20,Canada,C,12/11/1931,12/31/2020,p\n"
    rows += b"2,USA,U,3/4/1789,12/31/2021,p\n41,Haiti,H,1/1/1950,1/2/1951,p\n"
    ends = [claims(r)[0].period.until_max for r in reign.records(written(tmp_path, REGIMES + rows)) if isinstance(r, Record)]
    assert ends == [None, None, None, "1951-01-02"]


@pytest.mark.parametrize(
    ("country", "number", "id"),
    [("UKG", "200", "GB"), ("Soviet Union", "365", "SUHH"), ("Serbia", "345", "RS"), ("East Timor", "860", "TL")],
)
def test_a_regimes_state_is_known_by_its_name_or_else_its_number(country: str, number: str, id: str) -> None:
    stated = regime(gwf_country=country, cowcode=number, gwf_startdate="4/20/2002", gwf_enddate="12/31/2020")
    assert claims(stated)[0].proposition.object == f"country:{id}"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"gwf_startdate": "1959-01-01"}, "gwf_startdate"),
        ({"gwf_enddate": "2/30/2008"}, "gwf_enddate"),
        ({"gwf_enddate": "1/1/1950"}, "gwf_enddate"),
        ({"gwf_regimetype": " "}, "gwf_regimetype"),
        ({"gwf_country": "Atlantis", "cowcode": "999"}, "cowcode"),
    ],
)
def test_a_regime_that_is_not_sound_is_a_bad_row_that_names_the_field(values: dict[str, str], field: str) -> None:
    with pytest.raises(BadRow) as caught:
        list(reign.claims(regime(**values)))
    assert caught.value.field == field


def test_the_two_lists_are_two_registers(tmp_path: Path) -> None:
    assert reign.snapshot(written(tmp_path, HEADER)).register == ""
    assert reign.snapshot(written(tmp_path, REGIMES)).register == "reign_regimes"


def test_a_cell_under_a_column_without_a_name_is_kept(tmp_path: Path) -> None:
    (record,) = reign.records(written(tmp_path, HEADER + b"IRN,630,A-1,Doe,4,6,1989,,,,,,,,x,y,,\n"))
    assert isinstance(record, Record)
    assert record.values["unnamed"] == "x | y"


def test_a_list_of_another_month_may_have_other_columns_beside_those_that_are_read(tmp_path: Path) -> None:
    table = b"leadid,leader,stateabb,ccode,sdate,smonth,syear,emonth,eyear,gender,elected\nA-1,Doe,IRN,630,4,6,1989,,,1,0\n"
    (record,) = reign.records(written(tmp_path, table))
    assert isinstance(record, Record)
    assert (record.key, record.values["elected"]) == ("A-1/1989-06-04", "0")
    assert described(record).details["gender"] == "male"


def test_a_changed_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="header"):
        list(reign.records(written(tmp_path, HEADER.replace(b"leadid", b"id"))))
