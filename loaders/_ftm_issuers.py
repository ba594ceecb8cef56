"""Who issued a sanction: the state or organisation that it binds, and the authority that speaks for it.

Read in this order: the table of datasets, the table of authorities, the one country of the authority, the authority's own
name. OpenSanctions states as `country` of a sanction that of the list's publisher.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from graph.claims import Entity
from graph.names import fold
from loaders import _countries

_EU: Final = ("org:eu", "European Union")
_UNSC: Final = ("org:un-security-council", "United Nations Security Council")

_DATASETS: Final[Mapping[str, tuple[str, str]]] = {
    "un_sc_sanctions": _UNSC,
    "un_1718_vessels": _UNSC,
    "eu_fsf": _EU,
    "eu_journal_sanctions": _EU,
    "eu_sanctions_map": _EU,
    "eu_travel_bans": _EU,
    "eu_esma_sanctions": _EU,
    "worldbank_debarred": ("org:world-bank", "World Bank"),
    "adb_sanctions": ("org:asian-development-bank", "Asian Development Bank"),
    "afdb_sanctions": ("org:african-development-bank", "African Development Bank"),
    "ebrd_ineligible": ("org:ebrd", "European Bank for Reconstruction and Development"),
    "iadb_sanctions": ("org:inter-american-development-bank", "Inter-American Development Bank"),
}
"""Issuers of OpenSanctions' datasets whose publisher's country is not whom the act binds."""

_AUTHORITIES: Final[Mapping[str, tuple[str, str]]] = {
    "united nations security council": _UNSC,
    "un security council": _UNSC,
    "security council": _UNSC,
    "european union": _EU,
    "council of european union": _EU,
    "european council": _EU,
    "european commission": _EU,
    "world bank": ("org:world-bank", "World Bank"),
}
"""Authorities, as `fold` spells them, that are organisations of states."""

_SPEAKERS: Final[Mapping[str, tuple[str, str]]] = {
    "office of foreign assets control": ("org:ofac", "Office of Foreign Assets Control"),
    "ofac": ("org:ofac", "Office of Foreign Assets Control"),
}
"""Authorities that other loaders name as well."""


@lru_cache(maxsize=4_096)
def issuer(datasets: tuple[str, ...], authorities: tuple[str, ...], countries: tuple[str, ...]) -> tuple[Entity, Entity] | None:
    """Return the issuer and the authority that speaks, as things referred to; None when nothing says who it was."""
    found = next((_DATASETS[name] for name in datasets if name in _DATASETS), None)
    found = found or next((_AUTHORITIES[name] for name in map(fold, authorities) if name in _AUTHORITIES), None)
    where = sorted({id for id in map(territory, countries) if id})
    if found is None and "eu" in countries and len(countries) == 1:
        found = _EU
    if found:
        principal = organisation(*found)
    elif len(where) == 1 and len(countries) == 1:
        principal = country(where[0])
    elif authorities:
        principal = organisation(_slug(authorities[0]), authorities[0])
    else:
        return None
    return principal, _speaker(authorities[0], principal.id, principal.name) if authorities else principal


@lru_cache(maxsize=4_096)
def territory(code: str) -> str:
    """Return the id of the territory of a country code (ISO 3166 in small letters) or name, or the empty string."""
    found = _countries.resolve(code.upper() if len(code) <= 4 else code)
    return found.id if found else ""


@lru_cache(maxsize=4_096)
def country(id: str) -> Entity:
    """Return the territory as a thing that is referred to."""
    return _countries.entity(id)


@lru_cache(maxsize=4_096)
def organisation(id: str, name: str) -> Entity:
    """Return an organisation as a thing that is referred to."""
    return Entity(id=id, kind="Organisation", name=name, described=False)


@lru_cache(maxsize=4_096)
def _speaker(authority: str, issuer: str, called: str) -> Entity:
    """Return the authority, told apart from its namesakes elsewhere by whom it binds."""
    if fold(authority) == fold(called):
        return Entity(id=issuer, kind="Country" if issuer.startswith("country:") else "Organisation", name=called, described=False)
    return organisation(*_SPEAKERS.get(fold(authority), (_slug(authority, issuer.partition(":")[2].lower()), authority)))


def _slug(name: str, within: str = "") -> str:
    return "org:" + "-".join(filter(None, (within, fold(name).replace(" ", "-") or "unnamed")))
