"""report diff, report run --all and the clock options, as a user meets them at the command line."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph import assets, portfolio
from graph.cli import main
from graph.clocks import Clocks
from graph.stores.embedded import stop

NAMES = sorted(path.stem for path in assets.folder("cypher").glob("*.cypher"))
UAV = ("contested_between", "-p", "a=Iran", "-p", "b=Russia")

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Run a command on a store with the seeds."""
    folder = tmp_path_factory.mktemp("two-days")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARCADEDB_JVM_ARGS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        patch.setenv("ACTORGRAPH_HEAP", "512m")
        patch.setenv("ACTORGRAPH_VIEWS", str(folder / "views"))
        run = lambda *words: CliRunner().invoke(main, ["--store", f"local:{folder / 'store'}", *words])  # noqa: E731 - one line
        assert run("load", "seeds").exit_code == 0
        yield run
        for store in (folder / "store", *(path for path in (folder / "views").iterdir() if path.is_dir())):
            stop(store)


def rows(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_what_was_known_by_a_day_is_answered_and_said(run: Run) -> None:
    result = run("report", "run", *UAV, "--known-by", "2022-10-31")
    assert {(row["who"], row["stance"], row["status"]) for row in rows(result)} == {
        ("country:IR", "denies", "contested"),
        ("country:RU", "denies", "contested"),
        ("country:US", "asserts", "contested"),
    }
    assert re.search(r"^as known by 2022-10-31: 26 of 118 claims, \d+ of \d+ records$", result.stderr, re.MULTILINE)


def test_every_command_that_reads_takes_the_clocks(run: Run, tmp_path: Path) -> None:
    told = run("why", "Iran", "SUPPLIES", "Russia", "--known-by", "2022-10-31").stdout
    assert "contested: asserted by somebody and denied by somebody" in told
    assert "2022-11-05" not in told
    counted = run("query", "MATCH (c:Claim) RETURN count(c) AS n", "--known-by", "2022-10-31")
    assert rows(counted) == [{"n": 26}]
    out = tmp_path / "iran.json"
    assert run("export", "node-link", "--focus", "Iran", "-o", str(out), "--known-by", "2022-10-31").exit_code == 0
    assert "2022-11-05" not in out.read_text()
    assert "2022-10-19" in out.read_text() or "2022-10-26" in out.read_text() or "afp" in out.read_text()


def test_a_question_with_a_day_of_its_own_takes_the_clocks_day(run: Run) -> None:
    asked = ("report", "run", "provisions_in_force", "-p", "resolution=un:S/RES/2231(2015)")
    assert rows(run(*asked, "--as-of", "2023-06-09")) == rows(run(*asked, "-p", "on=2023-06-09"))
    assert {row["status"] for row in rows(run(*asked, "--as-of", "2023-06-09"))} >= {"in force", "not in force"}


@pytest.mark.parametrize("option", ["--as-of", "--known-by"])
@pytest.mark.parametrize("day", ["2022-13", "soon", ""])
def test_a_day_that_is_none_is_refused_in_words(option: str, day: str, run: Run) -> None:
    result = run("report", "run", *UAV, option, day)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: {option}: ")
    assert "2022-10-31" in result.stderr


def test_diff_shows_what_was_added_and_what_changed(run: Run) -> None:
    result = run("report", "diff", *UAV, "--from", "2022-10-31", "--to", "2022-11-05")
    found = {(row["change"], row["who"], row["stance"], json.dumps(row["was"])) for row in rows(result)}
    assert found == {
        ("added", "country:IR", "acknowledges", "null"),
        ("added", "country:IR", "denies", "null"),
        ("changed", "country:IR", "denies", '{"status": "contested"}'),
        ("changed", "country:RU", "denies", '{"status": "contested"}'),
        ("changed", "country:US", "asserts", '{"status": "contested"}'),
    }
    assert "2 added, 0 removed, 3 changed, 0 unchanged" in result.stderr


def test_diff_reads_the_other_clock_when_it_is_named(run: Run) -> None:
    result = run("report", "diff", *UAV, "--from", "2022-01-01", "--to", "2023-01-01", "--clock", "as-of")
    changes = [(row["change"], row["said_at"]) for row in rows(result)]
    assert ("removed", "2023-06-09") in changes  # an admission that ends before the war
    assert ("added", "2023-06-09") in changes  # what is said to go on since August 2022


def test_diff_in_a_table_is_in_words(run: Run) -> None:
    result = run("report", "diff", *UAV, "--from", "2022-10-31", "--to", "2022-11-05", "--format", "md")
    assert (
        "| changed | Iran SUPPLIES Russia (UAV) | acknowledged | Iran | denies |  | 2022-10-19 | afp-2022-10-19 | status: contested |"
        in (result.stdout)
    )


def test_diff_of_equal_days_is_empty(run: Run) -> None:
    result = run("report", "diff", *UAV, "--from", "2022-10-31", "--to", "2022-10-31")
    assert rows(result) == []
    assert "0 added, 0 removed, 0 changed, 3 unchanged" in result.stderr


def test_diff_of_a_report_that_does_not_exist_names_the_nearest(run: Run) -> None:
    result = run("report", "diff", "contested_betwen", "--from", "2022", "--to", "2023")
    assert (result.exit_code, "Did you mean contested_between?" in result.stderr) == (2, True)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_all_reports_are_written_with_an_index_and_again_alike(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("mine")
    assert run("report", "run", "--all", "--out", str(tmp_path)).exit_code == 0
    first = contents(tmp_path)
    assert set(first) == {"notes.md", "index.md", *(f"{name}.{kind}" for name in NAMES for kind in ("md", "csv", "json"))}
    assert first["notes.md"] == b"mine"
    assert run("report", "run", "--all", "--out", str(tmp_path)).exit_code == 0
    assert contents(tmp_path) == first
    index = first["index.md"].decode()
    assert all(f"| {name} |" in index for name in NAMES)
    assert "| listing_changes | What changed in a register between two snapshots |" in index
    assert re.search(r"^\| listing_changes .* \| none \|", index, re.MULTILINE)
    assert json.loads(first["contested_between.json"])[0]["subject"] == "country:IR"
    assert first["contested_between.md"].startswith(b"# Contested relationships between two actors\n")


def test_files_of_an_earlier_run_go_when_they_are_not_written_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "timeline.jsonl").write_text("mine")
    run("report", "run", "--all", "--out", str(tmp_path), "--format", "csv,json")
    run("report", "run", "--all", "--out", str(tmp_path), "--format", "json", "--known-by", "2022-10-31")
    assert set(contents(tmp_path)) == {"timeline.jsonl", "index.md", *(f"{name}.json" for name in NAMES)}
    assert "As known by 2022-10-31." in (tmp_path / "index.md").read_text()


def test_a_report_that_fails_does_not_stop_the_others(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cypher"
    folder.mkdir()
    for name in ("health", "timeline"):
        (folder / f"{name}.cypher").write_bytes((assets.folder("cypher") / f"{name}.cypher").read_bytes())
    (folder / "broken.cypher").write_text("MATCH (n) RETURN n\n")
    monkeypatch.setattr(assets, "folder", lambda name: folder)
    result = run("report", "run", "--all", "--out", str(tmp_path / "out"), "--format", "csv")
    assert result.exit_code == 1
    assert set(contents(tmp_path / "out")) == {"index.md", "health.csv", "timeline.csv"}
    assert "| broken |  |  | failed: " in (tmp_path / "out" / "index.md").read_text()


def test_a_folder_that_cannot_be_made_is_said_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("report", "run", "--all", "--out", str(tmp_path / "file" / "out"))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {tmp_path / 'file'}")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "takes the NAME of a report, or --all"),
        (("--all",), "--out DIR"),
        (("--out", "x"), "--out goes with --all"),
        (("timeline", "--all", "--out", "x"), "takes no name"),
        (("--all", "--out", "x", "-p", "a=b"), "no -p"),
        (("timeline", "--format", "md,csv"), "for --all"),
        (("--all", "--out", "x", "--format", "md,xml"), "'xml' is not one of"),
    ],
)
def test_what_does_not_go_together_is_refused(words: tuple[str, ...], said: str, run: Run) -> None:
    result = run("report", "run", *words)
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_the_clocks_say_in_words_what_they_are_set_to() -> None:
    assert str(Clocks(as_of="2022-01-01", known_by="2022-10-31")) == "as of 2022-01-01, as known by 2022-10-31"
    assert not Clocks()
    assert set(portfolio.SUFFIXES) == {"table", "json", "jsonl", "csv", "md"}
