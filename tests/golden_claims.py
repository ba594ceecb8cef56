"""Golden files of the loaders: what a sample says, a statement a line, each once, in the order of the lines."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from graph.claims import Statement


def as_json(statement: Statement) -> str:
    """Return the statement as JSON with sorted keys, what is empty left out."""
    return json.dumps({type(statement).__name__: _without_empty(to_builtins(statement))}, sort_keys=True, ensure_ascii=False)


def compare(golden: Path, lines: Iterable[str], bless: bool) -> None:
    """Assert that a golden file has these lines, after writing them to it where it is to be blessed."""
    said = "[\n" + ",\n".join(sorted(set(lines))) + "\n]\n"
    if bless:
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        held = {key: _without_empty(part) for key, part in value.items()}
        return {key: part for key, part in held.items() if part or part is False}
    return value
