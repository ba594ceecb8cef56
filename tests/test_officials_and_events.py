"""The registers of officials and of events, alike: golden claims, counts, what damaged files come to."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from golden_claims import as_json, compare

from graph.claims import Claim
from graph.errors import BadFile, BadRow
from graph.load import load
from graph.projection import project
from graph.sources import Reject
from loaders import gdelt, icews, reign, wikidata, world_leaders

GOLDEN = Path(__file__).parent / "golden"
EVENTS = "20240105120000"

SAMPLES: list[tuple[ModuleType, str, tuple[str, ...]]] = [
    (world_leaders, "wikidata", ("wikidata.csv",)),
    (reign, "leaders", ("leaderlist.csv",)),
    (reign, "regimes", ("regime_list.csv",)),
    (gdelt, "events", (f"{EVENTS}.export.CSV", f"{EVENTS}.mentions.CSV")),
    (icews, "quadruples", ("quadruples.txt",)),
    (icews, "events", ("events.2015.tab",)),
    (wikidata, "officials", ("officials.json",)),
    (wikidata, "items", ("items.json",)),
    (wikidata, "dump", ("dump.json",)),
]
each = pytest.mark.parametrize(("loader", "name", "files"), SAMPLES, ids=[f"{one.SOURCE.name}-{name}" for one, name, _ in SAMPLES])


def folder(loader: ModuleType) -> Path:
    return GOLDEN / str(loader.SOURCE.name)


def said(loader: ModuleType, *paths: Path) -> Iterator[str]:
    for record in loader.records(*paths):
        if isinstance(record, Reject):
            yield json.dumps({"Reject": [record.line, record.field, record.reason]}, ensure_ascii=False)
            continue
        try:
            yield from map(as_json, loader.claims(record))
        except BadRow as reason:
            yield json.dumps({"BadRow": [record.key, reason.field, reason.message]}, ensure_ascii=False)


@each
def test_the_sample_says_what_its_golden_file_has(loader: ModuleType, name: str, files: tuple[str, ...], bless: bool) -> None:
    compare(folder(loader) / f"{name}.claims.json", said(loader, *(folder(loader) / file for file in files)), bless)


@each
def test_a_file_is_recognised_by_its_own_loader_alone(loader: ModuleType, name: str, files: tuple[str, ...]) -> None:
    for file in files:
        start = (folder(loader) / file).read_bytes()
        assert [one.SOURCE.name for one in (gdelt, icews, reign, wikidata, world_leaders) if one.recognises(start)] == [loader.SOURCE.name]


@pytest.mark.parametrize("start", [b"", b"{}", b"[]", b"\xff\xfe", b"a,b\n1,2\n", b"\t" * 60, b"<xml/>", b'{"id":"Q42","schema":"Person"}'])
def test_other_files_are_recognised_by_none_of_them_and_refused_by_all(start: bytes, tmp_path: Path) -> None:
    path = tmp_path / "other"
    path.write_bytes(start)
    for loader in (gdelt, icews, reign, wikidata, world_leaders):
        assert not loader.recognises(start)
        with pytest.raises(BadFile):
            list(loader.records(path))


@each
def test_a_load_accounts_for_every_record(loader: ModuleType, name: str, files: tuple[str, ...]) -> None:
    totals = load(None, loader, [folder(loader) / file for file in files])
    assert totals.read == totals.new + totals.rejected > 0


@pytest.mark.parametrize(
    ("loader", "file", "read", "edges"),
    [
        (world_leaders, "world_leaders/wikidata.csv", 424, {"HOLDS_POSITION": 424, "SPEAKS_FOR": 424}),
        (reign, "reign/leaderlist_3_21.csv", 2_524, {"HOLDS_POSITION": 2_524, "SPEAKS_FOR": 2_524}),
        (reign, "reign/regime_list.csv", 627, {"LOCATED_IN": 627}),
        (
            gdelt,
            "gdelt/20191024143000.export.CSV.gz",
            2_111,
            {"ACTS_TOWARD": 1_315, "SUPPLIES": 45, "ACCUSES": 39, "COOPERATES_MILITARILY": 4, "SEEKS_SUPPLY": 2, "OFFERS": 1},
        ),
        (
            icews,
            "icews/icews_2014_test.txt.gz",
            8_963,
            {"ACTS_TOWARD": 8_545, "ACCUSES": 288, "SUPPLIES": 69, "OFFERS": 38, "COOPERATES_MILITARILY": 18, "SEEKS_SUPPLY": 5},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_real_files_are_read_whole_with_nothing_rejected(
    loader: ModuleType, file: str, read: int, edges: dict[str, int], shared: Path
) -> None:
    totals = load(None, loader, [shared / file])
    assert (totals.read, totals.new, totals.rejected) == (read, read, 0)
    types = (fact.proposition.type for record in loader.records(shared / file) for fact in project(loader.claims(record)).facts)
    assert Counter(types) == edges


@each
def test_every_claim_is_the_publishers_own(loader: ModuleType, name: str, files: tuple[str, ...]) -> None:
    speakers = set()
    for record in loader.records(*(folder(loader) / file for file in files)):
        try:
            statements = list(loader.claims(record)) if not isinstance(record, Reject) else []
        except BadRow:
            continue
        speakers |= {(claim.speaker, claim.principal) for claim in statements if isinstance(claim, Claim)}
    assert speakers == {(loader.SOURCE.publisher, loader.SOURCE.publisher)}
