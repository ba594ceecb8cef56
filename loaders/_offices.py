"""What a register of office-holders says of one of them: who held which office of what, when, and for whom that speaks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from graph.claims import Claim, Entity, Proposition, Statement, Value
from graph.dates import Period, period
from graph.errors import BadDate, BadRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """One person's time in one office; `speaks` says that the office binds the state or body it is of by what it says."""

    person: Entity
    office: str
    of: Entity
    held: Period = Period()
    speaks: bool = True
    details: Mapping[str, Value] = field(default_factory=dict)


def claims(tenure: Tenure, publisher: Entity) -> Iterator[Statement]:
    """Yield the person, the state or body, and the publisher's claims that the one holds office in the other and speaks for it."""
    yield tenure.person
    yield publisher
    yield tenure.of
    for type, scope in (("HOLDS_POSITION", tenure.office), *([("SPEAKS_FOR", "")] if tenure.speaks else ())):
        yield Claim(
            proposition=Proposition(type=type, subject=tenure.person.id, object=tenure.of.id, scope=scope),
            speaker=publisher.id,
            principal=publisher.id,
            period=tenure.held,
            details=tenure.details,
        )


def held(start: str, end: str, *, start_field: str = "start", end_field: str = "end") -> Period:
    """Return the period between two dates in EDTF, either of them empty for open; raise BadRow that names the field at fault."""
    for text, name in ((start, start_field), (end, end_field)):
        try:
            period(text or None)
        except BadDate as fault:
            raise BadRow(fault.message, field=name) from fault
    try:
        return period(start or None, end or None)
    except BadDate as fault:
        raise BadRow(fault.message, field=end_field) from fault


WIKIDATA: Final = Entity(id="org:wikidata", kind="Organisation", name="Wikidata", described=False)
"""Who speaks through what was read from Wikidata."""
