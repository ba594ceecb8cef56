"""The trail of an edge, told: everything a claim and a record rest on, claims about claims, rows piped on, on both servers."""

import json
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from graph import accounts, catalogue, pipes, trails
from graph.errors import Mistyped
from graph.load import Options, load
from graph.stores import open_store
from graph.stores.bolt import Store

HERE = Path(__file__).parent
DOSSIER = """
dossier: three-words
title: A word, a word about it, and a word about that
version: 2023-01-01

entities:
  - {id: org:wire, kind: Organisation, name: Wire}
  - {id: org:desk, kind: Organisation, name: Desk, speaks_for: [org:mill]}
  - {id: org:mill, kind: Organisation, name: Mill}
  - {id: org:yard, kind: Organisation, name: Yard}
  - {id: person:ann, kind: Person, name: Ann}

documents:
  - id: doc:first
    title: First [draft]
    publisher: org:wire
    published: 2023-01-02
    url: https://example.org/first_one
    claims:
      - id: offer
        says: asserts
        speaker: org:desk
        voiced_by: person:ann
        said: 2023-01-01
        subject: org:mill
        type: OFFERS
        object: org:yard
        from: 2022-05
        until: 2022-06-30
        quantity: {min: 2, max: 3, unit: boats, estimate: true}
        qualification: only boats
        quote: {sha256: 0000000000000000000000000000000000000000000000000000000000000001, start: 10, end: 20}
        locator: para 1
        note: heard twice
  - id: doc:second
    title: Second
    publisher: org:wire
    published: 2023-02-01
    url: https://example.org/second
    original: doc:first
    claims:
      - {id: lie, says: denies, speaker: org:yard, about: doc:first/offer, qualification: calls it a lie, locator: para 2}
  - id: doc:third
    title: Third
    publisher: org:wire
    published: 2023-03-01
    url: https://example.org/third
    claims:
      - {id: no-lie, says: denies, speaker: org:mill, about: doc:second/lie, qualification: it is none, locator: para 3}
"""


@pytest.fixture(scope="module")
def laden(place: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with three words of a dossier, and a list of which the second snapshot changed a party."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "words.yaml").write_text(DOSSIER, encoding="utf-8")
    sdn = (HERE / "golden" / "ofac_sdn" / "sdn.csv").read_text(encoding="utf-8")
    for day, text in (("2023-01-05", sdn), ("2023-01-06", sdn.replace("T2EU4", "T2EU5"))):
        (folder / f"sdn_{day}.csv").write_text(text, encoding="utf-8")
    with open_store(place) as store:
        store.clear()
        store.prepare()
        load(store, catalogue.find("dossier"), (folder / "words.yaml",))
        for day in ("2023-01-05", "2023-01-06"):
            load(store, catalogue.find("ofac_sdn"), (folder / f"sdn_{day}.csv",), Options(snapshot=day, force=True))
        yield store


@pytest.fixture
def offer(laden: Store) -> trails.Trail:
    (found,) = trails.between(laden, "Mill", "OFFERS", "Yard")
    return found


def test_a_claim_has_speaker_principal_voice_publisher_and_all_its_own_words(offer: trails.Trail) -> None:
    (said,) = offer.said
    assert (said.speaker, said.principal, said.voice, said.publisher) == ("Desk", "Mill", "Ann", "Wire")
    assert (said.claim["said_at"], said.document["published"], said.claim["quote_start"]) == ("2023-01-01", "2023-01-02", 10)
    assert (said.claim["from_min"], said.claim["from_max"], said.claim["until_max"]) == ("2022-05-01", "2022-05-31", "2022-06-30")


def test_a_claim_is_held_by_a_record_of_a_file_that_a_run_loaded(offer: trails.Trail) -> None:
    (held,) = offer.said[0].held
    assert (held["register"], held["line"] > 0, held["run"]["file"].endswith("words.yaml")) == ("dossier/three-words", True, True)
    assert held["run"]["file_digest"]


def test_claims_about_claims_are_nested_as_deep_as_they_go(offer: trails.Trail) -> None:
    (said,) = offer.said
    (lie,) = said.about_it
    (none,) = lie.about_it
    assert [(one.speaker, one.claim["qualification"]) for one in (lie, none)] == [("Yard", "calls it a lie"), ("Mill", "it is none")]


def test_the_text_says_everything_the_trail_rests_on(offer: trails.Trail) -> None:
    said = accounts.as_text(accounts.trails([offer]))
    for words in (
        "Mill OFFERS Yard\n",
        f"  {offer.pid}\n",
        "  2023-01-01  Desk, in the words of Ann, asserts (Mill)\n",
        "    from between 2022-05-01 and 2022-05-31, until 2022-06-30; 2 to 3 boats (estimate)\n",
        "    only boats\n",
        "    read in First [draft] (doc:first), Wire, published 2023-01-02\n",
        "    at para 1; quote: end 20, sha256 0000000000000000000000000000000000000000000000000000000000000001, start 10\n",
        "    https://example.org/first_one\n",
        "; note: heard twice\n",
        "    2023-02-01  Yard, denies this claim\n",
        "      read in Second (doc:second), Wire, published 2023-02-01, repeating doc:first\n",
        "      2023-03-01  Mill, denies this claim\n",
        "    record dossier/three-words:doc:first, line ",
    ):
        assert words in said


def test_the_markdown_nests_its_lists_and_escapes_what_is_no_markup(offer: trails.Trail) -> None:
    said = accounts.as_markdown(accounts.trails([offer]))
    assert said.startswith(f"## Mill OFFERS Yard\n\n- {offer.pid}\n")
    assert "\n  - read in First \\[draft\\] (doc:first), Wire" in said
    assert "\n  - https://example.org/first_one\n" in said
    assert "\n    - 2023-03-01  Mill, denies this claim\n" in said


def test_a_records_run_is_the_one_that_loaded_what_it_holds(laden: Store) -> None:
    for party, day in (("ofac:15036", "2023-01-06"), ("ofac:4243", "2023-01-05")):
        (found,) = trails.between(laden, "country:US", "SANCTIONS", party)
        (record,) = found.records
        assert (record["run"]["snapshot"], record["run"]["file"].endswith(f"sdn_{day}.csv")) == (day, True)
        assert f"line {record['line']} of {record['run']['file']}, {record['run']['id']}" in accounts.as_text(accounts.trails([found]))


def test_rows_of_a_report_are_taken_by_pid_or_by_their_ends_each_edge_once(laden: Store, offer: trails.Trail) -> None:
    by_pid, by_ends = {"pid": offer.pid, "more": 1}, {"subject": "org:mill", "type": "OFFERS", "object": "org:yard", "item": None}
    hop = {"from": "org:mill", "type": "OFFERS", "to": "org:yard"}
    for text in (json.dumps(by_pid), json.dumps([by_pid, by_ends]), f"{json.dumps(by_ends)}\n\n{json.dumps(hop)}\n"):
        assert [found.pid for found in pipes.trails_of(laden, text)] == [offer.pid]


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ('{"pid": "offers:0"}\n{"a": 1}', "", "the graph holds no offers:0"),
        ('[{"a": 1}]', "stdin row 1", "no pid"),
        ('[{"pid": 7}]', "stdin row 1", "no pid"),
        ("3", "stdin row 1", "no pid"),
        ('{"a": 1}\n{"a"', "stdin line 1", "no pid"),
        ("{\n", "stdin line 1", "no JSON"),
        ("", "", "no rows"),
        ("[]", "", "no rows"),
    ],
)
def test_rows_that_are_none_are_refused_with_their_place(text: str, where: str, said: str, laden: Store) -> None:
    with pytest.raises(Mistyped, match=said) as refused:
        pipes.trails_of(laden, text)
    assert refused.value.where == where


def test_the_json_has_the_nested_claims(offer: trails.Trail) -> None:
    (read,) = json.loads(accounts.as_json([offer]))
    assert read["said"][0]["about_it"][0]["about_it"][0]["claim"]["qualification"] == "it is none"


def test_nothing_said_or_recorded_points_to_why_not(laden: Store) -> None:
    with pytest.raises(Mistyped) as refused:
        trails.between(laden, "Yard", "OFFERS", "Mill")
    assert refused.value.hint == "The reason, as far as it is known: actorgraph why-not org:yard OFFERS org:mill"


def test_a_record_is_told_as_it_was_when_it_last_stated_the_edge(store: Store, tmp_path: Path) -> None:
    register = catalogue.find(str(HERE / "registers" / "parties.py"))
    path = tmp_path / "parties.jsonl"
    for day, programmes in (("2023-01-01", ["A", "B"]), ("2023-01-02", ["B", "C"])):
        path.write_bytes(orjson.dumps({"id": "1", "name": "Anna", "programmes": programmes}) + b"\n")
        load(store, register, (path,), Options(snapshot=day))
    told = list(trails.between(store, "country:US", "SANCTIONS", "party:1"))
    by_scope = {trail.edge["scope"]: trail.records[0] for trail in told}
    assert by_scope["A"]["content"]["programmes"] == ["A", "B"]
    assert (by_scope["A"]["run"]["snapshot"], by_scope["B"]["run"]["snapshot"]) == ("2023-01-01", "2023-01-02")
    said = accounts.as_text(accounts.trails(told))
    assert "states this since 2023-01-01, and no more in that of 2023-01-02" in said
    assert "id: 1; name: Anna\n    programmes: A; B\n" in said
    assert said.count("its row is told above") == 1
