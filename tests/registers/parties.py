"""A small register for tests: parties, the programmes they are under, and parties they are linked to, as JSON lines."""

from collections.abc import Iterator
from pathlib import Path

import orjson

from graph import files
from graph.claims import Claim, Entity, Mention, Proposition, Statement
from graph.errors import BadFile, BadRow
from graph.sources import Record, Reject, Source

SOURCE = Source(name="parties", title="A register of parties", publisher="org:registrar", licence="CC0-1.0", format="JSON lines")

_STATE = Entity(id="country:US", kind="Country", name="United States", described=False)


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield a record a line: {"id", "name", "programmes", "linked_to"?, "kind"?}."""
    for path in paths:
        with files.opened(path) as file:
            for count, line in enumerate(file, 1):
                try:
                    values = orjson.loads(line)
                except orjson.JSONDecodeError:
                    if not line.endswith(b"\n"):
                        raise BadFile("the last line is cut short", where=f"{path} line {count}") from None
                    yield Reject(reason="not JSON", line=count, raw=line.decode(errors="replace"))
                    continue
                yield Record(key=values["id"], values=values, line=count)


def claims(record: Record) -> Iterator[Statement]:
    """The United States sanctions each party under each of its programmes."""
    values = record.values
    if not values.get("name"):
        raise BadRow("a party needs a name", field="name")
    party = Entity(
        id=f"party:{record.key}", kind=values.get("kind", "Person"), name=values["name"], aliases=tuple(values.get("aliases", ()))
    )
    yield party
    yield _STATE
    for programme in values["programmes"]:
        yield Claim(
            proposition=Proposition(type="SANCTIONS", subject="country:US", object=party.id, scope=programme),
            speaker="country:US",
            principal="country:US",
            details={"note": values["note"]} if "note" in values else {},
        )
    for name in values.get("linked_to", ()):
        yield Claim(
            proposition=Proposition(type="LINKED_TO", subject=party.id, object=Mention(name)), speaker="country:US", principal="country:US"
        )
