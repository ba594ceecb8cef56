"""A party of the Security Council's list as a thing: its names, and everything else that its elements state."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

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
_ALIASES: Final = ("INDIVIDUAL_ALIAS", "ENTITY_ALIAS")
_ADDRESSES: Final = ("INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS")
_BIRTHS: Final = ("INDIVIDUAL_DATE_OF_BIRTH",)
_BIRTHPLACES: Final = ("INDIVIDUAL_PLACE_OF_BIRTH",)
_DOCUMENTS: Final = ("INDIVIDUAL_DOCUMENT",)
_BORN: Final = ("DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH")
_PLAIN_ALIAS: Final = frozenset({"QUALITY", "ALIAS_NAME"})
_ALIAS: Final = frozenset({*_PLAIN_ALIAS, "NOTE", *_BORN})
_QUALITIES: Final = frozenset({"", "good", "a.k.a.", "low", "f.k.a."})
_LOCATED: Final = frozenset({*_PLACE, "NOTE"})
_ISSUE: Final = {"DATE_OF_ISSUE": "issued {}", "CITY_OF_ISSUE": "in {}", "COUNTRY_OF_ISSUE": "in {}"}
_DOCUMENT: Final = ("TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER", "ISSUING_COUNTRY", *_ISSUE, "NOTE", "text")
_DOCUMENTED: Final = frozenset(_DOCUMENT)

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
     "NATIONALITY2", "NAME_ORIGINAL_SCRIPT", *_ALIASES, *_ADDRESSES, *_BIRTHS, *_BIRTHPLACES, *_DOCUMENTS, "SORT_KEY",
     "SORT_KEY_LAST_MOD"}
)  # fmt: skip
"""Elements that are read or only sort the list; any other is kept by name."""


class Alias(NamedTuple):
    """What one alias element holds: its names, its quality in small letters, and what else is said of it."""

    names: tuple[str, ...]
    quality: str
    note: str

    @property
    def former(self) -> bool:
        """Whether the party was called so before."""
        note = self.note.casefold()
        return self.quality == "f.k.a." or "previously listed as" in note or "formerly listed as" in note


def described(values: Mapping[str, Any], id: str, reference: str, nations: tuple[str, ...]) -> Entity:
    """Return the party of these nationalities; raise BadRow for a type that is none and a name that is missing."""
    kind = KIND_OF.get(values["type"])
    name = " ".join([text for part in _NAMES if part in values and (text := line(values[part]))])
    if kind is None:
        raise BadRow(f"a party is {' or '.join(KIND_OF)}, not {values['type']!r}", field="type")
    if not name:
        raise BadRow("a party needs a name", field="FIRST_NAME")
    aliases, scripts = [_alias(row) for row in _places(values, _ALIASES)], names(line(values.get("NAME_ORIGINAL_SCRIPT")))
    others = dict.fromkeys((*names(name), *scripts, *[other for alias in aliases for other in alias.names]))
    others.pop(name, None)
    details = {**_stated(values, nations), **_known_by(aliases, scripts), **_located(values, nations), **_identified(values, reference)}
    stated = {key: value for key, value in details.items() if value}
    return Entity(id=id, kind=kind, name=name, aliases=tuple(others), details=stated)


def nationalities(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the nationalities as the list has them, countries and prose alike."""
    return _each([text for name in ("NATIONALITY", "NATIONALITY2") if name in values for text in lines(values[name])])


def addresses(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the country of each address and the note on it; either may be empty."""
    for row in _places(values, _ADDRESSES):
        yield line(row.get("COUNTRY")), line(row.get("NOTE"))


@lru_cache(maxsize=4_096)
def territory(name: str) -> str:
    """Return the id of the territory that the list calls so, or the empty string: prose is no name."""
    found = _countries.resolve(name) if name else None
    return found.id if found else ""


def _alias(row: Mapping[str, Any]) -> Alias:
    note = "" if _PLAIN_ALIAS.issuperset(row) else _aside(row)
    return Alias(names(line(row.get("ALIAS_NAME"))), line(row.get("QUALITY")).casefold(), note)


def _aside(row: Mapping[str, Any]) -> str:
    """Return what is said of an alias beside its name and quality."""
    born = " ".join(filter(None, (line(row.get(part)) for part in _BORN)))
    return ", ".join(filter(None, (line(row.get("NOTE")), f"born {born}" if born else "", *_unread(row, _ALIAS))))


def _known_by(aliases: list[Alias], scripts: tuple[str, ...]) -> dict[str, Value]:
    notes = []
    for alias in aliases:
        quality = "" if alias.quality in _QUALITIES else f"quality {alias.quality}"
        if alias.note or quality:
            notes.append(f"{'; '.join(alias.names)}: {', '.join(filter(None, (alias.note, quality)))}")
    return {
        "weak_aliases": _each([name for alias in aliases if alias.quality == "low" for name in alias.names]),
        "former_names": _each([name for alias in aliases if alias.former for name in alias.names]),
        "names_in_script": tuple(f"{name} (original script)" for name in scripts),
        "alias_notes": _each(notes),
    }


def _stated(values: Mapping[str, Any], nations: tuple[str, ...]) -> dict[str, Value]:
    gender = line(values.get("GENDER"))
    return {
        **{property: line(values[name]) for name, property in _SINGLE.items() if name in values},
        **{property: lines(values[name]) for name, property in _SEVERAL.items() if name in values},
        "gender": gender.capitalize() if gender.isupper() else gender,
        "nationality": nations,
        "other_elements": tuple(_unread(values, _READ)),
    }


def _located(values: Mapping[str, Any], nations: tuple[str, ...]) -> dict[str, Value]:
    places = _places(values, _ADDRESSES)
    births = [birth(row) for row in _places(values, _BIRTHS)]
    countries = (*nations, *[line(row.get("COUNTRY")) for row in places])
    return {
        "addresses": _each([_place(row) for row in places]),
        "birth_place": _each([_place(row) for row in _places(values, _BIRTHPLACES)]),
        "birth_date": _each([written for written, _ in births]),
        "birth_date_edtf": _each([edtf for _, edtf in births]),
        "unresolved_countries": _each([name for name in countries if not territory(name)]),
    }


def _identified(values: Mapping[str, Any], reference: str) -> dict[str, Value]:
    """Return the documents in words, and what identifies the party beyond doubt as `type:number:country`."""
    comments = line(values.get("COMMENTS1"))
    found, texts = [f"UN Ref:{text}:" for text in (reference, *old_references(comments))], dict[str, list[str]]()
    for row in _places(values, _DOCUMENTS):
        kind, number, place = document(row)
        if number and kind:
            issuers = (name for name in (line(row.get("ISSUING_COUNTRY")), place) if territory(name))
            found.append(f"{kind}:{number}:{next(issuers, '')}")
        texts.setdefault("passports" if kind == "Passport" else "national_ids", []).append(_document(row))
    companies = company_imo(comments) if values["type"] == "ENTITY" else ()
    found += [f"Company IMO:{number}:" for number in companies]
    return {"identifiers": _each(found), **{key: _each(held) for key, held in texts.items()}}


def _document(row: Mapping[str, Any]) -> str:
    stated = ((name, line(row[name])) for name in _DOCUMENT if name in row)
    return ", ".join((*(_ISSUE.get(name, "{}").format(text) for name, text in stated if text), *_unread(row, _DOCUMENTED)))


def _place(row: Mapping[str, Any]) -> str:
    note = line(row.get("NOTE"))
    parts = [text for part in _PLACE if part in row and (text := line(row[part]))]
    where = ", ".join((*parts, *_unread(row, _LOCATED)))
    return f"{where} ({note})" if where and note else where or note


def _places(values: Mapping[str, Any], names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [row for name in names if name in values for row in rows(values[name])]


def _unread(row: Mapping[str, Any], known: frozenset[str]) -> list[str]:
    """Return what is not read, by name."""
    if known.issuperset(row):
        return []
    unread = ((key, item) for key, held in row.items() if key not in known for item in many(held))
    return [f"{key}: {item if isinstance(item, str) else orjson.dumps(item).decode()}" for key, item in unread]


def _each(texts: list[str]) -> tuple[str, ...]:
    """Return the texts that are not empty, each once, in order."""
    return tuple(dict.fromkeys(filter(None, texts))) if texts else ()
