"""Commands for Neo4j Browser: browser favourites, browser style, browser open."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from graph.cli.settings import Settings, output, pairs

if TYPE_CHECKING:
    from graph.reports import Report


@click.group()
def browser() -> None:
    """Neo4j Browser: the saved questions as its favourites, its style, and links that open a question in it.

    \b
    Example:
      actorgraph browser favourites
    """


@browser.command("favourites")
@click.option("-o", "--out", default="actorgraph-favourites.zip", show_default=True, metavar="FILE", help="Where to write; - is stdout.")
@click.pass_obj
def write_favourites(settings: Settings, out: str) -> None:
    """Write all saved questions as one zip file; dropped on the Browser's window, they become favourites.

    Each question is in the folder of its first tag, under its title, as `report show` prints it. The same questions give the
    same bytes, and an existing file is replaced. The Browser adds what is dropped: dropped twice, each question is there
    twice, so delete the folders before you drop a newer file.

    \b
    Example:
      actorgraph browser favourites --out favourites.zip
    """
    from graph import reports
    from graph.browser import favourites

    questions = tuple(reports.every())
    _write(out, favourites.archive(questions))
    folders = {question.tags[:1] for question in questions}
    settings.say(f"{len(questions)} questions in {len(folders)} folders; drop the file on Neo4j Browser's window")


@browser.command("style")
@click.option("-o", "--out", default="actorgraph.grass", show_default=True, metavar="FILE", help="Where to write; - is stdout.")
@click.pass_obj
def write_style(settings: Settings, out: str) -> None:
    """Write the graph's style, as a GraSS file to be dropped on the Browser's window.

    Kinds of things have their colours and captions. The Browser styles edges by their type alone, so a contested edge is not
    drawn red: its caption says so (`USES contested`), and what denies it is red (DENIES). An existing file is replaced, and
    dropping the file again changes nothing.

    \b
    Example:
      actorgraph browser style --out actorgraph.grass
    """
    from graph.browser import grass

    _write(out, grass.sheet().encode())
    settings.say("drop the file on Neo4j Browser's window; `:style reset` there takes it back")


@browser.command("open")
@click.argument("name")
@click.option("-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; may be given several times.")
@click.option(
    "--browser",
    "address",
    envvar="ACTORGRAPH_BROWSER",
    metavar="URL",
    help="Where the Browser is.  [default: http://HOST:7474/browser/, HOST being that of the store]",
)
@click.option("--print", "printed", is_flag=True, help="Print the link instead of opening it.")
@click.pass_obj
def open_report(settings: Settings, name: str, params: tuple[str, ...], address: str | None, printed: bool) -> None:
    """Open Neo4j Browser with a saved question in its editor, the parameters filled in; you press Run there.

    Things are given by id, name or alias, as for `report run`, and looked up in the store in use: a Neo4j server, for the
    embedded store has no Browser. With --browser, it may be any store that holds the same graph. The link is printed when
    there is no display. It only reads, so running it twice gives the same link twice.

    \b
    Example:
      actorgraph browser open contested_between -p a=Iran -p b=Russia --browser http://localhost:7474/browser/ --print
    """
    from graph import answers, parameters, reports
    from graph.browser import links

    question, given = reports.find(name), pairs(params)
    at = address or links.beside(settings.uri)
    with settings.open() as store:
        values, understood = parameters.understand(store, question.params, given, question.name)
        link = links.link(at, question.filled(values), settings.uri)
    for remark in answers.meanings(understood):
        settings.say(remark)
    _open(settings, question, link, printed=printed)


def _open(settings: Settings, question: Report, link: str, *, printed: bool) -> None:
    """Open a link, or print it where it is asked for or cannot be opened."""
    import webbrowser

    if question.then:
        settings.say(f"the Browser shows the statement's rows, from which `report run {question.name}` works the answer out")
    if not printed and _has_display() and webbrowser.open(link):
        settings.say("opened; press Run there")
        return
    if not printed:
        settings.say("there is no display to open it on; here is the link")
    click.echo(link)


def _has_display() -> bool:
    """Whether a window can be opened: on Linux that takes a display, or a program that the user names in BROWSER."""
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def _write(out: str, content: bytes) -> None:
    """Write a file and print where it is, unless it goes to stdout."""
    with output(out) as file:
        file.write(content)
    if out != "-":
        click.echo(out)


COMMANDS = (browser,)
