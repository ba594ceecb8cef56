"""What every command is given: which store, and how much to say."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from graph.stores.bolt import Store

F = TypeVar("F", bound=Callable[..., Any])
FORMATS = ("table", "json", "jsonl", "csv", "md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The global options."""

    uri: str
    insecure: bool
    quiet: bool

    def open(self) -> Store:
        """Return the store, open."""
        from graph.stores import open_store

        return open_store(self.uri, insecure=self.insecure)

    def say(self, words: str) -> None:
        """Words for the user, on stderr."""
        if not self.quiet:
            click.echo(words, err=True)

    def progress(self, label: str) -> Callable[[int, str], None]:
        """Return a function that keeps one line on a terminal's stderr up to date."""
        if self.quiet or not sys.stderr.isatty():
            return lambda count, what: None
        counts: dict[str, int] = {}

        def show(count: int, what: str) -> None:
            counts[what] = counts.get(what, 0) + count
            said = ", ".join(f"{number:,} {word}" for word, number in counts.items())
            click.echo(f"\r\x1b[K{label}: {said}", err=True, nl=False)

        return show

    def clear_progress(self) -> None:
        """Wipe the progress line."""
        if not self.quiet and sys.stderr.isatty():
            click.echo("\r\x1b[K", err=True, nl=False)


def format_option(command: F) -> F:
    """Add `--format` to a command that prints rows."""
    return click.option(
        "--format", "style", type=click.Choice(FORMATS), help="How to print rows. [default: table on a terminal, jsonl in a pipe]"
    )(command)


class Forms(click.ParamType[str]):
    """One or several of the formats, parted by commas."""

    name = "format"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the formats, each once; fail on one that does not exist."""
        one = click.Choice(FORMATS)
        return ",".join(dict.fromkeys(one.convert(part, param, ctx) for part in value.split(",")))


def forms_option(command: F) -> F:
    """Add `--format` to a command that prints rows, or writes them in several formats."""
    shown = f"How to print rows: {', '.join(FORMATS)}. [default: table on a terminal, jsonl in a pipe]"
    return click.option("--format", "style", type=Forms(), metavar="FORMAT", help=shown)(command)


def show(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], style: str | None, title: str = "") -> None:
    """Print rows on stdout."""
    from graph import tables

    tables.write(columns, rows, style or tables.default_format(), sys.stdout, title=title)


@contextmanager
def output(path: str) -> Iterator[IO[bytes]]:
    """Give a file to write to, of which all or nothing is kept; `-` is stdout. Raises BadFile when it cannot be written."""
    from graph.errors import BadFile

    if path == "-":
        with click.open_file(path, "wb") as stdout:
            yield stdout
        return
    try:
        with click.open_file(path, "wb", atomic=True) as file:
            yield file
    except OSError as error:
        raise BadFile(f"this cannot be written ({error.strerror})", where=path, hint="Name another file.") from error


def pairs(values: Sequence[str]) -> dict[str, str]:
    """Return `-p name=value` options as a mapping; raise a usage error for anything else."""
    found = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not equals or not name:
            raise click.UsageError(f"-p takes name=value, not {value!r}")
        found[name] = text
    return found
