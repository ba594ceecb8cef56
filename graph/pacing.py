"""How a load keeps both sides at work: how much one transaction writes, and what is made ready while the server writes."""

import gc
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

T = TypeVar("T")
BATCH: Final = 500
"""The most records that one transaction writes. With twice as many a load is no faster, and its memory grows by half."""
MOST_ROWS: Final = 10_000
"""The most edges and claims that one transaction writes, unless a single record has more: a roll call has two hundred."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let the garbage collector come a few times a batch, not a hundred times: it took a quarter of the client's work.

    And let the thread that the server answers have its turn at once, not after 5 ms: that took a tenth of the time.
    """
    threshold, interval = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(50_000, *threshold[1:])
    sys.setswitchinterval(0.0005)
    try:
        yield
    finally:
        gc.set_threshold(*threshold)
        sys.setswitchinterval(interval)


def ahead(items: Iterator[T]) -> Iterator[T]:
    """Yield the items, each made in a thread of its own while the one before is used: the server works, and so do we."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = thread.submit(next, items, None)
            yield item


def batches(items: Iterable[T], weight: Callable[[T], int]) -> Iterator[list[T]]:
    """Yield the items in lists of up to BATCH, fewer where they weigh more than MOST_ROWS together."""
    batch: list[T] = []
    rows = 0
    for item in items:
        more = weight(item)
        if batch and (len(batch) == BATCH or rows + more > MOST_ROWS):
            yield batch
            batch, rows = [], 0
        batch.append(item)
        rows += more
    if batch:
        yield batch
