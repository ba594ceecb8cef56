"""What the claims about one proposition amount to: a pure function, shared by the writer, `why` and the tests.

Only live claims count. A principal's later claim replaces its earlier ones where their periods may overlap; claims
whose periods do not overlap live side by side, and so do claims of one day. A retraction takes back the claim it
names. Declining to comment replaces nothing and asserts nothing. Claims about claims never come here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from graph.dates import Period, envelope
from graph.vocabulary import POSITIVE, Stance, Status

STRENGTH: Final = (
    Status.OFFICIAL,
    Status.REFERENCE,
    Status.ACKNOWLEDGED,
    Status.CORROBORATED,
    Status.SINGLE_SOURCE,
    Status.CONTESTED,
    Status.ENDED,
)
"""The statuses of edges, the strongest first: the act itself, a fact of structure, a party's own word, several originals, one,
one against another's denial, and what holds no more. A chain is as strong as its weakest hop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A claim, reduced to what the rules read. `original` is the document its words were first in."""

    id: str
    principal: str
    stance: Stance
    said_at: str = ""
    period: Period = Period()
    qualification: str = ""
    original: str = ""
    retracts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A proposition's status, the rule that gave it, and the flags, bounds and parties that go with it."""

    status: Status
    rule: str
    contested: bool = False
    qualified: bool = False
    disjoint: bool = False
    period: Period = Period()
    asserted_by: tuple[str, ...] = ()
    acknowledged_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    originals: tuple[str, ...] = ()
    live: tuple[str, ...] = ()


def derive(parties: frozenset[str], voices: Iterable[Voice]) -> Standing:
    """Return the standing of a proposition with these parties (subject and object) from all claims about it.

    The order of the voices does not matter.
    """
    living = live(voices)
    positive = [v for v in living if v.stance in POSITIVE]
    denials = [v for v in living if v.stance is Stance.DENIES]
    admissions = [v for v in positive if v.stance is not Stance.ASSERTS]
    originals = tuple(sorted({v.original for v in positive}))
    status, rule = _first_rule(parties, living, positive, denials, admissions, originals)
    period, disjoint = envelope(v.period for v in positive)
    return Standing(
        status=status,
        rule=rule,
        contested=bool(positive and denials),
        qualified=any(v.period.limited or v.qualification for v in admissions),
        disjoint=disjoint,
        period=period,
        asserted_by=_principals(v for v in positive if v.stance is Stance.ASSERTS),
        acknowledged_by=_principals(admissions),
        denied_by=_principals(denials),
        originals=originals,
        live=tuple(sorted(v.id for v in living)),
    )


def live(voices: Iterable[Voice]) -> tuple[Voice, ...]:
    """Return the claims that nothing has replaced or taken back, by (said_at, id)."""
    said = sorted(voices, key=lambda v: (v.said_at, v.id))
    withdrawn = {(v.principal, v.retracts) for v in said if v.stance is Stance.RETRACTS}
    standing = [v for v in said if (v.principal, v.id) not in withdrawn]
    return tuple(v for v in standing if not any(_replaces(later, v) for later in standing))


def _replaces(later: Voice, earlier: Voice) -> bool:
    return (
        later.principal == earlier.principal
        and later.said_at > earlier.said_at
        and later.stance is not Stance.DECLINES_COMMENT
        and earlier.stance not in (Stance.DECLINES_COMMENT, Stance.RETRACTS)
        and (later.stance is not Stance.RETRACTS or not later.retracts)
        and later.period.overlaps(earlier.period)
    )


def _first_rule(
    parties: frozenset[str],
    living: tuple[Voice, ...],
    positive: list[Voice],
    denials: list[Voice],
    admissions: list[Voice],
    originals: tuple[str, ...],
) -> tuple[Status, str]:
    if not positive:
        if any(v.stance is Stance.RETRACTS for v in living):
            return Status.RETRACTED, "no positive stance is left and one was retracted"
        if denials:
            return Status.DENIED_ONLY, "nobody asserts it and somebody denies it"
        return Status.UNASSERTED, "nobody asserts or denies it"
    if any(v.principal in parties for v in admissions):
        asserted = any(v.stance is Stance.ASSERTS for v in positive)
        return (
            Status.ACKNOWLEDGED,
            "asserted, and a party to the deed acknowledges it" if asserted else "a party to the deed acknowledges it",
        )
    if denials:
        return Status.CONTESTED, "asserted by somebody and denied by somebody"
    if len(originals) > 1:
        return Status.CORROBORATED, f"asserted in {len(originals)} independent originals"
    return Status.SINGLE_SOURCE, "asserted in one independent original"


def _principals(voices: Iterable[Voice]) -> tuple[str, ...]:
    return tuple(sorted({v.principal for v in voices}))
