"""What identifies a party across registers, read off its properties: numbers and references, made comparable.

Loaders keep identifiers as `type:number:country`, FollowTheMoney's as `property:value`; the words for the types are
those of the lists themselves, in many languages, and the tables here say which of them are one kind.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from graph.identity.places import territory


class Kind(StrEnum):
    """A kind of identifier, the strongest first. A name identifies nobody; it only makes a candidate."""

    REFERENCE = "published reference"
    WIKIDATA = "Wikidata item"
    IMO = "IMO number"
    COMPANY_IMO = "company IMO number"
    LEI = "LEI"
    TAX = "tax number"
    REGISTRATION = "registration number"
    NATIONAL = "national number"
    PASSPORT = "passport"
    NAME = "name"


WITH_COUNTRY: Final = frozenset({Kind.TAX, Kind.REGISTRATION, Kind.NATIONAL, Kind.PASSPORT})
"""Numbers that each country gives out for itself: two are the same only within one."""


OF_PEOPLE: Final = frozenset({Kind.NATIONAL, Kind.PASSPORT})
"""Numbers that, with the same date of birth, need no country."""


@dataclass(frozen=True, slots=True)
class Key:
    """One identifier: its kind, its value made comparable, the country's id (or text, or nothing), and as it is shown."""

    kind: Kind
    value: str
    country: str
    shown: str


_REFERENCES: Final = {"UN Ref": "UN", "unscId": "UN", "EU Ref": "EU", "OFSI Group ID": "OFSI group", "UK Sanctions List Ref": "UK"}
_PASSPORTS: Final = ("Passport", "Diplomatic Passport", "Service Passport", "Passport Booklet", "passportNumber")
_NATIONAL: Final = (
    "National ID", "Cedula", "D.N.I.", "Identification Number", "Personal ID Card", "National Foreign ID Number", "C.U.R.P.", "SSN",
    "Citizen's Card Number", "Numero de Identidad", "C.U.I.", "Kenyan ID", "Tazkira National ID Card", "idNumber", "personalNumber",
    "socialSecurityNumber", "Turkish Identification Number", "CNP (Personal Numerical Code)", "I.F.E.",
)  # fmt: skip
_TAX: Final = (
    "Tax ID", "NIT", "R.F.C.", "RFC", "RUC", "RIF", "RTN", "C.U.I.T.", "V.A.T. Number", "US FEIN", "Italian Fiscal Code", "Fiscal Code",
    "C.I.F.", "Numero Unico de Identificacao Tributaria (NUIT)", "taxNumber", "innCode", "vatCode", "voenCode", "irsCode",
)  # fmt: skip
_REGISTRATION: Final = (
    "Registration Number", "Registration ID", "Business Registration", "Business Registration Number", "Business Registration Document",
    "Company Number", "UK Company Number", "Commercial Registry Number", "Public Registration Number", "Enterprise Number", "C.R.",
    "Unified Social Credit Code (USCC)", "United Social Credit Code Certificate (USCCC)", "Certificate of Incorporation Number",
    "Business Number", "registrationNumber", "ogrnCode", "uscCode",
)  # fmt: skip
_KINDS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(_REFERENCES, Kind.REFERENCE),
    **dict.fromkeys(_PASSPORTS, Kind.PASSPORT),
    **dict.fromkeys(_NATIONAL, Kind.NATIONAL),
    **dict.fromkeys(_TAX, Kind.TAX),
    **dict.fromkeys(_REGISTRATION, Kind.REGISTRATION),
    "IMO": Kind.IMO, "imoNumber": Kind.IMO, "Company IMO": Kind.COMPANY_IMO,
    "LEI": Kind.LEI, "leiCode": Kind.LEI, "wikidataId": Kind.WIKIDATA,
}  # fmt: skip
"""The kind of an identifier by the word a loader keeps before it; any other word identifies nobody here."""

_ISSUED_IN: Final[Mapping[str, str]] = {
    "innCode": "country:RU", "ogrnCode": "country:RU", "uscCode": "country:CN", "voenCode": "country:AZ", "irsCode": "country:US",
    "US FEIN": "country:US", "Italian Fiscal Code": "country:IT", "UK Company Number": "country:GB", "SSN": "country:US",
    "Unified Social Credit Code (USCC)": "country:CN", "United Social Credit Code Certificate (USCCC)": "country:CN",
    "Turkish Identification Number": "country:TR", "Kenyan ID": "country:KE", "C.U.R.P.": "country:MX",
}  # fmt: skip
"""Where the word itself says which country gives the number out."""

_REFERENT: Final = (
    (re.compile(r"ofac-(\d+)"), "OFAC"),
    (re.compile(r"gb-hmt-(\d+)"), "OFSI group"),
    (re.compile(r"gb-fcdo-([a-z]+\d+)"), "UK"),
    (re.compile(r"eu-fsf-(eu-\d+-\d+)"), "EU"),
    (re.compile(r"unsc-(\d+)"), "UN data"),
)
"""The published ids of OpenSanctions that repeat a list's own."""

_ITEM: Final = re.compile(r"Q[1-9]\d*")
_LEI: Final = re.compile(r"[0-9A-Z]{18}\d{2}")
_NOTHING: Final = frozenset({"NA", "NONE", "NIL", "NULL", "UNKNOWN", "TBD", "TBC", "NOTKNOWN", "NOTAVAILABLE"})
_SHORTEST: Final = {Kind.REFERENCE: 3, Kind.PASSPORT: 5, Kind.NATIONAL: 6, Kind.TAX: 6, Kind.REGISTRATION: 6}
_COUNTED: Final = ("01234567890123456789", "12345678901234567890", "98765432109876543210")


def keys(party: Mapping[str, Any]) -> Iterator[Key]:
    """Yield the identifiers of a party, given its node's properties; placeholders and numbers that cannot be are left out.

    FollowTheMoney's numbers are taken to be those of the one country that the entity names; its passports are not, since
    who issued them is not said there. A number of a ship and of a company that owns one are told apart by the kind of the party.
    """
    yield from _own(party)
    company = party.get("kind") not in ("Vessel", "Item")
    for text in party.get("identifiers") or ():
        word, _, rest = text.partition(":")
        kind = _KINDS.get(word)
        if word == "ftm":
            yield from _referent(rest)
        elif kind is not None:
            ours = word[0].isupper()
            number, _, country = rest.rpartition(":") if ours else (rest, "", "" if kind is Kind.PASSPORT else _home(party))
            kind = Kind.COMPANY_IMO if kind is Kind.IMO and company else kind
            yield from _key(kind, word, number, _ISSUED_IN.get(word, "") or territory(country))


def placeholder(value: str) -> bool:
    """Whether a comparable value stands for none: a word for it, one sign repeated, digits counted up from 0 or 1, or down."""
    digits = value.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    made_up = len(digits) > 3 and (len(set(digits)) == 1 or any(count.startswith(digits) for count in _COUNTED))
    return not value or value in _NOTHING or len(set(value)) == 1 or made_up


def comparable(text: str) -> str:
    """Return a number without blanks and signs, in capitals: `A 12-34/b` is A1234B."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def _own(party: Mapping[str, Any]) -> Iterator[Key]:
    """What a party's own id in its register is to the others that cite it."""
    prefix, _, local = str(party["id"]).partition(":")
    if prefix == "ofac":
        yield _reference("OFAC", local)
    if prefix == "unsc" and party.get("data_id"):
        yield _reference("UN data", str(party["data_id"]))
    items = {local} if prefix in ("wikidata", "ftm") else set()
    stated = party.get("wikidata") or ()
    for item in sorted({*items, *((stated,) if isinstance(stated, str) else stated)}):
        yield from _key(Kind.WIKIDATA, "", item, "")


def _key(kind: Kind, word: str, text: str, country: str) -> Iterator[Key]:
    value = comparable(text)
    if kind is Kind.WIKIDATA:
        if _ITEM.fullmatch(value):
            yield Key(kind, value, "", value)
    elif kind is Kind.REFERENCE:
        if value:
            yield _reference(_REFERENCES[word], text)
    elif kind is Kind.LEI:
        if _LEI.fullmatch(value) and int("".join(str(int(sign, 36)) for sign in value)) % 97 == 1:  # ISO 17442
            yield Key(kind, value, "", value)
    elif kind in (Kind.IMO, Kind.COMPANY_IMO):
        value = value.removeprefix("IMO")
        if value.isdigit() and len(value) == 7 and not placeholder(value):
            yield Key(kind, value, "", value)
    elif len(value) >= _SHORTEST[kind] and any(map(str.isdigit, value)) and not placeholder(value):
        yield Key(kind, value, country, text.strip())


def _referent(text: str) -> Iterator[Key]:
    for form, whose in _REFERENT:
        if match := form.fullmatch(text):
            yield _reference(whose, match[1])
    if _ITEM.fullmatch(text):
        yield Key(Kind.WIKIDATA, text, "", text)


def _reference(whose: str, text: str) -> Key:
    return Key(Kind.REFERENCE, f"{whose} {comparable(text)}", "", f"{whose} {text.strip()}")


def _home(party: Mapping[str, Any]) -> str:
    """The one country that a FollowTheMoney entity names, the more telling properties first; nothing when they are several."""
    for name in ("jurisdiction", "nationality", "citizenship", "country"):
        held = party.get(name) or ()
        if held:
            return held[0].upper() if isinstance(held, list) and len(held) == 1 else ""
    return ""
