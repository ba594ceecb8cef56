"""What a machine-coded report of an event says: that one party did something to another on a day.

A report is no more than a report: its publisher alone asserts it. Reports of one deed by the same parties on the same day are
one proposition, whose scope is the code and the day; each report is a record of its own beneath it. Their edge says how many
reports there are (`n_reports`), who published them as far as they say (`reported_by`), and the least number of sources.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from graph.claims import Claim, Entity, Proposition, Statement, Value
from graph.dates import Period
from graph.errors import BadRow
from loaders._cameo_codes import meaning, name_of

_DAY: Final = re.compile(r"[0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MISSING: Final = "a report that names one party only; it makes no edge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as its register codes it: who acted, toward whom (either may be unknown), the CAMEO code, the day.

    `by` are the sites or publishers that it was read at, by name.
    """

    id: str
    code: str
    day: str
    actor: Entity | None
    target: Entity | None
    event: str = ""
    by: tuple[str, ...] = ()
    details: Mapping[str, Value] = field(default_factory=dict)


def claims(report: Report, publisher: Entity) -> Iterator[Statement]:
    """Yield the parties and the claim that the one acted toward the other; of one party alone, an event and no claim."""
    meant = meaning(report.code)
    stated: dict[str, Value] = {"cameo": report.code, "event": name_of(report.code) or report.event, "means": meant.word}
    details = {key: value for key, value in {**stated, **report.details}.items() if value != ""}
    yield publisher
    if report.actor is None or report.target is None:
        yield _alone(report, details)
        return
    yield report.actor
    yield report.target
    if meant.item:
        yield meant.item
    yield Claim(
        proposition=Proposition(
            type=meant.edge,
            subject=report.actor.id,
            object=report.target.id,
            item=meant.item.id if meant.item else "",
            scope=f"{report.code or report.event} {report.day}",
        ),
        speaker=publisher.id,
        principal=publisher.id,
        period=Period(from_min=report.day, from_max=report.day, until_min=report.day, until_max=report.day),
        details={**details, "n_reports": 1, **({"reported_by": report.by} if report.by else {})},
    )


def day(text: str, field: str) -> str:
    """Return the day of `20191024` or `2019-10-24` as ISO text; raise BadRow that names the field for anything else."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise BadRow(f"{text!r} is no day", field=field)


def _alone(report: Report, details: Mapping[str, Value]) -> Entity:
    party = report.actor or report.target
    what = name_of(report.code) or report.event or report.code
    who = f"{party.name}: " if party else ""
    known = {"actor": report.actor.id if report.actor else "", "target": report.target.id if report.target else "", "day": report.day}
    return Entity(
        id=report.id,
        kind="Event",
        name=f"{who}{what}, {report.day}",
        details={**details, **{key: value for key, value in known.items() if value}, "note": _MISSING},
    )
