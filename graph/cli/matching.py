"""The command that finds the parties which several registers hold: match."""

from __future__ import annotations

import click

from graph.cli.loading import day
from graph.cli.settings import Settings, format_option, show

_PAIR = ("verdict", "a", "name_a", "b", "name_b", "evidence", "reasons")


@click.command()
@click.option("--dry-run", is_flag=True, help="Find the pairs and count them, and write nothing.")
@click.option("--pairs", "listed", is_flag=True, help="Print each pair that shares an identifier, instead of the counts.")
@click.option("--candidates", is_flag=True, help="Print each pair that may be one, with the reasons; none of them is joined.")
@click.option("--as-snapshot-of", "snapshot", default="", callback=day, metavar="DATE", help="The date of the result. [default: today]")
@format_option
@click.pass_obj
def match(settings: Settings, dry_run: bool, listed: bool, candidates: bool, snapshot: str, style: str | None) -> None:
    """Find the parties that several registers hold, by shared identifiers and references, and join them.

    Joined means a SAME_AS edge with the evidence, which reports see through; nothing is merged. Pairs that contradict
    each other are conflicts, and not joined. Run again it writes what has changed, and ends what no longer holds.

    \b
    Example:
      actorgraph match --dry-run
    """
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from graph import identity
    from graph.load import Options

    with TemporaryDirectory() as folder, settings.open() as store:
        path = Path(folder) / "pairs.jsonl"
        counts = identity.find(store, path)
        totals = identity.write(store, path, Options(snapshot=snapshot, dry_run=dry_run), settings.progress("match"))
        settings.clear_progress()
        wanted = [*(v for v in identity.Verdict if listed and v is not v.CANDIDATE), *([identity.Verdict.CANDIDATE] * candidates)]
        if wanted:
            show(_PAIR, identity.rows(path, *wanted), style)
        else:
            show(identity.COUNTED, counts.rows(), style)
    settings.say(f"{totals}" + (" (nothing was written)" if dry_run else ""))
    settings.say(f"{counts.parties:,} parties compared" + ("; load two registers first" if not counts.parties else ""))


COMMANDS = (match,)
