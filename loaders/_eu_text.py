"""Places, births and documents of the European Union's list, in words and as values; what cannot be read stays words."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import orjson

from graph import dates
from graph.errors import BadDate
from loaders import _countries
from loaders._elements import many, said

_DOCUMENTS: Final[Mapping[str, str]] = {
    "passport": "Passport", "id": "National ID", "fiscalcode": "Tax ID", "ssn": "SSN", "regnumber": "Business Registration",
    "imo": "IMO", "swiftbic": "SWIFT/BIC", "birthcert": "Birth Certificate",
}  # fmt: skip
"""The kind of an identifier by its type's code; of any other, the type's description is the kind."""

_FLAGS: Final[Mapping[str, str]] = {
    "@diplomatic": "diplomatic", "@knownExpired": "known to have expired", "@knownFalse": "known to be false",
    "@reportedLost": "reported lost", "@revokedByIssuer": "revoked by its issuer",
}  # fmt: skip
_TRUE: Final = ("true", "1")

_COUNTRY: Final = ("@countryIso2Code", "@countryDescription")
_PLACE: Final = ("@number", "@street", "@poBox", "@zipCode", "@city", "@place", "@region")
_BIRTH: Final = ("@circa", "@calendarType", "@birthdate", "@dayOfMonth", "@monthOfYear", "@year", "@yearRangeFrom", "@yearRangeTo")
_ISSUE: Final = ("@issuedBy", "@nameOnDocument", "@issueDate", "@validFrom", "@validTo", "@region")
_TYPE: Final = ("@identificationTypeCode", "@identificationTypeDescription")


def known(*names: str) -> frozenset[str]:
    """Return the names of what is read of an element, with what no element is read for."""
    return frozenset({*names, "@logicalId", "@regulationLanguage", "regulationSummary"})


_WHERE: Final = known(*_PLACE, *_COUNTRY, *_BIRTH, "contactInfo", "@asAtListingTime")
_DOCUMENT: Final = known("@number", "@latinNumber", *_TYPE, *_ISSUE, *_COUNTRY, *_FLAGS)

_UNKNOWN: Final = frozenset({"", "00", "UNKNOWN"})
_NUMBER: Final = re.compile(r"(?=[A-Z /.-]*\d)[A-Z0-9]+(?:[ /.-]{1,2}[A-Z0-9]+)*")
_REFERENCE: Final = re.compile(r"[A-Z]{1,3}[ei]?(?:\.[A-Z0-9()]+)+")


def country(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return the country that an element names, as it is written, and its id; both are empty where it is unknown.

    Code and description must not name two: then there is no id.
    """
    return _country(row.get(_COUNTRY[0], "").strip(), row.get(_COUNTRY[1], "").strip())


def where(row: Mapping[str, Any]) -> str:
    """Return a place in one line, with what else is said of it in brackets."""
    parts = [" ".join(text.split()) for key in _PLACE if (text := row.get(key))]
    place = ", ".join([part for part in (*parts, country(row)[0]) if part])
    note = asides(row, _WHERE)
    listing = "at the time of listing" if row.get("@asAtListingTime") in _TRUE else ""
    aside = ", ".join(filter(None, (listing, note)))
    return f"{place} ({aside})" if place and aside else place or aside


def birth(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return a date of birth as the list has it, and in EDTF; either may be empty. Other calendars than ours stay words."""
    first, last = (row.get(key, "").strip() for key in ("@yearRangeFrom", "@yearRangeTo"))
    point = row.get("@birthdate", "").strip() or _day(row)
    calendar, about = row.get("@calendarType", "").strip(), row.get("@circa") in _TRUE
    written = point or " to ".join(filter(None, (first, last)))
    words = ", ".join(filter(None, ("circa" if about else "", "" if calendar in ("", "GREGORIAN") else f"{calendar.lower()} calendar")))
    mark = "~" if about else ""
    edtf = "/".join(f"{part}{mark}" for part in ((point,) if point else (first, last)))
    return (f"{written} ({words})" if written and words else written), "" if calendar not in ("", "GREGORIAN") else _readable(edtf)


def document(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the kind of a document, its identifier (`type:number:country`) where the number is plain, and it in words.

    A document that is known to be false identifies nobody.
    """
    number = row.get("@number", "").strip() or row.get("@latinNumber", "").strip()
    kind = _DOCUMENTS.get(row.get(_TYPE[0], "")) or row.get(_TYPE[1], "").strip() or row.get(_TYPE[0], "").strip()
    name, id = country(row)
    sound = kind and _NUMBER.fullmatch(number) and row.get("@knownFalse") not in _TRUE
    issue = (f"{_spoken(key)}: {row[key].strip()}" for key in _ISSUE if row.get(key, "").strip())
    flags = (words for key, words in _FLAGS.items() if row.get(key) in _TRUE)
    latin = row.get("@latinNumber", "").strip()
    rest = asides(row, _DOCUMENT)
    words = (kind, number, latin if latin != number else "", name, *issue, *flags, rest)
    return kind, f"{kind}:{number}:{name if id else ''}" if sound else "", ", ".join(filter(None, words))


def reference(kind: str, text: str) -> str:
    """Return a reference of a list as an identifier (`UN Ref:IRi.038:`), or nothing when it does not look like one."""
    return f"{kind}:{text}:" if _REFERENCE.fullmatch(text) else ""


def asides(row: Mapping[str, Any], read: frozenset[str]) -> str:
    """Return the remark on an element, and what of it is not read, by name."""
    if read.issuperset(row):
        return ""
    remark = " ".join(said(row.get("remark")).split())
    return ", ".join((*((remark,) if remark else ()), *unread(row, read | {"remark"})))


def unread(row: Mapping[str, Any], read: frozenset[str]) -> list[str]:
    """Return what of an element is not read, by name."""
    if read.issuperset(row):
        return []
    return [_named(key, item) for key, held in row.items() if key not in read for item in many(held)]


def _named(key: str, item: Any) -> str:
    if isinstance(item, dict) and item.keys() == {"@key", "@value"}:
        return f"{item['@key']}: {item['@value']}"
    return f"{key.removeprefix('@')}: {item if isinstance(item, str) else orjson.dumps(item).decode()}"


@lru_cache(maxsize=4_096)
def _country(code: str, name: str) -> tuple[str, str]:
    found = {place.id for text in (code, name) if text.upper() not in _UNKNOWN and (place := _countries.resolve(text))}
    written = next((text for text in (name, code) if text.upper() not in _UNKNOWN), "")
    return written, found.pop() if len(found) == 1 else ""


def _day(row: Mapping[str, Any]) -> str:
    """Return the day, month or year that the numbers of a birth are."""
    year, month, day = (row.get(key, "").strip() for key in ("@year", "@monthOfYear", "@dayOfMonth"))
    known = [year.zfill(4)] if year.isdigit() and year.strip("0") else []
    for part in (month, day):
        if not known or not part.isdigit() or not part.strip("0"):
            break
        known.append(part.zfill(2))
    return "-".join(known)


@lru_cache(maxsize=4_096)
def _readable(written: str) -> str:
    try:
        dates.parse(written)
    except BadDate:
        return ""
    return written


def _spoken(key: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key.removeprefix("@")).lower()
