"""Rows of OFAC's advanced files with every reference replaced by what it stands for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from loaders._elements import rows, said
from loaders._ofac_dates import day, span


@dataclass(slots=True)
class Index:
    """What a file says outside its parties, by id, entries and ties with their lines.

    The rows are JSON, which takes a third of the memory of objects.
    """

    sets: dict[str, dict[str, str]] = field(default_factory=lambda: {"PartyOfSubType": {}})
    locations: dict[str, bytes] = field(default_factory=dict)
    documents: dict[str, list[bytes]] = field(default_factory=dict)
    entries: dict[str, list[tuple[int, bytes]]] = field(default_factory=dict)
    ties: dict[str, list[tuple[int, bytes]]] = field(default_factory=dict)
    parties: dict[str, tuple[str, str]] = field(default_factory=dict)

    def word(self, kind: str, id: Any) -> str:
        """Return what a reference stands for; its set and number when the file does not say, nothing without a number."""
        return self.sets.get(kind, {}).get(str(id), f"{kind} {id}") if id is not None else ""


def full_name(parts: list[list[str]]) -> str:
    """Return a name from its parts (type, text): `LAST, First Middle` as the delimited files have it."""
    last = " ".join(text for kind, text in parts if kind.lower() in ("last name", "maiden name", "matronymic"))
    rest = " ".join(text for kind, text in parts if kind.lower() not in ("last name", "maiden name", "matronymic"))
    return ", ".join(filter(None, (last, rest)))


def type_of(profile: dict[str, Any], index: Index) -> str:
    """Return Individual, Entity, Vessel or Aircraft: the sub-type where it is known, else the type."""
    id = profile.get("@PartySubTypeID")
    word = index.word("PartySubType", id)
    if word.lower() in ("vessel", "aircraft") or id not in index.sets["PartyOfSubType"]:
        return word
    return index.word("PartyType", index.sets["PartyOfSubType"][id])


def names(profile: dict[str, Any], index: Index) -> Iterator[dict[str, Any]]:
    """Yield each documented name: its alias's type, whether it is the party's own, whether weak, its script and parts."""
    for identity in rows(profile.get("Identity")):
        masters = (master for held in rows(identity.get("NamePartGroups")) for master in rows(held.get("MasterNamePartGroup")))
        groups = {row.get("@ID"): row.get("@NamePartTypeID") for master in masters for row in rows(master.get("NamePartGroup"))}
        for alias in rows(identity.get("Alias")):
            for documented in rows(alias.get("DocumentedName")):
                values = (value for row in rows(documented.get("DocumentedNamePart")) for value in rows(row.get("NamePartValue")))
                found = [value for value in values if value.get("text")]
                yield {
                    "type": index.word("AliasType", alias.get("@AliasTypeID")),
                    "primary": identity.get("@Primary") == "true" and alias.get("@Primary") == "true",
                    "weak": alias.get("@LowQuality") == "true",
                    "script": index.word("Script", found[0].get("@ScriptID")) if found else "",
                    "parts": [[index.word("NamePartType", groups.get(value.get("@NamePartGroupID"))), value["text"]] for value in found],
                }


def feature(row: dict[str, Any], version: dict[str, Any], index: Index) -> dict[str, Any]:
    """Return what one version of a feature says: its type, its texts, dates and places, its comment."""
    details = rows(version.get("VersionDetail"))
    texts = (said(detail) or index.word("DetailReference", detail.get("@DetailReferenceID")) for detail in details)
    places = (index.locations.get(place.get("@LocationID", ""), b"{}") for place in rows(version.get("VersionLocation")))
    found = {
        "type": index.word("FeatureType", row.get("@FeatureTypeID")),
        "texts": list(filter(None, texts)),
        "dates": [span(period, _calendar(period, index)) for period in rows(version.get("DatePeriod"))],
        "places": [orjson.loads(place) for place in places],
        "comment": said(version.get("Comment")),
    }
    return {key: value for key, value in found.items() if value}


def location(row: dict[str, Any], index: Index) -> dict[str, Any]:
    """Return a location: its country, or area where it has none, and its parts, each with its type."""
    countries = [index.word("Country", place.get("@CountryID")) for place in rows(row.get("LocationCountry"))]
    areas = [index.word("AreaCode", area.get("@AreaCodeID")) for area in rows(row.get("LocationAreaCode"))]
    parts = []
    for part in rows(row.get("LocationPart")):
        for value in rows(part.get("LocationPartValue")):
            parts.append([index.word("LocPartType", part.get("@LocPartTypeID")), said(value.get("Value"))])
    return {"country": ", ".join(countries or areas), "parts": [part for part in parts if part[1]]}


def document(row: dict[str, Any], index: Index) -> dict[str, Any]:
    """Return a registration document: type, number, who issued it, validity, comment, and its dates by their type."""
    dates = {
        index.word("IDRegDocDateType", date.get("@IDRegDocDateTypeID")): span(
            date.get("DatePeriod"), _calendar(date.get("DatePeriod"), index)
        )
        for date in rows(row.get("DocumentDate"))
    }
    found = {
        "type": index.word("IDRegDocType", row.get("@IDRegDocTypeID")),
        "number": said(row.get("IDRegistrationNo")),
        "country": index.word("Country", row.get("@IssuedBy-CountryID")),
        "authority": said(row.get("IssuingAuthority")),
        "validity": index.word("Validity", row.get("@ValidityID")),
        "comment": said(row.get("Comment")),
        "dates": dates,
    }
    return {key: value for key, value in found.items() if value}


def entry(row: dict[str, Any], index: Index) -> dict[str, Any]:
    """Return a sanctions entry: its list, its events with their dates and legal basis, its measures, and what else it says."""
    events = [
        {
            "date": day(event.get("Date")),
            "legal_basis": index.word("LegalBasis", event.get("@LegalBasisID")),
            "comment": said(event.get("Comment")),
        }
        for event in rows(row.get("EntryEvent"))
    ]
    measures = [
        {
            "type": index.word("SanctionsType", measure.get("@SanctionsTypeID")),
            "comment": said(measure.get("Comment")),
            "dates": span(measure.get("DatePeriod"), _calendar(measure.get("DatePeriod"), index)),
        }
        for measure in rows(row.get("SanctionsMeasure"))
    ]
    found = {
        "list": index.word("List", row.get("@ListID")),
        "events": events,
        "measures": measures,
        "limits": said(row.get("LimitationsToListing")),
        "comment": said(row.get("Comment")),
        "information": [said(info.get("Text")) for info in rows(row.get("SupportingInfo"))],
    }
    return {key: value for key, value in found.items() if value}


def tie(row: dict[str, Any], index: Index) -> dict[str, Any]:
    """Return a relationship: its type, the profile at its other end, whether it is a former one, and what else it says."""
    return {
        "relation": index.word("RelationType", row.get("@RelationTypeID")),
        "to": row.get("@To-ProfileID", ""),
        "former": row.get("@Former") == "true",
        "quality": index.word("RelationQuality", row.get("@RelationQualityID")),
        "comment": said(row.get("Comment")),
        "dates": span(row.get("DatePeriod"), _calendar(row.get("DatePeriod"), index)),
    }


def _calendar(period: Any, index: Index) -> str:
    return index.word("CalendarType", period.get("@CalendarTypeID")) if isinstance(period, dict) else ""
