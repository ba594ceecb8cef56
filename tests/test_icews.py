"""ICEWS events: both layouts, and whom a name stands for."""

from pathlib import Path

import pytest

from graph.claims import Claim, Entity
from graph.errors import BadFile, BadRow
from graph.sources import Record, Reject
from loaders import icews

HEADER = "Event ID\tEvent Date\tSource Name\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\n"


def event(**values: str) -> Record:
    stated = {"Source Name": "Iran", "Event Text": "Make statement", "Target Name": "Russia", "Event Date": "2015-01-02"}
    return Record(key="1", values={**stated, **{name.replace("_", " "): value for name, value in values.items()}})


def claim(record: Record) -> Claim:
    (found,) = (statement for statement in icews.claims(record) if isinstance(statement, Claim))
    return found


def written(folder: Path, text: str) -> Path:
    path = folder / "events.tab"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "id", "territory"),
    [
        ("China", "country:CN", ""),
        ("Government (Nigeria)", "country:NG", ""),
        ("Citizen (Nigeria)", "icews:Citizen_(Nigeria)", "country:NG"),
        ("Air Force (Palestinian Territory, Occupied)", "icews:Air_Force_(Palestinian_Territory,_Occupied)", "country:PS"),
        ("Armed Gang (Al Qaeda)", "icews:Armed_Gang_(Al_Qaeda)", ""),
        ("Government (Atlantis)", "icews:Government_(Atlantis)", ""),
        ("John Kerry", "icews:John_Kerry", ""),
        ("Middle East", "icews:Middle_East", ""),
    ],
)
def test_a_name_is_a_territory_its_government_or_a_party_of_its_own(name: str, id: str, territory: str) -> None:
    party = next(s for s in icews.claims(event(Source_Name=name)) if isinstance(s, Entity) and s.id == id)
    assert party.details.get("territory", "") == territory


def test_a_text_has_its_code_and_one_that_the_codebook_lacks_is_kept_as_it_is() -> None:
    known, unknown = claim(event(Event_Text="fight with artillery and tanks")), claim(event(Event_Text="Sing together"))
    assert (known.details["cameo"], known.proposition.scope) == ("194", "194 2015-01-02")
    assert (unknown.details["event"], unknown.proposition.scope) == ("Sing together", "Sing together 2015-01-02")
    assert "cameo" not in unknown.details


def test_an_event_without_a_target_makes_no_edge() -> None:
    (kept,) = (s for s in icews.claims(event(Target_Name="")) if isinstance(s, Entity) and s.described)
    assert (kept.kind, kept.name) == ("Event", "Iran: Make statement, 2015-01-02")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"Event_Date": "2015-02-30"}, "Event Date"),
        ({"Event_Date": ""}, "Event Date"),
        ({"Event_Text": ""}, "Event Text"),
        ({"CAMEO_Code": "10"}, "CAMEO Code"),
        ({"CAMEO_Code": "x"}, "CAMEO Code"),
        ({"Intensity": "inf"}, "Intensity"),
    ],
)
def test_an_event_that_is_not_sound_is_a_bad_row_that_names_the_field(values: dict[str, str], field: str) -> None:
    with pytest.raises(BadRow) as caught:
        list(icews.claims(event(**values)))
    assert caught.value.field == field


def test_the_id_of_an_event_and_its_day_are_the_key_together(tmp_path: Path) -> None:
    row = "9\t{}\tIran\tIran\tMake statement\t010\t0.0\tRussia\n"
    found = list(icews.records(written(tmp_path, HEADER + row.format("2015-01-01") + row.format("2015-01-02"))))
    assert [record.key for record in found] == ["9/2015-01-01", "9/2015-01-02"]


def test_columns_may_come_in_any_order_and_in_quotation_marks(tmp_path: Path) -> None:
    header = '"Event Date"\t"Event ID"\t"Source Name"\t"Event Text"\t"CAMEO Code"\t"Target Name"\n'
    path = written(tmp_path, header + '2015-01-01\t9\t"The ""Front"""\t"Make statement"\t"010"\tRussia\n')
    (record,) = icews.records(path)
    assert isinstance(record, Record)
    assert (record.key, record.values["Source Name"]) == ("9/2015-01-01", 'The "Front"')


@pytest.mark.parametrize("nothing", ["", "NA", "None", '"NULL"'])
def test_what_copies_write_for_an_empty_cell_is_no_party_and_no_country(tmp_path: Path, nothing: str) -> None:
    (record,) = icews.records(written(tmp_path, HEADER + f"9\t2015-01-01\tIran\t{nothing}\tMake statement\t010\t0.0\t{nothing}\n"))
    assert isinstance(record, Record)
    (kept,) = (s for s in icews.claims(record) if isinstance(s, Entity) and s.described)
    assert (kept.kind, kept.name, "actor_country" in kept.details) == ("Event", "Iran: Make statement, 2015-01-01", False)


def test_equal_lines_without_ids_have_one_key(tmp_path: Path) -> None:
    row = "Iran\tMake statement\tRussia\t2015-01-02\n"
    first, again, other = icews.records(written(tmp_path, row + row + row.replace("02", "03")))
    assert first.key == again.key != other.key


def test_a_line_of_another_width_is_a_reject(tmp_path: Path) -> None:
    _, bad = icews.records(written(tmp_path, "Iran\tMake statement\tRussia\t2015-01-02\nIran\tRussia\n"))
    assert isinstance(bad, Reject)
    assert (bad.line, bad.raw) == (2, "Iran\tRussia")


def test_a_header_that_lacks_a_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="CAMEO Code"):
        list(icews.records(written(tmp_path, HEADER.replace("CAMEO Code", "Code"))))
