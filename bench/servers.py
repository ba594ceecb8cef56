"""The servers to measure on: an embedded store in a folder of its own, and a Neo4j where the environment names one."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import neo4j

from graph.stores import open_store
from graph.stores.arcade import DATABASE
from graph.stores.bolt import Store
from graph.stores.embedded import connect, stop

EMBEDDED = "embedded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server with an empty store: its address, and what the environment of a process must say to use it."""

    name: str
    uri: str
    environ: Mapping[str, str] = field(repr=False)

    def open(self) -> Store:
        """Return its store, open."""
        return open_store(self.uri, environ={**os.environ, **self.environ})


def names() -> tuple[str, ...]:
    """Return the names of the servers there are: `embedded`, and `neo4j` when ACTORGRAPH_TEST_NEO4J is set."""
    return (EMBEDDED, "neo4j") if os.environ.get("ACTORGRAPH_TEST_NEO4J") else (EMBEDDED,)


@contextmanager
def fresh(name: str) -> Iterator[Server]:
    """Give a server with an empty store, constraints and indexes made.

    The embedded one is newly started on a new folder, and removed afterwards; the Neo4j is cleared.
    """
    with tempfile.TemporaryDirectory(prefix="actorgraph-bench-") as folder:
        server = _embedded(Path(folder) / "store") if name == EMBEDDED else _neo4j()
        try:
            with server.open() as store:
                store.clear()
                store.prepare()
            yield server
        finally:
            if name == EMBEDDED:
                stop(Path(folder) / "store")


def login(server: Server, *, writes: bool = False) -> tuple[str, str, str, str]:
    """Return address, user, password and database for a bare driver."""
    if server.name != EMBEDDED:
        return server.uri, server.environ["ACTORGRAPH_USER"], server.environ["ACTORGRAPH_PASSWORD"], ""
    with connect(Path(server.uri.removeprefix("local:"))) as lease:
        there = lease.endpoint
    user, password = (there.user, there.password) if writes else (there.reader, there.reader_password)
    return there.uri, user, password, DATABASE


@contextmanager
def session(server: Server) -> Iterator[neo4j.Session]:
    """Give a session of a bare driver that may write, warm: it has asked one question."""
    uri, user, password, database = login(server, writes=True)
    with neo4j.GraphDatabase.driver(uri, auth=(user, password)) as bare, bare.session(database=database or None) as ready:
        ready.run("RETURN 1").consume()
        yield ready


def _embedded(folder: Path) -> Server:
    return Server(name=EMBEDDED, uri=f"local:{folder}", environ={})


def _neo4j() -> Server:
    given = os.environ
    environ = {
        "ACTORGRAPH_USER": given.get("ACTORGRAPH_TEST_NEO4J_USER", "neo4j"),
        "ACTORGRAPH_PASSWORD": given.get("ACTORGRAPH_TEST_NEO4J_PASSWORD", ""),
    }
    return Server(name="neo4j", uri=given["ACTORGRAPH_TEST_NEO4J"], environ=environ)
