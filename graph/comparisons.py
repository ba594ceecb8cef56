"""One saved question asked on two days, and what is different between the two answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import answers
from graph.clocks import Clocks
from graph.differences import as_rows, difference
from graph.reports import Report
from graph.stores.bolt import Answer, Store
from graph.tables import text
from graph.views import of_report


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The rows that differ, ready to be printed; `totals` in words; `remarks` on how the question was understood."""

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    totals: str
    remarks: tuple[str, ...]


def compare(
    seen: Callable[[Clocks], Store],
    report: Report,
    given: Mapping[str, str],
    days: Sequence[Clocks],
    style: str,
    *,
    limit: int = 10_000,
) -> Comparison:
    """Ask the question as two clocks have it, and return what the second answer has added, removed and changed.

    In `was`, a changed row has what was different before: by column for programs, in words where people read. A row that
    differs only in columns which nobody is shown (a pid) differs all the same.
    """
    remarks: list[str] = []
    found: list[list[dict[str, Any]]] = []
    columns: tuple[str, ...] = ()
    for clocks in days:
        its_clocks, asked = of_report(report, clocks, given)
        columns, rows, its_remarks = answers.answer(seen(its_clocks), report, asked, "json", limit=limit)
        found.append(rows)
        remarks += (remark for remark in its_remarks if remark not in remarks and rows)
    before, after = found
    told = difference(before, after, report.identity)
    columns, rows = as_rows(told, columns)
    if style != "json" and style != "jsonl":
        rows = [{**row, "was": _in_words(row["was"])} for row in rows]
    if style in ("table", "md"):
        store = seen(of_report(report, days[-1], given)[0])
        columns, rows = answers.rows_for_people(store, Answer(columns=columns, rows=tuple(tuple(row[c] for c in columns) for row in rows)))
        columns = ("change", *(column for column in columns if column != "change"))
    return Comparison(columns=columns, rows=rows, totals=str(told), remarks=tuple(remarks))


def _in_words(was: Mapping[str, Any] | None) -> list[str]:
    return [f"{column}: {text(value) or 'nothing'}" for column, value in was.items()] if was else []
