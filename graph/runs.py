"""One load of one file as the graph remembers it: its totals, the snapshot it was of, and the file it read."""

from __future__ import annotations

import hashlib
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from graph import __version__, dates, downloads, files
from graph.sources import Loader, Snapshot
from graph.stores.bolt import Store

_DATE_IN_NAME: Final = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_COUNTS: Final = ("read", "new", "changed", "unchanged", "rejected", "gone", "edges", "claims", "unresolved")


@dataclass(slots=True, kw_only=True)
class Totals:
    """What became of a file: `read = new + changed + unchanged + rejected`, always."""

    source: str
    file: str
    snapshot: str
    register: str
    dated_by: str = ""
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    gone: int = 0
    edges: int = 0
    claims: int = 0
    unresolved: int = 0
    seconds: float = 0.0
    rejects_file: str = ""

    def __str__(self) -> str:
        tail = f"; {self.unresolved} mentions of parties that are not in it" if self.unresolved else ""
        return (
            f"{self.register} {self.snapshot}: {self.read} read = {self.new} new + {self.changed} changed + {self.unchanged} unchanged"
            f" + {self.rejected} rejected; {self.gone} gone; {self.edges} edges, {self.claims} claims{tail}"
        )


def begin(store: Store, loader: Loader, totals: Totals, said: Snapshot) -> None:
    """Note that a load of the register has begun: until it is noted as done, none of its files counts as known."""
    store.prepare()
    source = loader.SOURCE
    stated = {
        "title": said.title or source.title,
        "name": said.title or source.title,
        "publisher": source.publisher,
        "url": source.url,
        "licence": source.licence,
        "kind": str(source.kind),
        "loader": source.name,
    }
    store.write(
        lambda tx: tx.run(
            "MERGE (s:Source {id: $id}) SET s += $props SET s.unfinished = true",
            id=f"source:{totals.register}",
            props={key: value for key, value in stated.items() if value},
        ).consume()
    )


def finish(store: Store, totals: Totals, digest: str, *, partial: bool) -> None:
    """Note the load as done: from here on its snapshot counts, unless it was only part of one."""
    props: dict[str, Any] = {
        "id": f"run:{time.time_ns()}:{totals.register}",
        "file": totals.file,
        "file_digest": digest,
        "snapshot": totals.snapshot,
        "finished_at": dates.now(),
        "rejects_file": totals.rejects_file,
        **{key: getattr(totals, key) for key in _COUNTS},
        **({"partial": True} if partial else {}),
    }
    store.write(
        lambda tx: tx.run(
            "MATCH (s:Source {id: $source}) REMOVE s.unfinished CREATE (r:Run) SET r = $props CREATE (r)-[:LOADED]->(s)",
            source=f"source:{totals.register}",
            props=props,
        ).consume()
    )


def known(store: Store, totals: Totals, digest: str) -> bool:
    """Whether this very file was the last one loaded as this snapshot; then its totals are those of then."""
    run = next(
        store.rows(
            "MATCH (s:Source {id: $source}) WHERE s.unfinished IS NULL MATCH (s)<-[:LOADED]-(r:Run) WHERE r.snapshot = $date "
            "RETURN r.file_digest AS digest, r.read AS read, r.rejected AS rejected, r.unresolved AS unresolved, "
            "r.rejects_file AS rejects_file ORDER BY r.id DESC LIMIT 1",
            source=f"source:{totals.register}",
            date=totals.snapshot,
        ),
        None,
    )
    if run is None or run["digest"] != digest:
        return False
    totals.read, totals.rejected = run["read"], run["rejected"]
    totals.unchanged, totals.unresolved = run["read"] - run["rejected"], run["unresolved"]
    kept = run["rejects_file"] or ""
    totals.rejects_file = kept if Path(kept).is_file() else ""
    return True


def snapshot_date(given: str, said: str, paths: Sequence[Path]) -> tuple[str, str]:
    """Return the date of a snapshot and where it is from: the user, the file's content, its name, the day it was fetched, or today."""
    if given:
        return dates.instant(given)[:10], "as given"
    if said:
        return said, "from the file"
    named = {match for path in paths for match in _DATE_IN_NAME.findall(path.name)}
    if len(named) == 1:
        return dates.instant(named.pop()), "from the file's name"
    if fetched := max(map(downloads.date_of, paths), default=""):
        return fetched, "from when it was fetched"
    return dates.today(), "today"


def file_digest(loader: Loader, paths: Sequence[Path]) -> str:
    """One digest of the bytes and of what reads them: a better loader, or kit of one, reads a known file again."""
    code = getattr(loader, "__file__", None) or sys.modules[type(loader).__module__].__file__ or ""
    own = hashlib.sha256()
    for part in (Path(code), *sorted(Path(code).parent.glob("_*.py"))):
        own.update(part.read_bytes())
    return f"{files.digest(paths)}:{__version__}:{own.hexdigest()[:16]}"
