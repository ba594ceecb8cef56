"""What every list of OFAC says, whatever its file: a party, the programmes it is sanctioned under, and its ties."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from graph.claims import Claim, Entity, Mention, Statement, Value, fact
from graph.dates import Period, period
from graph.errors import BadRow
from loaders import _countries
from loaders._ofac_party import KIND_OF, Listing, Party
from loaders._ofac_remarks import edtf
from loaders._ofac_ties import edges, unmentioned

OFAC: Final = "org:ofac"
UNITED_STATES: Final = "country:US"

_OFFICE: Final = Entity(id=OFAC, kind="Organisation", name="Office of Foreign Assets Control", described=False)
_UNKNOWN: Final = Listing()
_SUFFIX: Final = re.compile(r"(?:JR|SR|I{2,3}|IV)\.?", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\]\s*\[")


def programmes(text: str) -> tuple[str, ...]:
    """Return the programmes of `NPWMD] [IFSR`, each once, in order."""
    parts = (part.strip(" []") for part in _BETWEEN.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def programme_id(name: str) -> str:
    """Return the id of a programme; blanks become hyphens (`programme:ofac/SOUTH-SUDAN`)."""
    return "programme:ofac/" + re.sub(r"\s*-\s*|\s+", "-", name)


def claims(party: Party) -> Iterator[Statement]:
    """Yield the party, its sanctions, links, citizenships and places, and every thing these refer to.

    Raises BadRow, before anything is yielded, for a number that is none, an empty name, an unknown type, no programme.
    """
    kind, id = _checked(party), party.id
    yield _described(party, kind)
    yield _OFFICE
    yield _country(UNITED_STATES)
    for name in party.programmes:
        yield (programme := _programme(name))
        yield _sanction(party, name, programme.id)
    for name in unmentioned(party.facts.get("linked_to", ()), party.ties):
        yield _says("LINKED_TO", id, Mention(name))
    yield from _tied(party, kind)
    if kind == "Person":
        yield from _citizenships(party)
    for place in dict.fromkeys([found for address in party.addresses if (found := _territory(address.country))]):
        yield _country(place)
        yield _says("BASED_IN", id, place)


def _checked(party: Party) -> str:
    """Return the party's kind; raise BadRow when the party is not fit to be one."""
    number, kind = party.number.strip(), KIND_OF.get(party.type.strip().lower())
    if not (number.isascii() and number.isdigit()):
        raise BadRow(f"{party.number!r} is no number of a party", field="ent_num")
    if not party.name.strip():
        raise BadRow("a party needs a name", field="name")
    if kind is None:
        raise BadRow(f"no type of party is called {party.type!r}; there are individual, vessel, aircraft, and none", field="sdn_type")
    if not party.programmes:
        raise BadRow("a party is listed under at least one programme", field="program")
    return kind


def _described(party: Party, kind: str) -> Entity:
    weak, former = party.facts.get("weak_aliases", ()), party.facts.get("former_names", ())
    name = party.name.strip()
    turned = _given_name_first(name) if kind == "Person" else ""
    aliases = (turned, *[alias.name.strip() for alias in party.aliases], *weak, *former, *[text for text, _ in party.names_in_script])
    others = dict.fromkeys(filter(None, aliases))
    others.pop(name, None)
    stated = {key: value for key, value in _details(party, former).items() if value}
    return Entity(id=party.id, kind=kind, name=name, aliases=tuple(others), details=stated)


def _details(party: Party, former: tuple[str, ...]) -> dict[str, Value]:
    stated = {key: values for key, values in party.facts.items() if key not in ("linked_to", "gender")}
    genders, flag = party.facts.get("gender", ()), party.vessel.get("flag", "")
    countries = (
        flag,
        *[address.country for address in party.addresses],
        *party.facts.get("nationality", ()),
        *party.facts.get("citizenship", ()),
    )
    return {
        **stated,
        **{key: value.strip() for key, value in party.vessel.items()},
        "title": party.title.strip(),
        "gender": genders[0] if len(genders) == 1 else "",
        "birth_date_edtf": tuple(filter(None, map(edtf, party.facts.get("birth_date", ())))),
        "former_names": (*[alias.name.strip() for alias in party.aliases if alias.type.strip() == "fka"], *former),
        "addresses": tuple(dict.fromkeys(filter(None, map(str, party.addresses)))),
        "flag_territory": _territory(flag),
        "unresolved_countries": tuple(dict.fromkeys([name.strip() for name in countries if name.strip() and not _territory(name)])),
        "remarks": party.remarks.strip(),
        "names_in_script": tuple([f"{name} ({script})" for name, script in party.names_in_script]),
        "notes": party.notes,
    }  # fmt: skip


def _citizenships(party: Party) -> Iterator[Statement]:
    """Yield one claim a country; its basis is nationality, citizenship, or both."""
    bases: dict[str, list[str]] = {}
    for basis in ("nationality", "citizenship"):
        for name in party.facts.get(basis, ()):
            held = bases.setdefault(_territory(name), [])
            if basis not in held:
                held.append(basis)
    bases.pop("", None)
    for country, held in bases.items():
        yield _country(country)
        yield _says("CITIZEN_OF", party.id, country, details={"basis": " and ".join(held)})


def _sanction(party: Party, name: str, programme: str) -> Claim:
    listing = party.listings.get(name, _UNKNOWN)
    stated: dict[str, Value] = {"programme": programme, "legal_basis": listing.legal_basis, "measures": listing.measures}
    details = {key: value for key, value in stated.items() if value}
    return _says("SANCTIONS", UNITED_STATES, party.id, scope=name, details=details, held=period(listing.since or None))


def _tied(party: Party, kind: str) -> Iterator[Statement]:
    """Yield the edges that the party's ties make, and the parties at their other ends."""
    if not party.ties:
        return
    for other in {tie.id: tie for tie in party.ties if tie.id != party.id}.values():
        yield Entity(id=other.id, kind=other.kind, name=other.name, described=False)
    for edge in edges(party.id, kind, party.ties):
        yield _says(edge.type, edge.subject, edge.object, scope=edge.scope, details=edge.details)


def _says(
    type: str,
    subject: str,
    object: str | Mention,
    *,
    scope: str = "",
    details: Mapping[str, Value] | None = None,
    held: Period = Period(),
) -> Claim:
    return fact(type, subject, object, OFAC, details or {}, scope=scope, period=held, principal=UNITED_STATES)


def _given_name_first(name: str) -> str:
    """Return `Given SURNAME` for `SURNAME, Given`, a Jr. kept in its place; nothing when the name has another shape."""
    parts = [part.strip() for part in name.split(",")]
    suffixes = [part for part in parts if _SUFFIX.fullmatch(part)]
    parts = [part for part in parts if part not in suffixes]
    if len(parts) != 2 or not all(parts):
        return ""
    return ", ".join((f"{parts[1]} {parts[0]}", *suffixes))


@cache
def _territory(name: str) -> str:
    """Return the id of the territory that OFAC calls so, or the empty string."""
    found = _countries.resolve(name) if name.strip() else None
    return found.id if found else ""


@cache
def _country(id: str) -> Entity:
    """Return the territory as a thing that is referred to."""
    return _countries.entity(id)


@cache
def _programme(name: str) -> Entity:
    """Return the programme as a thing that is referred to."""
    return Entity(id=programme_id(name), kind="Programme", name=name, described=False)
