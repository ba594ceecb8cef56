"""Commands that ask: report, query, export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.cli.clocks import clock_options, opened
from graph.cli.comparing import diff, run_all
from graph.cli.settings import Settings, format_option, forms_option, output, pairs, show

if TYPE_CHECKING:
    from graph.clocks import Clocks

_PARAM = click.option("-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; may be given several times.")
_LIMIT = click.option("--limit", type=click.IntRange(min=1), default=10_000, show_default=True, help="The most rows to print.")


@click.group()
def report() -> None:
    """Saved questions: list them, read one, run one or all, compare the answers of two days.

    \b
    Example:
      actorgraph report list
    """


@report.command("list")
@click.argument("words", nargs=-1)
@click.option("--tag", default="", help="Only those with this tag.")
@format_option
@click.pass_obj
def list_reports(settings: Settings, words: tuple[str, ...], tag: str, style: str | None) -> None:
    """List the saved questions, or those that hold all the WORDS in their name, title, question or tags.

    Case and accents do not matter, and a part of a word is enough.

    \b
    Examples:
      actorgraph report list
      actorgraph report list sanction officials
      actorgraph report list --tag contested
    """
    from graph import reports

    found = reports.search(words, tag)
    rows = [
        {"name": r.name, "title": r.title, "question": r.question, "tags": list(r.tags), "params": [p.name for p in r.params]}
        for r in found
    ]
    show(("name", "title", "question", "tags", "params") if style else ("name", "question", "tags", "params"), rows, style)
    if not found:
        settings.say("no question holds all of that; `actorgraph report list` lists them all")


@report.command("show")
@click.argument("name")
@click.pass_obj
def show_report(settings: Settings, name: str) -> None:
    """Print a saved question's text, as it can be pasted into Neo4j Browser; on stderr, what it asks and takes.

    \b
    Example:
      actorgraph report show who_sanctions
    """
    from graph import reports

    found = reports.find(name)
    settings.say(reports.explanation(found))
    click.echo(found.text, nl=False)


@report.command("run")
@click.argument("name", required=False)
@_PARAM
@_LIMIT
@click.option("--all", "everything", is_flag=True, help="Run them all with their defaults; --out takes the files.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="The folder for the files of --all.")
@clock_options
@forms_option
@click.pass_obj
def run_report(
    settings: Settings,
    name: str | None,
    params: tuple[str, ...],
    limit: int,
    everything: bool,
    out: Path | None,
    clocks: Clocks,
    style: str | None,
) -> None:
    """Run a saved question, or all of them. Things are given by id, name or alias, dates as 2023-06-09.

    --as-of and --known-by answer from the graph as it was: a question that takes a day of its own (`on`, `known_by`) is
    asked about that day. With --all --out DIR, each answer is written to DIR in every format named (by default
    md,csv,json), with an index; earlier answers there are replaced, other files stay. Exit code 1 when one fails.
    It only reads, so running it twice gives the same answer twice.

    \b
    Examples:
      actorgraph report run contested_between -p a=Iran -p b=Russia
      actorgraph report run contested_between -p a=Iran -p b=Russia --known-by 2022-10-31
      actorgraph report run --all --out answers
    """
    if everything or out or name is None:
        _check_all(everything=everything, out=out, name=name, params=params)
        assert out
        run_all(settings, clocks, out, style or "md,csv,json", limit)
    if style and "," in style:
        raise click.UsageError("several formats at once are for --all")
    assert name
    from graph import answers, reports, tables, views

    question, chosen = reports.find(name), style or tables.default_format()
    clocks, given = views.of_report(question, clocks, pairs(params))
    with opened(settings, clocks) as store:
        columns, rows, remarks = answers.answer(store, question, given, chosen, limit=limit)
    for remark in remarks:
        settings.say(remark)
    show(columns, rows, chosen, question.question if chosen == "table" else "")


def _check_all(*, everything: bool, out: Path | None, name: str | None, params: tuple[str, ...]) -> None:
    if not everything:
        raise click.UsageError("--out goes with --all" if out else "report run takes the NAME of a report, or --all --out DIR")
    if name or params:
        raise click.UsageError("--all runs every report with its defaults: it takes no name and no -p")
    if out is None:
        raise click.UsageError("--all needs a folder: --out DIR")


report.add_command(diff)


@click.command()
@click.argument("cypher")
@_PARAM
@_LIMIT
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), default=60.0, show_default=True, help="The longest it may take.")
@clock_options
@format_option
@click.pass_obj
def query(settings: Settings, cypher: str, params: tuple[str, ...], limit: int, seconds: float, clocks: Clocks, style: str | None) -> None:
    """Run one reading statement; `-` reads it from stdin. A statement that would write is refused.

    \b
    Example:
      actorgraph query 'MATCH (c:Country) RETURN count(c) AS countries'
    """
    text = sys.stdin.read() if cypher == "-" else cypher
    with opened(settings, clocks) as store:
        answer = store.ask(text, pairs(params), limit=limit, seconds=seconds)
    from graph.answers import plain_rows

    show(answer.columns, plain_rows(answer), style)
    if not answer.rows:
        settings.say("no rows")
    if answer.cut:
        settings.say(f"only the first {limit:,} rows; --limit prints more")


@click.command()
@click.argument("form", type=click.Choice(("graphml", "gexf", "node-link", "ftm")))
@click.option("-o", "--output", "path", default="-", metavar="FILE", help="Where to write; - is stdout.")
@click.option("--focus", default="", metavar="ID", help="Only the neighbourhood of this actor (id, name or alias).")
@click.option("--hops", default=1, show_default=True, help="How far the neighbourhood reaches.")
@click.option("--status", "statuses", multiple=True, help="Only edges of this status; may be given several times.")
@clock_options
@click.pass_obj
def export(settings: Settings, form: str, path: str, focus: str, hops: int, statuses: tuple[str, ...], clocks: Clocks) -> None:
    """Write the graph, or a neighbourhood, as a file for other tools. An existing file is replaced.

    \b
    Example:
      actorgraph export graphml --focus Iran --hops 2 -o iran.graphml
    """
    from graph.actors import meant
    from graph.exports import files, network

    with opened(settings, clocks) as store:
        centre = meant(store, focus).id if focus else None
        found = network.to_networkx(store, focus=centre, hops=hops, statuses=statuses)
    with output(path) as file:
        files.write(found, form, file)
    settings.say(f"{found.number_of_nodes():,} nodes, {found.number_of_edges():,} edges")


COMMANDS = (report, query, export)
