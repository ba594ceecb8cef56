"""World leaders: states with a code and without one, terms, and rows that are none."""

from pathlib import Path

import pytest

from graph.claims import Claim, Entity
from graph.errors import BadFile, BadRow
from graph.sources import Record, Reject
from loaders import world_leaders

HEADER = b"countryid,country,position,positionLabel,officeholder,officeholderLabel,start_year,end_year\n"


def term(**values: str) -> Record:
    stated = {
        "countryid": "Q794", "country": "Iran", "position": "Q838380", "positionLabel": "President of Iran", "officeholder": "Q1",
        "officeholderLabel": "Jane Doe", "start_year": "2013", "end_year": "2021",
    }  # fmt: skip
    return Record(key="x", values={**stated, **values})


def claims(record: Record) -> list[Claim]:
    return [statement for statement in world_leaders.claims(record) if isinstance(statement, Claim)]


def written(folder: Path, content: bytes) -> Path:
    path = folder / "wikidata.csv"
    path.write_bytes(content)
    return path


def test_a_holder_is_in_the_office_and_speaks_for_the_state_in_the_years_of_the_term() -> None:
    said = [(c.proposition.type, c.proposition.subject, c.proposition.object, c.proposition.scope) for c in claims(term())]
    assert said == [
        ("HOLDS_POSITION", "wikidata:Q1", "country:IR", "wikidata:Q838380"),
        ("SPEAKS_FOR", "wikidata:Q1", "country:IR", ""),
    ]
    assert {c.period.bounds for c in claims(term())} == {("2013-01-01", "2013-12-31", "2021-01-01", "2021-12-31")}
    assert claims(term())[0].details == {"office": "President of Iran"}


def test_a_term_without_an_end_goes_on() -> None:
    assert claims(term(end_year=""))[0].period.bounds[2:] == (None, None)


@pytest.mark.parametrize(
    ("country", "item", "id", "territory"),
    [
        ("People's Republic of China", "Q148", "country:CN", ""),
        ("Kingdom of the Two Denmarks", "Q756617", "country:DK", ""),
        ("Turkey", "Q999999999", "country:TR", ""),
        ("Republic of Abkhazia", "Q31354462", "wikidata:Q31354462", "country:GE"),
        ("Sahrawi Arab Democratic Republic", "Q40362", "wikidata:Q40362", ""),
    ],
)
def test_a_state_without_a_code_is_kept_under_its_wikidata_id(country: str, item: str, id: str, territory: str) -> None:
    record = term(country=country, countryid=item)
    state = next(s for s in world_leaders.claims(record) if isinstance(s, Entity) and s.id == id)
    assert (claims(record)[0].proposition.object, state.details.get("territory", "")) == (id, territory)
    unknown = () if id.startswith("country:") or territory else (country,)
    assert state.details.get("unresolved_countries", ()) == unknown


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"officeholder": "Jane"}, "officeholder"),
        ({"position": ""}, "position"),
        ({"countryid": "794"}, "countryid"),
        ({"country": " "}, "country"),
        ({"positionLabel": ""}, "positionLabel"),
        ({"start_year": "2013-01"}, "start_year"),
        ({"start_year": "0000"}, "start_year"),
        ({"end_year": "2012"}, "end_year"),
    ],
)
def test_a_row_that_is_not_sound_is_a_bad_row_that_names_the_field(values: dict[str, str], field: str) -> None:
    with pytest.raises(BadRow) as caught:
        list(world_leaders.claims(term(**values)))
    assert caught.value.field == field


def test_a_holder_without_a_label_is_called_by_the_id() -> None:
    (person,) = (s for s in world_leaders.claims(term(officeholderLabel="")) if isinstance(s, Entity) and s.described)
    assert (person.name, person.kind) == ("Q1", "Official")


def test_two_terms_of_one_holder_are_two_records(shared: Path) -> None:
    keys = [r.key for r in world_leaders.records(shared / "world_leaders" / "wikidata.csv") if "/Q127998/" in r.key]
    assert len(keys) == len(set(keys)) == 2


def test_a_row_of_another_width_is_a_reject(tmp_path: Path) -> None:
    (bad,) = world_leaders.records(written(tmp_path, HEADER + b"Q794,Iran\n"))
    assert isinstance(bad, Reject)
    assert (bad.line, bad.raw) == (2, "Q794,Iran")


def test_a_changed_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="header"):
        list(world_leaders.records(written(tmp_path, HEADER.replace(b"position,", b"post,"))))
