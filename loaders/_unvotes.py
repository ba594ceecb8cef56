"""The roll calls of the General Assembly as the `unvotes` package has them (Voeten's data): roll calls, votes and issues apart.

Of the roll calls on one resolution only that on the whole of it is a vote on the resolution; paragraphs, amendments and
motions are things of their own. Only from the 31st session on does the table's number give the resolution's symbol.
The table's days are kept as they are, though those before the 55th session are often wrong.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from graph.claims import Claim, Entity, Proposition, Statement
from graph.errors import BadFile, BadRow
from graph.sources import Record, Reject
from loaders._csv import Row, cells, rows
from loaders._un_rollcalls import Ballots, day, filled, voted
from loaders._un_symbols import GENERAL_ASSEMBLY, is_resolution

UNVOTES: Final = Entity(id="org:unvotes", kind="Organisation", name="United Nations General Assembly Voting Data (Voeten)", described=False)

CALLS: Final = ("rcid", "session", "importantvote", "date", "unres", "amend", "para", "short", "descr")
VOTES: Final = ("rcid", "country", "country_code", "vote")
ISSUES: Final = ("rcid", "short_name", "issue")

_MISSING: Final = "NA"
"""A value that R does not have, as it writes it; a voter's code never means Namibia, whose own is missing for that reason."""

_WORDS: Final = {"yes": "Y", "no": "N", "abstain": "A"}
_NUMBERED_BY_SESSION: Final = 31
_ADOPTED: Final = re.compile(r"\s*:?\s*resolution / adopted by the General Assemb\w*", re.IGNORECASE)

Tables = Mapping[tuple[str, ...], Sequence[Path]]


def table(start: bytes) -> tuple[str, ...]:
    """Return which of the three tables the first line is the header of; none when it is of neither."""
    first = next(iter(start.removeprefix(b"\xef\xbb\xbf").splitlines()), b"")
    names = tuple(cell.strip() for cell in cells(first))
    return names if names in (CALLS, VOTES, ISSUES) else ()


def records(tables: Tables) -> Iterator[Record | Reject]:
    """Yield one record a roll call with its votes and issues, in the order of the table of roll calls.

    Votes and issues whose roll call is in none of the files are a Reject a roll call.
    """
    if not tables.get(CALLS):
        where = str(next(iter((*tables.get(VOTES, ()), *tables.get(ISSUES, ())))))
        raise BadFile("votes without the roll calls they were cast in", where=where, hint="Load it together with un_roll_calls.")
    ballots, issues, first = Ballots(), defaultdict[str, list[str]](list), dict[tuple[str, str], tuple[str, int]]()
    for path in tables.get(VOTES, ()):
        for row in _rows(path, VOTES):
            if isinstance(row, Reject):
                yield row
                continue
            rcid, country, code, vote = map(str.strip, row.cells)
            ballots.add(rcid, "" if code == _MISSING else code, country, vote)
            first.setdefault(("votes", rcid), (path.name, row.line))
    for path in tables.get(ISSUES, ()):
        for row in _rows(path, ISSUES):
            if isinstance(row, Reject):
                yield row
                continue
            issues[row.cells[0].strip()].append(row.cells[2].strip())
            first.setdefault(("issues", row.cells[0].strip()), (path.name, row.line))
    whole = _whole(tables)
    known = dict[str, tuple[str, ...]]()
    for row in _calls(tables):
        if isinstance(row, Reject):
            yield row
            continue
        values: dict[str, Any] = {name: cell.strip() for name, cell in zip(CALLS, row.cells) if cell.strip() not in ("", _MISSING)}
        rcid = values.get("rcid", "")
        if not rcid:
            yield Reject(reason="a roll call without rcid", field="rcid", line=row.line, raw=values)
            continue
        if known.get(rcid) == row.cells:
            continue
        if rcid not in known:
            values |= filled(issues=sorted(set(issues.pop(rcid, ()))) or None, votes=ballots.take(rcid) or None)
        values["on"] = "resolution" if whole.get(_symbol_or_none(values)) == rcid else _part(values)
        known.setdefault(rcid, row.cells)
        yield Record(key=rcid, values=values, line=row.line)
    for rcid, votes in ballots.taken():
        yield _orphans("votes", rcid, votes, *first["votes", rcid])
    for rcid, names in issues.items():
        yield _orphans("issues", rcid, names, *first["issues", rcid])


def claims(values: Mapping[str, Any]) -> Iterator[Statement]:
    """The data set says what was put to the vote, and how each member voted."""
    on = day(values.get("date", ""))
    number = _symbol(values)
    target = _resolution(number, on, values) if number and values["on"] == "resolution" else _put(values, on)
    yield UNVOTES
    yield target
    if number and target.id != f"un:{number}":
        yield Entity(id=f"un:{number}", kind="Resolution", name=number, described=False)
        type = "PART_OF" if values["on"] == "paragraph" else "LINKED_TO"
        yield Claim(proposition=Proposition(type=type, subject=target.id, object=f"un:{number}"), speaker=UNVOTES.id, principal=UNVOTES.id)
    yield from voted(target, values.get("votes", []), on, _WORDS, UNVOTES)


def _resolution(number: str, on: str, values: Mapping[str, Any]) -> Entity:
    return Entity(
        id=f"un:{number}",
        kind="Resolution",
        name=number,
        details={"symbol": number, "adopted": on, "organ": GENERAL_ASSEMBLY.name, **_details(values)},
    )


def _put(values: Mapping[str, Any], on: str) -> Entity:
    title = _details(values).get("title", "")
    name = ", ".join(filter(None, (f"roll call {values['rcid']}", values.get("unres"), str(title)[:80])))
    return Entity(
        id=f"unvotes:{values['rcid']}",
        kind="Resolution",
        name=name,
        details={"put_to_vote": values["on"], "voted_on": on, "organ": GENERAL_ASSEMBLY.name, **_details(values)},
    )


def _details(values: Mapping[str, Any]) -> dict[str, Any]:
    short, text = values.get("short", ""), values.get("descr", "")
    title, rest = (short, text) if _ADOPTED.search(short) or not text else (text, short)
    return filled(
        title=_ADOPTED.sub("", title),
        description=rest,
        session=values.get("session"),
        number_as_given=values.get("unres"),
        important_vote=values.get("importantvote") == "1" or None,
        issues=tuple(values.get("issues", ())),
    )


def _symbol(values: Mapping[str, Any]) -> str:
    """Return the symbol of the resolution that a roll call was about; none where the table's number does not give it."""
    text, session = values.get("unres", ""), values.get("session", "")
    if not (session.isascii() and session.isdigit()):
        raise BadRow(f"{session!r} is no session", field="session")
    found = re.fullmatch(r"R/([0-9]+)/([0-9]+[A-Z]?)", text)
    if found and found[1] == session and int(session) >= _NUMBERED_BY_SESSION:
        return f"A/RES/{found[1]}/{found[2]}"
    return text if text.startswith("A/RES/") and is_resolution(text) else ""


def _part(values: Mapping[str, Any]) -> str:
    return "paragraph" if values.get("para") == "1" else "amendment" if values.get("amend") == "1" else "motion, part or whole, not stated"


def _whole(tables: Tables) -> dict[str, str]:
    """Return, by symbol, the one roll call on the whole resolution: the only one that is on no part, or that says `adopted`."""
    held = defaultdict[str, list[tuple[str, bool]]](list)
    for row in _calls(tables):
        if isinstance(row, Reject):
            continue
        values = dict(zip(CALLS, row.cells))
        if "1" not in (values["amend"], values["para"]) and (number := _symbol_or_none(values)):
            held[number].append((values["rcid"].strip(), _ADOPTED.search(values["short"] + values["descr"]) is not None))
    found = {}
    for number, calls in held.items():
        first = calls if len(calls) == 1 else [call for call in calls if call[1]]
        if len(first) == 1:
            found[number] = first[0][0]
    return found


def _symbol_or_none(values: Mapping[str, Any]) -> str:
    try:
        return _symbol(values)
    except BadRow:
        return ""


def _calls(tables: Tables) -> Iterator[Row | Reject]:
    for path in tables.get(CALLS, ()):
        yield from _rows(path, CALLS)


def _rows(path: Path, names: tuple[str, ...]) -> Iterator[Row | Reject]:
    return (row for row in rows(path, len(names), null="") if row.line > 1)


def _orphans(what: str, rcid: str, held: list[Any], file: str, line: int) -> Reject:
    reason = f"{file}: {what} of a roll call that the table of roll calls does not have"
    return Reject(reason=reason, field="rcid", key=rcid, line=line, raw={what: held})
