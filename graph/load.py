"""Loads a file into a store as a diff against the previous snapshot of the same register.

The file is read twice: once to count and to judge it as a whole, before anything is written; once more to write the
records that are new or changed. Nothing of a file is held in memory but two numbers a record.
"""

from __future__ import annotations

import gc
import hashlib
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from graph import __version__, dates, files, mentions, rejects
from graph.errors import BadRow, Conflict, OutOfBounds
from graph.plans import Plan, Work, edge_key, ending, plan
from graph.projection import Props, fact_part, project, proposition_row
from graph.sources import Loader, Reject, Snapshot, SourceKind
from graph.stores.bolt import Store, Transaction
from graph.survey import Records, number, state, survey
from graph.testimony import link_claims, sum_up, withdraw_claims, write_claims, write_documents
from graph.writer import close_facts, mislabelled, read_records, relabel, write_entities, write_facts, write_records

T = TypeVar("T")
BATCH: Final = 1_000
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a load is to be done.

    `snapshot` is the date the file is a snapshot of; `partial` says that it is not a whole one, so nothing is gone.
    """

    snapshot: str = ""
    register: str = ""
    force: bool = False
    dry_run: bool = False
    partial: bool = False


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


def load(
    store: Store | None,
    loader: Loader,
    paths: Sequence[Path],
    options: Options = Options(),
    progress: Callable[[int, str], None] = lambda count, what: None,
    *,
    records: Records | None = None,
) -> Totals:
    """Load files that are together one snapshot; return the totals, or raise BadFile with the graph untouched.

    Rejects are kept beside the first file. With `dry_run`, or without a store, everything is read and nothing
    written. `records` replaces the loader's reading of the file (a replay of rejects).
    """
    with _few_collections():
        return _Load(store, loader, tuple(paths), options, progress, records or (lambda: loader.records(*paths))).run()


class _Load:
    """One load from start to end."""

    def __init__(
        self,
        store: Store | None,
        loader: Loader,
        paths: tuple[Path, ...],
        options: Options,
        progress: Callable[[int, str], None],
        records: Records,
    ) -> None:
        self.reading = store
        self.store = None if options.dry_run else store
        self.loader, self.paths, self.options, self.progress, self.records = loader, paths, options, progress, records
        self.started = time.monotonic()
        for path in paths:
            files.head(path)
        self.said: Snapshot = Snapshot() if options.register else getattr(loader, "snapshot", lambda *_: Snapshot())(*paths)
        if self.said.partial:
            self.options = replace(options, partial=True)
        self.register = options.register or self.said.register or loader.SOURCE.name
        self.date, dated_by = snapshot_date(options.snapshot, self.said.date, paths)
        self.totals = Totals(
            source=loader.SOURCE.name,
            file=", ".join(map(files.shown, paths)),
            snapshot=self.date,
            register=self.register,
            dated_by=dated_by,
        )

    def run(self) -> Totals:
        """Judge, write, sweep, resolve, finish."""
        digest = _file_digest(self.loader, self.paths)
        if not self._known(digest):
            self.survey = survey(self.records, self.progress)
            self.state = state(self.reading, self.register, self.date)
            self._judge()
            self._open_source()
            bad = list(self.survey.rejects)
            for batch, plans in _ahead(map(self._planned, _batches(self._wanted(bad), BATCH))):
                self._write(batch, plans)
                self.progress(len(batch), "written")
            self.totals.rejected = len(bad)
            self.totals.read = self.totals.new + self.totals.changed + self.totals.unchanged + len(bad)
            self._sweep()
            self._resolve()
            self._keep(bad)
            self._close_source(digest)
        self.totals.seconds = round(time.monotonic() - self.started, 3)
        return self.totals

    def _known(self, digest: str) -> bool:
        """Whether this very file is already loaded as this very snapshot; then its totals are those of then."""
        if not self.store or self.options.force or self.options.partial:
            return False
        run = next(
            self.store.rows(
                "MATCH (s:Source {id: $source}) WHERE s.unfinished IS NULL MATCH (s)<-[:LOADED]-(r:Run) WHERE r.snapshot = $date "
                "RETURN r.file_digest AS digest, r.read AS read, r.rejected AS rejected, r.unresolved AS unresolved, "
                "r.rejects_file AS rejects_file ORDER BY r.id DESC LIMIT 1",
                source=f"source:{self.register}",
                date=self.date,
            ),
            None,
        )
        known = run is not None and run["digest"] == digest
        if run and known:
            self.totals.read, self.totals.rejected = run["read"], run["rejected"]
            self.totals.unchanged, self.totals.unresolved = run["read"] - run["rejected"], run["unresolved"]
            kept = run["rejects_file"] or ""
            self.totals.rejects_file = kept if Path(kept).is_file() else ""
        return known

    def _judge(self) -> None:
        """Refuse a file that its source's bounds do not believe, before anything is written."""
        expect, read, where = self.loader.SOURCE.expect, self.survey.read, str(self.paths[0])
        least, most = expect.records
        if self.options.force or self.options.partial:
            return
        hint = "Is the file whole? With --force it is loaded all the same."
        if read < least:
            raise OutOfBounds(f"{read} records; {self.loader.SOURCE.name} expects at least {least}", where=where, hint=hint)
        if most is not None and read > most:
            raise OutOfBounds(f"{read} records; {self.loader.SOURCE.name} expects at most {most}", where=where, hint=hint)
        before = len(self.state.known)
        lost = len(self._missing())
        if self.loader.SOURCE.kind is SourceKind.REGISTER and before and lost / before >= expect.max_loss:
            raise OutOfBounds(
                f"{lost} of the {before} records of the snapshot of {self.state.previous or 'an unfinished load'} would be gone; "
                f"{self.loader.SOURCE.name} believes a loss below {expect.max_loss:.0%}",
                where=where,
                hint=hint,
            )

    def _missing(self) -> set[int]:
        return {key for key in self.state.known if key not in self.survey.seen and key not in self.survey.unread}

    def _wanted(self, bad: list[Reject]) -> Iterator[Work]:
        """Yield the records to be written; count the others, and add those that cannot be to the rejects."""
        done: set[int] = set()
        for record in self.records():
            if isinstance(record, Reject):
                continue
            key = number(record.key)
            if key in self.survey.twins:
                bad.append(rejects.reject(record, BadRow("different records share this id; none of them is loaded", field="id")))
                continue
            if key in done:
                continue
            done.add(key)
            before, now = self.state.known.get(key), self.survey.seen[key]
            if before == now and not self.options.force:
                self.totals.unchanged += 1
                continue
            try:
                projection = project(list(self.loader.claims(record)))
            except BadRow as reason:
                bad.append(rejects.reject(record, reason))
                continue
            if before is None:
                self.totals.new += 1
            elif before != now:
                self.totals.changed += 1
            else:
                self.totals.unchanged += 1
            yield Work(record=record, projection=projection, new=before is None and key not in self.state.absent)

    def _planned(self, batch: list[Work]) -> tuple[list[Work], dict[str, Plan]]:
        """Return the batch with the plans, by id, of records that the store has never held."""
        plans = (plan(work, None, self.register, self.date, self.state.following) for work in batch if work.new)
        return batch, {ready.id: ready for ready in plans}

    def _write(self, batch: list[Work], plans: dict[str, Plan]) -> None:
        if not self.store:
            self.totals.edges += sum(len(work.projection.facts) for work in batch)
            self.totals.claims += sum(len(work.projection.claims) for work in batch)
            return
        kinds = {
            entity.id: (entity.kind, f"{self.register}:{work.record.key}")
            for work in batch
            for entity in work.projection.entities
            if not work.new or entity.id in self.state.stubs or entity.id in self.state.referred
        }
        for key, change in self.store.write(lambda tx: mislabelled(tx, kinds)) if kinds else ():
            self.store.write(lambda tx, key=key, change=change: relabel(tx, key, change))  # type: ignore[misc]  # defaults bind the pair
        try:
            edges, claims = self.store.write(lambda tx: self._write_batch(tx, batch, plans))
        except Conflict:  # a load that was killed may still have been writing when this one looked
            edges, claims = self.store.write(lambda tx: self._write_batch(tx, batch, {}))
        self.state.referred |= {entity.id for work in batch for entity in work.projection.references}
        self.totals.edges += edges
        self.totals.claims += claims

    def _write_batch(self, tx: Transaction, batch: list[Work], ready: dict[str, Plan]) -> tuple[int, int]:
        """Write one batch whole: afterwards each of its records exists together with its edges and claims."""
        keys = {f"{self.register}:{work.record.key}": work for work in batch}
        before = read_records(tx, [key for key in keys if key not in ready])
        plans = [
            ready.get(key) or plan(work, before.get(key), self.register, self.date, self.state.following) for key, work in keys.items()
        ]
        described, referred = _things(plans)
        write_entities(tx, described, (entity for key, entity in referred.items() if key not in self.state.referred))
        new = {item.id for item in plans if item.id not in before}
        write_records(tx, [item.props for item in plans], new, [(item.id, e.id) for item in plans for e in _entities(item)])
        written = [row["id"] for item in plans for row, _, _ in item.facts]
        write_facts(tx, [fact for item in plans for fact in item.facts])
        documents = [document for item in plans if item.work for document in item.work.projection.documents]
        write_documents(tx, documents, self.register)
        claims = [(claim, item.id) for item in plans if item.live and item.work for claim in item.work.projection.claims]
        touched = write_claims(tx, claims, dates.now()) if claims else set()
        self.state.note_claims(touched)
        return len(written) + self._settle(tx, plans, {*written}, touched), len(claims)

    def _settle(self, tx: Transaction, plans: Sequence[Plan], written: set[str], touched: set[str]) -> int:
        """Close and withdraw what the plans say, and sum up every proposition touched; return the edges changed."""
        closed = close_facts(tx, [edge for item in plans for edge in item.close], self.date)
        touched |= withdraw_claims(tx, [claim for item in plans for claim in item.withdraw], self.date)
        touched |= self.state.discussed(tx, written | closed)
        return len(closed) + sum_up(tx, touched)

    def _sweep(self) -> None:
        """End what the previous snapshot held and this one does not."""
        if self.loader.SOURCE.kind is SourceKind.STREAM or self.options.partial:
            return
        missing = self._missing()
        self.totals.gone = len(missing)
        if not missing or not self.store:
            return
        keys = self.store.rows("MATCH (r:Record {register: $register}) RETURN r.id AS id", register=self.register)
        gone = [row["id"] for row in keys if number(row["id"][len(self.register) + 1 :]) in missing]
        for batch in _batches(gone, BATCH):
            self.totals.edges += self.store.write(lambda tx, ids=batch: self._end(tx, ids))  # type: ignore[misc]  # a default binds the batch

    def _end(self, tx: Transaction, ids: list[str]) -> int:
        plans = [ending(before, self.date, self.state.following) for before in read_records(tx, ids).values()]
        write_records(tx, [item.props for item in plans], set(), [])
        return self._settle(tx, plans, set(), set())

    def _resolve(self) -> None:
        """Second pass: edges to parties that records mention by name alone, and claims about claims."""
        if not self.store:
            return
        waiting = list(
            self.store.rows(
                "MATCH (r:Record {register: $register}) WHERE r.mentions IS NOT NULL "
                "RETURN r.id AS id, r.mentions AS mentions, r.edges AS edges ORDER BY id",
                register=self.register,
            )
        )
        names = {mentions.name_of(text) for row in waiting for text in row["mentions"]}
        found = mentions.find(self.store, self.register, names) if names else {}
        for batch in _batches(waiting, BATCH):
            edges, left = self.store.write(lambda tx, rows=batch: self._write_mentions(tx, rows, found))  # type: ignore[misc]  # as above
            self.totals.edges += edges
            self.totals.unresolved += left
        if self.loader.SOURCE.kind is SourceKind.DOSSIER:
            self.store.write(link_claims)

    def _write_mentions(self, tx: Transaction, rows: Sequence[Props], found: dict[str, str]) -> tuple[int, int]:
        facts, records, left = [], [], 0
        for row in rows:
            edges, unresolved = set(row["edges"] or ()), []
            for text in row["mentions"]:
                claim, gone_at = mentions.resolved(text, found), mentions.past(text)
                if claim is None:
                    unresolved += [] if gone_at else [text]
                    continue
                proposition = proposition_row(claim.proposition)
                if gone_at and edge_key(proposition) in edges:
                    continue
                part = fact_part(claim, row["id"], self.register, self.date, live=not gone_at, gone_at=gone_at)
                facts.append((proposition, row["id"], part))
                edges |= set() if gone_at else {edge_key(proposition)}
            left += len(unresolved)
            if len(unresolved) != len(row["mentions"]):
                records.append({"id": row["id"], "edges": sorted(edges), "mentions": unresolved or None})
        write_facts(tx, facts)
        tx.run(
            "UNWIND $rows AS row MATCH (r:Record {id: row.id}) SET r.edges = row.edges SET r.mentions = row.mentions", rows=records
        ).consume()
        written = {row["id"] for row, _, _ in facts}
        sum_up(tx, self.state.discussed(tx, written))
        return len(written), left

    def _open_source(self) -> None:
        if not self.store:
            return
        self.store.prepare()
        source = self.loader.SOURCE
        props = {
            "id": f"source:{self.register}",
            "name": self.said.title or source.title,
            "title": self.said.title or source.title,
            "publisher": source.publisher,
            "url": source.url,
            "licence": source.licence,
            "kind": str(source.kind),
            "loader": source.name,
        }
        self.store.write(
            lambda tx: tx.run(
                "MERGE (s:Source {id: $id}) SET s += $props SET s.unfinished = true",
                id=props["id"],
                props={k: v for k, v in props.items() if v},
            ).consume()
        )

    def _close_source(self, digest: str) -> None:
        """Note the load as done: from here on its snapshot counts."""
        if not self.store:
            return
        totals = self.totals
        counts = ("read", "new", "changed", "unchanged", "rejected", "gone", "edges", "claims", "unresolved")
        props: Props = {
            "id": f"run:{time.time_ns()}:{self.register}",
            "file": totals.file,
            "file_digest": digest,
            "snapshot": self.date,
            "finished_at": dates.now(),
            "rejects_file": totals.rejects_file,
            **{key: getattr(totals, key) for key in counts},
        }
        if self.options.partial:
            props["partial"] = True
        self.store.write(
            lambda tx: tx.run(
                "MATCH (s:Source {id: $source}) REMOVE s.unfinished CREATE (r:Run) SET r = $props CREATE (r)-[:LOADED]->(s)",
                source=f"source:{self.register}",
                props=props,
            ).consume()
        )

    def _keep(self, bad: list[Reject]) -> None:
        if self.store:
            first = files.shown(self.paths[0])
            origin = rejects.Origin(source=self.loader.SOURCE.name, register=self.register, snapshot=self.date, file=first)
            self.totals.rejects_file = rejects.keep(self.paths[0], bad, origin)


def snapshot_date(given: str, said: str, paths: Sequence[Path]) -> tuple[str, str]:
    """Return the date of a snapshot and where it is from: the user, the file's content, its name, or today."""
    if given:
        return dates.instant(given)[:10], "as given"
    if said:
        return said, "from the file"
    named = {match for path in paths for match in _DATE_IN_NAME.findall(path.name)}
    if len(named) == 1:
        return dates.instant(named.pop()), "from the file's name"
    return dates.today(), "today"


def _things(plans: Iterable[Plan]) -> tuple[list[tuple], dict]:  # type: ignore[type-arg]
    described, referred = [], {}
    for item in plans:
        if item.work is None:
            continue
        for entity in item.work.projection.references:
            referred[entity.id] = entity
        for entity in item.work.projection.entities:
            if item.described:
                described.append((entity, item.id))
            else:
                referred[entity.id] = entity
    return described, referred


def _entities(item: Plan) -> tuple:  # type: ignore[type-arg]
    return item.work.projection.entities if item.work else ()


def _file_digest(loader: Loader, paths: Sequence[Path]) -> str:
    """One digest of the bytes and of what reads them: a better loader reads a known file again."""
    code = getattr(loader, "__file__", None) or sys.modules[type(loader).__module__].__file__ or ""
    own = hashlib.sha256(Path(code).read_bytes()).hexdigest()[:16]
    return f"{files.digest(paths)}:{__version__}:{own}"


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let the garbage collector come a few times a batch, not a hundred times: it took a quarter of the client's work."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _ahead(items: Iterator[T]) -> Iterator[T]:
    """Yield the items, each made in a thread of its own while the one before is used: the server works, and so do we."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = thread.submit(next, items, None)
            yield item


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
