"""Nothing that is asked writes, reads a file or runs on for ever: the guard and what stands behind it, on both servers."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import NEO4J
from cypher_battery import HONEST, WRITES

from graph import catalogue, inventory
from graph.answers import plain_rows
from graph.cli import main
from graph.errors import ReadOnly, StoreError
from graph.load import load
from graph.stores import open_store
from graph.stores.bolt import Store

DOSSIER = Path(__file__).parent / "golden" / "dossier" / "drones.yaml"
ACTORGRAPH = str(Path(sys.executable).parent / "actorgraph")
SECRET = "canary-4711"
VALUES: dict[str, Any] = {"x": 1, "id": "country:IR", "name": "x", "as": 1, "set": 1, "delete": {"create": 1}}
ENDLESS = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b UNWIND range(1, 100000) AS c RETURN count(*) AS n"

Run = Callable[..., Result]


@pytest.fixture
def graph(store: Store) -> Store:
    """A store that holds a small dossier."""
    load(store, catalogue.find("dossier"), (DOSSIER,))
    return store


@pytest.fixture
def run(uri: str) -> Run:
    """Run a command on the store, in this process."""
    return lambda *words, **more: CliRunner().invoke(main, ["--store", uri, *words], **more)


@pytest.fixture
def canary(tmp_path: Path) -> str:
    """The address of a file that nobody who asks the graph may read."""
    (tmp_path / "canary.csv").write_text(f"{SECRET}\n")
    return (tmp_path / "canary.csv").as_uri()


def picture(store: Store) -> tuple[str, frozenset[Any]]:
    """The digest of the graph, and its schema."""
    shown = "SHOW INDEXES YIELD name, type, labelsOrTypes, properties RETURN name, type, labelsOrTypes, properties"
    return inventory.take(store).digest, frozenset(str(sorted(row.items())) for row in store.rows(shown))


@pytest.fixture
def unchanged(graph: Store) -> Iterator[Store]:
    """The small graph, which is the same after the test as before."""
    before = picture(graph)
    assert len(before[1]) > 10
    yield graph
    assert picture(graph) == before


def refused(done: Result, *codes: int) -> bool:
    """Whether a command said one thing on stderr, nothing on stdout, and left with one of these exit codes."""
    clean = isinstance(done.exception, SystemExit) and "Traceback" not in done.output and done.stderr.count("Error: ") == 1
    return clean and done.exit_code in (codes or (1,)) and done.stdout == ""


def straight(store: Store, cypher: str) -> bool:
    """Whether the server answers a statement that goes round our guard, as the reader or in READ access mode."""
    try:
        list(store.rows(cypher, **VALUES))
    except StoreError:
        return False
    return True


# --- writing


def test_every_write_is_refused_and_changes_nothing(unchanged: Store) -> None:
    passed = []
    for cypher, reason in WRITES:
        try:
            unchanged.ask(cypher, VALUES)
        except ReadOnly as error:
            if "\n" in error.message or not error.hint or error.exit_code != 1:
                passed.append(f"{reason}: {error}")
        else:
            passed.append(reason)
    assert len(WRITES) >= 100
    assert passed == []


def test_writes_through_the_query_command_are_refused_with_one_sentence(unchanged: Store, run: Run) -> None:
    battery = WRITES[::3]
    assert [cypher for cypher, _ in battery if not refused(run("query", cypher, *(f"-p{k}=1" for k in VALUES)))] == []


def test_writes_through_the_standard_input_are_refused(unchanged: Store, run: Run) -> None:
    assert [cypher for cypher, _ in WRITES[1::12] if not refused(run("query", "-", input=cypher))] == []


@pytest.mark.parametrize("cypher", ["CREATE (:Entity {id: 'x'})", "MATCH (n) DETACH DELETE n", "MATCH (n) // x\u2028DELETE n"])
def test_a_user_sees_one_message_and_no_traceback(unchanged: Store, uri: str, cypher: str) -> None:
    done = subprocess.run([ACTORGRAPH, "--store", uri, "query", cypher], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: line 1, column ")
    assert len(done.stderr.splitlines()) == 2


def test_writes_in_a_saved_question_are_refused(unchanged: Store, run: Run, tmp_path: Path) -> None:
    passed = []
    for cypher, _ in WRITES[2::4]:
        question = tmp_path / "mine.cypher"
        question.write_text(
            f'// Mine\n// question = "What is there?"\n// [columns]\n// x = "a thing"\n{cypher}\n', encoding="utf-8", newline=""
        )
        if not refused(run("report", "run", str(question))):
            passed.append(cypher)
    assert passed == []


def test_a_saved_question_with_a_parameter_and_a_write_behind_it_is_refused(unchanged: Store, run: Run, tmp_path: Path) -> None:
    question = tmp_path / "mine.cypher"
    header = '// Mine\n// question = "Who?"\n// [params.who]\n// help = "somebody"\n// [columns]\n// x = "a thing"\n'
    question.write_text(f"{header}WITH 'country:IR' AS who\nMATCH (n:Entity {{id: who}}) SET n.name = who RETURN who AS x\n")
    assert refused(run("report", "run", str(question), "-p", "who=country:IR"))


# --- parameters

HOSTILE = (
    "x'}) DETACH DELETE (n) //",
    'x"}) CREATE (:Entity {id: "x"}) //',
    "x` CREATE (n) //",
    "\\u0027}) DELETE n //",
    "' OR 1=1 WITH 1 AS x MATCH (n) SET n.name = 'x' RETURN '",
    "; CREATE (n);",
    "$(touch x)",
    "$x",
    "*/ CREATE (n) /*",
    "\n CREATE (n)",
)

QUESTION = """\
// Four parameters
// question = "What do they come back as?"
// [params.who]
// type = "entity"
// help = "somebody"
// [params.day]
// type = "date"
// help = "some day"
// [params.many]
// type = "integer"
// help = "some number"
// [params.words]
// help = "some words"
// [columns]
// x = "the words"
WITH 'country:IR' AS who,
     '2022-01-01' AS day,
     7 AS many,
     'nothing' AS words
RETURN words AS x, who AS who, day AS day, many AS many
"""


@pytest.fixture
def question(tmp_path: Path) -> str:
    (tmp_path / "four.cypher").write_text(QUESTION)
    return str(tmp_path / "four.cypher")


@pytest.mark.parametrize("name", ["who", "day", "many"])
def test_hostile_things_days_and_numbers_are_refused(unchanged: Store, run: Run, question: str, name: str) -> None:
    assert [text for text in HOSTILE if not refused(run("report", "run", question, "-p", f"{name}={text}"), 2)] == []


def test_a_hostile_text_is_a_text_and_comes_back_as_it_is(unchanged: Store, run: Run, question: str) -> None:
    for text in HOSTILE:
        answers = run("report", "run", question, "-p", f"words={text}"), run("query", "RETURN $it AS x", "-p", f"it={text}")
        assert [(done.exit_code, json.loads(done.stdout)["x"]) for done in answers] == [(0, text)] * 2


def test_a_parameter_that_the_question_does_not_have_is_refused(unchanged: Store, run: Run, question: str) -> None:
    assert refused(run("report", "run", question, "-p", "who`=1} DELETE n //=x"), 2)


def test_a_saved_question_is_no_path_out_of_its_folder(unchanged: Store, run: Run) -> None:
    assert refused(run("report", "run", "../../../etc/passwd"), 2)
    assert refused(run("report", "show", "../seeds/territories.csv"), 2)


# --- files


@pytest.mark.parametrize(
    "cypher",
    [
        "LOAD CSV FROM '{}' AS row RETURN row",
        "CALL {{ LOAD CSV FROM '{}' AS row RETURN row }} RETURN row",
        "UNWIND ['{}'] AS address LOAD CSV FROM address AS row RETURN row",
        "CALL apoc.load.csv('{}') YIELD list RETURN list",
        "LOAD/**/CSV FROM '{}' AS row RETURN row",
        "\\u004cOAD CSV FROM '{}' AS row RETURN row",
    ],
)
def test_no_file_is_read_through_a_question(unchanged: Store, run: Run, canary: str, cypher: str) -> None:
    done = run("query", cypher.format(canary))
    assert refused(done)
    assert SECRET not in done.output


@pytest.mark.parametrize("uri", ["embedded"], indirect=True)
def test_the_embedded_server_reads_no_file_even_without_the_guard(unchanged: Store, canary: str) -> None:
    """Neo4j reads files for whoever may ask it: there the guard is the only line."""
    assert not straight(unchanged, f"LOAD CSV FROM '{canary}' AS row RETURN row")


# --- the second line: the server's own refusal

LINES = {
    "CREATE (:Entity {id: 'x'})": ("refused", "refused"),
    "MERGE (n:Entity {id: 'x'})": ("refused", "refused"),
    "MATCH (n:Entity) SET n.name = 'x'": ("refused", "refused"),
    "MATCH (n:Entity) REMOVE n.name": ("refused", "refused"),
    "MATCH (n) DETACH DELETE n": ("refused", "refused"),
    "CALL { CREATE (:Entity {id: 'x'}) }": ("refused", "refused"),
    "UNWIND [1] AS x CALL (x) { CREATE (:Entity {id: 'x'}) } IN TRANSACTIONS": ("refused", "refused"),
    "CREATE INDEX i FOR (n:Entity) ON (n.x)": ("refused", "refused"),
    "CREATE CONSTRAINT c FOR (n:Entity) REQUIRE n.x IS UNIQUE": ("refused", "refused"),
    "DROP INDEX entity_id": ("refused", "refused"),
    "CREATE USER u SET PASSWORD 'password'": ("refused", "refused"),
    "CALL db.createLabel('A')": ("refused", "refused"),
    "SHOW USERS": ("refused", "guard alone"),
    "SHOW SETTINGS": ("refused", "guard alone"),
    "TERMINATE TRANSACTIONS 'neo4j-transaction-999999'": ("guard alone", "guard alone"),
}
"""What stands behind the guard, on the embedded server and on Neo4j."""


@pytest.mark.parametrize(("cypher", "behind"), LINES.items())
def test_what_the_guard_lets_nobody_ask_the_server_refuses_as_well(unchanged: Store, cypher: str, behind: tuple[str, str]) -> None:
    with pytest.raises(ReadOnly):
        unchanged.ask(cypher, {})
    answered = straight(unchanged, cypher)
    assert ("guard alone" if answered else "refused") == behind[0 if unchanged.embedded else 1]


def test_without_the_guard_the_whole_battery_still_changes_nothing(unchanged: Store) -> None:
    answered = Counter(straight(unchanged, cypher) for cypher, _ in WRITES if cypher)
    assert answered[False] > 4 * answered[True]


# --- honest questions


def test_every_honest_question_is_answered(graph: Store) -> None:
    assert len(HONEST) >= 50
    for cypher, _ in HONEST:
        graph.ask(cypher, VALUES)


SERVERS_OWN = ("CALL dbms.components", "CALL db.propertyKeys", "CALL db.labels", "CALL db.relationshipTypes", "EXPLAIN")
"""Answers about the server, which also names what once was: not the same on two servers."""


@pytest.mark.skipif(not NEO4J, reason="no Neo4j: set ACTORGRAPH_TEST_NEO4J, or run make neo4j-test")
def test_an_honest_question_has_the_same_rows_on_both_servers(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, servers: None
) -> None:
    monkeypatch.setenv("ACTORGRAPH_USER", os.environ.get("ACTORGRAPH_TEST_NEO4J_USER", "neo4j"))
    monkeypatch.setenv("ACTORGRAPH_PASSWORD", os.environ.get("ACTORGRAPH_TEST_NEO4J_PASSWORD", ""))
    asked = [cypher for cypher, _ in HONEST if not cypher.startswith(SERVERS_OWN)]
    found = []
    for uri in (f"local:{tmp_path_factory.getbasetemp() / 'embedded-store'}", NEO4J):
        with open_store(uri) as store:
            store.clear()
            store.prepare()
            load(store, catalogue.find("dossier"), (DOSSIER,))
            store.write(lambda tx: tx.run("MATCH (r:Run) DETACH DELETE r").consume())
            found.append({cypher: rows(store, cypher) for cypher in asked})
    assert len(asked) >= 50
    assert {cypher for cypher in asked if found[0][cypher] != found[1][cypher]} == set()


def rows(store: Store, cypher: str) -> Counter[str]:
    """The rows of an answer, in any order."""
    return Counter(str(comparable(row)) for row in plain_rows(store.ask(cypher, VALUES)))


def comparable(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((key, comparable(part)) for key, part in value.items() if key not in inventory.VOLATILE)
    if isinstance(value, list):
        return sorted((comparable(part) for part in value), key=str)
    return int(value) if isinstance(value, float) and value.is_integer() else value


# --- limits


def running(store: Store) -> list[str]:
    """The statements that the server is busy with, this question apart."""
    shown = store.rows("SHOW TRANSACTIONS YIELD currentQuery AS text RETURN text")
    return [row["text"] for row in shown if "SHOW TRANSACTIONS" not in row["text"]]


def test_a_statement_that_takes_too_long_is_ended_on_the_server_too(unchanged: Store) -> None:
    start = time.monotonic()
    with pytest.raises(StoreError, match="took longer than it may") as ended:
        unchanged.ask(ENDLESS, {}, seconds=1)
    assert time.monotonic() - start < 15
    assert "--seconds" in ended.value.hint
    assert running(unchanged) == []


def test_a_user_is_told_that_a_statement_took_too_long(unchanged: Store, run: Run) -> None:
    done = run("query", ENDLESS, "--seconds", "1")
    assert refused(done)
    assert "took longer than it may" in done.stderr


def test_ctrl_c_ends_the_statement_on_the_server_too(unchanged: Store, uri: str) -> None:
    command = [ACTORGRAPH, "--store", uri, "query", ENDLESS, "--seconds", "60"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as asked:
        until = time.monotonic() + 30
        while not running(unchanged) and time.monotonic() < until:
            time.sleep(0.1)
        start = time.monotonic()
        asked.send_signal(signal.SIGINT)
        out, said = asked.communicate()
    assert time.monotonic() - start < 10
    assert (asked.returncode, out, said.strip()) == (1, "", "Aborted!")
    assert running(unchanged) == []


def test_the_limit_cuts_the_rows_and_says_so(unchanged: Store, run: Run) -> None:
    done = run("query", "UNWIND range(1, 9) AS x RETURN x", "--limit", "3")
    assert (done.exit_code, done.stdout.splitlines()) == (0, ['{"x":1}', '{"x":2}', '{"x":3}'])
    assert "only the first 3 rows; --limit prints more" in done.stderr


def test_a_limit_that_is_just_met_says_nothing(unchanged: Store, run: Run) -> None:
    done = run("query", "UNWIND range(1, 3) AS x RETURN x", "--limit", "3")
    assert (done.exit_code, len(done.stdout.splitlines()), done.stderr) == (0, 3, "")


def test_a_cut_answer_comes_at_once_however_much_is_left(unchanged: Store) -> None:
    start = time.monotonic()
    answer = unchanged.ask("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN a, b", {}, limit=10, seconds=60)
    assert (len(answer.rows), answer.cut) == (10, True)
    assert time.monotonic() - start < 15


@pytest.mark.parametrize("option", [("--limit", "0"), ("--limit", "-1"), ("--seconds", "0"), ("--seconds", "-1"), ("--seconds", "soon")])
def test_a_limit_of_nothing_is_a_mistake(unchanged: Store, run: Run, option: tuple[str, str]) -> None:
    assert refused(run("query", "RETURN 1 AS x", *option), 2)


def test_a_text_that_no_encoding_holds_is_refused(unchanged: Store, run: Run) -> None:
    assert refused(run("query", "RETURN '\udcff' AS x"))
    assert refused(run("query", "RETURN $x AS x", "-p", "x=\udcff"))
