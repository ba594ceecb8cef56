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

from graph.errors import BadRow
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
_ADDRESS: Final = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")
_ID: Final = ("idType", "idNumber", "idCountry", "issueDate", "expirationDate")
_ALIAS: Final = {"a.k.a.": "aka", "f.k.a.": "fka", "n.k.a.": "nka"}
_LINKS: Final = re.compile(r"\(Linked To: (.+?)\)(?=\s*(?:;|$|\(Linked To:))", re.DOTALL)
_IDENTIFIER: Final = re.compile(r"(?=.*\d)(?!.*[a-z]{3}).{2,100}")  # digits and no word
_WITHOUT_DIGITS: Final = ("SWIFT/BIC", "MICEX Code", "Equity Ticker")


def records(path: Path) -> Iterator[Record | Reject]:
    """Yield one record an entry, in file order, keyed by its uid; an entry without one is a Reject."""
    for entry in elements(path, ROOT, ("sdnEntry",), beside=("publshInformation",)):
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
    """Return the party that an entry is; raise BadRow for one of no type, which the delimited files alone have."""
    if not said(record.get("sdnType")):
        raise BadRow("a party needs a type", field="sdnType")
    aliases = list(_aliases(record))
    ids = [_document(row) for row in listed(record, "idList", "id")]
    remarks = said(record.get("remarks"))
    pairs = (*_stated(record), *[pair for pairs, _ in ids for pair in pairs], *from_remarks(remarks), *weak(aliases))
    return Party(
        number=said(record.get("uid")),
        name=name(record),
        type=said(record.get("sdnType")),
        programmes=tuple(dict.fromkeys([text for row in listed(record, "programList", "program") if (text := said(row))])),
        title=said(record.get("title")),
        remarks=remarks,
        facts=gathered(pairs),
        aliases=tuple([Alias(other, kind) for other, kind, category in aliases if category != "weak"]),
        addresses=tuple([_address(row) for row in listed(record, "addressList", "address")]),
        vessel={property: said(listed(record, "vesselInfo", name)) for name, property in _VESSEL.items()} if "vesselInfo" in record else {},
        notes=tuple(dict.fromkeys(filter(None, (*[note for _, note in ids], *_unread(record))))),
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
    if not remarks:
        return
    for property, values in facts(_LINKS.sub("", remarks).strip(" ;") + ".").items():
        yield from ((property, value) for value in values)
    yield from (("linked_to", match.strip()) for match in _LINKS.findall(remarks))


def document(kind: str, number: str, country: str = "", issued: str = "", expires: str = "") -> str:
    """Return a document, or another value with a kind, as an item of the delimited files' remarks."""
    place = f" ({country})" if country else ""
    dates = "".join(f" {word} {date}" for word, date in (("issued", issued), ("expires", expires)) if date)
    return f"{kind} {number}{place}{dates}".strip()


def identity(kind: str, number: str, country: str, item: str) -> tuple[tuple[str, str], ...]:
    """Return what such an item states: as the grammar of the remarks has it, else an identifier if its value looks like one."""
    found, formed = stated(item), _IDENTIFIER.fullmatch(number)
    if found or not number:
        return found
    alike = formed and kind and not kind.endswith((":", "-")) and not edtf(number)
    return (("identifiers", f"{kind.removesuffix(' No.')}:{number}:{country}"),) if alike or kind in _WITHOUT_DIGITS else ()


def listed(record: Mapping[str, Any], container: str, item: str) -> list[dict[str, Any]]:
    """Return the items of a list (`aka` of `akaList`)."""
    return [row for held in rows(record[container]) for row in rows(held.get(item))] if container in record else []


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


def _unread(record: Mapping[str, Any]) -> list[str]:
    """Return the elements of an entry that are not known, by name."""
    unread = [] if _READ.issuperset(record) else [(key, value) for key, value in record.items() if key not in _READ]
    return [f"{key}: {value if isinstance(value, str) else orjson.dumps(value).decode()}" for key, value in unread]


def _document(row: Mapping[str, Any]) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return what an item of the ids states, and it word for word when that is nothing, or has dates that no property has."""
    kind, number, country, issued, expires = [said(row.get(part)) for part in _ID]
    item = document(kind, number or country, country if number else "", issued, expires)
    pairs = identity(kind, number, country, item)
    return pairs, item if issued or expires or not pairs else ""


def _address(row: Mapping[str, Any]) -> Address:
    held = {name: text for name in _ADDRESS if name in row and (text := said(row[name]))}
    place = ", ".join([held[name] for name in ("city", "stateOrProvince") if name in held])
    return Address(
        street=", ".join([held[name] for name in ("address1", "address2", "address3") if name in held]),
        city=" ".join(filter(None, (place, held.get("postalCode", "")))),
        country=held.get("country", ""),
    )
