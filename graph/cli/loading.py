"""Commands that bring files in: load, check, sources, demo."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.cli.fetching import files_home
from graph.cli.settings import FORMATS, Settings, format_option, show

if TYPE_CHECKING:
    from graph.runs import Totals


def day(_context: click.Context, _option: click.Parameter, text: str) -> str:
    """Return the day that an option gives, as ISO text; nothing for nothing; raise Mistyped for one that does not exist."""
    from graph import dates
    from graph.errors import BadDate, Mistyped

    try:
        return dates.instant(text)[:10] if text else ""
    except BadDate as error:
        raise Mistyped(error.message.partition("; accepted")[0], where="--as-snapshot-of", hint="Write a day, as 2023-01-05.") from error


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="[SOURCE] FILE…")
@click.option("--as-snapshot-of", "snapshot", default="", callback=day, metavar="DATE", help="The date the file is a snapshot of.")
@click.option("--dry-run", is_flag=True, help="Read and count, write nothing.")
@click.option("--force", is_flag=True, help="Load a file that its source's bounds refuse; rewrite what is unchanged.")
@click.option("--strict", is_flag=True, help="Rejected records make the exit code 1.")
@format_option
@click.pass_obj
def load(settings: Settings, words: tuple[str, ...], snapshot: str, dry_run: bool, force: bool, strict: bool, style: str | None) -> None:
    """Load files, or all that is bundled (`load seeds`).

    The source is detected from the content when it is not named; a source without a file takes the newest that was
    fetched. A second load of the same file writes nothing; a newer file of the same source is loaded as what changed.
    Records that cannot be read go to FILE.rejects.jsonl, which can be mended and loaded in its turn. Exit code 3 when
    there are any.

    \b
    Examples:
      actorgraph load seeds
      actorgraph load ofac_sdn sdn.csv alt.csv add.csv --as-snapshot-of 2023-01-05
      actorgraph load ./their_loader.py FILE
    """
    from graph import batches
    from graph.load import Options
    from graph.runs import Totals

    options = Options(snapshot=snapshot, force=force, dry_run=dry_run)
    planned, done = batches.plan(words, files_home()), list[Totals]()
    if len(words) == 1 and words != ("seeds",) and Path(words[0]) not in planned[0].paths:
        settings.say(f"taking {', '.join(str(path) for batch in planned for path in batch.paths)}")
    with settings.open() as store:
        for totals in batches.load_all(store, planned, options, settings.progress):
            settings.clear_progress()
            _print_totals(settings, totals, style)
            done.append(totals)
    if style in ("csv", "md"):
        show(tuple(asdict(done[0])), map(asdict, done), style)
    if any(totals.rejected for totals in done):
        sys.exit(1 if strict else 3)


def _print_totals(settings: Settings, totals: Totals, style: str | None) -> None:
    if style in (None, "table"):
        click.echo(str(totals))
    elif style in ("json", "jsonl"):
        row = asdict(totals)
        show(tuple(row), [row], "jsonl")
    if totals.dated_by not in ("as given", "from the file"):
        settings.say(f"snapshot date {totals.snapshot} {totals.dated_by}; --as-snapshot-of sets another")
    if totals.rejects_file:
        from graph.rejects import advice

        settings.say(f"{totals.rejected} rejected, kept in {totals.rejects_file}: {advice(Path(totals.rejects_file))}")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--source", default="", help="The loader to check with, when the content does not tell.")
@click.option("--format", "style", type=click.Choice(FORMATS), help="How to print faults. [default: one a line, as above]")
@click.pass_obj
def check(settings: Settings, paths: tuple[Path, ...], source: str, style: str | None) -> None:
    """Read files and say what is wrong with them, without a store.

    Every fault of a dossier comes as `file:line:col: path: message`; of other sources, every record that would be
    rejected. Checking twice says the same twice. Exit code 1 when there is a fault.

    \b
    Example:
      actorgraph check my-dossier.yaml sdn.csv
    """
    from graph.batches import faults

    found = list(faults(paths, source))
    if style:
        show(("fault",), [{"fault": line} for line in found], style)
    else:
        click.echo("".join(f"{line}\n" for line in found), nl=False)
    read = f"{len(paths)} file{'s' * (len(paths) > 1)}"
    settings.say(f"{len(found)} fault{'s' * (len(found) > 1)} in {read}" if found else f"{read}, no faults")
    sys.exit(1 if found else 0)


@click.command()
@format_option
@click.pass_obj
def sources(settings: Settings, style: str | None) -> None:
    """List the loaders: format, publisher, licence, where to get the file, what was fetched and loaded last.

    \b
    Example:
      actorgraph sources --format md
    """
    from graph.batches import loader_rows

    columns = ("source", "title", "format", "publisher", "licence", "url", "maps_to", "fetch", "fetched", "snapshot", "age_days")
    with settings.open() as store:
        rows = list(loader_rows(store, files_home()))
    show(columns if style else ("source", "title", "format", "licence", "fetch", "fetched", "snapshot", "age_days"), rows, style)


@click.command()
@click.pass_obj
def demo(settings: Settings) -> None:
    """Load the bundled seeds and answer six questions about them.

    It uses the store you name, the embedded one by default; running it again loads nothing new.

    \b
    Example:
      actorgraph demo
    """
    from graph.demo import run

    with settings.open() as store:
        run(store, settings.say, click.echo)


COMMANDS = (demo, load, check, sources)
