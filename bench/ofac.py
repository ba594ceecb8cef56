"""How fast the real list of January 2023 loads into the embedded store, beside the bare statements."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import servers
from bench.figures import Figure
from bench.load import compared
from loaders import ofac_sdn

LIST: Final = Path(__file__).parents[2] / "shared" / "data" / "ofac_sdn_csv" / "delta" / "sdn_2023-01-05.csv.gz"
_ROWS: Final = 11_436


def figures() -> Iterator[Figure]:
    """Yield the ratio of throughputs; nothing, and a line that says so, where the list is not beside the project."""
    if not LIST.exists():
        print(f"       the list is not here, and its figure is skipped: {LIST}")
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sdn_2023-01-05.csv"
        path.write_bytes(gzip.decompress(LIST.read_bytes()))
        yield compared("load of the SDN list : bare statements (embedded)", servers.EMBEDDED, ofac_sdn, [path], _ROWS, short=True)
