"""OFAC's SDN_ADVANCED.XML and CONS_ADVANCED.XML: profiles, and by their ids what the rest of the file says of them.

Format: "Advanced Sanctions Data Standard" (http://www.un.org/sanctions/1.0, sdn_advanced.xsd), since 2024 under
sanctionslistservice.ofac.treas.gov. The file is read twice: first everything but the parties is indexed, then the
parties are read one by one, with every reference replaced by what it stands for.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson

from graph.errors import BadFile
from graph.sources import Record, Reject
from loaders._elements import elements, local, plain, rows, said
from loaders._ofac_dates import day
from loaders._ofac_references import Index, document, entry, feature, full_name, location, names, tie, type_of

ROOT: Final = "Sanctions"

_SETS: Final = (
    "AliasType", "AreaCode", "CalendarType", "Country", "DetailReference", "FeatureType", "IDRegDocDateType", "IDRegDocType",
    "LegalBasis", "List", "LocPartType", "NamePartType", "PartySubType", "PartyType", "RelationQuality", "RelationType",
    "SanctionsType", "Script", "Validity",
)  # fmt: skip
"""The reference value sets that are resolved."""

_ROWS: Final = ("Location", "IDRegDocument", "DistinctParty", "ProfileRelationship", "SanctionsEntry", "SanctionsEntryLink")


def records(path: Path) -> Iterator[Record | Reject]:
    """Yield one record a profile, in file order, keyed by its id; then ties and entries of profiles that are not there."""
    index = _indexed(path)
    met = set()
    for element in elements(path, ROOT, _ROWS, beside=()):
        if local(element) != "DistinctParty":
            continue
        line, party = element.sourceline or 0, next(iter(rows(plain(element))), {})
        for profile in rows(party.get("Profile")):
            if not profile.get("@ID"):
                yield Reject(reason=f"{path.name}: a profile needs an ID", field="ID", line=line, raw=profile)
                continue
            met.add(profile["@ID"])
            yield Record(key=profile["@ID"], values=_values(profile, party, index), line=line)
    for kind, held in (("a sanctions entry", index.entries), ("a relationship", index.ties)):
        for id in sorted(held.keys() - met):
            for line, row in held[id]:
                reason = f"{path.name}: {kind} of profile {id}, which is not there" if id else f"{path.name}: {kind} of no profile"
                yield Reject(reason=reason, field="ProfileID", line=line, raw=orjson.loads(row))


def date(path: Path) -> str:
    """Return the day (ISO) that the file says it was issued on, or nothing."""
    for element in elements(path, ROOT, ("DateOfIssue", *_ROWS)):
        return day(plain(element)) if local(element) == "DateOfIssue" else ""
    return ""


def _indexed(path: Path) -> Index:
    index = Index()
    for element in elements(path, ROOT, (*(f"{name}Values" for name in _SETS), *_ROWS)):
        name = local(element)
        if name.endswith("Values"):
            _take_set(element, name.removesuffix("Values"), index)
        elif name == "DistinctParty":
            _take_party(element, index)
        elif name != "SanctionsEntryLink":
            _take_row(name, plain(element), element.sourceline or 0, index)
    if not index.sets.keys() >= {"PartySubType", "SanctionsType", "NamePartType"}:
        raise BadFile("the reference value sets are missing", where=str(path), hint="Download the file again.")
    return index


def _take_set(element: Any, name: str, index: Index) -> None:
    held = index.sets.setdefault(name, {})
    for child in element:
        held[child.get("ID", "")] = (child.text or "").strip() or child.get("Description", "")
        if name == "AreaCode":
            held[child.get("ID", "")] = child.get("Description") or held[child.get("ID", "")]
        if name == "PartySubType":
            index.sets["PartyOfSubType"][child.get("ID", "")] = child.get("PartyTypeID", "")


def _take_row(kind: str, row: Any, line: int, index: Index) -> None:
    if not isinstance(row, dict):
        return
    if kind == "Location":
        index.locations[row.get("@ID", "")] = orjson.dumps(location(row, index))
    elif kind == "IDRegDocument":
        index.documents.setdefault(row.get("@IdentityID", ""), []).append(orjson.dumps(document(row, index)))
    elif kind == "SanctionsEntry":
        index.entries.setdefault(row.get("@ProfileID", ""), []).append((line, orjson.dumps(entry(row, index))))
    elif kind == "ProfileRelationship":
        index.ties.setdefault(row.get("@From-ProfileID", ""), []).append((line, orjson.dumps(tie(row, index))))


def _take_party(element: Any, index: Index) -> None:
    """Note the type and name of each profile, for the ties that others have to it."""
    for profile in element.iterfind("{*}Profile"):
        held = {"Identity": [plain(identity) for identity in profile.iterfind("{*}Identity")]}
        own = next((full_name(name["parts"]) for name in names(held, index) if name["primary"]), "")
        index.parties[profile.get("ID", "")] = (type_of({"@PartySubTypeID": profile.get("PartySubTypeID")}, index), own)


def _values(profile: dict[str, Any], party: dict[str, Any], index: Index) -> dict[str, Any]:
    """Return the whole profile, its references resolved; what is empty is left out."""
    id = profile["@ID"]
    ties = [orjson.loads(row) for _, row in index.ties.get(id, ())]
    for held in ties:
        held["type"], held["name"] = index.parties.get(held["to"], ("", ""))
    values = {
        "profile": id,
        "type": type_of(profile, index),
        "names": list(names(profile, index)),
        "features": [feature(row, version, index) for row in rows(profile.get("Feature")) for version in rows(row.get("FeatureVersion"))],
        "documents": [
            orjson.loads(row) for identity in rows(profile.get("Identity")) for row in index.documents.get(identity.get("@ID", ""), ())
        ],
        "entries": [orjson.loads(row) for _, row in index.entries.get(id, ())],
        "ties": ties,
        "comments": list(filter(None, (said(source.get("Comment")) for source in (party, profile)))),
        "references": rows(profile.get("ExternalReference")),
    }
    return {key: value for key, value in values.items() if value}
