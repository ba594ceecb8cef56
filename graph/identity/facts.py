"""What two parties are known by, compared: what cannot both be true of one, and what their names and births have in common."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph import dates
from graph.errors import BadDate
from graph.identity.keys import Kind, keys
from graph.names import fold

DOUBT: Final = 2
"""Years by which an approximate or uncertain year of birth may be off."""

_ONE_EACH: Final = {Kind.IMO: "IMO", Kind.COMPANY_IMO: "company IMO", Kind.LEI: "LEI"}
"""Numbers of which a thing has one."""

_NATURE: Final = {
    "Person": "a person",
    "Official": "a person",
    "Organisation": "an organisation",
    "Vessel": "a ship",
    "Aircraft": "an aircraft",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party of a register: what it is, the registers that hold it, its names folded, its births, numbers it has one of."""

    id: str
    kind: str
    name: str
    registers: frozenset[str]
    names: frozenset[str]
    years: tuple[tuple[int, int], ...]
    days: frozenset[str]
    numbers: Mapping[str, frozenset[str]]


def party(props: Mapping[str, Any]) -> Party:
    """Return the party that a node's properties describe."""
    births = props.get("birth_date_edtf") or props.get("birth_date") or ()
    moments = list(_moments((births,) if isinstance(births, str) else births))
    numbers: dict[str, set[str]] = {}
    for key in keys(props):
        if key.kind in _ONE_EACH:
            numbers.setdefault(_ONE_EACH[key.kind], set()).add(key.value)
    return Party(
        id=props["id"],
        kind=props["kind"],
        name=props["name"],
        registers=frozenset(record.partition(":")[0] for record in props["records"]),
        names=frozenset(_names(props)),
        years=tuple(dict.fromkeys(years for years, _ in moments)),
        days=frozenset(day for _, day in moments if day),
        numbers={name: frozenset(held) for name, held in numbers.items()},
    )


def contradictions(a: Party, b: Party) -> tuple[str, ...]:
    """Return in words what cannot both be true of one thing: kind, year of birth, IMO number, LEI; empty when nothing does."""
    found = []
    natures = [_NATURE.get(one.kind, "") for one in (a, b)]
    if all(natures) and natures[0] != natures[1]:
        found.append(f"kind: {natures[0]}, {natures[1]}")
    if a.years and b.years and not any(x[0] <= y[1] and y[0] <= x[1] for x in a.years for y in b.years):
        found.append(f"year of birth: {born(a)}, {born(b)}")
    for name in a.numbers.keys() & b.numbers.keys():
        if not a.numbers[name] & b.numbers[name]:
            found.append(f"{name}: {' or '.join(sorted(a.numbers[name]))}, {' or '.join(sorted(b.numbers[name]))}")
    return tuple(sorted(found))


def born(one: Party) -> str:
    """Return a party's years of birth in words (`1960 or 1962-1964`)."""
    return " or ".join(str(first) if first == last else f"{first}-{last}" for first, last in sorted(set(one.years)))


def _names(props: Mapping[str, Any]) -> Iterator[str]:
    """Yield a party's good names, folded, their words sorted: lists turn names round. A name of one word is none for a person."""
    weak = {*(props.get("weak_aliases") or ())}
    least = 2 if _NATURE.get(props["kind"]) == "a person" else 1
    for text in (props["name"], *(props.get("aliases") or ())):
        words = sorted(fold(text).split())
        if text not in weak and len(words) >= least and sum(map(len, words)) > 3:
            yield " ".join(words)


def _moments(texts: Iterable[str]) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the first and last year of each readable birth, and the day where it is one beyond doubt."""
    for text in texts:
        try:
            moment = dates.parse(text)
        except BadDate:
            continue
        if moment.earliest and moment.latest:
            doubt = DOUBT if moment.approximate or moment.uncertain else 0
            day = moment.earliest if moment.earliest == moment.latest and not doubt else ""
            yield (int(moment.earliest[:4]) - doubt, int(moment.latest[:4]) + doubt), day
