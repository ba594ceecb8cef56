"""Loads a file into a store as a diff against the previous snapshot of the same register.

The file is read twice: once to count and to judge it as a whole, before anything is written; once more to write the
records that are new or changed. Nothing of a file is held in memory but two numbers a record, and which records wait for a
party that they mention by name.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from graph import files, links, rejects, runs
from graph.commits import Commits
from graph.errors import BadRow, OutOfBounds
from graph.pacing import ahead, batches, undisturbed
from graph.plans import Work
from graph.projection import project
from graph.runs import Totals
from graph.sources import Loader, Record, Reject, Snapshot, SourceKind
from graph.stores.bolt import Store
from graph.survey import Records, number, state, survey
from graph.testimony import link_claims

SHARED_ID: Final = "different records share this id; none of them is loaded"

_DONE: Final = -1
"""In the place of a content's number, once its record is dealt with: a set of those done would be a tenth of the memory."""


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
    with undisturbed():
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
        self.whole = loader.SOURCE.kind is not SourceKind.STREAM and not self.options.partial
        self.register = options.register or self.said.register or loader.SOURCE.name
        self.date, dated_by = runs.snapshot_date(options.snapshot, self.said.date, paths)
        self.totals = Totals(
            source=loader.SOURCE.name,
            file=", ".join(map(files.shown, paths)),
            snapshot=self.date,
            register=self.register,
            dated_by=dated_by,
        )

    def run(self) -> Totals:
        """Judge, write, sweep, resolve, finish."""
        digest = runs.file_digest(self.loader, self.paths)
        if not self._known(digest):
            believed = self.options.force or self.options.partial
            self.survey = survey(self.records, self.progress, "" if believed else files.shown(self.paths[0]))
            self.state = state(self.reading, self.register, self.date, whole=self.whole)
            self._judge()
            if self.store:
                runs.begin(self.store, self.loader, self.totals, self.said)
            bad = list(self.survey.rejects)
            commits = Commits(self.register, self.date, self.state)
            for batch in ahead(map(commits.ready, batches(self._wanted(bad), _weight))):
                edges, claims = commits.write(self.store, batch) if self.store else batch.holds
                self.totals.edges += edges
                self.totals.claims += claims
                self.progress(len(batch.works), "written")
            self.totals.rejected = len(bad)
            self.totals.read = self.totals.new + self.totals.changed + self.totals.unchanged + len(bad)
            self._sweep(commits)
            self._resolve()
            self._keep(bad)
            if self.store:
                runs.finish(self.store, self.totals, digest, partial=self.options.partial)
        self.totals.seconds = round(time.monotonic() - self.started, 3)
        return self.totals

    def _known(self, digest: str) -> bool:
        fresh = self.options.force or self.options.partial
        return self.store is not None and not fresh and runs.known(self.store, self.totals, digest)

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
        for record in self._looked_for():
            key = number(record.key)
            if key in self.survey.twins:
                bad.append(rejects.reject(record, BadRow(SHARED_ID, field="id")))
                continue
            before, now = self.state.known.get(key), self.survey.seen[key]
            if now == _DONE:
                continue
            self.survey.seen[key] = _DONE
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

    def _looked_for(self) -> Iterator[Record]:
        """Yield the records; where they are not the whole register, batch by batch after a look at what the store holds of them."""
        records = (record for record in self.records() if isinstance(record, Record))
        if not self.reading or not self.state.begun:
            yield from records
            return
        for batch in batches(records, lambda record: 0):
            self.state.look(self.reading, self.register, self.date, (record.key for record in batch))
            yield from batch

    def _sweep(self, commits: Commits) -> None:
        """End what the previous snapshot held and this one does not."""
        if not self.whole:
            return
        missing = self._missing()
        self.totals.gone = len(missing)
        if not missing or not self.store:
            return
        keys = self.store.rows(
            "MATCH (r:Record {register: $register}) RETURN r.id AS id, size(coalesce(r.edges, [])) AS edges", register=self.register
        )
        gone = [(row["id"], row["edges"]) for row in keys if number(row["id"][len(self.register) + 1 :]) in missing]
        for batch in batches(gone, lambda item: int(item[1])):
            ids = [key for key, _ in batch]
            self.totals.edges += self.store.write(partial(commits.end, ids=ids))

    def _resolve(self) -> None:
        """Second pass: edges to parties that records mention by name alone, and claims about claims."""
        if not self.store:
            return
        waiting = links.waiting(self.store, self.state.waiting)
        found = links.find(self.store, self.register, waiting, self.loader.claims, revised=self.state.revised)
        for batch in batches(waiting, lambda row: len(row["mentions"])):
            edges, left = self.store.write(partial(links.write, rows=batch, found=found, state=self.state, date=self.date))
            self.totals.edges += edges
            self.totals.unresolved += left
        if self.loader.SOURCE.kind is SourceKind.DOSSIER:
            self.store.write(link_claims)

    def _keep(self, bad: list[Reject]) -> None:
        if self.store:
            first = files.shown(self.paths[0])
            origin = rejects.Origin(source=self.loader.SOURCE.name, register=self.register, snapshot=self.date, file=first)
            self.totals.rejects_file = rejects.keep(self.paths[0], bad, origin)


def _weight(work: Work) -> int:
    return len(work.projection.facts) + len(work.projection.claims)
