"""The mentions of GDELT's events, by event, in a temporary database: many files of them take no more memory than one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

from graph.sources import Reject
from loaders._csv import Row
from loaders._gdelt_columns import MENTIONS

_TABLES: Final = (
    "CREATE TABLE mention (event TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL, cells TEXT NOT NULL)",
    "CREATE TABLE met (event TEXT PRIMARY KEY) WITHOUT ROWID",
)
_TEMPORARY: Final = ""
"""What SQLite calls a database that lies in memory while it is small, then in a file that is gone with it."""


class Mentions:
    """The mentions read so far. `of` may be asked once all are noted."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        for statement in _TABLES:
            database.execute(statement)

    def note(self, file: str, row: Row) -> None:
        """Keep a row of a file of that name."""
        self._database.execute("INSERT INTO mention VALUES (?, ?, ?, ?)", (row.cells[0], file, row.line, "\t".join(row.cells)))

    def noted(self) -> None:
        """Make them ready to be asked for."""
        self._database.execute("CREATE INDEX by_event ON mention (event)")

    def of(self, event: str) -> list[dict[str, str]]:
        """Return the mentions of an event, in the order in which they were read."""
        found = self._database.execute("SELECT cells FROM mention WHERE event = ? ORDER BY rowid", (event,)).fetchall()
        if found:
            self._database.execute("INSERT OR IGNORE INTO met VALUES (?)", (event,))
        return [_mention(cells) for (cells,) in found]

    def orphans(self) -> Iterator[Reject]:
        """Yield the mentions of events that were never asked for, in the order in which they were read."""
        for file, line, cells in self._database.execute(
            "SELECT file, line, cells FROM mention WHERE event NOT IN (SELECT event FROM met) ORDER BY rowid"
        ):
            values = _mention(cells)
            reason = f"{file}: the event {cells.partition(chr(9))[0]} that it mentions is in none of the files"
            yield Reject(reason=reason, field=MENTIONS[0], line=line, raw=values)


@contextmanager
def kept() -> Iterator[Mentions]:
    """Give a place for mentions, empty; it is gone afterwards. A load may end in another thread than it began in."""
    with closing(sqlite3.connect(_TEMPORARY, isolation_level=None, check_same_thread=False)) as database:
        yield Mentions(database)


def _mention(cells: str) -> dict[str, str]:
    return {column: cell for column, cell in zip(MENTIONS, cells.split("\t")) if cell}
