"""Rows made to be read: as a table on a terminal, or as JSON, JSON lines, CSV or Markdown.

Cells are what a store returns: text, numbers, booleans, None, and lists of them. In tables and Markdown lists are
joined and empty cells are blank. CSV cells that a spreadsheet would run as a formula get a leading apostrophe.
"""

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any, Final

FORMATS: Final = ("table", "json", "jsonl", "csv", "md")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

Row = Mapping[str, Any]


def default_format() -> str:
    """Return `table` for a terminal and `jsonl` for a pipe or file."""
    return "table" if sys.stdout.isatty() else "jsonl"


def write(columns: Sequence[str], rows: Iterable[Row], style: str, out: IO[str], *, title: str = "") -> None:
    """Write rows in one of FORMATS; every row has every column, None where there is nothing."""
    match style:
        case "json" | "jsonl":
            _write_json(columns, rows, style, out)
        case "csv":
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([_csv_cell(row.get(c)) for c in columns] for row in rows)
        case "md":
            out.write(f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}\n")
            for row in rows:
                out.write(f"| {' | '.join(_md_cell(row.get(c)) for c in columns)} |\n")
        case _:
            _write_table(columns, rows, out, title)


def text(cell: Any) -> str:
    """Return a cell as words."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case list() | tuple():
            return ", ".join(text(part) for part in cell)
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return "".join(c if c.isprintable() else " " for c in str(cell))


def _write_json(columns: Sequence[str], rows: Iterable[Row], style: str, out: IO[str]) -> None:
    import orjson

    lines = (orjson.dumps({c: row.get(c) for c in columns}, default=str).decode() for row in rows)
    if style == "jsonl":
        out.writelines(line + "\n" for line in lines)
    else:
        out.write("[" + ",\n ".join(lines) + "]\n")


def _csv_cell(cell: Any) -> Any:
    value = cell if isinstance(cell, int | float) and not isinstance(cell, bool) else text(cell)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _md_cell(cell: Any) -> str:
    return text(cell).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _write_table(columns: Sequence[str], rows: Iterable[Row], out: IO[str], title: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", title_style="bold", pad_edge=False, header_style="bold")
    console = Console(file=out, highlight=False, width=None if out.isatty() else 140)
    rows = list(rows)
    for column, width in zip(columns, _widths(columns, rows, console.width)):
        table.add_column(column.replace("_", " "), overflow="fold", width=width)
    for row in rows:
        table.add_row(*(Text(text(row.get(c)), style=_STYLES.get(str(row.get(c)), "")) for c in columns))
    console.print(table)


def _widths(columns: Sequence[str], rows: Sequence[Row], room: int) -> list[int]:
    """Share the terminal out: each column its longest word first, as far as there is room, then the fullest ones more."""
    cells = [[column.replace("_", " "), *(text(row.get(column)) for row in rows)] for column in columns]
    longest = [max((len(word) for cell in column for word in cell.split()), default=1) for column in cells]
    wanted = [max(map(len, column)) for column in cells]
    room -= 3 * len(columns)
    most = next((most for most in range(24, 3, -1) if sum(min(word, most) for word in longest) <= room), 3)
    widths = [min(word, most) for word in longest]
    for _ in range(max(0, min(room, sum(wanted)) - sum(widths))):
        lines = [want / width for want, width in zip(wanted, widths)]
        widths[lines.index(max(lines))] += 1
    return widths


_STYLES: Final = {
    "contested": "red", "acknowledged": "green", "denies": "red", "denied_only": "red", "asserts": "", "acknowledges": "green",
    "in force": "green", "not in force": "dim", "ended": "dim", "official": "cyan",
}  # fmt: skip
