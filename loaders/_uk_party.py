"""A party as the United Kingdom lists it, whatever the file: what each shape is read into, and what `_uk` makes claims of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from graph.claims import Entity

OFSI: Final = Entity(id="org:ofsi", kind="Organisation", name="Office of Financial Sanctions Implementation", described=False)
FCDO: Final = Entity(id="org:fcdo", kind="Organisation", name="Foreign, Commonwealth & Development Office", described=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a party as the list has it: `type` and `strength` in its words; `script` when it is not Latin."""

    text: str
    type: str = ""
    strength: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a party: its lines and postal code, and its country."""

    lines: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """One regime that a party is listed under: since when, as `dd/mm/yyyy`."""

    regime: str
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party as any of the lists has it. `facts` are properties and their texts, in order, each once."""

    id: str
    speaker: Entity
    type: str
    names: tuple[Name, ...]
    listings: tuple[Listing, ...]
    addresses: tuple[Address, ...] = ()
    passports: tuple[tuple[str, str], ...] = ()
    national_ids: tuple[tuple[str, str], ...] = ()
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
