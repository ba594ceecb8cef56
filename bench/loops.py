"""Bare loops of lxml over the published lists, as one would write them for the list alone; nothing is checked or understood.

Both free each party when they have it. `by_name` asks each party for the fields that its loader reads; `whole` takes every
element and attribute as it comes, which is as fast as lxml gives them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lxml import etree


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a loader reads of a party: its namespace, single texts, texts and rows by their paths, the rows with their texts."""

    namespace: str = ""
    parties: tuple[str, ...]
    texts: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def named(self, path: str) -> str:
        """Return a path with the namespace at each of its names."""
        return "/".join(f"{{{self.namespace}}}{name}" if self.namespace else name for name in path.split("/"))


_ALIAS: Final = ("QUALITY", "ALIAS_NAME", "DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH", "NOTE")
_ADDRESS: Final = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")
_ACT: Final[Mapping[str, tuple[str, ...]]] = dict.fromkeys(
    ("subjectType", "nameAlias", "citizenship", "birthdate", "identification", "address"), ("remark",)
)

SHAPES: Final = {
    "un_sc": Shape(
        parties=("INDIVIDUAL", "ENTITY"),
        texts=(
            "DATAID", "VERSIONNUM", "FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "UN_LIST_TYPE", "REFERENCE_NUMBER",
            "LISTED_ON", "DELISTED_ON", "GENDER", "COMMENTS1", "NAME_ORIGINAL_SCRIPT", "SUBMITTED_BY", "SUBMITTED_ON",
        ),
        several=("TITLE/VALUE", "DESIGNATION/VALUE", "NATIONALITY/VALUE", "LIST_TYPE/VALUE", "LAST_DAY_UPDATED/VALUE"),
        rows={
            "INDIVIDUAL_ALIAS": _ALIAS, "ENTITY_ALIAS": _ALIAS, "INDIVIDUAL_ADDRESS": _ADDRESS, "ENTITY_ADDRESS": _ADDRESS,
            "INDIVIDUAL_DATE_OF_BIRTH": ("TYPE_OF_DATE", "DATE", "YEAR", "FROM_YEAR", "TO_YEAR", "NOTE"),
            "INDIVIDUAL_PLACE_OF_BIRTH": ("CITY", "STATE_PROVINCE", "COUNTRY", "NOTE"),
            "INDIVIDUAL_DOCUMENT": (
                "TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER", "ISSUING_COUNTRY", "DATE_OF_ISSUE", "CITY_OF_ISSUE", "NOTE",
            ),
        },
    ),
    "eu_fsf": Shape(
        namespace="http://eu.europa.ec/fpi/fsd/export",
        parties=("sanctionEntity",),
        several=("remark",),
        rows={
            **_ACT, "regulation": ("publicationUrl",), "address/contactInfo": (),
            **{f"{part}/regulationSummary": () for part in _ACT},
        },
    ),
    "ofac_sdn": Shape(
        namespace="http://tempuri.org/sdnList.xsd",
        parties=("sdnEntry",),
        texts=("uid", "lastName", "firstName", "title", "sdnType", "remarks"),
        several=(
            "programList/program", "nationalityList/nationality/country", "citizenshipList/citizenship/country",
            "dateOfBirthList/dateOfBirthItem/dateOfBirth", "placeOfBirthList/placeOfBirthItem/placeOfBirth",
        ),
        rows={
            "idList/id": ("idType", "idNumber", "idCountry", "issueDate", "expirationDate"),
            "akaList/aka": ("type", "category", "lastName", "firstName"),
            "addressList/address": ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country"),
            "vesselInfo": ("callSign", "vesselType", "tonnage", "grossRegisteredTonnage", "vesselFlag", "vesselOwner"),
        },
    ),
}  # fmt: skip
"""By the loader that reads them."""


def by_name(path: Path, shape: Shape) -> int:
    """Take from each party the fields that its loader reads, in a dict; return how many parties there are."""
    texts = {name: shape.named(name) for name in (*shape.texts, *(text for names in shape.rows.values() for text in names))}
    paths = {path: shape.named(path) for path in (*shape.several, *shape.rows)}

    def fields(party: Any) -> dict[str, Any]:
        found = {**party.attrib, **{name: party.findtext(texts[name]) for name in shape.texts}}
        for several in shape.several:
            found[several] = [each.text for each in party.iterfind(paths[several])]
        for rows, names in shape.rows.items():
            found[rows] = [{**row.attrib, **{name: row.findtext(texts[name]) for name in names}} for row in party.iterfind(paths[rows])]
        return found

    return _through(path, shape, fields)


def whole(path: Path, shape: Shape) -> int:
    """Take every element and attribute of each party, in dicts in one another; return how many parties there are."""

    def held(element: Any) -> dict[str, Any]:
        found = dict(element.items())
        for child in element:
            found.setdefault(child.tag, []).append(held(child) if len(child) or child.attrib else child.text)
        return found

    return _through(path, shape, held)


def _through(path: Path, shape: Shape, take: Callable[[Any], Mapping[str, Any]]) -> int:
    return sum(bool(take(party)) for party in _parties(path, shape))


def _parties(path: Path, shape: Shape) -> Iterator[Any]:
    for _, element in etree.iterparse(path, tag=[shape.named(name) for name in shape.parties]):
        yield element
        element.clear(keep_tail=False)
        while element.getprevious() is not None:
            del element.getparent()[0]
