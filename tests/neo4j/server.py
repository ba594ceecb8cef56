"""A Neo4j 5.26 Community server for the tests, fetched with Maven and run on loopback for as long as they need it.

    python tests/neo4j/server.py fetch              # once; about 140 MB of jars
    eval "$(python tests/neo4j/server.py start)"    # sets ACTORGRAPH_TEST_NEO4J and ACTORGRAPH_TEST_NEO4J_PASSWORD
    python tests/neo4j/server.py stop

Each start has an empty graph of its own, in a temporary folder that `stop` removes. Jars lie in
`~/.cache/actorgraph`, or where ACTORGRAPH_NEO4J_CACHE says. Words go to stderr, lines for the shell to stdout.
"""

import argparse
import contextlib
import json
import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

VERSIONS = ("5.26.31", "5.26.29", "5.26.27", "5.26.25", "5.26.16", "5.26.0")
JAVA_MAJORS = (17, 21)
CACHE = Path(os.environ.get("ACTORGRAPH_NEO4J_CACHE") or Path.home() / ".cache" / "actorgraph")
POM = Path(__file__).with_name("pom.xml")
SERVER, ADMIN = "org.neo4j.server.CommunityEntryPoint", "org.neo4j.cli.AdminTool"
OPENED = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")]
BOLT_HELLO = bytes.fromhex("6060b017 00080805 00020404 00000000 00000000")
"""Bolt's magic number, then the versions 5.8 to 5.0 and 4.4 to 4.2 (the Bolt handshake specification)."""


def fetch() -> Path:
    """Return the folder of a server's jars, having had Maven copy the newest version that resolves; quick when there."""
    if found := next((CACHE / f"neo4j-{version}" for version in VERSIONS if (CACHE / f"neo4j-{version}").is_dir()), None):
        return found
    if shutil.which("mvn") is None:
        sys.exit("Maven is missing: install it (Debian: apt-get install maven), then try again.")
    CACHE.mkdir(parents=True, exist_ok=True)
    for version in VERSIONS:
        print(f"fetching Neo4j {version} …", file=sys.stderr)
        with tempfile.TemporaryDirectory(dir=CACHE, prefix="half-") as half:
            goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={half}/lib", f"-Dneo4j.version={version}"]
            made = subprocess.run(["mvn", "-B", "-q", "-Dstyle.color=never", "-f", str(POM), *goal], stdout=sys.stderr, check=False)
            if made.returncode == 0:
                return Path(half, "lib").rename(CACHE / f"neo4j-{version}")
    sys.exit(f"None of {', '.join(VERSIONS)} could be fetched; Maven's reasons are above.")


def java() -> str:
    """Return the path of a Java that Neo4j 5.26 runs on."""
    for candidate in _javas():
        told = subprocess.run([candidate, "-version"], capture_output=True, text=True, check=False).stderr
        major = re.search(r'version "(\d+)', told)
        if major and int(major[1]) in JAVA_MAJORS:
            return candidate
    sys.exit("Neo4j 5.26 needs Java 17 or 21, and none was found: install one (Debian: openjdk-17-jre-headless) or set JAVA_HOME.")


def start(bolt: int, password: str, heap: str, seconds: float) -> None:
    """Start a server with an empty graph, wait until it speaks Bolt, and print what the tests' environment needs."""
    lib, runtime = fetch(), java()
    bolt = bolt or _free_port()
    if (note := _note(bolt)).exists() and _is_neo4j(json.loads(note.read_text())["pid"]):
        sys.exit(f"A server already runs on port {bolt}; stop it first, or leave the port out.")
    if _speaks_bolt(bolt):
        sys.exit(f"Somebody else's server answers on port {bolt}; name another port, or leave it out.")
    home = Path(tempfile.mkdtemp(prefix="actorgraph-neo4j-"))
    (home / "neo4j.conf").write_text(_settings(bolt, home))
    options = [f"-Xmx{heap}", "-Dfile.encoding=UTF-8", *OPENED, "-cp", f"{lib}/*"]
    place = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home)}
    admin = [runtime, *options, ADMIN, "dbms", "set-initial-password", password]
    if (made := subprocess.run(admin, env=place, capture_output=True, text=True, check=False)).returncode != 0:
        sys.exit(f"Neo4j does not take this password: {made.stderr}")
    with (home / "console.log").open("wb") as log:
        command = [runtime, f"-Xms{heap}", *options, SERVER, f"--home-dir={home}", f"--config-dir={home}"]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    note.write_text(json.dumps({"pid": process.pid, "home": str(home)}))
    up = False
    try:
        up = _comes_up(process, bolt, home, seconds)
    finally:
        if not up:
            stop(bolt)
    print(f"{lib.name} answers on port {bolt}", file=sys.stderr)
    print(f"export ACTORGRAPH_TEST_NEO4J=bolt://127.0.0.1:{bolt}")
    print(f"export ACTORGRAPH_TEST_NEO4J_PASSWORD={shlex.quote(password)}")


def stop(bolt: int) -> None:
    """Stop the server that was started on the port and remove its graph; nothing to do when none runs."""
    note = _note(bolt)
    if not note.exists():
        print(f"no server was started on port {bolt}", file=sys.stderr)
        return
    started = json.loads(note.read_text())
    for number, patience in ((signal.SIGTERM, 60), (signal.SIGKILL, 10)):
        if not _is_neo4j(started["pid"]):
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(started["pid"], number)
        until = time.monotonic() + patience
        while _is_neo4j(started["pid"]) and time.monotonic() < until:
            time.sleep(0.2)
    shutil.rmtree(started["home"], ignore_errors=True)
    note.unlink()


def _settings(bolt: int, home: Path) -> str:
    http = _free_port()
    return f"""
server.directories.data={home}/data
server.directories.logs={home}/logs
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
server.https.enabled=false
server.memory.pagecache.size=128m
dbms.usage_report.enabled=false
"""


def _javas() -> Iterator[str]:
    if home := os.environ.get("JAVA_HOME"):
        yield from map(str, Path(home).glob("bin/java"))
    if found := shutil.which("java"):
        yield found
    yield from sorted(map(str, Path("/usr/lib/jvm").glob("*/bin/java")))
    yield from sorted(map(str, Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home/bin/java")))


def _comes_up(process: "subprocess.Popen[bytes]", bolt: int, home: Path, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not _speaks_bolt(bolt):
        if process.poll() is not None or time.monotonic() > until:
            print((home / "console.log").read_text(errors="replace")[-4000:], file=sys.stderr)
            sys.exit("Neo4j did not come up; its last words are above.")
        time.sleep(0.3)
    return True


def _speaks_bolt(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=3) as connection:
            connection.sendall(BOLT_HELLO)
            return any(connection.recv(4))
    except OSError:
        return False


def _is_neo4j(pid: int) -> bool:
    """Whether the process lives and is a Neo4j server: a pid may have passed on to another program."""
    if Path("/proc/self").exists():
        with contextlib.suppress(OSError):
            return SERVER.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        return False
    return SERVER in subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout


def _note(bolt: int) -> Path:
    return CACHE / f"running-{bolt}.json"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("fetch", help="have the jars in the cache")
    verbs.add_parser("java", help="say which Java would run it")
    starting = verbs.add_parser("start", help="start a server with an empty graph")
    starting.add_argument("--bolt", type=int, default=0, help="port on 127.0.0.1 (a free one)")
    starting.add_argument("--heap", default="512m")
    starting.add_argument("--seconds", type=float, default=180, help="how long to wait for it")
    given_password = os.environ.get("ACTORGRAPH_TEST_NEO4J_PASSWORD")
    starting.add_argument("--password", default=given_password, help="at least 8 characters (a random one)")
    stopping = verbs.add_parser("stop", help="stop it and remove its graph")
    stopping.add_argument("--bolt", type=int, default=urlsplit(os.environ.get("ACTORGRAPH_TEST_NEO4J", "")).port, help="its port")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    match given.verb:
        case "fetch":
            print(fetch())
        case "java":
            print(java())
        case "start":
            start(given.bolt, given.password or secrets.token_hex(16), given.heap, given.seconds)
        case "stop" if given.bolt is None:
            parser.error("which server? give --bolt PORT, or set ACTORGRAPH_TEST_NEO4J")
        case "stop":
            stop(given.bolt)


if __name__ == "__main__":
    main()
