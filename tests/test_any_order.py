"""Small samples of all sources in one store: any order of loading gives one graph, and the story keeps its answers."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from golden_answers import golden

from graph import batches, catalogue, inventory, reports
from graph.load import Options, load
from graph.stores import open_store
from graph.stores.bolt import Store

GOLDEN = Path(__file__).parent / "golden"
LOADS = (
    ("eu_fsf", "eu_fsf/xmlFullSanctionsList.xml"),
    ("ftm", "ftm/entities.ftm.json"),
    ("gdelt", "gdelt/20240105120000.export.CSV gdelt/20240105120000.mentions.CSV"),
    ("icews", "icews/events.2015.tab"),
    ("ofac_cons", "ofac_cons/cons_prim.csv ofac_cons/cons_alt.csv ofac_cons/cons_add.csv"),
    ("ofac_sdn", "ofac_sdn/sdn.csv ofac_sdn/alt.csv ofac_sdn/add.csv"),
    ("ofac_sdn", "ofac_shapes/sdn_advanced.xml"),
    ("reign", "reign/leaderlist.csv"),
    ("sipri", "reports_on_samples/loads/sipri.iceland.csv"),
    ("un_votes", "reports_on_samples/loads/un_votes.harbours.csv"),
    ("unsc_resolutions", "reports_on_samples/loads/unsc_resolutions.vetoes.html"),
)
"""What is loaded, with the day of the load's place in this list as its snapshot: loader, files."""
STORY = (
    "acknowledged_with_limits.iran",
    "contested_between.iran-russia",
    "provisions_in_force.1929-disputed",
    "provisions_in_force.2231-article",
    "reversals.everyone",
    "violations.2231",
)
"""Golden answers about the story, on which the samples have no bearing."""
Job = tuple[str, tuple[Path, ...], Options]


def jobs() -> list[Job]:
    """The seeds and the samples, as loads."""
    seeds: list[Job] = [(batch.loader.SOURCE.name, tuple(batch.paths), Options()) for batch in batches.seeds()]
    return seeds + [
        (name, tuple(GOLDEN / file for file in files.split()), Options(snapshot=f"2024-02-{day:02}", force=True))
        for day, (name, files) in enumerate(LOADS, 1)
    ]


@pytest.fixture(scope="module")
def ours(place: str) -> Iterator[Store]:
    """A store of this module's own."""
    with open_store(place) as store:
        yield store


def filled(store: Store, order: list[Job]) -> None:
    """Load these, and nothing else."""
    store.clear()
    store.prepare()
    for name, paths, options in order:
        load(store, catalogue.find(name), paths, options)


def test_all_sources_in_any_order_give_one_graph_that_still_tells_the_story(ours: Store) -> None:
    digests = set()
    for order in (jobs(), jobs()[::-1], random.Random(2231).sample(jobs(), len(jobs()))):
        filled(ours, order)
        digests.add(inventory.take(ours).digest)
        for case in STORY:
            told = golden(GOLDEN / "reports", case)
            answer, _ = reports.run(ours, reports.find(case.partition(".")[0]), told["given"])
            assert [dict(zip(answer.columns, row, strict=True)) for row in answer.rows] == told["rows"]
    assert len(digests) == 1
