"""The UK Sanctions List as XML: one `Designation` a party.

Format: UK-Sanctions-List.xml of the Foreign, Commonwealth & Development Office (no namespace; root `Designations`, its
date in `DateGenerated`). Single values are found by the name of their element, wherever in the designation it stands.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from graph.sources import Record, Reject
from loaders._elements import elements, many, plain, rows, said
from loaders._uk_party import FCDO, Address, Listing, Name, Party
from loaders._uk_tables import full_name, iso

ROOT: Final = "Designations"

_PROPERTIES: Final[Mapping[str, str]] = {
    "LastUpdated": "last_updated", "OFSIGroupID": "group", "UNReferenceNumber": "un_reference", "Title": "titles",
    "DesignationSource": "source", "SanctionsImposed": "measures", "OtherInformation": "remarks", "UKStatementofReasons": "reasons",
    "PhoneNumber": "phones", "Website": "websites", "EmailAddress": "emails", "DOB": "birth_date", "Nationality": "nationality",
    "Position": "positions", "Gender": "gender", "TypeOfEntity": "organisation_type", "Subsidiary": "subsidiaries",
    "ParentCompany": "parent_companies", "BusinessRegistrationNumber": "business_numbers", "IMONumber": "imo_text",
    "CurrentOwnerOperator": "vessel_owner", "PreviousOwnerOperator": "former_vessel_owners", "CurrentBelievedFlagOfShip": "flag",
    "PreviousFlag": "former_flags", "TypeOfShip": "vessel_type", "TonnageOfShip": "tonnage", "LengthOfShip": "length",
    "YearBuilt": "built", "HullIdentificationNumber": "hull_number",
}  # fmt: skip
"""The property that an element of this name states."""

_ELSEWHERE: Final = frozenset(
    {"UniqueID", "RegimeName", "IndividualEntityShip", "DateDesignated", "Names", "NonLatinNames", "Addresses",
     "SanctionsImposedIndicators", "PassportDetails", "NationalIdentifierDetails", "BirthDetails"}
)  # fmt: skip
"""Elements that are read in another way."""


def records(path: Path) -> Iterator[Record | Reject]:
    """Yield one record a designation, in file order, keyed by its Unique ID; one without is a Reject."""
    for element in elements(path, ROOT, ("Designation",), beside=("DateGenerated",)):
        values, line = plain(element), element.sourceline or 0
        key = values.get("UniqueID") if isinstance(values, dict) else None
        if isinstance(key, str):
            yield Record(key=key, values=values, line=line)
        else:
            yield Reject(reason=f"{path.name}: a designation needs one UniqueID", field="UniqueID", line=line, raw=values)


def date(path: Path) -> str:
    """Return the day (ISO) that the file says it was generated on, or nothing."""
    for element in elements(path, ROOT, ("DateGenerated", "Designation")):
        text = (element.text or "").strip()
        return iso(text) or iso(text[:10])
    return ""


def party(values: Mapping[str, Any]) -> Party:
    """Return the party that a designation is."""
    facts: dict[str, dict[str, None]] = {}
    for property, text in _stated(values):
        facts.setdefault(property, {})[text] = None
    return Party(
        id=f"uk:{values['UniqueID']}",
        speaker=FCDO,
        type=said(values.get("IndividualEntityShip")),
        names=tuple(_names(values)),
        listings=(Listing(said(values.get("RegimeName")), said(values.get("DateDesignated"))),) if said(values.get("RegimeName")) else (),
        addresses=tuple(_addresses(values)),
        passports=tuple(_pairs(values, "PassportNumber", "PassportAdditionalInformation")),
        national_ids=tuple(_pairs(values, "NationalIdentifierNumber", "NationalIdentifierAdditionalInformation")),
        facts={property: tuple(texts) for property, texts in facts.items()},
    )


def _stated(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the properties and their texts, depth first; an element that is not known is kept with its name."""
    for key, value in values.items():
        if key in _ELSEWHERE:
            continue
        for item in many(value):
            if key in _PROPERTIES and isinstance(item, str):
                yield _PROPERTIES[key], item
            elif isinstance(item, dict):
                yield from _stated(item)
            else:
                yield "other_elements", f"{key}: {item}"
    if "SanctionsImposed" not in values:
        yield from (("measures", measure) for measure in _indicated(values.get("SanctionsImposedIndicators")))
    for place in _rows(values.get("BirthDetails")):
        if text := ", ".join(filter(None, (said(place.get("TownOfBirth")), said(place.get("CountryOfBirth"))))):
            yield "birth_place", text


def _indicated(container: Any) -> Iterator[str]:
    """Yield the measures that are marked as true, in words (`AssetFreeze` is Asset freeze)."""
    for row in rows(container):
        yield from (re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize() for name, value in row.items() if value == "true")


def _names(values: Mapping[str, Any]) -> Iterator[Name]:
    for row in _rows(values.get("Names")):
        if name := full_name({key: said(row.get(key)) for key in row}, "Name{}"):
            yield Name(name, said(row.get("NameType")), said(row.get("AliasStrength")))
    for row in _rows(values.get("NonLatinNames")):
        if name := " ".join(said(row.get("NameNonLatinScript")).split()):
            yield Name(name, script=said(row.get("NonLatinScriptType")) or "not Latin")


def _addresses(values: Mapping[str, Any]) -> Iterator[Address]:
    for row in _rows(values.get("Addresses")):
        lines = (said(row.get(name)) for name in (*(f"AddressLine{n}" for n in (1, 2, 3, 4, 5, 6)), "AddressPostalCode"))
        if (address := Address(tuple(filter(None, lines)), said(row.get("AddressCountry")))) != Address():
            yield address


def _pairs(values: Mapping[str, Any], number: str, note: str) -> Iterator[tuple[str, str]]:
    """Yield the documents, wherever they stand: an element with a child for the number or for what is said of it."""
    if number in values or note in values:
        yield said(values.get(number)), said(values.get(note))
        return
    for value in values.values():
        for item in () if isinstance(value, str) else many(value):
            if isinstance(item, dict):
                yield from _pairs(item, number, note)


def _rows(container: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a container, whatever their name (`Name` in `Names`)."""
    for part in many(container):
        if isinstance(part, dict):
            yield from (row for rows in part.values() for row in many(rows) if isinstance(row, dict))
