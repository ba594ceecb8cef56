"""Commands that ask a saved question twice, or all of them at once: report diff, report run --all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from graph.cli.clocks import instant, viewed
from graph.cli.settings import Settings, format_option, pairs, show

if TYPE_CHECKING:
    from graph.clocks import Clocks
    from graph.stores.bolt import Store


@click.command("diff")
@click.argument("name")
@click.option("--from", "start", required=True, metavar="DATE", callback=instant, help="The earlier day; a snapshot's date will do.")
@click.option("--to", "end", required=True, metavar="DATE", callback=instant, help="The later day.")
@click.option(
    "--clock",
    type=click.Choice(("known-by", "as-of")),
    default="known-by",
    show_default=True,
    help="Which clock the days are of: what could be known by them, or what held on them.",
)
@click.option("-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; may be given several times.")
@click.option("--limit", type=click.IntRange(min=1), default=10_000, show_default=True, help="The most rows of either answer.")
@format_option
@click.pass_obj
def diff(settings: Settings, name: str, start: str, end: str, clock: str, params: tuple[str, ...], limit: int, style: str | None) -> None:
    """Ask a saved question on two days and print the rows that were added, removed or changed.

    Rows are told apart by the columns that the question names as their identity; `was` holds what a changed row had
    before. It only reads, so running it twice gives the same answer twice.

    \b
    Example:
      actorgraph report diff contested_between --from 2022-10-31 --to 2023-06-30
    """
    from graph import comparisons, reports, tables
    from graph.clocks import Clocks

    question, chosen = reports.find(name), style or tables.default_format()
    days = [Clocks(as_of=day) if clock == "as-of" else Clocks(known_by=day) for day in (start, end)]
    with _seeing(settings) as seen:
        found = comparisons.compare(seen, question, pairs(params), days, chosen, limit=limit)
    for remark in found.remarks:
        settings.say(remark)
    show(found.columns, found.rows, chosen, question.question if chosen == "table" else "")
    settings.say(found.totals)


def run_all(settings: Settings, clocks: Clocks, folder: Path, forms: str, limit: int) -> NoReturn:
    """Write the answers of all saved questions to a folder, print where its index is, and leave; 1 when one failed."""
    from graph import portfolio

    failed = 0
    with _seeing(settings) as seen:
        for entry in portfolio.write(seen, folder, forms.split(","), clocks, limit=limit):
            settings.say(f"{entry.name}: {entry.outcome if entry.rows or entry.fault else 'no rows'}")
            failed += bool(entry.fault)
    click.echo(folder / portfolio.INDEX)
    sys.exit(1 if failed else 0)


@contextmanager
def _seeing(settings: Settings) -> Iterator[Callable[[Clocks], Store]]:
    """Give a function that gives the store, or its view as two clocks have it: each opened once."""
    with settings.open() as store, ExitStack() as stack:
        yield cache(lambda clocks: stack.enter_context(viewed(settings, store, clocks)))
