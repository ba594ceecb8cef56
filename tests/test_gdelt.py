"""GDELT's events: what each line becomes, in every layout, and what no line becomes."""

from pathlib import Path

import pytest

from graph.claims import Claim, Entity
from graph.errors import BadFile, BadRow
from graph.load import load
from graph.sources import Record, Reject
from graph.stores.bolt import Store
from graph.vocabulary import EDGES
from loaders import gdelt
from loaders._cameo_actors import actor
from loaders._cameo_codes import code_of, meaning, name_of
from loaders._gdelt_columns import COLUMNS, MENTIONS

EVENT = {
    "GLOBALEVENTID": "7", "SQLDATE": "20240105", "Actor1Code": "IRN", "Actor1CountryCode": "IRN", "Actor2Code": "RUS",
    "Actor2CountryCode": "RUS", "IsRootEvent": "1", "EventCode": "010", "EventBaseCode": "010", "EventRootCode": "01",
    "GoldsteinScale": "0.0", "NumMentions": "3", "NumSources": "2", "NumArticles": "3", "AvgTone": "-1.5",
    "DATEADDED": "20240105120000", "SOURCEURL": "https://news.example/7",
}  # fmt: skip


def event(**values: object) -> Record:
    return Record(key="7", values={**EVENT, **values})


def line(columns: int, **values: str) -> str:
    return "\t".join({**EVENT, **values}.get(column, "") for column in COLUMNS[columns]) + "\n"


def mention(number: str, site: str) -> str:
    values = {"GLOBALEVENTID": number, "EventTimeDate": "20240105120000", "MentionSourceName": site, "Confidence": "60"}
    return "\t".join(values.get(column, "") for column in MENTIONS) + "\n"


def file(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def claim(record: Record) -> Claim:
    (found,) = (statement for statement in gdelt.claims(record) if isinstance(statement, Claim))
    return found


@pytest.mark.parametrize(
    ("code", "edge", "word", "item"),
    [
        ("072", "SUPPLIES", "", "item:military-aid"), ("071", "SUPPLIES", "", "item:economic-aid"),
        ("0332", "OFFERS", "", "item:military-aid"), ("0232", "SEEKS_SUPPLY", "", "item:military-aid"),
        ("1032", "SEEKS_SUPPLY", "", "item:military-aid"), ("073", "SUPPLIES", "", "item:humanitarian-aid"),
        ("062", "COOPERATES_MILITARILY", "", ""), ("112", "ACCUSES", "", ""), ("1125", "ACCUSES", "", ""),
        ("163", "ACTS_TOWARD", "sanctions", ""), ("172", "ACTS_TOWARD", "sanctions", ""), ("085", "ACTS_TOWARD", "lifts_sanctions", ""),
        ("016", "ACTS_TOWARD", "denies", ""), ("015", "ACTS_TOWARD", "acknowledges", ""), ("011", "ACTS_TOWARD", "declines_comment", ""),
        ("128", "ACTS_TOWARD", "violates", ""), ("196", "ACTS_TOWARD", "violates", ""), ("129", "ACTS_TOWARD", "vetoes", ""),
        ("111", "ACTS_TOWARD", "", ""), ("190", "ACTS_TOWARD", "", ""),
    ],
)  # fmt: skip
def test_a_code_is_an_edge_of_its_own_or_a_deed_with_a_word(code: str, edge: str, word: str, item: str) -> None:
    said = claim(event(EventCode=code, EventRootCode=code[:2]))
    assert (said.proposition.type, said.details.get("means", ""), said.proposition.item) == (edge, word, item)
    assert said.details["cameo"] == code


def test_a_code_that_is_an_edge_is_among_the_codes_of_the_vocabulary() -> None:
    for code in ("070", "071", "072", "073", "0231", "0232", "1032", "033", "0332", "062", "112", "1121", "1125"):
        assert code in EDGES[meaning(code).edge].cameo


def test_reports_of_one_deed_on_one_day_are_one_proposition_and_those_of_another_day_are_not() -> None:
    first, again, later = (claim(event(**more)) for more in ({}, {"NumSources": "9"}, {"SQLDATE": "20240106"}))
    assert first.proposition.pid == again.proposition.pid != later.proposition.pid
    assert first.proposition.scope == "010 2024-01-05"
    assert set(first.period.bounds) == {"2024-01-05"}


@pytest.mark.parametrize(
    ("code", "id"),
    [
        ("AU", "country:AT"),
        ("CH", "country:CN"),
        ("SZ", "country:CH"),
        ("RS", "country:RU"),
        ("KV", "country:XK"),
        ("OS", None),
        ("", None),
    ],
)
def test_the_country_of_a_place_is_by_its_fips_code_and_not_by_that_of_iso(code: str, id: str | None) -> None:
    assert claim(event(ActionGeo_CountryCode=code)).details.get("place_territory") == id


def test_a_report_keeps_its_numbers_its_names_and_its_page() -> None:
    said = claim(event(Actor1Name="TEHRAN", ActionGeo_FullName="Vienna, Wien, Austria", IsRootEvent="0")).details
    assert said == {
        "cameo": "010", "event": "Make statement", "actor_code": "IRN", "actor_name": "TEHRAN", "target_code": "RUS",
        "place": "Vienna, Wien, Austria", "added": "20240105120000", "url": "https://news.example/7", "goldstein": 0.0, "tone": -1.5,
        "n_mentions": 3, "n_sources": 2, "n_articles": 3, "n_reports": 1, "reported_by": ("news.example",), "root": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "id", "name"),
    [
        ("USA", "country:US", "United States"),
        ("USAGOV", "country:US", "United States"),
        ("ROM", "country:RO", "Romania"),
        ("TMP", "country:TL", "Timor-Leste"),
        ("MTN", "country:ME", "Montenegro"),
        ("ABD", "cameo:ABD", "ABD"),
        ("IGOPRC", "cameo:IGOPRC", "intergovernmental organisation, Paris Club"),
        ("USAMIL", "cameo:USAMIL", "military (United States)"),
        ("MNCUSAMED", "cameo:MNCUSAMED", "multinational company, media (United States)"),
        ("GOV", "cameo:GOV", "government"),
        ("COP", "cameo:COP", "police"),
        ("AFR", "cameo:AFR", "Africa"),
        ("EUR", "cameo:EUR", "Europe"),
        ("SAF", "cameo:SAF", "Southern Africa"),
        ("SEA", "cameo:SEA", "Southeast Asia"),
        ("IGOUNO", "cameo:IGOUNO", "intergovernmental organisation, United Nations"),
        ("kur", "cameo:kur", "kur"),
        ("X", "cameo:X", "X"),
        ("IMYGOV", "country:IM", "Isle of Man"),
        ("BAG", "cameo:BAG", "Baghdad"),
        ("PRC", "cameo:PRC", "Paris Club"),
        ("IGOSAFSAD", "cameo:IGOSAFSAD", "intergovernmental organisation, Southern Africa, Southern African Development Community"),
        ("IGOARBDEVABD", "cameo:IGOARBDEVABD", "intergovernmental organisation, Arabs, development, ABD"),
        ("IRQMOSSUN", "cameo:IRQMOSSUN", "Muslims, Sunnis (Iraq)"),
    ],
)
def test_an_actors_code_is_a_state_or_a_party_of_its_own(code: str, id: str, name: str) -> None:
    assert (actor(code).id, actor(code).name) == (id, name)


@pytest.mark.parametrize(("code", "type"), [("COP", "unknown"), ("AFRREB", "unknown"), ("USACOP", None), ("IGOUNO", None), ("kur", None)])
def test_a_code_that_names_nobody_is_an_unknown_party(code: str, type: str | None) -> None:
    assert actor(code).details.get("party_type") == type


@pytest.mark.parametrize(
    ("code", "territory"), [("IRQMOSSUN", "country:IQ"), ("IGOSAFSAD", ""), ("IGOARBDEVABD", ""), ("JPNSHI", "country:JP")]
)
def test_a_faith_or_a_group_that_spells_a_state_is_none(code: str, territory: str) -> None:
    assert actor(code).details.get("territory", "") == territory


@pytest.mark.parametrize(("missing", "known"), [("Actor2Code", "actor"), ("Actor1Code", "target")])
def test_an_event_with_one_party_is_kept_as_an_event_and_makes_no_edge(missing: str, known: str) -> None:
    statements = list(gdelt.claims(event(**{missing: ""})))
    (thing,) = (s for s in statements if isinstance(s, Entity) and s.described)
    assert not [s for s in statements if isinstance(s, Claim)]
    assert (thing.id, thing.kind, thing.details["day"]) == ("gdelt:7", "Event", "2024-01-05")
    assert str(thing.details[known]).startswith("country:")


def test_an_event_a_year_before_it_was_added_keeps_its_own_day() -> None:
    said = claim(event(SQLDATE="20230105"))
    assert (said.period.from_min, said.details["added"]) == ("2023-01-05", "20240105120000")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"GLOBALEVENTID": "x"}, "GLOBALEVENTID"),
        ({"SQLDATE": "20240230"}, "SQLDATE"),
        ({"SQLDATE": "2024"}, "SQLDATE"),
        ({"SQLDATE": "2024-W01"}, "SQLDATE"),
        ({"EventCode": "10", "EventRootCode": "1"}, "EventCode"),
        ({"EventCode": "042"}, "EventCode"),
        ({"EventCode": ""}, "EventCode"),
        ({"GoldsteinScale": "nan"}, "GoldsteinScale"),
        ({"NumSources": "two"}, "NumSources"),
    ],
)
def test_an_event_that_is_not_sound_is_a_bad_row_that_names_the_field(values: dict[str, str], field: str) -> None:
    with pytest.raises(BadRow) as caught:
        list(gdelt.claims(event(**values)))
    assert caught.value.field == field


@pytest.mark.parametrize("columns", [61, 58, 57])
def test_all_layouts_hold_the_same_event(columns: int, tmp_path: Path) -> None:
    (record,) = gdelt.records(file(tmp_path, "x.export.CSV", line(columns)))
    assert isinstance(record, Record)
    assert {**EVENT, "SOURCEURL": record.values.get("SOURCEURL", EVENT["SOURCEURL"])} == dict(EVENT)
    assert record.values["DATEADDED"] == "20240105120000"
    assert claim(record).details.get("url", "") == (EVENT["SOURCEURL"] if columns > 57 else "")


def test_mentions_given_with_the_events_are_theirs_and_the_others_are_rejects(tmp_path: Path) -> None:
    events = file(tmp_path, "x.export.CSV", line(61) + line(61, GLOBALEVENTID="8"))
    mentions = file(tmp_path, "x.mentions.CSV", mention("7", "b.example") + mention("9", "c.example") + mention("7", "a.example"))
    for order in ((events, mentions), (mentions, events)):
        first, second, orphan = gdelt.records(*order)
        assert isinstance(first, Record)
        assert isinstance(second, Record)
        assert isinstance(orphan, Reject)
        assert claim(first).details["mentioned_by"] == ("a.example", "b.example")
        assert "mentions" not in second.values
        assert (orphan.line, orphan.field, orphan.raw["MentionSourceName"]) == (2, "GLOBALEVENTID", "c.example")


def test_mentions_are_in_the_order_of_their_files_however_many_there_are(tmp_path: Path) -> None:
    events = file(tmp_path, "x.export.CSV", line(61) + line(61))
    many = [file(tmp_path, f"{n}.mentions.CSV", mention("7", f"{n}.example") + mention("9", f"{n}.example")) for n in (3, 1, 2)]
    first, again, *orphans = gdelt.records(events, *many)
    assert isinstance(first, Record)
    assert isinstance(again, Record)
    assert [row["MentionSourceName"] for row in first.values["mentions"]] == ["3.example", "1.example", "2.example"]
    assert first.values == again.values
    assert [orphan.reason.partition(":")[0] for orphan in orphans if isinstance(orphan, Reject)] == [path.name for path in many]


def test_reports_of_one_deed_are_one_edge_that_says_how_many_and_whose_they_are(store: Store, tmp_path: Path) -> None:
    reports = [
        line(61, GLOBALEVENTID="7", NumSources="2", NumMentions="3", SOURCEURL="https://www.News.example/7"),
        line(61, GLOBALEVENTID="8", NumSources="1", NumMentions="4", SOURCEURL="http://paper.example:80/8"),
        line(61, GLOBALEVENTID="9", NumSources="1", NumMentions="1", SOURCEURL="https://news.example/9"),
    ]
    pages = file(tmp_path, "x.mentions.CSV", mention("9", "radio.example"))
    load(store, gdelt, [file(tmp_path, "1.export.CSV", "".join(reports[1:])), pages])
    load(store, gdelt, [file(tmp_path, "2.export.CSV", reports[0] + line(61, GLOBALEVENTID="10", SQLDATE="20240106"))])
    rows = store.rows(
        "MATCH (:Entity {id: 'country:IR'})-[r:ACTS_TOWARD]->(:Entity {id: 'country:RU'}) "
        "RETURN r.scope AS scope, r.n_reports AS reports, r.n_sources AS sources, r.n_mentions AS mentions, "
        "r.reported_by AS sites, r.mentioned_by AS mentioned, size(r.records) AS records, r.status AS status ORDER BY scope"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("010 2024-01-05", 3, 3, 8, ["news.example", "paper.example"], ["radio.example"], 3, "single_source"),
        ("010 2024-01-06", 1, 2, 3, ["news.example"], None, 1, "single_source"),
    ]


def test_a_deed_led_an_article_when_any_report_of_it_did(store: Store, tmp_path: Path) -> None:
    reports = line(61, GLOBALEVENTID="7", IsRootEvent="0") + line(61, GLOBALEVENTID="8") + line(61, GLOBALEVENTID="9", IsRootEvent="0")
    sure = mention("8", "a.example").replace("\t60\t", "\t90\t")
    load(store, gdelt, [file(tmp_path, "1.export.CSV", reports), file(tmp_path, "1.mentions.CSV", mention("7", "b.example") + sure)])
    rows = store.rows("MATCH (:Entity {id: 'country:IR'})-[r:ACTS_TOWARD]->() RETURN r.root AS root, r.confidence AS confidence")
    assert [tuple(row.values()) for row in rows] == [(True, 90)]


def test_an_event_whose_source_is_no_address_names_no_site() -> None:
    assert "reported_by" not in claim(event(SOURCEURL="BBC Monitoring")).details


def test_mentions_alone_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="without the events"):
        list(gdelt.records(file(tmp_path, "x.mentions.CSV", mention("7", "a.example"))))


def test_a_line_of_another_width_or_encoding_is_a_reject_with_its_line(tmp_path: Path) -> None:
    path = file(tmp_path, "x.CSV", line(61).encode() + b"1\t2\n" + line(61, SOURCEURL="X").encode().replace(b"X", b"\xe9") + b"\r\n")
    _, narrow, latin = gdelt.records(path)
    assert isinstance(narrow, Reject)
    assert isinstance(latin, Reject)
    assert (narrow.line, narrow.reason) == (2, "x.CSV: 2 columns instead of 61")
    assert (latin.line, latin.reason, latin.raw[-4:]) == (3, "x.CSV: byte 0xe9 is not UTF-8", "\\xe9")


def test_a_file_that_is_cut_in_its_last_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="cut short") as caught:
        list(gdelt.records(file(tmp_path, "x.CSV", line(61) + line(61)[:80])))
    assert caught.value.where.endswith("line 2")


def test_quotation_marks_are_text(tmp_path: Path) -> None:
    (record,) = gdelt.records(file(tmp_path, "x.CSV", line(61, ActionGeo_FullName='"Vienna')))
    assert claim(record).details["place"] == '"Vienna'  # type: ignore[arg-type]  # it is a record


def test_the_file_is_of_the_day_on_which_its_events_were_added(tmp_path: Path) -> None:
    assert gdelt.snapshot(file(tmp_path, "x.CSV", line(61, SQLDATE="20230105"))).date == "2024-01-05"


def test_files_of_several_days_are_known_by_the_last_of_them(tmp_path: Path) -> None:
    days = [file(tmp_path, f"{day}.export.CSV", line(61, DATEADDED=f"{day}120000")) for day in ("20240105", "20240107", "20240106")]
    mentions = file(tmp_path, "20240107.mentions.CSV", mention("7", "a.example"))
    assert gdelt.snapshot(mentions, *days).date == "2024-01-07"
    assert gdelt.snapshot(mentions).date == ""


def test_the_codebook_is_whole() -> None:
    assert (name_of("016"), name_of("16"), name_of("0999")) == ("Deny responsibility", "", "")
    assert code_of("Reject judicial cooperation") == "1213"
    assert code_of("fight with SMALL arms and light weapons") == "193"
    assert code_of("Sing") == ""
    assert meaning("16") == meaning("999")
