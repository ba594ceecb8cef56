"""What `actorgraph --help` costs."""

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

from bench.figures import Figure, cost

TOOL: Final = str(Path(sys.executable).with_name("actorgraph"))
_RUNS: Final = 7


def figures() -> Iterator[Figure]:
    """Yield the CPU seconds of `--help`: the median of seven runs, after one that warms the disk's cache."""
    taken = [cost([TOOL, "--help"], {}).cpu for _ in range(_RUNS + 1)][1:]
    yield Figure(name="--help, CPU", value=median(taken), unit="s", bound=0.25, detail=f"{min(taken):.3f}..{max(taken):.3f}")
