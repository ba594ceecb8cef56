"""A party as OFAC lists it, whatever the file: what each shape is read into, and what `_ofac` makes claims of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from loaders._ofac_ties import Tie

KIND_OF: Final[Mapping[str, str]] = {
    "": "Organisation",
    "entity": "Organisation",
    "individual": "Person",
    "vessel": "Vessel",
    "aircraft": "Aircraft",
}
"""The kind of thing by OFAC's type of party, in small letters; no type is an organisation."""


class Alias(NamedTuple):
    """Another name of a party: `aka`, `fka` (formerly) or `nka` (now)."""

    name: str
    type: str = "aka"


class Address(NamedTuple):
    """An address of a party, any part of which may be empty."""

    street: str = ""
    city: str = ""
    country: str = ""
    remarks: str = ""

    def __str__(self) -> str:
        return ", ".join([text for part in self if (text := part.strip())])


class Listing(NamedTuple):
    """How a party stands under one programme: since which day (ISO), on what legal basis, with what measures besides."""

    since: str = ""
    legal_basis: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party as any of OFAC's files has it. `facts` are properties and their values, as the remarks' grammar names them.

    Only the advanced files have `listings` (by programme), `ties` and names in other scripts. `notes` are what a file
    says word for word that no property has.
    """

    number: str
    name: str
    type: str
    programmes: tuple[str, ...]
    title: str = ""
    remarks: str = ""
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: tuple[Alias, ...] = ()
    addresses: tuple[Address, ...] = ()
    vessel: Mapping[str, str] = field(default_factory=dict)
    listings: Mapping[str, Listing] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()
    names_in_script: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """`ofac:` and OFAC's own number, the same in all of its files."""
        return f"ofac:{self.number.strip()}"
