"""What a meeting of the Security Council came to, in the words of the Library: resolutions, drafts that failed, votes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from graph.errors import BadRow
from loaders._un_symbols import council

_DOCUMENT: Final = re.compile(
    r"S/RES/(?P<number>\d{1,4})\s*\(\s*(?P<year>\d{4})\s*\)|(?P<symbol>S/(?:PRST/|PV\.)?\d+(?:/\d+)*(?:/(?:Rev|Add|Corr)\.\d+)*)"
)
_TALLY: Final = re.compile(r"(?<![\d-])(\d{1,2}-\d{1,2}-\d{1,2})(?![\d-])")
_WORDS: Final = re.compile(r"adopted unanimously|adopted by consensus|without (?:a )?vote", re.IGNORECASE)
_VETOED: Final = re.compile(r"vetoed\s+by\s+(?:the\s+)?(.+?)(?=\s*\(?\d{1,2}-\d|\s*$|;|\n)", re.IGNORECASE | re.DOTALL)
_FAILED: Final = re.compile(r"\bnot adopted\b", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\((?!\s*S/)[^()]{0,200}S/[^()]{0,200}\)")
"""Words in brackets on another document, such as the amendment that a draft incorporates."""
_JOINED: Final = re.compile(r"[\s,&+]*(?:and)?(?:\s*&?\s*Add\.\d+)?[\s,&+]*", re.IGNORECASE)
_MONTHS: Final = ("%B", "%b")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A document that was voted on: a resolution, or a draft with whoever vetoed it; the tally or other words on the vote."""

    symbol: str
    adopted: bool
    tally: str = ""
    words: str = ""
    vetoed_by: tuple[str, ...] = ()
    year: str = ""

    @property
    def own(self) -> bool:
        """Whether the symbol is the document's own; drafts without one are known by the record of the meeting."""
        return not self.symbol.startswith("S/PV.")


def outcomes(text: str) -> Iterator[Outcome]:
    """Yield the documents that were voted on in their order; statements, letters and elections are none."""
    text = _ASIDE.sub("", text.replace("–", "-"))
    found = list(_DOCUMENT.finditer(text))
    tails = [text[match.end() : (found[n + 1].start() if n + 1 < len(found) else len(text))] for n, match in enumerate(found)]
    for n in range(len(tails) - 2, -1, -1):
        if _JOINED.fullmatch(tails[n]) and re.search(r"\w|&", tails[n]):
            tails[n] = tails[n + 1]
    for match, tail in zip(found, tails):
        tally = _TALLY.search(tail)
        stated = tally[1] if tally else ""
        if match["number"]:
            words = _WORDS.search(tail)
            yield Outcome(council(match["number"], match["year"]), True, stated, words[0] if words else "", year=match["year"])
        elif _VETOED.search(tail) or _FAILED.search(tail):
            vetoed = _VETOED.search(tail)
            yield Outcome(match["symbol"], False, stated, vetoed_by=names(vetoed[1]) if vetoed else ())


def names(text: str) -> tuple[str, ...]:
    """Return the states that a text names, split by commas, `and` and line ends."""
    parts = re.split(r",|\n|\band\b(?! Northern Ireland)", re.sub(r"[ \t]+", " ", text))
    return tuple(name for part in parts if (name := part.strip().removeprefix("the ").strip()))


def edtf(text: str, year: str = "") -> str:
    """Return `26 May 2022`, `26 May` of a year, `7-9 January 1980`, `22/23 November` or `29 + 30 March` as a day or an interval of days.

    A year of two digits is of the last century, in which the Council first met. Raises BadRow for anything else.
    """
    words = " ".join(text.split())
    match = re.fullmatch(r"(\d{1,2})(?:\s*[-+/–]\s*(\d{1,2}))?\s+([A-Za-z]+)\.?(?:\s+(\d{4}|[4-9]\d))?", words)
    if not match:
        raise BadRow(f"{words!r} is no date", field="date")
    if not (match[4] or year):
        raise BadRow(f"{words!r} has no year, and its page has none or several", field="date")
    year = (match[4] or year) if len(match[4] or year) == 4 else f"19{match[4]}"
    month = match[3][:3] if match[3] == "Sept" else match[3]
    days = [_day(day, month, year, words) for day in (match[1], match[2]) if day]
    if days != sorted(days):
        raise BadRow(f"{words!r} ends before it starts", field="date")
    return "/".join(days)


def _day(day: str, month: str, year: str, words: str) -> str:
    for form in _MONTHS:
        try:
            return datetime.strptime(f"{day} {month} {year}", f"%d {form} %Y").date().isoformat()
        except ValueError:
            continue
    raise BadRow(f"{words!r} of {year} is no date", field="date")
