"""How fast the published XML lists are read and mapped, beside bare loops of lxml over the same file, and in how much memory.

Ours goes down to the statements. The bound is on the loop that takes the same fields by name; the loop that takes all as it
comes says how far the statements are from what lxml can give. Memory is that of a process of its own
(`python -m bench.lists LOADER FILE`), which prints its peak.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

from bench import bulk, loops
from bench.figures import Figure
from bench.memory import peak
from graph import catalogue
from graph.sources import Reject

_ROUNDS: Final = 3
_GROWTH: Final = 60.0


def figures(mb: int = 20) -> Iterator[Figure]:
    """Yield, for each list of so many MB, the ratio to each of the bare loops, and what memory grows by from 1 MB on."""
    with TemporaryDirectory() as folder:
        for name, sample in bulk.SAMPLES.items():
            if not sample.path.exists():
                print(f"       the sample is not here, and its figures are skipped: {sample.path}")
                continue
            large = bulk.write(Path(folder) / f"{name}.xml", sample, mb * 10**6)
            yield from _speed(name, large)
            yield _growth(name, large, bulk.write(Path(folder) / f"{name}-small.xml", sample, 10**6))


def read(name: str, path: Path) -> int:
    """Go through a list with its loader, down to the statements; return how many parties it has."""
    loader, count = catalogue.find(name), 0
    for record in loader.records(path):
        if isinstance(record, Reject):
            raise SystemExit(f"{path} line {record.line}: {record.reason}")
        count += bool(list(loader.claims(record)))
    return count


def _speed(name: str, path: Path) -> Iterator[Figure]:
    shape = loops.SHAPES[name]
    works: dict[str, Callable[[], Any]] = {
        "ours": lambda: read(name, path),
        "fields by name": lambda: loops.by_name(path, shape),
        "all as it comes": lambda: loops.whole(path, shape),
    }
    taken: dict[str, list[float]] = {work: [] for work in works}
    for _ in range(_ROUNDS):
        for work, run in works.items():
            taken[work].append(_cpu(run))
    size = path.stat().st_size / 10**6
    for other, bound in (("fields by name", 0.6), ("all as it comes", None)):
        ratios = [theirs / ours for ours, theirs in zip(taken["ours"], taken[other])]
        yield Figure(
            name=f"{name}: statements : bare lxml, {other}",
            value=median(ratios),
            unit="x",
            bound=bound,
            most=False,
            detail=f"{size:.0f} MB at {size / median(taken['ours']):.1f} : {size / median(taken[other]):.1f} MB/s",
        )


def _growth(name: str, large: Path, small: Path) -> Figure:
    most, least = (_apart(name, path) for path in (large, small))
    return Figure(
        name=f"{name}: memory that the rest of the list takes", value=most - least, unit="MB", bound=_GROWTH, detail=f"{most:.0f} MB in all"
    )


def _cpu(work: Callable[[], Any]) -> float:
    """Return the seconds of CPU that a piece of work takes: others may be at work on the machine."""
    started = time.process_time()
    work()
    return time.process_time() - started


def _apart(name: str, path: Path) -> float:
    told = subprocess.run(
        [sys.executable, "-m", "bench.lists", name, str(path)], stdout=subprocess.PIPE, check=True, cwd=Path(__file__).parents[1]
    )
    return float(json.loads(told.stdout))


if __name__ == "__main__":
    read(sys.argv[1], Path(sys.argv[2]))
    print(json.dumps(peak()))
