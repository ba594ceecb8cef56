"""A load killed at any moment and run again gives the same graph as an undisturbed one."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import orjson
import pytest

from graph import catalogue, inventory
from graph.load import Options, load
from graph.stores import open_store

PARTIES = Path(__file__).parent / "registers" / "parties.py"
SNAPSHOT = "2023-01-01"
COUNT = 3_500


def register(folder: Path) -> Path:
    """A file of parties, each under two programmes and linked to another by name; some links lead nowhere."""
    path = folder / "parties.jsonl"
    with path.open("wb") as file:
        for number in range(COUNT):
            linked = f"Party {(number * 7) % (COUNT + 100)}"
            party = {"id": str(number), "name": f"Party {number}", "programmes": ["A", f"P{number % 5}x"], "linked_to": [linked]}
            file.write(orjson.dumps(party) + b"\n")
    return path


def digest(uri: str) -> str:
    with open_store(uri) as store:
        return inventory.take(store).digest


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, float]]:
    """The digest of an undisturbed load and how long it took, by server; filled by the first test of each."""
    return {}


@pytest.mark.parametrize("moment", [0.15, 0.35, 0.5, 0.65, 0.8, 0.93])
def test_a_killed_load_run_again_gives_the_undisturbed_graph(store, uri, tmp_path, undisturbed, moment):
    path, loader = register(tmp_path), catalogue.find(str(PARTIES))
    command = [sys.executable, "-m", "graph", "--store", uri, "load", str(PARTIES), str(path), "--as-snapshot-of", SNAPSHOT]
    if uri not in undisturbed:
        started = time.monotonic()
        subprocess.run(command, check=True, capture_output=True)
        undisturbed[uri] = (digest(uri), time.monotonic() - started)
        store.clear()
    expected, seconds = undisturbed[uri]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds * moment)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    totals = load(store, loader, (path,), Options(snapshot=SNAPSHOT))
    assert totals.read == totals.new + totals.unchanged == COUNT
    assert digest(uri) == expected
