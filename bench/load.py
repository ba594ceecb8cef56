"""How fast a register loads, beside the bare statements that write the same graph to the same server."""

import gc
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from bench import bare, register, servers
from bench.figures import Figure, seconds
from graph.load import Options, load
from graph.sources import Loader

ROWS: Final = 20_000
_OPTIONS: Final = Options(snapshot="2023-01-05")
_ROUNDS: Final = 5


def figures() -> Iterator[Figure]:
    """Yield, for each server, the ratio of throughputs at 20,000 rows."""
    with TemporaryDirectory() as folder:
        path = register.write(Path(folder) / "register.csv", ROWS)
        for name in servers.names():
            yield compared(f"load of {ROWS:,} rows : bare statements ({name})", name, register, [path], ROWS)


def compared(
    title: str, server: str, loader: Loader, paths: Sequence[Path], rows: int, *, short: bool = False, at_once: int = bare.BATCH
) -> Figure:
    """Return the throughput of a load divided by that of the bare statements: the median of five rounds, in turns.

    `at_once` is how many records the bare statements write in one transaction.
    """
    with servers.fresh(server) as first, first.open() as store:
        load(store, loader, paths, _OPTIONS)
        batches = bare.read(store, short=short, at_once=at_once)
    gc.freeze()  # or the collector would go through the bare rows during every load
    ours: list[float] = []
    theirs: list[float] = []
    for round in range(_ROUNDS):
        turns = [
            (ours, servers.Server.open, lambda store: load(store, loader, paths, _OPTIONS)),
            (theirs, servers.session, lambda session: bare.write(session, batches)),
        ]
        for taken, opened, work in turns if round % 2 else reversed(turns):
            with servers.fresh(server) as place, opened(place) as way:
                taken.append(seconds(lambda way=way, work=work: work(way)))
    ratios = [other / own for own, other in zip(ours, theirs)]
    return Figure(
        name=title,
        value=median(ratios),
        unit="x",
        bound=0.7,
        most=False,
        detail=f"{rows / median(ours):,.0f} : {rows / median(theirs):,.0f} rows/s; ratios {', '.join(f'{r:.2f}' for r in ratios)}",
    )
