"""Views of a store as two clocks have it: made once, kept in a folder, and used again while the store is the same.

A view is an embedded store of its own, whichever server keeps the store it is a view of. Its folder is named by what
was loaded into that store, by the program that reads it, and by the clocks.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import orjson

from graph import __version__
from graph.claims import fingerprint
from graph.clocks import Clocks
from graph.errors import StoreUnreachable
from graph.replay import Counts, replay
from graph.stores import embedded, open_store
from graph.stores.bolt import Store
from graph.stores.child import Lock

if TYPE_CHECKING:
    from graph.reports import Report

KEPT: Final = 4
"""How many views are kept: the ones used last."""

_IDLE: Final = "60"
_MADE: Final = "view.json"
_PACKAGES: Final = (Path(__file__).parent, Path(__file__).parent.parent / "loaders")


@contextmanager
def opened(
    store: Store, clocks: Clocks, home: Path, progress: Callable[[int, str], None], *, keep: int = KEPT
) -> Iterator[tuple[Store, Counts]]:
    """Give the view of a store, open, with the counts of what it holds; it is made first when it is not there.

    Two commands that need the same view make it once. Views beyond the `keep` used last are removed. Raises
    StoreUnreachable when the folder for them cannot be written to.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = "Set ACTORGRAPH_VIEWS to a folder of yours."
        raise StoreUnreachable(f"the folder for views cannot be made ({error.strerror})", where=str(home), hint=hint) from error
    folder = home / _key(store, clocks)
    with closing(_made(store, clocks, folder, progress)):
        (folder / _MADE).touch()
        _forget(home, keep)
        kept = orjson.loads((folder / _MADE).read_bytes())
        counts = Counts(**kept | {"unread": tuple(kept["unread"])})
        with open_store(f"local:{folder}", environ={"ACTORGRAPH_IDLE": _IDLE, **os.environ}) as view:
            yield view, counts


def of_report(report: Report, clocks: Clocks, given: Mapping[str, str]) -> tuple[Clocks, dict[str, str]]:
    """Return the clocks to see the graph by, and the parameters, where a report reads a clock by itself.

    A parameter `on` is set by as-of and `known_by` by known-by, unless it is given: such a report needs what that clock
    would hide, to say what was not in force, or what has changed since.
    """
    asked = dict(given)
    for name, clock in (("on", "as_of"), ("known_by", "known_by")):
        day = getattr(clocks, clock)
        if day and name in (param.name for param in report.params) and name not in given:
            asked[name] = day
            clocks = replace(clocks, **{clock: ""})
    return clocks, asked


def _key(store: Store, clocks: Clocks) -> str:
    """What the view depends on: every load of the store and its size, the program, the clocks."""
    loads = "MATCH (r:Run)-[:LOADED]->(s:Source) RETURN s.id AS id, r.id AS run, s.unfinished AS unfinished ORDER BY id, run"
    sizes = "MATCH (n) RETURN count(n) AS n"
    edges = "MATCH ()-[r]->() RETURN count(r) AS n"
    code = [(path.name, path.stat().st_mtime_ns) for package in _PACKAGES for path in sorted(package.rglob("*.py"))]
    held = [list(row.values()) for statement in (loads, sizes, edges) for row in store.rows(statement)]
    return fingerprint([store.uri, held, __version__, code, asdict(clocks)])


def _made(store: Store, clocks: Clocks, folder: Path, progress: Callable[[int, str], None]) -> Lock:
    """Return a lock that keeps the view from being removed, when it is made."""
    while True:
        lock = Lock(folder.with_suffix(".lock"))
        if (folder / _MADE).exists() and lock.take(shared=True) and (folder / _MADE).exists():
            return lock
        if not (folder / _MADE).exists() and lock.take() and not (folder / _MADE).exists():
            _make(store, clocks, folder, progress)
        else:
            time.sleep(0.1)
        lock.close()


def _make(store: Store, clocks: Clocks, folder: Path, progress: Callable[[int, str], None]) -> None:
    _remove(folder)  # one that somebody began to make
    with TemporaryDirectory(prefix="actorgraph-") as spools, open_store(f"local:{folder}", environ={"ACTORGRAPH_IDLE": _IDLE}) as view:
        counts = replay(store, view, clocks, Path(spools), progress)
    (folder / _MADE).write_bytes(orjson.dumps(counts))


def _forget(home: Path, keep: int) -> None:
    """Remove the views that were not used lately or never finished, but for those in use or being made."""
    made = sorted(home.glob(f"*/{_MADE}"), key=lambda path: path.stat().st_mtime)
    kept = {path.parent for path in made[-keep:]}
    for folder in [path for path in home.iterdir() if path.is_dir() and path not in kept]:
        with closing(Lock(folder.with_suffix(".lock"))) as lock:
            if lock.take():
                _remove(folder)


def _remove(folder: Path) -> None:
    if folder.exists():
        (folder / _MADE).unlink(missing_ok=True)
        embedded.stop(folder)
        shutil.rmtree(folder)
