"""Golden answers of saved questions: `NAME.CASE.json` holds the parameters given, the columns, the rows in order."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Rows = list[dict[str, Any]]


def golden(folder: Path, case: str) -> dict[str, Any]:
    """Return a golden answer."""
    found: dict[str, Any] = json.loads((folder / f"{case}.json").read_text(encoding="utf-8"))
    return found


def write_golden(folder: Path, case: str, given: dict[str, str], columns: Sequence[str], rows: Rows) -> None:
    """Write a golden answer, a line a row."""
    lines = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)
    head = f'{{\n "given": {json.dumps(given, ensure_ascii=False)},\n "columns": {json.dumps(list(columns))},\n "rows": ['
    (folder / f"{case}.json").write_text(f"{head}\n{lines}\n ]\n}}\n" if rows else f"{head}]\n}}\n", encoding="utf-8")
