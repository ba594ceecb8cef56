"""Every saved question's answer as files in one folder, with an index: the same graph gives the same bytes."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final

from graph import answers, assets, dates, reports, tables
from graph.clocks import Clocks
from graph.errors import ActorgraphError, BadFile
from graph.reports import Report
from graph.stores.bolt import Answer, Store
from graph.views import of_report

INDEX: Final = "index.md"

SUFFIXES: Final = {"table": "txt", "json": "json", "jsonl": "jsonl", "csv": "csv", "md": "md"}

_MARK: Final = "<!-- written by actorgraph report run --all -->"
_BREAK: Final = "\n\n"
_LINK: Final = re.compile(rf"\]\((\w+\.(?:{'|'.join(SUFFIXES.values())}))\)")

Seen = Callable[[Clocks], Store]
"""Gives the graph as two clocks have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One report in the folder: its name, title and question, how many rows it gave, its files, or why it failed."""

    name: str
    title: str = ""
    question: str = ""
    rows: int = 0
    cut: bool = False
    files: tuple[str, ...] = ()
    fault: str = ""

    @property
    def outcome(self) -> str:
        """In words: the number of rows, that there are none, or that it failed."""
        if self.fault:
            return f"failed: {self.fault}"
        return f"{self.rows:,}{' (more were cut off)' if self.cut else ''}" if self.rows else "none"


def write(seen: Seen, folder: Path, forms: Sequence[str], clocks: Clocks, *, limit: int = 10_000) -> Iterator[Entry]:
    """Yield an entry a report, by name, as its files are written with its defaults; afterwards write the index.

    Files of an earlier run are replaced, and removed where they are not written again; others in the folder stay as
    they are. A report that fails has no files; the others are written all the same. Raises BadFile when the folder or a
    file in it cannot be written.
    """
    try:
        yield from _write(seen, folder, forms, clocks, limit)
    except OSError as error:
        raise BadFile(error.strerror or str(error), where=str(error.filename or folder), hint="Name another folder.") from error


def _write(seen: Seen, folder: Path, forms: Sequence[str], clocks: Clocks, limit: int) -> Iterator[Entry]:
    folder.mkdir(parents=True, exist_ok=True)
    before = _listed(folder / INDEX)
    entries: list[Entry] = []
    for path in sorted(assets.folder("cypher").glob("*.cypher")):
        try:
            entry = _written(seen, reports.read(path), folder, forms, clocks, limit)
        except ActorgraphError as error:
            entry = Entry(name=path.stem, fault=str(error).replace("\n", " "))
        entries.append(entry)
        yield entry
    for name in before - {name for entry in entries for name in entry.files}:
        (folder / name).unlink(missing_ok=True)
    (folder / INDEX).write_text(_index(entries, clocks), encoding="utf-8", newline="\n")


def _written(seen: Seen, report: Report, folder: Path, forms: Sequence[str], clocks: Clocks, limit: int) -> Entry:
    its_clocks, given = of_report(report, clocks, {})
    store = seen(its_clocks)
    columns, rows, remarks = answers.answer(store, report, given, "json", limit=limit)
    people = answers.rows_for_people(store, Answer(columns=columns, rows=tuple(tuple(row[c] for c in columns) for row in rows)))
    names = []
    for form in forms:
        names.append(f"{report.name}.{SUFFIXES[form]}")
        its_columns, its_rows = people if form in ("md", "table") else (columns, rows)
        with (folder / names[-1]).open("w", encoding="utf-8", newline="\n") as file:
            if form == "md":
                file.write(_head(report, clocks, given, len(rows)))
            tables.write(its_columns, its_rows, form, file)
    cut = len(rows) == limit and any("--limit" in remark for remark in remarks)
    return Entry(name=report.name, title=report.title, question=report.question, rows=len(rows), cut=cut, files=tuple(names))


def _head(report: Report, clocks: Clocks, given: Mapping[str, str], rows: int) -> str:
    """Title, question and what it was asked with, above the table of a Markdown file."""
    asked = [f"- {param.name}: {given.get(param.name) or _default(param.default)} ({param.help})\n" for param in report.params]
    note = [f"Note: {report.note}."] if report.note else []
    said = [f"# {report.title}", report.question, *note, *([f"{str(clocks).capitalize()}."] if clocks else ()), "".join(asked).rstrip()]
    return "".join(f"{part}{_BREAK}" for part in (*said, f"Rows: {rows or 'none'}") if part)


def _default(literal: str) -> str:
    return {"null": "any", "toString(date())": f"{dates.today()}, today", "''": "any"}.get(literal, literal.strip("'"))


def _index(entries: Sequence[Entry], clocks: Clocks) -> str:
    out = StringIO()
    empty, failed = sum(not e.rows and not e.fault for e in entries), sum(bool(e.fault) for e in entries)
    out.write(f"{_MARK}\n# Answers to the saved questions\n\n{f'{str(clocks).capitalize()}.{_BREAK}' if clocks else ''}")
    out.write(f"{len(entries)} questions, each asked with its defaults; {empty} without rows, {failed} failed.\n\n")
    rows = [
        {"report": e.name, "title": e.title, "question": e.question, "rows": e.outcome, "files": [f"[{name}]({name})" for name in e.files]}
        for e in entries
    ]
    tables.write(("report", "title", "question", "rows", "files"), rows, "md", out)
    return out.getvalue()


def _listed(index: Path) -> frozenset[str]:
    """The files that an earlier run wrote, as its index lists them."""
    try:
        text = index.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return frozenset()
    return frozenset(_LINK.findall(text)) if text.startswith(_MARK) else frozenset()
