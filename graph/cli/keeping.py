"""Commands about the store and the tool itself: store, schema, doctor, completion."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict

import click

from graph.cli.settings import Settings, format_option, show


@click.group()
def store() -> None:
    """The store itself: what is in it, keep its server up, stop it, empty it.

    \b
    Example:
      actorgraph store info
    """


@store.command()
@click.option("--format", "style", type=click.Choice(("table", "json")), help="[default: table on a terminal, json in a pipe]")
@click.pass_obj
def info(settings: Settings, style: str | None) -> None:
    """Count what the store holds, and give the digest of the whole graph.

    Equal graphs have equal digests, whatever the server and the order of loading.

    \b
    Example:
      actorgraph store info --format json
    """
    from graph import inventory

    with settings.open() as opened:
        found = inventory.take(opened)
    if style == "json" or (style is None and not sys.stdout.isatty()):
        import orjson

        click.echo(orjson.dumps(asdict(found), option=orjson.OPT_INDENT_2).decode())
        return
    click.echo(f"{found.uri}: {found.server} {found.version}\ndigest {found.digest}")
    counts = [{"what": name, "count": n} for name, n in (*found.nodes.items(), *((f"-[{t}]->", n) for t, n in found.edges.items()))]
    show(("what", "count"), counts, "table", "Nodes by label, edges by type")
    show(("source", "snapshot", "loaded_at", "records", "rejected"), found.snapshots, "table", "Snapshots")


@store.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """Keep the embedded store's server up until Ctrl-C; other commands join it.

    \b
    Example:
      actorgraph store serve
    """
    from graph.stores import embedded, local_folder

    _embedded_only(settings)
    folder = local_folder(settings.uri)
    embedded.serve(folder, lambda _: settings.say(f"serving {folder}; Ctrl-C stops it"))


@store.command()
@click.pass_obj
def stop(settings: Settings) -> None:
    """End the embedded store's server, if one runs; a second time does nothing.

    \b
    Example:
      actorgraph store stop
    """
    from graph.stores import embedded, local_folder

    _embedded_only(settings)
    settings.say("stopped" if embedded.stop(local_folder(settings.uri)) else "no server was running")


@store.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def clear(settings: Settings, yes: bool) -> None:
    """Delete everything in the store. It asks first; clearing an empty store does nothing.

    \b
    Example:
      actorgraph store clear --yes
    """
    with settings.open() as opened:
        count = next(opened.rows("MATCH (n) RETURN count(n) AS n"))["n"]
        if count and not yes:
            click.confirm(f"Delete all {count:,} nodes of {opened.uri}?", abort=True, err=True)
        opened.clear()
    settings.say(f"deleted {count:,} nodes")


@click.command()
@click.argument("what", type=click.Choice(("dossier", "graph")))
@format_option
def schema(what: str, style: str | None) -> None:
    """Print the JSON Schema of a dossier, or the labels and edge types of the graph.

    \b
    Examples:
      actorgraph schema dossier > dossier.schema.json
      actorgraph schema graph
    """
    if what == "dossier":
        import orjson

        from graph.dossier import schema as dossier_schema

        click.echo(orjson.dumps(dossier_schema(), option=orjson.OPT_INDENT_2).decode())
        return
    from graph.vocabulary import as_rows

    columns = ("name", "subject", "object", "definition", "leaf", "scope", "cameo", "plover", "ftm", "wikidata")
    show(columns if style else ("name", "subject", "object", "definition"), as_rows(), style)


@click.command()
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Check the installation and the store, and say what is missing. Exit code 1 when something is.

    \b
    Example:
      actorgraph doctor
    """
    from graph.doctor import examine

    sick = 0
    for ok, line in examine(settings.uri, settings.open):
        click.echo(f"{'ok     ' if ok else 'MISSING'} {line}")
        sick += not ok
    sys.exit(1 if sick else 0)


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")), required=False)
def completion(shell: str | None) -> None:
    """Print the completion script for a shell (by default, the one you use).

    \b
    Example:
      actorgraph completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    from graph.cli import main

    chosen = shell or os.path.basename(os.environ.get("SHELL", "bash"))  # noqa: PTH119 - a name, not a path
    kind = get_completion_class(chosen)
    if kind is None:
        raise click.UsageError(f"no completion for {chosen}; there is bash, zsh and fish")
    click.echo(kind(main, {}, "actorgraph", "_ACTORGRAPH_COMPLETE").source())


def _embedded_only(settings: Settings) -> None:
    if not settings.uri.startswith("local"):
        raise click.UsageError(f"{settings.uri} is a server of its own; only the embedded store (local:) is started and stopped here")


COMMANDS = (store, schema, doctor, completion)
