"""FollowTheMoney, the format of OpenSanctions and Aleph: entities, nested targets, delta files, statements as CSV.

Format: followthemoney 4.11.2 (schema/*.yaml) and the exports of OpenSanctions. A file is a snapshot of its dataset, each
dataset a register of its own, `ftm/<dataset>`: the one dataset that all its entities name, else the file's name without
its endings and dates (`sanctions.entities.ftm.json` is `ftm/sanctions`). A delta file changes what it names and ends
nothing else; a deleted entity says nothing any more, so that its edges have ended. Its few entities do not tell whose
delta it is, its name does (`sanctions.20240527194702-wnk.entities.delta.json`); unnamed, it is of the register `ftm`.
"""

import re
from collections.abc import Iterator
from itertools import chain, starmap
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from graph.claims import Claim, Entity, Statement
from graph.dates import envelope
from graph.sources import Record, Reject, Snapshot, Source
from graph.vocabulary import KINDS
from loaders import _ftm, _ftm_files
from loaders._ftm_exported import CONTEXT, exported
from loaders._ftm_shapes import entities

SOURCE: Final = Source(
    name="ftm",
    title="FollowTheMoney entities",
    publisher=_ftm.PUBLISHER,
    url="https://data.opensanctions.org/datasets/latest/sanctions/entities.ftm.json",
    licence="as the dataset states; OpenSanctions: CC BY-NC 4.0",
    format="JSON lines (entities.ftm.json, targets.nested.json, entities.delta.json) or statement CSV, plain or compressed",
    maps_to="SANCTIONS, OWNS, CONTROLS, DIRECTS, MEMBER_OF, EMPLOYED_BY, HOLDS_POSITION, ACTS_FOR, RELATED_TO, ASSOCIATED_WITH, "
    "SUCCEEDED_BY, PAID, LINKED_TO, PART_OF, CITIZEN_OF, BASED_IN, LOCATED_IN",
    files=("https://data.opensanctions.org/datasets/latest/sanctions/entities.ftm.json",),
)

_ENDINGS: Final = re.compile(r"(?:\.(?:gz|zip|json|jsonl|ijson|csv|ftm|entities|targets|nested|delta|statements))+\Z", re.IGNORECASE)
_DATED: Final = re.compile(r"[-_.]?(?<!\d)\d{4}-?\d\d-?\d\d(?:T?\d{6})?(?:-[a-z0-9]{3}(?![a-z0-9]))?(?!\d)[-_.]?")


def recognises(head: bytes) -> bool:
    """Whether the first bytes of a file hold an entity, an operation on one, or the header of statements."""
    return bool(_ftm_files.shape(head))


def snapshot(*paths: Path) -> Snapshot:
    """Return the register and the day of a file: see the module and `_ftm_files.days_and_datasets`."""
    day, named, difference = _ftm_files.days_and_datasets(paths[0])
    alone = named.pop() if len(named) == 1 and not difference else ()
    name = alone[0] if len(alone) == 1 else _name(paths[0])
    register = f"{SOURCE.name}/{name}" if name else SOURCE.name
    return Snapshot(register=register, date=day, title=f"{SOURCE.title}: {name or 'unnamed'}", partial=difference)


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a line, or a run of statements about one entity; its key is the entity's id in small letters.

    Lines that are no entity are rejects. Raises BadFile for a file of another format, or one cut short.
    """
    for path in paths:
        yield from _ftm_files.read(path)


def claims(record: Record) -> Iterator[Statement]:
    """Yield what the entity says, and what those nested in it say; a deleted one says nothing."""
    if CONTEXT in record.values:
        return exported(record.values)
    held = entities(record.values)
    if len(held) == 1:
        return _ftm.claims(*held[0])
    return _together(chain.from_iterable(starmap(_ftm.claims, held)))


def _together(statements: Iterator[Statement]) -> Iterator[Statement]:
    """Yield what several entities say in one record: each thing once, as it is described where it is; each fact once.

    Facts that are stated again with other dates or details become one, over the envelope of their periods.
    """
    things: dict[str, Entity] = {}
    facts: dict[tuple[object, ...], Claim] = {}
    for statement in statements:
        if isinstance(statement, Entity):
            known = things.setdefault(statement.id, statement)
            things[statement.id] = max(known, statement, key=lambda thing: (thing.described, len(KINDS[thing.kind].labels)))
        elif isinstance(statement, Claim):
            said = statement.proposition
            key = (said.type, said.subject, said.object, said.item, said.scope)
            facts[key] = _joined(facts[key], statement) if key in facts else statement
    yield from things.values()
    yield from facts.values()


def _joined(first: Claim, second: Claim) -> Claim:
    details = dict(first.details)
    for name, value in second.details.items():
        held = details.setdefault(name, value)
        if isinstance(held, tuple) and isinstance(value, tuple):
            details[name] = tuple(dict.fromkeys((*held, *value)))
    return replace(first, period=envelope((first.period, second.period))[0], details=details)


def _name(path: Path) -> str:
    name = _DATED.sub("", _ENDINGS.sub("", path.name))
    return "" if name.lower() in ("entities", "targets", "statements", "delta") else re.sub(r"[^\w.-]+", "-", name).strip("-.")
