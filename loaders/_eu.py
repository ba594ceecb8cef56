"""What the European Union's list says, in the shape of its XML: a party, the programmes it is under, and the acts that did it."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from graph.claims import Claim, Entity, Statement, Value, fact
from graph.dates import Period, period
from graph.errors import BadDate, BadRow
from loaders import _countries
from loaders._elements import rows, said
from loaders._eu_party import described, located

UNION: Final = Entity(id="org:eu", kind="Organisation", name="European Union", described=False)

_NO_BEGINNING: Final = frozenset({"", "amendment", "corrigendum"})
"""Types of act whose date need not be a listing's first; the table does not say the type."""

_ACT: Final = ("@numberTitle", "@regulationType", "@organisationType", "@publicationDate", "@entryIntoForceDate")
_OFFICIAL_JOURNAL: Final = re.compile(r"\(OJ\b.*", re.DOTALL)


class Act(NamedTuple):
    """A legal act as the list has it: its number and place in the Official Journal, type, who passed it, and its dates."""

    title: str
    type: str
    by: str
    published: str
    effective: str
    url: str

    def __str__(self) -> str:
        dated = (f"{word} {date}" for word, date in (("published", self.published), ("in force", self.effective)) if date)
        return ", ".join(filter(None, (self.title, self.type, self.by, *dated, self.url)))


def claims_of(values: Mapping[str, Any]) -> Iterator[Statement]:
    """Yield the party, its sanctions and their acts, its citizenships and places, and every thing these refer to.

    Raises BadRow, before anything is yielded, for no id, an unknown type, no name, no programme, a date not readable.
    """
    number = values["@logicalId"].strip()
    if not (number.isascii() and number.isdigit()):
        raise BadRow(f"{number!r} is no number of a party", field="logicalId")
    party, acts = described(values, f"eu:{number}"), _acts(values)
    sanctions = [_sanction(values, party.id, code, held) for code, held in acts.items()]
    yield party
    yield UNION
    yield from sanctions
    for code, held in acts.items():
        yield _programme(code)
        for law in {_instrument(act.title).id: act for act in held if act.title}.values():
            yield _instrument(law.title)
            yield _imposed(code, law.title, law.published, law.effective)
    for type, country, notes in located(values, party.kind):
        yield _country(country)
        yield fact(type, party.id, country, UNION.id, {"notes": notes} if notes else {})


def _acts(values: Mapping[str, Any]) -> dict[str, tuple[Act, ...]]:
    """Return the acts by programme; raise BadRow when one has no programme, and when there is none."""
    found: dict[str, tuple[Act, ...]] = {}
    for row in rows(values.get("regulation")):
        title, type, by, published, effective = [" ".join(row.get(name, "").split()) for name in _ACT]
        code = row.get("@programme", "").strip()
        if not code:
            raise BadRow("a party is listed under a programme", field="programme")
        url = said(row.get("publicationUrl")) or row.get("@publicationUrl", "")
        found[code] = (
            *found.get(code, ()),
            Act(title, type, by, _day(published, "publicationDate"), _day(effective, "entryIntoForceDate"), url),
        )
    if not found:
        raise BadRow("a party is listed by a legal act", field="regulation")
    return found


def _sanction(values: Mapping[str, Any], party: str, code: str, acts: tuple[Act, ...]) -> Claim:
    stated: dict[str, Value] = {
        "programme": _programme(code).id,
        "basis": tuple(dict.fromkeys([act.title for act in acts if act.title])),
        "published": min([act.published for act in acts if act.published], default=""),
        "effective": min([act.effective for act in acts if act.effective], default=""),
        "acts": tuple(dict.fromkeys(map(str, acts))),
    }
    details = {key: value for key, value in stated.items() if value}
    return fact("SANCTIONS", UNION.id, party, UNION.id, details, scope=code, period=_held(values, acts))


def _held(values: Mapping[str, Any], acts: tuple[Act, ...]) -> Period:
    """Return since when and until when the party is listed.

    Since the earlier of its designation and the entry into force of an act. An act that amends may not have been the first:
    if only such acts are dated, the listing began on that day or before it.
    """
    designated, delisted = (
        _day(values.get("@designationDate", ""), "designationDate"),
        _day(values.get("@delistingDate", ""), "delistingDate"),
    )
    since = min(filter(None, (designated, *(act.effective or act.published for act in acts))), default="")
    first = designated or any(act.type not in _NO_BEGINNING for act in acts)
    try:
        return period((since if first else f"../{since}") if since else None, delisted or None)
    except BadDate as error:
        raise BadRow(error.message, field="delistingDate") from error


def _day(text: str, field: str) -> str:
    """Return a date that can be read, without outer blanks; raise BadRow for any other."""
    try:
        period(text.strip() or None)
    except BadDate as error:
        raise BadRow(error.message, field=field) from error
    return text.strip()


@lru_cache(maxsize=4_096)
def _imposed(code: str, title: str, published: str, effective: str) -> Claim:
    """Return that a programme was imposed by an act: the same for all its parties."""
    details = {key: date for key, date in (("published", published), ("effective", effective)) if date}
    return fact("IMPOSED_UNDER", _programme(code).id, _instrument(title).id, UNION.id, details)


@lru_cache(maxsize=4_096)
def _instrument(title: str) -> Entity:
    """Return the act of that title as a thing that is referred to (`instrument:eu/2018/223`)."""
    number = re.sub(r"[^\w/.]+", "-", _OFFICIAL_JOURNAL.sub("", title)).strip("-")
    return Entity(id=f"instrument:eu/{number}", kind="Instrument", name=title, described=False)


@cache
def _programme(code: str) -> Entity:
    """Return the programme as a thing that is referred to (`programme:eu/TERR`)."""
    local = re.sub(r"\W+", "-", code).strip("-")
    return Entity(id=f"programme:eu/{local}", kind="Programme", name=f"{code} (European Union)", described=False)


@cache
def _country(id: str) -> Entity:
    return _countries.entity(id)
