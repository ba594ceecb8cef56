"""Pairs of parties that share an identifier or a name: found by sorting on disk, so that memory does not grow with the graph."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

import orjson

from graph.identity.facts import Party, born, party
from graph.identity.keys import OF_PEOPLE, WITH_COUNTRY, Kind, keys

MOST: Final = 20
"""A value that more parties than this share stands for nothing in particular."""

_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE party (id TEXT PRIMARY KEY, props BLOB) WITHOUT ROWID;
CREATE TABLE held (kind TEXT, value TEXT, party TEXT, country TEXT, shown TEXT);
CREATE TABLE shared (a TEXT, b TEXT, rank INTEGER, firm INTEGER, kind TEXT, said TEXT);
"""

_KEPT: Final = (
    "id", "kind", "name", "aliases", "weak_aliases", "records", "identifiers", "wikidata", "data_id", "birth_date_edtf", "birth_date",
    "jurisdiction", "nationality", "citizenship", "country",
)  # fmt: skip
"""The properties of a node that say what it is."""

_RANK: Final = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that two parties share: its kind, in words, and whether it is enough to join them."""

    kind: str
    said: str
    firm: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties of different registers, the first with the lesser id, and what they share, the strongest first.

    `misled` says in words that a reference must be mistaken: the party referred to is not the namesake.
    """

    a: Party
    b: Party
    evidence: tuple[Evidence, ...]
    misled: tuple[str, ...] = ()

    @property
    def firm(self) -> tuple[Evidence, ...]:
        """What is enough to join them."""
        return tuple(one for one in self.evidence if one.firm)


class Sorted:
    """Parties, what each holds, and the pairs that share something, in a database on disk that goes when this does."""

    def __init__(self, parties: Iterable[Mapping[str, Any]]) -> None:
        self._base = sqlite3.connect("")
        self._base.executescript(_SCHEMA)
        self.parties = self.common = 0
        self.party = lru_cache(maxsize=5_000)(self._party)
        for props in parties:
            self._hold(props)
        self._base.execute("CREATE INDEX by_value ON held (kind, value, party)")
        self._base.executemany("INSERT INTO shared VALUES (?, ?, ?, ?, ?, ?)", self._shared())
        self._base.executescript("CREATE INDEX by_pair ON shared (a, b); CREATE INDEX by_second ON shared (b);")

    def close(self) -> None:
        """Let go of the database."""
        self._base.close()

    def pairs(self) -> Iterator[Pair]:
        """Yield each pair once: those that share most kinds of the strongest evidence first, then by their ids."""
        order = """SELECT a, b, rank, firm, kind, said FROM shared JOIN (SELECT a, b, min(rank) AS best, count(DISTINCT kind) AS kinds
            FROM shared GROUP BY a, b) USING (a, b) ORDER BY best, kinds DESC, a, b, rank, said"""
        for (a, b), rows in groupby(self._base.execute(order), key=itemgetter(0, 1)):
            found = dict.fromkeys(Evidence(kind, said, bool(firm)) for _, _, _, firm, kind, said in rows)
            yield Pair(self.party(a), self.party(b), tuple(found), self._misled(a, b, found))

    def _misled(self, a: str, b: str, found: Collection[Evidence]) -> tuple[str, ...]:
        """Return, in words, the namesakes that each has in the other's registers, when a reference alone says they are one."""
        if {one.kind for one in found if one.firm} != {str(Kind.REFERENCE)} or any(one.kind == Kind.NAME for one in found):
            return ()
        return tuple(f"name: {x} has that of {other}" for x, y in ((a, b), (b, a)) for other in self._namesakes(x, y))

    def _namesakes(self, a: str, b: str) -> list[str]:
        rows = self._base.execute("SELECT DISTINCT a, b FROM shared WHERE kind = ? AND (a = ? OR b = ?)", (Kind.NAME, a, a))
        others = {other for row in rows for other in row} - {a}
        return sorted(other for other in others if self.party(other).registers & self.party(b).registers)

    def _hold(self, props: Mapping[str, Any]) -> None:
        kept = {name: props[name] for name in _KEPT if props.get(name)}
        self.parties += 1
        self._base.execute("INSERT OR REPLACE INTO party VALUES (?, ?)", (props["id"], orjson.dumps(kept)))
        held = [(key.kind, key.value, props["id"], key.country, key.shown) for key in dict.fromkeys(keys(kept))]
        held += [(Kind.NAME, name, props["id"], "", name) for name in sorted(party(kept).names)]
        self._base.executemany("INSERT INTO held VALUES (?, ?, ?, ?, ?)", held)

    def _party(self, id: str) -> Party:
        (props,) = self._base.execute("SELECT props FROM party WHERE id = ?", (id,)).fetchone()
        return party(orjson.loads(props))

    def _shared(self) -> Iterator[tuple[str, str, int, bool, str, str]]:
        """Yield a row for each thing that two parties of different registers share."""
        rows = self._base.execute("SELECT kind, value, party, country, shown FROM held ORDER BY kind, value, party, country, shown")
        for (kind, _), group in groupby(map(_Held._make, rows), key=itemgetter(0, 1)):
            found = list(group)
            holders = {one.party for one in found}
            if len(holders) > MOST:
                self.common += 1
                continue
            for x, y in combinations(found, 2) if len(holders) > 1 else ():
                if x.party != y.party and not self.party(x.party).registers & self.party(y.party).registers:
                    yield from self._evidence(Kind(kind), x, y, found)

    def _evidence(self, kind: Kind, x: "_Held", y: "_Held", found: list["_Held"]) -> Iterator[tuple[str, str, int, bool, str, str]]:
        """Yield the row of what two parties share; nothing for numbers that two countries gave out."""
        if x.country and y.country and x.country != y.country:
            return
        word, said, firm = self._weighed(kind, x, y)
        if firm and (others := self._beside(x, y, found)):
            word, said, firm = f"{kind} of several", f"{said}; so has {' and '.join(others)}", False
        yield x.party, y.party, _RANK[kind] + (0 if firm else len(_RANK)), firm, word, said

    def _weighed(self, kind: Kind, x: "_Held", y: "_Held") -> tuple[str, str, bool]:
        """Return the kind of evidence, the evidence in words, and whether it is firm."""
        a, b = self.party(x.party), self.party(y.party)
        if kind is Kind.NAME:
            births = f"; born {born(a)} and {born(b)}" if a.years and b.years else ""
            return kind, f"name: {x.shown}{births}", False
        if kind not in WITH_COUNTRY:
            return kind, f"{kind}: {x.shown}", True
        if x.country and x.country == y.country:
            return f"{kind} and country", f"{kind}: {x.shown} ({x.country})", True
        if kind in OF_PEOPLE and (days := a.days & b.days):
            return f"{kind} and date of birth", f"{kind}: {x.shown}; both born {min(days)}", True
        country = x.country or y.country
        return f"{kind} alone", f"{kind}: {x.shown} ({f'{country} in one alone' if country else 'country not stated'})", False

    def _beside(self, x: "_Held", y: "_Held", found: list["_Held"]) -> list[str]:
        """Return the other parties of the two's registers that hold the same: it tells none of them apart."""
        registers = self.party(x.party).registers | self.party(y.party).registers
        others = {one.party for one in found if one.party not in (x.party, y.party) and one.country in ("", x.country, y.country)}
        return sorted(other for other in others if self.party(other).registers & registers)


class _Held(NamedTuple):
    """An identifier that a party holds."""

    kind: str
    value: str
    party: str
    country: str
    shown: str
