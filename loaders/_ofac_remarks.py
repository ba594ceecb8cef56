"""The grammar of OFAC's remarks: items parted by semicolons, each beginning with the words for what it states.

Read off the list's files of 2022 and 2023; an item that follows none of the forms is left alone, never guessed at.
That remarks end in a full stop, and that names in quotation marks are weak aliases: OFAC, notice of 13 June 2012.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

CUT: Final = "(cut short)"
"""Stands behind a name that the file cuts off, so that it matches no other."""

LONGEST: Final = 250
"""Characters of the longest identifier with its dates; a longer item is prose."""

_WORDS: Final = {
    "DOB": "birth_date", "POB": "birth_place", "Gender": "gender", "nationality": "nationality", "citizen": "citizenship",
    "Linked To": "linked_to", "Website": "websites", "Email Address": "emails", "Email": "emails",
    "Phone Number": "phones", "Phone No.": "phones", "Telephone No.": "phones", "Telephone Number": "phones",
    "Telephone": "phones", "PHONE": "phones", "Fax No.": "faxes", "Fax": "faxes", "FAX": "faxes",
    "Organization Established Date": "established", "Organization Type": "organisation_type", "Target Type": "target_type",
    "Nationality of Registration": "registered_in", "Secondary sanctions risk": "secondary_sanctions",
    "Additional Sanctions Information -": "sanctions_information",
    "Aircraft Model": "aircraft_model", "Aircraft Operator": "aircraft_operator", "Aircraft Manufacture Date": "manufactured",
    "Aircraft Mode S Transponder Code": "mode_s", "Aircraft Tail Number": "tail_number",
    "Previous Aircraft Tail Number": "former_tail_numbers", "Aircraft Manufacturer's Serial Number (MSN)": "serial_number",
    "Aircraft Serial Identification": "serial_number",
    "Aircraft Construction Number (also called L/N or S/N or F/N)": "construction_number",
    "Former Vessel Flag": "former_flags", "Other Vessel Flag": "other_flags", "Other Vessel Call Sign": "other_call_signs",
    "Other Vessel Type": "other_vessel_types", "Vessel Year of Build": "built",
}  # fmt: skip
"""What an item begins with, and the property it states."""

_SHORT_FORMS: Final = (
    "BIK (RU)", "C.I.F.", "C.U.I.P.", "C.U.I.T.", "C.U.I.", "C.U.R.P.", "CNP (Personal Numerical Code)", "D.N.I.", "I.F.E.",
    "ISIN", "Cartilla de Servicio Militar Nacional", "Credencial electoral", "N.I.E.", "NIT", "Numero de Identidad", "R.F.C.",
    "RFC", "RIF", "RSIN", "RTN", "RUC", "Romanian C.R.", "SSN", "SWIFT/BIC", "US FEIN", "VisaNumberID", "License", "MMSI",
    "Numero Unico de Identificacao Tributaria (NUIT)",
)  # fmt: skip
"""Kinds of identifier whose names do not end in a word for one."""

_DAY: Final = r"(?:(?:\d\d? )?[A-Z][a-z]{2} )?\d{4}"
_DATES: Final = rf"{_DAY}(?: to {_DAY})?"
_BEGINS: Final = "|".join(map(re.escape, sorted(_WORDS, key=len, reverse=True)))
_ITEM: Final = re.compile(rf"(?:[Aa]lt\. )?({_BEGINS})(?::\s*|\s+)(\S.*)", re.DOTALL)
_NICKNAME: Final = re.compile(r"(?:alt\. )?([afn]\.k\.a\.) '(.+)'", re.DOTALL)
_COIN: Final = re.compile(r"(?:alt\. )?Digital Currency Address - ([A-Z]+) (\w+)")
_SHIP: Final = re.compile(
    r"(?:alt\. )?(?:(?:Vessel Registration Identification|(Company|Identification) Number) IMO"
    r"|International Maritime Organization No\.) +\(?(\d{7})\)?"
)
_KIND: Final = (
    r"(?=[A-Z])[^\d:;#(]*?\b(?:No\.?|Number|ID|ID Card|Passport|Booklet|Card|Certificate|Code|Document|Identification)(?: \([A-Z]+\))?"
    r"(?=[ :])(?! (?:No\b|Number|Booklet|Card|ID\b|of\b|\([A-Z]))"
)
_IDENTIFIER: Final = re.compile(
    rf"(?:[Aa]lt\. )?({'|'.join(map(re.escape, _SHORT_FORMS))}|{_KIND})(?::| #)*\s+(?=.*\d)((?:[^()]|(?<=\w)\(\w+\))+?)"
    rf"((?: \([^()]+\))*)(?: issued {_DATES})?(?: expires {_DATES})?"
)
_LEI: Final = re.compile(r"[0-9A-Z]{18}\d{2}")  # ISO 17442
_PROSE: Final = re.compile(r"[a-z]{3}")
_DATE: Final = re.compile(r"(circa )?(?:(?:(\d\d?) )?([A-Z][a-z]{2}) )?(\d{4})")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def facts(text: str, *, cut: bool = False) -> dict[str, tuple[str, ...]]:
    """Return what the remarks state, by property, each with its values in order.

    Identifiers are `type:number:country`, the country empty where none is given; `weak_aliases` and `former_names`
    are names in quotation marks; `birth_date` has the dates as written. When the text is `cut` its last item counts
    only if it names a party, and that name is marked with `CUT`.
    """
    said = list(items(text))
    whole = (pair for item in (said[:-1] if cut else said) for pair in stated(item))
    last = ((word, f"{value} {CUT}") for item in said[-1:] for word, value in stated(item) if cut and word == "linked_to")
    return gathered((*whole, *last))


def gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return properties with their values, each once, in order."""
    found: dict[str, dict[str, None]] = {}
    for word, value in pairs:
        found.setdefault(word, {})[value] = None
    return {word: tuple(values) for word, values in found.items()}


def items(text: str) -> Iterator[str]:
    """Yield the items of the remarks, without the full stop at the end; semicolons in brackets or a nickname part none.

    The full stop is always taken as the remarks' own, since OFAC writes one where a name already ends in one.
    """
    held: list[str] = []
    depth = 0
    for part in text.strip().removesuffix(".").split(";"):
        held.append(part.strip() if not held else part)
        depth += part.count("(") - part.count(")")
        if depth <= 0 and not (".k.a. '" in held[0][:13] and not part.endswith("'")):
            if whole := ";".join(held):
                yield whole
            held, depth = [], 0
    yield from filter(None, map(str.strip, held))


@lru_cache(maxsize=4_096)
def edtf(date: str) -> str:
    """Return OFAC's date in EDTF (`28 Jul 1963` is 1963-07-28, `circa 1963` 1963~, `1960 to 1963` 1960/1963), or nothing.

    Nothing for a form not known, a day that does not exist, or a range that ends before it begins.
    """
    ends = [_point(end) for end in date.split(" to ")]
    if len(ends) > 2 or not all(ends) or (len(ends) == 2 and ends[0] > ends[1]):
        return ""
    return "/".join(ends)


def stated(item: str) -> tuple[tuple[str, str], ...]:
    """Return the properties that one item states; none when it follows no form."""
    return _stated(item) if len(item) <= LONGEST else tuple(_forms(item))


@lru_cache(maxsize=4_096)
def _stated(item: str) -> tuple[tuple[str, str], ...]:
    return tuple(_forms(item))


def _forms(item: str) -> Iterator[tuple[str, str]]:
    if match := _ITEM.fullmatch(item):
        yield _WORDS[match[1]], match[2].strip()
    elif match := _NICKNAME.fullmatch(item):
        yield "former_names" if match[1] == "f.k.a." else "weak_aliases", match[2].strip()
    elif match := _COIN.fullmatch(item):
        yield "identifiers", f"Digital Currency Address {match[1]}:{match[2]}:"
    elif match := _SHIP.fullmatch(item):
        yield "identifiers", f"{'Company IMO' if match[1] == 'Company' else 'IMO'}:{match[2]}:"
        if match[1] != "Company":
            yield "imo", match[2]
    elif len(item) <= LONGEST and (match := _IDENTIFIER.fullmatch(item)) and not _PROSE.search(match[2]):
        yield from _identifier(match[1], match[2].strip(), match[3])


def _identifier(kind: str, number: str, places: str) -> Iterator[tuple[str, str]]:
    kind = "LEI" if kind == "Legal Entity Number" and _LEI.fullmatch(number) else re.sub(r" No\.?$", "", kind)
    country = ", ".join(re.findall(r"\(([^()]+)\)", places))
    yield "identifiers", f"{kind}:{number}:{country}"
    if kind == "MMSI":
        yield "mmsi", number


def _point(text: str) -> str:
    match = _DATE.fullmatch(text)
    if not match:
        return ""
    about, day, month, year = match.groups()
    if month and month not in _MONTHS:
        return ""
    parts = [year, *([f"{_MONTHS.index(month) + 1:02}"] if month else []), *([f"{int(day):02}"] if day else [])]
    try:
        datetime.date(*map(int, parts), *[1] * (3 - len(parts)))
    except ValueError:
        return ""
    return "-".join(parts) + ("~" if about else "")
