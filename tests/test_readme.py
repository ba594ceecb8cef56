"""README: the table of sources and the SPARQL text are what the loaders say, and the counts what a load of the samples gives.

`samples.json` names the real samples of each source, with what is read and rejected. `--bless` rewrites README.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from graph import catalogue
from graph.load import load
from loaders.wikidata import QUERY

README: Final = Path(__file__).parents[1] / "README.md"
SAMPLES: Final[dict[str, list[dict[str, Any]]]] = json.loads(Path(__file__).with_name("samples.json").read_text(encoding="utf-8"))
CASES: Final = [(name, sample) for name, samples in SAMPLES.items() for sample in samples]


def table() -> Iterator[str]:
    """Yield the lines of the table of sources."""
    yield "| source | reads | maps to | licence of the data | real samples: records read, rejected |"
    yield "| --- | --- | --- | --- | --- |"
    for loader in catalogue.every():
        source = loader.SOURCE
        counts = "; ".join(f"{s['sample']}: {s['read']:,}, {s['rejected']}" for s in SAMPLES.get(source.name, ()))
        yield f"| `{source.name}` | {source.format} | {source.maps_to} | {source.licence} | {counts or '–'} |"


def sparql() -> Iterator[str]:
    """Yield the lines of the query of `wikidata`."""
    yield from ("```sparql", *QUERY.rstrip().splitlines(), "```")


@pytest.mark.parametrize(("name", "lines"), [("sources", table), ("sparql", sparql)])
def test_a_generated_part_is_up_to_date(name: str, lines: Any, bless: bool) -> None:
    text = README.read_text(encoding="utf-8")
    before, begin, rest = text.partition(f"<!-- {name} -->\n")
    old, end, after = rest.partition(f"<!-- end of {name} -->")
    assert begin
    assert end
    new = "\n".join(lines()) + "\n"
    if bless:
        README.write_text(before + begin + new + end + after, encoding="utf-8")
    assert new == (new if bless else old)


@pytest.mark.parametrize(("name", "sample"), CASES, ids=[f"{name}: {sample['sample']}" for name, sample in CASES])
def test_a_real_sample_is_read_whole_and_the_counts_are_those_of_the_table(name: str, sample: dict[str, Any], shared: Path) -> None:
    totals = load(None, catalogue.find(name), [shared / file for file in sample["files"]])
    assert (totals.read, totals.rejected) == (sample["read"], sample["rejected"])
    assert totals.read == totals.new + totals.changed + totals.unchanged + totals.rejected
