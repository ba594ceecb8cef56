"""A party of the Security Council's list as a thing: its names, and everything else that its elements state."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from graph.claims import Entity, Value
from graph.errors import BadRow
from loaders import _countries
from loaders._elements import many, rows
from loaders._un_text import birth, company_imo, document, line, lines, names, old_references

KIND_OF: Final[Mapping[str, str]] = {"INDIVIDUAL": "Person", "ENTITY": "Organisation"}
"""The kind of thing by the name of its element."""

_NAMES: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_PLACE: Final = ("text", "STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
_STRONG: Final = frozenset({"", "good", "a.k.a."})

_SINGLE: Final[Mapping[str, str]] = {
    "COMMENTS1": "remarks", "SUBMITTED_BY": "submitted_by", "SUBMITTED_ON": "submitted_on", "VERSIONNUM": "version",
    "DATAID": "data_id",
}  # fmt: skip
"""The property that an element with one text states."""

_SEVERAL: Final[Mapping[str, str]] = {
    "TITLE": "titles", "DESIGNATION": "positions", "LAST_DAY_UPDATED": "updated", "LIST_TYPE": "list_type",
}  # fmt: skip
"""The property that an element with `VALUE`s states."""

_READ: Final = frozenset(
    {*_NAMES, *_SINGLE, *_SEVERAL, "type", "REFERENCE_NUMBER", "UN_LIST_TYPE", "LISTED_ON", "DELISTED_ON", "GENDER", "NATIONALITY",
     "NATIONALITY2", "NAME_ORIGINAL_SCRIPT", "INDIVIDUAL_ALIAS", "ENTITY_ALIAS", "INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS",
     "INDIVIDUAL_DATE_OF_BIRTH", "INDIVIDUAL_PLACE_OF_BIRTH", "INDIVIDUAL_DOCUMENT", "SORT_KEY", "SORT_KEY_LAST_MOD"}
)  # fmt: skip
"""Elements that are read or only sort the list; any other is kept by name."""


@dataclass(frozen=True, slots=True)
class Alias:
    """What one alias element holds: its names, its quality in small letters, and what else is said of it."""

    names: tuple[str, ...]
    quality: str
    note: str

    @property
    def former(self) -> bool:
        """Whether the party was called so before."""
        return self.quality == "f.k.a." or any(words in self.note.casefold() for words in ("previously listed as", "formerly listed as"))


def described(values: Mapping[str, Any], id: str, reference: str) -> Entity:
    """Return the party; raise BadRow for a type that is none and a name that is missing."""
    kind = KIND_OF.get(values["type"])
    name = " ".join(filter(None, (line(values.get(part)) for part in _NAMES)))
    if kind is None:
        raise BadRow(f"a party is {' or '.join(KIND_OF)}, not {values['type']!r}", field="type")
    if not name:
        raise BadRow("a party needs a name", field="FIRST_NAME")
    aliases, scripts = tuple(_aliases(values)), names(line(values.get("NAME_ORIGINAL_SCRIPT")))
    others = (*names(name), *scripts, *(other for alias in aliases for other in alias.names))
    details = {**_stated(values), **_known_by(aliases, scripts), **_located(values), **_identified(values, reference)}
    return Entity(
        id=id,
        kind=kind,
        name=name,
        aliases=tuple(other for other in dict.fromkeys(others) if other != name),
        details={key: value for key, value in details.items() if value},
    )


def nationalities(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the nationalities as the list has them, countries and prose alike."""
    return _each(text for name in ("NATIONALITY", "NATIONALITY2") for text in lines(values.get(name)))


def addresses(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the country of each address and the note on it; either may be empty."""
    for row in _places(values, "INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS"):
        yield line(row.get("COUNTRY")), line(row.get("NOTE"))


def territory(name: str) -> str:
    """Return the id of the territory that the list calls so, or the empty string: prose is no name."""
    found = _countries.resolve(name) if name else None
    return found.id if found else ""


def _aliases(values: Mapping[str, Any]) -> Iterator[Alias]:
    for row in _places(values, "INDIVIDUAL_ALIAS", "ENTITY_ALIAS"):
        born = " ".join(filter(None, (line(row.get(part)) for part in ("DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"))))
        read = ("QUALITY", "ALIAS_NAME", "NOTE", "DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH")
        asides = (line(row.get("NOTE")), f"born {born}" if born else "", *_unread(row, read))
        yield Alias(names(line(row.get("ALIAS_NAME"))), line(row.get("QUALITY")).casefold(), ", ".join(filter(None, asides)))


def _known_by(aliases: tuple[Alias, ...], scripts: tuple[str, ...]) -> dict[str, Value]:
    qualities = ((alias, "" if alias.quality in {*_STRONG, "low", "f.k.a."} else f"quality {alias.quality}") for alias in aliases)
    notes = (("; ".join(alias.names), ", ".join(filter(None, (alias.note, quality)))) for alias, quality in qualities)
    return {
        "weak_aliases": _each(name for alias in aliases if alias.quality == "low" for name in alias.names),
        "former_names": _each(name for alias in aliases if alias.former for name in alias.names),
        "names_in_script": tuple(f"{name} (original script)" for name in scripts),
        "alias_notes": _each(f"{name}: {note}" for name, note in notes if note),
    }


def _stated(values: Mapping[str, Any]) -> dict[str, Value]:
    gender = line(values.get("GENDER"))
    return {
        **{property: line(values.get(name)) for name, property in _SINGLE.items()},
        **{property: lines(values.get(name)) for name, property in _SEVERAL.items()},
        "gender": gender.capitalize() if gender.isupper() else gender,
        "nationality": nationalities(values),
        "other_elements": tuple(_unread(values, _READ)),
    }


def _located(values: Mapping[str, Any]) -> dict[str, Value]:
    places = tuple(_places(values, "INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS"))
    births = [birth(row) for row in _places(values, "INDIVIDUAL_DATE_OF_BIRTH")]
    countries = (*nationalities(values), *(line(row.get("COUNTRY")) for row in places))
    return {
        "addresses": _each(map(_place, places)),
        "birth_place": _each(map(_place, _places(values, "INDIVIDUAL_PLACE_OF_BIRTH"))),
        "birth_date": _each(written for written, _ in births),
        "birth_date_edtf": _each(edtf for _, edtf in births),
        "unresolved_countries": _each(name for name in countries if not territory(name)),
    }


def _identified(values: Mapping[str, Any], reference: str) -> dict[str, Value]:
    """Return the documents in words, and what identifies the party beyond doubt as `type:number:country`."""
    comments = line(values.get("COMMENTS1"))
    found, texts = [f"UN Ref:{text}:" for text in (reference, *old_references(comments))], dict[str, list[str]]()
    for row in _places(values, "INDIVIDUAL_DOCUMENT"):
        kind, number, place = document(row)
        issuers = (name for name in (line(row.get("ISSUING_COUNTRY")), place) if territory(name))
        if number and kind:
            found.append(f"{kind}:{number}:{next(issuers, '')}")
        texts.setdefault("passports" if kind == "Passport" else "national_ids", []).append(_document(row))
    companies = company_imo(comments) if values["type"] == "ENTITY" else ()
    found += [f"Company IMO:{number}:" for number in companies]
    return {"identifiers": _each(found), **{key: _each(held) for key, held in texts.items()}}


def _document(row: Mapping[str, Any]) -> str:
    words = {"DATE_OF_ISSUE": "issued {}", "CITY_OF_ISSUE": "in {}", "COUNTRY_OF_ISSUE": "in {}"}
    order = ("TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER", "ISSUING_COUNTRY", *words, "NOTE", "text")
    stated = ((name, line(row.get(name))) for name in order)
    return ", ".join((*(words.get(name, "{}").format(text) for name, text in stated if text), *_unread(row, order)))


def _place(row: Mapping[str, Any]) -> str:
    note = line(row.get("NOTE"))
    where = ", ".join((*filter(None, (line(row.get(part)) for part in _PLACE)), *_unread(row, (*_PLACE, "NOTE"))))
    return f"{where} ({note})" if where and note else where or note


def _places(values: Mapping[str, Any], *elements: str) -> Iterator[dict[str, Any]]:
    for name in elements:
        yield from rows(values.get(name))


def _unread(row: Mapping[str, Any], known: Any) -> Iterator[str]:
    """Yield what is not read, by name."""
    for key, held in row.items():
        if key not in known:
            yield from (f"{key}: {item if isinstance(item, str) else orjson.dumps(item).decode()}" for item in many(held))


def _each(texts: Any) -> tuple[str, ...]:
    """Return the texts that are not empty, each once, in order."""
    return tuple(dict.fromkeys(filter(None, texts)))
