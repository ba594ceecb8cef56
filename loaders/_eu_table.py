"""The European Union's older list as a table: a row for each name, address, birth, document or citizenship of a party.

Format: EUSanctionsShort.csv; line breaks in a field are written as a backslash and an n.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from graph.errors import BadFile, BadRow
from graph.sources import Record, Reject
from loaders._eu_rows import KEY, Header
from loaders._eu_rows import rows as lines_of

_NEEDED: Final = (KEY, "Subject_type", "Leba_numtitle", "Leba_publication_date", "Programme", "Naal_wholename", "EU_ref_num")
_NONE: Final = frozenset({"", "N/A", "-"})

_PARTS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "nameAlias": ("Naal", {
        "lastname": "@lastName", "firstname": "@firstName", "middlename": "@middleName", "wholename": "@wholeName", "gender": "@gender",
        "title": "@title", "function": "@function", "language": "@nameLanguage",
    }),
    "address": ("Addr", {
        "number": "@number", "street": "@street", "zipcode": "@zipCode", "city": "@city", "country": "@countryIso2Code", "other": "other",
    }),
    "birthdate": ("Birt", {"date": "@birthdate", "place": "@place", "country": "@countryIso2Code"}),
    "identification": ("Iden", {"number": "@number", "country": "@countryIso2Code"}),
    "citizenship": ("Citi", {"country": "@countryIso2Code"}),
}  # fmt: skip
"""For each element of the XML: how its columns begin, and which attribute each column is."""

_ACT: Final[Mapping[str, str]] = {
    "leba_numtitle": "@numberTitle",
    "leba_publication_date": "@publicationDate",
    "leba_url": "@publicationUrl",
}
_COLUMNS: Final = frozenset(
    {*_NEEDED, "Leba_url", "Entity_remark"}
    | {f"{prefix}_{name}" for prefix, columns in _PARTS.values() for name in (*columns, *_ACT, "logical_id", "programme", KEY)}
)
"""Columns that are read or repeat what others say; any other is kept by name."""

_DOCUMENT: Final = re.compile(r"(.*?) \((\w+)-([^()]*)\) *(.*)", re.DOTALL)
_CONTACT: Final = re.compile(r"([A-Z]+)\[([^\]]*)\]")


def date(start: bytes) -> str:
    """Return the day that the first row says the file was made on (`04/07/2018`), or nothing."""
    found = re.match(rb"""[^\n]*\n"?(\d\d/\d\d/\d{4});""", start)
    try:
        return datetime.strptime(found[1].decode(), "%d/%m/%Y").date().isoformat() if found else ""
    except ValueError:
        return ""


def records(path: Path, found: Header) -> Iterator[Record | Reject]:
    """Yield one record a party, when its last row has been read; its rows need not be neighbours.

    The file is read twice: first the ids alone are counted, so that only parties still open are held. Raises BadFile for a
    column missing or named twice, and a file cut short; a row that cannot be read is a Reject with its line.
    """
    if missing := [name for name in _NEEDED if found.columns.count(name) != 1]:
        raise BadFile(f"the column {missing[0]!r} is not there once", where=f"{path} line 1", hint="Download it again.")
    left = Counter(row[1][KEY] for row in lines_of(path, found) if not isinstance(row, Reject))
    held: dict[str, list[dict[str, str]]] = {}
    lines: dict[str, int] = {}
    for found_row in lines_of(path, found):
        if isinstance(found_row, Reject):
            yield found_row
            continue
        line, row = found_row
        key = row[KEY]
        lines.setdefault(key, line)
        held.setdefault(key, []).append(row)
        left[key] -= 1
        if not left[key]:
            yield Record(key=key, values={KEY: key, "rows": held.pop(key)}, line=lines.pop(key))


def entity(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the party that a record of the table holds as the XML would have it."""
    rows: list[Mapping[str, str]] = values["rows"]
    other = dict.fromkeys(f"{name}: {cell}" for row in rows for name, cell in row.items() if not _known(name))
    return {
        "@logicalId": values[KEY],
        "@euReferenceNumber": _agreed(rows, "EU_ref_num"),
        "subjectType": {"@classificationCode": _agreed(rows, "Subject_type")},
        "regulation": _distinct({**_act(row, ""), "@programme": row.get("Programme", "")} for row in rows),
        "remark": list(dict.fromkeys(_text(row["Entity_remark"]) for row in rows if "Entity_remark" in row)),
        **{element: _distinct(_part(row, prefix, columns) for row in rows) for element, (prefix, columns) in _PARTS.items()},
        "other_columns": list(other),
    }


def _part(row: Mapping[str, str], prefix: str, columns: Mapping[str, str]) -> dict[str, Any]:
    """Return what the row says of one element of the XML; nothing when it says nothing."""
    if row.get(f"{prefix}_{KEY}", row[KEY]) != row[KEY]:
        raise BadRow(f"a row of party {row[KEY]} holds a part of party {row[f'{prefix}_{KEY}']}", field=f"{prefix}_{KEY}")
    stated = {attribute: row[f"{prefix}_{name}"] for name, attribute in columns.items() if row.get(f"{prefix}_{name}", "") not in _NONE}
    if match := _DOCUMENT.fullmatch(stated.get("@number", "")) if prefix == "Iden" else None:
        stated |= {"@number": match[1], "@identificationTypeCode": match[2], "@identificationTypeDescription": match[3], "remark": match[4]}
    part: dict[str, Any] = {key: value for key, value in stated.items() if value}
    if other := part.pop("other", ""):
        part["contactInfo"] = [{"@key": key, "@value": value} for key, value in _CONTACT.findall(other)]
        part["remark"] = _text(_CONTACT.sub("", other)).strip()
    if not part:
        return {}
    return part | ({"regulationSummary": act} if (act := _act(row, f"{prefix}_")) else {})


def _act(row: Mapping[str, str], prefix: str) -> dict[str, str]:
    names = ((f"{prefix}{name}" if prefix else name.capitalize(), attribute) for name, attribute in _ACT.items())
    return {attribute: row[name] for name, attribute in names if name in row}


def _agreed(rows: Iterable[Mapping[str, str]], column: str) -> str:
    found = dict.fromkeys(row[column] for row in rows if column in row)
    if len(found) > 1:
        raise BadRow(f"the rows of a party disagree: {' and '.join(found)}", field=column)
    return next(iter(found), "")


def _distinct(parts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({repr(part): part for part in parts if part}.values())


def _text(cell: str) -> str:
    return cell.replace("\\n", "\n")


def _known(column: str) -> bool:
    return column in _COLUMNS or column.startswith("Date_file")
