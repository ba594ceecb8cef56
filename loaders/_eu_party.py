"""A party of the European Union's list as a thing: its names in all languages, and everything else that is said of it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from graph.claims import Entity, Value
from graph.errors import BadRow
from loaders._elements import many, rows, said
from loaders._eu_text import asides, birth, country, document, known, reference, unread, where

KIND_OF: Final[Mapping[str, str]] = {"P": "Person", "E": "Organisation", "person": "Person", "enterprise": "Organisation"}
"""The kind of thing by the classification of the subject, or by its code."""

_CONTACTS: Final[Mapping[str, str]] = {"phone": "phones", "fax": "faxes", "email": "emails", "web": "websites", "website": "websites"}
_GENDERS: Final[Mapping[str, str]] = {"M": "Male", "F": "Female"}
_PARTS: Final = ("nameAlias", "citizenship", "birthdate", "identification", "address")
_NAME: Final = ("@firstName", "@middleName", "@lastName", "@wholeName", "@function", "@gender", "@title", "@nameLanguage", "@strong")

_NAMED: Final = known(*_NAME)
_READ: Final = known(
    "@euReferenceNumber", "@unitedNationId", "@designationDate", "@designationDetails", "@delistingDate", "remark", "regulation",
    "subjectType", *_PARTS,
)  # fmt: skip
"""What is read of a party; anything else is kept by name."""


class Name(NamedTuple):
    """A name of a party: its language where it is stated, whether it is a strong alias, and what else is said of it.

    One with a question mark has lost letters on its way to us, and is not `whole`.
    """

    text: str
    language: str
    strong: bool
    note: str
    whole: bool


def described(values: Mapping[str, Any], id: str) -> Entity:
    """Return the party; raise BadRow for a type that is none, and when it has no name."""
    type = next(iter(rows(values.get("subjectType"))), {})
    kind = KIND_OF.get(type.get("@classificationCode", "")) or KIND_OF.get(type.get("@code", ""))
    if kind is None:
        raise BadRow(f"no type of party is {type or 'missing'}; there are P (person) and E (enterprise)", field="subjectType")
    names = _names(values)
    if not names:
        raise BadRow("a party needs a name", field="wholeName")
    first = next((name for name in names if name.strong and name.whole), next((name for name in names if name.whole), names[0]))
    details = {**_known_by(names), **_stated(values), **_located(values), **_identified(values)}
    others = dict.fromkeys([name.text for name in names if name.whole])
    others.pop(first.text, None)
    stated = {key: value for key, value in details.items() if value}
    return Entity(id=id, kind=kind, name=first.text, aliases=tuple(others), details=stated)


def located(values: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the edges to countries, one a type and country, with the notes on them: a person's citizenships, all addresses."""
    elements = {"CITIZEN_OF": "citizenship", "BASED_IN": "address"}
    for type in elements if kind == "Person" else ("BASED_IN",):
        found: dict[str, list[str]] = {}
        for row in rows(values.get(elements[type])):
            found.setdefault(country(row)[1], []).extend(filter(None, (said(row.get("remark")),)))
        found.pop("", None)
        yield from ((type, id, _each(notes)) for id, notes in found.items())


def _names(values: Mapping[str, Any]) -> list[Name]:
    found = []
    for row in rows(values.get("nameAlias")):
        words = row.get("@wholeName", "").split() or " ".join([row.get(part, "") for part in _NAME[:3]]).split()
        if text := " ".join(words):
            note = asides(row, _NAMED)
            weak = row.get("@strong") in ("false", "0") or "low quality" in note.casefold()
            found.append(Name(text, row.get("@nameLanguage", "").strip(), not weak, note, "?" not in text))
    return found


def _known_by(names: list[Name]) -> dict[str, Value]:
    return {
        "weak_aliases": _each([name.text for name in names if not name.strong and name.whole]),
        "names_in_language": _each([f"{name.text} ({name.language})" for name in names if name.language and name.whole]),
        "damaged_names": _each([name.text for name in names if not name.whole]),
        "alias_notes": _each([f"{name.text}: {name.note}" for name in names if name.note]),
    }


def _stated(values: Mapping[str, Any]) -> dict[str, Value]:
    names = rows(values.get("nameAlias"))
    genders = {row["@gender"] for row in names if row.get("@gender")}
    parts = [row for part in _PARTS for row in rows(values.get(part))]
    laws = [(law.get("@numberTitle"), law.get("@publicationDate")) for part in parts for law in rows(part.get("regulationSummary"))]
    return {
        "gender": _GENDERS.get(next(iter(genders)), "") if len(genders) == 1 else "",
        "titles": _each([text.strip() for row in names if (text := row.get("@title"))]),
        "positions": _each([" ".join(text.split()) for row in names if (text := row.get("@function"))]),
        "remarks": "\n".join(_each([said(remark) for remark in many(values.get("remark"))])),
        "designation_details": values.get("@designationDetails", "").strip(),
        "stated_in": _each([", ".join(filter(None, law)) for law in dict.fromkeys(laws)]),
        "other_elements": (others,) if (others := ", ".join(unread(values, _READ))) else (),
    }


def _located(values: Mapping[str, Any]) -> dict[str, Value]:
    citizenships, places, births = (rows(values.get(name)) for name in ("citizenship", "address", "birthdate"))
    dated = [birth(row) for row in births]
    contacts: dict[str, list[str]] = {}
    for contact in (contact for row in places for contact in rows(row.get("contactInfo"))):
        key, value = contact.get("@key", ""), contact.get("@value", "").strip()
        known = _CONTACTS.get(key.casefold())
        contacts.setdefault(known or "contacts", []).append(value if known else f"{key}: {value}")
    countries = [country(row) for row in (*citizenships, *places)]
    return {
        "nationality": _each([where(row) for row in citizenships]),
        "addresses": _each([where(row) for row in places]),
        "birth_place": _each([where(row) for row in births]),
        "birth_date": _each([written for written, _ in dated]),
        "birth_date_edtf": _each([edtf for _, edtf in dated]),
        "unresolved_countries": _each([text for text, id in countries if not id]),
        **{property: _each(texts) for property, texts in contacts.items()},
    }


def _identified(values: Mapping[str, Any]) -> dict[str, Value]:
    """Return the documents in words, and what identifies the party beyond doubt as `type:number:country`."""
    united, union = values.get("@unitedNationId", "").strip(), values.get("@euReferenceNumber", "").strip()
    found, texts = [reference("UN Ref", united), reference("EU Ref", union)], dict[str, list[str]]()
    for row in rows(values.get("identification")):
        kind, identifier, text = document(row)
        found.append(identifier)
        texts.setdefault({"Passport": "passports", "National ID": "national_ids"}.get(kind, "documents"), []).append(text)
    return {
        "identifiers": _each(found),
        "un_reference": united,
        "eu_reference": union,
        **{property: _each(held) for property, held in texts.items()},
    }


def _each(texts: list[str]) -> tuple[str, ...]:
    """Return the texts that are not empty, each once, in order."""
    return tuple(dict.fromkeys(filter(None, texts))) if texts else ()
