"""Tab-separated lines, read strictly: every line is a row or a reject with its line, and a file cut short is refused."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Final

from graph.errors import BadFile
from graph.files import opened
from graph.sources import Reject
from loaders._csv import Row

LONGEST: Final = 2**20
"""Bytes of the longest line that is believed."""


def rows(path: Path, widths: Collection[int]) -> Iterator[Row | Reject]:
    """Yield the rows of a file in order, reading as it goes; a line of another width, or that is no UTF-8, is a Reject.

    Raises BadFile for NUL bytes, for lines longer than `LONGEST`, and for a last line without its end and too few columns.
    """
    with opened(path) as file:
        for number, line in _lines(file, path):
            text = line.rstrip(b"\r\n")
            try:
                cells = tuple(text.decode("utf-8").split("\t"))
            except UnicodeDecodeError as error:
                yield _reject(path, number, text, f"byte 0x{text[error.start]:02x} is not UTF-8")
                continue
            if len(cells) in widths:
                yield Row(number, cells)
            elif not line.endswith(b"\n") and len(cells) < min(widths):
                raise BadFile(
                    "the file is cut short: its last row stops in the middle", where=f"{path} line {number}", hint="Download it again."
                )
            else:
                yield _reject(path, number, text, f"{len(cells)} columns instead of {' or '.join(map(str, sorted(widths)))}")


def first(start: bytes) -> tuple[str, ...]:
    """Return the cells of the first line of a file's first bytes."""
    line = start.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").partition(b"\n")[0]
    return tuple(line.rstrip(b"\r").decode("utf-8", errors="replace").split("\t"))


def _lines(file: IO[bytes], path: Path) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(LONGEST + 1):
        number += 1
        if len(line) > LONGEST:
            raise BadFile(f"a line of more than {LONGEST:,} bytes: this is no table", where=f"{path} line {number}")
        if b"\0" in line:
            raise BadFile("a NUL byte: this is no UTF-8 text", where=f"{path} line {number}", hint="Download it again.")
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip(b"\r\n"):
            yield number, line


def _reject(path: Path, line: int, text: bytes, reason: str) -> Reject:
    return Reject(reason=f"{path.name}: {reason}", line=line, raw=text.decode("utf-8", errors="backslashreplace"))
