"""A graph store reached over Bolt with the official driver: Neo4j, or the embedded server on loopback.

Writing goes through managed transactions only, reading through `rows` (our own statements) and `ask`
(anybody's: guarded, with limits). Properties are str, int, float, bool and lists of str.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer
from typing import Any, TypeVar
from uuid import uuid4

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import ReadOnly, StoreError
from graph.stores.ddl import ddl
from graph.stores.failures import in_our_words
from graph.stores.readonly import guard

T = TypeVar("T")


class _Rows(list[Any]):
    """Rows for the server that are short in the driver's log, which it spells out even when nobody reads it."""

    def __repr__(self) -> str:
        return f"<{len(self)} rows>"


class _Named(dict[str, Any]):
    def __repr__(self) -> str:
        return f"<{len(self)} named>"


class Transaction:
    """A managed transaction, for whose rows the driver's log takes no time: that was a fifth of the client's work."""

    def __init__(self, transaction: neo4j.ManagedTransaction, *, embedded: bool) -> None:
        self._transaction = transaction
        self.embedded = embedded

    def run(self, cypher: str, /, **params: Any) -> neo4j.Result:
        """Run one of our own statements."""
        return self._transaction.run(
            cypher,
            {
                name: _Rows(value) if isinstance(value, list) else _Named(value) if isinstance(value, dict) else value
                for name, value in params.items()
            },
        )


FETCH = 5_000
DATABASE_LOCAL = "actorgraph"
_SHOWN = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The rows of one statement: column names in order, values in the same order; `cut` when the limit was met."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cut: bool = False


class Store:
    """An open store; a context manager. `reader` is a second connection that the server itself keeps from writing."""

    def __init__(
        self,
        uri: str,
        driver: neo4j.Driver,
        reader: neo4j.Driver | None = None,
        *,
        database: str | None = None,
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        self.uri = uri
        self._driver = driver
        self._reader = reader or driver
        self._database = database
        self._on_close = on_close
        self.embedded = reader is not None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        if self._reader is not self._driver:
            self._reader.close()
        self._driver.close()
        self._on_close()

    @property
    def server(self) -> tuple[str, str]:
        """The server's name and version."""
        from graph import __version__

        agent = self._driver.get_server_info().agent
        name, _, version = agent.partition("/")
        if self.embedded:
            from importlib.metadata import version as installed

            return "ArcadeDB", installed("arcadedb-embedded")
        return name or "Bolt", version.split(" ")[0] or __version__

    def rows(self, cypher: str, /, **params: Any) -> Iterator[dict[str, Any]]:
        """Yield one dict a row of our own reading statement, streaming."""
        with self._session(neo4j.READ_ACCESS, self._reader) as session, in_our_words(self.uri):
            for record in session.run(cypher, params):
                yield dict(zip(record.keys(), record.values()))  # its data() would look into every value for nodes

    def ask(self, cypher: str, params: Mapping[str, Any], *, limit: int = 10_000, seconds: float = 60) -> Answer:
        """Return the answer to anybody's statement, which may only read; raise ReadOnly for any other.

        A statement that takes longer than `seconds` is ended on the server, too, and raises StoreError.
        """
        guard(cypher)
        with in_our_words(self.uri):
            if not self.embedded:
                self._refuse_writing_plan(cypher, params)
            mark = uuid4().hex
            with self._session(neo4j.READ_ACCESS, self._reader) as session, self._time_limit(cypher, mark, seconds):
                query = neo4j.Query(cypher, metadata={"mark": mark}, timeout=seconds)
                result = session.run(query, dict(params))
                columns = tuple(result.keys())
                rows = [tuple(record.values()) for record in result.fetch(limit + 1)]
                if len(rows) <= limit:
                    result.consume()
                elif self.embedded:
                    self._end(cypher, mark)  # or it would make all the rows that nobody fetches
        return Answer(columns=columns, rows=tuple(rows[:limit]), cut=len(rows) > limit)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run a unit of work in one managed transaction; it may be run again, so it must be idempotent."""
        with self._session(neo4j.WRITE_ACCESS, self._driver) as session, in_our_words(self.uri):
            return session.execute_write(lambda transaction: work(Transaction(transaction, embedded=self.embedded)))

    def prepare(self) -> None:
        """Make constraints and indexes that are missing; writes nothing when all are there."""
        with self._session(neo4j.WRITE_ACCESS, self._driver) as session, in_our_words(self.uri):
            there = {record["name"] for record in session.run("SHOW INDEXES YIELD name RETURN name")} if not self.embedded else set()
            for name, statement in ddl():
                if name not in there:
                    session.run(statement).consume()

    def clear(self) -> None:
        """Delete every node and edge, in batches; constraints stay."""
        with self._session(neo4j.WRITE_ACCESS, self._driver) as session, in_our_words(self.uri):
            for statement in (
                "MATCH ()-[r]->() WITH r LIMIT 5000 DELETE r RETURN count(*) AS n",
                "MATCH (n) WITH n LIMIT 5000 DELETE n RETURN count(*) AS n",
            ):
                while session.execute_write(_count, statement):
                    pass

    def _session(self, access: str, driver: neo4j.Driver) -> neo4j.Session:
        return driver.session(database=self._database, default_access_mode=access, fetch_size=FETCH)

    @contextmanager
    def _time_limit(self, cypher: str, mark: str, seconds: float) -> Iterator[None]:
        """End the statement at Ctrl-C, for which the driver would wait; on the embedded server, which takes no limit, in time too."""
        timer = Timer(seconds, self._end, (cypher, mark))
        timer.daemon = True
        if self.embedded:
            timer.start()
        try:
            yield
        except KeyboardInterrupt:
            self._end(cypher, mark)
            raise
        finally:
            timer.cancel()

    def _end(self, cypher: str, mark: str) -> None:
        """End the statement where it runs. The embedded server shows no marks, and the first 1,024 characters of a statement."""
        with suppress(Neo4jError, DriverError), self._session(neo4j.WRITE_ACCESS, self._driver) as session:
            for row in session.run("SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS text, metaData AS data").data():
                if row["text"][:_SHOWN] == cypher[:_SHOWN] if self.embedded else row["data"].get("mark") == mark:
                    session.run("TERMINATE TRANSACTIONS $id", id=row["id"]).consume()

    def _refuse_writing_plan(self, cypher: str, params: Mapping[str, Any]) -> None:
        """Neo4j plans without running: what it would write, it says."""
        if cypher.lstrip()[:7].upper() in ("EXPLAIN", "PROFILE"):
            return
        with self._session(neo4j.READ_ACCESS, self._driver) as session:
            kind = session.run("EXPLAIN " + cypher, dict(params)).consume().query_type
        if kind not in ("r", "s", None):  # s: a procedure about the server; a change of the schema is refused in READ access mode
            raise ReadOnly("this statement would write", hint="Only reading statements are run here.")


def _count(tx: neo4j.ManagedTransaction, statement: str) -> int:
    return int(tx.run(statement).single(strict=True)["n"])


def open_bolt(
    uri: str,
    user: str,
    password: str,
    *,
    called: str = "",
    reader: tuple[str, str] | None = None,
    on_close: Callable[[], None] = lambda: None,
) -> Store:
    """Return a store at a Bolt address, having asked it one question; raise StoreUnreachable when that fails.

    `called` is the address that the user knows it by, where that is another.
    """
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # what it would log, it raises as well
    driver = _driver(uri, user, password)
    second = _driver(uri, *reader) if reader else None
    store = Store(called or uri, driver, second, database=DATABASE_LOCAL if reader else None, on_close=on_close)
    try:
        with in_our_words(called or uri):
            driver.verify_connectivity()
    except StoreError:
        store.close()
        raise
    return store


def _driver(uri: str, user: str, password: str) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(
        uri,
        auth=(user, password),
        connection_timeout=10,
        connection_acquisition_timeout=15,
        max_transaction_retry_time=30,
        notifications_min_severity="OFF",
        user_agent="actorgraph",
    )
