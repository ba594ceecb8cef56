"""The check that the Neo4j half of the tests ran: it must see a half that is missing, failed or was left out."""

from pathlib import Path

import pytest
from ran import verdict

SKIPPED = '<skipped message="{}"/>'


def report(folder: Path, cases: dict[str, str]) -> Path:
    path = folder / "report.xml"
    tests = "".join(f'<testcase classname="tests.test_x" name="{name}">{outcome}</testcase>' for name, outcome in cases.items())
    path.write_text(f"<testsuites><testsuite>{tests}</testsuite></testsuites>", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["test_x[neo4j]", "test_x[neo4j-rows]", "test_x[rows-neo4j]"])
def test_a_half_that_passed_ran(tmp_path: Path, name: str) -> None:
    assert verdict(report(tmp_path, {"test_x[embedded]": "", name: ""})) == (True, "on Neo4j: 1 tests, 1 passed, 0 left out")


@pytest.mark.parametrize("name", ["test_x[embedded]", "test_neo4j", "test_neo4j_says[x]", "test_x[neo4jay]"])
def test_a_name_that_only_speaks_of_neo4j_is_no_half(tmp_path: Path, name: str) -> None:
    assert not verdict(report(tmp_path, {name: ""}))[0]


@pytest.mark.parametrize("outcome", ["<failure/>", "<error/>", SKIPPED.format("no server")])
def test_a_half_in_which_nothing_passed_did_not_run(tmp_path: Path, outcome: str) -> None:
    assert not verdict(report(tmp_path, {"test_x[embedded]": "", "test_x[neo4j]": outcome}))[0]


def test_one_test_left_out_on_neo4j_alone_is_named(tmp_path: Path) -> None:
    ran, sentence = verdict(report(tmp_path, {"test_x[neo4j]": "", "test_y[neo4j]": SKIPPED.format("no server"), "test_y[embedded]": ""}))
    assert not ran
    assert "left out: test_y[neo4j]" in sentence


def test_a_test_left_out_on_both_servers_for_one_reason_is_forgiven(tmp_path: Path) -> None:
    absent = SKIPPED.format("sample files are absent")
    assert verdict(report(tmp_path, {"test_x[neo4j]": "", "test_y[neo4j]": absent, "test_y[embedded]": absent}))[0]
