"""Records that could not be loaded, kept beside their file as JSON lines so that they can be mended and replayed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from graph.errors import BadFile, BadRow
from graph.sources import Record, Reject

SUFFIX = ".rejects.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where rejects come from: loader, register, the snapshot's date, the file."""

    source: str
    register: str
    snapshot: str
    file: str


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
            with path.open("wb") as file:
                for entry in rejects:
                    file.write(orjson.dumps(_line(entry, origin), option=orjson.OPT_APPEND_NEWLINE))
        except PermissionError:
            continue
        return str(path)
    raise BadFile(f"{len(rejects)} rejects, and nowhere to write them", where=name, hint="Run it from a folder you can write to.")


def is_rejects(head: bytes) -> bool:
    """Whether these first bytes are of a file of rejects."""
    return head.startswith(b'{"rejected_from":')


def read(path: Path) -> tuple[Origin, Iterator[Record | Reject]]:
    """Return where the rejects came from, and the records to try again; raise BadFile when it is no such file.

    Lines that never were a record stay rejects.
    """
    with path.open("rb") as file:
        first = _parse(file.readline(), path, 1)
    origin = Origin(source=first["source"], register=first["register"], snapshot=first["snapshot"], file=first["rejected_from"])
    return origin, _records(path)


def _records(path: Path) -> Iterator[Record | Reject]:
    with path.open("rb") as file:
        for count, line in enumerate(file, 1):
            if not line.strip():
                continue
            entry = _parse(line, path, count)
            if isinstance(entry["raw"], dict) and entry["record"]:
                yield Record(key=entry["record"], values=entry["raw"], line=entry["line"])
            else:
                yield Reject(reason=entry["reason"], field=entry["field"], key=entry["record"], line=entry["line"], raw=entry["raw"])


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
    needed = {"rejected_from", "source", "register", "snapshot", "line", "record", "field", "reason", "raw"}
    if not isinstance(entry, dict) or not needed <= entry.keys():
        raise BadFile("this line is no reject: it lacks " + ", ".join(sorted(needed - set(entry))), where=f"{path} line {count}")
    return entry
