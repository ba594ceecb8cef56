"""What a user gets for what is wrong: one message with the place and what to do, an exit code, and a graph left as it was."""

import gzip
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from graph import inventory
from graph.batches import faults
from graph.cli import main
from graph.stores.bolt import Store
from graph.stores.embedded import connect, stop

GOLDEN = Path(__file__).parent / "golden"
ACTORGRAPH = str(Path(sys.executable).parent / "actorgraph")
QUICK = 5.0

HEAD = """\
dossier: mine
title: A dossier of mine
version: 2026-11-24
entities:
  - {id: item:uav, kind: Item, name: UAV}
documents:
  - id: doc:a
    title: A
    publisher: A Paper
    published: 2023-06-09
    claims:
"""
CLAIM = "      - {speaker: US, says: asserts, subject: IR, type: SUPPLIES, object: RU, item: UAV, locator: para 1}\n"

AIRLINE = b'36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
BANK = b'306,"BANCO NACIONAL DE CUBA",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"a.k.a. \'BNC\'."\r\n'
SHEIK = b'2691,"YASSIN, Sheik Ahmed Ismail","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1938."\r\n'
OTHER_BANK = BANK.replace(b"BANCO NACIONAL DE CUBA", b"ANOTHER BANK ALTOGETHER")
NAMELESS = BANK.replace(b'"BANCO NACIONAL DE CUBA"', b"-0- ")

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test works in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(uri: str) -> Run:
    """Run a command on the store, in this process."""
    return lambda *words: CliRunner().invoke(main, ["--store", uri, *words])


@pytest.fixture
def unchanged(store: Store, run: Run) -> Iterator[Store]:
    """A store with a dossier and a register, which are the same after the test as before."""
    for source, file in (("dossier", "dossier/drones.yaml"), ("ofac_sdn", "ofac_sdn/sdn.csv")):
        shutil.copy(GOLDEN / file, Path(file).name)
        assert run("load", source, Path(file).name, "--as-snapshot-of", "2023-01-05").exit_code == 0
    before = inventory.take(store)
    yield store
    after = inventory.take(store)
    assert (after.digest, after.nodes, after.edges) == (before.digest, before.nodes, before.edges)


def file(name: str, content: str | bytes) -> str:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def sdn(name: str, *rows: bytes) -> str:
    return file(name, b"".join(rows))


def gone(store: Store) -> set[str]:
    return {row["id"] for row in store.rows("MATCH (r:Record {register: 'ofac_sdn'}) WHERE r.gone_at IS NOT NULL RETURN r.id AS id")}


def parties(store: Store) -> set[tuple[str, str]]:
    """The parties that are listed, by number and name."""
    rows = store.rows(
        "MATCH (r:Record {register: 'ofac_sdn'})-[:DESCRIBES]->(n) WHERE r.gone_at IS NULL RETURN DISTINCT r.key AS key, n.name AS name"
    )
    return {(row["key"], row["name"]) for row in rows}


def totals(done: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["read"] == found["new"] + found["changed"] + found["unchanged"] + found["rejected"]
    return found


def told(done: Result) -> str:
    """The one message that a command ended with, having printed no answer and no trace."""
    assert isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.output
    assert done.stdout == ""
    assert done.stderr.count("Error: ") == 1
    return done.stderr.partition("Error: ")[2].strip()


# --- dossiers

DOSSIERS = {
    "an unknown actor": (CLAIM.replace("subject: IR", "subject: Irann"), "documents[0].claims[0].subject: ", "did you mean 'Iran'"),
    "a date that does not exist": (CLAIM.replace("locator", "said: 2023-02-30, locator"), "claims[0].said: ", "2023-02 has 28 days"),
    "a stance that is none": (CLAIM.replace("asserts", "assserts"), "claims[0].says: ", "did you mean 'asserts'"),
    "a type that is none": (CLAIM.replace("SUPPLIES", "SUPLIES"), "claims[0].type: ", "did you mean 'SUPPLIES'"),
    "a claim about a missing claim": (
        "      - {speaker: IR, says: denies, about: us-suply, locator: para 2}\n" + CLAIM.replace("{", "{id: us-supply, "),
        "claims[0].about: ",
        "us-supply",
    ),
    "a claim taken back that is missing": (
        "      - {speaker: IR, says: retracts, retracts: nowhere, locator: para 2}\n",
        "claims[0].retracts: ",
        "nowhere",
    ),
}


@pytest.mark.parametrize(("claim", "place", "advice"), DOSSIERS.values(), ids=DOSSIERS)
def test_a_fault_of_a_dossier_is_shown_with_its_place_and_a_way_out(
    unchanged: Store, run: Run, claim: str, place: str, advice: str
) -> None:
    start = time.monotonic()
    done = run("load", file("mine.yaml", HEAD + claim))
    message = told(done)
    assert (done.exit_code, len(message.splitlines())) == (1, 1)
    assert re.match(r"mine\.yaml:12:\d+: documents\[0\]\.", message)
    assert place in message
    assert advice in message
    assert time.monotonic() - start < QUICK


def test_all_faults_of_a_dossier_come_at_once(unchanged: Store, run: Run) -> None:
    claims = CLAIM.replace("subject: IR", "subject: Irann") + CLAIM.replace("asserts", "assserts")
    assert [line.split(":")[1] for line in told(run("load", file("mine.yaml", HEAD + claims))).splitlines()] == ["12", "13"]


def test_two_entries_under_one_id_are_a_fault(unchanged: Store, run: Run) -> None:
    twice = HEAD.replace("documents:", "  - {id: item:uav, kind: Item, name: Another thing}\ndocuments:") + CLAIM
    assert "this id is taken; its first entry is on line 5" in told(run("load", file("mine.yaml", twice)))


def test_a_yaml_bomb_does_not_go_off(unchanged: Store, run: Run) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    start = time.monotonic()
    done = run("load", file("bomb.yaml", "dossier: bomb\n" + "\n".join(levels)))
    assert done.exit_code == 1
    assert re.match(r"bomb\.yaml:\d+:\d+: aliases repeat more than 100,000 values", told(done))
    assert time.monotonic() - start < QUICK


def test_a_yaml_of_a_hundred_thousand_brackets_is_refused(unchanged: Store, run: Run) -> None:
    start = time.monotonic()
    done = run("load", file("deep.yaml", "dossier: deep\nx: " + "[" * 100_000))
    assert done.exit_code == 1
    assert told(done).startswith("deep.yaml:2:")
    assert time.monotonic() - start < QUICK


# --- files

PACKED = gzip.compress((GOLDEN / "ofac_sdn" / "sdn.csv").read_bytes())
NO_TEXT = bytes(range(256)) * 40

FILES: dict[str, tuple[str, bytes, tuple[str, ...], str]] = {
    "empty": ("sdn.csv", b"", (), "sdn.csv: the file is empty"),
    "empty, its source named": ("sdn.csv", b"", ("ofac_sdn",), "sdn.csv: the file is empty"),
    "only blank lines": ("sdn.csv", b"\r\n \r\n", (), "sdn.csv: the file is empty"),
    "an empty dossier": ("mine.yaml", b"", ("dossier",), "mine.yaml: the file is empty"),
    "a gzip cut short": ("sdn.csv.gz", PACKED[:-200], ("ofac_sdn",), "sdn.csv.gz: the compressed file is cut short or damaged"),
    "a gzip cut in its head": ("sdn.csv.gz", PACKED[:5], (), "sdn.csv.gz: the compressed file is cut short or damaged"),
    "a gzip with a flaw": ("sdn.csv.gz", PACKED[:900] + b"\0\0\0\0" + PACKED[904:], (), "sdn.csv.gz: the compressed file is cut short"),
    "a zip cut short": ("sdn.zip", b"PK\x03\x04" + b"\0" * 40, (), "sdn.zip: the compressed file is cut short or damaged"),
    "a table cut in a row": ("sdn.csv", AIRLINE + BANK[:40], (), "sdn.csv line 2: the file is cut short"),
    "a dossier cut in a claim": ("mine.yaml", (HEAD + CLAIM)[:-30].encode(), (), "mine.yaml:13:1: this is no YAML"),
    "no text": ("photo.jpg", NO_TEXT, (), "photo.jpg: no loader recognises this file"),
    "no text, as a register": ("photo.jpg", NO_TEXT, ("ofac_sdn",), "photo.jpg: no row of OFAC's list in it"),
    "no text, as a dossier": ("photo.jpg", NO_TEXT, ("dossier",), "photo.jpg:2:118: this is not UTF-8 (byte 0x80)"),
    "of no source": ("notes.txt", b"to do: buy milk\n", (), "notes.txt: no loader recognises this file"),
    "of another source": ("sdn.csv", AIRLINE, ("territories",), "sdn.csv: this is not a table of territories"),
}


@pytest.mark.parametrize(("name", "content", "source", "message"), FILES.values(), ids=FILES)
def test_a_file_that_is_none_is_refused_by_name(
    unchanged: Store, run: Run, name: str, content: bytes, source: tuple[str, ...], message: str
) -> None:
    start = time.monotonic()
    done = run("load", *source, file(name, content))
    assert done.exit_code == 1
    assert told(done).startswith(message)
    assert time.monotonic() - start < QUICK
    assert {path.name for path in Path.cwd().glob("*.rejects.jsonl")} == set()


@pytest.mark.parametrize("source", [(), ("ofac_sdn",), ("dossier",)])
def test_a_folder_and_a_missing_file_are_refused_by_name(unchanged: Store, run: Run, source: tuple[str, ...]) -> None:
    Path("folder").mkdir()
    folder, missing = run("load", *source, "folder"), run("load", *source, "missing.csv")
    assert (folder.exit_code, told(folder)) == (1, "folder: this is a folder, not a file\nName the files in it.")
    assert (missing.exit_code, told(missing)) == (1, "missing.csv: there is no such file\nCheck the path.")


def test_a_file_that_lost_most_of_its_records_is_refused(unchanged: Store, run: Run) -> None:
    done = run("load", sdn("sdn.csv", AIRLINE), "--as-snapshot-of", "2023-01-06")
    assert done.exit_code == 1
    assert re.match(r"sdn\.csv: \d+ of the \d+ records of the snapshot of 2023-01-05 would be gone", told(done))
    assert "--force" in done.stderr


def test_a_bad_file_among_good_ones_is_found_before_any_is_loaded(unchanged: Store, run: Run) -> None:
    done = run("load", file("mine.yaml", HEAD + CLAIM), file("notes.txt", "to do: buy milk\n"))
    assert told(done).startswith("notes.txt: no loader recognises this file")


def test_a_name_that_is_no_text_is_written_out(store: Store, run: Run) -> None:
    name = os.fsdecode(b"caf\xe9.csv")
    try:
        sdn(name, AIRLINE, NAMELESS)
    except OSError:
        pytest.skip("the names of files are text on this system")
    found = totals(run("load", name, "--format", "json"))
    assert (found["file"], found["new"], found["rejected"]) == (r"caf\udce9.csv", 1, 1)


def test_a_file_that_begins_with_a_blank_line_is_not_empty(store: Store, run: Run) -> None:
    done = run("load", file("mine.yaml", "\n\n" + HEAD + CLAIM))
    assert done.exit_code == 0, done.stderr


# --- words

WORDS = {
    "a source that is none": (("load", "ofac_snd", "sdn.csv"), 2, "no loader is called 'ofac_snd'\nDid you mean ofac_sdn?"),
    "a source and no file": (("load", "ofac_sdn"), 2, "load ofac_sdn needs a file"),
    "nothing": (("load",), 2, "Missing argument '[SOURCE] FILE…'."),
    "a loader file that is not there": (("load", "./mine.py", "sdn.csv"), 2, "mine.py: there is no such loader file"),
    "two files that are not there": (("load", "one.csv", "two.csv"), 1, "one.csv: there is no such file"),
    "a date in words": (("load", "sdn.csv", "--as-snapshot-of", "tuesday"), 2, "--as-snapshot-of: 'tuesday' cannot be read as a date"),
    "a date that does not exist": (
        ("load", "sdn.csv", "--as-snapshot-of", "2023-02-30"),
        2,
        "--as-snapshot-of: '2023-02-30' cannot be read",
    ),
    "a date that is a span": (("load", "sdn.csv", "--as-snapshot-of", "2023/2024"), 2, "--as-snapshot-of: '2023/2024' is not one point"),
    "an option that is none": (("load", "sdn.csv", "--dryrun"), 2, "No such option '--dryrun'. Did you mean '--dry-run'?"),
}


@pytest.mark.parametrize(("words", "code", "message"), WORDS.values(), ids=WORDS)
def test_words_that_are_wrong_are_named(unchanged: Store, run: Run, words: tuple[str, ...], code: int, message: str) -> None:
    done = run(*words)
    assert done.exit_code == code
    assert told(done).startswith(message)


# --- stores


def ask(store: str, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a command as a process of its own, against an address."""
    command = [ACTORGRAPH, "--store", store, *words]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)


STORES = {
    "no server": ("bolt://127.0.0.1:1", 4, "bolt://127.0.0.1:1: no store answers there"),
    "no cluster": ("neo4j://127.0.0.1:1", 4, "neo4j://127.0.0.1:1: no store answers there"),
    "no such machine": ("bolt+s://nowhere.invalid", 4, "bolt+s://nowhere.invalid: no store answers there"),
    "in the clear": ("bolt://graph.example.org", 4, "bolt:// to graph.example.org would send the password in the clear"),
    "another protocol": ("http://127.0.0.1:7474", 2, "'http://127.0.0.1:7474' is not the address of a store"),
    "a port that is none": ("bolt://127.0.0.1:bolt", 2, "'bolt://127.0.0.1:bolt' is not the address of a store"),
    "a port beyond all": ("bolt://127.0.0.1:99999", 2, "'bolt://127.0.0.1:99999' is not the address of a store"),
    "half an address": ("bolt://[::1", 2, "'bolt://[::1' is not the address of a store"),
    "nothing": ("", 2, "'' is not the address of a store"),
    "a password in it": ("bolt://neo4j:hush@127.0.0.1", 2, "an address must not carry a password"),
}


@pytest.mark.parametrize(("address", "code", "message"), STORES.values(), ids=STORES)
def test_a_store_that_is_not_there_is_named(address: str, code: int, message: str) -> None:
    start = time.monotonic()
    done = ask(address, "load", file("mine.yaml", HEAD + CLAIM))
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith(f"Error: {message}")
    assert len(done.stderr.splitlines()) == 2
    assert "hush" not in done.stderr
    assert time.monotonic() - start < 2 * QUICK


@pytest.mark.parametrize("uri", ["neo4j"], indirect=True)
def test_a_wrong_password_changes_nothing(unchanged: Store, uri: str) -> None:
    done = ask(uri, "load", file("mine.yaml", HEAD + CLAIM), ACTORGRAPH_PASSWORD="wrong")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == f"Error: {uri}: the store refuses this user and password\nSet ACTORGRAPH_USER and ACTORGRAPH_PASSWORD.\n"


@pytest.mark.parametrize(("content", "message"), [(None, "No such file"), (b"\xff\xfe", "not text in UTF-8")])
def test_a_password_file_that_cannot_be_read_is_named(content: bytes | None, message: str) -> None:
    if content:
        file("password", content)
    done = ask("bolt://127.0.0.1:1", "store", "info", ACTORGRAPH_PASSWORD_FILE="password")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("Error: password: the password file ")
    assert message in done.stderr


def test_settings_that_are_no_numbers_are_named(tmp_path: Path) -> None:
    done = ask(f"local:{tmp_path / 'store'}", "store", "info", ACTORGRAPH_IDLE="soon")
    assert (done.returncode, done.stderr) == (2, "Error: ACTORGRAPH_IDLE is a number of seconds, not 'soon'\n")


def test_a_data_folder_that_another_process_has_open_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    connect(folder).close()
    stop(folder)
    name = "arcadedb" if importlib.util.find_spec("arcadedb") else "arcadedb_embedded"
    code = (
        f"import {name}, sys\ndatabase = {name}.open_database(sys.argv[1])\nprint('open', flush=True)\nsys.stdin.read()\ndatabase.close()"
    )
    command = [sys.executable, "-c", code, str(folder / "databases" / "actorgraph")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=tmp_path
    ) as other:
        assert other.stdout
        while other.stdout.readline() != "open\n":
            assert other.poll() is None
        done = ask(f"local:{folder}", "store", "info")
        other.communicate()
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == (
        f"Error: {folder}: another process has the database files open\nEnd that process; one at a time can have them.\n"
    )


def test_a_file_or_a_folder_of_other_things_is_no_store(tmp_path: Path) -> None:
    file("a file", "x")
    (tmp_path / "papers").mkdir()
    file("papers/letter.txt", "x")
    for name, reason in (("a file", "the folder cannot hold a store"), ("papers", "the folder holds other things and is no store")):
        done = ask(f"local:{name}", "store", "info")
        assert (done.returncode, done.stdout) == (4, "")
        assert done.stderr.startswith(f"Error: {tmp_path / name}: {reason}")
    assert {path.name for path in (tmp_path / "papers").iterdir()} == {"letter.txt"}


# --- registers: records that are doubtful


def test_two_parties_under_one_id_are_both_rejected_and_the_rest_is_loaded(store: Store, run: Run) -> None:
    done = run("load", sdn("sdn.csv", AIRLINE, BANK, OTHER_BANK), "--format", "json")
    assert (done.exit_code, totals(done)["rejected"]) == (3, 2)
    assert parties(store) == {("36", "AEROCARIBBEAN AIRLINES")}
    lines = [json.loads(line) for line in Path("sdn.csv.rejects.jsonl").read_text().splitlines()]
    assert {(line["line"], line["record"], line["field"]) for line in lines} == {(2, "306", "id"), (3, "306", "id")}
    assert {line["reason"] for line in lines} == {"different records share this id; none of them is loaded"}
    assert "2 rejected, kept in sdn.csv.rejects.jsonl: mend them there and load that file" in done.stderr


UNREADABLE = {
    "no name": NAMELESS,
    "a column too many": BANK.replace(b"306,", b"306,306,"),
    "a quotation mark too few": BANK.replace(b'CUBA",-0- ,"CUBA"', b'CUBA,-0- ,"CUBA"'),
    "an opening quotation mark too few": BANK.replace(b'"BANCO', b"BANCO"),
    "bytes that are no UTF-8": BANK.replace(b"BANCO", b"BANC\xd3"),
    "two under one id": BANK + OTHER_BANK,
}


@pytest.mark.parametrize("row", UNREADABLE.values(), ids=UNREADABLE)
def test_a_record_that_was_fine_and_is_unreadable_now_stays_current(store: Store, run: Run, row: bytes) -> None:
    run("load", sdn("old.csv", AIRLINE, BANK, SHEIK), "--as-snapshot-of", "2023-01-05")
    before = inventory.take(store).digest
    found = totals(run("load", sdn("new.csv", AIRLINE, row, SHEIK), "--as-snapshot-of", "2023-01-06", "--format", "json"))
    assert (found["unchanged"], found["changed"], found["gone"]) == (2, 0, 0)
    assert found["rejected"] >= 1
    assert gone(store) == set()
    assert inventory.take(store).digest == before


def test_a_record_that_is_readable_again_is_unchanged(store: Store, run: Run) -> None:
    for day, row in (("05", BANK), ("06", NAMELESS), ("07", BANK)):
        done = run("load", sdn("sdn.csv", AIRLINE, row, SHEIK), "--as-snapshot-of", f"2023-01-{day}", "--format", "json")
    found = totals(done)
    assert (done.exit_code, found["new"], found["unchanged"], found["gone"]) == (0, 0, 3, 0)
    assert not Path("sdn.csv.rejects.jsonl").exists()


def test_rejects_make_the_exit_code_1_when_asked_to(store: Store, run: Run) -> None:
    assert run("load", sdn("sdn.csv", AIRLINE, NAMELESS), "--strict").exit_code == 1
    assert parties(store) == {("36", "AEROCARIBBEAN AIRLINES")}


def test_a_dry_run_says_what_would_be_and_writes_nothing(unchanged: Store, run: Run) -> None:
    rows = BANK.replace(b"306,", b"999998,"), NAMELESS.replace(b"306,", b"999999,"), (GOLDEN / "ofac_sdn" / "sdn.csv").read_bytes()
    name = sdn("new.csv", *rows)
    done = run("load", name, "--dry-run", "--as-snapshot-of", "2023-01-06", "--format", "json")
    found = totals(done)
    assert (done.exit_code, found["new"], found["rejected"], found["rejects_file"]) == (3, 1, 1, "")
    assert not Path("new.csv.rejects.jsonl").exists()


def test_a_dry_run_leaves_an_empty_store_empty(store: Store, run: Run) -> None:
    assert totals(run("load", sdn("sdn.csv", AIRLINE), "--dry-run", "--format", "json"))["new"] == 1
    assert inventory.take(store).nodes == {}


# --- rejects: kept, mended, tried again


def mend(**values: str) -> str:
    """Change these values of every record in the file of rejects; return its name."""
    path = Path("sdn.csv.rejects.jsonl")
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps({**line, "raw": {**line["raw"], **values}}) + "\n" for line in lines))
    return path.name


@pytest.fixture
def rejected(store: Store, run: Run) -> Store:
    """A store into which one of two parties was loaded; the other waits in sdn.csv.rejects.jsonl."""
    done = run("load", sdn("sdn.csv", AIRLINE, NAMELESS), "--as-snapshot-of", "2023-01-05")
    assert done.exit_code == 3
    return store


def test_mended_rejects_are_loaded_and_nothing_is_left(rejected: Store, run: Run) -> None:
    done = run("load", mend(name="BANCO NACIONAL DE CUBA"), "--format", "json")
    found = totals(done)
    assert (done.exit_code, found["new"], found["rejected"], found["gone"], found["snapshot"]) == (0, 1, 0, 0, "2023-01-05")
    assert parties(rejected) == {("36", "AEROCARIBBEAN AIRLINES"), ("306", "BANCO NACIONAL DE CUBA")}
    assert not Path("sdn.csv.rejects.jsonl").exists()


def test_mended_rejects_give_the_graph_that_a_sound_file_gives(rejected: Store, run: Run) -> None:
    run("load", mend(name="BANCO NACIONAL DE CUBA"))
    mended = inventory.take(rejected).digest
    rejected.clear()
    run("load", sdn("sdn.csv", AIRLINE, BANK), "--as-snapshot-of", "2023-01-05")
    assert inventory.take(rejected).digest == mended


def test_rejects_that_are_not_mended_are_rejected_again_and_kept(rejected: Store, run: Run) -> None:
    before, kept = inventory.take(rejected).digest, Path("sdn.csv.rejects.jsonl").read_bytes()
    done = run("load", "ofac_sdn", "sdn.csv.rejects.jsonl", "--format", "json")
    found = totals(done)
    assert (done.exit_code, found["read"], found["rejected"], found["gone"]) == (3, 1, 1, 0)
    assert Path("sdn.csv.rejects.jsonl").read_bytes() == kept.replace(b'"sdn.csv"', b'"sdn.csv.rejects.jsonl"')
    assert inventory.take(rejected).digest == before


def test_a_known_file_does_not_point_at_rejects_that_are_gone(rejected: Store, run: Run) -> None:
    again = run("load", "sdn.csv", "--as-snapshot-of", "2023-01-05")
    Path("sdn.csv.rejects.jsonl").unlink()
    after = run("load", "sdn.csv", "--as-snapshot-of", "2023-01-05")
    assert "kept in sdn.csv.rejects.jsonl" in again.stderr
    assert (after.exit_code, "kept in" in after.stderr) == (3, False)


def test_the_file_with_the_fault_does_not_undo_what_was_mended(rejected: Store, run: Run) -> None:
    run("load", mend(name="BANCO NACIONAL DE CUBA"))
    before = inventory.take(rejected).digest
    assert run("load", "sdn.csv", "--as-snapshot-of", "2023-01-05").exit_code == 3
    assert inventory.take(rejected).digest == before


def test_files_that_belong_together_are_checked_together() -> None:
    folder = Path(__file__).parent / "golden" / "gdelt"
    (orphan,) = faults([folder / "20240105120000.export.CSV", folder / "20240105120000.mentions.CSV"])
    assert orphan.endswith("20240105120000.mentions.CSV: the event 900000099 that it mentions is in none of the files")


def test_records_that_share_an_id_are_faults_as_they_are_rejects(tmp_path: Path) -> None:
    path = tmp_path / "xx.entities.ftm.json"
    path.write_text(
        "".join(f'{{"id":"{id}","schema":"Person","properties":{{"name":["A"]}}}}\n' for id in ("x", "q", "X")), encoding="utf-8"
    )
    reason = "id: different records share this id; none of them is loaded (record x)"
    assert list(faults([path])) == [f"{path}:{line}: {reason}" for line in (1, 3)]


def test_rejects_can_be_checked_like_any_file(rejected: Store, run: Run) -> None:
    assert run("check", "sdn.csv.rejects.jsonl").exit_code == 1
    assert run("check", mend(name="BANCO NACIONAL DE CUBA")).exit_code == 0


@pytest.mark.parametrize(
    ("rows", "advice"),
    [
        ((BANK.replace(b"306,", b"306,306,"),), "they could not be read as records: mend those in the file they come from"),
        ((BANK.replace(b"306,", b"306,306,"), NAMELESS.replace(b"306,", b"307,")),
         "mend those there and load that file; 1 more could not be read as records: mend those in the file they come from"),
    ],
)  # fmt: skip
def test_a_row_that_was_no_record_is_to_be_mended_in_its_own_file(store: Store, run: Run, rows: tuple[bytes, ...], advice: str) -> None:
    first = run("load", sdn("sdn.csv", AIRLINE, *rows), "--as-snapshot-of", "2023-01-05")
    again = run("load", "sdn.csv.rejects.jsonl")
    assert first.exit_code == again.exit_code == 3
    assert advice in first.stderr
    assert advice in again.stderr
    assert run("load", sdn("sdn.csv", AIRLINE, BANK), "--as-snapshot-of", "2023-01-05").exit_code == 0
    assert parties(store) == {("36", "AEROCARIBBEAN AIRLINES"), ("306", "BANCO NACIONAL DE CUBA")}
    assert not Path("sdn.csv.rejects.jsonl").exists()


def test_a_file_beside_rejects_is_loaded_too(rejected: Store, run: Run) -> None:
    done = run("load", mend(name="BANCO NACIONAL DE CUBA"), sdn("next.csv", AIRLINE, BANK, SHEIK), "--as-snapshot-of", "2023-01-06")
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 2)
    assert {key for key, _ in parties(rejected)} == {"36", "306", "2691"}


def test_rejects_of_one_source_are_not_read_as_those_of_another(rejected: Store, run: Run) -> None:
    done = run("load", "territories", "sdn.csv.rejects.jsonl")
    assert (done.exit_code, told(done)) == (2, "sdn.csv.rejects.jsonl: these are rejects of ofac_sdn, not of territories")


DAMAGED: dict[str, tuple[Callable[[str], str], int, str]] = {
    "a line cut short": (lambda text: text + text[:60], 1, "line 2: this line is not JSON"),
    "a line of something else": (lambda text: text + '["x"]\n', 1, "line 2: this line is no reject"),
    "a key left out": (lambda text: text + text.replace('"reason"', '"raison"'), 1, "line 2: this line is no reject: it lacks reason"),
    "a number for a text": (lambda text: text.replace('"306"', "306"), 1, "line 1: these are not as they were written: record"),
    "a text for a number": (lambda text: text.replace('"line":2', '"line":"2"'), 1, "line 1: these are not as they were written: line"),
    "a date that is none": (lambda text: text.replace("2023-01-05", "2023-01-50"), 1, "line 1: snapshot: '2023-01-50' cannot be read"),
    "bytes that are no UTF-8": (lambda text: text.replace("CUBA", "CUB\udcc1"), 1, "line 1: this line is not JSON"),
    "a source that is none": (lambda text: text.replace('"source":"ofac_sdn"', '"source":"ofac_snd"'), 2, "no loader is called 'ofac_snd'"),
}


@pytest.mark.parametrize(("damage", "code", "message"), DAMAGED.values(), ids=DAMAGED)
def test_rejects_damaged_by_hand_are_refused_with_the_line_and_kept(
    rejected: Store, run: Run, damage: Callable[[str], str], code: int, message: str
) -> None:
    path, before = Path("sdn.csv.rejects.jsonl"), inventory.take(rejected).digest
    path.write_bytes(damage(path.read_text()).encode(errors="surrogateescape"))
    kept = path.read_bytes()
    done = run("load", str(path))
    assert done.exit_code == code
    assert message in told(done)
    assert path.read_bytes() == kept
    assert inventory.take(rejected).digest == before


def test_a_mended_record_of_another_shape_is_rejected_and_kept(rejected: Store, run: Run) -> None:
    path = Path("sdn.csv.rejects.jsonl")
    path.write_text(path.read_text().replace('"raw":{', '"raw":{"name":"BANCO","alt":["BNC",7],'))
    done = run("load", str(path), "--format", "json")
    assert (done.exit_code, totals(done)["rejected"]) == (3, 1)
    assert "not shaped as a record of ofac_sdn" in path.read_text()


def test_blank_lines_in_rejects_are_passed_over(rejected: Store, run: Run) -> None:
    path = Path(mend(name="BANCO NACIONAL DE CUBA"))
    path.write_text(f"\n\n{path.read_text()}\n")
    assert run("load", str(path)).exit_code == 0


def test_rejects_go_to_the_current_folder_where_the_files_own_takes_none(store: Store, run: Run) -> None:
    Path("data/sdn.csv.rejects.jsonl").mkdir(parents=True)  # a folder in its place: no file can be written there, by anybody
    done = run("load", sdn("data/sdn.csv", AIRLINE, NAMELESS), "--format", "json")
    assert (done.exit_code, totals(done)["rejects_file"]) == (3, str(Path.cwd() / "sdn.csv.rejects.jsonl"))
    assert Path("sdn.csv.rejects.jsonl").is_file()
    assert sorted(path.name for path in Path("data").iterdir()) == ["sdn.csv", "sdn.csv.rejects.jsonl"]


def test_nowhere_to_write_rejects_is_said_and_a_later_load_finishes(store: Store, run: Run) -> None:
    Path("sdn.csv.rejects.jsonl").mkdir()
    done = run("load", sdn("sdn.csv", AIRLINE, NAMELESS))
    assert (done.exit_code, told(done)) == (
        1, "sdn.csv.rejects.jsonl: 1 rejects, and nowhere to write them\nRun it from a folder you can write to."
    )  # fmt: skip
    Path("sdn.csv.rejects.jsonl").rmdir()
    again = totals(run("load", "sdn.csv", "--format", "json"))
    assert (again["read"], again["rejected"], again["gone"]) == (2, 1, 0)
    assert parties(store) == {("36", "AEROCARIBBEAN AIRLINES")}


def test_a_sound_file_needs_no_place_for_rejects(store: Store, run: Run) -> None:
    Path("sdn.csv.rejects.jsonl").mkdir()
    assert run("load", sdn("sdn.csv", AIRLINE)).exit_code == 0


# --- saved questions

QUESTIONS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "mine.cypher: the leading comment lacks question, columns"),
    "no text": (NO_TEXT, "mine.cypher: this is no text in UTF-8"),
    "no TOML": (b"// Mine\n// question = What?\nRETURN 1 AS x\n", "mine.cypher: the leading comment is not TOML"),
    "a number for a question": (
        b"// Mine\n// question = 5\n// [columns]\n",
        "mine.cypher: in the leading comment, question must be a text",
    ),
    "a text for columns": (
        b'// Mine\n// question = "?"\n// columns = "x"\n',
        "mine.cypher: in the leading comment, columns must be a table",
    ),
    "a parameter without help": (
        b'// Mine\n// question = "?"\n// [columns]\n// [params.a]\n// type = "text"\nWITH 1 AS a\nRETURN a AS x\n',
        "mine.cypher: the parameter a needs a help",
    ),
    "a parameter of no type": (
        b'// Mine\n// question = "?"\n// [columns]\n// [params.a]\n// help = "?"\n// type = "txt"\nWITH 1 AS a\nRETURN a AS x\n',
        "mine.cypher: the parameter a needs a help, and a type among text, entity, entities, edge_type, register, date, integer",
    ),
}


@pytest.mark.parametrize(("content", "message"), QUESTIONS.values(), ids=QUESTIONS)
def test_a_saved_question_that_is_none_is_refused_by_name(unchanged: Store, run: Run, content: bytes, message: str) -> None:
    done = run("report", "run", file("mine.cypher", content))
    assert done.exit_code == 1
    assert told(done).startswith(message)
