"""The words of SIPRI's register: names of parties, years, numbers, and the marks of what is uncertain."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from graph.claims import Entity
from graph.errors import BadRow
from loaders import _countries

_OWN_NAMES: Final[Mapping[str, str]] = {"Congo": "country:CG"}
"""Names that SIPRI uses for one of two states: its other Congo is `DR Congo`."""

_YES: Final[Mapping[str, bool]] = {"": False, "?": True, "yes": True, "no": False, "true": True, "false": False}
"""Marks of an estimate, in small letters."""


def party(name: str, on: str, field: str) -> Entity:
    """Return the state; or, as a thing of SIPRI's own, the armed group (`*`), organisation (`**`) or unknown party it names."""
    bare = name.rstrip("* ")
    if not re.search(r"[^\W\d_]", bare):
        raise BadRow(f"{name!r} is no party", field=field)
    own = f"sipri:{slug(bare)}"
    if bare.casefold().startswith("unknown "):
        return Entity(id=own, kind="Actor", name=bare, details={"party_type": "unknown"}, described=False)
    if name != bare:
        type = "international organisation" if name.endswith("**") else "armed non-state actor"
        return Entity(id=own, kind="Organisation", name=bare, details={"party_type": type}, described=False)
    found = _territory(bare, on)
    if found:
        return _countries.entity(found)
    return Entity(id=own, kind="Actor", name=bare, details={"unresolved_countries": (bare,)}, described=False)


def slug(*texts: str) -> str:
    """Return the texts as one key: `iran/russia/2022/shahed-136`."""
    return "/".join(re.sub(r"[\W_]+", "-", text.replace("(s)", "s").casefold()).strip("-") for text in texts)


def year_of(text: str, field: str) -> str:
    """Return the year, or nothing for nothing; raise BadRow for what is none."""
    if text and not re.fullmatch(r"(?:19|20)[0-9]{2}", text):
        raise BadRow(f"{text!r} is no year", field=field)
    return text


def number_in(row: Mapping[str, Any], field: str) -> float | None:
    """Return the number in a column, None for an empty one; raise BadRow for what is none."""
    text = str(row.get(field, ""))
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        raise BadRow(f"{text!r} is no number", field=field)
    return float(text)


def flagged(row: Mapping[str, Any], field: str) -> bool:
    """Whether a column marks the value before it as uncertain; raise BadRow for a mark that is none."""
    text = str(row.get(field, "")).casefold()
    if text not in _YES:
        raise BadRow(f"{text!r} is neither a question mark nor Yes, No or nothing", field=field)
    return _YES[text]


@cache
def _territory(name: str, on: str) -> str:
    found = _countries.resolve(name, on=on or None) or _countries.resolve(name)
    return _OWN_NAMES.get(name, "") or (found.id if found else "")
