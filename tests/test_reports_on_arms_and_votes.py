"""Saved questions on arms, votes and blocs: answers on the real samples, read by hand; steps in Python; lists of states.

The figures are those of SIPRI's trade register of 2025-03-13 and of unvotes, counted from the files without our loaders.
"""

import csv
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from golden_answers import Rows

from graph import analytics, answers, batches, catalogue, paths, reports
from graph.errors import BadReport, Mistyped
from graph.load import Options, load
from graph.paths import Search
from graph.stores import open_store
from graph.stores.bolt import Answer, Store

REGISTER = "sipri/trade-register_excerpt_2025-03-13.csv"
CALLS, VOTES = "unvotes/un_roll_calls.csv.gz", "unvotes/un_votes_sessions65-72.csv.gz"
EU = "AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
VOTERS = frozenset((*EU.split(), "US", "CN", "RU", "IR"))

Ask = Callable[..., Rows]


@pytest.fixture(scope="module")
def laden(place: str, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the seeds, SIPRI's register, and the votes of 32 states from 2010 to 2018."""
    votes = tmp_path_factory.mktemp("votes") / "un_votes.csv"
    with gzip.open(shared / VOTES, "rt", encoding="utf-8") as file, votes.open("w", encoding="utf-8", newline="") as out:
        head, *rows = csv.reader(file)
        csv.writer(out).writerows([head, *(row for row in rows if row[2] in VOTERS)])
    with open_store(place) as store:
        store.clear()
        store.prepare()
        for batch in batches.seeds():
            load(store, batch.loader, batch.paths)
        load(store, catalogue.find("sipri"), [shared / REGISTER])
        load(store, catalogue.find("un_votes"), [votes, shared / CALLS], Options(snapshot="2023-01-05", force=True))
        yield store


@pytest.fixture
def ask(laden: Store) -> Ask:
    """Run a report by name; the rows as dicts."""

    def ask(name: str, **given: str) -> Rows:
        answer, _ = reports.run(laden, reports.find(name), given)
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]

    return ask


# Arms


def test_drones_for_russia_are_found_by_their_category(ask: Ask) -> None:
    rows = ask("arms_supplied", recipient="Russia", item="UAV")
    assert {(row["supplier"], row["item"], row["number"], row["estimate"], tuple(row["years"])) for row in rows} == {
        ("country:IR", "item:uav", 200, True, ()),
        ("country:IR", "item:mohajer-6", 20, False, ("2022",)),
        ("country:IR", "item:shahed-131", 100, False, ("2022",)),
        ("country:IR", "item:shahed-136", 4600, False, ("2022", "2023", "2024")),
        ("sipri:unknown-suppliers", "item:mugin-5", 1, False, ("2023",)),
    }


def test_what_the_register_marks_as_uncertain_stays_marked(ask: Ask) -> None:
    rows = {row["item"]: row for row in ask("arms_supplied", recipient="Russia", item="UAV")}
    assert rows["item:shahed-136"]["uncertain"] == ["number ordered"]
    assert rows["item:shahed-131"]["uncertain"] == ["order year"]


def test_an_order_without_a_delivery_is_no_supply(ask: Ask) -> None:
    assert "item:shahed-238" not in {row["item"] for row in ask("arms_supplied", recipient="Russia")}


def test_who_bought_from_somebody_unknown_is_tied_to_nobody_by_that(laden: Store, ask: Ask) -> None:
    """The register has Nepal and Paraguay supplied by unknown parties: that is no tie between the two."""
    assert ask("uncontested_path", a="Nepal", b="Paraguay") == []
    assert not paths.between(laden, "Nepal", "Paraguay", Search(via=("SUPPLIES",))).found
    assert paths.between(laden, "Nepal", "sipri:unknown-suppliers", Search(via=("SUPPLIES",))).found


def test_a_hop_is_the_strongest_of_the_edges_between_two(ask: Ask) -> None:
    for name, given in (("supply_chain", {"producer": "Iran", "user": "Russia"}), ("uncontested_path", {"a": "Iran", "b": "Russia"})):
        assert [(row["item"], row["status"]) for row in ask(name, **given)] == [("item:uav", "acknowledged")]


def test_a_timeline_reaches_as_far_back_as_the_registers(ask: Ask) -> None:
    rows = ask("timeline", about="Iran")
    assert len(rows) > 1_000
    assert "country:CA SUPPLIES country:IR (item:dhc-2-beaver)" in {row["what"] for row in rows}


def test_the_window_takes_a_deal_by_its_years(ask: Ask) -> None:
    rows = ask("arms_supplied", recipient="Russia", item="Shahed-136", **{"from": "2023-01-01", "to": "2023-12-31"})
    assert [(row["number"], row["within"]) for row in rows] == [(4600, "partly")]
    rows = ask("arms_supplied", recipient="Russia", item="Shahed-131", **{"from": "2022-03-01", "to": "2022-06-30"})
    assert [row["within"] for row in rows] == ["maybe"]


def test_suppliers_of_iran_changed_with_the_revolution(ask: Ask) -> None:
    rows = ask("top_suppliers", recipient="Iran", split="1979-01-01")
    first = [(row["supplier"], row["tiv_before"], row["tiv_after"], row["tiv_across"], row["deals"], row["estimates"]) for row in rows[:3]]
    assert first == [
        ("country:US", 22800.63, 61.95, 2731.61, 111, 17),
        ("country:CN", 0, 4136.63, 0, 45, 4),
        ("country:RU", 0, 3975.45, 0, 29, 5),
    ]


@pytest.mark.parametrize(
    ("item", "verdicts"),
    [
        ("item:tor-m1", {"1747(2007)#6": "maybe"}),  # 2006 and 2007; in force from 2007-03-24
        ("item:67n6e-gamma", {"1747(2007)#6": "yes"}),  # 2009
        ("item:1l119-nebo-svu", {"1747(2007)#6": "yes", "1929(2010)#8": "maybe"}),  # 2009 and 2010; the latter from 2010-06-09
        ("item:1l222-avtobaza-m", {"1747(2007)#6": "yes", "1929(2010)#8": "yes"}),  # 2011
        ("item:bmp-2-turret", {"1747(2007)#6": "partly", "1929(2010)#8": "partly"}),  # 2000 to 2012
        ("item:s-300pmu2-favorit", {"1747(2007)#6": "maybe", "1929(2010)#8": "maybe", "2231(2015)#B5": "maybe"}),  # 2016
        ("item:yak-130", {"1747(2007)#6": "no", "1929(2010)#8": "no", "2231(2015)#B5": "no"}),  # 2023 and 2024
    ],
)
def test_a_delivery_to_iran_is_set_beside_what_was_in_force(ask: Ask, item: str, verdicts: dict[str, str]) -> None:
    rows = ask("transfers_under_embargo", recipient="Iran")
    found = {row["provision"].removeprefix("un:S/RES/"): row["in_force"] for row in rows if row["item"] == item}
    assert found == verdicts


def test_exports_of_iran_fall_under_the_provisions_on_exports_alone(ask: Ask) -> None:
    rows = [row for row in ask("transfers_under_embargo") if row["supplier"] == "country:IR"]
    assert {row["provision"] for row in rows} == {"un:S/RES/1747(2007)#5", "un:S/RES/2231(2015)#B6b"}
    assert {row["in_force"] for row in rows if row["item"] == "item:c-802"} == {"yes"}  # 15 and 25 for Syria, 2009 to 2011


def test_a_claim_of_drones_is_matched_by_deals_in_drones_and_a_plant_is_not(ask: Ask) -> None:
    pair = [row for row in ask("claims_without_register") if (row["supplier"], row["recipient"]) == ("country:IR", "country:RU")]
    assert {(row["item"], row["only_in"]) for row in pair} == {
        ("item:uav-plant-material", "documents"),
        ("item:fath-360", "register"),
    }


# Votes


def test_the_union_split_over_jerusalem(ask: Ask) -> None:
    row = ask("group_votes", group="EU", subject="Jerusalem")[-1]
    assert (row["resolution"], row["date"], row["line"], row["yes"], row["abstain"]) == ("un:A/RES/ES-10/19", "2017-12-21", "Y", 22, 6)
    assert row["broke_ranks"] == ["country:CZ", "country:HR", "country:HU", "country:LV", "country:PL", "country:RO"]


def test_a_group_has_the_members_of_the_day(ask: Ask) -> None:
    members = {row["date"][:4]: row["members"] for row in ask("group_votes", group="EU", subject="Jerusalem")}
    assert (members["2012"], members["2013"]) == (27, 28)  # Croatia joined on 2013-07-01


def test_iran_and_russia_agree_year_by_year(ask: Ask) -> None:
    rows = ask("voting_agreement", a="Iran", b="Russia")
    assert [(row["year"], row["votes"], row["agree"], row["opposed"]) for row in rows] == [
        (2010, 76, 51, 4), (2011, 89, 59, 5), (2012, 90, 55, 11), (2013, 59, 43, 5),
        (2014, 75, 52, 8), (2015, 74, 48, 10), (2016, 104, 66, 13), (2017, 120, 79, 20),
    ]  # fmt: skip
    assert rows[0]["share"] == 0.671


@pytest.mark.parametrize(
    ("name", "given"),
    [("group_votes", {}), ("voting_agreement", {}), ("group_votes", {"group": "P5", "subject": "a word that no title has"})],
)
def test_a_question_on_votes_says_that_it_does_not_know_vetoes(name: str, given: dict[str, str], laden: Store) -> None:
    _, _, remarks = answers.answer(laden, reports.find(name), given, "json")
    assert any("adopted resolutions only" in remark for remark in remarks)


# Blocs


def test_between_the_two_alliances_ties_run_through_iran_and_ukraine(ask: Ask) -> None:
    rows = ask("brokers", top="2")
    assert [row["actor"] for row in rows] == ["country:IR", "country:UA"]
    assert all(not row["blocs"] and 0 < row["betweenness"] < 1 for row in rows)


def test_a_bloc_that_a_register_has_under_an_entry_of_its_own_has_its_members(laden: Store) -> None:
    _, (meant, _) = reports.run(laden, reports.find("brokers"), {"bloc_a": "NATO", "bloc_b": "CSTO"})
    assert meant.id in ("sipri:nato", "org:nato")
    by_name, by_id = (reports.run(laden, reports.find("brokers"), {"bloc_a": name})[0].rows for name in ("NATO", "org:nato"))
    assert by_name == by_id


def test_the_alliance_split_over_jerusalem(ask: Ask) -> None:
    row = ask("group_votes", group="sipri:nato", subject="Status of Jerusalem")[-1]
    assert (row["members"], row["yes"], row["no"], row["abstain"], row["unrecorded"]) == (29, 16, 1, 6, 6)
    assert [who for who, vote in zip(row["broke_ranks"], row["their_votes"]) if vote == "N"] == ["country:US"]


def test_states_are_given_with_commas_between_and_it_is_said_who_was_meant(laden: Store) -> None:
    answer, meant = reports.run(laden, reports.find("group_votes"), {"group": "Iran, RU", "subject": "Jerusalem"})
    assert [one.id for one in meant] == ["country:IR", "country:RU"]
    assert {row[answer.columns.index("members")] for row in answer.rows} == {2}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"bloc_a": "Iran, Polland"}, "Did you mean Poland"),
        ({"bloc_a": ""}, "there is no value"),
        ({"bloc_a": ","}, "nothing in the graph is called ','"),
        ({"top": "0"}, "top takes 1 or more"),
    ],
)
def test_a_bloc_that_is_none_is_refused(laden: Store, given: dict[str, str], said: str) -> None:
    with pytest.raises(Mistyped) as error:
        reports.run(laden, reports.find("brokers"), given)
    assert said in str(error.value)


# Steps in Python


def actors(*rows: tuple[str, list[str], list[str]]) -> Answer:
    return Answer(columns=("actor", "blocs", "degree", "ties"), rows=tuple((who, blocs, len(ties), ties) for who, blocs, ties in rows))


def brokers(answer: Answer, top: int = 10) -> list[tuple[str, float]]:
    found = analytics.brokers(answer, {"top": top}, 1_000)
    return [(row[0], row[3]) for row in found.rows]


def test_two_equal_ways_share_a_path() -> None:
    diamond = actors(("a", ["a"], ["x", "y"]), ("x", [], ["a", "b"]), ("y", [], ["a", "b"]), ("b", ["b"], ["x", "y"]))
    assert brokers(diamond) == [("x", 0.5), ("y", 0.5), ("a", 0.0), ("b", 0.0)]


def test_who_has_but_one_tie_is_on_no_path_and_is_counted_all_the_same() -> None:
    tail = actors(("a", ["a"], ["x"]), ("x", [], ["a", "b", "t"]), ("b", ["b"], ["x"]), ("t", [], ["x", "u"]), ("u", [], ["t"]))
    assert brokers(tail) == [("x", 1.0), ("t", 0.0), ("a", 0.0), ("b", 0.0), ("u", 0.0)]


def test_blocs_without_a_way_between_them_have_no_broker() -> None:
    apart = actors(("a", ["a"], ["x"]), ("x", [], ["a"]), ("b", ["b"], ["y"]), ("y", [], ["b"]))
    assert {share for _, share in brokers(apart)} == {0.0}


def test_a_member_of_both_blocs_is_no_pair_with_itself() -> None:
    both = actors(("a", ["a", "b"], ["x"]), ("x", [], ["a", "b"]), ("b", ["b"], ["x"]))
    assert brokers(both, top=1) == [("x", 1.0)]


def test_no_actors_are_no_brokers() -> None:
    assert brokers(actors()) == []


def test_a_file_that_names_a_step_which_is_not_there_is_refused(tmp_path: Path) -> None:
    head = '// T\n// question = "What?"\n// then = "guess"\n// columns = {n = "a"}\n'
    (tmp_path / "wrong.cypher").write_text(f"{head}\nRETURN 1 AS n ORDER BY n")
    with pytest.raises(BadReport, match="there is no step 'guess'; there are brokers"):
        reports.read(tmp_path / "wrong.cypher")
