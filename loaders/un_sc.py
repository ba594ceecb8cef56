"""The consolidated list of the United Nations Security Council: everybody under the sanctions of its committees.

Format: consolidated.xml, root `CONSOLIDATED_LIST`, one `INDIVIDUAL` or `ENTITY` a party; schema at
https://www.un.org/sc/resources/sc-sanctions.xsd. A party is known by its reference number; the record is its DATAID.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from graph import files
from graph.claims import Entity, Statement, Value, fact
from graph.dates import Period, parse, period
from graph.errors import BadDate, BadRow
from graph.sources import Record, Reject, Snapshot, Source
from loaders import _countries
from loaders._elements import elements, plain, root
from loaders._un_party import KIND_OF, addresses, described, nationalities, territory
from loaders._un_regimes import Regime, regime, resolution
from loaders._un_text import line

COUNCIL: Final = Entity(id="org:un-security-council", kind="Organisation", name="United Nations Security Council", described=False)

SOURCE: Final = Source(
    name="un_sc",
    title="UN Security Council Consolidated List",
    publisher=COUNCIL.id,
    url="https://scsanctions.un.org/resources/xml/en/consolidated.xml",
    licence="public list of the United Nations; no open licence is stated",
    format="the consolidated list as XML (consolidated.xml), plain or compressed",
    maps_to="SANCTIONS, IMPOSED_UNDER, CITIZEN_OF, BASED_IN",
    files=("https://scsanctions.un.org/resources/xml/en/consolidated.xml",),
)

_ROOT: Final = "CONSOLIDATED_LIST"
_GENERATED: Final = re.compile(rb"""<CONSOLIDATED_LIST\b[^>]*?\sdateGenerated\s*=\s*["'](\d{4}-\d{2}-\d{2})""")
_REFERENCE: Final = re.compile(r"[A-Za-z][\w.()/-]*")


def recognises(head: bytes) -> bool:
    """Whether the first bytes of a file begin the list's XML."""
    return root(head).name == _ROOT


def snapshot(*paths: Path) -> Snapshot:
    """Return the day that the first file says it was generated on, as written there."""
    found = _GENERATED.search(files.head(paths[0]))
    try:
        return Snapshot(date=parse(found[1].decode()).text if found else "")
    except BadDate:
        return Snapshot()


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a party, in file order, keyed by its DATAID; one without is a Reject."""
    for path in paths:
        for element in elements(path, _ROOT, KIND_OF, beside=()):
            values, place = plain(element), element.sourceline or 0
            key = values.get("DATAID") if isinstance(values, dict) else None
            if isinstance(key, str):
                yield Record(key=key, values={"type": element.tag, **values}, line=place)
            else:
                yield Reject(reason=f"{path.name}: a party needs one DATAID", field="DATAID", line=place, raw=values)


def claims(record: Record) -> Iterator[Statement]:
    """The Council sanctions the party under its regime, set up by resolutions; the list says whose citizen it is, and where.

    Raises BadRow, before anything is yielded, for a reference, regime, name or listing date that is missing or none.
    """
    values = record.values
    reference = line(values.get("REFERENCE_NUMBER"))
    if not _REFERENCE.fullmatch(reference):
        raise BadRow(f"{reference!r} is no reference number of a party", field="REFERENCE_NUMBER")
    nations = nationalities(values)
    party, found, held = described(values, f"unsc:{reference}", reference, nations), _regime(values), _listed(values)
    programme, founded = _founded(found)
    details: dict[str, Value] = {"programme": programme.id, "reference": reference}
    yield party
    yield COUNCIL
    yield programme
    yield fact("SANCTIONS", COUNCIL.id, party.id, COUNCIL.id, details, scope=found.name, period=held)
    yield from founded
    if party.kind == "Person":
        for country in dict.fromkeys(filter(None, map(territory, nations))):
            yield _country(country)
            yield fact("CITIZEN_OF", party.id, country, COUNCIL.id, {})
    yield from _based(values, party.id)


def _regime(values: Mapping[str, Any]) -> Regime:
    if not (list_type := line(values.get("UN_LIST_TYPE"))):
        raise BadRow("a party is listed under a regime", field="UN_LIST_TYPE")
    return regime(list_type)


def _listed(values: Mapping[str, Any]) -> Period:
    """Return since when the party is listed and, where it says so, until when; a day with a zone is that day."""
    since, until = line(values.get("LISTED_ON")) or None, line(values.get("DELISTED_ON")) or None
    try:
        held = period(since)
    except BadDate as error:
        raise BadRow(error.message, field="LISTED_ON") from error
    try:
        return period(since, until) if until else held
    except BadDate as error:
        raise BadRow(error.message, field="DELISTED_ON") from error


def _based(values: Mapping[str, Any], party: str) -> Iterator[Statement]:
    """Yield one claim a country of the addresses, with the notes on them ("previous address")."""
    found: dict[str, dict[str, None]] = {}
    for name, note in addresses(values):
        found.setdefault(territory(name), {})[note] = None
    found.pop("", None)
    for country, notes in found.items():
        yield _country(country)
        noted = tuple(filter(None, notes))
        yield fact("BASED_IN", party, country, COUNCIL.id, {"notes": noted} if noted else {})


@lru_cache(maxsize=256)
def _founded(regime: Regime) -> tuple[Entity, tuple[Statement, ...]]:
    """Return a regime's programme, then the resolutions that it rests on and the claims that it does: the same for all its parties."""
    programme = regime.programme
    laws = [resolution(symbol) for symbol in regime.resolutions]
    claims = [fact("IMPOSED_UNDER", programme.id, law.id, COUNCIL.id, {}) for law in laws]
    return programme, tuple(statement for pair in zip(laws, claims) for statement in pair)


@cache
def _country(id: str) -> Entity:
    return _countries.entity(id)
