"""The command line: verbs, with the answers on stdout and everything else on stderr.

Exit codes: 0 done, 1 it failed, 2 mistyped, 3 loaded with rejects, 4 the store cannot be reached.
"""

import os
import sys
from itertools import pairwise
from typing import Any, NoReturn

import click

from graph import __version__
from graph.cli.asking import COMMANDS as ASKING
from graph.cli.browsing import COMMANDS as BROWSING
from graph.cli.fetching import COMMANDS as FETCHING
from graph.cli.keeping import COMMANDS as KEEPING
from graph.cli.loading import COMMANDS as LOADING
from graph.cli.matching import COMMANDS as MATCHING
from graph.cli.settings import Settings
from graph.cli.tracing import COMMANDS as TRACING
from graph.errors import ActorgraphError, Mistyped

_ORDER = (
    "demo",
    "load",
    "check",
    "fetch",
    "match",
    "sources",
    "report",
    "query",
    "find",
    "path",
    "why",
    "why-not",
    "export",
    "browser",
    "store",
    "schema",
    "doctor",
    "completion",
)


class _Group(click.Group):
    """Commands in the order a newcomer needs them; our errors become one message and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_ORDER)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ActorgraphError as error:
            if ctx.params.get("debug"):
                raise
            fail(error, as_json=_wants_json())
        except click.UsageError as error:
            if not _wants_json():
                raise
            command = error.ctx.command_path if error.ctx else "actorgraph"
            fail(Mistyped(error.format_message(), hint=f"See: {command} --help"), as_json=True)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--store",
    default="local:",
    envvar="ACTORGRAPH_STORE",
    show_default=True,
    help="local:, local:FOLDER, bolt://HOST:7687 or neo4j://HOST.",
)
@click.option("--insecure", is_flag=True, help="Allow plain bolt:// to another machine.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no remarks on stderr.")
@click.option("--debug", is_flag=True, help="Show the whole trace of an error.")
@click.version_option(__version__, prog_name="actorgraph")
@click.pass_context
def main(ctx: click.Context, store: str, insecure: bool, quiet: bool, debug: bool) -> None:
    """Who supplies, sanctions, denies, violates: and who says so, where, and what was in force that day.

    \b
    First steps:
      actorgraph demo                                   a story, loaded and answered
      actorgraph load ofac_sdn sdn.csv                  a file of your own
      actorgraph report run who_sanctions -p target="Qods Aviation Industries"
    """
    ctx.obj = Settings(uri=store, insecure=insecure, quiet=quiet)


def fail(error: ActorgraphError, *, as_json: bool) -> NoReturn:
    """Say what went wrong, where and what to do, and leave with the error's exit code."""
    if as_json:
        import orjson

        line = orjson.dumps({"error": error.message, "where": error.where, "hint": error.hint}).decode()
        click.echo(line, err=True)
    else:
        click.echo(f"Error: {error}", err=True)
    sys.exit(error.exit_code)


def _wants_json() -> bool:
    """Whether the command line asks for JSON; errors then are JSON as well."""
    words = sys.argv[1:]
    return any(word in ("--format=json", "--format=jsonl") for word in words) or any(
        a == "--format" and b in ("json", "jsonl") for a, b in pairwise(words)
    )


for command in (*LOADING, *FETCHING, *MATCHING, *TRACING, *ASKING, *BROWSING, *KEEPING):
    main.add_command(command)
