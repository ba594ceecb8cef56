"""Symbols of United Nations documents, written one way: `S/RES/2231(2015)`, `A/RES/79/1`, `A/RES/ES-10/21`."""

import re
from collections.abc import Iterator
from typing import Final

from graph.claims import Claim, Entity, Proposition, Statement

SECURITY_COUNCIL: Final = Entity(id="org:un-security-council", kind="Organisation", name="United Nations Security Council", described=False)
GENERAL_ASSEMBLY: Final = Entity(id="org:un-general-assembly", kind="Organisation", name="United Nations General Assembly", described=False)
LIBRARY: Final = Entity(id="org:un-library", kind="Organisation", name="Dag Hammarskjöld Library of the United Nations", described=False)

_RESOLUTION: Final = re.compile(r"S/RES/[0-9]{1,4}\([0-9]{4}\)|A/RES/(?:(?:S-|ES-)?[0-9]{1,3}/)?[0-9]{1,4}[A-Z]{0,2}(?:\([IVXLC-]+\))?")
_NAMED: Final = re.compile(r"\bresolutions?\s+((?:[0-9]{1,4}\s*\([0-9]{4}\)(?:,\s*|\s+and\s+|,\s*and\s+)?)+)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"([0-9]{1,4})\s*\(([0-9]{4})\)")
_STATED: Final = r"(?:(?:on|the|decides to|extension and|renewal and)\s+)*"
_VERBS: Final = (("terminat", "TERMINATES"), ("amend", "AMENDS"), ("reinstat", "REINSTATES"))


def symbol(text: str) -> str:
    """Return the symbol without blanks and brackets around a part's letter; of a resolution or not."""
    return re.sub(r"\[([A-Z]{1,2})\]", r"\1", re.sub(r"\s+", "", text))


def is_resolution(text: str) -> bool:
    """Whether a symbol is of a resolution of the Council or the Assembly."""
    return _RESOLUTION.fullmatch(text) is not None


def council(number: str, year: str) -> str:
    """Return the symbol of a resolution of the Security Council."""
    return f"S/RES/{int(number)}({year})"


def ties(title: str) -> Iterator[tuple[str, str]]:
    """Yield (edge type, symbol) for each earlier resolution of the Council that a title names.

    The title ends, changes or brings back what a part of it that begins so names; of any other it only says that it exists.
    """
    for match in _NAMED.finditer(title):
        before = re.split(r"[;.:]|\s[-–—]\s", title[: match.start()])[-1].casefold().strip()
        if before.endswith("general assembly"):
            continue
        type = next((type for verb, type in _VERBS if re.match(_STATED + verb, before)), "RECALLS")
        for number, year in _NUMBER.findall(match[1]):
            yield type, council(number, year)


def tied(number: str, title: str) -> Iterator[Statement]:
    """Yield what a resolution's title does to earlier resolutions, in the Library's words."""
    for type, other in ties(title):
        if other != number:
            yield Entity(id=f"un:{other}", kind="Resolution", name=other, described=False)
            yield Claim(
                proposition=Proposition(type=type, subject=f"un:{number}", object=f"un:{other}"),
                speaker=LIBRARY.id,
                principal=LIBRARY.id,
                details={"basis": "title"},
            )
