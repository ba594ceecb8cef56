"""The one way from a country's name or code to its id, for all loaders; it refuses rather than guesses.

The table is `seeds/territories.csv`. Codes are ISO 3166-1 and 3166-3 and must be in capitals; names and aliases
match in any script whatever their case, accents, punctuation or word order ("Korea, Republic of"); a name with another of
the same territory in brackets is that territory ("Turkey (Türkiye)"). Capitals and palaces ("Moscow", "the White House")
stand for governments only when asked: `seeds/metonyms.csv`.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from graph import assets
from graph.claims import Entity
from graph.errors import BadFile, BadRow
from graph.files import opened
from graph.names import closest, fold

_LONGEST: Final = 2**23
"""Bytes of the longest table that is believed; ours have a tenth of a megabyte."""

_TWICE: Final = re.compile(r"([^()]+)\(([^()]+)\)")
"""A name with another in brackets after it."""

_FORMERLY: Final = re.compile(r"([^()]*[^(), ])(?: *\(|, *)(?:formerly|previously|was) [^()]+\)?", re.IGNORECASE)
"""A name with what was the name before it."""


@dataclass(frozen=True, slots=True)
class Territory:
    """A territory that a text names: its id, its name, and what in the text matched and how."""

    id: str
    name: str
    via: str


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a territory that lists name like a country: what it is part of, and who claims it besides."""

    name: str
    of: str
    claimed_by: str = ""
    aliases: tuple[str, ...] = ()


REGIONS: Final = (
    Region("Crimea", "country:UA", "country:RU", ("Autonomous Republic of Crimea", "Republic of Crimea", "Crimea Region of Ukraine")),
    Region("Sevastopol", "country:UA", "country:RU", ("City of Sevastopol",)),
    Region("Donetsk", "country:UA", "country:RU", ("Donetsk Oblast", "Donetsk People's Republic", "DNR")),
    Region("Luhansk", "country:UA", "country:RU", ("Lugansk", "Luhansk Oblast", "Luhansk People's Republic", "LNR")),
    Region("Kherson", "country:UA", "country:RU", ("Kherson Oblast",)),
    Region("Zaporizhzhia", "country:UA", "country:RU", ("Zaporizhzhya", "Zaporizhzhia Oblast")),
    Region("Gaza", "country:PS", "", ("Gaza Strip",)),
    Region("West Bank", "country:PS"),
    Region("Golan Heights", "country:SY", "country:IL", ("Syrian Golan",)),
    Region("Northern Cyprus", "country:CY", "", ("Turkish Republic of Northern Cyprus",)),
    Region("Abkhazia", "country:GE", "", ("Republic of Abkhazia",)),
    Region("South Ossetia", "country:GE", "", ("Republic of South Ossetia",)),
    Region("Transnistria", "country:MD", "", ("Transdniestria", "Pridnestrovian Moldavian Republic")),
    Region("Nagorno-Karabakh", "country:AZ", "", ("Nagorny Karabakh", "Republic of Artsakh")),
    Region("Somaliland", "country:SO", "", ("Republic of Somaliland",)),
    Region("Republika Srpska", "country:BA"),
    Region("Kafia Kingi", "country:SD", "country:SS"),
    Region("Northern Mali", "country:ML"),
    Region("Kurdistan Region", "country:IQ", "", ("Kurdistan Region of Iraq", "Iraqi Kurdistan")),
    Region("England", "country:GB"),
    Region("Scotland", "country:GB"),
    Region("Wales", "country:GB"),
    Region("Northern Ireland", "country:GB"),
    Region("Ascension Island", "country:SH", "", ("Ascension",)),
    Region("Tristan da Cunha", "country:SH"),
)  # fmt: skip
"""Regions without an ISO code that sanctions lists and news name like countries; part of what the UN holds them to be."""


def resolve(text: str, *, on: str | None = None, metonyms: bool = False) -> Territory | None:
    """Return the one territory that the text names, or None when it names none, or more than one.

    Of several holders of a name (Burma; the code CS) those that exist on the day `on` count, or the present ones
    when it is not given. `on` is an ISO day or a prefix of one, meaning its first day. With `metonyms`, the name of
    a capital or institution is read as the government it stands for, if the table has a reading; `via` says so.
    """
    return _resolved(text.strip(), on, metonyms)


def alpha3(code: str) -> str:
    """Return the id of the territory with this code of three letters of ISO 3166, else nothing: an abbreviation is no code.

    ATF, which two have borne, is the present one.
    """
    return _alpha3().get(code, "")


def region(text: str) -> Region | None:
    """Return the region without a code of its own that the text names ("Region: Crimea", "Donetsk"), if any."""
    return _regions().get(fold(text.removeprefix("Region:")))


def entity(id: str) -> Entity:
    """Return the territory as a thing that is referred to, under its canonical name; raise BadRow for an unknown id."""
    row = _table().rows.get(id)
    if row is None:
        raise BadRow(f"no territory has the id {id!r}", field="id")
    return Entity(id=id, kind="Country", name=row["name"], described=False)


def near(text: str, n: int = 3) -> tuple[str, ...]:
    """Return up to `n` names of territories spelt most like the text, best first."""
    return closest(text, (row["name"] for row in _table().rows.values()), n)


def rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and values of each row of a seed table; lines that begin with `#` are comments.

    Raises BadFile for a row with more or fewer cells than the header, and for a file that is not CSV in UTF-8.
    """
    with opened(path) as file:
        try:
            content = file.read(_LONGEST + 1)
            if len(content) > _LONGEST or b"\0" in content:
                raise BadFile("this is no table of ours: it holds NUL bytes, or is far too long", where=str(path))
            text = content.decode("utf-8-sig")
            lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
            table = list(zip((number for number, _ in lines), csv.reader((line for _, line in lines), strict=True)))
        except (UnicodeDecodeError, csv.Error) as error:
            raise BadFile(f"this is not CSV in UTF-8 ({error})", where=str(path)) from error
    header = tuple(map(str.strip, table[0][1])) if table else ()
    for number, cells in table[1:]:
        if len(cells) != len(header):
            raise BadFile(f"{len(cells)} cells under {len(header)} columns", where=f"{path.name} line {number}")
        yield number, dict(zip(header, cells))


def several(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds several values, separated by `|`, in order."""
    return tuple(part for part in cell.split("|") if part)


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows by id; ids by code as written; ids by folded name; metonyms by folded name."""

    rows: Mapping[str, Mapping[str, str]]
    codes: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    metonyms: Mapping[str, Mapping[str, str]]


@cache
def _table() -> _Table:
    seeds = assets.folder("seeds")
    territories = {row["id"]: row for _, row in rows(seeds / "territories.csv")}
    codes: dict[str, tuple[str, ...]] = {}
    names: dict[str, tuple[str, ...]] = {}
    for id, row in territories.items():
        aliases = several(row["aliases"])
        initials = {alias for alias in aliases if _is_code(alias)}
        _hold(codes, [row["alpha2"], row["alpha3"], id.removeprefix("country:"), *map(_undotted, initials)], id)
        _hold(names, [fold(name) for name in (row["name"], row["official_name"], *aliases) if name not in initials], id)
    return _Table(territories, codes, names, {fold(row["name"]): row for _, row in rows(seeds / "metonyms.csv")})


@lru_cache(maxsize=4_096)
def _resolved(text: str, on: str | None, metonyms: bool) -> Territory | None:
    table = _table()
    if text in table.rows:
        return Territory(text, table.rows[text]["name"], f"id {text}")
    kind, ids = next(_held(text, table), ("", ()))
    if not ids:
        return _named_twice(text, on) or (_metonym(text, table) if metonyms else None)
    found = _decided([table.rows[id] for id in ids], on)
    return Territory(found["id"], found["name"], f"{kind} {text}") if found else None


def _named_twice(text: str, on: str | None) -> Territory | None:
    """Return the territory of "Turkey (Türkiye)", where both names must mean the same, or of "Eswatini (formerly Swaziland)"."""
    if former := _FORMERLY.fullmatch(text):
        now = _resolved(former[1], on, False)
        return Territory(now.id, now.name, f"name {text}") if now else None
    match = _TWICE.fullmatch(text)
    first, second = (_resolved(match[part].strip(), on, False) for part in (1, 2)) if match else (None, None)
    return Territory(first.id, first.name, f"name {text}") if first and second and first.id == second.id else None


def _held(text: str, table: _Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what holds the text as a code, then as a name, then as a name turned round; where nothing does, nothing."""
    code = _undotted(text)
    if code in table.codes:
        yield "code", table.codes[code]
    for form in _forms(text):
        if form in table.names:
            yield "name", table.names[form]


@cache
def _alpha3() -> Mapping[str, str]:
    rows = sorted(_table().rows.items(), key=lambda item: not item[1]["until"])
    return {row["alpha3"]: id for id, row in rows if row["alpha3"]}


@cache
def _regions() -> Mapping[str, Region]:
    return {fold(name): place for place in REGIONS for name in (place.name, *place.aliases)}


def _is_code(text: str) -> bool:
    letters = _undotted(text)
    return letters.isascii() and letters.isupper() and letters.isalpha() and len(letters) <= 5


def _undotted(text: str) -> str:
    return text.replace(".", "")


def _hold(index: dict[str, tuple[str, ...]], keys: Iterable[str], id: str) -> None:
    for key in {key for key in keys if key}:
        index[key] = (*index.get(key, ()), id)


def _decided(held: list[Mapping[str, str]], on: str | None) -> Mapping[str, str] | None:
    if len(held) > 1:
        held = [row for row in held if _exists(row, on)]
    return held[0] if len(held) == 1 else None


def _exists(row: Mapping[str, str], on: str | None) -> bool:
    if on is None:
        return not row["until"]
    return row["from"] <= on and (not row["until"] or on < row["until"])


def _forms(text: str) -> Iterator[str]:
    """Yield the folded name as written, then turned: "Korea, Republic of" and "Korea (Republic of)" alike."""
    yield fold(text)
    for mark in (",", "("):
        first, found, last = text.partition(mark)
        if found and first.strip() and last.strip(" )"):
            yield fold(f"{last} {first}")


def _metonym(text: str, table: _Table) -> Territory | None:
    row = table.metonyms.get(fold(text))
    if row is None or not row["speaks_for"]:
        return None
    return Territory(row["speaks_for"], table.rows[row["speaks_for"]]["name"], f"metonym {row['name']} read as {row['reading']}")
