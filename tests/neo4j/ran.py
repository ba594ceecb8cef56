"""Whether the Neo4j half of the tests ran: exit 1 unless tests with the parameter `neo4j` passed and none was left out.

    python tests/neo4j/ran.py REPORT.xml      # what pytest --junitxml wrote

A test that skips on Neo4j for a reason that other tests skip for too (sample files that are not there) is not held against it.
"""

import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ON_NEO4J = re.compile(r"\[(?:.*-)?neo4j(?:-.*)?\]$")


def verdict(report: Path) -> tuple[bool, str]:
    """Return whether the half ran, and a sentence that says so with its numbers."""
    cases = list(ET.parse(report).getroot().iter("testcase"))
    ours = [case for case in cases if ON_NEO4J.search(case.get("name", ""))]
    passed = [case for case in ours if all(case.find(mark) is None for mark in ("failure", "error", "skipped"))]
    elsewhere = {skip.get("message") for case in cases if case not in ours for skip in case.iter("skipped")}
    left_out = [case for case in ours for skip in case.iter("skipped") if skip.get("message") not in elsewhere]
    names = "".join(f"\n  left out: {case.get('name')}" for case in left_out)
    return bool(passed) and not left_out, f"on Neo4j: {len(ours)} tests, {len(passed)} passed, {len(left_out)} left out{names}"


if __name__ == "__main__":
    ran, sentence = verdict(Path(sys.argv[1]))
    print(sentence)
    sys.exit(not ran)
