"""Several files at once: which loader each goes to, which belong together, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from graph import assets, catalogue, dates, downloads, files, inventory, rejects
from graph.errors import BadFile, BadRow, Mistyped
from graph.load import SHARED_ID, Options, load
from graph.projection import project
from graph.runs import Totals
from graph.sources import Loader, Reject
from graph.stores.bolt import Store
from graph.survey import number, survey

Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that are loaded together by one loader."""

    loader: Loader
    paths: tuple[Path, ...]


def plan(words: Sequence[str], kept: Path | None = None) -> list[Batch]:
    """Return what `load WORDS…` means: `seeds`, or files, the first word being a source's name or not.

    A source alone means its newest files in the folder of those kept; Mistyped when there are none.
    Files of a source whose files belong together make one batch; any other file makes one of its own.
    """
    if list(words) == ["seeds"]:
        return seeds()
    first, *rest = words
    named = first in catalogue.names() or first.endswith(".py")
    if named and not rest:
        rest = [str(path) for path in _fetched(first, kept)]
    if not named and rest and first.isidentifier() and not Path(first).exists():
        catalogue.find(first)
    loader = catalogue.find(first) if named else None
    batches: list[Batch] = []
    for path in map(Path, rest if named else words):
        _put(path, _reader(path, loader), batches)
    return batches


def _put(path: Path, its: Loader, batches: list[Batch]) -> None:
    """Put a file to the last batch when it belongs there, else into one of its own."""
    if batches and its.SOURCE.together and batches[-1].loader is its:
        batches[-1] = replace(batches[-1], paths=(*batches[-1].paths, path))
    else:
        batches.append(Batch(its, (path,)))


def _fetched(name: str, folder: Path | None) -> tuple[Path, ...]:
    """The newest files that were fetched of a source."""
    source = catalogue.find(name).SOURCE
    if folder and (kept := downloads.newest(folder, source.name)):
        return kept.paths
    hint = f"Fetch one first: actorgraph fetch {name}" if source.files else "Name the file; actorgraph sources says where to get it."
    raise Mistyped(f"load {name} needs a file: none has been fetched", hint=hint)


def seeds() -> list[Batch]:
    """Return the bundled seeds: the territories and groups first, then each dossier."""
    folder = assets.folder("seeds")
    tables = tuple(folder / name for name in ("territories.csv", "groups.csv"))
    dossiers = sorted(folder.glob("*.yaml"))
    return [Batch(catalogue.find("territories"), tables), *(Batch(catalogue.find("dossier"), (path,)) for path in dossiers)]


def load_all(store: Store, batches: Sequence[Batch], options: Options, progress: Callable[[str], Progress]) -> Iterator[Totals]:
    """Load the batches in turn, yielding the totals of each."""
    for batch in batches:
        show = progress(batch.paths[0].name)
        done = options
        if isinstance(batch.loader, rejects.Replay):
            origin = batch.loader.origin
            done = replace(options, snapshot=options.snapshot or origin.snapshot, register=origin.register, partial=True)
        yield load(store, batch.loader, batch.paths, done, show)


def faults(paths: Sequence[Path], source: str = "") -> Iterator[str]:
    """Yield a line for every fault in the files: of a dossier as its own check says it, of others every reject.

    Files that belong together are read together, as `load` does.
    """
    named = catalogue.find(source) if source else None
    batches: list[Batch] = []
    for path in paths:
        try:
            _put(path, _reader(path, named), batches)
        except BadFile as error:
            yield str(error)
    for batch in batches:
        try:
            if hasattr(batch.loader, "check"):
                yield from batch.loader.check(*batch.paths)
            else:
                yield from _rejects(batch)
        except BadFile as error:
            yield str(error)


def _reader(path: Path, loader: Loader | None) -> Loader:
    """Return the loader named, or the one that recognises the file; for rejects, one that reads them again."""
    its = loader or catalogue.detect(path)
    if not rejects.is_rejects(files.head(path)):
        return its
    replay = rejects.Replay(path, its)
    if replay.origin.source != its.SOURCE.name:
        raise Mistyped(f"these are rejects of {replay.origin.source}, not of {its.SOURCE.name}", where=str(path))
    return replay


def _rejects(batch: Batch) -> Iterator[str]:
    where = ", ".join(map(files.shown, batch.paths))
    twins = survey(partial(batch.loader.records, *batch.paths), lambda count, what: None).twins
    for record in batch.loader.records(*batch.paths):
        if isinstance(record, Reject):
            yield f"{where}:{record.line}: {record.field or 'record'}: {record.reason}"
            continue
        try:
            if number(record.key) in twins:
                raise BadRow(SHARED_ID, field="id")
            project(list(batch.loader.claims(record)))
        except BadRow as reason:
            yield f"{where}:{record.line}: {reason.field or 'record'}: {reason.message} (record {record.key})"


def loader_rows(store: Store | None, kept: Path | None = None) -> Iterator[dict[str, Any]]:
    """Yield a row a loader: what it reads, from whom, how it is had, and the age in days of the last snapshot loaded.

    `fetch` says whether it can be fetched, `fetched` on which day the newest of the files kept was.
    """
    last: dict[str, str] = {}
    for row in inventory.snapshots(store) if store else ():
        last[row["source"].split("/")[0]] = max(row["snapshot"], last.get(row["source"].split("/")[0], ""))
    for loader in catalogue.every():
        source, snapshot = loader.SOURCE, last.get(loader.SOURCE.name)
        newest = downloads.newest(kept, source.name) if kept else None
        yield {
            "source": source.name,
            "title": source.title,
            "format": source.format,
            "publisher": source.publisher,
            "licence": source.licence,
            "url": source.url,
            "maps_to": source.maps_to,
            "fetch": "yes" if source.files else "by hand",
            "fetched": newest.fetched_at[:10] if newest else None,
            "snapshot": snapshot,
            "age_days": (date.fromisoformat(dates.today()) - date.fromisoformat(snapshot)).days if snapshot else None,
        }
