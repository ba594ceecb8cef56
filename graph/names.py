"""Names as people write them, folded so that spellings of one name become equal text."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e",
        "ي": "ی", "ى": "ی", "ے": "ی", "ك": "ک", "ة": "ه", "ە": "ه",
        "ـ": None, "'": None, "’": None, "‘": None, "ʼ": None, "ʻ": None, "`": None, "′": None,
        "&": " and ",
    }
)  # fmt: skip
"""Letters that NFKD leaves whole, Arabic letters that Persian and Urdu keyboards write otherwise, and apostrophes."""

_INITIAL = re.compile(r"\b([^\W\d_])\.")


def fold(text: str) -> str:
    """Return the name without case, accents, punctuation and the article "the", one space between its words.

    Works in any script (vowel signs of Indic scripts stay); equal results mean "spelt alike", not "the same".
    Dots of initialisms vanish (`U.S.A.` is `usa`), other punctuation parts words. `fold(fold(x)) == fold(x)`;
    empty only when the text holds no letter or digit.
    """
    if text.isascii():
        plain = text.lower().translate(_LETTERS)
    else:
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS))
    plain = plain.translate(_SIGNS)
    words = (_INITIAL.sub(r"\1", plain).replace(".", " ") if "." in plain else plain).split()
    return " ".join([word for word in words if word != "the"] or words)


def closest(word: str, candidates: Iterable[str], n: int = 3) -> tuple[str, ...]:
    """Return up to `n` candidates spelt most like the word, best first, as they were given; for "did you mean"."""
    spelt = {fold(candidate): candidate for candidate in sorted(candidates, reverse=True)}
    return tuple(spelt[near] for near in difflib.get_close_matches(fold(word), spelt, n=n, cutoff=0.6))


class _Signs(dict[int, str]):
    """What becomes of each sign of a name, decided when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _letter(chr(code))
        return self[code]


def _letter(sign: str) -> str:
    if sign.isalnum() or sign == ".":
        return sign
    kind = unicodedata.category(sign)
    if unicodedata.combining(sign) or kind == "Cf":
        return ""
    return sign if kind.startswith("M") else " "


_SIGNS: Final = _Signs()
