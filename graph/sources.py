"""What a source is, and what a loader module must offer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import force_setattr

from graph.claims import Statement
from graph.errors import brief


class SourceKind(StrEnum):
    """How successive files of a source relate.

    A register's file is a snapshot: what it no longer holds has ended. A stream's file adds to those before.
    A dossier is a snapshot of the documents somebody keeps, named by the file itself.
    """

    REGISTER = "register"
    STREAM = "stream"
    DOSSIER = "dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a whole file must satisfy before anything of it is written.

    `records` is the least and most it may hold (None: no limit). `max_loss` is the share of the previous
    snapshot's records whose disappearance is no longer believed.
    """

    records: tuple[int, int | None] = (1, None)
    max_loss: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A published source: who publishes it, where the file is to be had, what becomes of it.

    `together` says that several files given at once are one snapshot (a list and its alias table).
    `files` are the addresses it can be fetched from, together one snapshot; `by_hand` says how to get it where there
    is none, or none that serves everybody. `url` is where its publisher tells about it, or its first file.
    """

    name: str
    title: str
    publisher: str
    kind: SourceKind = SourceKind.REGISTER
    url: str = ""
    licence: str = ""
    format: str = ""
    maps_to: str = ""
    expect: Bounds = Bounds()
    together: bool = False
    files: tuple[str, ...] = ()
    by_hand: str = ""


class Record(Struct, frozen=True, kw_only=True):
    """The unit that a publisher revises: its own key, its values as read (JSON-able), its line in the file."""

    key: str
    values: Mapping[str, Any]
    line: int = 0


class Reject(Struct, frozen=True, kw_only=True):
    """A record, or a line that is none, that could not become claims; kept so that it can be replayed."""

    reason: str
    field: str = ""
    key: str = ""
    line: int = 0
    raw: Any = None

    def __post_init__(self) -> None:
        force_setattr(self, "reason", brief(self.reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a file says of itself: the register it is a snapshot of, and its date (ISO), where it says so.

    `partial` says that it holds only what has changed, so that nothing is gone for not being in it.
    """

    register: str = ""
    date: str = ""
    title: str = ""
    partial: bool = False


class Loader(Protocol):
    """A loader module. Three names are required.

    Three more are used when a module has them: `recognises(head: bytes) -> bool`, true when the first bytes of a
    (decompressed) file are this source's; `snapshot(*paths: Path) -> Snapshot`, what the file says of itself;
    `listed(head: bytes) -> tuple[str, ...]`, the addresses of the files that a published list of them names, none
    when the bytes are of another file.
    """

    SOURCE: Source

    def records(self, *paths: Path) -> Iterator[Record | Reject]:
        """Yield one record a unit, in file order, reading as it goes; raise BadFile when the file is none of ours."""
        ...

    def claims(self, record: Record) -> Iterator[Statement]:
        """Yield what the record says, or raise BadRow; pure."""
        ...
