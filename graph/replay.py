"""Fills an empty store with what another one holds, as two clocks have it: from its claims, records and runs.

The records of every register are read with their history, cut by the clocks, and loaded by the loader that read them
first, a snapshot at a time: the way every file goes. Which parties are the same is found anew among those that are left.
The store that is read is not written to.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from graph import catalogue, identity, spools
from graph.claims import Statement
from graph.clocks import Clocks, Place, cut
from graph.errors import Mistyped
from graph.identity.register import Pairs
from graph.load import Options, load
from graph.sources import Bounds, Loader, Record
from graph.spools import Register
from graph.stores.bolt import Store

_BATCH: Final = 10_000

Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many live claims and current records there are: in the view, and in the store it is a view of.

    `unread` are the registers whose loader is not there any more: nothing of them is in the view.
    """

    claims: int
    of_claims: int
    records: int
    of_records: int
    unread: tuple[str, ...] = ()

    def __str__(self) -> str:
        counts = f"{self.claims:,} of {self.of_claims:,} claims, {self.records:,} of {self.of_records:,} records"
        return counts + (f"; left out, since their loader is not there: {', '.join(self.unread)}" if self.unread else "")


def replay(source: Store, view: Store, clocks: Clocks, folder: Path, progress: Progress = lambda count, what: None) -> Counts:
    """Fill the view; return what it holds of what. `folder` is for files that are not needed afterwards."""
    view.prepare()
    unread, matched = [], ""
    for row in list(source.rows(_REGISTERS)):
        if row["loader"] == Pairs.SOURCE.name:
            matched = row["last"]
            continue
        try:
            loader = catalogue.find(row["loader"])
        except Mistyped:
            unread.append(row["register"])
            continue
        for spool in Register(name=row["register"], loader=loader, clocks=clocks).spools(source, folder):
            options = Options(snapshot=spool.date, register=row["register"], partial=not spool.whole)
            load(view, Replayed(loader, clocks, spool.place), [spool.path], options, progress)
            spool.path.unlink()
    if matched:
        identity.find(view, folder / "pairs.jsonl")
        identity.write(view, folder / "pairs.jsonl", Options(snapshot=matched), progress)
    _copy_runs(source, view, clocks)
    (claims, records), (of_claims, of_records) = _sizes(view), _sizes(source)
    return Counts(claims=claims, of_claims=of_claims, records=records, of_records=of_records, unread=tuple(unread))


class Replayed:
    """A loader that reads what a store remembers of its records, and leaves out what the clocks do not let pass."""

    def __init__(self, loader: Loader, clocks: Clocks, place: Place) -> None:
        self.SOURCE = replace(loader.SOURCE, expect=Bounds(records=(0, None), max_loss=2.0))  # it was believed when it was loaded
        self._loader, self._clocks, self._place = loader, clocks, place

    def records(self, *paths: Path) -> Iterator[Record]:
        """Yield the records of spools, as they were read from their files."""
        for path in paths:
            yield from spools.records(path)

    def claims(self, record: Record) -> Iterator[Statement]:
        """Yield what the record says, as far as it counts; raise BadRow where its loader does."""
        yield from cut(self._loader.claims(record), self._clocks, self._place)


def _copy_runs(source: Store, view: Store, clocks: Clocks) -> None:
    """Give the view's sources the properties and runs that the store's have, its claims the time when they were recorded.

    Runs whose snapshot is later than what is known count only for a register that has no other.
    """
    there = {row["id"] for row in view.rows("MATCH (s:Source) RETURN s.id AS id")}
    sources = [row for row in source.rows("MATCH (s:Source) RETURN s.id AS id, properties(s) AS props") if row["id"] in there]
    loaded: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in source.rows("MATCH (s:Source)<-[:LOADED]-(r:Run) RETURN s.id AS source, properties(r) AS props ORDER BY r.snapshot, r.id"):
        loaded[row["source"]].append(row)
    runs = [
        run
        for key, mine in loaded.items()
        if key in there
        for run in ([run for run in mine if clocks.known(run["props"]["snapshot"])] or mine[:1])
    ]
    recorded = list(view.rows("MATCH (c:Claim) RETURN c.id AS id"))
    times = {row["id"]: row["at"] for row in source.rows("MATCH (c:Claim) RETURN c.id AS id, c.recorded_at AS at")}
    claims = [{"id": row["id"], "at": times[row["id"]]} for row in recorded if row["id"] in times]
    view.write(lambda tx: tx.run("MATCH (r:Run) DETACH DELETE r").consume())
    _put(view, "MATCH (s:Source {id: row.id}) SET s = row.props", sources)
    _put(view, "MATCH (s:Source {id: row.source}) CREATE (r:Run) SET r = row.props CREATE (r)-[:LOADED]->(s)", runs)
    _put(view, "MATCH (c:Claim {id: row.id}) SET c.recorded_at = row.at", claims)


def _put(view: Store, statement: str, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _BATCH):
        part = rows[start : start + _BATCH]
        view.write(lambda tx: tx.run(f"UNWIND $rows AS row {statement}", rows=part).consume())  # noqa: B023 - run at once


def _sizes(store: Store) -> tuple[int, int]:
    """How many claims are about something, and how many records are current."""
    claims = next(store.rows("MATCH (c:Claim) WHERE size(c.records) > 0 RETURN count(c) AS n"))["n"]
    return claims, next(store.rows("MATCH (r:Record) WHERE r.digest <> '' RETURN count(r) AS n"))["n"]


_REGISTERS: Final = (
    "MATCH (s:Source) WHERE s.loader IS NOT NULL OPTIONAL MATCH (s)<-[:LOADED]-(r:Run) "
    "RETURN substring(s.id, 7) AS register, s.loader AS loader, max(r.snapshot) AS last ORDER BY register"
)
