"""What held on a day, and what could be known by a day: rules on statements, and whole views of both servers."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from golden_answers import golden, write_golden

from graph import batches, catalogue, inventory, reports, trails, views
from graph.claims import Claim, Document, Entity, Proposition, Statement
from graph.clocks import Clocks, Place, cut
from graph.dates import period
from graph.history import GONE, History
from graph.load import Options, load
from graph.stores import open_store
from graph.stores.bolt import Store
from graph.stores.embedded import running, stop

GOLDEN = Path(__file__).parent / "golden" / "clocks"
SDN = Path(__file__).parent / "golden" / "ofac_sdn" / "sdn.csv"
UN_LIST = Path(__file__).parent / "golden" / "un_sc" / "consolidated.xml"
FIRST_LISTED, LAST_LISTED = "unsc:IRi.043", "unsc:KPi.001"

US = Entity(id="country:US", kind="Country", name="United States", described=False)
CUBA = Entity(id="country:CU", kind="Country", name="Cuba", described=False)
PARTY = Entity(id="ofac:1", kind="Organisation", name="A party")


def fact(type: str, subject: str, object: str, start: str | None = None, end: str | None = None, **more: Any) -> Claim:
    proposition = Proposition(type=type, subject=subject, object=object)
    return Claim(proposition=proposition, speaker="country:US", principal="country:US", period=period(start, end), **more)


def listing(start: str | None = None, end: str | None = None) -> list[Statement]:
    """A record of a sanctions list: the party, the act, a fact of structure."""
    return [PARTY, US, CUBA, fact("SANCTIONS", US.id, PARTY.id, start, end), fact("BASED_IN", PARTY.id, CUBA.id)]


def types(statements: tuple[Statement, ...]) -> set[str]:
    return {one.proposition.type for one in statements if isinstance(one, Claim)}


# What counts of a record


@pytest.mark.parametrize(
    ("start", "end", "day", "holds"),
    [
        (None, None, "2022-06-01", True),
        ("2022-06-01", None, "2022-06-01", True),
        ("2022-06-02", None, "2022-06-01", False),
        ("2022", None, "2022-06-01", True),
        (None, "2022-06-01", "2022-06-01", True),
        (None, "2022-05-31", "2022-06-01", False),
        ("2022-06-01T12:00:00Z", None, "2022-06-01", True),
        ("2022-06-01", None, "2022-06-01T12:00:00Z", True),
    ],
)
def test_a_fact_holds_on_a_day_that_its_period_can_include(start: str | None, end: str | None, day: str, holds: bool) -> None:
    assert Clocks(as_of=day).holds(fact("OWNS", "org:a", "org:b", start, end)) == holds


def test_the_day_on_which_a_provision_ends_is_not_in_its_force() -> None:
    claim = fact("IN_FORCE", "un:S/RES/2231(2015)#B5", "un:S/RES/2231(2015)", "2016-01-16", "2020-10-18")
    assert [Clocks(as_of=day).holds(claim) for day in ("2016-01-15", "2016-01-16", "2020-10-17", "2020-10-18")] == [
        False,
        True,
        True,
        False,
    ]


def test_a_vote_is_of_its_day() -> None:
    vote = fact("VOTED", US.id, "un:S/RES/2231(2015)", details={"vote": "Y", "date": "2015-07-20"})
    assert [Clocks(as_of=day).holds(vote) for day in ("2015-07-19", "2015-07-20", "2023-01-01")] == [False, True, True]


@pytest.mark.parametrize(("start", "there"), [("2022-06-01", True), ("2022-06-02", False), (None, False)])
def test_a_listing_first_seen_later_is_known_when_it_states_a_date_by_then(start: str | None, there: bool) -> None:
    found = cut(listing(start), Clocks(known_by="2022-06-01"), Place(late=True))
    assert types(found) == ({"SANCTIONS", "BASED_IN"} if there else set())
    assert bool(found) == there


def test_a_listing_in_a_snapshot_of_the_time_is_known_whatever_it_states() -> None:
    assert cut(listing("2030"), Clocks(known_by="2022-06-01")) == tuple(listing("2030"))


def test_what_an_earlier_snapshot_lacked_held_only_if_it_says_so() -> None:
    day = Clocks(as_of="2022-06-01")
    assert cut(listing(), day, Place(lacked=True)) == ()
    assert types(cut(listing("2022-05"), day, Place(lacked=True))) == {"SANCTIONS", "BASED_IN"}
    assert types(cut(listing(), day)) == {"SANCTIONS", "BASED_IN"}


def test_structure_is_known_unless_it_says_that_it_began_later() -> None:
    group = Entity(id="org:g", kind="Organisation", name="A group")
    rows = [group, US, CUBA, fact("MEMBER_OF", US.id, group.id), fact("MEMBER_OF", CUBA.id, group.id, "2023")]
    found = cut(rows, Clocks(known_by="2022-06-01"), Place(late=True))
    assert [one.proposition.subject for one in found if isinstance(one, Claim)] == [US.id]
    assert CUBA not in found
    assert group in found


def test_what_a_register_reports_is_known_from_its_first_snapshot_on() -> None:
    rows = [US, CUBA, fact("SUPPLIES", US.id, CUBA.id, "1950")]
    assert cut(rows, Clocks(known_by="2022-06-01"), Place(late=True)) == ()
    assert cut(rows, Clocks(known_by="2022-06-01")) == tuple(rows)


def test_a_document_is_known_with_what_was_said_by_then() -> None:
    paper = Document(id="doc:p", title="Paper", publisher="org:p", published="2022-10-27")
    early = fact("SUPPLIES", US.id, CUBA.id, document=paper.id, said_at="2022-10-26")
    late = fact("ACCUSES", US.id, CUBA.id, document=paper.id, said_at="2022-10-28")
    undated = fact("OFFERS", US.id, CUBA.id, document=paper.id)
    rows = [paper, US, CUBA, early, late, undated]
    assert cut(rows, Clocks(known_by="2022-10-26")) == (paper, US, CUBA, early)
    assert cut(rows, Clocks(known_by="2022-10-25")) == ()


@pytest.mark.parametrize(
    ("clocks", "dates"),
    [
        (Clocks(known_by="2023-01-02"), ("2023-01-01",)),
        (Clocks(known_by="2022-01-01"), ("2023-01-01",)),
        (Clocks(known_by="2023-01-03"), ("2023-01-01", "2023-01-03")),
        (Clocks(as_of="2023-01-02"), ("2023-01-01",)),
        (Clocks(as_of="2023-01-04"), ()),
        (Clocks(as_of="2023-01-05"), ("2023-01-05",)),
        (Clocks(as_of="2023-01-05", known_by="2023-01-02"), ("2023-01-01",)),
        (Clocks(as_of="2022-01-01"), ("2023-01-01",)),
    ],
)
def test_a_history_counts_up_to_the_day_and_as_of_a_day_what_it_had_then(clocks: Clocks, dates: tuple[str, ...]) -> None:
    history = History(("2023-01-01", "2023-01-03", "2023-01-05"), ("a", GONE, "b"), ("{}", "", "{}"))
    assert clocks.points(history).dates == dates


def test_as_of_a_day_a_record_has_one_content_since_it_was_first_there() -> None:
    history = History(("2023-01-01", "2023-01-03", "2023-01-05"), ("a", "b", "c"), ("1", "2", "3"))
    assert Clocks(as_of="2023-01-04").points(history) == History(("2023-01-01",), ("b",), ("2",))
    assert Clocks(as_of="2022-01-01").points(history, dossier=True) == History(("2023-01-01",), ("c",), ("3",))
    assert Clocks(known_by="2022-01-01").points(history, dossier=True) == history


# Views


See = Callable[[Clocks], AbstractContextManager[tuple[Store, Any]]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for views, whose servers start quickly and take little memory."""
    folder = tmp_path_factory.mktemp("views")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARCADEDB_JVM_ARGS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        patch.setenv("ACTORGRAPH_HEAP", "512m")
        yield folder
    for view in folder.iterdir():
        if view.is_dir():
            stop(view)


@pytest.fixture(scope="module")
def laden(place: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The seeds; a list in two snapshots, undated, one party listed, one changed, one gone; a dated list read later."""
    folder = tmp_path_factory.mktemp("list")
    lines = SDN.read_text(encoding="utf-8").splitlines(keepends=True)
    before = [line for line in lines if "KHAKI, Reza" not in line]
    after = [line.replace("[CYBER2] ", "") if "SOUTHFRONT" in line else line for line in lines if "HYDRA MARKET" not in line]
    with open_store(place) as store:
        store.clear()
        store.prepare()
        for batch in batches.seeds():
            load(store, batch.loader, batch.paths)
        for day, content in (("2023-01-05", before), ("2023-01-06", after)):
            path = folder / f"sdn_{day}.csv"
            path.write_text("".join(content), encoding="utf-8")
            load(store, catalogue.find("ofac_sdn"), (path,))
        load(store, catalogue.find("un_sc"), (UN_LIST,), Options(snapshot="2024-06-01", force=True))
        yield store


@pytest.fixture
def see(laden: Store, home: Path) -> See:
    return lambda clocks: views.opened(laden, clocks, home, lambda *_: None)


def sanctioned(store: Store, authority: str, status: str) -> set[str]:
    found = "MATCH (a:Entity {id: $a})-[r:SANCTIONS]->(b:Entity) WHERE r.status = $status RETURN b.name AS name"
    return {row["name"] for row in store.rows(found, a=authority, status=status)}


def test_known_by_the_end_of_time_is_the_graph_itself(laden: Store, see: See) -> None:
    with see(Clocks(known_by="9999-12-31")) as (view, counts):
        there, here = inventory.take(laden), inventory.take(view)
    assert (here.digest, here.nodes, here.edges, here.snapshots) == (there.digest, there.nodes, there.edges, there.snapshots)
    assert (counts.claims, counts.records) == (counts.of_claims, counts.of_records)


def test_the_store_that_is_viewed_stays_as_it_is(laden: Store, see: See) -> None:
    before = inventory.take(laden)
    with see(Clocks(as_of="2022-10-31", known_by="2022-10-31")):
        pass
    assert inventory.take(laden) == before


def test_on_the_last_of_october_2022_the_supply_was_denied_and_not_yet_acknowledged(laden: Store, see: See) -> None:
    with see(Clocks(known_by="2022-10-31")) as (view, _):
        (then,) = trails.between(view, "Iran", "SUPPLIES", "Russia")
    now = next(trail for trail in trails.between(laden, "Iran", "SUPPLIES", "Russia") if trail.item == "UAV")
    assert (then.edge["status"], then.edge["denied_by"], then.edge["asserted_by"]) == (
        "contested",
        ["country:IR", "country:RU"],
        ["country:US"],
    )
    assert (then.edge.get("acknowledged_by"), now.edge["status"]) == (None, "acknowledged")


@pytest.mark.parametrize(
    ("name", "clock", "day", "given"),
    [
        ("contested_between", "known_by", "2022-10-31", {}),
        ("contested_between", "as_of", "2022-01-01", {}),
        ("contested_between", "as_of", "2023-01-01", {}),
        ("acknowledged_with_limits", "known_by", "2022-10-31", {}),
        ("acknowledged_with_limits", "known_by", "2022-11-05", {}),
        ("violations", "known_by", "2022-10-31", {}),
    ],
)
def test_the_answer_as_a_clock_has_it_is_the_golden_one(
    name: str, clock: str, day: str, given: dict[str, str], see: See, bless: bool
) -> None:
    case = f"{name}.{clock.replace('_', '-')}-{day}"
    with see(Clocks(**{clock: day})) as (view, _):
        answer, _ = reports.run(view, reports.find(name), given)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    if bless:
        write_golden(GOLDEN, case, given, answer.columns, rows)
    assert (list(answer.columns), rows) == (golden(GOLDEN, case)["columns"], golden(GOLDEN, case)["rows"])


def test_a_list_is_known_as_its_newest_snapshot_had_it(see: See) -> None:
    with see(Clocks(known_by="2023-01-05")) as (view, _):
        names = sanctioned(view, US.id, "official")
        runs = [row["snapshot"] for row in view.rows("MATCH (r:Run)-[:LOADED]->({id: 'source:ofac_sdn'}) RETURN r.snapshot AS snapshot")]
    assert "HYDRA MARKET" in names
    assert "KHAKI, Reza" not in names
    assert runs == ["2023-01-05"]


def test_what_was_delisted_by_then_is_known_as_ended_and_holds_no_more(see: See) -> None:
    with see(Clocks(known_by="2023-01-06")) as (view, _):
        assert sanctioned(view, US.id, "ended") == {"HYDRA MARKET", "SOUTHFRONT"}  # all of the one, a programme of the other
    with see(Clocks(as_of="2023-01-06")) as (view, _):
        assert sanctioned(view, US.id, "ended") == set()
        assert "HYDRA MARKET" not in sanctioned(view, US.id, "official")
    with see(Clocks(as_of="2023-01-05")) as (view, _):
        assert "HYDRA MARKET" in sanctioned(view, US.id, "official")
        assert "KHAKI, Reza" not in sanctioned(view, US.id, "official")


def test_of_a_list_read_later_only_dated_acts_are_known(laden: Store, see: See) -> None:
    stated = "MATCH (:Entity {id: 'org:un-security-council'})-[r:SANCTIONS]->(b:Entity) RETURN b.id AS id, r.from_min AS since"
    since = {row["id"]: row["since"] for row in laden.rows(stated)}
    day = sorted(filter(None, since.values()))[0]
    with see(Clocks(known_by=day)) as (view, _):
        assert {row["id"] for row in view.rows(stated)} == {key for key, start in since.items() if start and start <= day} != set(since)


def test_a_membership_that_began_later_is_neither_known_nor_held(see: See) -> None:
    members = "MATCH (c:Entity {id: 'country:FI'})-[r:MEMBER_OF]->(g:Entity) RETURN g.id AS id"
    for clocks in (Clocks(known_by="2022-10-31"), Clocks(as_of="2022-10-31")):
        with see(clocks) as (view, _):
            groups = {row["id"] for row in view.rows(members)}
        assert "org:eu" in groups
        assert "org:nato" not in groups


def test_a_view_is_made_once_while_nothing_is_loaded(laden: Store, see: See, home: Path, tmp_path: Path) -> None:
    clocks = Clocks(known_by="2022-10-31")
    with see(clocks) as (view, counts):
        uri = view.uri
    with see(clocks) as (view, again):
        assert (view.uri, again) == (uri, counts)
    load(laden, catalogue.find("ofac_sdn"), (SDN,), Options(snapshot="2023-01-07", force=True))
    with see(clocks) as (view, _):
        assert view.uri != uri


def test_views_that_were_not_used_lately_are_removed(laden: Store, see: See, home: Path) -> None:
    with see(Clocks(known_by="2022-10-31")):
        pass
    with views.opened(laden, Clocks(as_of="1900-01-01"), home, lambda *_: None, keep=1) as (view, _):
        last = Path(view.uri.removeprefix("local:"))
        assert running(last)
        assert [path for path in home.iterdir() if path.is_dir()] == [last]


def test_a_question_that_takes_a_day_of_its_own_is_asked_about_it_and_sees_the_rest() -> None:
    known_on = reports.find("known_on")
    assert views.of_report(known_on, Clocks(known_by="2022-10-31"), {}) == (Clocks(), {"known_by": "2022-10-31"})
    given = {"known_by": "2021-01-01"}
    assert views.of_report(known_on, Clocks(known_by="2022-10-31"), given) == (Clocks(known_by="2022-10-31"), given)
    in_force = reports.find("provisions_in_force")
    both = Clocks(as_of="2020-01-01", known_by="2022-10-31")
    assert views.of_report(in_force, both, {}) == (Clocks(known_by="2022-10-31"), {"on": "2020-01-01"})


def test_a_register_whose_loader_is_not_there_any_more_is_left_out_and_named(laden: Store, see: See, tmp_path: Path) -> None:
    (tmp_path / "FILE").write_text('{"id": "1", "name": "A party of its own", "programmes": ["SDGT"]}\n', encoding="utf-8")
    its = catalogue.find(str(Path(__file__).parent / "registers" / "parties.py"))
    load(laden, its, (tmp_path / "FILE",), Options(snapshot="2020-01-01", force=True))
    with see(Clocks(known_by="2022-10-31")) as (view, counts):
        assert counts.unread == (its.SOURCE.name,)
        assert not list(view.rows("MATCH (n:Entity {name: 'A party of its own'}) RETURN n.id AS id"))
    assert str(counts).endswith(f"; left out, since their loader is not there: {its.SOURCE.name}")
