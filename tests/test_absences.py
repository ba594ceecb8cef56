"""Why an edge is absent: each reason, from what is in the graph and from what never came into it, on both servers."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from graph import absences, accounts, catalogue, rejects, reports
from graph.absences import Absence
from graph.errors import Mistyped
from graph.load import Options, load
from graph.stores import open_store
from graph.stores.bolt import Store

HERE = Path(__file__).parent
PARTIES = catalogue.find(str(HERE / "registers" / "parties.py"))
ANNA = {"id": "1", "name": "Anna Lind", "programmes": ["A"]}
BORIS = {"id": "2", "name": "Boris Holm", "programmes": ["A"], "linked_to": ["Anna Lind"]}
TWIN = {"id": "3", "name": "Anna  LIND", "programmes": []}
NAMELESS = {"id": "9", "name": "", "programmes": ["A"], "note": "the company of Carl Dahl and of Boris Holm"}
DOSSIER = """
dossier: two-papers
title: What two papers say
version: 2023-01-01

entities:
  - {id: org:paper, kind: Organisation, name: Paper}
  - {id: org:mill, kind: Organisation, name: Mill}
  - {id: org:yard, kind: Organisation, name: Yard}

documents:
  - id: doc:paper-2023-01-01
    title: The mill and the yard
    publisher: org:paper
    published: 2023-01-01
    url: https://example.org/mill
    claims:
OWNED
CLAIM
"""
OWNED = "      - {says: asserts, speaker: org:yard, subject: org:mill, type: OWNS, object: org:yard, locator: para 1}"
OFFER = "      - {says: asserts, speaker: org:yard, subject: org:mill, type: OFFERS, object: org:yard, locator: para 2}"

Ask = Callable[..., Absence]


@pytest.fixture(scope="module")
def laden(place: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with a register of two snapshots, one party of which is gone and one row rejected, and a dossier that took a claim back."""
    folder = tmp_path_factory.mktemp("files")
    with open_store(place) as store:
        store.clear()
        store.prepare()
        for day, parties in (("2023-01-01", [ANNA, BORIS]), ("2023-01-02", [BORIS, TWIN, NAMELESS])):
            path = folder / f"{day}.jsonl"
            path.write_bytes(b"".join(orjson.dumps(party) + b"\n" for party in parties))
            load(store, PARTIES, (path,), Options(snapshot=day, force=True))
        for claim in (OFFER, ""):
            (folder / "papers.yaml").write_text(DOSSIER.replace("OWNED", OWNED).replace("CLAIM", claim), encoding="utf-8")
            load(store, catalogue.find("dossier"), (folder / "papers.yaml",), Options(force=True))
        yield store


@pytest.fixture
def ask(laden: Store) -> Ask:
    return lambda *words, **options: absences.explain(laden, *words, **options)


def reasons(absence: Absence) -> list[tuple[str, str]]:
    return [(row["reason"], row["detail"]) for row in absence.reasons]


def test_an_edge_that_is_there_is_present_and_nothing_else(ask: Ask) -> None:
    absence = ask("country:US", "SANCTIONS", "Boris Holm")
    assert absence.present
    assert reasons(absence) == [("present", "A, official, the register's row is the act itself")]


def test_an_edge_whose_record_is_gone_has_ended(ask: Ask) -> None:
    absence = ask("country:US", "SANCTIONS", "party:1")
    assert reasons(absence)[0] == ("ended", "A, no register that held it holds it any more")
    assert (absence.reasons[0]["said_at"], absence.reasons[0]["source"]) == ("2023-01-02", [f"source:{PARTIES.SOURCE.name}"])


def test_a_claim_that_its_document_lost_is_withdrawn(ask: Ask) -> None:
    assert reasons(ask("Mill", "OFFERS", "Yard"))[:2] == [
        ("withdrawn", "org:yard asserts it, in what its document does not hold any more"),
        ("another type", "org:mill OWNS org:yard, single_source"),
    ]


def test_an_edge_the_other_way_round_is_told(ask: Ask) -> None:
    assert reasons(ask("Yard", "OWNS", "Mill")) == [
        ("never claimed", "nothing that was loaded says or denies it; org:yard OWNS nobody"),
        ("the other way round", "org:mill OWNS org:yard, single_source"),
    ]


def test_an_edge_of_a_namesake_is_told(ask: Ask) -> None:
    told = "country:US SANCTIONS party:1 (A), ended; party:1 is of the same name as party:3"
    assert ("known under another id", told) in reasons(ask("country:US", "SANCTIONS", "party:3"))


def test_a_type_of_which_nothing_was_loaded_names_the_loaders_that_give_some(ask: Ask) -> None:
    told = dict(reasons(ask("Mill", "ACTS_TOWARD", "Yard")))
    assert told["not loaded"] == "no edge of the type ACTS_TOWARD was loaded at all; loaders that give some: gdelt, icews"


def test_a_rejected_record_that_names_an_end_is_told_with_file_line_and_reason(ask: Ask) -> None:
    rows = [row for row in ask("Boris Holm", "SANCTIONS", "Mill").reasons if row["reason"] == "rejected row"]
    (row,) = rows
    assert row["detail"].startswith("record 9, ")
    assert "2023-01-02.jsonl line 3: a party needs a name (name); kept in " in row["detail"]
    assert (row["said_at"], row["source"]) == ("2023-01-02", [f"source:{PARTIES.SOURCE.name}"])


def test_a_rejected_record_that_names_neither_end_is_not_told(ask: Ask) -> None:
    assert "rejected row" not in dict(reasons(ask("Yard", "OWNS", "Mill")))


def test_words_for_a_thing_whose_record_was_rejected_say_so(ask: Ask) -> None:
    with pytest.raises(Mistyped, match="nothing in the graph is called 'Carl Dahl'") as refused:
        ask("country:US", "SANCTIONS", "Carl Dahl")
    assert refused.value.hint.startswith("A record that names it was rejected: record 9, ")


def test_what_a_view_leaves_out_is_told_from_the_whole_store(laden: Store, tmp_path: Path) -> None:
    """An empty store stands for a view of a time before anything was said."""
    with open_store(f"local:{tmp_path / 'view'}", environ={"ACTORGRAPH_IDLE": "5"}) as view:
        view.prepare()
        absence = absences.explain(view, "Mill", "OWNS", "Yard", whole=laden)
    assert reasons(absence) == [
        (
            "outside its window",
            "the clocks leave it out; without them it is there, single_source, asserted in one independent original",
        )
    ]


@pytest.mark.parametrize(
    ("words", "said", "hint"),
    [
        (("Mill", "OFERS", "Yard"), "no edge type is called 'OFERS'", "Did you mean OFFERS?"),
        (("Mil", "OFFERS", "Yard"), "nothing in the graph is called 'Mil'", "Did you mean Mill (org:mill)?"),
    ],
)
def test_what_is_mistyped_is_refused_with_advice(words: tuple[str, str, str], said: str, hint: str, ask: Ask) -> None:
    with pytest.raises(Mistyped, match=said) as refused:
        ask(*words)
    assert refused.value.hint == hint


def test_the_absence_is_told_as_text_as_markdown_and_as_json(ask: Ask) -> None:
    absence = ask("Yard", "OWNS", "Mill")
    told = [accounts.absence(absence, absence.reasons)]
    assert accounts.as_text(told).splitlines()[:2] == [
        "Yard OWNS Mill: there is no such edge",
        "  never claimed: nothing that was loaded says or denies it; org:yard OWNS nobody",
    ]
    assert accounts.as_markdown(told).startswith("## Yard OWNS Mill: there is no such edge\n\n- never claimed: nothing")
    read = json.loads(absences.as_json(absence))
    assert (read["subject"], read["type"], read["object"], read["present"]) == ("org:yard", "OWNS", "org:mill", False)
    assert [tuple(row) for row in read["reasons"]] == [absences.COLUMNS] * 2


def test_the_advice_for_an_edge_that_is_there_is_a_command(ask: Ask) -> None:
    absence = ask("Mill", "OWNS", "Yard")
    assert "what it rests on: actorgraph why org:mill OWNS org:yard" in accounts.as_text([accounts.absence(absence, absence.reasons)])


# These load more into the store, so they come last


def test_a_rejected_record_is_not_told_where_its_loader_gives_no_such_edge(laden: Store, tmp_path: Path) -> None:
    sdn = tmp_path / "sdn.csv"
    sdn.write_text(
        '1,"MILL OF THE YARD",-0- ,"X"\n' + (HERE / "golden" / "ofac_sdn" / "sdn.csv").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert load(laden, catalogue.find("ofac_sdn"), (sdn,), Options(snapshot="2023-01-06", force=True)).rejected == 1
    assert "rejected row" not in dict(reasons(absences.explain(laden, "Yard", "OFFERS", "Mill")))


def test_an_edge_is_outside_its_window_on_a_day_before_it(laden: Store, tmp_path: Path) -> None:
    claim = OFFER.replace("OFFERS", "ACTS_FOR, from: 2022-05, until: 2022-06")
    dossier = DOSSIER.replace("two-papers", "a-third").replace("doc:paper-2023-01-01", "doc:third").replace("OWNED", claim)
    (tmp_path / "third.yaml").write_text(dossier.replace("CLAIM", ""), encoding="utf-8")
    load(laden, catalogue.find("dossier"), (tmp_path / "third.yaml",))
    for day, reason in (("2022-04-30", "outside its window"), ("2022-05-31", "present"), ("2022-07-01", "outside its window")):
        assert (absences.explain(laden, "Mill", "ACTS_FOR", "Yard", on=day).reasons[0]["reason"], day) == (reason, day)


def test_a_file_of_rejects_that_is_gone_is_told(laden: Store, tmp_path: Path) -> None:
    path = tmp_path / "more.jsonl"
    path.write_bytes(orjson.dumps(NAMELESS) + b"\n" + orjson.dumps(BORIS) + b"\n")
    totals = load(laden, PARTIES, (path,), Options(snapshot="2023-01-03", force=True))
    Path(totals.rejects_file).unlink()
    told = dict(reasons(absences.explain(laden, "Boris Holm", "SANCTIONS", "Mill")))
    assert told["rejected row"] == f"1 records were rejected, and what they were is not to be read any more in {totals.rejects_file}"


def test_what_a_part_of_a_register_lost_is_told_until_it_is_mended(laden: Store, ask: Ask, tmp_path: Path) -> None:
    """Two parts after a whole snapshot, the second without fault: the first one's reject stays, and goes when it is mended."""

    def part(name: str, party: dict[str, object]) -> Path:
        (tmp_path / name).write_bytes(orjson.dumps(party) + b"\n")
        load(laden, PARTIES, (tmp_path / name,), Options(snapshot="2023-01-03", partial=True))
        return tmp_path / f"{name}.rejects.jsonl"

    def rejected() -> int:
        answer, _ = reports.run(laden, reports.find("health"), {})
        return next(n for check, n, detail in answer.rows if check == "records rejected in the last load" and detail == PARTIES.SOURCE.name)

    before = rejected()
    kept = part("one.jsonl", {"id": "20", "name": "", "programmes": ["A"], "note": "Boris Holm"})
    part("two.jsonl", {"id": "21", "name": "Dora Vik", "programmes": ["A"]})
    assert rejected() == before + 1
    told = [detail for reason, detail in reasons(ask("Boris Holm", "SANCTIONS", "country:US")) if reason == "rejected row"]
    assert any(detail.startswith("record 20, ") for detail in told)
    mended = orjson.loads(kept.read_bytes())
    mended["raw"]["name"] = "Elin Moe"
    kept.write_bytes(orjson.dumps(mended) + b"\n")
    replay = rejects.Replay(kept, PARTIES)
    load(laden, replay, (kept,), Options(snapshot="2023-01-03", register=replay.origin.register, partial=True))
    assert rejected() == before


def test_the_command_that_is_told_can_be_typed(laden: Store) -> None:
    absence = absences.explain(laden, "country:US", "SANCTIONS", "Boris Holm")
    resolution = replace(absence, object=replace(absence.object, id="un:S/RES/2231(2015)"))
    text = accounts.as_text([accounts.absence(resolution, resolution.reasons)])
    assert "actorgraph why country:US SANCTIONS 'un:S/RES/2231(2015)'" in text
