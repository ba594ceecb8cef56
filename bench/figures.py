"""A figure: what was measured, the bound it is to keep, and the line that says so."""

import os
import resource
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measurement. Without a bound it is only said; `most` tells whether the bound is an upper or a lower one."""

    name: str
    value: float
    unit: str = ""
    bound: float | None = None
    most: bool = True
    detail: str = ""

    @property
    def short(self) -> bool:
        """Whether the bound is not kept."""
        if self.bound is None:
            return False
        return self.value > self.bound if self.most else self.value < self.bound

    def __str__(self) -> str:
        verdict = "" if self.bound is None else "SHORT" if self.short else "ok"
        bound = "" if self.bound is None else f"{'<=' if self.most else '>='} {self.bound:.3g}"
        line = f"{verdict:5}  {self.name:58} {self.value:9.3f} {self.unit:5} {bound:9}"
        return f"{line} ({self.detail})" if self.detail else line.rstrip()


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds of CPU (its own and the kernel's for it) and by the clock."""

    cpu: float
    wall: float


def cost(command: Sequence[str], environ: Mapping[str, str]) -> Cost:
    """Return what one run of a command costs; raise CalledProcessError when it fails."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, env={**os.environ, **environ}, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(cpu=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall=wall)


def seconds(work: Callable[[], Any]) -> float:
    """Return how long a piece of work takes by the clock."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
