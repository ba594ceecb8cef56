"""Files made to do harm, of every format: one message that names the file, nothing loaded, within a second and 100 MB.

By default one shape a source is tried; all of them where `ACTORGRAPH_MUTATIONS` asks for a thousand damaged files or more.
"""

import os
from pathlib import Path
from typing import Final

import pytest
from hostile import Found, tried
from shapes import SHAPES

SECONDS: Final = float(os.environ.get("ACTORGRAPH_TEST_SECONDS", "2"))
"""CPU that a refusal may take; twice what is promised, since a machine that runs the tests seldom does nothing else."""
MEGABYTES: Final = 100

EVERY: Final = int(os.environ.get("ACTORGRAPH_MUTATIONS", "0")) >= 1_000
FIRST: Final = {shape.source: name for name, shape in reversed(SHAPES.items())}

SOUND: Final = {
    "xml": {"UTF-16 without a mark", "fifty thousand attributes"},
    "html": {"a DOCTYPE before it"},
    "table": {"a DOCTYPE before it"},
    "lines": {"a NUL in its midst"},
}
"""What can be read by form: XML in UTF-16; a page, and a line of words before a header; a line among others is a reject."""


@pytest.mark.parametrize("name", [name for name in SHAPES if EVERY or name in FIRST.values()])
def test_a_hostile_file_is_refused_in_a_line_within_a_second_and_100_mb(name: str, tmp_path: Path) -> None:
    files = list(tried(name, tmp_path))
    assert len(files) > 25
    assert [found for found in files if not (found.refused or found.loaded)] == []
    assert {found.kind for found in files if found.loaded} <= SOUND.get(SHAPES[name].form, set())
    assert [found for found in files if found.seconds > SECONDS or found.megabytes > MEGABYTES] == []
    assert [found for found in files if found.refused and not one_message(found, tmp_path)] == []


def one_message(found: Found, folder: Path) -> bool:
    """Whether the message is a line that begins with the file, and perhaps a line of advice."""
    first, *more = found.refused.splitlines()
    return len(more) <= 1 and len(first) < 600 and any(first.startswith((f"{path}", path.name)) for path in folder.iterdir())
