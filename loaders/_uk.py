"""What every list of the United Kingdom says, whatever its file: a party, the regimes it is listed under, and its places."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from graph.claims import Claim, Entity, Statement, Value, fact
from graph.dates import period
from graph.errors import BadRow
from loaders import _countries
from loaders._uk_party import Listing, Name, Party
from loaders._uk_text import edtf, identifiers, imo_numbers, labelled, parts, un_references

UNITED_KINGDOM: Final = "country:GB"

KIND_OF: Final[Mapping[str, str]] = {"individual": "Person", "entity": "Organisation", "ship": "Vessel"}
"""The kind of thing by the list's type of party, in small letters."""

_LABELS: Final[Mapping[str, str]] = {
    "UK Statement of Reasons": "reasons", "Gender": "gender", "Phone number": "phones", "Website": "websites",
    "Email address": "emails", "Type of entity": "organisation_type", "Parent company": "parent_companies",
    "Subsidiaries": "subsidiaries", "Business Reg No": "business_numbers", "UK Sanctions List Ref": "unique",
    "Current owners": "vessel_owner", "Flag of ship": "flag", "Previous flags": "former_flags", "Type of ship": "vessel_type",
    "Tonnage of ship": "tonnage", "Length of ship": "length", "Year Built": "built", "IMO number": "imo_text",
}  # fmt: skip
"""What a label in the other information states."""

_SINGLE: Final = ("gender", "flag", "vessel_type", "tonnage", "length", "built", "hull_number", "reasons", "remarks", "last_updated")
"""Properties that are one text; of several, the reasons and remarks are joined and the others kept as a list."""

_HIDDEN: Final = frozenset({"un_reference", "group", "unique", "imo_text", "measures", "source"})


def programme_id(regime: str) -> str:
    """Return the id of a regime (`programme:uk/ukraine-sovereignty`)."""
    return "programme:uk/" + re.sub(r"\W+", "-", regime.casefold()).strip("-")


def claims(party: Party) -> Iterator[Statement]:
    """Yield the party, its sanctions, citizenships and places, and every thing these refer to.

    Raises BadRow, before anything is yielded, for no id, an unknown type, no name, no regime, a listing date not readable.
    """
    kind = _checked(party)
    facts = _facts(party)
    yield _described(party, kind, facts)
    yield party.speaker
    yield _country(UNITED_KINGDOM)
    for listing in _listings(party):
        yield (programme := _programme(listing.regime))
        yield _sanction(party, listing, programme.id, facts)
    if kind == "Person":
        yield from _located(party, "CITIZEN_OF", _several(facts.get("nationality", ())))
    yield from _located(party, "BASED_IN", _several(address.country for address in party.addresses))


def _checked(party: Party) -> str:
    kind = KIND_OF.get(party.type.strip().casefold())
    if not re.fullmatch(r"[A-Za-z0-9]+", party.id.removeprefix("uk:")):
        raise BadRow(f"{party.id.removeprefix('uk:')!r} is no id of a party", field="id")
    if kind is None:
        raise BadRow(f"no type of party is called {party.type!r}; there are individual, entity and ship", field="type")
    if not any(name.text for name in party.names):
        raise BadRow("a party needs a name", field="name")
    if not party.listings:
        raise BadRow("a party is listed under at least one regime", field="regime")
    for listing in party.listings:
        if listing.since and not edtf(listing.since):
            raise BadRow(f"{listing.since!r} is no date as dd/mm/yyyy", field="listed on")
    return kind


def _listings(party: Party) -> list[Listing]:
    """Return one listing a regime, with its earliest date."""
    held: dict[str, Listing] = {}
    for listing in sorted(party.listings, key=lambda listing: edtf(listing.since) or "9999"):
        held.setdefault(listing.regime, listing)
    return list(held.values())


def _sanction(party: Party, listing: Listing, programme: str, facts: Mapping[str, tuple[str, ...]]) -> Claim:
    details: dict[str, Value] = {
        "programme": programme,
        "measures": tuple(dict.fromkeys(part.strip() for text in facts.get("measures", ()) for part in text.split("|") if part.strip())),
        "designation_source": ", ".join(facts.get("source", ())),
        "legal_basis": listing.regime if re.search(r"\bRegulations \d{4}\b", listing.regime) else "",
    }
    return fact(
        "SANCTIONS",
        UNITED_KINGDOM,
        party.id,
        party.speaker.id,
        {key: value for key, value in details.items() if value},
        scope=listing.regime,
        period=period(edtf(listing.since) or None),
        principal=UNITED_KINGDOM,
    )


def _located(party: Party, type: str, names: Iterable[str]) -> Iterator[Statement]:
    for place in dict.fromkeys(filter(None, map(_territory, names))):
        yield _country(place)
        yield fact(type, party.id, place, party.speaker.id, {}, principal=UNITED_KINGDOM)


def _facts(party: Party) -> dict[str, tuple[str, ...]]:
    """Return the party's facts, with what the labels in its other information state."""
    held = {key: list(values) for key, values in party.facts.items()}
    for text in party.facts.get("remarks", ()):
        for label, value in labelled(text)[1]:
            held.setdefault(_LABELS.get(label, ""), []).append(value)
    held.pop("", None)
    return {key: tuple(dict.fromkeys(filter(None, values))) for key, values in held.items()}


def _described(party: Party, kind: str, facts: Mapping[str, tuple[str, ...]]) -> Entity:
    latin = [name for name in party.names if not name.script]
    primary = next((name for name in latin if name.type.casefold().startswith("prim") and name.text), (latin or party.names)[0])
    others = dict.fromkeys(name.text for name in party.names if name.text and name.text != primary.text)
    details = {**_details(party, facts), **_known_by(party.names), **_numbers(party, facts)}
    stated = {key: value for key, value in details.items() if value}
    return Entity(id=party.id, kind=kind, name=primary.text, aliases=tuple(others), details=stated)


def _known_by(names: tuple[Name, ...]) -> dict[str, Value]:
    return {
        "former_names": tuple(dict.fromkeys(name.text for name in names if name.type.casefold() == "fka")),
        "weak_aliases": tuple(dict.fromkeys(name.text for name in names if "low" in name.strength.casefold())),
        "names_in_script": tuple(dict.fromkeys(f"{name.text} ({name.script})" for name in names if name.script)),
    }


def _details(party: Party, facts: Mapping[str, tuple[str, ...]]) -> dict[str, Value]:
    stated: dict[str, Value] = {key: values for key, values in facts.items() if key not in _HIDDEN}
    for key in _SINGLE:
        values = facts.get(key, ())
        if len(values) == 1 or key in ("reasons", "remarks"):
            stated[key] = "\n".join(values)
    countries = (*facts.get("nationality", ()), *facts.get("flag", ()), *(address.country for address in party.addresses))
    flags = {_territory(flag) for flag in facts.get("flag", ())}
    addresses = (", ".join((*address.lines, *filter(None, [address.country]))) for address in party.addresses)
    return {
        **stated,
        "birth_date_edtf": tuple(dict.fromkeys(filter(None, map(edtf, facts.get("birth_date", ()))))),
        "addresses": tuple(dict.fromkeys(filter(None, addresses))),
        "flag_territory": flags.pop() if len(flags) == 1 else "",
        "passports": _documents(party.passports),
        "national_ids": _documents(party.national_ids),
        "unresolved_countries": tuple(dict.fromkeys(name for name in _several(countries) if not _territory(name))),
    }


def _numbers(party: Party, facts: Mapping[str, tuple[str, ...]]) -> dict[str, Value]:
    """Return the identifiers (`type:number:country`) that the fields and the other information state beyond doubt."""
    text = "\n".join(facts.get("remarks", ()))
    ships = tuple(dict.fromkeys(number for value in (*facts.get("imo_text", ()), text) for number in imo_numbers(_called_imo(value, text))))
    references = dict.fromkeys((*facts.get("un_reference", ()), *un_references(text)))
    found = (
        *(f"UN Ref:{reference}:" for reference in references),
        *(f"OFSI Group ID:{number}:" for number in facts.get("group", ())),
        *(f"UK Sanctions List Ref:{number.rstrip('.')}:" for number in facts.get("unique", ())),
        *_documented("Passport", (number or note for number, note in party.passports)),
        *_documented("National ID", (number or note for number, note in party.national_ids)),
        *_documented("Business Registration", facts.get("business_numbers", ())),
        *(f"IMO:{number}:" for number in ships),
    )
    return {"identifiers": tuple(dict.fromkeys(filter(None, found))), "imo": ships}


def _documented(kind: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield `kind:number:country` of each document, the country only where it is one."""
    for text in texts:
        for part in parts(text):
            for number, issuer in identifiers(part):
                yield f"{kind}:{number}:{issuer if _territory(issuer) else ''}"


def _called_imo(value: str, text: str) -> str:
    """Return a field's text as prose about IMO numbers: the field itself says that they are."""
    return value if value is text or "imo" in value.casefold() else f"IMO {value.strip()}"


def _documents(pairs: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(", ".join(filter(None, pair)) for pair in pairs if any(pair)))


def _several(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the single values of fields that may hold several, each once, without what trails them."""
    return tuple(dict.fromkeys(filter(None, (part.strip(" .,;") for text in texts for part in parts(text)))))


@cache
def _territory(name: str) -> str:
    """Return the id of the territory that the lists call so, or the empty string."""
    found = _countries.resolve(name) if name else None
    return found.id if found else ""


@cache
def _country(id: str) -> Entity:
    return _countries.entity(id)


@cache
def _programme(regime: str) -> Entity:
    return Entity(id=programme_id(regime), kind="Programme", name=regime, described=False)
