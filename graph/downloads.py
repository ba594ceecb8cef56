"""The files that were fetched, kept as `<folder>/<source>/<date>-<digest>/<file name>` beside a note of where they are from.

What lies there is whole and was checked: it is moved in at once, when all of it is there. The date is the day it was
fetched (UTC), the digest is over the bytes of the files, and the note (`.fetched.json`) holds what a server needs to
say that nothing has changed since.
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from graph import files

_NOTE: Final = ".fetched.json"
_ROOM: Final = ".fetching-"
_KEPT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})-[0-9a-f]{12}")
_FORGOTTEN: Final = 86_400.0
"""Seconds after which a room belongs to nobody any more: its process was killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """One file as it came: its name, its address without what is secret in it, and what the server said of it.

    `address` is a digest of the whole address, by which it is known again.
    """

    name: str
    url: str
    address: str
    size: int
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Files that were fetched together: since when they are kept, when they were last seen to be current, how many records."""

    folder: Path
    files: tuple[KeptFile, ...]
    fetched_at: str
    checked_at: str
    records: int = 0

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files, in the order in which they were asked for."""
        return tuple(self.folder / file.name for file in self.files)


def home(named: str = "") -> Path:
    """Return the folder that holds what was fetched: the one named, or the platform's folder for a user's data."""
    if named:
        return Path(named).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_data_dir("actorgraph", appauthor=False)) / "files"


def every(folder: Path, source: str) -> tuple[Kept, ...]:
    """Return all that is kept of a source and still whole, what was current last at the end."""
    found = filter(None, map(_read, (folder / source).glob(f"*/{_NOTE}")))
    return tuple(sorted(found, key=lambda kept: (kept.checked_at, kept.fetched_at)))


def newest(folder: Path, source: str) -> Kept | None:
    """Return what was current last of a source, or None."""
    return next(reversed(every(folder, source)), None)


def date_of(path: Path) -> str:
    """Return the day on which a kept file was fetched; nothing for any other file."""
    named = _KEPT.fullmatch(path.absolute().parent.name)
    return named[1] if named else ""


@contextmanager
def room(folder: Path, source: str) -> Iterator[Path]:
    """Give an empty folder to fetch into, beside where the files will be kept; it is gone afterwards, whatever happens."""
    place = folder / source
    place.mkdir(parents=True, exist_ok=True)
    for old in place.glob(f"{_ROOM}*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - old.stat().st_mtime > _FORGOTTEN:
                shutil.rmtree(old, ignore_errors=True)
    made = place / f"{_ROOM}{secrets.token_hex(8)}"
    made.mkdir()
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def keep(room: Path, came: Sequence[KeptFile], records: int) -> tuple[Kept, bool]:
    """Keep the files of a room, and say whether they are new: files equal to the newest of the source are kept once.

    Files equal to older ones are kept anew, under the day on which they came back.
    """
    now = _now()
    digest = files.digest([room / file.name for file in came])[:12]
    place = room.parent / f"{now[:10]}-{digest}"
    before = newest(room.parent.parent, room.parent.name)
    if before and before.folder.name.endswith(f"-{digest}"):
        place = before.folder
    held = _read(place / _NOTE)
    if held:
        same = [file.name for file in held.files] == [file.name for file in came]
        return still(replace(held, files=tuple(came), records=records) if same else held), before is None or before.folder != place
    made = Kept(folder=place, files=tuple(came), fetched_at=now, checked_at=now, records=records)
    _write(room, made)
    if place.exists():
        shutil.rmtree(place)
    room.rename(place)
    return made, True


def still(kept: Kept) -> Kept:
    """Note that what is kept is what is published now."""
    checked = replace(kept, checked_at=_now())
    _write(kept.folder, checked)
    return checked


def _write(folder: Path, kept: Kept) -> None:
    note = {key: value for key, value in asdict(kept).items() if key != "folder"}
    draft = folder / f"{_NOTE}.{secrets.token_hex(4)}"
    draft.write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
    draft.replace(folder / _NOTE)


def _read(note: Path) -> Kept | None:
    """What a note says, if all its files are there as it says."""
    try:
        said = json.loads(note.read_text(encoding="utf-8"))
        kept = Kept(**{**said, "folder": note.parent, "files": tuple(KeptFile(**file) for file in said["files"])})
        whole = all((note.parent / file.name).stat().st_size == file.size for file in kept.files)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return kept if whole and kept.files and _KEPT.fullmatch(note.parent.name) else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
