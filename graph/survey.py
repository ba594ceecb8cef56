"""The first reading of a file: what it holds, counted and fingerprinted, before anything is written.

Two numbers a record are all that is kept: of its key, and of its content.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graph.claims import fingerprint
from graph.errors import OutOfBounds
from graph.history import History
from graph.sources import Record, Reject
from graph.stores.bolt import Store, Transaction

MOST_REJECTS: Final = 50_000
"""Records that cannot be read, after which a file is given up that has fewer that can."""

Records = Callable[[], Iterator[Record | Reject]]


def number(text: str) -> int:
    """Return a 60-bit number for a key or a digest; two keys share one with a chance below one in a billion files."""
    return int(fingerprint(text)[:15], 16)


@dataclass(slots=True)
class Survey:
    """What one reading found. `twins` are keys under which different records came; `unread` keys of unreadable lines."""

    seen: dict[int, int] = field(default_factory=dict)
    twins: set[int] = field(default_factory=set)
    unread: set[int] = field(default_factory=set)
    rejects: list[Reject] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many records there are: identical repeats count once, unreadable lines one each."""
        return len(self.seen) + len(self.rejects)


def survey(records: Records, progress: Callable[[int, str], None], where: str = "") -> Survey:
    """Read all records once and return what was found.

    With `where`, the file's name, OutOfBounds is raised as soon as it shows that most of a long file cannot be read.
    """
    found = Survey()
    for count, record in enumerate(records(), 1):
        if isinstance(record, Reject):
            found.rejects.append(record)
            if where and len(found.rejects) > max(MOST_REJECTS, len(found.seen)):
                raise OutOfBounds(
                    f"{len(found.rejects):,} of the first {count:,} records cannot be read; the first: {found.rejects[0].reason}",
                    where=where, hint="Is the file whole, and of this source? With --force what can be read is loaded.",
                )  # fmt: skip
            if record.key:
                found.unread.add(number(record.key))
            continue
        key, content = number(record.key), number(fingerprint(record.values))
        if found.seen.setdefault(key, content) != content:
            found.twins.add(key)
        if count % 1_000 == 0:
            progress(1_000, "read")
    return found


_HELD: Final = "RETURN r.id AS id, r.dates AS dates, r.digests AS digests, r.mentions IS NOT NULL AS waiting"


@dataclass(slots=True)
class State:
    """What the store holds of a register, as of a snapshot's date.

    `known` are the records of the snapshot before (or of this very date), `absent` those that exist but were not in
    it; `previous` and `following` the dates of the snapshots on either side; `stubs` the nodes that nothing describes,
    `referred` those that this load refers to; `waiting` the ids of records that mention parties not found yet. The register is
    `revised` when a record said something else in another snapshot, and `alone` until a thing turns up that is already there.
    It has `begun` when it has records that are still to be looked for.
    """

    known: dict[int, int] = field(default_factory=dict)
    absent: set[int] = field(default_factory=set)
    previous: str = ""
    following: str = ""
    stubs: set[str] = field(default_factory=set)
    referred: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    revised: bool = False
    alone: bool = True
    begun: bool = False
    _discussed: dict[str, set[str]] = field(default_factory=dict)

    def look(self, store: Store, register: str, date: str, keys: Iterable[str]) -> None:
        """Know these records and no others: what is not the whole register is looked for as it comes."""
        self.known, self.absent = {}, set()
        ids = [f"{register}:{key}" for key in keys]
        self.note(store.rows(f"UNWIND $ids AS id MATCH (r:Record {{id: id}}) {_HELD}", ids=ids), register, date)

    def note(self, rows: Iterable[Mapping[str, Any]], register: str, date: str) -> None:
        """Remember records as the store holds them."""
        for row in rows:
            key = number(row["id"][len(register) + 1 :])
            digest = History(tuple(row["dates"]), tuple(row["digests"])).at(date)
            if digest:
                self.known[key] = number(digest)
            else:
                self.absent.add(key)
            if row["waiting"]:
                self.waiting.add(row["id"])
            self.revised |= len(row["dates"]) > 1

    def discussed(self, tx: Transaction, pids: set[str]) -> set[str]:
        """Return those of the propositions that documents make claims about."""
        found = set()
        for pid in pids:
            kind = pid.partition(":")[0].upper()
            if kind not in self._discussed:
                rows = tx.run("MATCH (p:Proposition {type: $type}) RETURN p.id AS id", type=kind)
                self._discussed[kind] = {row["id"] for row in rows}
            if pid in self._discussed[kind]:
                found.add(pid)
        return found

    def note_claims(self, pids: set[str]) -> None:
        """Remember propositions that claims of this load were written about."""
        for pid in pids:
            self._discussed.setdefault(pid.partition(":")[0].upper(), set()).add(pid)


def state(store: Store | None, register: str, date: str, *, whole: bool) -> State:
    """Return what the store holds of the register as of the date; nothing when there is no store.

    Where the file is not the `whole` register its records are left to `look`: they may be a few of very many.
    """
    found = State()
    if store is None:
        return found
    runs = list(store.rows(
        "MATCH (s:Source {id: $source})<-[:LOADED]-(r:Run) RETURN DISTINCT r.snapshot AS date, r.partial IS NULL AS whole, "
        "r.unresolved > 0 OR s.unfinished IS NOT NULL AS waiting", source=f"source:{register}"))  # fmt: skip
    snapshots = {row["date"] for row in runs if row["whole"]}
    found.previous = max((day for day in snapshots if day <= date), default="")
    found.following = min((day for day in snapshots if day > date), default="")
    found.stubs = {row["id"] for row in store.rows("MATCH (n:Entity) WHERE n.stub = true RETURN n.id AS id")}
    if whole:
        found.note(store.rows(f"MATCH (r:Record {{register: $register}}) {_HELD}", register=register), register, date)
    else:
        found.begun = found.revised = any(store.rows("MATCH (r:Record {register: $register}) RETURN r.id LIMIT 1", register=register))
        if any(row["waiting"] for row in runs) or (found.begun and not runs):
            rows = store.rows("MATCH (r:Record {register: $register}) WHERE r.mentions IS NOT NULL RETURN r.id AS id", register=register)
            found.waiting = {row["id"] for row in rows}
    return found
