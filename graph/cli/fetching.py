"""The command that downloads what a source publishes: fetch."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.cli.settings import Settings, format_option, show

if TYPE_CHECKING:
    from graph.fetch import Fetched
    from graph.transfers import Show

_COLUMNS = ("source", "file", "url", "bytes", "records", "fetched", "state")


def files_home(named: str = "") -> Path:
    """Return the folder of fetched files: the one named, that of ACTORGRAPH_FILES, or the platform's."""
    from graph import downloads

    return downloads.home(named or os.environ.get("ACTORGRAPH_FILES", ""))


@click.command()
@click.argument("source")
@click.option("--url", "urls", multiple=True, metavar="ADDRESS", help="Fetch this instead; several are together one snapshot.")
@click.option("--to", "-o", "to", default="", metavar="FOLDER", help="Where files are kept. [default: ACTORGRAPH_FILES, or with your data]")
@click.option("--megabytes", type=click.IntRange(min=1), default=2_048, show_default=True, help="The most that a file may have.")
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), default=1_800.0, show_default=True, help="The longest it may take.")
@click.option("--tries", type=click.IntRange(min=1), default=5, show_default=True, help="How often to try a server that does not deliver.")
@click.option("--force", is_flag=True, help="Keep what the source's bounds refuse.")
@format_option
@click.pass_obj
def fetch(
    settings: Settings,
    source: str,
    urls: tuple[str, ...],
    to: str,
    megabytes: int,
    seconds: float,
    tries: int,
    force: bool,
    style: str | None,
) -> None:
    """Download what a source publishes, if it has changed, and keep it under its date and digest.

    Nothing is kept before it is whole, read to its end by the loader, and believed by the source's bounds; run again,
    it keeps nothing twice. `actorgraph load SOURCE` then takes the newest. ACTORGRAPH_URL_<SOURCE> gives addresses,
    too, several parted by blanks. `actorgraph sources` says what can be fetched.

    \b
    Example:
      actorgraph fetch un_sc
    """
    from graph import catalogue
    from graph.fetch import fetch
    from graph.transfers import Limits

    loader = catalogue.find(source)
    addresses = urls or os.environ.get(f"ACTORGRAPH_URL_{loader.SOURCE.name.upper()}", "").split()
    limits = Limits(bytes=megabytes * 2**20, seconds=seconds, tries=tries)
    with _bar(settings) as bar:
        done = fetch(loader, files_home(to), addresses, limits, force=force, show=bar, progress=settings.progress("checking"))
    settings.clear_progress()
    _print(settings, source, loader.SOURCE.name, done, style)


def _print(settings: Settings, word: str, source: str, done: Fetched, style: str | None) -> None:
    from graph import tables

    kept, chosen = done.kept, style or tables.default_format()
    state = "new" if done.new else "unchanged"
    rows = [
        {
            "source": source,
            "file": path.name if chosen == "table" else str(path),
            "url": file.url,
            "bytes": file.size,
            "records": kept.records,
            "fetched": kept.fetched_at[:10],
            "state": state,
        }
        for path, file in zip(kept.paths, kept.files)
    ]
    show(("file", "bytes", "records", "fetched", "state") if chosen == "table" else _COLUMNS, rows, chosen)
    said = "kept" if done.new else f"unchanged since {kept.fetched_at[:10]}, kept"
    settings.say(f"{said} in {kept.folder}; load it: actorgraph load {word}")


@contextmanager
def _bar(settings: Settings) -> Iterator[Show]:
    """Give what keeps a bar of the transfer on a terminal's stderr, and nothing elsewhere."""
    if settings.quiet or not sys.stderr.isatty():
        yield lambda name, count, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bars: dict[str, TaskID] = {}

        def bar(name: str, count: int, total: int | None) -> None:
            if name not in bars:
                bars[name] = progress.add_task(name, total=total)
            progress.update(bars[name], completed=count, total=total)

        yield bar


COMMANDS = (fetch,)
