"""ArcadeDB set up for one folder and one machine: a Bolt socket on loopback, two users, nothing read from elsewhere.

Started to first answer: 2.4 s on 2 cores (ArcadeDB 26.10). A serial collector changes nothing; a cache of classes
made ahead of time would save 0.7 s for 50 MB a folder, and is not used.
"""

import importlib
import importlib.util
import json
import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import StoreUnreachable

DATABASE = "actorgraph"

_EVERYTHING = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
_ADMIN = ["updateSecurity", "updateSchema", "updateDatabaseSettings"]
_ELSEWHERE = "Start Neo4j with `docker compose up` and name it: --store bolt://localhost:7687."


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a server answers and who may come in: a user who writes, and a reader who is refused every write."""

    uri: str
    user: str
    password: str = field(repr=False)
    reader: str
    reader_password: str = field(repr=False)
    version: str
    pid: int


def launch(folder: Path, heap: str) -> tuple[Endpoint, Callable[[], None]]:
    """Start the server on the folder, which is the working folder; return where it answers and what stops it.

    Raises StoreUnreachable with what the server says of the reason. Once a process: a JVM cannot be started again.
    """
    arcadedb, jpype = _packages()
    password, reader_password = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    _configure(folder)
    try:
        arcadedb.jvm.start_jvm(heap_size=heap, jvm_args=_jvm_arguments())
        server, port = _started(arcadedb, folder, password)
        server.create_database(DATABASE)
        server._java_server.getHttpServer().stopService()  # no setting switches it off, and nobody here needs it
        _add_reader(jpype, server._java_server.getSecurity(), reader_password)
    except (arcadedb.ArcadeDBError, jpype.JException) as error:
        raise _refusal(error) from error
    endpoint = Endpoint(
        uri=f"bolt://127.0.0.1:{port}",
        user="root",
        password=password,
        reader="reader",
        reader_password=reader_password,
        version=arcadedb.__version__,
        pid=os.getpid(),
    )
    return endpoint, server.stop


def _packages() -> tuple[Any, Any]:
    """Return the database's package, under its name from 26.11 on or the one before, and its bridge to Java."""
    try:
        name = "arcadedb" if importlib.util.find_spec("arcadedb") else "arcadedb_embedded"
        return importlib.import_module(name), importlib.import_module("jpype")
    except ImportError as error:
        raise StoreUnreachable(f"the embedded store does not run on this machine ({error})", hint=_ELSEWHERE) from error


def _started(arcadedb: Any, folder: Path, password: str) -> tuple[Any, int]:
    """Return the server and its port; a port that somebody took in the meantime costs a second attempt, and a third."""
    for again in (True, True, False):
        port = _free_port()
        server = arcadedb.create_server(str(folder), root_password=password, config=_settings(port))
        try:
            server.start()
            break
        except arcadedb.ArcadeDBError as error:
            if not again or "Neo4j-Bolt" not in str(error):
                raise
    return server, port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _configure(folder: Path) -> None:
    """Write the settings that the server reads from files; forget its users, whose passwords outlive a restart otherwise."""
    config = folder / "config"
    config.mkdir(exist_ok=True)
    (config / "server-users.jsonl").unlink(missing_ok=True)
    groups = {"admin": _group(_ADMIN, _EVERYTHING), "reader": _group([], ["readRecord"]), "*": _group([], [])}
    (config / "server-groups.json").write_text(json.dumps({"databases": {"*": {"groups": groups}}, "version": 2}, indent=1))
    handler = "java.util.logging.FileHandler"
    lines = {
        "handlers": handler,
        ".level": "WARNING",
        f"{handler}.pattern": "log/arcadedb.%g.log",
        f"{handler}.limit": "1000000",
        f"{handler}.count": "2",
        f"{handler}.append": "true",
        f"{handler}.formatter": "java.util.logging.SimpleFormatter",
    }
    (config / "logging.properties").write_text("".join(f"{key} = {value}\n" for key, value in lines.items()))


def _group(access: list[str], records: list[str]) -> dict[str, Any]:
    return {"resultSetLimit": -1, "readTimeout": -1, "access": access, "types": {"*": {"access": records}}}


def _jvm_arguments() -> list[str]:
    """Return the settings that only count when the JVM starts with them; the same in `create_server` change nothing."""
    os.environ["ARCADEDB_JVM_ERROR_FILE"] = "log/jvm-error-%p.log"
    return [
        "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
        "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
        "-Darcadedb.txWalFlush=2",  # full; the word yes_full is taken for 0, no flush at all, without a complaint
        f"-Darcadedb.bolt.maxMessageSize={64 * 2**20}",  # a larger message gets no answer at all; 16 MB by default
        "-Darcadedb.serverMetrics=false",
        "-Darcadedb.support.autoRegister=false",
        "-Djava.util.logging.config.file=config/logging.properties",
    ]


def _settings(port: int) -> dict[str, Any]:
    return {
        "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "host": "127.0.0.1",
        "bolt.host": "127.0.0.1",
        "bolt.port": port,
        "http_port": 0,
        "mode": "development",  # production hides the texts of errors from the client
    }


def _add_reader(jpype: Any, security: Any, password: str) -> None:
    user = jpype.JClass("com.arcadedb.serializer.json.JSONObject")()
    user.put("name", "reader")
    user.put("password", security.encodePassword(password))
    databases = jpype.JClass("com.arcadedb.serializer.json.JSONObject")()
    databases.put(DATABASE, jpype.JClass("com.arcadedb.serializer.json.JSONArray")(jpype.JArray(jpype.JString)(["reader"])))
    user.put("databases", databases)
    security.createUser(user)


def _refusal(error: Any) -> StoreUnreachable:
    """Put a failed start into words: the innermost reason that Java gives, and what to do about the usual ones."""
    reasons = [str(error)]
    cause = error.__cause__ or error
    while cause is not None and hasattr(cause, "getCause"):
        reasons.append(str(cause.getMessage()))
        cause = cause.getCause()
    if any("locked" in reason.lower() for reason in reasons):
        return StoreUnreachable("another process has the database files open", hint="End that process; one at a time can have them.")
    return StoreUnreachable(f"the server did not start: {reasons[-1]}", hint="")
