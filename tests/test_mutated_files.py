"""Damaged files of every format: one message that names the file, or every record read is mapped whole or rejected with its line.

`ACTORGRAPH_MUTATIONS` says how many damaged files a shape are tried; what they are depends on their numbers alone.
"""

import math
import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from msgspec import Struct
from mutations import mutate
from shapes import SHAPES, Shape

from graph import catalogue
from graph.claims import Statement, fingerprint
from graph.errors import ActorgraphError, BadRow
from graph.load import Options, load
from graph.projection import project
from graph.sources import Loader, Record, Reject

MUTATIONS = int(os.environ.get("ACTORGRAPH_MUTATIONS", "40"))
ANY_DAY = Options(snapshot="2024-02-01", force=True, dry_run=True)
LONGEST_MESSAGE = 600


def mutated(name: str, shape: Shape, number: int) -> tuple[str, dict[str, bytes]]:
    """The damaged sample of this number: what was done to it, and its files."""
    rng, files = random.Random(f"{name} {number}"), shape.contents()
    file = rng.choice(sorted(files))
    done, files[file] = mutate(files[file], shape.form, rng)
    return f"{name} {number}: {done} in {file}", files


def outcome(loader: Loader, paths: Sequence[Path]) -> str:
    """Load the files as a dry run does, and hold that they are refused in words or accounted for to the last record."""
    try:
        records, rejects = read(loader, paths)
        totals = load(None, loader, paths, ANY_DAY)
    except ActorgraphError as error:
        check_message(str(error), paths)
        return "refused"
    assert totals.read == totals.new + totals.changed + totals.unchanged + totals.rejected
    assert (totals.new, totals.rejected) == (records, rejects)
    return "rejects" if rejects else "whole"


def read(loader: Loader, paths: Sequence[Path]) -> tuple[int, int]:
    """Read and map every record; return how many of them a load is to count as mapped, and how many as rejected."""
    held, contents, rejects = list[Record](), defaultdict[str, set[str]](set), 0
    for record in loader.records(*paths):
        assert record.line > 0, record
        if isinstance(record, Reject):
            check_reason(record.reason)
            rejects += 1
        else:
            assert record.key
            held.append(record)
            contents[record.key].add(fingerprint(record.values))
    good = dict[str, bool]()
    for record in held:
        if len(contents[record.key]) > 1:
            rejects += 1
        elif record.key not in good:
            good[record.key] = mapped(loader, record)
            rejects += not good[record.key]
    return sum(good.values()), rejects


def mapped(loader: Loader, record: Record) -> bool:
    """Whether a record becomes statements, all of which can be stored; it is a reject with a reason otherwise."""
    try:
        statements = list(loader.claims(record))
        project(statements)
    except BadRow as reason:
        check_reason(reason.message)
        return False
    for value in (record.key, *values(statements)):
        assert storable(value), (record.key, value)
    return True


def values(statements: Iterable[Statement]) -> Iterator[object]:
    """Every value that a store is given for these statements."""
    for said in statements:
        yield from _within(said)


def _within(value: object) -> Iterator[object]:
    if isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _within(getattr(value, name))
    elif isinstance(value, Mapping):
        yield from value.keys()
        for each in value.values():
            assert not isinstance(each, tuple) or all(isinstance(part, str) for part in each), each
            yield from each if isinstance(each, tuple) else (each,)
    elif isinstance(value, tuple):
        yield from value
    else:
        yield value


def storable(value: object) -> bool:
    """Whether both stores can keep the value as a property, and give it back."""
    match value:
        case str():
            return value.isascii() or value.encode(errors="ignore").decode() == value
        case bool() | None:
            return True
        case int():
            return -(2**63) <= value < 2**63
        case float():
            return math.isfinite(value)
    return False


def check_reason(reason: str) -> None:
    assert reason
    assert "\n" not in reason, reason
    assert len(reason) <= LONGEST_MESSAGE, reason


def check_message(message: str, paths: Sequence[Path]) -> None:
    """One fault a line, each with the file it is in; then, perhaps, a line of advice."""
    assert any(str(path) in message.splitlines()[0] or path.name in message.splitlines()[0] for path in paths), message
    assert max(map(len, message.splitlines())) <= LONGEST_MESSAGE, message


@pytest.mark.parametrize("name", SHAPES)
def test_a_damaged_file_is_refused_in_words_or_accounted_for_to_the_last_record(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    loader, found = catalogue.find(shape.source), Counter[str]()
    for number in range(MUTATIONS):
        done, files = mutated(name, shape, number)
        for file, content in files.items():
            (tmp_path / file).write_bytes(content)
        try:
            found[outcome(loader, [tmp_path / file for file in files])] += 1
        except Exception as error:
            error.add_note(done)
            raise
    assert found["refused"] + found["rejects"] > MUTATIONS // 10


@pytest.mark.parametrize("name", SHAPES)
def test_a_sample_is_whole_before_it_is_damaged(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    for file, content in shape.contents().items():
        (tmp_path / file).write_bytes(content)
    assert read(catalogue.find(shape.source), [tmp_path / file for file in shape.contents()])[0] > 0
