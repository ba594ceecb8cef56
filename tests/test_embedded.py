"""The embedded store: real server processes on folders of their own, ended by the test that started them."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import neo4j
import pytest
from neo4j.exceptions import ClientError, Forbidden, Neo4jError

from graph.errors import Mistyped, StoreUnreachable
from graph.stores import embedded
from graph.stores.embedded import Endpoint, connect, running, stop

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and locks as Linux and macOS have them")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

IMPORTS = "import sys, time; from pathlib import Path; from graph.stores.embedded import connect, serve; folder = Path(sys.argv[1]); "
CONNECT = IMPORTS + "lease = connect(folder, idle={idle}); "
SERVE = IMPORTS + "serve(folder, lambda at: print(at.pid, flush=True))"
ASK = (
    "import neo4j; at = lease.endpoint; d = neo4j.GraphDatabase.driver(at.uri, auth=(at.user, at.password)); "
    "n = d.execute_query('RETURN 7 AS n', database_='actorgraph').records[0]['n']; d.close(); lease.close(); print(at.pid, n)"
)


@pytest.fixture(scope="module", autouse=True)
def _quick_starts() -> Iterator[None]:
    """Let the servers of these tests, which do little and live briefly, compile little: each starts in half the CPU time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARCADEDB_JVM_ARGS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that is not there yet; whatever serves it afterwards is ended."""
    yield tmp_path / "store"
    stop(tmp_path / "store")


@pytest.fixture(scope="module")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("served") / "store"
    yield path
    stop(path)


@pytest.fixture(scope="module")
def server(shared_folder: Path) -> Iterator[Endpoint]:
    """One running server for the tests that leave it as it is."""
    with connect(shared_folder, idle=0) as lease:
        ask(lease.endpoint, "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE")
        ask(lease.endpoint, "CREATE (:Entity {id: 'country:IR'})")
        yield lease.endpoint


def ask(at: Endpoint, cypher: str, *, as_reader: bool = False) -> list[Any]:
    user = (at.reader, at.reader_password) if as_reader else (at.user, at.password)
    with neo4j.GraphDatabase.driver(at.uri, auth=user) as driver:
        return [record.values() for record in driver.execute_query(cypher, database_="actorgraph").records]


def address_of(pid: int, port: int) -> str:
    """What a server with these would have written to server.json."""
    names = {"user": "root", "password": "x", "reader": "reader", "reader_password": "y", "version": "0"}
    return json.dumps(names | {"uri": f"bolt://127.0.0.1:{port}", "pid": pid})


def spawn(folder: Path, code: str, **options: Any) -> "subprocess.Popen[str]":
    command = [sys.executable, "-P", "-c", code, str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def said(process: "subprocess.Popen[str]") -> tuple[str, str, int]:
    out, err = process.communicate(timeout=60)
    return out, err, process.returncode


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def lives(pid: int) -> bool:
    """Whether the process runs; one that has ended and waits to be reaped does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def ends(pid: int, within: float) -> bool:
    until = time.monotonic() + within
    while lives(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not lives(pid)


# --- starting and joining


def test_a_cold_folder_gets_a_server_that_answers(folder: Path) -> None:
    with connect(folder) as lease:
        assert ask(lease.endpoint, "RETURN 1 + 1") == [[2]]
        assert lease.endpoint.uri.startswith("bolt://127.0.0.1:")
        assert lives(lease.endpoint.pid)
        assert lease.endpoint.pid != os.getpid()


def test_a_second_client_joins_the_running_server_at_once(server: Endpoint, shared_folder: Path) -> None:
    start = time.monotonic()
    with connect(shared_folder) as second:
        assert time.monotonic() - start < 0.3
        assert second.endpoint == server == running(shared_folder)


def test_a_relative_folder_is_the_same_folder(server: Endpoint, shared_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shared_folder.parent)
    with connect(Path("store")) as lease:
        assert lease.endpoint == server


def test_ten_commands_on_a_cold_folder_share_one_server(folder: Path) -> None:
    commands = [spawn(folder, CONNECT.format(idle=20) + ASK) for _ in range(10)]
    answers = [said(command) for command in commands]
    assert {err for _, err, _ in answers} == {""}
    assert len({out for out, _, _ in answers}) == 1
    at = running(folder)
    assert at is not None
    assert answers[0][0] == f"{at.pid} 7\n"


def test_the_server_keeps_out_of_the_clients_output_and_working_folder(folder: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    (here / "graph").mkdir(parents=True)
    (here / "graph" / "__init__.py").write_text("raise RuntimeError('a folder of the user, no module of ours')")
    out, err, code = said(spawn(folder, CONNECT.format(idle=0) + "lease.close(); print('done')", cwd=here))
    assert (out, err, code) == ("done\n", "", 0)
    assert {path.name for path in here.rglob("*")} == {"graph", "__init__.py"}


def test_a_folder_of_any_name_is_served_in_any_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    folder = tmp_path / "Übersicht % 地图"
    with connect(folder) as lease:
        assert ask(lease.endpoint, "RETURN 1") == [[1]]
        assert stop(folder) is True
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


# --- leases


def test_an_idle_server_goes_and_takes_its_address_with_it(folder: Path) -> None:
    with connect(folder, idle=0) as lease:
        pid = lease.endpoint.pid
        time.sleep(0.5)
        assert lives(pid)
    assert ends(pid, within=5)
    assert not (folder / "server.json").exists()


def test_a_lease_held_by_another_client_keeps_the_server(folder: Path) -> None:
    first, second = connect(folder, idle=0), connect(folder, idle=0)
    first.close()
    first.close()
    time.sleep(0.5)
    assert ask(second.endpoint, "RETURN 1") == [[1]]
    second.close()
    assert ends(second.endpoint.pid, within=5)


def test_a_killed_client_leaves_a_server_that_goes_by_itself(folder: Path) -> None:
    client = spawn(folder, CONNECT.format(idle=1) + "print(lease.endpoint.pid, flush=True); time.sleep(60)")
    pid = int(line(client))
    client.kill()
    client.communicate()
    assert lives(pid)
    assert ends(pid, within=6)


def test_ctrl_c_in_a_client_leaves_the_server_to_the_others(folder: Path) -> None:
    client = spawn(folder, CONNECT.format(idle=30) + "print(lease.endpoint.pid, flush=True); time.sleep(60)", start_new_session=True)
    pid = int(line(client))
    os.killpg(client.pid, signal.SIGINT)
    assert "KeyboardInterrupt" in said(client)[1]
    at = running(folder)
    assert at is not None
    assert at.pid == pid
    assert ask(at, "RETURN 1") == [[1]]


def test_a_client_that_comes_while_the_server_leaves_gets_a_new_one(folder: Path) -> None:
    with connect(folder, idle=0) as lease:
        leaving = lease.endpoint.pid
    while (folder / "server.json").exists():
        time.sleep(0.001)
    with connect(folder, idle=0) as lease:
        assert lease.endpoint.pid != leaving
        assert not lives(leaving)
        assert ask(lease.endpoint, "RETURN 1") == [[1]]


def test_no_client_is_ever_sent_to_a_server_about_to_leave(folder: Path) -> None:
    def come_and_go(turn: int) -> list[Any]:
        time.sleep(0.04 * (turn % 4))
        with connect(folder, idle=0) as lease:
            return ask(lease.endpoint, f"RETURN {turn}")

    with ThreadPoolExecutor(3) as clients:
        assert list(clients.map(come_and_go, range(18))) == [[[turn]] for turn in range(18)]


# --- stopping


def test_stop_ends_the_server_and_says_whether_there_was_one(folder: Path) -> None:
    with connect(folder) as lease:
        assert stop(folder) is True
        assert not lives(lease.endpoint.pid)
    assert stop(folder) is False
    assert running(folder) is None


def test_a_lease_can_be_closed_when_the_folder_is_gone(folder: Path) -> None:
    with connect(folder) as lease:
        shutil.rmtree(folder)
        assert ends(lease.endpoint.pid, within=10)
    assert not folder.exists()


def test_stop_leaves_a_folder_alone_that_was_never_there(tmp_path: Path) -> None:
    assert stop(tmp_path / "nothing") is False
    assert not (tmp_path / "nothing").exists()


def test_stop_during_a_start_waits_for_the_server_and_ends_it(folder: Path) -> None:
    client = spawn(folder, CONNECT.format(idle=30) + "print(lease.endpoint.pid)")
    while not (folder / "server.lock").exists() or not (folder / "server.lock").read_text():
        time.sleep(0.01)
    assert stop(folder) is True
    assert not lives(int(said(client)[0]))
    assert not list((folder / "log").glob("jvm-error*"))


@pytest.mark.parametrize("end", ["signal", "stdin"])
def test_a_foreground_server_ends_cleanly_with_its_data_kept(folder: Path, end: str) -> None:
    folder.mkdir()
    command = [sys.executable, "-m", "graph.stores.child", str(folder), "--follow"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    ask(Endpoint(**json.loads(line(process))), "CREATE (:Entity {id: 'country:RU'})")
    if end == "signal":
        process.send_signal(signal.SIGTERM)
    assert said(process)[2] == 0
    with connect(folder) as lease:
        assert ask(lease.endpoint, "MATCH (n:Entity) RETURN n.id") == [["country:RU"]]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_blocks_until_it_is_told_to_end(folder: Path, number: signal.Signals) -> None:
    serving = spawn(folder, SERVE)
    pid = int(line(serving))
    assert running(folder) is not None
    serving.send_signal(number)
    assert said(serving) == ("", "", 0)
    assert not lives(pid)


def test_serve_comes_back_when_somebody_else_ends_the_server(folder: Path) -> None:
    serving = spawn(folder, SERVE)
    line(serving)
    assert stop(folder) is True
    assert said(serving) == ("", "", 0)


# --- crashes and what they leave


def test_a_killed_server_is_replaced_and_what_was_committed_is_there(folder: Path) -> None:
    with connect(folder) as before:
        ask(before.endpoint, "UNWIND range(1, 500) AS i CREATE (:Entity {id: 'item:' + i})")
        os.kill(before.endpoint.pid, signal.SIGKILL)
        assert ends(before.endpoint.pid, within=5)
        assert running(folder) is None
        with connect(folder) as after:
            assert after.endpoint.pid != before.endpoint.pid
            assert ask(after.endpoint, "MATCH (n:Entity) RETURN count(n)") == [[500]]


def test_an_address_that_outlived_its_server_is_replaced(folder: Path) -> None:
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        (folder / "clients.lock").touch()
        (folder / "server.lock").write_text(str(os.getpid()))
        (folder / "server.json").write_text(address_of(os.getpid(), deaf.getsockname()[1]))
        assert running(folder) is None
        with connect(folder) as lease:
            assert lease.endpoint.pid != os.getpid()
            assert ask(lease.endpoint, "RETURN 1") == [[1]]


def test_stop_removes_an_address_that_outlived_its_server(folder: Path) -> None:
    folder.mkdir()
    (folder / "server.json").write_text(address_of(os.getpid(), 9))
    assert stop(folder) is False
    assert not (folder / "server.json").exists()


def test_a_server_that_hangs_is_reported_and_killed_by_stop(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with connect(folder) as lease:
        os.kill(lease.endpoint.pid, signal.SIGSTOP)
        monkeypatch.setattr(embedded, "PATIENCE", 0.5)
        monkeypatch.setattr(embedded, "_GRACE", 0.5)
        with pytest.raises(StoreUnreachable, match=f"process {lease.endpoint.pid}.* has not answered"):
            connect(folder)
        assert stop(folder) is True
        assert not lives(lease.endpoint.pid)


def test_a_start_that_takes_too_long_is_ended_and_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "PATIENCE", 0.5)
    with pytest.raises(StoreUnreachable, match="did not start within"):
        connect(folder)
    assert stop(folder) is False


# --- refusals


def test_files_that_another_process_has_open_are_refused_with_advice(folder: Path) -> None:
    connect(folder).close()
    stop(folder)
    code = (
        "import importlib.util, importlib, sys, time\n"
        "name = 'arcadedb' if importlib.util.find_spec('arcadedb') else 'arcadedb_embedded'\n"
        "database = importlib.import_module(name).open_database(sys.argv[1] + '/databases/actorgraph')\n"
        "print('open', flush=True); sys.stdin.read(); database.close()"
    )
    foreign = spawn(folder, code, stdin=subprocess.PIPE, cwd=folder.parent)
    while line(foreign) != "open":
        pass
    with pytest.raises(StoreUnreachable, match="another process has the database files open") as refused:
        connect(folder)
    assert "End that process" in refused.value.hint
    said(foreign)


def test_a_machine_without_the_database_package_is_pointed_at_neo4j(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("arcadedb", "arcadedb_embedded"):
        (tmp_path / f"{name}.py").write_text("raise ImportError('no build for this machine')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(StoreUnreachable, match="no build for this machine") as refused:
        connect(folder)
    assert "docker compose" in refused.value.hint


def test_a_server_that_dies_while_starting_is_reported_at_once_with_its_last_words(folder: Path) -> None:
    start = time.monotonic()
    with pytest.raises(StoreUnreachable, match="ended while it was starting") as refused:
        connect(folder, heap="999999g")
    assert "Could not reserve" in refused.value.hint
    assert time.monotonic() - start < 10


def test_an_amount_of_memory_that_is_none_is_a_mistake(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACTORGRAPH_HEAP", "much")
    with pytest.raises(Mistyped, match="'much'"):
        connect(folder)
    with pytest.raises(Mistyped, match="'-Xmx1g'"):
        connect(folder, heap="-Xmx1g")
    assert not folder.exists()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file", tmp_path / "file" / "store"):
        with pytest.raises(StoreUnreachable, match="cannot hold a store") as refused:
            connect(path)
        assert refused.value.where == str(path)
        assert running(path) is None
        assert stop(path) is False


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    path = Path("/sys/store") if os.geteuid() == 0 else tmp_path / "store"
    with pytest.raises(StoreUnreachable, match="cannot hold a store"):
        connect(path)
    tmp_path.chmod(0o700)


def test_a_folder_of_other_things_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("")
    with pytest.raises(StoreUnreachable, match="holds other things"):
        connect(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


# --- who may do what


def test_the_folder_and_the_address_are_for_the_owner_only(server: Endpoint, shared_folder: Path) -> None:
    assert stat.S_IMODE(shared_folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((shared_folder / "server.json").stat().st_mode) == 0o600


def test_a_folder_open_to_others_is_closed_to_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setattr(embedded, "PATIENCE", 0.1)
    with pytest.raises(StoreUnreachable):
        connect(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_passwords_are_not_shown(server: Endpoint) -> None:
    assert server.password not in repr(server)
    assert server.reader_password not in repr(server)


def test_passwords_change_with_each_start(folder: Path) -> None:
    with connect(folder) as lease:
        before = lease.endpoint
    stop(folder)
    with connect(folder) as lease:
        assert lease.endpoint.password != before.password
        assert ask(lease.endpoint, "RETURN 1") == [[1]]
        assert ask(lease.endpoint, "RETURN 1", as_reader=True) == [[1]]


@linux_only
def test_passwords_are_neither_in_the_arguments_nor_in_the_environment(server: Endpoint) -> None:
    for file in ("cmdline", "environ"):
        text = Path(f"/proc/{server.pid}/{file}").read_bytes()
        assert server.password.encode() not in text
        assert server.reader_password.encode() not in text


@linux_only
def test_the_server_listens_on_one_socket_on_loopback(server: Endpoint) -> None:
    ours = {str(path.readlink()) for path in Path(f"/proc/{server.pid}/fd").iterdir() if path.is_symlink()}
    listening = set()
    for table in ("tcp", "tcp6"):
        for row in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            _, local, _, state, *_, inode = row.split()[:10]
            if state == "0A" and f"socket:[{inode}]" in ours:
                listening.add(local)
    address, _, port = listening.pop().rpartition(":")
    assert (listening, server.uri) == (set(), f"bolt://127.0.0.1:{int(port, 16)}")
    assert address in {"0100007F", "0000000000000000FFFF00000100007F"}


def test_the_reader_reads(server: Endpoint) -> None:
    assert ask(server, "MATCH (n:Entity) RETURN n.id", as_reader=True) == [["country:IR"]]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE (:Entity {id: 'country:XX'})",
        "MERGE (:Intruder {id: 'x'})",
        "MATCH (n:Entity) SET n.name = 'x'",
        "MATCH (n:Entity) SET n:Intruder",
        "MATCH (n:Entity) DETACH DELETE n",
        "MATCH (n:Entity) CREATE (n)-[:KNOWS]->(n)",
        "CREATE INDEX intruder FOR (n:Entity) ON (n.name)",
        "EXPLAIN CREATE INDEX intruder FOR (n:Entity) ON (n.name)",
        "CREATE CONSTRAINT intruder FOR (n:Entity) REQUIRE n.name IS UNIQUE",
        "DROP CONSTRAINT entity_id",
        "MATCH (n:Entity) CALL (n) { SET n.name = 'x' } IN TRANSACTIONS",
        "LOAD CSV FROM 'file:///etc/hostname' AS row RETURN row",
        "LOAD CSV FROM 'http://127.0.0.1:9/x.csv' AS row RETURN row",
        "CREATE USER intruder SET PASSWORD 'intruder-intruder'",
        "SHOW USERS",
    ],
)
def test_the_reader_is_refused_every_write(server: Endpoint, statement: str) -> None:
    before = snapshot(server)
    with pytest.raises(Neo4jError) as refused:
        ask(server, statement, as_reader=True)
    assert isinstance(refused.value, Forbidden | ClientError)
    assert snapshot(server) == before


def snapshot(at: Endpoint) -> list[list[Any]]:
    statements = [
        "MATCH (n) RETURN labels(n), properties(n)",
        "MATCH ()-[r]->() RETURN type(r)",
        "CALL db.labels()",
        "SHOW INDEXES",
        "SHOW USERS",
    ]
    return [ask(at, statement) for statement in statements]


@pytest.mark.parametrize("address", ["file:///etc/hostname", "/etc/hostname", "http://127.0.0.1:9/x.csv"])
def test_nobody_loads_a_file_through_the_server(server: Endpoint, address: str) -> None:
    with pytest.raises(Neo4jError, match=r"(?i)not allowed|disabled"):
        ask(server, f"LOAD CSV FROM '{address}' AS row RETURN row")
