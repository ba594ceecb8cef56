"""Saved questions over several registers at once: their answers on small samples, on both servers.

`golden/reports_on_samples/loads/SOURCE.NAME…` are the samples: every file there is loaded, after the seeds, by the loader
that its name begins with; files whose names differ only in what follows a `+` are loaded together.
`golden/reports_on_samples/NAME.CASE.json` are the answers. A new case is `{"given": {…}}` in such a file; `--bless` fills
in the rest.
"""

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from golden_answers import golden, write_golden

from graph import answers, batches, catalogue, identity, reports
from graph.load import Options, load
from graph.stores import open_store
from graph.stores.bolt import Store

GOLDEN = Path(__file__).parent / "golden" / "reports_on_samples"
CASES = sorted(path.stem for path in GOLDEN.glob("*.json"))


def samples() -> Iterator[tuple[str, tuple[Path, ...]]]:
    """Yield the loader's name and the files of each load, by name."""
    paths = sorted((GOLDEN / "loads").iterdir())
    for name, together in groupby(paths, key=lambda path: path.name.partition("+")[0]):
        yield name.partition(".")[0], tuple(together)


@pytest.fixture(scope="module")
def laden(place: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the seeds and all samples, the parties of several lists joined."""
    with open_store(place) as store:
        store.clear()
        store.prepare()
        for batch in batches.seeds():
            load(store, batch.loader, batch.paths)
        for name, paths in samples():
            load(store, catalogue.find(name), paths, Options(snapshot="2023-06-01", force=True))
        pairs = tmp_path_factory.mktemp("match") / "pairs.jsonl"
        identity.find(store, pairs)
        identity.write(store, pairs, Options(snapshot="2023-06-01"))
        yield store


@pytest.mark.parametrize("case", CASES)
def test_the_answer_over_several_registers_is_the_golden_one(case: str, laden: Store, bless: bool) -> None:
    name, given = case.partition(".")[0], golden(GOLDEN, case)["given"]
    answer, _ = reports.run(laden, reports.find(name), given)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    if bless:
        write_golden(GOLDEN, case, given, answer.columns, rows)
    assert (list(answer.columns), rows) == (golden(GOLDEN, case)["columns"], golden(GOLDEN, case)["rows"])


@pytest.mark.parametrize("case", CASES)
def test_its_identity_tells_the_rows_apart(case: str) -> None:
    rows = golden(GOLDEN, case).get("rows", [])
    keys = [json.dumps([row[key] for key in reports.find(case.partition(".")[0]).identity]) for row in rows]
    assert len(set(keys)) == len(keys)


def test_people_read_names_for_ids_except_where_the_row_names_it_already(laden: Store) -> None:
    answer, _ = reports.run(laden, reports.find("sanctioned_by_a_not_b"), {"a": "US", "b": "EU"})
    _, rows = answers.rows_for_people(laden, answer)
    assert rows
    assert all(row["target"] != row["name"] for row in rows)
    turned, _ = reports.run(laden, reports.find("reversals"), {})
    assert [row["actor"] for row in answers.rows_for_people(laden, turned)[1]] == ["Iran"]
