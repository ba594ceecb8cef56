"""A profile of OFAC's advanced files as a party: the same properties, programmes and places as from its other files."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from graph import dates
from graph.errors import BadDate, BadRow
from loaders._ofac_party import KIND_OF, Address, Alias, Listing, Party
from loaders._ofac_references import full_name
from loaders._ofac_remarks import gathered
from loaders._ofac_ties import Tie
from loaders._ofac_xml import document, from_remarks, identity, weak

_FEATURES: Final = {
    "birthdate": "birth_date", "place of birth": "birth_place", "nationality country": "nationality",
    "citizenship country": "citizenship", "gender": "gender",
}  # fmt: skip
"""Features that state a property, by their type in small letters."""

_VESSEL: Final = {
    "vessel call sign": "call_sign", "vessel type": "vessel_type", "vessel tonnage": "tonnage", "vessel flag": "flag",
    "vessel gross registered tonnage": "gross_tonnage", "vessel owner": "vessel_owner",
}  # fmt: skip
_ALIAS: Final = {"A.K.A.": "aka", "F.K.A.": "fka", "N.K.A.": "nka", "Name": "aka"}
_STREET: Final = ("ADDRESS1", "ADDRESS2", "ADDRESS3")
_PLACE: Final = (*_STREET, "CITY", "STATE/PROVINCE", "POSTAL CODE", "REGION")


def party(values: Mapping[str, Any]) -> Party:
    """Return the party that a profile is; raise BadRow for one of no type."""
    if "type" not in values:
        raise BadRow("a party needs a type", field="PartySubTypeID")
    rows = [(row, full_name(row["parts"])) for row in values.get("names", ())]
    latin = [(row, name) for row, name in rows if row["script"] in ("", "Latin") and name]
    own = next((name for row, name in latin if row["primary"]), "")
    others = [(name, _ALIAS.get(row["type"], row["type"]), "weak" if row["weak"] else "strong") for row, name in latin if name != own]
    remarks = "; ".join(values.get("comments", ()))
    features = [feature for feature in values.get("features", ()) if "type" in feature]
    documents = values.get("documents", ())
    listings = _listings(values.get("entries", ()))
    pairs = (
        *(pair for feature in features for pair in _stated(feature)),
        *(pair for row in documents for pair in _identity(row)),
        *from_remarks(remarks),
        *weak(others),
        *(("lists", entry["list"]) for entry in values.get("entries", ()) if entry.get("list")),
    )
    return Party(
        number=values["profile"],
        name=own,
        type=values["type"],
        programmes=tuple(listings),
        title="; ".join(text for feature in features if feature["type"] == "Title" for text in feature.get("texts", ())),
        remarks=remarks,
        facts=gathered(pairs),
        aliases=tuple(Alias(name, kind) for name, kind, category in others if category != "weak"),
        addresses=tuple(address(place) for feature in features if feature["type"] == "Location" for place in feature.get("places", ())),
        vessel={property: _only(features, kind) for kind, property in _VESSEL.items()},
        listings=listings,
        ties=tuple(map(_tie, filter(_whole, values.get("ties", ())))),
        names_in_script=tuple((name, row["script"]) for row, name in rows if row["script"] not in ("", "Latin") and name),
        notes=tuple(dict.fromkeys(_notes(values, features))),
    )


def address(place: Mapping[str, Any]) -> Address:
    """Return a location as an address; a region without a country stands for it, as the other files have it."""
    parts = [(kind, text) for kind, text in place.get("parts", ())]
    held = dict(reversed(parts))
    street = [text for kind, text in parts if kind not in _PLACE] + [held[kind] for kind in _STREET if kind in held]
    town = ", ".join(held[kind] for kind in ("CITY", "STATE/PROVINCE") if kind in held)
    region = f"Region: {held['REGION']}" if "REGION" in held else ""
    return Address(
        street=", ".join(street),
        city=" ".join(filter(None, (town, held.get("POSTAL CODE", "")))),
        country=place.get("country") or region,
        remarks=region if place.get("country") else "",
    )


def _texts(feature: Mapping[str, Any]) -> list[str]:
    """Return what a feature says, whichever way: its texts, dates, places."""
    places = [str(address(place)) for place in feature.get("places", ())]
    return [text for text in (*feature.get("texts", ()), *feature.get("dates", ()), *places) if text]


def _stated(feature: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = feature["type"].lower()
    if kind in _FEATURES:
        yield from ((_FEATURES[kind], text) for text in _texts(feature))
    elif kind not in _VESSEL and kind not in ("location", "title"):
        for text in _texts(feature):
            yield from identity(feature["type"], text, "", f"{feature['type']} {text}")


def _identity(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return identity(row.get("type", ""), row.get("number", ""), row.get("country", ""), _item(row))


def _item(row: Mapping[str, Any]) -> str:
    when = row.get("dates", {})
    return document(
        row.get("type", ""), row.get("number", ""), row.get("country", ""), when.get("Issue Date", ""), when.get("Expiration Date", "")
    )


def _only(features: list[Any], kind: str) -> str:
    return "; ".join(text for feature in features if feature["type"].lower() == kind for text in _texts(feature))


def _listings(entries: Any) -> dict[str, Listing]:
    """Return the programmes in order, each since the earliest event of the entries that have it."""
    found: dict[str, Listing] = {}
    for entry in entries:
        since = min((_since(event["date"]) for event in entry.get("events", ()) if event.get("date")), default="")
        basis = tuple(
            dict.fromkeys(event["legal_basis"] for event in entry.get("events", ()) if event["legal_basis"] not in ("", "Unknown"))
        )
        others = tuple(_measure(row) for row in entry.get("measures", ()) if row["type"] != "Program")
        for row in entry.get("measures", ()):
            if row["type"] == "Program" and row["comment"]:
                held = found.get(row["comment"], Listing())
                found[row["comment"]] = Listing(
                    since=min(filter(None, (held.since, since)), default=""),
                    legal_basis=tuple(dict.fromkeys((*held.legal_basis, *basis))),
                    measures=tuple(dict.fromkeys((*held.measures, *others))),
                )
    return found


def _since(day: str) -> str:
    try:
        dates.parse(day)
    except BadDate as fault:
        raise BadRow(fault.message, field="EntryEvent") from None
    return day


def _measure(row: Mapping[str, str]) -> str:
    return " ".join(filter(None, (row["type"], row["comment"], row["dates"])))


def _whole(tie: Mapping[str, Any]) -> bool:
    return bool(tie["name"]) and tie["type"].lower() in KIND_OF


def _tie(tie: Mapping[str, Any]) -> Tie:
    comment = " ".join(filter(None, (tie["comment"], tie["dates"])))
    kind = KIND_OF[tie["type"].lower()]
    return Tie(tie["relation"], f"ofac:{tie['to']}", kind, tie["name"], tie["former"], tie["quality"], comment)


def _notes(values: Mapping[str, Any], features: list[Any]) -> Iterator[str]:
    """Yield, word for word, what states no property: features, dates and remarks of documents, comments, broken ties."""
    for feature in features:
        kind = feature["type"]
        if kind.lower() not in (*_FEATURES, *_VESSEL, "location", "title") and not list(_stated(feature)):
            yield from (f"{kind} {text}" for text in _texts(feature))
        if comment := feature.get("comment"):
            yield f"{kind}: {comment}"
    for row in values.get("documents", ()):
        said = (row.get("authority"), row.get("comment"), row["validity"] if row.get("validity", "Valid") != "Valid" else "")
        if any(said) or row.get("dates") or not _identity(row):
            yield "; ".join(filter(None, (_item(row), *said)))
    for entry in values.get("entries", ()):
        texts = (
            entry.get("limits"),
            entry.get("comment"),
            *entry.get("information", ()),
            *(event["comment"] for event in entry.get("events", ())),
        )
        yield from filter(None, texts)
    yield from (f"{tie['relation']} profile {tie['to']}, which is not in the file" for tie in values.get("ties", ()) if not _whole(tie))
    yield from (str(row) for row in values.get("references", ()))
