"""What is different between two answers to one question: rows added, removed and changed, told apart by what identifies them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A row that is in both answers: as it was, as it is, and the columns that differ."""

    before: Row
    after: Row
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Rows added and changed in the order of the later answer, removed ones in that of the earlier."""

    added: tuple[Row, ...] = ()
    removed: tuple[Row, ...] = ()
    changed: tuple[Changed, ...] = ()
    unchanged: int = 0

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return bool(self.added or self.removed or self.changed)

    def __str__(self) -> str:
        return f"{len(self.added)} added, {len(self.removed)} removed, {len(self.changed)} changed, {self.unchanged} unchanged"


def difference(before: Sequence[Row], after: Sequence[Row], identity: Sequence[str]) -> Difference:
    """Return what is different between two answers with the same columns.

    A row is the same row where the columns of `identity` have the same values; without identity, where all have. Where
    several rows of an answer share an identity, equal ones are paired first and the others in their order, so that every
    row is accounted for: before = removed + changed + unchanged, after = added + changed + unchanged.
    """
    left = _by_identity(before, identity)
    unpaired: list[Row] = []
    for row in after:
        same = left[_key(row, identity)]
        equal = next((place for place in same if before[place] == row), None)
        if equal is None:
            unpaired.append(row)
        else:
            same.remove(equal)
    added: list[Row] = []
    changed: list[Changed] = []
    for row in unpaired:
        same = left[_key(row, identity)]
        if same:
            changed.append(_changed(before[same.pop(0)], row))
        else:
            added.append(row)
    removed = sorted(place for places in left.values() for place in places)
    return Difference(
        added=tuple(added),
        removed=tuple(before[place] for place in removed),
        changed=tuple(changed),
        unchanged=len(after) - len(unpaired),
    )


def as_rows(found: Difference, columns: Sequence[str]) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """Return the difference as columns and rows: `change`, the columns of the answer, and `was`.

    A changed row holds what is now, and in `was` what was where that is different, by column. Those added come first, then
    those removed, then those changed.
    """
    rows = [{"change": "added", **row, "was": None} for row in found.added]
    rows += [{"change": "removed", **row, "was": None} for row in found.removed]
    rows += [{"change": "changed", **one.after, "was": {column: one.before.get(column) for column in one.columns}} for one in found.changed]
    return ("change", *columns, "was"), rows


def _by_identity(rows: Sequence[Row], identity: Sequence[str]) -> dict[str, list[int]]:
    """The places of the rows, in order, by what identifies them."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        found[_key(row, identity)].append(place)
    return found


def _key(row: Row, identity: Sequence[str]) -> str:
    return repr([row.get(column) for column in identity or sorted(row)])


def _changed(before: Row, after: Row) -> Changed:
    columns = tuple(column for column in after if before.get(column) != after[column])
    return Changed(before=before, after=after, columns=columns)
