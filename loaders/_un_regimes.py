"""The sanctions regimes of the Security Council: what the list calls each, its name, and the resolutions it was set up by."""

import re
from dataclasses import dataclass
from typing import Final

from graph.claims import Entity


@dataclass(frozen=True, slots=True)
class Regime:
    """A regime: its name, and the resolutions of its committee by their symbols (`S/RES/1737(2006)`)."""

    name: str
    resolutions: tuple[str, ...] = ()

    @property
    def programme(self) -> Entity:
        """The regime as a programme that is referred to (`programme:un/south-sudan`)."""
        local = re.sub(r"\W+", "-", self.name.casefold()).strip("-")
        return Entity(id=f"programme:un/{local}", kind="Programme", name=f"{self.name} (Security Council)", described=False)


_REGIMES: Final = {
    "Al-Qaida": Regime("Al-Qaida", ("S/RES/1267(1999)", "S/RES/1989(2011)")),
    "CAR": Regime("Central African Republic", ("S/RES/2127(2013)",)),
    "DPRK": Regime("Democratic People's Republic of Korea", ("S/RES/1718(2006)",)),
    "DRC": Regime("Democratic Republic of the Congo", ("S/RES/1533(2004)",)),
    "GB": Regime("Guinea-Bissau", ("S/RES/2048(2012)",)),
    "Haiti": Regime("Haiti", ("S/RES/2653(2022)",)),
    "Iran": Regime("Iran", ("S/RES/1737(2006)",)),
    "Iraq": Regime("Iraq", ("S/RES/1518(2003)",)),
    "Libya": Regime("Libya", ("S/RES/1970(2011)",)),
    "Somalia": Regime("Somalia", ("S/RES/751(1992)",)),
    "SouthSudan": Regime("South Sudan", ("S/RES/2206(2015)",)),
    "Sudan": Regime("Sudan", ("S/RES/1591(2005)",)),
    "Taliban": Regime("Taliban", ("S/RES/1988(2011)",)),
    "Yemen": Regime("Yemen", ("S/RES/2140(2014)",)),
}
"""By `UN_LIST_TYPE`; GB is not the code of a country. Resolutions: the committees' pages at main.un.org/securitycouncil/en/sanctions."""


def regime(list_type: str) -> Regime:
    """Return the regime that the list calls so; one that is not known has that name and no resolution."""
    return _REGIMES.get(list_type) or Regime(list_type)


def resolution(symbol: str) -> Entity:
    """Return the resolution as a thing that is referred to."""
    number, year = symbol.removeprefix("S/RES/").rstrip(")").split("(")
    return Entity(id=f"un:{symbol}", kind="Resolution", name=f"Security Council resolution {number} ({year})", described=False)
