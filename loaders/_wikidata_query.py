"""Rows of a SPARQL result, as the Wikidata Query Service answers `wikidata.QUERY`: joined to one record a statement.

Format: "SPARQL 1.1 Query Results JSON Format" (W3C, 2013), or an array of its rows with plain values, which the page of the
service saves as "JSON file". A statement has a row for each combination of what it has several of.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from graph.claims import Entity, Statement, Value
from graph.errors import BadFile, BadRow
from graph.files import opened
from graph.sources import Record, Reject
from loaders import _countries, _offices
from loaders._json_items import Document, valid
from loaders._wikidata_offices import head_of, represented, speaks, territory
from loaders._wikidata_times import Time, held

NEEDED: Final = ("statement", "person", "office", "rank")
"""Variables that a result must have; those of the query that it lacks besides are simply not known."""

_ITEM: Final = re.compile(r"https?://www\.wikidata\.org/entity/(Q[1-9][0-9]*)")
_STATEMENT: Final = re.compile(r"https?://www\.wikidata\.org/entity/statement/([QqPL][0-9]+[-$][0-9A-Za-z-]+)")
_RANKS: Final = ("Preferred", "Normal", "Deprecated")


def records(path: Path) -> Iterator[Record | Reject]:
    """Yield one record a statement, when its last row has been read; the file is read twice, and only open statements are held."""
    left: Counter[str] = Counter()
    for _, row in _rows(path):
        left[_key(row)] += 1
    waiting: dict[str, tuple[int, list[Mapping[str, Any]]]] = {}
    for number, row in _rows(path):
        key = _key(row)
        if not key:
            yield Reject(reason="the row names no statement", field="statement", line=number, raw=row)
            continue
        line, found = waiting.setdefault(key, (number, []))
        found.append(row)
        left[key] -= 1
        if not left[key]:
            del waiting[key]
            yield Record(key=key, values={"rows": found}, line=line)


def claims(rows: Sequence[Mapping[str, Any]]) -> Iterator[Statement]:
    """Yield the person and what the statement says of the office they hold, for each state or body it is of."""
    person, office, rank = (_only(rows, name) for name in ("person", "office", "rank"))
    subject = _item(person, "person")
    rank = rank.rpartition("#")[2].removesuffix("Rank")
    if rank not in _RANKS:
        raise BadRow(f"{rank!r} is no rank", field="rank")
    post = _ITEM.fullmatch(office)
    scope = f"wikidata:{post[1]}" if post else "unknown office"
    official = Entity(id=f"wikidata:{subject}", kind="Official", name=_name(rows, "person", subject), details={"wikidata": subject})
    classes = frozenset(item[1] for item in map(_ITEM.fullmatch, _all(rows, "class")) if item)
    name = _name(rows, "office", "")
    term = held(_times(rows, "start"), _times(rows, "end"), ("start", "end"))
    current = rank != "Deprecated"
    details: dict[str, Value] = {"office": name or scope, "rank": rank.lower(), **_details(rows)}
    for of in _bodies(rows, post[1] if post else ""):
        tenure = _offices.Tenure(
            person=official,
            office=scope if current else f"{scope} (deprecated)",
            of=of,
            held=term,
            speaks=current and of.id != scope and bool(post and speaks(post[1], classes, name)),
            details=details if current else {**details, "deprecated": True},
        )
        yield from _offices.claims(tenure, _offices.WIKIDATA)


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the rows with their number in the file; one that is no row, or cannot be stored, has no variables."""
    with opened(path) as file:
        document = Document(file, path)
        if document.peek() == "[":
            yield from _members(document)
            document.end()
            return
        for name in document.members():
            if name == "head":
                _check(document.value(), path)
            elif name == "results" and document.peek() == "{":
                for inner in document.members():
                    if inner == "bindings" and document.peek() == "[":
                        yield from _members(document)
                    else:
                        document.value()
            else:
                document.value()
        document.end()


def _members(document: Document) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, _ in enumerate(document.members(), 1):
        text = document.value()
        row = valid(text)
        yield number, {name: _bound(held) for name, held in row.items()} if isinstance(row, dict) else {"unreadable": ascii(text)}


def _bound(held: Any) -> Any:
    """Return what a variable is bound to as the full form has it."""
    return {"type": "uri" if held.startswith("http") else "literal", "value": held} if isinstance(held, str) else held


def _check(text: str, path: Path) -> None:
    said = valid(text)
    names = said.get("vars") if isinstance(said, dict) else None
    missing = [name for name in NEEDED if not isinstance(names, list) or name not in names]
    if missing:
        raise BadFile(
            f"the result has no variable {', '.join(missing)}",
            where=str(path),
            hint="Run the query of `loaders/wikidata.py` and keep its JSON.",
        )


def _key(row: Mapping[str, Any]) -> str:
    found = _STATEMENT.fullmatch(_text(row, "statement"))
    return found[1] if found else ""


def _text(row: Mapping[str, Any], name: str) -> str:
    """Return what a variable is bound to in a row; nothing for a blank node, which stands for some unknown value."""
    bound = row.get(name)
    if not isinstance(bound, dict) or bound.get("type") == "bnode" or not isinstance(bound.get("value"), str):
        return ""
    return "" if "/.well-known/genid/" in bound["value"] else str(bound["value"]).strip()


def _all(rows: Sequence[Mapping[str, Any]], name: str) -> tuple[str, ...]:
    return tuple(sorted({text for row in rows if (text := _text(row, name))}))


def _only(rows: Sequence[Mapping[str, Any]], name: str) -> str:
    """Return the one value that the rows of a statement have for a variable, or nothing when it is unknown."""
    found = _all(rows, name)
    if len(found) > 1:
        raise BadRow(f"a statement has one {name}, not {len(found)}", field=name)
    return found[0] if found else ""


def _item(address: str, field: str) -> str:
    found = _ITEM.fullmatch(address)
    if not found:
        raise BadRow(f"{address!r} is no item of Wikidata", field=field)
    return found[1]


def _name(rows: Sequence[Mapping[str, Any]], of: str, otherwise: str) -> str:
    return next(iter(_all(rows, f"{of}Label")), otherwise)


def _bodies(rows: Sequence[Mapping[str, Any]], office: str) -> list[Entity]:
    """Return the states or bodies that the office is of: by their code, their id, or the office's; else the office itself."""
    found: dict[str, Entity] = {}
    for row in rows:
        item = _ITEM.fullmatch(_text(row, "of"))
        code = _countries.resolve(_text(row, "iso")) if _text(row, "iso") else None
        id = code.id if code else territory(item[1]) if item else ""
        if id:
            found[id] = _countries.entity(id)
        elif item:
            name = _text(row, "ofLabel") or item[1]
            found[f"wikidata:{item[1]}"] = Entity(id=f"wikidata:{item[1]}", kind="Actor", name=name, described=False)
    if not found and (state := head_of(office) or represented(_name(rows, "office", ""))):
        return [_countries.entity(state)]
    if not found:
        of = office or "unknown"
        return [Entity(id=f"wikidata:{of}", kind="Actor", name=_name(rows, "office", of), described=False)]
    return [found[id] for id in sorted(found)]


def _times(rows: Sequence[Mapping[str, Any]], name: str) -> list[Time]:
    pairs = {(_text(row, name), _text(row, f"{name}Precision")) for row in rows if _text(row, name)}
    for _, precision in pairs:
        if precision and not re.fullmatch(r"1?[0-9]", precision):
            raise BadRow(f"{precision!r} is no precision", field=f"{name}Precision")
    return [Time(text, int(precision or 11)) for text, precision in sorted(pairs)]


def _details(rows: Sequence[Mapping[str, Any]]) -> dict[str, Value]:
    known: dict[str, Value] = {"references": _all(rows, "reference"), "disputed_by": _all(rows, "disputedBy")}
    known |= {name: _all(rows, name) for name in ("start", "end")}
    if any(isinstance(row.get("unknownEnd"), dict) or (isinstance(row.get("end"), dict) and not _text(row, "end")) for row in rows):
        known["end"] = ("unknown",)
    return {name: value for name, value in known.items() if value}
