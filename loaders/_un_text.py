"""What the Security Council's list puts into text: several names in one, half-known births, documents in words.

Read off the lists of 2018 and 2025; a text that follows none of the forms states nothing, and is kept as it is.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
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
_NUMBER: Final = re.compile(_BARE)
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
    if not raw:
        return ()
    found = (line(item) for row in rows(raw) for item in (*many(row.get("VALUE")), row.get("text")) if item)
    return tuple(dict.fromkeys(filter(None, found)))


def names(text: str) -> tuple[str, ...]:
    """Return the names that stand in one, parted by `;`, and those in brackets behind a name: `X (Y; Z)` is three."""
    if ";" not in text:
        return (name,) if (name := text.strip()) else ()
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
    held = {key: line(raw) for key, raw in row.items()}
    kind, note = held.get("TYPE_OF_DATE", "").casefold(), held.get("NOTE", "")
    first, last = held.get("FROM_YEAR", ""), held.get("TO_YEAR", "")
    plain = held.get("DATE") or held.get("YEAR") or " to ".join(filter(None, (first, last)))
    asides = ", ".join(filter(None, ("" if kind in ("", "exact", "between") else kind, note if plain else "")))
    written = f"{plain or note} ({asides})" if asides and (plain or note) else plain or note
    if kind not in _BIRTHS:
        return written, ""
    about = "approximately" in (kind, note.casefold())
    doubted = bool(plain and note) and note.casefold() != "approximately"
    mark = ("%" if doubted else "~") if about else "?" if doubted else ""
    return written, _readable("/".join([f"{end}{mark}" for end in _ends(held, "" if plain else note)]))


def document(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the kind of a document, its number and the country in brackets behind it; the number only where it is plain.

    Of the two types the second, where it says more than that there is a number, is what the document is.
    """
    kind = _kind(line(row.get("TYPE_OF_DOCUMENT")), line(row.get("TYPE_OF_DOCUMENT2")))
    match = _INTRODUCED.get(kind, _NUMBER).fullmatch(line(row.get("NUMBER")))
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


def _ends(held: Mapping[str, str], note: str) -> tuple[str, ...]:
    """Return the day or year of a birth, or the first and last; else the month that the note says."""
    if day := held.get("DATE"):
        match = _DAY.fullmatch(day)
        return (match[1] if match else day,)
    if year := held.get("YEAR"):
        return (year,)
    first, last = held.get("FROM_YEAR"), held.get("TO_YEAR")
    if first and last:
        return first, last
    match = _MONTH.fullmatch(note) if note else None
    return (f"{match[2]}-{_MONTHS.index(match[1].casefold()) + 1:02}",) if match else ()


@lru_cache(maxsize=4_096)
def _readable(written: str) -> str:
    try:
        dates.parse(written)
    except BadDate:
        return ""
    return written


@lru_cache(maxsize=1_024)
def _kind(first: str, second: str) -> str:
    """Return what a document is that has these two types."""
    second = _named(second)
    return _told(second) or second or _told(first) or first


def _named(type: str) -> str:
    """Return a type without the word for a number behind it, and nothing for one that holds a number itself."""
    return "" if re.search(r"\d", type) else re.sub(r"\s*\b(?:number|no)\b[.:]*\s*$", "", type, flags=re.IGNORECASE).strip(" :")


def _told(type: str) -> str:
    return next((kind for form, kind in _KINDS if form.search(type)), "")
