"""Two loads of the same register at the same moment."""

import subprocess
import sys
from pathlib import Path

import orjson

from graph import inventory

PARTIES = Path(__file__).parent / "registers" / "parties.py"
COUNT = 2_500


def test_two_loads_at_once_give_the_graph_of_one(store, uri, tmp_path):
    path = tmp_path / "parties.jsonl"
    path.write_bytes(b"".join(orjson.dumps({"id": str(n), "name": f"Party {n}", "programmes": ["A"]}) + b"\n" for n in range(COUNT)))
    command = [sys.executable, "-m", "graph", "--store", uri, "load", str(PARTIES), str(path), "--as-snapshot-of", "2023-01-01"]
    subprocess.run(command, check=True, capture_output=True)
    alone = inventory.take(store).digest
    store.clear()
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    assert 0 in [process.returncode for process in both], said
    assert not any("Traceback" in words for words in said)
    subprocess.run(command, check=True, capture_output=True)
    assert inventory.take(store).digest == alone
