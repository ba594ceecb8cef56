"""The command line as a user meets it: help that can be followed, answers on stdout, words on stderr, exit codes."""

import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner, Result
from publisher import published, whole

from graph.cli import main
from graph.demo import NEXT
from graph.demo import QUESTIONS as ANSWERED
from graph.stores.bolt import Store
from graph.stores.embedded import stop
from graph.tables import FORMATS

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
HEAVY = ("httpx2", "neo4j", "networkx", "pydantic", "lxml", "rich", "orjson", "yaml", "arcadedb_embedded")
TOTALS = (
    "source",
    "file",
    "snapshot",
    "read",
    "new",
    "changed",
    "unchanged",
    "rejected",
    "gone",
    "edges",
    "claims",
    "seconds",
    "rejects_file",
)
NOWHERE = "bolt://127.0.0.1:1"

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]


def commands(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)


def examples(text: str) -> list[str]:
    """The command lines of a help text; what follows two spaces explains them."""
    return [re.split(r"  +", line.strip())[0] for line in text.splitlines() if line.split()[:1] == ["actorgraph"]]


COMMANDS = dict(commands(main))
EXAMPLES = sorted({line for text in (NEXT, main.help, *(c.help for c in COMMANDS.values())) for line in examples(text or "")})


@pytest.fixture(scope="module", autouse=True)
def _small_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Servers that start quickly and take little memory; nothing of the user's own settings."""
    views = tmp_path_factory.mktemp("views")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACTORGRAPH_VIEWS", str(views))
        patch.setenv("ARCADEDB_JVM_ARGS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        patch.setenv("ACTORGRAPH_HEAP", "512m")
        patch.delenv("ACTORGRAPH_STORE", raising=False)
        yield
    for view in views.iterdir():
        if view.is_dir():
            stop(view)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the examples find the files that they name."""
    made = tmp_path_factory.mktemp("examples")
    for name in ("sdn", "alt", "add"):
        (made / f"{name}.csv").write_bytes((HERE / "golden" / "ofac_sdn" / f"{name}.csv").read_bytes())
    (made / "my-dossier.yaml").write_bytes((HERE / "golden" / "dossier" / "drones.yaml").read_bytes())
    (made / "their_loader.py").write_bytes((HERE / "registers" / "parties.py").read_bytes())
    (made / "FILE").write_text('{"id": "1", "name": "A party", "programmes": ["SDGT"]}\n')
    return made


@pytest.fixture(scope="module")
def seeded(folder: Path) -> Iterator[str]:
    """A store with the seeds, which no test changes."""
    uri = f"local:{folder / 'seeded'}"
    done = CliRunner().invoke(main, ["--store", uri, "load", "seeds"])
    assert done.exit_code == 0, done.output
    yield uri
    stop(folder / "seeded")


@pytest.fixture(scope="module")
def scratch(folder: Path) -> Iterator[str]:
    """A store that tests write to; none relies on what another left there."""
    yield f"local:{folder / 'scratch'}"
    stop(folder / "scratch")


@pytest.fixture
def ask(seeded: str) -> Run:
    """Run a command on the seeds in this process."""
    return lambda *words: CliRunner().invoke(main, ["--store", seeded, *words])


@pytest.fixture
def process(seeded: str, folder: Path) -> Process:
    """Run a command on the seeds (or another store) as a process of its own."""

    def run(*words: str, store: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
        command = [str(BIN / "actorgraph"), "--store", store or seeded, *words]
        return subprocess.run(command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def shell(folder: Path, tmp_path: Path) -> Process:
    """Run a line as a user would in a shell, at home in an empty folder, beside the files of the examples."""

    def run(line: str, store: str) -> "subprocess.CompletedProcess[str]":
        places = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path), "SHELL": "/bin/bash", "ACTORGRAPH_STORE": store}
        return subprocess.run(["bash", "-c", line], cwd=folder, env=os.environ | places, capture_output=True, text=True, check=False)

    return run


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_says_what_it_does_and_gives_an_example_of_itself(path: tuple[str, ...]) -> None:
    told = COMMANDS[path].help or ""
    assert re.match(r"[A-Z][^\n]+[.?!]\n", told)
    assert "Example" in told
    assert any(line.startswith(f"actorgraph {' '.join(path)}") for line in examples(told))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_option_is_explained(path: tuple[str, ...]) -> None:
    options = [option for option in COMMANDS[path].params if isinstance(option, click.Option)]
    assert [option.opts[0] for option in options if not option.help] in ([], ["--format"])


def test_the_commands_are_listed_in_the_order_a_newcomer_needs_them() -> None:
    listed = main.list_commands(click.Context(main))
    assert sorted(listed) == sorted(main.commands)
    assert listed[:2] == ["demo", "load"]


def test_help_imports_nothing_heavy() -> None:
    paths = [[], *map(list, COMMANDS)]
    script = (
        "import json, sys\nfrom graph.cli import main\n"
        f"for path in {paths!r}:\n main([*path, '--help'], standalone_mode=False)\n"
        f" print(json.dumps([path, [name for name in {HEAVY!r} if name in sys.modules]]), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert [json.loads(line) for line in done.stderr.splitlines()] == [[path, []] for path in paths]


def test_the_readme_mentions_every_command() -> None:
    lines = (HERE.parent / "README.md").read_text(encoding="utf-8").splitlines()
    mentions = {path: re.compile(rf"(actorgraph |`){path[0]}\b.*(?<={path[-1]})\b") for path in COMMANDS}
    unmentioned = {path for path, mention in mentions.items() if not any(map(mention.search, lines))}
    assert not unmentioned


READING = [
    line
    for line in EXAMPLES
    if re.match(r"actorgraph (report|query|find|path|why|sources|schema|check|doctor|completion|export|browser|store info)", line)
]
WRITING = [line for line in EXAMPLES if re.match(r"actorgraph (load|demo|match|store (stop|clear))", line)]
FETCHING = [line for line in EXAMPLES if line.startswith("actorgraph fetch")]
SERVING = [line for line in EXAMPLES if line == "actorgraph store serve"]
ON_NEO4J = [line for line in EXAMPLES if line.startswith("actorgraph --store bolt://")]


def test_every_example_is_run_by_one_of_the_tests_below() -> None:
    assert sorted(READING + WRITING + FETCHING + SERVING + ON_NEO4J) == EXAMPLES
    assert all((READING, WRITING, FETCHING, SERVING, ON_NEO4J))


@pytest.mark.parametrize("line", [line for line in READING if "Qods" not in line])
def test_an_example_that_reads_answers_on_the_seeds(line: str, shell: Process, seeded: str, folder: Path, tmp_path: Path) -> None:
    done = shell(line, seeded)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    written = [path for name in re.findall(r"(?:>>?|-o) (\S+)", line) for path in (folder / name, tmp_path / name.removeprefix("~/"))]
    assert done.stdout or any(path.is_file() and path.stat().st_size for path in written) or "check" in line


@pytest.mark.parametrize("line", WRITING)
def test_an_example_that_writes_runs_and_runs_again(line: str, shell: Process, scratch: str) -> None:
    first, second = shell(line, scratch), shell(line, scratch)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr


def test_the_example_of_the_first_page_answers_once_its_register_is_loaded(shell: Process, scratch: str) -> None:
    load, question = (next(line for line in EXAMPLES if word in line) for word in ("load ofac_sdn", "Qods"))
    shell("actorgraph store clear --yes", scratch)
    assert shell(load, scratch).returncode == 0
    answer = rows(shell(question, scratch).stdout)
    assert {(row["target"], row["authority"], row["programme"]) for row in answer} == {
        ("ofac:16418", "country:US", programme) for programme in ("NPWMD", "IFSR", "RUSSIA-EO14024")
    }


@pytest.mark.parametrize("line", FETCHING)
def test_an_example_that_fetches_runs_and_runs_again(line: str, shell: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    source = line.split()[2]
    with published() as server:
        address = server.at("/list.xml", whole((HERE / "golden" / source / "consolidated.xml").read_bytes()))
        monkeypatch.setenv(f"ACTORGRAPH_URL_{source.upper()}", address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        first, second = shell(line, ""), shell(line, "")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert second.stderr.startswith("unchanged")


@pytest.mark.parametrize("line", SERVING)
def test_the_example_that_serves_does_so_until_it_is_interrupted(line: str, folder: Path) -> None:
    command = [str(BIN / "actorgraph"), "--store", f"local:{folder / 'scratch'}", *shlex.split(line)[1:]]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as served:
        assert served.stderr
        said = served.stderr.readline()
        served.send_signal(signal.SIGINT)
        assert served.wait(30) == 0
    assert said == f"serving {folder / 'scratch'}; Ctrl-C stops it\n"


@pytest.mark.parametrize("uri", ["neo4j"], indirect=True)
@pytest.mark.parametrize("line", ON_NEO4J)
def test_an_example_on_neo4j_runs(line: str, uri: str, store: Store, shell: Process) -> None:
    done = shell(re.sub(r"bolt://\S+", uri, line), "")
    assert done.returncode == 0, done.stderr
    assert "2231" in done.stdout


def test_the_demo_answers_six_questions_and_says_what_each_means(process: Process) -> None:
    done = process("demo")
    assert done.returncode == 0
    assert all(f"$ actorgraph report run {name}" in done.stdout and meaning in done.stdout for name, _, meaning in ANSWERED)
    assert len(ANSWERED) == 6


PRINTING = {
    "report run": ("report", "run", "contested_between", "-p", "a=Iran", "-p", "b=Russia"),
    "report list": ("report", "list"),
    "report diff": ("report", "diff", "contested_between", "--from", "2022-10-31", "--to", "2023-06-30"),
    "find": ("find", "iran"),
    "path": ("path", "Iran", "Russia"),
    "query": ("query", "MATCH (c:Country) RETURN c.id AS id, c.name AS name, c.aliases AS aliases ORDER BY id LIMIT 5"),
    "sources": ("sources",),
    "match": ("match", "--dry-run"),
    "load": ("load", "seeds"),
    "check": ("check", str(HERE / "golden" / "dossier" / "faults.yaml")),
    "schema graph": ("schema", "graph"),
}


def test_every_command_that_prints_rows_is_tried_in_every_format() -> None:
    with_formats = {" ".join(path) for path, command in COMMANDS.items() for p in command.params if isinstance(p.type, click.Choice)}
    assert with_formats - {"why", "why-not", "export", "fetch", "store info", "completion", "schema"} <= PRINTING.keys()


def read(style: str, text: str) -> list[dict[str, Any]]:
    """The rows of an answer, read back as another program would."""
    match style:
        case "json":
            found: list[dict[str, Any]] = json.loads(text)
            return found
        case "jsonl":
            return rows(text)
        case "csv":
            return list(csv.DictReader(io.StringIO(text), strict=True))
        case _:
            lines = [re.split(r" (?<!\\)\| ", line[2:-2]) for line in text.splitlines()]
            return [dict(zip(lines[0], cells, strict=True)) for cells in lines[2:]]


@pytest.mark.parametrize("words", PRINTING.values(), ids=PRINTING)
def test_each_format_can_be_read_back_and_holds_the_same_rows(words: tuple[str, ...], ask: Run) -> None:
    lines = read("jsonl", ask(*words, "--format", "jsonl").stdout)
    assert lines
    for style in ("csv",) if words[0] == "load" else ("json", "csv"):
        found = read(style, ask(*words, "--format", style).stdout)
        assert ([list(row) for row in found], style) == ([list(row) for row in lines], style)
        assert [str(next(iter(row.values()))) for row in found] == [str(next(iter(row.values()))) for row in lines]
    assert len(read("md", ask(*words, "--format", "md").stdout)) == len(lines)


def test_people_read_names_where_programs_read_ids(ask: Run) -> None:
    words = PRINTING["report run"]
    assert "Iran SUPPLIES Russia" in ask(*words, "--format", "md").stdout
    assert "country:IR" not in ask(*words, "--format", "table").stdout
    assert '"subject":"country:IR"' in ask(*words, "--format", "jsonl").stdout


@pytest.mark.parametrize("words", PRINTING.values(), ids=PRINTING)
def test_the_table_is_made_to_be_read(words: tuple[str, ...], ask: Run) -> None:
    done = ask(*words, "--format", "table")
    assert len(done.stdout.splitlines()) >= 3
    assert "{" not in done.stdout.splitlines()[0]


@pytest.mark.parametrize("name", ["report run", "report list", "query", "sources", "schema graph"])
def test_a_pipe_gets_json_lines(name: str, ask: Run) -> None:
    plain, lines = ask(*PRINTING[name]), ask(*PRINTING[name], "--format", "jsonl")
    assert [row.items() <= full.items() for row, full in zip(rows(plain.stdout), rows(lines.stdout), strict=True)]


def test_a_format_that_is_none_is_refused_with_those_that_are(ask: Run) -> None:
    done = ask("report", "list", "--format", "xml")
    assert done.exit_code == 2
    assert all(style in done.stderr for style in FORMATS)


def test_answers_go_to_stdout_and_words_to_stderr(process: Process) -> None:
    done = process("report", "run", "contested_between", "-p", "a=Iran", "-p", "b=Russia")
    assert {row["who"] for row in rows(done.stdout)} == {"country:IR", "country:RU", "country:US"}
    assert done.stderr == "Iran (country:IR), by its name\nRussia (country:RU), by its name\n"


def test_quiet_says_no_words(seeded: str) -> None:
    done = CliRunner().invoke(main, ["--store", seeded, "--quiet", "report", "run", "reversals", "-p", "actor=Iran"])
    assert (bool(done.stdout), done.stderr) == (True, "")


def test_an_empty_answer_says_so_and_is_no_failure(ask: Run) -> None:
    done = ask("report", "run", "contested_between", "-p", "a=Chad", "-p", "b=Chile")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "no rows" in done.stderr


def test_a_cut_answer_says_so(ask: Run) -> None:
    done = ask("query", "UNWIND range(1, 5) AS n RETURN n ORDER BY n", "--limit", "2")
    assert (rows(done.stdout), done.exit_code) == ([{"n": 1}, {"n": 2}], 0)
    assert "only the first 2 rows" in done.stderr


def test_a_query_is_read_from_stdin_and_takes_parameters(seeded: str) -> None:
    words = ["--store", seeded, "query", "-", "-p", "id=country:IR"]
    done = CliRunner().invoke(main, words, input="MATCH (n:Entity {id: $id}) RETURN n.name AS name")
    assert rows(done.stdout) == [{"name": "Iran"}]


def test_load_prints_one_object_a_file_with_totals_that_add_up(ask: Run) -> None:
    found = rows(ask("load", "seeds", "--format", "json").stdout)
    assert [row["source"] for row in found] == ["territories", "dossier", "dossier"]
    for row in found:
        assert [key for key in row if key in TOTALS] == list(TOTALS)
        assert row["read"] == row["new"] + row["changed"] + row["unchanged"] + row["rejected"]
        assert (row["unchanged"], row["edges"], row["rejects_file"]) == (row["read"], 0, "")
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["snapshot"])


def test_store_info_has_the_shape_that_scripts_rely_on(ask: Run) -> None:
    info = json.loads(ask("store", "info", "--format", "json").stdout)
    assert {"uri", "server", "version", "digest", "nodes", "edges", "snapshots"} <= info.keys()
    assert re.fullmatch(r"[0-9a-f]{64}", info["digest"])
    assert (info["server"], info["nodes"]["Resolution"], info["edges"]["VOTED"]) == ("ArcadeDB", 7, 15)
    assert all({"source", "snapshot", "loaded_at", "records"} <= row.keys() for row in info["snapshots"])
    assert {row["source"] for row in info["snapshots"]} == {"territories", "dossier/iran-russia-uav", "dossier/resolution-2231"}


def test_report_list_has_the_shape_that_scripts_rely_on(ask: Run) -> None:
    listed = {row["name"]: row for row in rows(ask("report", "list", "--format", "jsonl").stdout)}
    assert {path.stem for path in (HERE.parent / "cypher").glob("*.cypher")} == listed.keys()
    assert all(list(row)[:5] == ["name", "title", "question", "tags", "params"] for row in listed.values())
    assert listed["contested_between"]["params"] == ["a", "b"]
    assert "claims" in listed["contested_between"]["tags"]


def test_report_list_can_be_narrowed_to_a_tag(ask: Run) -> None:
    found = rows(ask("report", "list", "--tag", "sanctions", "--format", "jsonl").stdout)
    assert {row["name"] for row in found} >= {"who_sanctions", "listing_changes"}
    assert all("sanctions" in row["tags"] for row in found)


def test_report_list_finds_questions_by_words_in_any_letters(ask: Run) -> None:
    found = rows(ask("report", "list", "OFFICIAL", "sanctión", "--format", "jsonl").stdout)
    assert {row["name"] for row in found} == {"sanctioned_officials"}
    none = ask("report", "list", "zzzz")
    assert (none.exit_code, none.stdout, "no question holds all of that" in none.stderr) == (0, "", True)


def test_report_show_says_on_stderr_what_the_question_asks_takes_and_gives(ask: Run) -> None:
    said = ask("report", "show", "contested_between").stderr
    assert said.startswith("Which relationships between A and B are contested")
    assert "  -p a=…  one actor: a thing, by id, name or alias (default: country:IR)\n" in said
    assert "  said_at: when it said so\n" in said


def test_report_show_prints_the_file_as_it_is(ask: Run) -> None:
    assert ask("report", "show", "violations").stdout == (HERE.parent / "cypher" / "violations.cypher").read_text(encoding="utf-8")


def test_why_shows_the_trail_as_words_and_as_json(ask: Run) -> None:
    said = ask("why", "Iran", "SUPPLIES", "Russia").stdout
    assert "acknowledged" in said
    assert "in the words of Hossein Amir-Abdollahian, acknowledges" in said
    trails = json.loads(ask("why", "Iran", "SUPPLIES", "Russia", "--format", "json").stdout)
    assert {(trail["type"], trail["subject"], trail["object"]) for trail in trails} == {("SUPPLIES", "Iran", "Russia")}
    assert rows(json.dumps(trails[0]["edge"]["pid"]))[0] == trails[0]["pid"]


def test_why_is_told_as_markdown_and_takes_the_rows_of_a_report(seeded: str, ask: Run) -> None:
    said = ask("why", "Iran", "SUPPLIES", "Russia", "--format", "md").stdout
    assert said.startswith("## Iran SUPPLIES Russia (")
    rows = ask("report", "run", "supply_chain", "-p", "producer=Iran", "-p", "user=Russia", "--format", "jsonl").stdout
    piped = CliRunner().invoke(main, ["--store", seeded, "why", "-", "--format", "md"], input=rows)
    assert (piped.exit_code, piped.stdout.count("## Iran SUPPLIES Russia (")) == (0, rows.count("\n"))


def test_why_not_explains_an_absence_and_points_to_why_where_there_is_none(ask: Run) -> None:
    said = ask("why-not", "Russia", "SUPPLIES", "Iran").stdout
    assert said.startswith("Russia SUPPLIES Iran: there is no such edge\n  never claimed: ")
    assert "the other way round: Iran SUPPLIES Russia (UAV), acknowledged" in said
    assert json.loads(ask("why-not", "Russia", "SUPPLIES", "Iran", "--format", "json").stdout)["present"] is False
    there = ask("why-not", "Iran", "SUPPLIES", "Russia")
    assert (there.exit_code, "actorgraph why country:IR SUPPLIES country:RU" in there.stdout) == (0, True)


def test_why_not_sees_by_the_clocks(ask: Run) -> None:
    done = ask("why-not", "Iran", "SUPPLIES", "Russia", "--known-by", "2022-01-01")
    assert "outside its window: the clocks leave it out; without them it is there" in done.stdout


def test_a_path_is_told_with_its_evidence_and_no_path_is_no_failure(ask: Run) -> None:
    said = ask("path", "Iran", "place:alabuga-sez", "--via", "SUPPLIES,LOCATED_IN", "--format", "text").stdout
    assert "1. 2 hops, the weakest acknowledged\n   Iran ──SUPPLIES──▶ Russia (UAV)\n" in said
    assert "   Russia ◀──LOCATED_IN── Alabuga Special Economic Zone\n" in said
    none = ask("path", "Iran", "Russia", "--via", "OWNS", "--format", "json")
    assert (none.exit_code, json.loads(none.stdout)) == (0, [])
    assert "no path between Iran (country:IR) and Russia (country:RU): up to 4 hops, over edges of OWNS" in none.stderr


def test_find_says_when_there_is_nothing_and_when_there_is_more(ask: Run) -> None:
    none = ask("find", "zzzzqqqq")
    assert (none.exit_code, none.stdout, "nothing in the graph is called that" in none.stderr) == (0, "", True)
    assert "only the first 1; --limit prints more" in ask("find", "iran", "--limit", "1").stderr


def test_the_dossier_schema_names_the_parts_that_the_seeds_are_made_of(ask: Run) -> None:
    schema = json.loads(ask("schema", "dossier").stdout)
    seed = yaml.safe_load((HERE.parent / "seeds" / "iran-russia-uav.yaml").read_text(encoding="utf-8"))
    assert schema["type"] == "object"
    assert seed.keys() <= schema["properties"].keys()


MISTYPED = {
    "a command": (("lod", "seeds"), "Did you mean 'load'?"),
    "a subcommand": (("report", "rnu", "reversals"), "Did you mean 'run'?"),
    "an option": (("report", "list", "--tga", "x"), "Did you mean '--tag'?"),
    "a report": (("report", "run", "contested_betwen"), "Did you mean contested_between?"),
    "a parameter": (("report", "run", "reversals", "-p", "actr=Iran"), "Did you mean actor?"),
    "a tag": (("report", "list", "--tag", "sanction"), "Did you mean sanctions?"),
    "an actor": (("report", "run", "reversals", "-p", "actor=Irann"), "Did you mean Iran (country:IR)"),
    "an edge type of a path": (("path", "Iran", "Russia", "--via", "SUPPLES"), "Did you mean SUPPLIES?"),
    "a status": (("path", "Iran", "Russia", "--status", "oficial"), "Did you mean official?"),
    "a kind": (("find", "Iran", "--kind", "Contry"), "Did you mean Country?"),
    "an actor of why-not": (("why-not", "Irann", "SUPPLIES", "Russia"), "Did you mean Iran (country:IR)"),
    "an edge type": (("why", "Iran", "SUPPLES", "Russia"), "Did you mean SUPPLIES?"),
    "a source": (("load", "ofac_snd", "sdn.csv"), "Did you mean ofac_sdn?"),
    "a day": (("report", "run", "provisions_in_force", "-p", "on=2023-02-30"), "2023-02 has 28 days"),
    "no equals sign": (("report", "run", "reversals", "-p", "actor"), "name=value"),
    "an address": (("--store", "blot://127.0.0.1", "store", "info"), "bolt://HOST:7687"),
    "two words to why": (("why", "Iran", "SUPPLIES"), "A TYPE B"),
}


@pytest.mark.parametrize(("words", "advice"), MISTYPED.values(), ids=MISTYPED)
def test_what_is_mistyped_exits_with_2_and_says_what_was_meant(words: tuple[str, ...], advice: str, ask: Run) -> None:
    done = ask(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert advice in done.stderr


FAILING = {
    "a missing file": (("load", "nothing.csv"), "nothing.csv: there is no such file"),
    "a file of no source": (("load", "FILE"), "no loader recognises this file"),
    "a statement that would write": (("query", "CREATE (n:Entity)"), "'CREATE' does not begin a clause that is known to read"),
    "a statement that is none": (("query", "MATCH (n"), "a '(' is never closed"),
    "faults": (("check", str(HERE / "golden" / "dossier" / "faults.yaml")), "75 faults in 1 file"),
}


@pytest.mark.parametrize(("words", "said"), FAILING.values(), ids=FAILING)
def test_what_fails_exits_with_1_and_one_message(words: tuple[str, ...], said: str, process: Process) -> None:
    done = process(*words)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def half_good(tmp_path: Path) -> str:
    """A register of two records, one of which cannot be read."""
    path = tmp_path / "parties.jsonl"
    path.write_text('{"id": "1", "name": "A party", "programmes": []}\n{"id": "2", "programmes": []}\n')
    return str(path)


@pytest.mark.parametrize(("strict", "code"), [((), 3), (("--strict",), 1)])
def test_a_load_with_rejects_exits_with_3_and_with_1_when_strict(
    strict: tuple[str, ...], code: int, half_good: str, process: Process, scratch: str
) -> None:
    done = process("load", "their_loader.py", half_good, "--format", "json", *strict, store=scratch)
    (totals,) = rows(done.stdout)
    assert (done.returncode, totals["rejected"]) == (code, 1)
    assert Path(totals["rejects_file"]).is_file()
    assert totals["rejects_file"] in done.stderr


def test_no_server_at_the_address_exits_with_4(process: Process) -> None:
    done = process("store", "info", store=NOWHERE)
    assert (done.returncode, done.stdout) == (4, "")
    assert f"Error: {NOWHERE}: no store answers there" in done.stderr


@pytest.mark.parametrize("uri", ["neo4j"], indirect=True)
def test_a_wrong_password_exits_with_4(uri: str, process: Process) -> None:
    done = process("store", "info", "--format", "json", store=uri, ACTORGRAPH_PASSWORD="not the password")
    assert (done.returncode, done.stdout) == (4, "")
    assert json.loads(done.stderr)["error"] == "the store refuses this user and password"


def test_a_password_in_the_address_is_refused(process: Process) -> None:
    done = process("store", "info", store="bolt://neo4j:secret@127.0.0.1:1")
    assert done.returncode == 2
    assert "secret" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("store", "words"),
    [
        ("", ("report", "run", "contested_betwen", "--format", "json")),
        ("", ("report", "run", "reversals", "-p", "actor", "--format", "json")),
        ("", ("query", "CREATE (n)", "--format=jsonl")),
        (NOWHERE, ("store", "info", "--format", "json")),
    ],
    ids=["mistyped", "usage", "refused", "unreachable"],
)
def test_errors_are_json_on_stderr_when_json_is_asked_for(store: str, words: tuple[str, ...], process: Process) -> None:
    done = process(*words, store=store)
    error = json.loads(done.stderr)
    assert list(error) == ["error", "where", "hint"]
    assert error["error"]
    assert done.stdout == ""


def test_debug_shows_the_trace(process: Process) -> None:
    assert "Traceback" in process("--debug", "report", "run", "contested_betwen").stderr


@pytest.mark.parametrize("enough", ["head -1", "true"])
def test_a_reader_that_has_had_enough_is_no_error(enough: str, shell: Process, seeded: str) -> None:
    line = f"actorgraph --quiet query 'UNWIND range(1, 30000) AS n RETURN n ORDER BY n' --limit 30000 | {enough}"
    done = shell(line, seeded)
    assert (done.stdout, done.stderr) == ({"head -1": '{"n":1}\n', "true": ""}[enough], "")
    done = shell(f"actorgraph --quiet report run contested_between -p a=Iran -p b=Russia | {enough}", seeded)
    assert done.stderr == ""


def test_clear_asks_before_it_deletes(seeded: str, ask: Run) -> None:
    before = ask("store", "info", "--format", "json").stdout
    done = CliRunner().invoke(main, ["--store", seeded, "store", "clear"], input="n\n")
    assert done.exit_code == 1
    assert "Delete all" in done.stderr
    assert json.loads(ask("store", "info", "--format", "json").stdout)["digest"] == json.loads(before)["digest"]


def test_the_version_is_that_of_the_package() -> None:
    from graph import __version__

    assert __version__ in CliRunner().invoke(main, ["--version"]).stdout
