"""What the Security Council's list puts into text: several names in one, half-known births, documents in words.

Read off the lists of 2018 and 2025; a text that follows none of the forms states nothing, and is kept as it is.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from graph import dates
from graph.errors import BadDate
from loaders._elements import many, rows, said

_NO_VALUE: Final = "na"
_LISTED_INSIDE: Final = re.compile(r"([^()]+) \(([^()]*;[^()]*)\)")
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = re.compile(rf"({'|'.join(_MONTHS)})[a-z]*\.? (\d{{4}})", re.IGNORECASE)
_BIRTHS: Final = frozenset({"", "exact", "approximately", "between"})
_OLD_REFERENCE: Final = re.compile(r"\[Old Reference # ?([A-Z]{1,2}(?:\.[A-Z0-9()]+)+)\]")
_IMO: Final = re.compile(r"\bIMO\)?(?: number)?[:.]? *(\d{7})\b", re.IGNORECASE)

_KINDS: Final = (
    (re.compile(r"passe?port|pasaporte", re.IGNORECASE), "Passport"),
    (re.compile(r"\bnational\s+identi|^jordanian national$|^(alternate |civil |personal )?identi", re.IGNORECASE), "National ID"),
    (re.compile(r"\bbirth certificate\b", re.IGNORECASE), "Birth Certificate"),
    (re.compile(r"\bfiscal code\b", re.IGNORECASE), "Tax ID"),
    (re.compile(r"\bsocial security\b", re.IGNORECASE), "SSN"),
    (re.compile(r"\bration card\b", re.IGNORECASE), "Ration Card"),
)
"""What the words of a document's type say that it is; the first that fits counts."""

_BARE: Final = r"(?=[A-Z /.-]*\d)([A-Z0-9]+(?:[ /.-]{1,2}[A-Z0-9]+)*)(?: \(([A-Z][\w ]+)\))?"
_INTRODUCED: Final = {
    "Passport": re.compile(rf"(?:[\w ]*\b(?i:passport) (?i:number|no)[.:]* )?{_BARE}"),
    "National ID": re.compile(rf"(?:[\w ]*\b(?i:national identi(?:ty|fication)) (?:card )?(?:\(tazkira\) )?(?i:number|no)[.:]* )?{_BARE}"),
}
"""A number as it stands alone or is introduced by what it is, with a country in brackets behind it."""


def line(raw: Any) -> str:
    """Return the text of an element in one line; `na`, the schema's own word for none, is none."""
    if not raw:
        return ""
    found = " ".join((raw if isinstance(raw, str) else said(raw)).split())
    return "" if found == _NO_VALUE else found


def lines(raw: Any) -> tuple[str, ...]:
    """Return the texts of the `VALUE`s in an element, each once, in order; a text without one counts as one."""
    found = (line(item) for row in rows(raw) for item in (*many(row.get("VALUE")), row.get("text")) if item)
    return tuple(dict.fromkeys(filter(None, found)))


def names(text: str) -> tuple[str, ...]:
    """Return the names that stand in one, parted by `;`, and those in brackets behind a name: `X (Y; Z)` is three."""
    held: list[str] = []
    depth = 0
    for part in text.split(";"):
        if depth > 0:
            held[-1] += f";{part}"
        else:
            held.append(part)
        depth = max(0, depth + part.count("(") - part.count(")"))
    return tuple(dict.fromkeys(name for part in held for name in _inside(part.strip()) if name))


def birth(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return a date of birth as the list has it, in one line, and in EDTF; either may be empty.

    What is approximate by its type or its note has `~`; a date beside which another note stands is uncertain (`?`).
    """
    kind, note = line(row.get("TYPE_OF_DATE")).casefold(), line(row.get("NOTE"))
    first, last = line(row.get("FROM_YEAR")), line(row.get("TO_YEAR"))
    plain = line(row.get("DATE")) or line(row.get("YEAR")) or " to ".join(filter(None, (first, last)))
    asides = ", ".join(filter(None, ("" if kind in ("", "exact", "between") else kind, note if plain else "")))
    written = f"{plain or note} ({asides})" if asides and (plain or note) else plain or note
    if kind not in _BIRTHS:
        return written, ""
    about = "approximately" in (kind, note.casefold())
    doubted = bool(plain and note) and note.casefold() != "approximately"
    mark = {(True, True): "%", (True, False): "~", (False, True): "?"}.get((about, doubted), "")
    return written, _readable("/".join(f"{point}{mark}" for point in _points(row, first, last, "" if plain else note)))


def document(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the kind of a document, its number and the country in brackets behind it; the number only where it is plain.

    Of the two types the second, where it says more than that there is a number, is what the document is.
    """
    first, second = line(row.get("TYPE_OF_DOCUMENT")), _named(line(row.get("TYPE_OF_DOCUMENT2")))
    kind = _kind(second) or second or _kind(first) or first
    match = _INTRODUCED.get(kind, re.compile(_BARE)).fullmatch(line(row.get("NUMBER")))
    return (kind, match[1], match[2] or "") if match else (kind, "", "")


def company_imo(text: str) -> Iterator[str]:
    """Yield the numbers that a text calls IMO and that are a company's: check digit with weights 8 6 4 2 9 7, modulo 11."""
    for number in _IMO.findall(text):
        total = sum(int(digit) * weight for digit, weight in zip(number, (8, 6, 4, 2, 9, 7)))
        if (11 - total % 11) % 10 == int(number[6]):
            yield number


def old_references(text: str) -> tuple[str, ...]:
    """Return the references that the party had before 2014, as the comments have them (`[Old Reference # I.47.C.6]`)."""
    return tuple(_OLD_REFERENCE.findall(text))


def _inside(name: str) -> tuple[str, ...]:
    match = _LISTED_INSIDE.fullmatch(name)
    return (match[1].strip(), *(part.strip() for part in match[2].split(";"))) if match else (name,)


def _points(row: Mapping[str, Any], first: str, last: str, note: str) -> tuple[str, ...]:
    day = _DAY.fullmatch(line(row.get("DATE")))
    if point := day[1] if day else line(row.get("DATE")) or line(row.get("YEAR")):
        return (point,)
    if first and last:
        return first, last
    match = _MONTH.fullmatch(note)
    return (f"{match[2]}-{_MONTHS.index(match[1].casefold()) + 1:02}",) if match else ()


def _readable(written: str) -> str:
    try:
        dates.parse(written)
    except BadDate:
        return ""
    return written


def _named(type: str) -> str:
    """Return a type without the word for a number behind it, and nothing for one that holds a number itself."""
    return "" if re.search(r"\d", type) else re.sub(r"\s*\b(?:number|no)\b[.:]*\s*$", "", type, flags=re.IGNORECASE).strip(" :")


def _kind(type: str) -> str:
    return next((kind for form, kind in _KINDS if form.search(type)), "")
