"""Files that are made to do harm, of every shape; and what a dry run of each costs, each tried in a process of its own."""

import gzip
import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

from shapes import SHAPES, Shape

from graph import catalogue
from graph.errors import ActorgraphError
from graph.load import Options, load
from graph.sources import Loader

MEGABYTE: Final = 2**20
LONG: Final = 50 * MEGABYTE
DEEP: Final = 200_000
MOST_SECONDS: Final = 5
"""Seconds of CPU after which a job is given up."""
BOMB: Final = gzip.compress(bytes(64 * MEGABYTE), 9) * 16
"""A gigabyte of zeros."""
BLANK_BOMB: Final = gzip.compress(b"\n" * (64 * MEGABYTE), 9) * 16
"""A thousand million blank lines."""

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of a hostile file: the message, or the totals, or neither where the process died of it; and its costs."""

    kind: str
    refused: str
    loaded: str
    seconds: float
    megabytes: float


def files(shape: Shape) -> Iterator[tuple[str, Files]]:
    """Yield hostile files of a shape with what they are; the other files of the shape are beside them, as they were."""
    contents = shape.contents()
    name, content = next(iter(contents.items()))
    for kind, hostile in chain(_of_any_form(content), _OF_FORM.get(shape.form, _of_tables)(content), _packed(name, content)):
        yield kind, {**contents, name: hostile}


def _of_any_form(content: bytes) -> Iterator[tuple[str, bytes]]:
    first, rest = content[: content.index(b"\n") + 1], content[content.index(b"\n") + 1 :]
    yield "an error page in its place", b"<!DOCTYPE html>\n<html><body><h1>503 Service Unavailable</h1></body></html>\n"
    yield "a DOCTYPE before it", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n' + content
    yield "zeros in its place", bytes(len(content))
    yield "random bytes in its place", bytes(range(256)) * 200
    yield "a NUL in its midst", content[: len(content) // 2] + b"\0" + content[len(content) // 2 :]
    yield "a line of 50 MB before it", b"x" * LONG + content
    yield "a line of 50 MB in its midst", first + b"x" * LONG + rest
    yield "50 MB of zeros after it", content + bytes(LONG)
    yield "UTF-16 without a mark", content.decode("utf-8", "replace").encode("utf-16-le")
    yield "UTF-32", content.decode("utf-8", "replace").encode("utf-32")
    yield "deep brackets in its place", b"[" * DEEP
    yield "deep braces in its place", b'{"a":' * DEEP
    yield "deep elements in its place", b"<a>" * DEEP


def _of_tables(content: bytes) -> Iterator[tuple[str, bytes]]:
    yield "a quotation mark that stays open for 50 MB", content + b'"' + b"x\n" * (LONG // 2)
    yield "a value of 50 MB", content + b'"' + b"x" * LONG + b'"\n'
    yield "a row of 25 million cells", content + b"," * (LONG // 2) + b"\n"


def _of_elements(content: bytes) -> Iterator[tuple[str, bytes]]:
    start, root, rest = _around_the_root(content)
    name = root.split()[0].strip(b"<>")
    laughs = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    yield "an entity bomb", start + b'<!DOCTYPE x [<!ENTITY a0 "ha">' + laughs + b"]>" + root + b"&a9;" + rest
    yield "an entity from a file", start + b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + root + b"&a;" + rest
    yield "a DOCTYPE after a comment", start + b"<!-- " + b"x" * 1_000 + b" --><!DOCTYPE x>" + root + rest
    yield "a DOCTYPE after a long comment", start + b"<!-- " + b"x" * 100_000 + b" --><!DOCTYPE x>" + root + rest
    yield "a DOCTYPE in UTF-16", (start + b"<!DOCTYPE x>" + root + rest).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    yield "elements that lie deep", start + root + b"<a>" * DEEP + b"</a>" * DEEP + rest
    yield "an element of 50 MB", start + root + b"<a>" + b"x" * LONG + b"</a>" + rest
    yield "an attribute of 50 MB", start + root + b'<a b="' + b"x" * LONG + b'"/>' + rest
    yield "a comment of 50 MB", start + root + b"<!--" + b"x" * LONG + b"-->" + rest
    yield "two million empty elements", start + root + b"<a>" + b"<b/>" * 2_000_000 + b"</a>" + rest
    yield "fifty thousand attributes", start + root + b"<a " + b"".join(b'a%d="" ' % n for n in range(50_000)) + b"/>" + rest
    yield "another root", (start + root + rest).replace(name, b"other")
    yield "an encoding that is none", b'<?xml version="1.0" encoding="klingon"?>' + root + rest
    yield "bytes that are not its encoding", start + root + b"<a>\xff\xfe\xe9</a>" + rest


def _of_pages(content: bytes) -> Iterator[tuple[str, bytes]]:
    yield "elements that lie deep", content.replace(b"<td>", b"<td>" + b"<b>" * DEEP, 1)
    yield "a cell of 50 MB", content.replace(b"<td>", b"<td>" + b"x" * LONG, 1)


def _of_values(content: bytes) -> Iterator[tuple[str, bytes]]:
    at = content.index(b":") + 1
    line = content.index(b"\n", content.index(b"{"))
    yield "deep brackets in a value", content[:at] + b"[" * DEEP + content[at:]
    yield "deep brackets that close", content[:at] + b"[" * DEEP + b"]" * DEEP + b"," + content[at:]
    yield "deep braces in a value", content[:at] + b'{"a":' * DEEP + content[at:]
    yield "a value of 50 MB", content[:at] + b'"' + b"x" * LONG + b'"' + content[at:]
    yield "a number of 50 MB", content[:at] + b"9" * LONG + content[at:]
    yield "blanks of 50 MB", content[:line] + b" " * LONG + content[line:]


def _packed(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    packed = gzip.compress(content)
    yield "a gzip bomb", BOMB
    yield "a gzip bomb that begins well", packed + BOMB
    yield "a gzip bomb of blank lines that begins well", packed + BLANK_BOMB
    yield "a gzip in a gzip", gzip.compress(packed)
    yield "a gzip cut short", packed[:-20]
    yield "a gzip with rubbish after it", packed + b"x" * 100
    yield "a zip bomb", _zip_bomb()
    yield "a zip bomb that begins well", _zipped({name: content + b"\n" * (64 * MEGABYTE)})
    yield "a zip of two", _zipped({name: content, "other.txt": content})
    yield "a zip of none", _zipped({})
    yield "a zip with a password", _locked(_zipped({name: content}))
    yield "a zip of an unknown method", _of_method(_zipped({name: content}), 99)
    yield "a zip whose file is cut short", _zipped({name: content})[:-10]
    yield "a zip with a flaw", _flawed(_zipped({name: content}))


def _around_the_root(content: bytes) -> tuple[bytes, bytes, bytes]:
    start = content.index(b"?>") + 2 if content.startswith(b"<?xml") else 0
    begin = next(at for at in range(start, len(content)) if content[at : at + 1] == b"<" and content[at + 1 : at + 2].isalpha())
    end = content.index(b">", begin) + 1
    return content[:begin], content[begin:end], content[end:]


@cache
def _zip_bomb() -> bytes:
    return _zipped({"bomb": bytes(256 * MEGABYTE)})


def _zipped(members: Files) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 2, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _locked(archive: bytes) -> bytes:
    """Return a zip whose file says that it is encrypted."""
    central = archive.rindex(b"PK\x01\x02")
    return archive[:6] + b"\x01" + archive[7 : central + 8] + b"\x01" + archive[central + 9 :]


def _of_method(archive: bytes, method: int) -> bytes:
    central = archive.rindex(b"PK\x01\x02")
    said = method.to_bytes(2, "little")
    return archive[:8] + said + archive[10 : central + 10] + said + archive[central + 12 :]


def _flawed(archive: bytes) -> bytes:
    middle = archive.rindex(b"PK\x01\x02") // 2
    return archive[:middle] + bytes(byte ^ 0x55 for byte in archive[middle : middle + 8]) + archive[middle + 8 :]


_OF_FORM: Final = {"xml": _of_elements, "html": _of_pages, "json": _of_values, "lines": _of_values}


def tried(name: str, folder: Path) -> list[Found]:
    """Return what a dry run says to each hostile file of a shape, and what it costs; the files are made in the folder."""
    command = [sys.executable, __file__, name, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [Found(**json.loads(line)) for line in done.stdout.splitlines()]


def _try_all(name: str, folder: Path) -> None:
    """Print, for each hostile file of a shape, what came of it, less the memory that a process has that tries none."""
    shape = SHAPES[name]
    loader = catalogue.find(shape.source)
    idle = _forked(lambda: {})["megabytes"]
    for kind, hostile in files(shape):
        paths = [folder / file for file in hostile]
        for path in paths:
            path.write_bytes(hostile[path.name])
        del hostile
        found = _forked(lambda: _said(loader, paths))  # noqa: B023 - run at once
        print(json.dumps({"kind": kind, "refused": "", "loaded": "", **found, "megabytes": found["megabytes"] - idle}))


def _forked(job: Callable[[], dict[str, str]]) -> dict[str, Any]:
    """Return what a job says that runs in a process of its own, with the seconds of CPU and the most memory it took."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        os.write(writing, json.dumps(job()).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answers:
        answer = answers.read()
    _, _, used = os.wait4(child, 0)
    return {**json.loads(answer or "{}"), "seconds": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}


def _said(loader: Loader, paths: Sequence[Path]) -> dict[str, str]:
    try:
        return {"loaded": str(load(None, loader, paths, Options(snapshot="2024-02-01", dry_run=True)))}
    except ActorgraphError as error:
        return {"refused": str(error)[:2_000]}


if __name__ == "__main__":
    _try_all(sys.argv[1], Path(sys.argv[2]))
