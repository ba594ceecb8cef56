"""What the United Kingdom's lists put into free text: several values in one field, half-known dates, references, labels.

Read off the OFSI list of 2018, the text of its 2025 edition and the UK Sanctions List; text that follows none of the
forms states nothing, and is kept as it is.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from graph import dates
from graph.errors import BadDate

_IN_BRACKETS: Final = re.compile(r"\((\d{1,2}|[a-z])\)\s*")
_BEFORE_ONE: Final = re.compile(r"(?:^|(?<=[\s,;]))(\d{1,2}|[a-z])\)\s*")
_DAY: Final = re.compile(r"(\d{2}|dd)/(\d{2}|mm)/(\d{4})", re.IGNORECASE)
_YEAR: Final = re.compile(r"\d{4}")
_LABEL: Final = re.compile(r"\(([A-Z][A-Za-z ]{1,60}?)\):")
_UN_NUMBER: Final = r"[A-Z]{2}[ei]\.\d{3}|[EI]\.(?:[0-9A-Z]+\.)+(?:\(\d+\)|\d+)"
_UN_REFERENCE: Final = re.compile(rf"\bUN Ref(?:erence)?(?: ?No)?\b[.:]*\s*({_UN_NUMBER})|\b([A-Z]{{2}}[ei]\.\d{{3}})\b")
_IMO: Final = re.compile(r"\bIMO(?: number)?[.:]?\s*(\d{7})\b", re.IGNORECASE)
_NUMBER: Final = r"[A-Z]{0,4}[ /]?\d[\dA-Z/-]{3,}"
_BARE: Final = re.compile(rf"({_NUMBER})(?: \(([A-Z][A-Za-z ]+)\))?")
_INTRODUCED: Final = re.compile(rf"\b(?:[Nn]o|NO|[Nn]umber)\b[.:]*\s*({_NUMBER})(?=[\s.,;]|$)(?: \(([A-Z][A-Za-z ]+)\))?")


def parts(text: str) -> tuple[str, ...]:
    """Return the values of `(1) German (2) Moroccan`, `a) X b) Y` or `1) X, 2) Y`, in order; else the text alone.

    The marks must begin the text and count up from the first.
    """
    text = " ".join(text.split())
    for mark in (_IN_BRACKETS, _BEFORE_ONE):
        found = list(mark.finditer(text))
        if len(found) > 1 and found[0].start() == 0 and _in_turn([match[1] for match in found]):
            ends = [*(match.start() for match in found[1:]), len(text)]
            return tuple(filter(None, (text[match.end() : end].strip(" ,;") for match, end in zip(found, ends))))
    return (text,) if text else ()


@lru_cache(maxsize=4_096)
def edtf(text: str) -> str:
    """Return a date in EDTF: `18/09/1964` is 1964-09-18, `00/08/1961` 1961-08, `00/00/1958` and `dd/mm/1958` 1958.

    Nothing for a form not known and for a day that does not exist.
    """
    if _YEAR.fullmatch(text):
        found = text
    elif match := _DAY.fullmatch(text):
        day, month, year = match.groups()
        known = [year, *([month] if _known(month) else []), *([day] if _known(month) and _known(day) else [])]
        found = "-".join(known)
    else:
        return ""
    try:
        dates.parse(found)
    except BadDate:
        return ""
    return found


def labelled(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return what stands before the first label of `(Gender):Male (UK Statement of Reasons):…`, and each label with its text."""
    found = list(_LABEL.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    pairs = ((match[1].strip(), text[match.end() : end].strip()) for match, end in zip(found, ends))
    before = text[: found[0].start()] if found else text
    return before.strip(), tuple((label, value) for label, value in pairs if value)


def un_references(text: str) -> Iterator[str]:
    """Yield the reference numbers of the Security Council's lists that the text names (`UN Ref IRi.038`, `E.29.I.11`)."""
    for match in _UN_REFERENCE.finditer(text):
        yield match[1] or match[2]


def imo_numbers(text: str) -> Iterator[str]:
    """Yield the ships' numbers that the text calls IMO and whose check digit is right."""
    for number in _IMO.findall(text):
        if sum(int(digit) * weight for digit, weight in zip(number, range(7, 1, -1))) % 10 == int(number[6]):
            yield number


def identifiers(text: str) -> Iterator[tuple[str, str]]:
    """Yield number and issuer of each document in a description, when it is a number alone or introduced as one (`no. X`).

    The issuer is what stands in brackets behind the number.
    """
    match = _BARE.fullmatch(text.strip().rstrip("."))
    for found in [match] if match else _INTRODUCED.finditer(text):
        yield found[1].strip(), (found[2] or "").strip()


def _in_turn(marks: list[str]) -> bool:
    letters = [chr(ord("a") + n) for n in range(len(marks))]
    return marks in (letters, [str(n) for n in range(1, len(marks) + 1)])


def _known(digits: str) -> bool:
    return digits.isdigit() and digits != "00"
