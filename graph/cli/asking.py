"""Commands that ask: report, query, why, export."""

from __future__ import annotations

import sys

import click

from graph.cli.settings import Settings, format_option, pairs, show

_PARAM = click.option("-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; may be given several times.")
_LIMIT = click.option("--limit", type=click.IntRange(min=1), default=10_000, show_default=True, help="The most rows to print.")


@click.group()
def report() -> None:
    """Saved questions: list them, read one, run one.

    \b
    Example:
      actorgraph report list
    """


@report.command("list")
@click.option("--tag", default="", help="Only those with this tag.")
@format_option
def list_reports(tag: str, style: str | None) -> None:
    """List the saved questions.

    \b
    Example:
      actorgraph report list --tag contested
    """
    from graph import reports

    found = [r for r in reports.every() if not tag or tag in r.tags]
    rows = [
        {"name": r.name, "title": r.title, "question": r.question, "tags": list(r.tags), "params": [p.name for p in r.params]}
        for r in found
    ]
    show(("name", "title", "question", "tags", "params") if style else ("name", "question", "params"), rows, style)


@report.command("show")
@click.argument("name")
def show_report(name: str) -> None:
    """Print a saved question's text, as it can be pasted into Neo4j Browser.

    \b
    Example:
      actorgraph report show who_sanctions
    """
    from graph import reports

    click.echo(reports.find(name).text, nl=False)


@report.command("run")
@click.argument("name")
@_PARAM
@_LIMIT
@format_option
@click.pass_obj
def run_report(settings: Settings, name: str, params: tuple[str, ...], limit: int, style: str | None) -> None:
    """Run a saved question. Things are given by id, name or alias, dates as 2023-06-09.

    It only reads, so running it twice gives the same answer twice.

    \b
    Example:
      actorgraph report run contested_between -p a=Iran -p b=Russia
    """
    from graph import answers, reports, tables

    question, chosen = reports.find(name), style or tables.default_format()
    with settings.open() as store:
        columns, rows, remarks = answers.answer(store, question, pairs(params), chosen, limit=limit)
    for remark in remarks:
        settings.say(remark)
    show(columns, rows, chosen, question.question if chosen == "table" else "")


@click.command()
@click.argument("cypher")
@_PARAM
@_LIMIT
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), default=60.0, show_default=True, help="The longest it may take.")
@format_option
@click.pass_obj
def query(settings: Settings, cypher: str, params: tuple[str, ...], limit: int, seconds: float, style: str | None) -> None:
    """Run one reading statement; `-` reads it from stdin. A statement that would write is refused.

    \b
    Example:
      actorgraph query 'MATCH (c:Country) RETURN count(c) AS countries'
    """
    text = sys.stdin.read() if cypher == "-" else cypher
    with settings.open() as store:
        answer = store.ask(text, pairs(params), limit=limit, seconds=seconds)
    from graph.answers import plain_rows

    show(answer.columns, plain_rows(answer), style)
    if not answer.rows:
        settings.say("no rows")
    if answer.cut:
        settings.say(f"only the first {limit:,} rows; --limit prints more")


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="A TYPE B | PID")
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.pass_obj
def why(settings: Settings, words: tuple[str, ...], style: str) -> None:
    """Show what an edge rests on: who says so, who denies it, where, and the rule that gave its status.

    \b
    Example:
      actorgraph why Iran SUPPLIES Russia
    """
    from graph import trails

    if len(words) not in (1, 3):
        raise click.UsageError("why takes A TYPE B, or the pid of an edge")
    with settings.open() as store:
        found = trails.between(store, *words) if len(words) == 3 else trails.of(store, words[0])
    click.echo(trails.as_json(found) if style == "json" else trails.as_text(found))


@click.command()
@click.argument("form", type=click.Choice(("graphml", "gexf", "node-link", "ftm")))
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; - is stdout.")
@click.option("--focus", default="", metavar="ID", help="Only the neighbourhood of this actor (id, name or alias).")
@click.option("--hops", default=1, show_default=True, help="How far the neighbourhood reaches.")
@click.option("--status", "statuses", multiple=True, help="Only edges of this status; may be given several times.")
@click.pass_obj
def export(settings: Settings, form: str, output: str, focus: str, hops: int, statuses: tuple[str, ...]) -> None:
    """Write the graph, or a neighbourhood, as a file for other tools. An existing file is replaced.

    \b
    Example:
      actorgraph export graphml --focus Iran --hops 2 -o iran.graphml
    """
    from graph.actors import meant
    from graph.exports import files, network

    with settings.open() as store:
        centre = meant(store, focus).id if focus else None
        found = network.to_networkx(store, focus=centre, hops=hops, statuses=statuses)
    with click.open_file(output, "wb", atomic=output != "-") as file:
        files.write(found, form, file)
    settings.say(f"{found.number_of_nodes():,} nodes, {found.number_of_edges():,} edges")


COMMANDS = (report, query, why, export)
