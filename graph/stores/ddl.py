"""The constraints and indexes that the vocabulary asks for."""

from collections.abc import Iterator

from graph.vocabulary import EDGES, INDEXES, NODES


def ddl() -> Iterator[tuple[str, str]]:
    """Yield (name, statement) of every constraint and index that the vocabulary asks for."""
    for label in NODES:
        name = f"{label.lower()}_id"
        yield name, f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    for label, key in INDEXES:
        name = f"{label.lower()}_{key}"
        yield name, f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{key})"
    for edge in EDGES:
        name = f"{edge.lower()}_pid"
        yield name, f"CREATE INDEX {name} IF NOT EXISTS FOR ()-[r:{edge}]-() ON (r.pid)"
