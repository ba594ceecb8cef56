"""What a store remembers of one register, cut by two clocks and written to files: one a snapshot, ready to be loaded again."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson

from graph.clocks import Clocks, Place, cut
from graph.errors import BadRow
from graph.history import GONE, History
from graph.sources import Loader, Record, SourceKind
from graph.stores.bolt import Store

_FIRST: Final = b"[]\n"
"""The first line of a spool, which may hold no record."""
_KEPT: Final = 10_000
"""How many lines are held in memory before they are written."""

_CHANGES: Final = "MATCH (r:Record {register: $register}) RETURN r.dates AS dates, r.digests AS digests"
_CONTENTS: Final = (
    "MATCH (r:Record {register: $register}) RETURN r.key AS key, r.line AS line, r.dates AS dates, r.digests AS digests, "
    "r.versions AS versions ORDER BY r.id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spool:
    """The records of one snapshot in a file; `whole` when what it lacks is gone."""

    path: Path
    date: str
    whole: bool
    place: Place


@dataclass(slots=True, kw_only=True)
class Register:
    """One register of the store, and the changes of its records that count."""

    name: str
    loader: Loader
    clocks: Clocks
    first: str = ""
    kept: dict[Path, list[bytes]] = field(default_factory=lambda: defaultdict(list))

    def spools(self, source: Store, folder: Path) -> tuple[Spool, ...]:
        """Write a file for every date on which something changed that counts; return them by date.

        A date on which something was gone gets the whole snapshot, any other what it brought.
        """
        gone = self._look(source)
        spools = {date: self._spool(folder / f"{date}.jsonl", date, whole=ended) for date, ended in gone.items()}
        wholes = [date for date, ended in gone.items() if ended]
        for row in source.rows(_CONTENTS, register=self.name):
            history, there = self._points(row), False
            for date in sorted({*wholes, *history.dates}):
                if history.at(date) != GONE and (there or self._counts(spools[date], row, history)):
                    there = True
                    self._write(spools[date], row, history)
        self._flush()
        return tuple(spools[date] for date in sorted(spools))

    def _look(self, source: Store) -> dict[str, bool]:
        """The dates on which a record changed, and whether one was gone."""
        gone: dict[str, bool] = {}
        rows = source.rows("MATCH (s:Source {id: $id})<-[:LOADED]-(r:Run) RETURN min(r.snapshot) AS first", id=f"source:{self.name}")
        self.first = next((row["first"] or "" for row in rows), "")
        for row in source.rows(_CHANGES, register=self.name):
            history = self._points(row)
            for date, digest in zip(history.dates, history.digests):
                gone[date] = gone.get(date, False) or digest == GONE
        return gone

    def _points(self, row: dict[str, Any]) -> History:
        kept = History(tuple(row["dates"]), tuple(row["digests"]), tuple(row.get("versions") or row["digests"]))
        return self.clocks.points(kept, dossier=self.loader.SOURCE.kind is SourceKind.DOSSIER)

    def _spool(self, path: Path, date: str, *, whole: bool) -> Spool:
        path.write_bytes(_FIRST)
        clocks, dossier = self.clocks, self.loader.SOURCE.kind is SourceKind.DOSSIER
        lacked = bool(clocks.as_of) and date > max(clocks.as_of[:10], self.first) and self.loader.SOURCE.kind is SourceKind.REGISTER
        late = bool(clocks.known_by) and (dossier or date > clocks.known_by[:10])
        return Spool(path=path, date=date, whole=whole, place=Place(late=late, lacked=lacked))

    def _write(self, spool: Spool, row: dict[str, Any], history: History) -> None:
        line = orjson.dumps([row["key"], row["line"] or 0, orjson.Fragment(_version(history, spool.date))]) + b"\n"
        self.kept[spool.path].append(line)
        if sum(map(len, self.kept.values())) >= _KEPT:
            self._flush()

    def _counts(self, spool: Spool, row: dict[str, Any], history: History) -> bool:
        """Whether anything of a record that is not there yet counts; what its loader no longer reads is left to `load`."""
        if not self.clocks:
            return True
        record = Record(key=row["key"], values=orjson.loads(_version(history, spool.date)))
        try:
            return bool(cut(self.loader.claims(record), self.clocks, spool.place))
        except BadRow:
            return True

    def _flush(self) -> None:
        for path, lines in self.kept.items():
            with path.open("ab") as file:
                file.writelines(lines)
        self.kept.clear()


def _version(history: History, date: str) -> str:
    """The content that held in the snapshot of the date, as JSON."""
    return history.versions[max(n for n, day in enumerate(history.dates) if day <= date)]


def records(path: Path) -> Iterator[Record]:
    """Yield the records of a spool, as they were read from their files."""
    with path.open("rb") as file:
        next(file)
        for line in file:
            key, number, values = orjson.loads(line)
            yield Record(key=key, values=values, line=number)
