"""Neo4j Browser: favourites that hold every question, a style for every word of the vocabulary, links that hold the values.

How the classic Browser (5.24) reads what it is given is written down here as `read_link` and `rules`.
"""

import io
import json
import os
import re
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from graph import assets, batches, reports
from graph.browser import favourites, grass, links
from graph.cli import main
from graph.errors import BadReport, Mistyped
from graph.exports.colours import KIND_COLOURS, STATUS_COLOURS
from graph.load import load
from graph.parameters import Param, understand, written
from graph.reports import Report
from graph.stores import open_store
from graph.stores.bolt import Store
from graph.vocabulary import EDGES, EVIDENCE, KEY_LABEL, KINDS, NODES, STANCE_EDGES, Stance, Status

BROWSER = "http://localhost:7474/browser/"
NEO4J = "bolt://127.0.0.1:7687"
REPORTS = {report.name: report for report in reports.every()}
ODD = """Kyiv & Moscow's 50% + #1 \\u0026 ?arg="\u044f"\n"""

Run = Callable[..., Result]


def read_link(link: str) -> str:
    """The statement that the Browser puts into its editor: it decodes the whole link, and only then looks for what is asked."""
    assert re.findall(r"[?&]cmd=([^&#]*)", link) == ["edit"]
    return "\n".join(re.findall(r"[?&]arg=([^&#]*)", unquote(link.replace("+", " "))))


def rules(sheet: str) -> dict[str, dict[str, str]]:
    """The rules of a style as the Browser has them: no comments, values without a colon, quotes dropped."""
    found = {}
    for selector, body in re.findall(r"([^{}]+?) \{\n((?:  .*;\n)*)\}\n", sheet):
        pairs = [line.strip().removesuffix(";").split(":") for line in body.splitlines()]
        assert all(len(pair) == 2 for pair in pairs), selector
        found[selector.strip()] = {name: value.strip().strip('"') for name, value in pairs}
    return found


STYLE = rules(grass.sheet())


# Favourites


@pytest.fixture(scope="module")
def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(favourites.archive(REPORTS.values())))


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_every_question_is_a_favourite_with_its_text_as_it_is(report: Report, archive: zipfile.ZipFile) -> None:
    text = archive.read(f"{report.tags[0]}/{report.name}.cypher").decode()
    assert text == (assets.folder("cypher") / f"{report.name}.cypher").read_text("utf-8")
    assert text.splitlines()[0] == f"// {report.title}"


def test_there_is_nothing_else_in_the_archive(archive: zipfile.ZipFile) -> None:
    assert len(archive.namelist()) == len(REPORTS) == 34
    assert archive.testzip() is None


def test_folders_stand_in_order_as_the_browser_lists_them_so(archive: zipfile.ZipFile) -> None:
    assert archive.namelist() == sorted(archive.namelist())


def test_the_same_questions_give_the_same_bytes_in_any_order() -> None:
    assert favourites.archive(REPORTS.values()) == favourites.archive(reversed(REPORTS.values()))


def test_a_question_without_a_tag_is_in_no_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.cypher").write_text('// Mine\n// question = "How many?"\n// columns = {n = "number"}\n\nRETURN 1 AS n\n')
    assert favourites.path(reports.read(tmp_path / "mine.cypher")) == "mine.cypher"


# The style


def test_the_style_that_is_kept_is_the_one_that_is_written(bless: bool) -> None:
    kept = assets.folder("cypher") / "style.grass"
    if bless:
        kept.write_text(grass.sheet(), encoding="utf-8")
    assert kept.read_text("utf-8") == grass.sheet()


def test_every_kind_of_node_and_every_type_of_edge_has_a_rule() -> None:
    nodes = {f"node.{name}" for name in (*KINDS, *NODES) if name != KEY_LABEL}
    edges = {f"relationship.{name}" for name in (*EDGES, *EVIDENCE, *STANCE_EDGES.values())}
    assert STYLE.keys() == {"node", "relationship"} | nodes | edges


def test_kinds_have_the_colours_that_exports_give_them() -> None:
    assert {name: STYLE[f"node.{name}"]["color"] for name in KINDS} == KIND_COLOURS


def test_a_rule_for_a_special_kind_comes_after_those_for_the_kinds_it_is_one_of() -> None:
    order = list(STYLE)
    general = [(kind.name, label) for kind in KINDS.values() for label in kind.labels if label in KINDS]
    assert all(order.index(f"node.{label}") <= order.index(f"node.{name}") for name, label in general)


def test_denials_are_as_red_as_contested_edges_are_elsewhere() -> None:
    red = {name for name, values in STYLE.items() if values["color"] == STATUS_COLOURS[Status.CONTESTED]}
    assert red == {f"relationship.{STANCE_EDGES[Stance.DENIES]}"}


def test_a_deed_says_its_status_beside_its_type() -> None:
    assert STYLE["relationship.USES"]["caption"] == "USES {status}"
    assert STYLE["node.Proposition"]["caption"] == "{type} {status}"


def test_a_type_is_named_by_a_caption_that_holds_nothing_else() -> None:
    assert {values["caption"] for values in STYLE.values() if "<type>" in values["caption"]} == {"<type>"}


# Links


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_a_link_holds_the_whole_statement(report: Report) -> None:
    statement = read_link(links.link(BROWSER, report.filled({}), NEO4J))
    assert statement == report.filled({})
    assert statement.splitlines()[:2] == [f"// {report.title}", f"// {report.question}"]
    assert report.text.rstrip().endswith(statement.partition("\n\n")[2])


@given(st.text())
def test_whatever_is_filled_in_arrives_as_one_value_on_one_line(text: str) -> None:
    report = REPORTS["reasons_mentioning"]
    statement = read_link(links.link(BROWSER, report.filled({"term": text}), NEO4J))
    literal = re.sub(r"[&#]", lambda sign: f"\\u{ord(sign[0]):04x}", written(text))
    assert statement.split("\n")[3] == f"WITH {literal} AS term"
    assert statement.count("\n") == report.filled({}).count("\n")


def test_values_take_the_place_of_defaults_and_other_defaults_stay() -> None:
    statement = REPORTS["absent"].filled({"subject": "country:IR", "type": "USES"})
    assert statement.splitlines()[3:7] == [
        "WITH 'country:IR' AS subject,",
        "     'USES' AS type,",
        "     'country:IR' AS object,",
        "     toString(date()) AS on",
    ]


@pytest.mark.parametrize(("value", "cypher"), [(3, "3"), (None, "null"), ("a'b\\c\n", r"'a\'b\\c\n'")])
def test_a_value_is_written_as_cypher_has_it(value: object, cypher: str) -> None:
    assert written(value) == cypher


def test_a_link_names_the_server_to_connect_to_unless_it_is_embedded() -> None:
    assert links.link(BROWSER, "RETURN 1", NEO4J).endswith("&dbms=bolt%3A%2F%2F127.0.0.1%3A7687")
    assert links.link(BROWSER, "RETURN 1", "local:") == f"{BROWSER}?cmd=edit&arg=RETURN%201"


@pytest.mark.parametrize(
    ("server", "browser"),
    [
        (NEO4J, "http://127.0.0.1:7474/browser/"),
        ("neo4j://[::1]:7687", "http://[::1]:7474/browser/"),
        ("neo4j+s://graph.example.org", "https://graph.example.org:7473/browser/"),
    ],
)
def test_the_browser_of_a_server_is_on_its_host(server: str, browser: str) -> None:
    assert links.beside(server) == browser


@pytest.mark.parametrize("address", ["localhost:7474", "ftp://host/", "http://", "http://host/browser/?a=b", "http://[::1"])
def test_an_address_that_no_browser_can_have_is_refused(address: str) -> None:
    with pytest.raises(Mistyped, match="no address of Neo4j Browser"):
        links.link(address, "RETURN 1", NEO4J)


def test_a_link_that_neo4j_would_refuse_is_not_made() -> None:
    with pytest.raises(BadReport, match="too long"):
        links.link(BROWSER, "RETURN '" + "a" * 20_000 + "'", NEO4J)


# On both servers


@pytest.fixture(scope="module")
def seeded(place: str) -> Iterator[Store]:
    """A store with the seeds."""
    with open_store(place) as store:
        store.clear()
        store.prepare()
        for batch in batches.seeds():
            load(store, batch.loader, batch.paths)
        yield store


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("contested_between", {"a": "Russia", "b": "Iran"}),
        ("timeline", {"about": "un:S/RES/2231(2015)#B4"}),
        ("reasons_mentioning", {"term": ODD}),
        ("group_votes", {"group": "Iran, Russia,China", "subject": "nuclear"}),
        ("one_original", {"min_outlets": "1"}),
    ],
)
def test_the_statement_of_a_link_answers_as_the_report_does(name: str, params: dict[str, str], seeded: Store) -> None:
    report = REPORTS[name]
    values, _ = understand(seeded, report.params, params, name)
    linked = seeded.ask(read_link(links.link(BROWSER, report.filled(values), NEO4J)), {})
    answer, _ = reports.run(seeded, report, params)
    assert list(linked.rows) == list(answer.rows)


def test_a_text_arrives_at_the_server_as_it_was_given(seeded: Store) -> None:
    statement = read_link(links.link(BROWSER, f"RETURN {written(ODD)} AS text ORDER BY text", NEO4J))
    assert seeded.ask(statement, {}).rows == ((ODD,),)


# The commands


@pytest.fixture
def run(place: str, seeded: Store) -> Run:
    """Run a command on each server in turn."""
    return lambda *words, **settings: CliRunner().invoke(main, ["--store", place, *words], **settings)


def test_open_prints_the_link_and_says_who_was_meant(run: Run) -> None:
    done = run("browser", "open", "contested_between", "-p", "a=Iran", "-p", "b=Rusia", "--browser", BROWSER, "--print")
    assert (done.exit_code, done.stderr) == (0, "Iran (country:IR), by its name\nRussia (country:RU), by its alias\n")
    assert read_link(done.stdout.strip()) == REPORTS["contested_between"].filled({"a": "country:IR", "b": "country:RU"})


def test_open_finds_the_browser_of_a_server_and_says_that_the_embedded_store_has_none(run: Run, place: str) -> None:
    done = run("browser", "open", "reversals", "--print")
    if place.startswith("local:"):
        assert (done.exit_code, done.stdout) == (2, "")
        assert "the embedded store has no Neo4j Browser\nAsk it here: actorgraph report run NAME" in done.stderr
    else:
        assert (done.exit_code, done.stdout.startswith("http://127.0.0.1:7474/browser/?cmd=edit&arg=%2F%2F%20Reversals")) == (0, True)


def test_open_prints_the_link_where_there_is_no_display(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    done = run("browser", "open", "reversals", env={"ACTORGRAPH_BROWSER": BROWSER})
    assert (done.exit_code, done.stderr) == (0, "there is no display to open it on; here is the link\n")
    assert done.stdout.startswith(BROWSER)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the system says which program opens links")
def test_open_opens_the_link_with_the_program_that_the_user_names(place: str, seeded: Store, tmp_path: Path) -> None:
    program, opened = tmp_path / "program", tmp_path / "opened"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    command = [str(Path(sys.executable).parent / "actorgraph"), "--store", place, "browser", "open", "reversals", "--browser", BROWSER]
    done = subprocess.run(command, env=os.environ | {"BROWSER": str(program)}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "opened; press Run there\n")
    assert read_link(opened.read_text()) == REPORTS["reversals"].filled({})


def test_open_says_where_the_statement_is_not_the_whole_answer(run: Run) -> None:
    done = run("browser", "open", "brokers", "--browser", BROWSER, "--print")
    assert "from which `report run brokers` works the answer out" in done.stderr


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (("reversal",), "Did you mean reversals?"),
        (("reversals", "-p", "actr=Iran"), "Did you mean actor?"),
        (("reversals", "-p", "actor=Irann"), "Error: actor: nothing in the graph is called 'Irann'\nDid you mean Iran (country:IR)"),
        (("reversals", "-p", "actor"), "name=value"),
        (("reversals", "--browser", "localhost:7474"), "http://localhost:7474/browser/"),
    ],
)
def test_open_refuses_what_is_mistyped_with_advice(words: tuple[str, ...], advice: str, run: Run) -> None:
    done = run("browser", "open", *words, "--print", env={"ACTORGRAPH_BROWSER": BROWSER})
    assert (done.exit_code, done.stdout) == (2, "")
    assert advice in done.stderr


@pytest.mark.parametrize(("command", "name"), [("favourites", "actorgraph-favourites.zip"), ("style", "actorgraph.grass")])
def test_a_file_for_the_browser_is_written_and_replaced(command: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first, second = (CliRunner().invoke(main, ["browser", command]) for _ in range(2))
    piped = CliRunner().invoke(main, ["--quiet", "browser", command, "--out", "-"])
    assert [(done.exit_code, done.stdout) for done in (first, second)] == [(0, f"{name}\n")] * 2
    assert "drop the file on Neo4j Browser's window" in first.stderr
    assert (piped.stdout_bytes, piped.stderr) == ((tmp_path / name).read_bytes(), "")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("command", ["favourites", "style"])
def test_a_file_that_cannot_be_written_is_one_message(command: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["browser", command, "--out", str(tmp_path / "nowhere" / "file")])
    assert (done.exit_code, done.stdout) == (1, "")
    assert "this cannot be written (No such file or directory)" in done.stderr


def test_a_wrong_parameter_is_told_as_json_with_its_name(place: str, seeded: Store) -> None:
    command = [str(Path(sys.executable).parent / "actorgraph"), "--store", place, "report", "run", "reversals", "-p", "actor=Irann"]
    done = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=False)
    assert json.loads(done.stderr)["where"] == "actor"


def test_a_parameter_without_a_value_says_what_it_takes(seeded: Store) -> None:
    params = (Param(name="a", type="entity", default="'country:IR'", help="one actor"),)
    with pytest.raises(Mistyped) as refusal:
        understand(seeded, params, {"a": " "}, "mine")
    assert str(refusal.value) == "a: there is no value\nGive a thing, by id, name or alias; or leave it out, for the default (country:IR)."
