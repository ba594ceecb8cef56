"""How long each saved question takes on a warm store with a graph of 50,000 nodes and 140,000 edges.

The time is that of the client: the server's, the way back, and what Python works out, where a question has such a step.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from bench import servers, world
from bench.figures import Figure, seconds
from graph import batches, reports
from graph.load import Options, load
from graph.stores.bolt import Store

BOUND: Final = 0.3
SCANNING_BOUND: Final = 1.5
SCANNING: Final = {
    "brokers": "reads every tie between actors, and works the paths out in Python",
    "claims_without_register": "sets every supply beside every claim of one",
    "conflicting_identifiers": "compares all entries that are joined",
    "group_votes": "reads the votes of every resolution on the subject",
    "health": "counts everything",
    "known_on": "reads all that was said about an actor",
    "listing_changes": "reads every record of a register",
    "one_original": "reads every claim",
    "owned_by_sanctioned": "follows every chain of ownership",
    "reasons_mentioning": "looks into the reasons of every listing",
    "sanctioned_by_a_not_b": "reads every listing of an authority",
    "sanctioned_officials": "reads every office",
    "single_source": "reads every edge that rests on claims",
    "tit_for_tat": "reads every listing of two authorities",
    "transfers_under_embargo": "without a recipient it sets every transfer of the states named beside every provision",
    "uncontested_path": "follows every tie of fifteen types within two hops of both ends, hubs as well",
}
"""The questions that read all there is of a kind, and why."""

GIVEN: Final = {
    "group_votes": {"group": "P5", "subject": "nuclear"},
    "listing_changes": {"register": "bench_world", "from": "2023-01-05", "to": "2023-01-06"},
    "sanctioned_by_a_not_b": {"a": "US", "b": "GB"},
    "reasons_mentioning": {"term": "UAV"},
    "tit_for_tat": {"a": "RU", "b": "US"},
    "who_sanctions": {"target": "bench:7"},
    "timeline": {"about": "bench:7"},
    "known_on": {"about": "Iran", "known_by": "2022-10-31"},
    "production_network": {"item": "item:shahed-136"},
    "voting_agreement": {"a": "IR", "b": "RU"},
}
"""What is asked where the defaults would find nothing of the world."""

_RUNS: Final = 5


def figures() -> Iterator[Figure]:
    """Yield, for each server, the size of the graph, and the median seconds of every question."""
    for name in servers.names():
        with servers.fresh(name) as server, TemporaryDirectory() as folder, server.open() as store:
            for batch in batches.seeds():
                load(store, batch.loader, batch.paths)
            load(store, world, [world.write(Path(folder) / "world.jsonl")], Options(snapshot="2023-01-05"))
            yield from _size(store, name)
            for report in reports.every():
                yield _asked(store, report, name)


def _size(store: Store, server: str) -> Iterator[Figure]:
    for kind, statement in (("nodes", "MATCH (n) RETURN count(n) AS n"), ("edges", "MATCH ()-[r]->() RETURN count(r) AS n")):
        (row,) = store.rows(statement)
        yield Figure(name=f"{kind} of the graph ({server})", value=row["n"])


def _asked(store: Store, report: reports.Report, server: str) -> Figure:
    given = GIVEN.get(report.name, {})
    answer, _ = reports.run(store, report, given)
    taken = median(seconds(lambda: reports.run(store, report, given)) for _ in range(_RUNS))
    return Figure(
        name=f"report {report.name} ({server})",
        value=taken,
        unit="s",
        bound=SCANNING_BOUND if report.name in SCANNING else BOUND,
        detail=", ".join((f"{len(answer.rows):,} rows", *([SCANNING[report.name]] if report.name in SCANNING else []))),
    )
