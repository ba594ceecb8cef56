"""Fetches the published files of a source, and keeps them when they are what they should be.

Nothing is kept before all of it is there, the loader recognises it, reads it to its end, and the source's own bounds
believe it; a list that has lost half its records since the last time is refused as a load would refuse it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from graph import downloads, files
from graph.addresses import checked, shown
from graph.downloads import Kept, KeptFile
from graph.errors import BadFile, Mistyped, NotFetched
from graph.load import Options, load
from graph.sources import Loader, Snapshot, SourceKind
from graph.transfers import Arrived, Limits, Show, Transfer, client

_PAGE: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_TITLE: Final = re.compile(rb"<title[^>]*>([^<]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a fetch ended with: the files that are kept, and whether they are new."""

    kept: Kept
    new: bool


def fetch(
    loader: Loader,
    folder: Path,
    addresses: Sequence[str] = (),
    limits: Limits = Limits(),
    *,
    force: bool = False,
    show: Show = lambda name, count, total: None,
    progress: Callable[[int, str], None] = lambda count, what: None,
) -> Fetched:
    """Fetch what a source publishes, all of its files or none, and keep it under the folder; return what is kept now.

    The addresses are those of the source unless others are given. A file is asked for only if it has changed, and what
    is kept already is not kept again. Raises NotFetched, with nothing kept, when a file cannot be had or is not what
    it should be; `force` keeps what the source's bounds refuse.
    """
    source = loader.SOURCE
    wanted = tuple(addresses) or source.files
    if not wanted:
        raise NotFetched(f"{source.name} has no address to fetch from", hint=by_hand(loader))
    for address in wanted:
        checked(address)
    try:
        with downloads.room(folder, source.name) as room:
            return _Fetch(loader, folder, room, limits, show).run(wanted, force, progress)
    except OSError as error:
        raise NotFetched(f"it cannot be kept ({error.strerror or error})", where=str(folder), hint="--to names another folder.") from error


def by_hand(loader: Loader) -> str:
    """Return how to get the file of a source that has no address to fetch from."""
    source = loader.SOURCE
    told = source.by_hand or (f"Get the file at {source.url}" if source.url else "It is not published at one address.")
    return f"{told.rstrip('.')}. An address of your own goes with --url."


class _Fetch:
    """One fetch from start to end."""

    def __init__(self, loader: Loader, folder: Path, room: Path, limits: Limits, show: Show) -> None:
        self.loader, self.room, self.limits, self.show = loader, room, limits, show
        self.name = loader.SOURCE.name
        self.deadline = time.monotonic() + limits.seconds
        self.before = downloads.newest(folder, self.name)

    def run(self, wanted: Sequence[str], force: bool, progress: Callable[[int, str], None]) -> Fetched:
        """Bring, compare, check, keep."""
        came = self._bring(wanted)
        if self.before and came == self.before.files and not any(map(self._here, came)):
            return Fetched(kept=downloads.still(self.before), new=False)
        for file in came:
            if not self._here(file):
                self._take(file)
        records = self._records(came, force, progress)
        kept, new = downloads.keep(self.room, came, records)
        return Fetched(kept=kept, new=new)

    def _here(self, file: KeptFile) -> bool:
        return (self.room / file.name).exists()

    def _take(self, file: KeptFile) -> None:
        """Put a file that has not changed beside those that have."""
        assert self.before
        held = self.before.folder / file.name
        with contextlib.suppress(OSError):
            os.link(held, self.room / file.name)
            return
        shutil.copyfile(held, self.room / file.name)

    def _bring(self, wanted: Sequence[str]) -> tuple[KeptFile, ...]:
        """Return the files at the addresses, in their order: those that have changed are in the room now."""
        waiting, came = list(wanted), list[KeptFile]()
        with client() as web:
            while waiting:
                address = waiting.pop(0)
                held = self._held(address)
                path = self.room / f".{len(came)}"
                known = Arrived(name=held.name, etag=held.etag, modified=held.modified) if held else None
                transfer = Transfer(web, address, path, known=known, limits=self.limits, deadline=self.deadline, show=self.show)
                arrived = transfer.run()
                if arrived is None:
                    assert held
                    came.append(held)
                elif listed := self._listed(path):
                    waiting[:0] = listed
                    path.unlink()
                else:
                    taken = {file.name for file in came} | {file.name for file in self._others(address, wanted)}
                    came.append(self._named(address, arrived, path, taken))
        return tuple(came)

    def _held(self, address: str) -> KeptFile | None:
        """The file of that address that was current last, with what the server needs to say that it still is."""
        held = self.before.files if self.before else ()
        return next((file for file in held if file.address == _digest(address) and (file.etag or file.modified)), None)

    def _others(self, address: str, wanted: Sequence[str]) -> Iterator[KeptFile]:
        """Yield the files that we have of the other addresses, whose names are taken."""
        others = {_digest(other) for other in wanted if other != address}
        yield from (file for file in (self.before.files if self.before else ()) if file.address in others)

    def _listed(self, path: Path) -> tuple[str, ...]:
        """The addresses that a file names, when it is the publisher's list of files."""
        try:
            found: tuple[str, ...] = getattr(self.loader, "listed", lambda head: ())(files.head(path))
        except BadFile:
            return ()
        try:
            for address in found:
                checked(address)
        except Mistyped as error:
            raise NotFetched(f"the list of files names what is none: {error.message}", hint="Try again later.") from error
        return found

    def _named(self, address: str, arrived: Arrived, path: Path, taken: set[str]) -> KeptFile:
        name = arrived.name if arrived.name not in taken else f"{len(taken) + 1}-{arrived.name}"
        path.rename(self.room / name)
        size = (self.room / name).stat().st_size
        arrived = replace(arrived, name=name)
        return KeptFile(name=name, url=shown(address), address=_digest(address), size=size, etag=arrived.etag, modified=arrived.modified)

    def _records(self, came: Sequence[KeptFile], force: bool, progress: Callable[[int, str], None]) -> int:
        """Return how many records the files hold; raise NotFetched when they are not what the source publishes."""
        recognised = [self._recognises(file) for file in came]
        if hasattr(self.loader, "recognises") and not any(recognised):
            raise NotFetched(f"this is no file of {self.name}", where=came[0].url, hint="Nothing is kept. --url gives another address.")
        read = rejected = 0
        together = [tuple(came)] if self.loader.SOURCE.together else [(file,) for file in came]
        for group in together:
            try:
                totals = load(None, self.loader, [self.room / file.name for file in group], Options(force=force), progress)
            except BadFile as error:
                raise NotFetched(
                    error.message, where=group[0].url, hint="Nothing is kept. --force keeps what only bounds refuse."
                ) from error
            read, rejected = read + totals.read, rejected + totals.rejected
        if read and read == rejected:
            raise NotFetched(f"none of its {read} records can be read", where=came[0].url, hint="Nothing is kept.")
        if not force:
            self._compare(read, came)
        return read

    def _recognises(self, file: KeptFile) -> bool:
        """Whether the loader knows the file; a web page that it does not know is what a server shows instead of the file."""
        try:
            head = files.head(self.room / file.name)
        except BadFile as error:
            raise NotFetched(error.message, where=file.url, hint="Nothing is kept. Try again later.") from error
        if getattr(self.loader, "recognises", lambda head: False)(head):
            return True
        if _PAGE.match(head):
            title = _TITLE.search(head)
            said = f" ({' '.join(title[1].decode(errors='replace').split())[:80]})" if title else ""
            raise NotFetched(f"the server sends a web page instead of the file{said}", where=file.url, hint="Nothing is kept. Look at it.")
        return False

    def _compare(self, read: int, came: Sequence[KeptFile]) -> None:
        """Refuse a register that has lost more records than its source's bounds believe since it was fetched last."""
        source, before = self.loader.SOURCE, self.before
        if source.kind is not SourceKind.REGISTER or not before or not before.records:
            return
        if [file.address for file in before.files] != [file.address for file in came]:
            return
        said: Snapshot = getattr(self.loader, "snapshot", lambda *_: Snapshot())(self.room / came[0].name)
        if not said.partial and before.records - read >= source.expect.max_loss * before.records:
            raise NotFetched(
                f"{read} records, where there were {before.records} on {before.checked_at[:10]}",
                where=came[0].url,
                hint="Nothing is kept. Is the file whole? --force keeps it all the same.",
            )


def _digest(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()
