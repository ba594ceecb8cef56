"""The Library's bulk tables of votes, one row a vote: of the General Assembly, and of the Security Council.

They hold adopted resolutions only, so nothing in them says who vetoed what. In the Council a resolution adopted by
consensus counts as a vote for by everybody; `modality` says so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from graph.claims import Entity, Statement
from graph.errors import BadFile, BadRow
from graph.sources import Record, Reject
from loaders._csv import cells, rows
from loaders._un_rollcalls import LETTERS, Ballots, day, filled, voted
from loaders._un_symbols import LIBRARY, symbol

NEEDED: Final = ("undl_id", "ms_code", "ms_name", "ms_vote", "date", "resolution")
COUNCIL: Final = "permanent_member"
"""The column that only the Security Council's table has."""

_VOTE: Final = frozenset({"ms_code", "ms_name", "ms_vote", COUNCIL})
_LISTED: Final = frozenset(
    {"undl_id", "date", "resolution", "title", "description", "subjects", "undl_link", "votes", "disagree", "permanent"}
)


def columns(start: bytes) -> tuple[str, ...]:
    """Return the columns of a table of votes; none when the first line is not the header of one."""
    first = next(iter(start.removeprefix(b"\xef\xbb\xbf").splitlines()), b"")
    names = tuple(cell.strip() for cell in cells(first))
    return names if {"undl_id", "ms_code", "ms_vote"} <= {*names} else ()


def records(paths: Iterable[tuple[Path, tuple[str, ...]]]) -> Iterator[Record | Reject]:
    """Yield one record a roll call, in the order of their first rows, once all files are read; a row that is no vote at once.

    What the rows of a roll call say of it is taken from the first; where others differ, `disagree` names the columns.
    """
    said, lines, ballots = dict[str, dict[str, Any]](), dict[str, int](), Ballots()
    for path, names in paths:
        if missing := [name for name in NEEDED if names.count(name) != 1]:
            raise BadFile(f"the column {missing[0]!r} is not there once", where=f"{path} line 1", hint="Download it again.")
        for row in rows(path, len(names), null=""):
            if row.line == 1:
                continue
            if isinstance(row, Reject):
                yield row
                continue
            values = {name: cell.strip() for name, cell in zip(names, row.cells) if cell.strip()}
            key = values.get("undl_id", "")
            if not key:
                yield Reject(reason=f"{path.name}: a vote without undl_id", field="undl_id", line=row.line, raw=values)
                continue
            lines.setdefault(key, row.line)
            _gather(said.setdefault(key, {}), values)
            ballots.add(key, values.get("ms_code", ""), values.get("ms_name", ""), values.get("ms_vote", ""))
    for key, votes in ballots.taken():
        yield Record(key=key, values={**said.pop(key), "votes": votes}, line=lines[key])


def claims(values: Mapping[str, Any]) -> Iterator[Statement]:
    """The Library says what was adopted, and how each member voted; it speaks for itself."""
    if "disagree" in values:
        raise BadRow(f"the rows of one roll call disagree on its {' and '.join(values['disagree'])}", field=values["disagree"][0])
    if not (number := symbol(values.get("resolution", ""))):
        raise BadRow("a roll call without a resolution", field="resolution")
    if not re.fullmatch(r"[AS]/\S*\d\S*", number):
        raise BadRow(f"{values['resolution']!r} is no symbol of a resolution", field="resolution")
    on = day(values.get("date", ""))
    adopted = Entity(id=f"un:{number}", kind="Resolution", name=number, details=_details(number, on, values))
    yield LIBRARY
    yield adopted
    yield from voted(adopted, values["votes"], on, LETTERS, LIBRARY, **filled(modality=values.get("modality")))


def _gather(held: dict[str, Any], values: Mapping[str, str]) -> None:
    if values.get(COUNCIL, "").casefold() in ("true", "yes", "1", "y"):
        held["permanent"] = sorted({*held.get("permanent", ()), values.get("ms_code", "")})
    for name, value in values.items():
        if name in _VOTE:
            continue
        first = held.setdefault(name, value)
        if first == value:
            continue
        if name in ("date", "resolution"):
            held["disagree"] = sorted({*held.get("disagree", ()), name})
        elif value not in first.split("; "):
            held[name] = f"{first}; {value}"


def _details(number: str, on: str, values: Mapping[str, Any]) -> dict[str, Any]:
    stated = _tally([values.get(f"total_{name}", "") for name in ("yes", "no", "abstentions")])
    words = [word for _, _, word in values["votes"]]
    counted = "-".join(str(words.count(letter)) for letter in "YNA")
    return filled(
        symbol=number,
        adopted=on,
        title=values.get("title") or values.get("description"),
        subjects=tuple(part.strip() for part in values.get("subjects", "").split("|") if part.strip()),
        tally=stated or counted,
        votes_counted=counted if stated and stated != counted else "",
        link=values.get("undl_link"),
        **{name: value for name, value in values.items() if name not in _LISTED and not name.startswith("total_")},
    )


def _tally(totals: list[str]) -> str:
    """Return `120-14-45` for totals such as `120.0`; nothing when one is missing."""
    numbers = [total.removesuffix(".0") for total in totals]
    return "-".join(numbers) if all(number.isascii() and number.isdigit() for number in numbers) else ""
