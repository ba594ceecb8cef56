"""Commands about one thing or one edge: find, path, why, why-not."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from graph.cli.clocks import clock_options, opened, viewed
from graph.cli.settings import FORMATS, Settings, format_option, show

if TYPE_CHECKING:
    from graph.clocks import Clocks

_FOUND = ("id", "name", "kind", "matched", "by", "edges", "described")
_TOLD = click.option("--format", "style", type=click.Choice(("text", "json", "md")), default="text", show_default=True)


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="TEXT")
@click.option("--kind", default="", help="Only this kind of thing: Country, Person, Organisation, Vessel …")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="The most things to print.")
@format_option
@click.pass_obj
def find(settings: Settings, words: tuple[str, ...], kind: str, limit: int, style: str | None) -> None:
    """Find things by name, alias, id or number, the best first, with what was matched.

    Case, accents and punctuation do not matter; a part of a name will do. Where nothing fits, names that are spelt alike
    are printed. `edges` counts the typed edges; `described` says whether a record describes it or only refers to it.

    \b
    Example:
      actorgraph find "amir abdollahian"
    """
    from graph.actors import find as look

    with settings.open() as store:
        found = look(store, " ".join(words), kind=kind, limit=limit + 1)
    show(_FOUND, ({name: getattr(one, name) for name in _FOUND} for one in found[:limit]), style)
    if not found:
        settings.say("nothing in the graph is called that, or is spelt alike")
    if len(found) > limit:
        settings.say(f"only the first {limit:,}; --limit prints more")


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--via", multiple=True, metavar="TYPES", help="Only edges of these types, with commas between; may be given several times.")
@click.option("--without", multiple=True, metavar="TYPES", help="No edges of these types.")
@click.option("--status", "statuses", multiple=True, help="Only edges of this status; may be given several times. [default: all but ended]")
@click.option("--max-hops", type=click.IntRange(1, 8), default=4, show_default=True, help="How long a path may be.")
@click.option("--k", type=click.IntRange(1, 1000), default=3, show_default=True, help="The most paths to print.")
@clock_options
@click.option("--format", "style", type=click.Choice(("text", *FORMATS)), help="[default: text on a terminal, jsonl in a pipe]")
@click.pass_obj
def path(
    settings: Settings,
    a: str,
    b: str,
    via: tuple[str, ...],
    without: tuple[str, ...],
    statuses: tuple[str, ...],
    max_hops: int,
    k: int,
    clocks: Clocks,
    style: str | None,
) -> None:
    """Show how two things are connected: the shortest paths, whichever way the edges point, with the evidence of each hop.

    Of paths of one length, the one whose weakest hop is the strongest comes first. A hop is the strongest edge between
    the two; `also` are the others. No path is no failure: what was tried is said.

    \b
    Example:
      actorgraph path Iran "Alabuga Special Economic Zone" --without VOTED --max-hops 3
    """
    from graph import paths

    search = paths.Search(via=via, without=without, statuses=statuses, max_hops=max_hops, k=k)
    chosen = style or ("text" if sys.stdout.isatty() else "jsonl")
    with opened(settings, clocks) as store:
        found = paths.between(store, a, b, search)
    if not found.found:
        settings.say(paths.as_text(found))
    elif chosen == "text":
        click.echo(paths.as_text(found))
    if chosen != "text":
        people = chosen in ("table", "md")
        columns = tuple(column for column in paths.COLUMNS if not (people and column == "pid"))
        show(columns, paths.rows(found, named=people), chosen)


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="A TYPE B | PID | -")
@_TOLD
@clock_options
@click.pass_obj
def why(settings: Settings, words: tuple[str, ...], style: str, clocks: Clocks) -> None:
    """Show what an edge rests on: who says so, who denies it, where, and the rule that gave its status.

    `-` reads rows of a report as JSON from stdin: each one's `pid`, or its subject, type and object.

    \b
    Examples:
      actorgraph why Iran SUPPLIES Russia
      actorgraph report run supply_chain --format jsonl | actorgraph why -
    """
    from graph import accounts, pipes, trails

    if len(words) not in (1, 3):
        raise click.UsageError("why takes A TYPE B, the pid of an edge, or - for rows on stdin")
    rows = sys.stdin.read() if words == ("-",) else ""
    with opened(settings, clocks) as store:
        if len(words) == 3:
            found = trails.between(store, *words)
        else:
            found = pipes.trails_of(store, rows) if words == ("-",) else trails.of(store, words[0])
    told = accounts.trails(found)
    click.echo(accounts.as_json(found) if style == "json" else accounts.as_markdown(told) if style == "md" else accounts.as_text(told))


@click.command("why-not")
@click.argument("a", metavar="A")
@click.argument("type", metavar="TYPE")
@click.argument("b", metavar="B")
@_TOLD
@clock_options
@click.pass_obj
def why_not(settings: Settings, a: str, type: str, b: str, style: str, clocks: Clocks) -> None:
    """Show why there is no edge of a type from one thing to another: only denied, retracted, ended, rejected, or never claimed.

    What the graph holds instead is told as well: the edge the other way round, edges of other types, the edge under
    another id. When the edge is there, it says so.

    \b
    Example:
      actorgraph why-not Russia SUPPLIES Iran
    """
    from graph import absences, accounts, answers, reports, views
    from graph.stores.bolt import Answer

    clocks, given = views.of_report(reports.find("absent"), clocks, {})
    with settings.open() as store, viewed(settings, store, clocks) as view:
        found = absences.explain(view, a, type, b, on=given.get("on", ""), whole=store if clocks else None)
        answer = Answer(columns=absences.COLUMNS, rows=tuple(tuple(row[name] for name in absences.COLUMNS) for row in found.reasons))
        _, rows = answers.rows_for_people(store, answer)
    told = [accounts.absence(found, rows)]
    click.echo(absences.as_json(found) if style == "json" else accounts.as_markdown(told) if style == "md" else accounts.as_text(told))


COMMANDS = (find, path, why, why_not)
