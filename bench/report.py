"""What `report run` costs on a running store, beside the same question asked by a process with nothing but the driver."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from bench import servers
from bench.figures import Figure, cost
from bench.help import TOOL
from graph import batches, reports
from graph.load import Options

_QUESTION: Final = "contested_between"
_RUNS: Final = 7
_BARE: Final = """
import os
import neo4j

with neo4j.GraphDatabase.driver(os.environ["BENCH_URI"], auth=(os.environ["BENCH_USER"], os.environ["BENCH_PASSWORD"])) as driver:
    with driver.session(database=os.environ["BENCH_DATABASE"] or None, default_access_mode=neo4j.READ_ACCESS) as session:
        for record in session.run(os.environ["BENCH_CYPHER"], a="country:IR", b="country:RU"):
            print(record.data())
"""


def figures() -> Iterator[Figure]:
    """Yield, for each server, the seconds of a report by the clock; the bound is from the bare query in the same run."""
    for name in servers.names():
        with servers.fresh(name) as server, TemporaryDirectory() as folder:
            with server.open() as store:
                for _ in batches.load_all(store, batches.seeds(), Options(), lambda _: lambda *_: None):
                    pass
            bare = Path(folder) / "bare.py"
            bare.write_text(_BARE)
            uri, user, password, database = servers.login(server)
            asked = {
                "BENCH_URI": uri,
                "BENCH_USER": user,
                "BENCH_PASSWORD": password,
                "BENCH_DATABASE": database,
                "BENCH_CYPHER": reports.find(_QUESTION).cypher(),
            }
            ours, theirs = [], []
            for _ in range(_RUNS + 1):
                theirs.append(cost([sys.executable, str(bare)], asked).wall)
                ours.append(
                    cost([TOOL, "--store", server.uri, "report", "run", _QUESTION, "-p", "a=Iran", "-p", "b=Russia"], server.environ).wall
                )
            query = median(theirs[1:])
            yield Figure(
                name=f"report run on a running store ({name})",
                value=median(ours[1:]),
                unit="s",
                bound=query * 1.3 + 0.4,
                detail=f"bare driver query {query:.3f} s; {os.cpu_count()} processors",
            )
