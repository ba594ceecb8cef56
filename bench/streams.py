"""What comes in streams: entities of FollowTheMoney, events of GDELT, votes of the United Nations, each file as long as one likes.

Reading and mapping, and each load, are a process of its own (`python -m bench.streams read|load LOADER STORE FILE…`), which
prints its seconds (of CPU; of a load by the clock) and its peak of memory. `ftmq` is compared with where the environment
names a Python that has it (BENCH_FTMQ).
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import orjson

from bench import repeats, servers
from bench.figures import Figure
from bench.load import compared
from bench.memory import peak
from graph import catalogue
from graph.load import Options, load
from graph.stores import open_store

FEW: Final = 10_000
_ENTITIES: Final = 200_000
_VOTES: Final = 20_000
_ROUNDS: Final = 3
_MOST_MEMORY: Final = 300.0
_AT_ONCE: Final = 50
"""Roll calls in a transaction of the bare statements: as many edges as ours has in one."""

_FTMQ: Final = """
import sys, time
from ftmq.io import smart_read_proxies
started = time.process_time()
for entity in smart_read_proxies(sys.argv[1]):
    pass
print(time.process_time() - started)
"""


def figures(rows: int = 100_000) -> Iterator[Figure]:
    """Yield the figures of the entities, then for events and votes memory and speed at so many rows, and votes beside the bare way."""
    with TemporaryDirectory() as folder:
        for name, sample in repeats.ENTITIES.items():
            if _there(sample):
                yield from _mapped(name, repeats.entities(Path(folder) / f"{name}.entities.ftm.json", sample, min(rows, _ENTITIES)))
        if _there(repeats.EVENTS):
            events = {count: (repeats.events(Path(folder) / f"{count}.export.CSV", count),) for count in (FEW, rows)}
            yield from _streamed("gdelt", events)
            yield _later(events, repeats.events(Path(folder) / "later.export.CSV", FEW, after=rows))
        if _there(repeats.VOTES) and _there(repeats.CALLS):
            yield from _streamed("un_votes", {count: repeats.votes(Path(folder), count) for count in (FEW, rows)})
            yield compared(
                "load of votes : bare statements (embedded)",
                servers.EMBEDDED,
                catalogue.find("un_votes"),
                repeats.votes(Path(folder), _VOTES),
                _VOTES,
                at_once=_AT_ONCE,
            )


def _mapped(name: str, path: Path) -> Iterator[Figure]:
    """Yield how fast lines become claims, beside a loop that only parses them, and beside ftmq's reading: seconds of CPU."""
    python, lines = os.environ.get("BENCH_FTMQ", ""), sum(1 for _ in path.open("rb"))
    taken: dict[str, list[float]] = {"ours": [], "bare": [], "ftmq": []}
    for _ in range(_ROUNDS):
        taken["bare"].append(_cpu(lambda: _parsed(path)))
        taken["ours"].append(_cpu(lambda: _read("ftm", [path])))
        if python:
            told = subprocess.run([python, "-c", _FTMQ, str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
            taken["ftmq"].append(float(told.stdout))
    for other, title, bound in (("bare", "a bare orjson loop", 0.35), ("ftmq", "ftmq's reading", 2.0)):
        if not taken[other]:
            print(f"       {title} is not measured: BENCH_FTMQ names no Python that has it")
            continue
        yield Figure(
            name=f"ftm lines to claims : {title}, {name}",
            value=median(theirs / ours for theirs, ours in zip(taken[other], taken["ours"])),
            unit="x",
            bound=bound,
            most=False,
            detail=f"{lines / median(taken['ours']):,.0f} : {lines / median(taken[other]):,.0f} lines/s",
        )


def _streamed(name: str, files: dict[int, Sequence[Path]]) -> Iterator[Figure]:
    """Yield memory and the ratio of throughputs at the most and the fewest rows: of reading and mapping, and of a load."""
    for what, title in (("read", "reading and mapping"), ("load", "load")):
        rates = {}
        for count, paths in files.items():
            with servers.fresh(servers.EMBEDDED) as server:
                taken, most = _apart(what, name, server, paths)
            rates[count] = count / taken
        yield Figure(name=f"{name}: memory of {title}, {max(files):,} rows", value=most, unit="MB", bound=_MOST_MEMORY)
        yield _even(f"{name}: {title} at", rates, bound=0.7)


def _later(before: dict[int, Sequence[Path]], later: Path) -> Figure:
    """Return how fast a later file is loaded into a store that holds the most events, beside one that holds the fewest."""
    rates = {}
    for rows, paths in before.items():
        with servers.fresh(servers.EMBEDDED) as server:
            _apart("load", "gdelt", server, paths)
            rates[rows] = FEW / _apart("load", "gdelt", server, (later,))[0]
    return _even(f"gdelt: load of {FEW:,} rows beside", rates, bound=0.5)


def _even(title: str, rates: dict[int, float], *, bound: float) -> Figure:
    """Return the rate at the most rows beside that at the fewest."""
    (few, least), (many, rate) = min(rates.items()), max(rates.items())
    return Figure(
        name=f"{title} {many:,} : {few:,} rows",
        value=rate / least,
        unit="x",
        bound=bound,
        most=False,
        detail=f"{rate:,.0f} : {least:,.0f} rows/s",
    )


def _there(path: Path) -> bool:
    if not path.exists():
        print(f"       the sample is not here, and its figures are skipped: {path}")
    return path.exists()


def _apart(what: str, name: str, server: servers.Server, paths: Sequence[Path]) -> tuple[float, float]:
    """Read or load in a process of its own; return its seconds and its peak memory in MB."""
    command = [sys.executable, "-m", "bench.streams", what, name, server.uri, *map(str, paths)]
    environ = {**os.environ, **server.environ}
    told = subprocess.run(command, env=environ, stdout=subprocess.PIPE, check=True, cwd=Path(__file__).parents[1])
    taken, most = json.loads(told.stdout)
    return taken, most


def _cpu(work: Callable[[], Any]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _parsed(path: Path) -> None:
    with path.open("rb") as file:
        for line in file:
            orjson.loads(line)


def _read(name: str, paths: Sequence[Path]) -> float:
    loader = catalogue.find(name)
    started = time.process_time()
    for record in loader.records(*paths):
        for _ in loader.claims(record):  # type: ignore[arg-type]  # the samples hold no rejects
            pass
    return time.process_time() - started


def _load(name: str, uri: str, paths: Sequence[Path]) -> float:
    with open_store(uri) as store:
        return load(store, catalogue.find(name), paths, Options(snapshot="2023-01-05")).seconds


if __name__ == "__main__":
    _what, _name, _uri, *_files = sys.argv[1:]
    _paths = [Path(file) for file in _files]
    print(json.dumps((_read(_name, _paths) if _what == "read" else _load(_name, _uri, _paths), peak())))
