"""The dossier format: what a file says becomes claims, and what is wrong with it becomes faults with their place."""

import json
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.claims import Claim, Document, Entity, Proposition, Quantity
from graph.dates import Period
from graph.dossier import read, schema
from graph.errors import BadDossier, BadFile
from graph.projection import project
from graph.sources import Record
from graph.vocabulary import Stance
from loaders import dossier

GOLDEN = Path(__file__).parent / "golden" / "dossier"
DRONES = GOLDEN / "drones.yaml"

HEAD = """\
dossier: small
title: A small dossier
version: 2026-11-24
entities:
  - {id: item:uav, kind: Item, name: UAV}
  - {id: org:house, kind: Organisation, name: The House, speaks_for: US}
documents:
  - id: doc:a
    title: A
    publisher: A Paper
    published: 2023-06-09
    claims:
"""
CLAIM = "{speaker: US, says: asserts, subject: IR, type: SUPPLIES, object: RU, locator: para 1}"


JUNK = st.recursive(
    st.none() | st.sampled_from(["", "x", "US", "country:IR", "us-supply", "2023-02-30", "un:#", "a/b/c", "true", "7"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "min", "speaker", "Y"]), inner, max_size=2),
    max_leaves=4,
)


def _holders(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a nested value, as what holds it and under which key."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield value, key
        yield from _holders(inner)


def write(folder: Path, text: str | bytes, name: str = "small.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults(folder: Path, text: str | bytes) -> list[str]:
    """The faults of a file, without the path of its folder."""
    return [line.removeprefix(f"{folder}/") for line in dossier.check(write(folder, text))]


def claimed(folder: Path, *claims: str) -> list[Claim]:
    """The claims that these entries of one document become."""
    path = write(folder, HEAD + "".join(f"      - {claim}\n" for claim in claims))
    return [said for record in dossier.records(path) for said in dossier.claims(record) if isinstance(said, Claim) and said.document]


def record_of(key: str) -> Record:
    return next(record for record in dossier.records(DRONES) if record.key == key)


def stated(key: str) -> list[Claim]:
    return [said for said in dossier.claims(record_of(key)) if isinstance(said, Claim)]


def edges(key: str) -> set[tuple[str, str, str]]:
    return {(said.proposition.subject, said.proposition.type, str(said.proposition.object)) for said in stated(key)}


# what a sound file says


def test_a_record_is_one_entity_resolution_or_document_in_the_order_of_the_file() -> None:
    assert [(record.key, record.line) for record in dossier.records(DRONES)][5:] == [
        ("item:one-way-uav", 15), ("place:zone", 16), ("un:S/RES/2231(2015)", 19),
        ("doc:paper-2023-06-09", 30), ("doc:wire-2023-06-09", 80), ("doc:later", 85),
    ]  # fmt: skip


def test_the_snapshot_is_named_and_dated_by_the_file() -> None:
    found = dossier.snapshot(DRONES)
    assert (found.register, found.date, found.title) == ("dossier/drones", "2026-11-24", "Drones, who sends them and who says so")


def test_every_record_is_json_and_can_be_pickled_and_claims_need_nothing_else() -> None:
    for record in dossier.records(DRONES):
        again = Record(key=record.key, values=json.loads(json.dumps(record.values)), line=record.line)
        assert list(dossier.claims(again)) == list(dossier.claims(record))
        assert pickle.loads(pickle.dumps(record)) == record


def test_every_record_describes_or_refers_to_all_that_its_claims_use() -> None:
    for record in dossier.records(DRONES):
        said = list(dossier.claims(record))
        project(said)
        given = {thing.id for thing in said if isinstance(thing, Entity)}
        for claim in (one for one in said if isinstance(one, Claim)):
            assert {claim.speaker, claim.principal} | ({claim.voiced_by} - {""}) <= given


def test_a_claim_carries_all_that_its_entry_says() -> None:
    assert stated("doc:paper-2023-06-09")[0] == Claim(
        proposition=Proposition(type="SUPPLIES", subject="country:IR", object="country:RU", item="item:one-way-uav"),
        stance=Stance.ASSERTS,
        speaker="org:white-house",
        principal="country:US",
        voiced_by="person:spokesman",
        said_at="2023-06-09",
        period=Period(from_min="2022-08-01", from_max="2022-08-31"),
        quantity=Quantity(min=200, max=999, unit="pieces", estimate=True),
        qualification="by way of the Caspian Sea",
        document="doc:paper-2023-06-09",
        locator="para 9",
        details={"quote_sha256": "00112233445566778899aabbccddeeff" * 2, "quote_start": 10, "quote_end": 75},
    )


def test_the_document_keeps_its_original_and_a_publisher_that_is_no_entity() -> None:
    (found,) = (said for said in dossier.claims(record_of("doc:paper-2023-06-09")) if isinstance(said, Document))
    assert (found.publisher, found.original, found.language) == ("A Paper", "doc:wire-2023-06-09", "en")


def test_a_publisher_named_by_an_entity_s_name_is_that_entity() -> None:
    said = list(dossier.claims(record_of("doc:wire-2023-06-09")))
    assert Entity(id="org:wire", kind="Organisation", name="A Wire", described=False) in said
    assert [document.publisher for document in said if isinstance(document, Document)] == ["org:wire"]


def test_an_entity_s_keys_become_facts_that_the_dossier_states() -> None:
    assert edges("person:spokesman") == {
        ("person:spokesman", "SPEAKS_FOR", "org:nsc"),
        ("person:spokesman", "SPEAKS_FOR", "country:US"),
    }
    assert edges("org:nsc") == {("org:nsc", "PART_OF", "country:US")}
    assert edges("item:one-way-uav") == {("item:one-way-uav", "KIND_OF", "item:uav")}
    assert edges("place:zone") == {("place:zone", "LOCATED_IN", "country:RU")}
    assert {(said.speaker, said.principal, said.document) for said in stated("place:zone")} == {("org:actorgraph", "org:actorgraph", "")}


def test_a_resolution_has_provisions_parties_votes_and_earlier_resolutions() -> None:
    resolution = "un:S/RES/2231(2015)"
    votes = {said.proposition.subject: dict(said.details) for said in stated(resolution) if said.proposition.type == "VOTED"}
    assert votes["country:NO"] == {"vote": "A", "date": "2015-07-20"}
    assert {state for state, vote in votes.items() if vote["vote"] == "Y"} == {
        f"country:{code}" for code in ["CN", "FR", "RU", "GB", "US", "NG"]
    }
    assert {edge for edge in edges(resolution) if edge[1] != "VOTED"} == {
        (resolution, "TERMINATES", "un:S/RES/1737(2006)"),
        (resolution, "HAS_PROVISION", f"{resolution}#B4"),
        (resolution, "HAS_PROVISION", f"{resolution}#B5"),
        ("country:IR", "BOUND_BY", f"{resolution}#B4"),
    }


def test_a_provision_is_named_after_its_resolution_and_paragraph() -> None:
    found = {said.id: said for said in dossier.claims(record_of("un:S/RES/2231(2015)")) if isinstance(said, Entity)}
    provision = found["un:S/RES/2231(2015)#B4"]
    assert (provision.kind, provision.name, provision.details["measure"]) == ("Provision", "S/RES/2231(2015) B4", "missile technology")
    assert found["un:S/RES/1737(2006)"] == Entity(id="un:S/RES/1737(2006)", kind="Resolution", name="S/RES/1737(2006)", described=False)


def test_a_register_s_id_needs_no_entry_and_its_kind_is_what_its_place_allows(tmp_path: Path) -> None:
    entry = "{speaker: US, says: asserts, subject: ofac:34490, type: PRODUCES, object: wikidata:Q1, locator: para 1}"
    path = write(tmp_path, f"{HEAD}      - {entry}\n")
    said = list(dossier.claims(list(dossier.records(path))[-1]))
    assert Entity(id="ofac:34490", kind="Actor", name="ofac:34490", described=False) in said
    assert Entity(id="wikidata:Q1", kind="Item", name="wikidata:Q1", described=False) in said


# speakers, principals, dates


def test_five_speakers_in_one_entry_make_five_claims_with_ids_of_their_own() -> None:
    breach = [said for said in stated("doc:paper-2023-06-09") if said.locator == "para 11"]
    assert [said.principal for said in breach] == [f"country:{code}" for code in ["GB", "FR", "DE", "US", "UA"]]
    assert len({said.id for said in breach}) == 5
    assert len({said.proposition.pid for said in breach}) == 1


def test_two_subjects_in_one_entry_make_two_propositions(tmp_path: Path) -> None:
    found = claimed(tmp_path, "{speaker: US, says: asserts, subject: [IR, KP], type: SUPPLIES, object: RU, locator: para 1}")
    assert [said.proposition.subject for said in found] == ["country:IR", "country:KP"]


@pytest.mark.parametrize(
    ("speaker", "principal"),
    [
        ("org:house", "country:US"),
        ("The House", "country:US"),
        ("Norway", "country:NO"),
        ("person:two", "person:two"),
        ("org:nobody", "org:nobody"),
    ],
)
def test_the_principal_is_the_one_the_speaker_speaks_for_or_itself(tmp_path: Path, speaker: str, principal: str) -> None:
    more = (
        "  - {id: person:two, kind: Official, name: Two, speaks_for: [US, org:house]}\n  - {id: org:nobody, kind: Organisation, name: N}\n"
    )
    claim = f"      - {{speaker: {speaker}, says: asserts, subject: IR, type: SUPPLIES, object: RU, locator: para 1}}\n"
    path = write(tmp_path, HEAD.replace("documents:\n", f"{more}documents:\n") + claim)
    assert [said.principal for said in dossier.claims(list(dossier.records(path))[-1]) if isinstance(said, Claim)] == [principal]


def test_a_stated_principal_goes_before_the_speaker_s_own(tmp_path: Path) -> None:
    (found,) = claimed(tmp_path, CLAIM.replace("speaker: US", "speaker: org:house, principal: FR"))
    assert (found.speaker, found.principal) == ("org:house", "country:FR")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2023-06-01", "2023-06-01"),
        ("../2023-06-08", "2023-06-08"),
        ("2023-06", "2023-06-09"),
        ("2023-06-01/..", "2023-06-09"),
        ("2023-06-09T21:00:00-04:00", "2023-06-09"),
    ],
)
def test_the_day_of_saying_is_the_latest_possible_but_never_after_the_document(tmp_path: Path, said: str, day: str) -> None:
    (found,) = claimed(tmp_path, CLAIM.replace("locator", f'said: "{said}", locator'))
    assert found.said_at == day


def test_a_date_that_is_only_approximate_says_so(tmp_path: Path) -> None:
    (found,) = claimed(tmp_path, CLAIM.replace("locator", "from: 2022-08~, locator"))
    assert (found.period.from_min, dict(found.details)) == ("2022-08-01", {"approximate": True})


def test_whom_something_is_used_against_is_a_reference_too() -> None:
    use = next(said for said in stated("doc:paper-2023-06-09") if said.proposition.type == "USES")
    assert use.proposition.scope == "country:UA"


# claims about claims and deeds


def test_a_claim_about_a_claim_has_that_claim_as_its_target() -> None:
    said = stated("doc:paper-2023-06-09")
    denial, lie = next(one for one in said if one.proposition.type == "USES"), said[-1]
    assert (lie.target, lie.proposition, lie.stance) == (denial.id, denial.proposition, Stance.DENIES)


def test_a_retraction_takes_back_the_claim_of_the_same_principal_in_another_document() -> None:
    french = next(one for one in stated("doc:paper-2023-06-09") if one.principal == "country:FR")
    retraction = stated("doc:later")[0]
    assert (retraction.target, retraction.proposition, dict(retraction.details)) == ("", french.proposition, {"retracts": french.id})


def test_a_violation_is_scoped_by_the_deed_and_concerns_it() -> None:
    said = stated("doc:paper-2023-06-09")
    supply = said[0].proposition
    breach = next(one for one in said if one.locator == "para 11")
    assert (breach.concerns, breach.proposition.scope) == (supply, supply.pid)


def test_a_deed_may_be_written_out() -> None:
    deed = Proposition(type="SUPPLIES", subject="country:IR", object="country:RU", item="item:uav")
    both = [one for one in stated("doc:paper-2023-06-09") if one.locator == "para 10"]
    assert {(one.proposition.subject, one.proposition.scope) for one in both} == {("country:IR", deed.pid), ("country:RU", deed.pid)}


def test_a_claim_may_be_about_one_that_stands_below_it(tmp_path: Path) -> None:
    lie, supply = claimed(tmp_path, "{speaker: RU, says: denies, about: a/supply, locator: para 2}", CLAIM.replace("{", "{id: supply, "))
    assert lie.target == supply.id


def test_the_order_of_keys_and_claims_does_not_change_an_id(tmp_path: Path) -> None:
    content = yaml.load(DRONES.read_text(), Loader=yaml.BaseLoader)

    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(item) for item in value] if isinstance(value, list) else value

    reordered = turned(content)
    for document in reordered["documents"]:
        document.get("claims", []).reverse()
    path = write(tmp_path, yaml.safe_dump(reordered, sort_keys=False))

    def ids(file: Path) -> set[str]:
        return {said.id for record in dossier.records(file) for said in dossier.claims(record) if isinstance(said, Claim)}

    assert ids(path) == ids(DRONES)


def test_a_handle_can_be_renamed_without_changing_an_id(tmp_path: Path) -> None:
    path = write(tmp_path, DRONES.read_text().replace("us-supply", "supply-by-iran"))
    renamed = {said.id for record in dossier.records(path) for said in dossier.claims(record) if isinstance(said, Claim)}
    assert renamed == {said.id for record in dossier.records(DRONES) for said in dossier.claims(record) if isinstance(said, Claim)}


# YAML that does not bite


@pytest.mark.parametrize("name", ["NO", "no", "No", "Norway", "country:NO", "'NO'"])
def test_norway_stays_norway(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, HEAD + f"      - {CLAIM.replace('RU', name)}\n")
    if name in ("no", "No"):
        assert f"(got '{name}')" in dossier.check(path)[0]
    else:
        assert [said.proposition.object for said in dossier.claims(list(dossier.records(path))[-1]) if isinstance(said, Claim)] == [
            "country:NO"
        ]


@pytest.mark.parametrize("text", ["no", "012", "1_000", "0x1F", "12:30:45", "1e3", "2022-08-24", ".inf", "=", "off"])
def test_a_word_stays_the_text_that_was_written(tmp_path: Path, text: str) -> None:
    (found,) = claimed(tmp_path, CLAIM.replace("para 1", text))
    assert found.locator == text


def test_an_anchor_may_be_used_again(tmp_path: Path) -> None:
    first, second = claimed(tmp_path, CLAIM.replace("US", "&us US"), CLAIM.replace("US", "*us").replace("para 1", "para 2"))
    assert first.speaker == second.speaker == "country:US"


def test_a_billion_laughs_are_refused_at_once(tmp_path: Path) -> None:
    laughs = "a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n"
    laughs += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    start = time.perf_counter()
    assert faults(tmp_path, laughs) == ["small.yaml:5:45: aliases repeat more than 100,000 values; write less by alias (got '*a3')"]
    assert time.perf_counter() - start < 1


SYNTAX = {
    "an empty file": (b"", "small.yaml:1:1: the file is empty"),
    "only a comment": (b"# nothing\n", "small.yaml:1:1: the file is empty"),
    "only a marker": (b"---\n", "small.yaml:1:1: the file is empty"),
    "a list": (b"- a\n", "small.yaml:1:1: a dossier is a mapping, whose first key is `dossier` (got a list)"),
    "a word": (b"hello\n", "small.yaml:1:1: a dossier is a mapping, whose first key is `dossier` (got 'hello')"),
    "a tab": (b"dossier:\n\ta: b\n", "small.yaml:2:1: a tab; YAML is indented by spaces"),
    "Latin-1": ("dossier: a\ntitle: Élysée\n".encode("latin-1"), "small.yaml:2:8: this is not UTF-8 (byte 0xC9); save the file as UTF-8"),
    "UTF-16": ("dossier: a\n".encode("utf-16"), "small.yaml:1:1: this is UTF-16; save the file as UTF-8"),
    "a binary": (b"dossier: a\n\x00\x01", "small.yaml:2:1: a character that no text holds (U+0000); is this a text file?"),
    "an inner BOM": (
        "dossier: a\ntitle: \ufeffb\n".encode(),
        "small.yaml:2:8: a character that no text holds (U+FEFF); is this a text file?",
    ),
    "two documents": (b"a: b\n---\nc: d\n", "small.yaml:2:1: a second YAML document starts here; one file is one dossier"),
    "an open bracket": (
        b"a: [b\nc: d\n",
        "small.yaml:2:2: this is no YAML: did not find expected ',' or ']' while parsing a flow sequence",
    ),
    "a key that is a list": (b"? [a]\n: b\n", "small.yaml:1:3: a key must be a word"),
    "an alias of nothing": (b"a: *b\n", "small.yaml:1:4: no anchor of this name stands before it (got '*b')"),
    "an alias of itself": (b"a: &b [*b]\n", "small.yaml:1:8: the alias stands inside its own anchor (got '*b')"),
    "depth": (b"a: " + b"[" * 500 + b"]" * 500, "small.yaml:1:36: nested deeper than 32 levels"),
}


@pytest.mark.parametrize("case", SYNTAX)
def test_a_file_that_is_no_yaml_gets_one_clear_fault(tmp_path: Path, case: str) -> None:
    text, fault = SYNTAX[case]
    assert faults(tmp_path, text) == [fault]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.integers(min_value=0), junk=JUNK)
def test_whatever_stands_somewhere_the_file_is_sound_or_gets_faults(tmp_path: Path, where: int, junk: Any) -> None:
    content = yaml.load(DRONES.read_text(), Loader=yaml.BaseLoader)
    holders = list(_holders(content))
    holder, key = holders[where % len(holders)]
    holder[key] = junk
    path = write(tmp_path, yaml.safe_dump(content, sort_keys=False))
    if not dossier.check(path):
        for record in dossier.records(path):
            project(dossier.claims(record))


def test_any_depth_is_refused_at_once(tmp_path: Path) -> None:
    start = time.perf_counter()
    (fault,) = faults(tmp_path, b"[" * 500_000)
    assert "nest" in fault
    assert time.perf_counter() - start < 1


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbf" + DRONES.read_bytes().replace(b"\n", b"\r\n"))
    assert [record.values for record in dossier.records(path)] == [record.values for record in dossier.records(DRONES)]
    assert dossier.recognises(path.read_bytes()[:100])


def test_a_key_that_is_there_twice_is_a_fault_with_both_lines(tmp_path: Path) -> None:
    text = f"{HEAD}      - {CLAIM}\n".replace("title: A small dossier\n", "title: A small dossier\ntitle: Another\n")
    assert faults(tmp_path, text) == ["small.yaml:3:1: title: this key is here already, on line 2 (got 'title')"]


def test_tags_and_merge_keys_are_faults(tmp_path: Path) -> None:
    text = f"{HEAD}      - &one {CLAIM}\n      - {{<<: *one, locator: !!str para 2}}\n"
    assert [line for line in faults(tmp_path, text) if "missing" not in line] == [
        "small.yaml:14:10: documents[0].claims[1].<<: merge keys are not read; write the keys out",
        "small.yaml:14:29: tags are not read; write the value alone (got 'tag:yaml.org,2002:str')",
    ]


def test_a_file_beyond_the_size_limit_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path, b"#" * (16 * 2**20 + 1)) == ["small.yaml:1:1: the file is larger than 16 MiB; split it"]


def test_a_missing_file_is_no_dossier_fault(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="there is no such file"):
        dossier.check(tmp_path / "absent.yaml")


# faults


def test_every_fault_of_a_file_is_reported_at_once_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN)
    assert dossier.check(Path("faults.yaml")) == (GOLDEN / "faults.txt").read_text(encoding="utf-8").splitlines()


def test_reading_a_faulty_file_raises_all_of_its_faults() -> None:
    with pytest.raises(BadDossier) as caught:
        next(dossier.records(GOLDEN / "faults.yaml"))
    assert len(caught.value.faults) == len((GOLDEN / "faults.txt").read_text(encoding="utf-8").splitlines())


def test_a_faulty_claim_does_not_fault_the_claims_that_name_it(tmp_path: Path) -> None:
    supply = CLAIM.replace("{", "{id: supply, ").replace("IR", "Atlantis")
    found = faults(tmp_path, f"{HEAD}      - {supply}\n      - {{speaker: RU, says: denies, about: supply, locator: para 2}}\n")
    assert [line.split(": ")[1] for line in found] == ["documents[0].claims[0].subject"]


def test_a_resolution_may_only_end_a_resolution_or_provision(tmp_path: Path) -> None:
    resolution = "resolutions:\n  - {id: un:S/RES/1(1946), title: One, adopted: 1946-01-25, "
    resolution += "terminates: [un:S/RES/2(1946)#1, item:uav], votes: {Y: item:uav}}\n"
    assert faults(tmp_path, f"{HEAD}      - {CLAIM}\n{resolution}") == [
        "small.yaml:15:94: resolutions[0].terminates[1]: the object of TERMINATES is Resolution or Provision, and item:uav is Item",
        "small.yaml:15:116: resolutions[0].votes.Y: the subject of VOTED is Actor, and item:uav is Item",
    ]


@pytest.mark.parametrize("symbol", ["un:S/RES/2231", "un:S/RES/2231(15)", "un:2231", "un:#B4", "un:S/RES/2231#B4"])
def test_a_symbol_without_its_year_is_not_taken_for_another_resolution(tmp_path: Path, symbol: str) -> None:
    claim = CLAIM.replace("SUPPLIES", "VIOLATES").replace("RU", symbol)
    (fault,) = faults(tmp_path, f"{HEAD}      - {claim}\n")
    assert fault == (
        "small.yaml:13:75: documents[0].claims[0].object: this is not of the form un:S/RES/2231(2015) or un:S/RES/2231(2015)#B4 "
        f"(got '{symbol}')"
    )


def test_a_country_s_id_stands_for_nothing_else(tmp_path: Path) -> None:
    entity = "  - {id: country:XK, kind: Place, name: Somewhere}\ndocuments:\n"
    assert faults(tmp_path, HEAD.replace("documents:\n", entity) + f"      - {CLAIM}\n") == [
        "small.yaml:7:28: entities[2].kind: country:XK is Country (got 'Place')"
    ]


def test_nobody_votes_twice(tmp_path: Path) -> None:
    resolution = "resolutions:\n  - {id: un:S/RES/1(1946), title: One, adopted: 1946-01-25, votes: {Y: [FR, GB], A: [France]}}\n"
    assert faults(tmp_path, f"{HEAD}      - {CLAIM}\n{resolution}") == [
        "small.yaml:15:86: resolutions[0].votes.A[0]: country:FR has a vote already, Y"
    ]


def test_more_claims_from_one_entry_than_anybody_means_are_refused(tmp_path: Path) -> None:
    claim = CLAIM.replace("US", f"[{', '.join(['US'] * 50)}]").replace("subject: IR", f"subject: [{', '.join(['IR'] * 50)}]")
    assert faults(tmp_path, f"{HEAD}      - {claim}\n") == [
        "small.yaml:13:9: documents[0].claims[0]: speakers times subjects make more than 1,000 claims"
    ]


def test_a_long_chain_of_claims_about_claims_is_refused_before_it_exhausts_the_reader(tmp_path: Path) -> None:
    chain = "".join(f"      - {{id: c{n}, speaker: US, says: denies, about: c{n + 1}, locator: para {n}}}\n" for n in range(5_000))
    found = faults(tmp_path, f"{HEAD}{chain}      - {CLAIM.replace('{', '{id: c5000, ')}\n")
    assert found
    assert all("a chain of more than 100 claims about claims" in line for line in found)


def test_a_name_is_the_dossier_s_own_before_it_is_a_territory_s(tmp_path: Path) -> None:
    text = HEAD.replace("name: The House", "name: Georgia") + f"      - {CLAIM.replace('US', 'Georgia')}\n"
    path = write(tmp_path, text)
    assert [said.speaker for said in dossier.claims(list(dossier.records(path))[-1]) if isinstance(said, Claim)] == ["org:house"]


def test_territories_are_only_what_the_caller_knows(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD.replace("US", "country:US") + f"      - {CLAIM}\n")
    with pytest.raises(BadDossier, match="no territory has this name"):
        read(path, lambda text: text if text == "country:US" else None)


# recognition and schema


@pytest.mark.parametrize(
    ("head", "ours"),
    [
        (b"# x\ndossier: a\n", True),
        (b"title: a\ndossier: b", True),
        (b"  dossier: a\n", False),
        (b"my-dossier: a", False),
        (b"\x00", False),
    ],
)
def test_a_file_is_recognised_by_its_key(head: bytes, ours: bool) -> None:
    assert dossier.recognises(head) is ours


def as_editors_see_it(path: Path) -> Any:
    """The file as YAML 1.2 reads it: numbers and true are no text, dates and `no` are."""

    class Core(yaml.SafeLoader):
        yaml_implicit_resolvers = {  # noqa: RUF012  # pyyaml's own form
            first: [(tag, form) for tag, form in forms if tag.endswith((":int", ":float"))]
            for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
    return yaml.load(path.read_text(), Loader=Core)


def test_a_sound_file_is_valid_against_the_json_schema_and_a_faulty_one_is_not() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    validator.check_schema(schema())
    assert list(validator.iter_errors(as_editors_see_it(DRONES))) == []
    assert len(list(validator.iter_errors(as_editors_see_it(GOLDEN / "faults.yaml")))) > 5


def test_the_json_schema_knows_the_vocabulary_and_refuses_other_keys() -> None:
    model = schema()
    claim = model["$defs"]["ClaimEntry"]
    assert model["$id"] == "urn:actorgraph:schema:dossier"
    assert set(claim["properties"]["says"]["enum"]) == set(map(str, Stance))
    assert {"from", "until", "about", "deed"} <= set(claim["properties"])
    assert claim["required"] == ["speaker", "says", "locator"]
    assert all(entry["additionalProperties"] is False for entry in (model, *model["$defs"].values()))
    assert '"null"' not in json.dumps(model)


def test_the_graph_s_half_of_the_format_needs_no_loader() -> None:
    code = "import sys, graph.dossier; print(any(name.split('.')[0] == 'loaders' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
