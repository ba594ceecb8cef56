"""Territories: the seed tables are sound, names resolve to one territory or none, and rows become claims."""

import csv
import gzip
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import assets
from graph.claims import Claim, Entity
from graph.dates import Period
from graph.errors import BadFile, BadRow
from graph.names import closest, fold
from graph.sources import Record
from loaders import _countries, territories
from loaders._countries import resolve, several

SHARED = Path(__file__).parents[2] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared samples are not beside the repository")

SEEDS = assets.folder("seeds")
ROWS = [row for _, row in _countries.rows(SEEDS / "territories.csv")]
BY_ID = {row["id"]: row for row in ROWS}
SHARED_NAMES = {"burma", "union of burma", "birma", "birmanie", "birmania", "бирма", "byelorussia", "east timor"}
HEADER = territories._TERRITORIES


def found(text: str, **asked: object) -> str | None:
    territory = resolve(text, **asked)  # type: ignore[arg-type]
    return territory.id if territory else None


def members(group: str, day: str) -> set[str]:
    """The codes of the territories that were surely members of the group on the day."""
    record = next(r for r in territories.records(SEEDS / "groups.csv") if r.key == group)
    held = {
        said.proposition.subject: said.period for said in territories.claims(record) if isinstance(said, Claim) and _holds(said.period, day)
    }
    return {id.removeprefix("country:") for id in held}


def _holds(period: Period, day: str) -> bool:
    return (period.from_max or "") <= day and (period.until_min is None or day <= period.until_min)


def table(folder: Path, *lines: str, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


# The tables


@needs_shared
def test_every_iso_3166_1_code_is_there_once() -> None:
    standard = json.loads((SHARED / "countries" / "pycountry_iso3166-1.json").read_text(encoding="utf-8"))["3166-1"]
    ours = Counter((row["alpha2"], row["alpha3"], row["numeric"]) for row in ROWS if row["id"] == f"country:{row['alpha2']}")
    assert ours == Counter([(c["alpha_2"], c["alpha_3"], c["numeric"]) for c in standard] + [("XK", "XKX", "")])


@needs_shared
def test_every_withdrawn_code_is_there_once_with_its_date() -> None:
    standard = json.loads((SHARED / "countries" / "pycountry_iso3166-3.json").read_text(encoding="utf-8"))["3166-3"]
    ours = Counter((row["id"], row["alpha2"], row["alpha3"], row["until"]) for row in ROWS if re.fullmatch("country:[A-Z]{4}", row["id"]))
    assert ours == Counter((f"country:{c['alpha_4']}", c["alpha_2"], c["alpha_3"], c["withdrawal_date"]) for c in standard)


def test_ids_are_unique_and_of_a_documented_form() -> None:
    assert len(BY_ID) == len(ROWS)
    assert [id for id in BY_ID if not re.fullmatch("country:([A-Z]{2}|[A-Z]{4}|[a-z-]{5,})", id)] == []


@pytest.mark.parametrize("column", ["parent", "claimed_by", "successors"])
def test_every_territory_referred_to_exists_and_is_another_one(column: str) -> None:
    pairs = [(row["id"], other) for row in ROWS for other in several(row[column])]
    assert [(id, other) for id, other in pairs if other not in BY_ID or other == id] == []
    assert pairs


def test_what_has_ended_has_successors_and_nothing_else_has() -> None:
    assert [row["id"] for row in ROWS if bool(row["until"]) != bool(row["successors"])] == []


def test_no_name_is_held_by_two_territories_unless_documented() -> None:
    holders: dict[str, set[str]] = {}
    for row in ROWS:
        for name in (row["name"], row["official_name"], *several(row["aliases"])):
            holders.setdefault(fold(name), set()).add(row["id"])
    assert {name for name, ids in holders.items() if len(ids) > 1} == SHARED_NAMES


def test_every_row_has_a_name_and_no_alias_repeats_it() -> None:
    for row in ROWS:
        folded = [fold(alias) for alias in several(row["aliases"])]
        assert row["name"]
        assert fold(row["name"]) not in folded, row["id"]


@pytest.mark.parametrize("name", ["Congo", "Kongo", "Корея", "Korea", "America", "Virgin Islands", "Saint Martin", "undetermined", "-", ""])
def test_a_name_that_may_mean_several_or_nothing_resolves_to_none(name: str) -> None:
    assert resolve(name) is None
    assert resolve(name, metonyms=True) is None


def test_the_united_nations_have_193_members() -> None:
    assert len([row for row in ROWS if row["un_member"] == "yes" and not row["until"]]) == 193


@pytest.mark.parametrize(
    ("group", "day", "size"),
    [
        ("org:eu", "1958-01-01", 6),
        ("org:eu", "1972-12-31", 6),
        ("org:eu", "1973-01-01", 9),
        ("org:eu", "1995-01-01", 15),
        ("org:eu", "2004-05-01", 25),
        ("org:eu", "2007-01-01", 27),
        ("org:eu", "2013-06-30", 27),
        ("org:eu", "2013-07-01", 28),
        ("org:eu", "2020-01-31", 28),
        ("org:eu", "2020-02-01", 27),
        ("org:nato", "1949-08-24", 12),
        ("org:nato", "1999-03-12", 19),
        ("org:nato", "2004-03-29", 26),
        ("org:nato", "2023-04-03", 30),
        ("org:nato", "2023-04-04", 31),
        ("org:nato", "2024-03-07", 32),
        ("org:csto", "1998-01-01", 9),
        ("org:csto", "2000-01-01", 6),
        ("org:csto", "2007-01-01", 7),
        ("org:csto", "2025-01-01", 6),
        ("org:brics", "2009-06-16", 4),
        ("org:brics", "2023-12-31", 5),
        ("org:brics", "2024-01-01", 9),
        ("org:brics", "2025-02-01", 10),
        ("org:gcc", "1981-05-25", 6),
        ("org:p5", "1971-10-24", 5),
        ("org:p5", "1971-10-25", 5),
        ("org:p5", "1991-12-23", 5),
        ("org:p5", "1991-12-24", 5),
    ],
)
def test_a_group_has_its_known_size_on_a_day(group: str, day: str, size: int) -> None:
    assert len(members(group, day)) == size


def test_the_seat_of_china_changes_hands_on_the_day_of_resolution_2758() -> None:
    assert members("org:p5", "1971-10-24") - members("org:p5", "1971-10-25") == {"TW"}
    assert members("org:p5", "1971-10-25") - members("org:p5", "1971-10-24") == {"CN"}


def test_every_metonym_has_a_reading_or_says_why_not_and_is_no_territory_s_name() -> None:
    for _, row in _countries.rows(SEEDS / "metonyms.csv"):
        assert bool(row["reading"]) != (row["kind"] == "ambiguous")
        assert row["reading"] or row["note"]
        assert not row["speaks_for"] or row["speaks_for"] in BY_ID
        assert resolve(row["name"]) is None, row["name"]


# The resolver


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Iran", "country:IR"),
        ("IRAN (ISLAMIC REPUBLIC OF)", "country:IR"),
        ("Iran, Islamic Republic of", "country:IR"),
        ("ایران", "country:IR"),
        ("Иран", "country:IR"),
        ("伊朗", "country:IR"),
        ("IR", "country:IR"),
        ("IRN", "country:IR"),
        ("country:IR", "country:IR"),
        ("  the   russian  federation ", "country:RU"),
        ("Korea, North", "country:KP"),
        ("D.P.R.K.", "country:KP"),
        ("Korea, Republic of", "country:KR"),
        ("Cote d'Ivoire", "country:CI"),
        ("Côte d’Ivoire", "country:CI"),
        ("Congo, Democratic Republic of the", "country:CD"),
        ("Congo, Republic of the", "country:CG"),
        ("Guinea", "country:GN"),
        ("Bahamas, The", "country:BS"),
        ("U.S.", "country:US"),
        ("UK", "country:GB"),
        ("Taiwan, Province of China", "country:TW"),
        ("Hong Kong", "country:HK"),
        ("Türkiye", "country:TR"),
        ("TURKEY", "country:TR"),
        ("Kosovo", "country:XK"),
        ("USSR", "country:SUHH"),
        ("Zaire", "country:ZRCD"),
        ("Czechoslovakia", "country:CSHH"),
        ("Serbia and Montenegro", "country:CSXX"),
        ("South Vietnam", "country:republic-of-vietnam"),
        ("Korea, Dem. People's Rep.", "country:KP"),
        ("Yemen, Rep.", "country:YE"),
        ("Yemen PDR", "country:YDYE"),
        ("Southern Yemen", "country:YDYE"),
        ("Congo (Leopoldville)", "country:CD"),
        ("South West Africa", "country:NA"),
        ("Federation of Malaya", "country:MY"),
        ("United Arab Republic", "country:EG"),
        ("Czechoslovakia (former)", "country:CSHH"),
        ("Germany, Democratic Republic of", "country:DDDE"),
        ("Viet Nam, North", "country:VDVN"),
        ("Georgian SSR", "country:GE"),
        ("TFYR Macedonia", "country:MK"),
        ("Kosovo (under UNSCR 1244/99)", "country:XK"),
        ("Iran (République islamique d’)", "country:IR"),
        ("Bolivia (Estado Plurinacional de)", "country:BO"),
    ],
)
def test_a_name_or_code_resolves_in_any_script_and_order(text: str, id: str) -> None:
    assert found(text) == id


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Turkey (Türkiye)", "country:TR"),
        ("Syrian Arab Republic (Syria)", "country:SY"),
        ("United Kingdom (UK)", "country:GB"),
        ("Yugoslavia (SFRY)", "country:YUCS"),
        ("Eswatini (formerly Swaziland)", "country:SZ"),
        ("Eswatini, formerly Swaziland", "country:SZ"),
        ("CONGO, Democratic Republic of (was Zaire)", "country:CD"),
        ("DR Congo (Zaire)", "country:CD"),
        ("Netherlands Antilles (former)", "country:ANHH"),
        ("Atlantis (formerly Iran)", None),
        ("Georgia (Russia)", None),
        ("Congo (Zaire)", None),
        ("Iran (Tehran)", None),
    ],
)
def test_a_name_with_another_of_the_same_territory_in_brackets_is_that_territory(text: str, id: str | None) -> None:
    assert found(text) == id


@pytest.mark.parametrize("text", ["ir", "Ir", "irn", "us", "uk", "Persian", "Iranian", "American", "country:ir", "Irann"])
def test_codes_in_small_letters_demonyms_and_misspellings_do_not_resolve(text: str) -> None:
    assert resolve(text) is None


@pytest.mark.parametrize(
    ("text", "on", "id"),
    [
        ("Burma", None, "country:MM"),
        ("Burma", "1985-06-01", "country:BUMM"),
        ("Burma", "1989-12-05", "country:MM"),
        ("East Timor", "1999", "country:TPTL"),
        ("East Timor", "2010-01-01", "country:TL"),
        ("Czechoslovakia", "2020-01-01", "country:CSHH"),
        ("CS", None, None),
        ("CS", "1990-01-01", "country:CSHH"),
        ("CS", "2005-01-01", "country:CSXX"),
        ("SU", None, "country:SUHH"),
        ("GE", None, "country:GE"),
        ("GE", "1978-01-01", "country:GEHH"),
    ],
)
def test_a_date_decides_between_holders_of_one_name_or_code(text: str, on: str | None, id: str | None) -> None:
    assert found(text, on=on) == id


def test_an_alpha_3_code_is_one_territory_and_no_abbreviation_is_one() -> None:
    codes = Counter(row["alpha3"] for row in ROWS if row["alpha3"])
    assert [code for code, times in codes.items() if times > 1] == ["ATF"]
    assert {code: _countries.alpha3(code) for code in ("ATF", "SUN", "CHN", "PRC", "SAD", "UAE", "chn", "")} == {
        "ATF": "country:TF", "SUN": "country:SUHH", "CHN": "country:CN", "PRC": "", "SAD": "", "UAE": "", "chn": "", "": "",
    }  # fmt: skip


def test_the_answer_says_what_matched_and_how() -> None:
    assert resolve("DPRK") == _countries.Territory("country:KP", "North Korea", "code DPRK")
    assert resolve("Persia") is None
    assert resolve("Burma") == _countries.Territory("country:MM", "Myanmar", "name Burma")


def test_a_metonym_is_read_only_when_asked_and_the_reading_is_named() -> None:
    assert resolve("the White House") is None
    read = resolve("The White House", metonyms=True)
    assert read is not None
    assert (read.id, read.via) == ("country:US", "metonym the White House read as org:white-house")
    assert found("Moscow", metonyms=True) == "country:RU"
    assert found("Brussels", metonyms=True) is None
    assert found("Capitol Hill", metonyms=True) is None


def test_a_region_is_not_a_territory_but_says_what_it_is_part_of() -> None:
    assert resolve("Region: Crimea") is None
    crimea = _countries.region("Region: Crimea")
    assert crimea is not None
    assert (crimea.name, crimea.of, crimea.claimed_by) == ("Crimea", "country:UA", "country:RU")
    assert _countries.region("Iran") is None


def test_every_region_is_part_of_a_known_territory_and_resolves_to_none() -> None:
    for place in _countries.REGIONS:
        assert {place.of, place.claimed_by or place.of} <= BY_ID.keys()
        assert [name for name in (place.name, *place.aliases) if resolve(name)] == []


def test_an_entity_is_referred_to_under_its_canonical_name() -> None:
    assert _countries.entity("country:KP") == Entity(id="country:KP", kind="Country", name="North Korea", described=False)


def test_an_unknown_id_is_a_bad_row() -> None:
    with pytest.raises(BadRow, match="country:QQ"):
        _countries.entity("country:QQ")


def test_near_misses_are_offered_best_first() -> None:
    assert _countries.near("Irann")[0] == "Iran"
    assert closest("SUPPLYS", ["SUPPLIES", "DENIES", "supplied"], n=1) == ("SUPPLIES",)


# Folding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İran", "IRAN"),
        ("U.S.A.", "usa"),
        ("Hizb’allah & Co.", "HIZBALLAH AND CO"),
        ("The Bahamas", "Bahamas, The"),
        ("Łódź–Østerø", "lodz ostero"),
        ("جمهوري", "جمهوری"),
        ("Straße", "STRASSE"),
        ("Йёж", "иеж"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folding_ignores_case_wherever_case_has_one_reading(text: str) -> None:
    assert fold(text.casefold()) == fold(text)


# The loader


def test_the_bundled_tables_become_claims_without_a_bad_row() -> None:
    records = list(territories.records(*sorted(SEEDS.glob("*.csv"))))
    assert len(records) == len(ROWS) + 6
    assert len({record.key for record in records}) == len(records)
    for record in records:
        statements = list(territories.claims(record))
        named = {said.id for said in statements if isinstance(said, Entity)}
        for said in statements:
            if isinstance(said, Claim):
                assert {said.proposition.subject, said.proposition.object, said.speaker, said.principal} <= named


def test_a_territory_is_described_with_its_parent_claimants_and_successors() -> None:
    values = {**BY_ID["country:FK"], "aliases": "Falklands|Malvinas", "successors": "country:GB"}
    said = list(territories.claims(Record(key="FK", values=values)))
    described = [entity for entity in said if isinstance(entity, Entity) and entity.described]
    assert described == [
        Entity(
            id="country:FK",
            kind="Country",
            name="Falkland Islands",
            aliases=("Falkland Islands (Malvinas)", "Falklands", "Malvinas"),
            details={
                "alpha2": "FK", "alpha3": "FLK", "numeric": "238", "official_name": "Falkland Islands (Malvinas)",
                "un_member": False,
            },
        )
    ]  # fmt: skip
    assert {(c.proposition.subject, c.proposition.type, c.proposition.object) for c in said if isinstance(c, Claim)} == {
        ("country:FK", "PART_OF", "country:GB"),
        ("country:FK", "CLAIMED_BY", "country:AR"),
        ("country:FK", "SUCCEEDED_BY", "country:GB"),
    }


def test_a_member_that_left_and_returned_has_two_periods(tmp_path: Path) -> None:
    lines = [territories._GROUPS, "org:x,X,XX,country:UZ,1994-04-20,1999-04,", "org:x,X,,country:UZ,2006-08,2012,suspended"]
    (record,) = territories.records(table(tmp_path, *lines))
    assert [(said.period.bounds, said.details) for said in territories.claims(record) if isinstance(said, Claim)] == [
        (("1994-04-20", "1994-04-20", "1999-04-01", "1999-04-30"), {}),
        (("2006-08-01", "2006-08-31", "2012-01-01", "2012-12-31"), {"note": "suspended"}),
    ]


def test_a_record_knows_its_line_below_the_comments(tmp_path: Path) -> None:
    path = table(tmp_path, "# version: 2026-01-02", "# more", HEADER, "country:XX,XX,,,Xland,,,,,,,,no")
    (record,) = territories.records(path)
    assert (record.key, record.line, record.values["name"]) == ("XX", 4, "Xland")
    assert territories.snapshot(path).date == "2026-01-02"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"un_member": "perhaps"}, "un_member"),
        ({"from": "1992-13"}, "from"),
        ({"parent": "country:QQ"}, "id"),
        ({"name": ""}, "name"),
        ({"id": ""}, "id"),
    ],
)
def test_a_doubtful_row_is_refused_with_the_field(change: dict[str, str], field: str) -> None:
    with pytest.raises(BadRow) as refused:
        list(territories.claims(Record(key="RU", values={**BY_ID["country:RU"], **change})))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["name,capital", "Iran,Tehran"], "not a table of territories"),
        ([territories._METONYMS, "Moscow,country:RU,country:RU,capital,"], "not loaded"),
        ([HEADER, "country:XX,XX"], "2 cells under 13 columns"),
        ([HEADER, 'country:XX,"XX'], "not CSV"),
        ([territories._GROUPS, "org:x,X,,country:UZ,,,", "org:y,Y,,country:UZ,,,", "org:x,X,,country:TM,,,"], "follow one another"),
    ],
)
def test_a_file_of_another_shape_is_refused_in_words(tmp_path: Path, lines: list[str], reason: str) -> None:
    with pytest.raises(BadFile, match=reason):
        list(territories.records(table(tmp_path, *lines)))


def test_the_three_tables_are_recognised_and_nothing_else_is() -> None:
    heads = {path.name: path.read_bytes()[:65_536] for path in SEEDS.glob("*.csv")}
    assert {name for name, head in heads.items() if territories.recognises(head)} == {"territories.csv", "groups.csv", "metonyms.csv"}
    assert not territories.recognises(b"id,name\n1,x\n")
    assert not territories.recognises(b"")


def test_a_bundled_folder_that_is_missing_is_a_bad_file() -> None:
    with pytest.raises(BadFile, match="'nowhere' is missing"):
        assets.folder("nowhere")


# Against published files


def sheet(path: Path) -> list[list[str]]:
    text = gzip.decompress(path.read_bytes()).decode("utf-8").replace("\x1a", "")
    return [row for row in csv.reader(io.StringIO(text)) if len(row) > 1]


@needs_shared
def test_every_country_of_an_ofac_address_is_a_territory_a_region_or_undetermined() -> None:
    countries = {row[4].strip() for row in sheet(SHARED / "ofac_sdn_csv/2022-01/add.csv.gz")} - {"-0-"}
    assert {text for text in countries if not resolve(text) and not _countries.region(text)} == {"undetermined"}


@needs_shared
def test_every_ofac_nationality_and_citizenship_is_a_territory_or_a_guess_in_words() -> None:
    remarks = [row[11] + ";" for row in sheet(SHARED / "ofac_sdn_csv/delta/sdn_2023-01-06.csv.gz")]
    named = {text for remark in remarks for text in re.findall(r"(?:nationality|citizen) ([^;]+?)[;.]", remark)}
    assert len(named) > 100
    assert {text for text in named if not resolve(text)} == {"possibly Palestinian"}


@needs_shared
def test_every_country_of_the_un_votes_but_a_mislabelled_one_resolves_to_its_own_code() -> None:
    pairs = {(row[1], row[2]) for row in sheet(SHARED / "unvotes/un_votes_sessions65-72.csv.gz")[1:]}
    assert {name for name, code in pairs if found(name) != f"country:{code}" and code} == {"Yugoslavia"}


@needs_shared
def test_no_name_that_another_list_gives_a_country_resolves_to_a_different_one_but_for_its_mistakes() -> None:
    countries = json.loads(gzip.decompress((SHARED / "countries/mledoze_countries.json.gz").read_bytes()))
    asked = [(c["cca2"], c["name"]["common"]) for c in countries]
    asked += [(c["cca2"], name["common"]) for c in countries for name in c["translations"].values()]
    right = [code for code, name in asked if found(name) == f"country:{code}"]
    wrong = {(code, id) for code, name in asked if (id := found(name)) and id != f"country:{code}"}
    assert len(right) / len(asked) > 0.93
    assert wrong == {
        ("AS", "country:WS"), ("CM", "country:CI"), ("DM", "country:DO"), ("GF", "country:GY"), ("GN", "country:PG"),
        ("GS", "country:GE"), ("IO", "country:IN"), ("SS", "country:SD"), ("TZ", "country:TJ"),
    }  # fmt: skip
