"""What a trail or an absence amounts to, told: as text made to be read, as Markdown, or as JSON."""

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from graph.absences import Absence
from graph.trails import Props, Said, Trail

_MOST: Final = 400
"""How much of a field of a record is told."""

_MARKUP: Final = re.compile(r"([\\`*\[\]<>|]|(?<!\w)_|_(?!\w))")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and the lines that belong under it."""

    words: str
    under: tuple["Line", ...] = ()


def as_json(trails: Sequence[Trail]) -> str:
    """Return the trails as indented JSON."""
    return orjson.dumps(trails, option=orjson.OPT_INDENT_2, default=dict).decode()


def as_text(told: Iterable[Line]) -> str:
    """Return what is told as text, indented: a claim or record, and its evidence under it."""
    return "\n\n".join("\n".join(_indented(line, 0)) for line in told)


def as_markdown(told: Iterable[Line]) -> str:
    """Return what is told as Markdown: a heading each, and lists in lists."""
    return "\n\n".join(f"## {_escaped(line.words)}\n\n" + "\n".join(_bulleted(line.under, 0)) for line in told)


def absence(absent: Absence, rows: Sequence[Props]) -> Line:
    """Tell an absence; `rows` are its reasons with names for the ids, in the same order."""
    reasons = []
    for reason, row in zip(absent.reasons, rows):
        said = [*([str(row["said_at"])] if row["said_at"] else []), *([f"in {', '.join(row['source'])}"] if row["source"] else [])]
        reasons.append(Line(f"{row['reason']}: {row['detail']}", tuple(Line(words) for words in (", ".join(said), reason["pid"]) if words)))
    there = "the edge is there" if absent.present else "there is no such edge"
    if absent.present:
        reasons.append(Line(f"what it rests on: {shlex.join(('actorgraph', 'why', absent.subject.id, absent.type, absent.object.id))}"))
    return Line(f"{absent.subject.name} {absent.type} {absent.object.name}: {there}", tuple(reasons))


def trails(found: Iterable[Trail]) -> Iterator[Line]:
    """Tell trails one after another: each its status with the rule, the claims with those about them, the records."""
    told: set[tuple[str, str]] = set()
    return (_trail(one, told) for one in found)


def _trail(found: Trail, told: set[tuple[str, str]]) -> Line:
    known = found.edge or found.standing
    item = f" ({found.item})" if found.item else f" ({known['scope']})" if known.get("scope") else ""
    flags = [
        word
        for word, key in (("contested", "contested"), ("qualified", "qualified"), ("its periods do not meet", "bounds_disjoint"))
        if known.get(key)
    ]
    status = f"status  {known.get('status')}: {known.get('status_rule')}" + (f"; {', '.join(flags)}" if flags else "")
    lines = [Line(found.pid), Line(status), *([Line(f"holds  {period}")] if (period := _period(known)) else [])]
    if not found.edge:
        lines.append(Line("no edge is drawn, since nobody's word for it stands"))
    lines += [_claim(said) for said in found.said]
    lines += [_record(record, told) for record in found.records]
    return Line(f"{found.subject} {found.type} {found.object}{item}", tuple(lines))


def _indented(line: Line, depth: int) -> Iterator[str]:
    """The line and those under it; at the first depth a line that has some, or follows one that has, is set apart."""
    yield "  " * depth + line.words
    before = False
    for one in line.under:
        if depth == 0 and (before or one.under):
            yield ""
        yield from _indented(one, depth + 1)
        before = bool(one.under)


def _bulleted(lines: Sequence[Line], depth: int) -> Iterator[str]:
    for line in lines:
        yield f"{'  ' * depth}- {_escaped(line.words)}"
        yield from _bulleted(line.under, depth + 1)


def _escaped(words: str) -> str:
    return " ".join(word if word.startswith(("http://", "https://")) else _MARKUP.sub(r"\\\1", word) for word in words.split(" "))


def _claim(said: Said, about: str = "") -> Line:
    """A claim, with where it was read, what holds it, and the claims about it."""
    claim = said.claim
    voice = f", in the words of {said.voice}" if said.voice else ""
    bound = f" ({said.principal})" if claim["principal"] != claim["speaker"] else ""
    lines = [*([limits] if (limits := _limits(claim)) else []), claim.get("qualification", ""), *_read_in(said)]
    lines += [_held(record) for record in said.held]
    about_it = [_claim(one, " this claim") for one in said.about_it]
    return Line(
        f"{claim.get('said_at', 'undated')}  {said.speaker}{voice}, {claim['stance']}{about}{bound}",
        (*(Line(words) for words in lines if words), *about_it),
    )


def _limits(claim: Props) -> str:
    limits = [_period(claim)] if _period(claim) else []
    numbers = [f"{claim[key]:,g}" for key in ("quantity_min", "quantity_max") if claim.get(key) is not None]
    if numbers:
        limits.append(f"{' to '.join(numbers)} {claim.get('unit', '')}".strip() + (" (estimate)" if claim.get("estimate") else ""))
    return "; ".join([*limits, *(word for word in ("approximate", "uncertain") if claim.get(word))])


def _period(known: Props) -> str:
    """The bounds in words; where a beginning or end is not known to the day, its earliest and latest."""
    said = []
    for word, least, most in (("from", "from_min", "from_max"), ("until", "until_min", "until_max")):
        bounds = dict.fromkeys(known[key] for key in (least, most) if known.get(key))
        if bounds:
            said.append(f"{word} {' to '.join(bounds)}" if len(bounds) == 1 else f"{word} between {' and '.join(bounds)}")
    return ", ".join(said)


def _read_in(said: Said) -> Iterator[str]:
    claim, document = said.claim, said.document
    original = f", repeating {document['original']}" if document.get("original") not in (None, document["id"]) else ""
    yield f"read in {document['title']} ({document['id']}), {said.publisher}, published {document.get('published')}{original}"
    quote = ", ".join(f"{key.removeprefix('quote_')} {claim[key]}" for key in sorted(claim) if key.startswith("quote_"))
    yield (f"at {claim['locator']}" if claim.get("locator") else "place not stated") + (f"; quote: {quote}" if quote else "")
    yield document.get("url", "")
    yield f"{claim['id']}, recorded {claim.get('recorded_at')}" + (f"; note: {claim['note']}" if claim.get("note") else "")


def _held(record: Props) -> str:
    run = record["run"]
    place = f", line {record['line']}" if record.get("line") else ""
    return f"record {record['id']}{place} of {run.get('file', 'a file not known')}, {run.get('id', 'no run')} of {run.get('finished_at')}"


def _record(record: Props, told: set[tuple[str, str]]) -> Line:
    """A register's record, and the row of it that states the edge; a row that is told above is not told again."""
    part, content = record["part"], record["content"]
    listed = f"listed since the snapshot of {record['first_seen']}"
    gone = f", no longer in that of {record['gone_at']}" if record.get("gone_at") else ""
    states = f"states this since {part['first_seen']}" + (f", and no more in that of {part['gone_at']}" if part.get("gone_at") else "")
    key = (record["id"], orjson.dumps(content).decode())
    row = [Line("its row is told above")] if key in told else [Line(words) for words in _fields(content)]
    told.add(key)
    return Line(f"record {record['id']}, {listed}{gone}; {states}", (*row, Line(_held(record))))


def _fields(content: Props) -> Iterator[str]:
    """The plain fields of a row in one line, and a line for each field that has parts; long ones are cut."""
    plain = {key: value for key, value in content.items() if not isinstance(value, list | dict)}
    if plain:
        yield _cut("; ".join(f"{key}: {value}" for key, value in plain.items()))
    for key, value in content.items():
        if key not in plain:
            yield _cut(f"{key}: {_parts(value)}")


def _parts(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_parts(part)}" for key, part in value.items())
    return "; ".join(map(_parts, value)) if isinstance(value, list) else str(value)


def _cut(words: str) -> str:
    return words if len(words) <= _MOST else words[: _MOST - 2] + " …"
