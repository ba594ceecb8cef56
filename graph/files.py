"""Files as publishers send them: plain, gzipped, or a zip of one; opened alike, and refused in words.

Everything streams, and a compressed file that swells beyond reason is refused while it is being read.
"""

import gzip
import hashlib
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from graph.errors import BadFile

MOST_BYTES = 8 * 2**30
MOST_SWELLING = 100
"""How many times its size a compressed file may grow; published ones grow to twenty times."""
_SMALL = 2**20
"""Bytes that any compressed file may grow to."""

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Give the file's bytes, decompressed; any failure to read them is a BadFile that names the file."""
    if path.is_dir():
        raise BadFile("this is a folder, not a file", where=str(path), hint="Name the files in it.")
    try:
        with path.open("rb") as raw:
            start = raw.read(4)
            raw.seek(0)
            if start.startswith(_GZIP):
                with gzip.GzipFile(fileobj=raw) as packed:
                    yield io.BufferedReader(_Bounded(packed, raw, path))
            elif start == _ZIP:
                with zipfile.ZipFile(raw) as archive, _only_member(archive, path) as packed:
                    yield io.BufferedReader(_Bounded(packed, raw, path))
            else:
                yield raw
    except FileNotFoundError as error:
        raise BadFile("there is no such file", where=str(path), hint="Check the path.") from error
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        raise BadFile(f"the compressed file is cut short or damaged ({error})", where=str(path), hint="Download it again.") from error
    except OSError as error:
        raise BadFile(error.strerror or str(error), where=str(path)) from error


def head(path: Path, size: int = 65_536) -> bytes:
    """Return the first bytes of the (decompressed) file; raise BadFile when it has none."""
    with opened(path) as file:
        start = file.read(size)
    if not start.strip():
        raise BadFile("the file is empty", where=str(path), hint="Download it again.")
    return start


def digest(paths: Sequence[Path]) -> str:
    """Return one sha256 over the bytes of the files as they lie on disk, in the order of their names."""
    total = hashlib.sha256()
    for path in sorted(paths, key=lambda p: p.name):
        if path.is_dir():
            raise BadFile("this is a folder, not a file", where=str(path), hint="Name the files in it.")
        try:
            with path.open("rb") as file:
                total.update(hashlib.file_digest(file, "sha256").digest())
        except FileNotFoundError as error:
            raise BadFile("there is no such file", where=str(path), hint="Check the path.") from error
        except OSError as error:
            raise BadFile(error.strerror or str(error), where=str(path)) from error
    return total.hexdigest()


def shown(path: Path) -> str:
    """Return the path as text that can be stored: bytes in it that are no UTF-8 are written out."""
    return str(path).encode(errors="backslashreplace").decode()


def _only_member(archive: zipfile.ZipFile, path: Path) -> IO[bytes]:
    names = [name for name in archive.namelist() if not name.endswith("/") and not name.startswith("__MACOSX")]
    if len(names) != 1:
        raise BadFile(f"the zip holds {len(names)} files, not one", where=str(path), hint="Unpack it and name the files.")
    try:
        return archive.open(names[0])
    except (RuntimeError, NotImplementedError) as error:
        reason = "needs a password" if isinstance(error, RuntimeError) and "password" in str(error) else f"cannot be unpacked ({error})"
        raise BadFile(f"the file in the zip {reason}", where=str(path), hint="Unpack it yourself and name what was in it.") from error


class _Bounded(io.RawIOBase):
    """A decompressed stream that stops when it has grown beyond belief for what has been read of the file."""

    def __init__(self, packed: IO[bytes] | gzip.GzipFile, raw: IO[bytes], path: Path) -> None:
        self._packed, self._raw, self._path = packed, raw, path
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]  # the buffer protocol has no precise type here
        block = self._packed.read(len(buffer))
        buffer[: len(block)] = block
        self._count += len(block)
        if self._count > _SMALL and self._count > min(MOST_BYTES, MOST_SWELLING * self._raw.tell()):
            raise BadFile("the compressed file swells beyond reason", where=str(self._path), hint="Unpack it yourself if you trust it.")
        return len(block)
