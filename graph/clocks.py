"""The two clocks: what held on a day, and what could be known by a day.

**As of a day** reads when deeds are said to have held. A claim, a fact of structure or a deed counts when its period, at
its bounds, can include the day; an unknown end is open. A register's record counts as the newest snapshot up to the day
had it, and not at all once it is gone; where the day is before the first snapshot, as the first one had it. A record that
an earlier snapshot lacked counts when its act states that it had begun by then.

**Known by a day** reads when things were said and published. A claim counts when it was said by the end of the day. A
register's record counts as the newest snapshot up to the day had it, ended ones as ended. A record whose first snapshot
is later counts as far as it was public anyway: an act (a listing, a vote) that states a date up to the day, and facts of
structure unless they state a later beginning; what it merely reports, as an arms register does, counts from its first
snapshot on.

Statuses are computed anew from what is left, by the rules for everything else. Both clocks together: what could be known
by the one day about what held on the other. A dossier counts as it is now, for its versions are somebody's files and not
the world's: a claim that it has withdrawn stays withdrawn.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.claims import Claim, Document, Entity, Mention, Proposition, Statement
from graph.dates import Period
from graph.history import GONE, History
from graph.vocabulary import EDGES, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """A day (or instant in UTC) of each clock; empty for one that is not set."""

    as_of: str = ""
    known_by: str = ""

    def __bool__(self) -> bool:
        """Whether either is set."""
        return bool(self.as_of or self.known_by)

    def __str__(self) -> str:
        said = (("as of", self.as_of), ("as known by", self.known_by))
        return ", ".join(f"{word} {day}" for word, day in said if day)

    def holds(self, claim: Claim) -> bool:
        """Whether what is claimed can hold on the day: it has begun or may have, and has not surely ended."""
        begun, ended = _begun(claim), claim.period.until_max
        if not self.as_of:
            return True
        if begun and not _by(begun, self.as_of):
            return False
        if ended is None:
            return True
        return self.as_of < ended if EDGES[claim.proposition.type].half_open else _by(self.as_of, ended)

    def known(self, day: str) -> bool:
        """Whether what was said or done on the day can be known; what is undated cannot be shown to be."""
        return not self.known_by or (bool(day) and _by(day, self.known_by))

    def points(self, history: History, *, dossier: bool = False) -> History:
        """Return the part of a record's history that counts: what was seen up to the day known by; as of a day, one content.

        A record that was first seen later has its first content, dated as it was. A dossier's versions all count, for
        they are of no day but the analyst's own.
        """
        if self.known_by and not dossier:
            count = _count(history, self.known_by) or 1
            history = History(history.dates[:count], history.digests[:count], history.versions[:count])
        if not self.as_of or not history.dates:
            return history
        place = len(history.dates) - 1 if dossier else (_count(history, self.as_of) or 1) - 1
        if history.digests[place] == GONE:
            return History()
        since = max((n + 1 for n, digest in enumerate(history.digests[:place]) if digest == GONE), default=0)
        return History((history.dates[since],), (history.digests[place],), (history.versions[place],))


def _count(history: History, day: str) -> int:
    return bisect_right(history.dates, day[:10])


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a record's content stands: `late`, first seen after the day known by; `lacked`, by an earlier snapshot."""

    late: bool = False
    lacked: bool = False


def cut(statements: Iterable[Statement], clocks: Clocks, place: Place = Place()) -> tuple[Statement, ...]:
    """Return what counts of a record's statements, in their order; nothing of a record whose acts all fall away.

    Things that only what fell away refers to fall away with it; what the record describes stays as it describes it.
    """
    said = tuple(statements)
    claims = [one for one in said if isinstance(one, Claim)]
    kept = [claim for claim in claims if _counts(claim, clocks, place)]
    if len(kept) == len(claims) and not place.late:
        return said
    if any(map(_is_act, claims)) and not any(map(_is_act, kept)):
        return ()
    cited = {claim.document for claim in kept}
    documents = [d for d in said if isinstance(d, Document) and (d.id in cited or clocks.known(d.published))]
    described = [e for e in said if isinstance(e, Entity) and e.described]
    if not kept and not documents and (not described or _reports(claims)):
        return ()
    used = _used(kept, documents)
    return tuple(one for one in said if _stays(one, kept, documents, used))


def _counts(claim: Claim, clocks: Clocks, place: Place) -> bool:
    if not clocks.holds(claim):
        return False
    if claim.document:
        return clocks.known(claim.said_at)
    begun = _begun(claim)
    match EDGES[claim.proposition.type].role:
        case Role.ACT:
            return (clocks.known(begun) or not place.late) and (bool(begun) or not place.lacked)
        case Role.STRUCTURE:
            return not place.late or not begun or clocks.known(begun)
        case _:
            return not place.late


def _begun(claim: Claim) -> str:
    """The first day on which it may have begun; a vote has only its day."""
    day = claim.details.get("date", "") if _is_act(claim) else ""
    return claim.period.from_min or (day if isinstance(day, str) else "")


def _by(day: str, limit: str) -> bool:
    """Whether a day or instant is not after another; a day reaches to its end."""
    return Period(until_max=limit).overlaps(Period(from_min=day))


def _is_act(claim: Claim) -> bool:
    return not claim.document and EDGES[claim.proposition.type].role is Role.ACT


def _reports(claims: Sequence[Claim]) -> bool:
    return any(not claim.document and EDGES[claim.proposition.type].role is Role.DEED for claim in claims)


def _stays(one: Statement, kept: list[Claim], documents: list[Document], used: set[str]) -> bool:
    match one:
        case Claim():
            return one in kept
        case Document():
            return one in documents
        case _:
            return one.described or one.id in used


def _used(claims: Iterable[Claim], documents: Iterable[Document]) -> set[str]:
    """The ids that claims and documents name, in their details as well."""
    used = {document.publisher for document in documents}
    for claim in claims:
        used |= {claim.speaker, claim.principal, claim.voiced_by}
        for value in claim.details.values():
            used |= {value} if isinstance(value, str) else set(value) if isinstance(value, tuple) else set()
        for proposition in (claim.proposition, claim.concerns):
            used |= _ends(proposition) if proposition else set()
    return used


def _ends(proposition: Proposition) -> set[str]:
    other = proposition.object
    return {proposition.subject, proposition.item, proposition.scope, *(() if isinstance(other, Mention) else (other,))}
