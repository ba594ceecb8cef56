"""Records committed to a store, a batch a transaction: afterwards each of them is there together with its edges and claims."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from graph import dates
from graph.claims import Entity
from graph.edges import Edges, gather
from graph.errors import Conflict
from graph.parts import Props
from graph.plans import Plan, Work, ending, plan
from graph.stores.bolt import Store, Transaction
from graph.survey import State
from graph.testimony import sum_up, withdraw_claims, write_claims, write_documents
from graph.writer import close_facts, interrupt_facts, mislabelled, read_records, relabel, write_entities, write_facts, write_records


@dataclass(frozen=True, slots=True)
class Batch:
    """Records to be written together, the plans of those the store has never held, by id, and the edges that these make."""

    works: Sequence[Work]
    plans: Mapping[str, Plan]
    edges: Edges

    @property
    def holds(self) -> tuple[int, int]:
        """How many edges and claims its records state."""
        projections = [work.projection for work in self.works]
        return sum(len(said.facts) for said in projections), sum(len(said.claims) for said in projections)


class Commits:
    """Writes the records of one snapshot of a register; notes in the state what the second pass will ask."""

    def __init__(self, register: str, date: str, state: State) -> None:
        self.register, self.date, self.state = register, date, state

    def ready(self, works: Sequence[Work]) -> Batch:
        """Return the batch with all that is known of it without the store; it may be called beside a `write`."""
        plans = (plan(work, None, self.register, self.date, self.state.following) for work in works if work.new)
        planned = {ready.id: ready for ready in plans}
        return Batch(works, planned, gather(fact for ready in planned.values() for fact in ready.facts))

    def write(self, store: Store, batch: Batch) -> tuple[int, int]:
        """Write a batch; return how many edges changed, and how many claims it holds.

        As long as the register describes what no other does, its things are made without a look whether they are there.
        """
        works, new = batch.works, set[str]()
        if self.state.alone:
            new = {entity.id for work in works if work.new for entity in work.projection.entities} - self.state.stubs - self.state.referred
        try:
            done = self._write(store, batch, new)
        except Conflict:  # another register describes a thing of this batch, or a load that was killed was still writing it
            self.state.alone = False
            done = self._write(store, Batch(works, {}, {}), set())
        self.state.referred |= {entity.id for work in works for entity in work.projection.references}
        return done

    def end(self, tx: Transaction, ids: Sequence[str]) -> int:
        """End records that the snapshot does not hold any more, by id; return how many edges changed."""
        plans = [ending(before, self.date, self.state.following) for before in read_records(tx, ids).values()]
        write_records(tx, [item.props for item in plans], set(), [])
        return self._settle(tx, plans, set(), set())

    def _write(self, store: Store, batch: Batch, new: Collection[str]) -> tuple[int, int]:
        """Give the things their labels, a transaction a change, then write the batch. `new` are things that are not looked for."""
        kinds = {
            entity.id: (entity.kind, f"{self.register}:{work.record.key}")
            for work in batch.works
            for entity in work.projection.entities
            if entity.id not in new
        }
        for key, change in store.write(lambda tx: mislabelled(tx, kinds)) if kinds else ():
            store.write(partial(relabel, key=key, change=change))
        return store.write(lambda tx: self._write_batch(tx, batch, new))

    def _write_batch(self, tx: Transaction, batch: Batch, new: Collection[str]) -> tuple[int, int]:
        keys = {f"{self.register}:{work.record.key}": work for work in batch.works}
        before = read_records(tx, [key for key in keys if key not in batch.plans])
        plans = [
            batch.plans.get(key) or plan(work, before.get(key), self.register, self.date, self.state.following)
            for key, work in keys.items()
        ]
        whole = len(batch.plans) == len(keys)
        described, referred = _things(plans)
        made = write_entities(tx, described, (entity for key, entity in referred.items() if key not in self.state.referred), new)
        added = {item.id for item in plans if item.id not in before}
        write_records(tx, [item.props for item in plans], added, [(item.id, e.id) for item in plans for e in _entities(item)])
        self.state.waiting |= {item.id for item in plans if "mentions" in item.props}
        self.state.revised |= bool(before)
        written = [row["id"] for item in plans for row, _, _ in item.facts]
        write_facts(tx, batch.edges if whole else gather(fact for item in plans for fact in item.facts), made)
        documents = [document for item in plans if item.work for document in item.work.projection.documents]
        write_documents(tx, documents, self.register)
        claims = [(claim, item.id) for item in plans if item.live and item.work for claim in item.work.projection.claims]
        touched = write_claims(tx, claims, dates.now()) if claims else set()
        self.state.note_claims(touched)
        return len(written) + self._settle(tx, plans, {*written}, touched), len(claims)

    def _settle(self, tx: Transaction, plans: Sequence[Plan], written: set[str], touched: set[str]) -> int:
        """Close and withdraw what the plans say, and sum up every proposition touched; return the edges changed."""
        closed = close_facts(tx, [edge for item in plans for edge in item.close], self.date)
        broken = [edge for item in plans for edge in item.interrupt]
        interrupt_facts(tx, broken, {item.id: item.interrupted for item in plans})
        touched |= withdraw_claims(tx, [claim for item in plans for claim in item.withdraw], self.date)
        touched |= self.state.discussed(tx, written | closed)
        return len(closed) + sum_up(tx, touched)


def _things(plans: Iterable[Plan]) -> tuple[list[tuple[Props, str]], dict[str, Entity]]:
    """The things that the records of the plans describe, with the record's id, and those only referred to, by id."""
    described: list[tuple[Props, str]] = []
    referred: dict[str, Entity] = {}
    for item in plans:
        if item.work is None:
            continue
        described += ((props, item.id) for props in item.described)
        for entity in (*item.work.projection.references, *(() if item.described else item.work.projection.entities)):
            referred[entity.id] = entity
    return described, referred


def _entities(item: Plan) -> tuple[Entity, ...]:
    return item.work.projection.entities if item.work else ()
