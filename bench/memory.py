"""What a load takes of the client's memory, how its speed holds at ten times the rows, and what loading again costs.

Each load is a process of its own (`python -m bench.memory STORE FILE`), which prints its seconds and its peak.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import register, servers
from bench.figures import Figure, seconds

FEW: Final = 20_000
MANY: Final = 200_000
_MOST_MEMORY: Final = 150.0


def figures() -> Iterator[Figure]:
    """Yield peak memory at both sizes, the ratio of throughputs, and the cost of loading again."""
    with TemporaryDirectory() as folder:
        files = {count: register.write(Path(folder) / f"register-{count}.csv", count) for count in (FEW, MANY)}
        for name in servers.names():
            first: dict[int, tuple[float, float]] = {}
            for count, path in files.items():
                with servers.fresh(name) as server:
                    first[count] = _apart(server, path)
                    again = _apart(server, path)
                    touched = path.with_name(f"touched-{count}.csv")
                    touched.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
                    other = _apart(server, touched)
                taken, peak = first[count]
                rows = f"{count:,} rows ({name})"
                yield Figure(
                    name=f"memory of the client, {rows}", value=peak, unit="MB", bound=_MOST_MEMORY, detail=f"loaded in {taken:.1f} s"
                )
                yield Figure(
                    name=f"same file again : first, {rows}", value=again[0] / taken, unit="x", bound=0.05, detail=f"{again[0]:.2f} s"
                )
                yield Figure(
                    name=f"equal records in another file : first, {rows}",
                    value=other[0] / taken,
                    unit="x",
                    detail=f"{other[0]:.2f} s, {other[1]:.0f} MB",
                )
            rates = {count: count / taken for count, (taken, _) in first.items()}
            yield Figure(
                name=f"throughput at {MANY:,} : at {FEW:,} rows ({name})",
                value=rates[MANY] / rates[FEW],
                unit="x",
                bound=0.7,
                most=False,
                detail=f"{rates[MANY]:,.0f} : {rates[FEW]:,.0f} rows/s",
            )


def _apart(server: servers.Server, path: Path) -> tuple[float, float]:
    """Load in a process of its own; return its seconds for the load and its peak memory in MB."""
    command = [sys.executable, "-m", "bench.memory", server.uri, str(path)]
    environ = {**os.environ, **server.environ}
    told = subprocess.run(command, env=environ, stdout=subprocess.PIPE, check=True, cwd=Path(__file__).parents[1])
    taken, peak = json.loads(told.stdout)
    return taken, peak


def _load(uri: str, path: Path) -> tuple[float, float]:
    from graph.load import Options, load
    from graph.stores import open_store

    with open_store(uri) as store:
        taken = seconds(lambda: load(store, register, [path], Options(snapshot="2023-01-05")))
    return taken, peak()


def peak() -> float:
    """Return this process's peak memory in MB. What getrusage says on Linux includes the process it was forked from."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    print(json.dumps(_load(sys.argv[1], Path(sys.argv[2]))))
