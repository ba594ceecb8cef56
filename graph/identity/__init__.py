"""Finds the parties that several registers hold, and says so in the graph without merging anything.

What joins two: a published reference of one list to the other, or a number that identifies (IMO, LEI, tax, registration,
national number or passport with its country or the same date of birth, Wikidata item). What contradicts it keeps them
apart, and so does anybody who states that they are different. A name joins nobody; it makes a candidate.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from graph.identity.pairs import Sorted
from graph.identity.register import Pairs, keep, rows
from graph.identity.verdicts import Verdict, judged
from graph.load import Options, load
from graph.runs import Totals
from graph.stores.bolt import Store
from graph.vocabulary import NOT_SAME, SAME, Status

__all__ = ["COUNTED", "Counts", "Verdict", "find", "rows", "write"]

COMPARED: Final = ("Person", "Official", "Organisation", "Vessel", "Aircraft", "Actor")
"""The kinds of thing that registers list."""

COUNTED: Final = ("evidence", "pairs", *(verdict.replace(" ", "_") for verdict in Verdict))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many parties were compared, and how many pairs there are, by the strongest evidence and by what became of them.

    `too_common` counts the values that so many parties hold that they say nothing.
    """

    parties: int
    too_common: int
    pairs: Counter[tuple[str, Verdict]]

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a kind of evidence, by name, and the total; in each, pairs = joined + conflict + told apart + candidate."""
        kinds = sorted({kind for kind, _ in self.pairs})
        counted = [(kind, [self.pairs[kind, verdict] for verdict in Verdict]) for kind in kinds]
        counted.append(("total", [sum(n for (_, v), n in self.pairs.items() if v is verdict) for verdict in Verdict]))
        return [dict(zip(COUNTED, (kind, sum(numbers), *numbers), strict=True)) for kind, numbers in counted]


def find(store: Store, path: Path) -> Counts:
    """Compare the parties of all registers and write the pairs found to a file, the strongest first; return their counts."""
    with closing(Sorted(_parties(store))) as found:
        pairs = Counter((one.pair.evidence[0].kind, one.verdict) for one in keep(path, judged(found, _apart(store))))
        return Counts(found.parties, found.common, pairs)


def write(
    store: Store,
    path: Path,
    options: Options,
    progress: Callable[[int, str], None] = lambda count, what: None,
) -> Totals:
    """Load the pairs of a file that `find` wrote, as the register `identity`; a pair that is not there any more is ended."""
    return load(store, Pairs(), (path,), options, progress)


def _parties(store: Store) -> Iterator[dict[str, Any]]:
    statement = "MATCH (n:Entity) WHERE n.records IS NOT NULL AND n.kind IN $kinds RETURN properties(n) AS party"
    return (row["party"] for row in store.rows(statement, kinds=list(COMPARED)))


def _apart(store: Store) -> frozenset[frozenset[str]]:
    """The pairs that somebody states to be different, or denies to be the same."""
    different = f"MATCH (a:Entity)-[r:{NOT_SAME}]->(b:Entity) WHERE r.status <> $ended RETURN a.id AS a, b.id AS b"
    denied = "MATCH (p:Proposition {type: $same}) WHERE size(p.denied_by) > 0 RETURN p.subject AS a, p.object AS b"
    found = (*store.rows(different, ended=str(Status.ENDED)), *store.rows(denied, same=SAME))
    return frozenset(frozenset((row["a"], row["b"])) for row in found)
