"""Who cast a vote in the United Nations: the state that sat there on that day, whatever the table calls it now."""

import re
from functools import lru_cache
from typing import Final

from graph.claims import Entity
from loaders import _countries

_BEFORE: Final = {
    "country:BF": ("", "1984-08-04", "country:HVBF"),
    "country:BJ": ("", "1975-11-30", "country:DYBJ"),
    "country:BY": ("", "1991-09-19", "country:BYAA"),
    "country:CD": ("1971-10-27", "1997-05-17", "country:ZRCD"),
    "country:CN": ("", "1971-10-25", "country:TW"),
    "country:MM": ("", "1989-06-18", "country:BUMM"),
    "country:RU": ("", "1991-12-24", "country:SUHH"),
}
"""States that others sat for from one day to another, or went by another name; China's seat was the Republic of China's.

The days are those of the change and not of the code's, which came up to two years later.
"""

_AFTER: Final = {
    "country:YUCS": (("2006-06-03", "country:RS"), ("2003-02-04", "country:CSXX")),
    "country:SUHH": (("1991-12-24", "country:RU"),),
}
"""States that tables go on naming after they ended (one number of the Correlates of War for one seat), and who votes there."""


@lru_cache(maxsize=8_192)
def member(name: str, code: str, on: str) -> Entity:
    """Return the state that the name, or else the code, stands for on the day; one that no table knows as `un:member/…`.

    The name comes first because it is the one of its time (Zaire) where the code is the present one.
    """
    found = next((id for text in (name, code) if text and (id := _resolved(text, on))), "")
    if not found:
        slug = re.sub(r"[\W_]+", "-", (name or code).casefold()).strip("-")
        unknown = {"unresolved_countries": (name or code,)}
        return Entity(id=f"un:member/{slug}", kind="Actor", name=name or code, details=unknown, described=False)
    return _countries.entity(_on(found, on))


def _resolved(text: str, on: str) -> str:
    found = _countries.resolve(text, on=on)
    return found.id if found else ""


def _on(id: str, on: str) -> str:
    for since, later in _AFTER.get(id, ()):
        if on >= since:
            return later
    since, until, earlier = _BEFORE.get(id, ("", "", ""))
    return earlier if since <= on < until else id
