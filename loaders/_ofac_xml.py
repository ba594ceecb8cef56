"""OFAC's SDN.XML and CONSOLIDATED.XML: one `sdnEntry` a party.

Format: OFAC, sdn.xsd (namespace http://tempuri.org/sdnList.xsd) and its successor under sanctionslistservice.ofac.treas.gov;
only names of elements are read, whatever their namespace. What `idList` holds is worded as the delimited files' remarks
word it, so that both shapes state the same.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson

from graph.sources import Record, Reject
from loaders._elements import elements, plain, rows, said
from loaders._ofac_party import Address, Alias, Party
from loaders._ofac_remarks import edtf, facts, gathered, stated

ROOT: Final = "sdnList"

_READ: Final = frozenset(
    {
        "uid", "lastName", "firstName", "title", "sdnType", "remarks", "programList", "idList", "akaList", "addressList",
        "nationalityList", "citizenshipList", "dateOfBirthList", "placeOfBirthList", "vesselInfo",
    }
)  # fmt: skip
"""The elements of an entry that are understood; others are kept as notes."""

_VESSEL: Final = {
    "callSign": "call_sign", "vesselType": "vessel_type", "tonnage": "tonnage", "grossRegisteredTonnage": "gross_tonnage",
    "vesselFlag": "flag", "vesselOwner": "vessel_owner",
}  # fmt: skip
_LISTS: Final = (
    ("dateOfBirthList", "dateOfBirthItem", "dateOfBirth", "birth_date"),
    ("placeOfBirthList", "placeOfBirthItem", "placeOfBirth", "birth_place"),
    ("nationalityList", "nationality", "country", "nationality"),
    ("citizenshipList", "citizenship", "country", "citizenship"),
)
_ALIAS: Final = {"a.k.a.": "aka", "f.k.a.": "fka", "n.k.a.": "nka"}
_LINKS: Final = re.compile(r"\(Linked To: (.+?)\)(?=\s*(?:;|$|\(Linked To:))", re.DOTALL)
_IDENTIFIER: Final = re.compile(r"(?=.*\d)(?!.*[a-z]{3}).{2,100}")  # digits and no word
_WITHOUT_DIGITS: Final = ("SWIFT/BIC", "MICEX Code", "Equity Ticker")


def records(path: Path) -> Iterator[Record | Reject]:
    """Yield one record an entry, in file order, keyed by its uid; an entry without one is a Reject."""
    for entry in elements(path, ROOT, ("sdnEntry",)):
        values = plain(entry)
        key = values.get("uid") if isinstance(values, dict) else None
        line = entry.sourceline or 0
        if isinstance(key, str):
            yield Record(key=key, values=values, line=line)
        else:
            yield Reject(reason=f"{path.name}: an entry needs one uid", field="uid", line=line, raw=values)


def date(path: Path) -> str:
    """Return the day (ISO) that the file says it was published on, or nothing."""
    for element in elements(path, ROOT, ("Publish_Date", "sdnEntry")):
        try:
            return datetime.strptime((element.text or "").strip(), "%m/%d/%Y").date().isoformat()
        except ValueError:
            return ""
    return ""


def party(record: Mapping[str, Any]) -> Party:
    """Return the party that an entry is."""
    aliases = list(_aliases(record))
    ids = list(listed(record, "idList", "id"))
    remarks = said(record.get("remarks"))
    pairs = (*_stated(record), *(pair for row in ids for pair in _identity(row)), *from_remarks(remarks), *weak(aliases))
    return Party(
        number=said(record.get("uid")),
        name=name(record),
        type=said(record.get("sdnType")),
        programmes=tuple(dict.fromkeys(filter(None, map(said, listed(record, "programList", "program"))))),
        title=said(record.get("title")),
        remarks=remarks,
        facts=gathered(pairs),
        aliases=tuple(Alias(other, kind) for other, kind, category in aliases if category != "weak"),
        addresses=tuple(map(_address, listed(record, "addressList", "address"))),
        vessel={property: said(list(listed(record, "vesselInfo", name))) for name, property in _VESSEL.items()},
        notes=tuple(dict.fromkeys(filter(None, (*map(_note, ids), *_unread(record))))),
    )


def name(row: Mapping[str, Any]) -> str:
    """Return `LAST, First` as the delimited files have it, or the only name there is."""
    return ", ".join(filter(None, (said(row.get("lastName")), said(row.get("firstName")))))


def weak(aliases: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the names of category weak, former ones as such."""
    for other, kind, category in aliases:
        if category == "weak" and other:
            yield "former_names" if kind == "fka" else "weak_aliases", other


def from_remarks(remarks: str) -> Iterator[tuple[str, str]]:
    """Yield what remarks state that end without a full stop of their own, and hold links in brackets: `(Linked To: X)`."""
    for property, values in facts(_LINKS.sub("", remarks).strip(" ;") + ".").items():
        yield from ((property, value) for value in values)
    yield from (("linked_to", match.strip()) for match in _LINKS.findall(remarks))


def document(kind: str, number: str, country: str = "", issued: str = "", expires: str = "") -> str:
    """Return a document, or another value with a kind, as an item of the delimited files' remarks."""
    place = f" ({country})" if country else ""
    dates = "".join(f" {word} {date}" for word, date in (("issued", issued), ("expires", expires)) if date)
    return f"{kind} {number}{place}{dates}".strip()


def identity(kind: str, number: str, country: str, item: str) -> Iterator[tuple[str, str]]:
    """Yield what such an item states: as the grammar of the remarks has it, else an identifier if its value looks like one."""
    found = list(stated(item))
    alike = _IDENTIFIER.fullmatch(number) and kind and not kind.endswith((":", "-")) and not edtf(number)
    if not found and number and (alike or kind in _WITHOUT_DIGITS):
        found = [("identifiers", f"{kind.removesuffix(' No.')}:{number}:{country}")]
    yield from found


def listed(record: Mapping[str, Any], container: str, item: str) -> Iterator[dict[str, Any]]:
    """Yield the items of a list (`aka` of `akaList`)."""
    for held in rows(record.get(container)):
        yield from rows(held.get(item))


def _aliases(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the other names of an entry, each with its type and category."""
    for row in listed(record, "akaList", "aka"):
        kind = said(row.get("type"))
        if other := name(row):
            yield other, _ALIAS.get(kind, kind), said(row.get("category"))


def _stated(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for container, item, child, property in _LISTS:
        for row in listed(record, container, item):
            if value := said(row.get(child)):
                yield property, value


def _unread(record: Mapping[str, Any]) -> Iterator[str]:
    """Yield the elements of an entry that are not known, by name."""
    for key, value in record.items():
        if key not in _READ:
            yield f"{key}: {value if isinstance(value, str) else orjson.dumps(value).decode()}"


def _item(row: Mapping[str, Any]) -> str:
    number = said(row.get("idNumber")) or said(row.get("idCountry"))
    country = said(row.get("idCountry")) if said(row.get("idNumber")) else ""
    return document(said(row.get("idType")), number, country, said(row.get("issueDate")), said(row.get("expirationDate")))


def _identity(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from identity(said(row.get("idType")), said(row.get("idNumber")), said(row.get("idCountry")), _item(row))


def _note(row: Mapping[str, Any]) -> str:
    """Return an item of the ids word for word when it states no property, or dates that no property has."""
    dated = said(row.get("issueDate")) or said(row.get("expirationDate"))
    return _item(row) if dated or not list(_identity(row)) else ""


def _address(row: Mapping[str, Any]) -> Address:
    place = ", ".join(filter(None, (said(row.get("city")), said(row.get("stateOrProvince")))))
    return Address(
        street=", ".join(filter(None, (said(row.get(f"address{n}")) for n in (1, 2, 3)))),
        city=" ".join(filter(None, (place, said(row.get("postalCode"))))),
        country=said(row.get("country")),
    )
