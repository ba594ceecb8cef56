"""Saved questions as favourites: the zip file that is dropped on Neo4j Browser's window."""

import io
import zipfile
from collections.abc import Iterable
from typing import Final

from graph.reports import Report

_BEGINNING: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file within: the first that a zip file can say."""


def archive(questions: Iterable[Report]) -> bytes:
    """Return the zip file of the questions: the same bytes for the same questions, in whatever order they come.

    A question is the file FOLDER/NAME.cypher, its text as it is. Neo4j Browser makes a favourites folder of each folder and a
    favourite of each file, named by the text's first line; it lists folders in the order in which they stand in the file.
    """
    files = sorted((path(question), question.text) for question in questions)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as kept:
        for name, text in files:
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.create_system = 3  # the same on every system
            entry.external_attr = 0o644 << 16
            kept.writestr(entry, text.encode("utf-8"))
    return packed.getvalue()


def path(question: Report) -> str:
    """Return where the question stands in the zip file: in the folder of its first tag, or in none."""
    return "/".join((*question.tags[:1], f"{question.name}.cypher"))
