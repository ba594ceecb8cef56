"""Records that could not be loaded, kept beside their file as JSON lines so that they can be mended and replayed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from graph import dates, files
from graph.claims import Statement
from graph.errors import BadDate, BadFile, BadRow
from graph.sources import Loader, Record, Reject, Source

SUFFIX = ".rejects.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where rejects come from: loader, register, the snapshot's date, the file."""

    source: str
    register: str
    snapshot: str
    file: str


class Replay:
    """Rejects as a loader: their file's lines are the records, and their source's loader says what those claim.

    A record that a hand has left in another shape than that loader takes is a bad row.
    """

    def __init__(self, path: Path, loader: Loader) -> None:
        self.origin = origin(path)
        self.SOURCE: Source = loader.SOURCE
        self._loader = loader

    def records(self, *paths: Path) -> Iterator[Record | Reject]:
        """Yield the records to try again; lines that never were a record stay rejects."""
        for path in paths:
            for count, line in _lines(path):
                yield _again(_parse(line, path, count))

    def claims(self, record: Record) -> Iterator[Statement]:
        """Yield what the mended record says, or raise BadRow."""
        try:
            yield from list(self._loader.claims(record))
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise BadRow(f"this is not shaped as a record of {self.SOURCE.name} ({type(error).__name__}: {error})") from error


def reject(record: Record, reason: BadRow) -> Reject:
    """Return the reject that a record becomes for this reason."""
    return Reject(reason=reason.message, field=reason.field, key=record.key, line=record.line, raw=dict(record.values))


def keep(beside: Path, rejects: Sequence[Reject], origin: Origin) -> str:
    """Write the rejects beside the file (or, where that is not allowed, in the current folder); return the path.

    With no rejects, an older file of them is removed and the empty string returned.
    """
    name = beside.name.removesuffix(SUFFIX) + SUFFIX
    for folder in (beside.parent, Path.cwd()):
        path = folder / name
        try:
            if not rejects:
                path.unlink(missing_ok=True)
                return ""
            _write(path, (_line(entry, origin) for entry in rejects))
        except OSError:
            continue
        return files.shown(path)
    if not rejects:
        return ""
    raise BadFile(f"{len(rejects)} rejects, and nowhere to write them", where=name, hint="Run it from a folder you can write to.")


def is_rejects(head: bytes) -> bool:
    """Whether these first bytes are of a file of rejects."""
    return head.lstrip().startswith(b'{"rejected_from":')


def origin(path: Path) -> Origin:
    """Return where the rejects in a file came from; raise BadFile when it is no such file."""
    count, line = next(_lines(path))
    first = _parse(line, path, count)
    try:
        dates.instant(first["snapshot"])
    except BadDate as error:
        raise BadFile(f"snapshot: {error.message}", where=f"{path} line {count}") from error
    return Origin(source=first["source"], register=first["register"], snapshot=first["snapshot"], file=first["rejected_from"])


def entries(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rejects in a file as they were written, in their order; raise BadFile at a line that is none."""
    for count, line in _lines(path):
        yield _parse(line, path, count)


def advice(path: Path) -> str:
    """Return what to do about the rejects in a file: records are mended there, rows that never were records where they come from."""
    readable = [_is_record(entry) for entry in (entries(path) if path.is_file() else ())]
    unread = readable.count(False)
    elsewhere = "could not be read as records: mend those in the file they come from, and load it again"
    if unread and not any(readable):
        return f"they {elsewhere}"
    return f"mend {'those' if unread else 'them'} there and load that file" + (f"; {unread} more {elsewhere}" if unread else "")


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        yield from ((count, line) for count, line in enumerate(file, 1) if line.strip())


def _again(entry: dict[str, Any]) -> Record | Reject:
    if _is_record(entry):
        return Record(key=entry["record"], values=entry["raw"], line=entry["line"])
    return Reject(reason=entry["reason"], field=entry["field"], key=entry["record"], line=entry["line"], raw=entry["raw"])


def _is_record(entry: dict[str, Any]) -> bool:
    return isinstance(entry["raw"], dict) and entry["record"] != ""


def _write(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    """Write the file in one go: what it held before may be somebody's work."""
    draft = path.with_name(f"{path.name}.new")
    try:
        with draft.open("wb") as file:
            for line in lines:
                file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _line(entry: Reject, origin: Origin) -> dict[str, Any]:
    return {
        "rejected_from": origin.file,
        "source": origin.source,
        "register": origin.register,
        "snapshot": origin.snapshot,
        "line": entry.line,
        "record": entry.key,
        "field": entry.field,
        "reason": entry.reason,
        "raw": entry.raw,
    }


def _parse(line: bytes, path: Path, count: int) -> dict[str, Any]:
    try:
        entry = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise BadFile(f"this line is not JSON ({error})", where=f"{path} line {count}") from error
    if not isinstance(entry, dict):
        raise BadFile("this line is no reject", where=f"{path} line {count}")
    texts = ("rejected_from", "source", "register", "snapshot", "record", "field", "reason")
    if missing := sorted({*texts, "line", "raw"} - entry.keys()):
        raise BadFile("this line is no reject: it lacks " + ", ".join(missing), where=f"{path} line {count}")
    if odd := [key for key in texts if not isinstance(entry[key], str)] + ["line"] * (not isinstance(entry["line"], int)):
        raise BadFile(
            "these are not as they were written: " + ", ".join(odd), where=f"{path} line {count}", hint="Mend what is in `raw` only."
        )
    return entry
