"""What the claims of a dossier say together: lists spread out, handles followed, claims told apart.

Faults are noted with their place; a faulty claim, and what hangs on it, is left out.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple, TypeAlias

from msgspec.structs import asdict, replace

from graph.claims import Claim, Proposition
from graph.dates import parse
from graph.dossier.checks import MOST_SPREAD, Checks
from graph.dossier.claims import claim
from graph.dossier.model import ClaimEntry, DeedEntry, DocumentEntry, EntityEntry, Pieces, Row
from graph.dossier.names import Names, entries, suggestion, text
from graph.errors import BadDate
from graph.yamlnodes import Sheet, Steps

LONGEST_CHAIN: Final = 100

_NEVER: Final = "9999-12-31"

Stated: TypeAlias = tuple[Row, Claim]
Handles: TypeAlias = dict[tuple[str, str], Steps]


class _Home(NamedTuple):
    """The document that a claim is read in."""

    id: str
    published: str


class Meaning:
    """The claims of all documents, each worked out once, whatever the order they are asked for."""

    def __init__(self, pieces: Pieces, sheet: Sheet, names: Names) -> None:
        self._pieces = pieces
        self._sheet = sheet
        self._checks = Checks(sheet, names)
        self._speaks_for = {entry.id: entry.speaks_for for entry in pieces.values() if isinstance(entry, EntityEntry)}
        self._handles = _handles(sheet)
        self._done: dict[Steps, tuple[Stated, ...]] = {}
        self._under_way: list[Steps] = []

    def claims(self) -> dict[str, tuple[Row, ...]]:
        """Return each document's claims by its id, one a speaker and subject, in file order."""
        self._checks.entries(self._pieces)
        found: dict[str, list[Row]] = {entry.id: [] for entry in self._pieces.values() if isinstance(entry, DocumentEntry)}
        first: dict[str, int] = {}
        for steps in [steps for steps, entry in self._pieces.items() if isinstance(entry, ClaimEntry)]:
            for row, stated in self._stated(steps):
                line = self._sheet.places[steps][0]
                if stated.id in first:
                    self._sheet.fault(steps, f"this says the same as the claim on line {first[stated.id]}, by the same speaker")
                first.setdefault(stated.id, line)
                found.setdefault(stated.document, []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    def _stated(self, steps: Steps) -> tuple[Stated, ...]:
        if steps not in self._done:
            self._under_way.append(steps)
            self._done[steps] = tuple(self._work_out(steps))
            self._under_way.pop()
        return self._done[steps]

    def _work_out(self, steps: Steps) -> Iterator[Stated]:
        entry, home = self._pieces.get(steps), _home(self._sheet, steps)
        if not isinstance(entry, ClaimEntry):
            return
        before = len(self._sheet.lines)
        self._checks.claim(entry, home.published, steps)
        complete = entry.about or entry.retracts or (entry.type and entry.object)
        if not complete or len(entry.speaker) * len(entry.subject) > MOST_SPREAD:
            return
        said = self._speakers(entry)
        rows = [{**content, **voice, **_own(entry)} for voice in said for content in self._contents(entry, voice, home, steps)]
        if len(self._sheet.lines) == before:
            yield from ((row, claim(row, home.id, home.published)) for row in rows)

    def _speakers(self, entry: ClaimEntry) -> Iterator[dict[str, str]]:
        for speaker in entry.speaker:
            bound = self._speaks_for.get(speaker, ())
            yield {"speaker": speaker, "principal": entry.principal or (bound[0] if len(bound) == 1 else speaker)}

    def _contents(self, entry: ClaimEntry, said: dict[str, str], home: _Home, steps: Steps) -> Iterator[dict[str, Any]]:
        """What is claimed: a proposition for each subject, or the claim that this one is about or takes back."""
        if handle := entry.about or entry.retracts:
            place = (*steps, "about" if entry.about else "retracts")
            named = self._one(handle, "" if entry.about else said["principal"], home, place)
            if named and not entry.about:
                yield {**_on(named.proposition), **({"target": named.target} if named.target else {}), "retracts": named.id}
            elif named:
                yield {**_on(named.proposition), "target": named.id}
            return
        deed = self._deed(entry, home, steps)
        for number, subject in enumerate(entry.subject):
            what = {"type": entry.type, "subject": subject, "object": entry.object, "item": entry.item, "scope": entry.scope}
            proposition = self._checks.proposition(what, steps, (*steps, "subject", number))
            if deed:
                proposition = replace(proposition, scope=deed.pid)
            yield {**_on(proposition), **({"deed": asdict(deed)} if deed else {})}

    def _deed(self, entry: ClaimEntry, home: _Home, steps: Steps) -> Proposition | None:
        place = (*steps, "deed")
        if isinstance(entry.deed, DeedEntry):
            return self._checks.proposition(entry.deed.model_dump(), place, (*place, "subject"))
        if not entry.deed:
            return None
        named = self._named(entry.deed, home, place)
        deeds = {stated.proposition.pid: stated.proposition for _, stated in named}
        if any(stated.target for _, stated in named):
            self._sheet.fault(place, "this is a claim about a claim, not about a deed", entry.deed)
        elif len(deeds) > 1:
            self._sheet.fault(place, f"this claim has {len(deeds)} subjects, so {len(deeds)} deeds; write the deed out", entry.deed)
        return next(iter(deeds.values()), None)

    def _one(self, handle: str, principal: str, home: _Home, place: Steps) -> Claim | None:
        """The one claim a handle names, among those of the principal where one is given."""
        every = [stated for _, stated in self._named(handle, home, place)]
        named = [stated for stated in every if not principal or stated.principal == principal]
        if every and not named:
            self._sheet.fault(place, f"{principal} cannot take back what {every[0].principal} said", handle)
        elif len(named) > 1:
            self._sheet.fault(
                place, f"this names {len(named)} claims, one a speaker and subject; write the one that is meant by itself", handle
            )
        return named[0] if len(named) == 1 else None

    def _named(self, handle: str, home: _Home, place: Steps) -> tuple[Stated, ...]:
        """The claims a handle names; none, with a fault noted somewhere, when there are none."""
        other, _, local = handle.rpartition("/")
        keys = [(home.id, handle)] if not other else [(other, local), (f"doc:{other}", local)]
        steps = next((self._handles[key] for key in keys if key in self._handles), None)
        if steps is None:
            known = [key if document == home.id else f"{document}/{key}" for document, key in self._handles]
            self._sheet.fault(place, f"no claim has this handle{suggestion(handle, known)}", handle)
            return ()
        if steps in self._under_way:
            circle = [*self._under_way[self._under_way.index(steps) :], steps]
            words = " -> ".join(text(_raw(self._sheet, step), "id") or "?" for step in circle)
            self._sheet.fault(place, f"claims go round in a circle: {words}")
            return ()
        if len(self._under_way) >= LONGEST_CHAIN:
            self._sheet.fault(place, f"a chain of more than {LONGEST_CHAIN} claims about claims")
            return ()
        return self._stated(steps)


def _on(proposition: Proposition) -> dict[str, Any]:
    return {"proposition": {key: value for key, value in asdict(proposition).items() if value}}


def _own(entry: ClaimEntry) -> dict[str, Any]:
    """What a claim says besides its speaker and its proposition, dates as they were written."""
    kept = {"says", "voiced_by", "from_", "until", "said", "quantity", "qualification", "quote", "locator", "note"}
    return entry.model_dump(include=kept, exclude_none=True, by_alias=True)


def _home(sheet: Sheet, steps: Steps) -> _Home:
    """The claim's document, faulty or not; without a date that can be read, one that faults nothing."""
    document = _raw(sheet, steps[:2])
    published = text(document, "published").strip()
    try:
        parse(published)
    except BadDate:
        published = _NEVER
    return _Home(text(document, "id"), published)


def _raw(sheet: Sheet, steps: Steps) -> Any:
    value = sheet.content
    for step in steps:
        value = value[step]
    return value


def _handles(sheet: Sheet) -> Handles:
    """Where each handle stands, of faulty claims too; a handle given twice is a fault."""
    found: Handles = {}
    for number, document in entries(sheet.content, "documents"):
        for place, entry in entries(document, "claims"):
            key, steps = (text(document, "id"), text(entry, "id")), ("documents", number, "claims", place)
            if key[1] and key in found:
                line = sheet.places[found[key]][0]
                sheet.fault((*steps, "id"), f"this handle is taken in this document, by the claim on line {line}", key[1])
            elif key[1]:
                found[key] = steps
    return found
