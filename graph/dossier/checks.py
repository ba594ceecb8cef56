"""What a dossier's entries must satisfy beyond their form; every fault is noted with its place, none stops the next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic_core import PydanticCustomError

from graph.claims import Proposition
from graph.dates import period
from graph.dossier.claims import said_too_late
from graph.dossier.model import (
    ENTITY_FACTS,
    RESOLUTION_FACTS,
    ClaimEntry,
    DocumentEntry,
    EntityEntry,
    Pieces,
    ProvisionEntry,
    QuantityEntry,
    QuoteEntry,
    ResolutionEntry,
)  # fmt: skip
from graph.dossier.names import Names, entries, text
from graph.errors import BadDate
from graph.vocabulary import EDGES, KINDS, Stance
from graph.yamlnodes import Sheet, Steps

MOST_SPREAD: Final = 1_000
"""Claims that one entry may stand for."""

_ITEMS: Final = ("Item", "Vessel", "Aircraft")
_WHAT: Final = ("subject", "type", "object", "item", "scope", "deed")


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks of one dossier; `names` knows what it declares, `sheet` takes the faults."""

    sheet: Sheet
    names: Names

    def entries(self, pieces: Pieces) -> None:
        """Check what is no claim: entities, resolutions, provisions and documents."""
        self._identities()
        repeats = {e.id: e.original for e in pieces.values() if isinstance(e, DocumentEntry) and e.original and e.original != e.id}
        for steps, entry in pieces.items():
            match entry:
                case EntityEntry():
                    if entry.id.startswith("country:") and entry.kind != "Country":
                        self.sheet.fault((*steps, "kind"), f"{entry.id} is Country", entry.kind)
                    for key, edge in ENTITY_FACTS.items():
                        self._facts(edge, entry.id, getattr(entry, key), (*steps, key))
                case ResolutionEntry():
                    for key, edge in RESOLUTION_FACTS.items():
                        self._facts(edge, entry.id, getattr(entry, key), (*steps, key))
                    self._votes(entry, steps)
                case ProvisionEntry():
                    for number, party in enumerate(entry.binds):
                        self.end("BOUND_BY", "subject", party, (*steps, "binds", number))
                case DocumentEntry():
                    self._original(entry.id, repeats, steps)
                case _:
                    pass

    def claim(self, entry: ClaimEntry, published: str, steps: Steps) -> None:
        """Check one claim, in a document published then, by itself."""
        self._shape(entry, steps)
        self._stance(entry, steps)
        self._times(entry, published, steps)
        self._amounts(entry, steps)
        if len(entry.speaker) * len(entry.subject) > MOST_SPREAD:
            self.sheet.fault(steps, f"speakers times subjects make more than {MOST_SPREAD:,} claims")
        for number, speaker in enumerate(entry.speaker):
            self.kind(speaker, ("Actor",), (*steps, "speaker", number), "a speaker")
        if entry.principal:
            self.kind(entry.principal, ("Actor",), (*steps, "principal"), "a principal")
        if entry.voiced_by:
            self.kind(entry.voiced_by, ("Person",), (*steps, "voiced_by"), "voiced_by")

    def proposition(self, what: Mapping[str, str | None], steps: Steps, subject: Steps) -> Proposition:
        """Return the proposition, having checked that its parts fit its type; `subject` leads to the subject."""
        parts = {key: value or "" for key, value in what.items()}
        edge = EDGES[parts["type"]]
        self.end(edge.name, "subject", parts["subject"], subject)
        self.end(edge.name, "object", parts["object"], (*steps, "object"))
        if parts["item"]:
            self.kind(parts["item"], _ITEMS, (*steps, "item"), "an item")
        if parts["scope"] and edge.name == "VIOLATES":
            self.sheet.fault((*steps, "scope"), "a VIOLATES claim has a deed, not a scope", at_key=True)
        elif parts["scope"] and not edge.scope:
            self.sheet.fault((*steps, "scope"), f"{edge.name} has no scope", parts["scope"])
        elif parts["scope"] and edge.name == "USES":
            parts["scope"] = self._refer(parts["scope"], (*steps, "scope"))
        return Proposition(**parts)

    def end(self, edge: str, side: str, key: str, steps: Steps) -> None:
        """Check that a thing may be this side of an edge."""
        self.kind(key, getattr(EDGES[edge], side), steps, f"the {side} of {edge}")

    def kind(self, key: str, allowed: tuple[str, ...], steps: Steps, role: str) -> None:
        """Check that a thing carries one of these labels, as far as its kind is known."""
        kind = self.names.kind(key)
        if kind and not set(KINDS[kind].labels) & set(allowed):
            self.sheet.fault(steps, f"{role} is {' or '.join(allowed)}, and {key} is {kind}")

    def _refer(self, written: str, steps: Steps) -> str:
        try:
            return self.names.refer(written)
        except PydanticCustomError as error:
            self.sheet.fault(steps, error.message(), written)
            return written

    def _shape(self, entry: ClaimEntry, steps: Steps) -> None:
        other = [key for key in ("about", "retracts") if getattr(entry, key)]
        if len(other) > 1:
            self.sheet.fault((*steps, "retracts"), "a claim is about another or takes it back, not both", at_key=True)
        for key in _WHAT if other else ():
            if getattr(entry, key):
                self.sheet.fault((*steps, key), f"left out in a claim that has `{other[0]}`, which says what it is on", at_key=True)
        for key in ("subject", "type", "object") if not other else ():
            if not getattr(entry, key):
                self.sheet.fault(steps, f"the key {key!r} is missing")
        if entry.deed and entry.type and entry.type != "VIOLATES":
            self.sheet.fault((*steps, "deed"), f"only a VIOLATES claim has a deed, and this is {entry.type}", at_key=True)
        if entry.type == "VIOLATES" and entry.object and entry.object not in self.names.kinds and not entry.object.startswith("un:"):
            self.sheet.fault((*steps, "object"), "what is violated is a provision or resolution, by its un: id", entry.object)

    def _stance(self, entry: ClaimEntry, steps: Steps) -> None:
        if entry.says == Stance.RETRACTS and not entry.retracts:
            self.sheet.fault(steps, "the key 'retracts' is missing; it names the claim that is taken back")
        if entry.retracts and entry.says != Stance.RETRACTS:
            self.sheet.fault((*steps, "says"), "a claim with `retracts` says: retracts", entry.says)
        if entry.says == Stance.QUALIFIES and not (entry.qualification or entry.from_ or entry.until):
            self.sheet.fault(steps, "a claim that qualifies has a qualification, from or until")

    def _times(self, entry: ClaimEntry, published: str, steps: Steps) -> None:
        try:
            period(entry.from_, entry.until)
        except BadDate as error:
            self.sheet.fault((*steps, "until"), error.message, entry.until)
        if entry.said and said_too_late(entry.said, published):
            message = f"said after the document came out ({published}), which cannot report it"
            self.sheet.fault((*steps, "said"), message, entry.said)

    def _amounts(self, entry: ClaimEntry, steps: Steps) -> None:
        match entry.quantity:
            case QuantityEntry(min=None, max=None):
                self.sheet.fault((*steps, "quantity"), "a quantity has min, max or both")
            case QuantityEntry(min=float(least), max=float(most)) if least > most:
                self.sheet.fault((*steps, "quantity"), f"min {least:g} is more than max {most:g}")
        match entry.quote:
            case QuoteEntry(start=start, end=end) if start >= end:
                self.sheet.fault((*steps, "quote"), f"start {start} is not before end {end}")

    def _facts(self, edge: str, subject: str, objects: tuple[str, ...], steps: Steps) -> None:
        for number, key in enumerate(objects):
            place = (*steps, number)
            self.end(edge, "subject", subject, steps[:-1])
            self.end(edge, "object", key, place)
            if key == subject:
                self.sheet.fault(place, "this is the entry itself", key)

    def _votes(self, entry: ResolutionEntry, steps: Steps) -> None:
        cast: dict[str, str] = {}
        for vote in ("Y", "N", "A", "X"):
            for number, voter in enumerate(getattr(entry.votes, vote)):
                place = (*steps, "votes", vote, number)
                self.end("VOTED", "subject", voter, place)
                if voter in cast:
                    self.sheet.fault(place, f"{voter} has a vote already, {cast[voter]}")
                cast[voter] = vote

    def _original(self, document: str, repeats: Mapping[str, str], steps: Steps) -> None:
        chain = [document]
        while (following := repeats.get(chain[-1])) and following not in chain:
            chain.append(following)
        if following == document:
            self.sheet.fault((*steps, "original"), f"these documents repeat one another in a circle: {' -> '.join([*chain, document])}")

    def _identities(self) -> None:
        first: dict[str, Steps] = {}
        for key, steps in _declared(self.sheet):
            if key in first:
                line = self.sheet.places[first[key]][0]
                self.sheet.fault(steps, f"this id is taken; its first entry is on line {line}", key)
            first.setdefault(key, steps)


def _declared(sheet: Sheet) -> Iterator[tuple[str, Steps]]:
    """Every id with the place it is given in."""
    for part in ("entities", "resolutions", "documents"):
        for number, entry in entries(sheet.content, part):
            key = text(entry, "id")
            if key:
                yield key, (part, number, "id")
            for place, provision in entries(entry, "provisions") if part == "resolutions" else ():
                if local := text(provision, "id"):
                    yield f"{key}#{local}", (part, number, "provisions", place, "id")
