"""The server process of an embedded store: it starts ArcadeDB on a folder, waits until nobody needs it, and stops it.

`graph.stores.embedded` starts it and explains the files it keeps in the folder. It tells its starter, in one JSON line
on stdout, where it answers or why it does not; whatever else it says goes to stderr, which is a log file by then.
By hand: `python -m graph.stores.child FOLDER --follow` stays in the foreground and ends when stdin does.
"""

import _thread
import argparse
import json
import os
import signal
import socket
import sys
import time
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from typing import Any, TextIO

from graph.errors import StoreUnreachable
from graph.stores.arcade import Endpoint, launch

if sys.platform != "win32":
    import fcntl

ALIVE, ADDRESS, CLIENTS = "server.lock", "server.json", "clients.lock"
LOG = Path("log", "server.log")

_HELLO = bytes.fromhex("6060b017 00000405 00000404 00000000 00000000")  # a Bolt client's first words: the versions 5.4 and 4.4


class Lock:
    """A lock on a file, made when missing; freed by `close`, or by the kernel when its process ends.

    A forked copy of a process shares the locks it was born with; a program it starts does not.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path.open("ab")

    def take(self, *, shared: bool = False) -> bool:
        """Return whether the lock is ours now; never waits."""
        if sys.platform != "win32":
            try:
                fcntl.flock(self.file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        return True

    def free(self) -> None:
        """Give the lock back and keep the file open."""
        if sys.platform != "win32":
            fcntl.flock(self.file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the lock back for good; again is nothing."""
        self.file.close()


def published(folder: Path) -> Endpoint | None:
    """Return what server.json says, which may be stale; None when it is not there."""
    try:
        return Endpoint(**json.loads((folder / ADDRESS).read_bytes()))
    except (FileNotFoundError, NotADirectoryError, ValueError, TypeError):
        return None


def living(folder: Path) -> int | None:
    """Return the process id of the folder's living server, whether it answers or not; None when there is none."""
    if sys.platform == "win32":
        endpoint = published(folder)
        return endpoint.pid if endpoint and answers(endpoint) else None
    if not (folder / ALIVE).exists():
        return None
    with closing(Lock(folder / ALIVE)) as lock:
        return None if lock.take(shared=True) else int((folder / ALIVE).read_text() or 0)


def answers(endpoint: Endpoint) -> bool:
    """Say whether a Bolt server is there: it chooses one of the versions offered."""
    host, _, port = endpoint.uri.removeprefix("bolt://").rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=2.0) as line:
            line.sendall(_HELLO)
            return any(line.recv(4))
    except OSError:
        return False


def main() -> None:
    """Serve the folder named on the command line until nobody needs it, and leave with 0; with 1 when that is impossible."""
    asked = _arguments()
    starter = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    if not asked.follow:
        _detach()
    os.umask(0o077)
    os.chdir(asked.folder)
    folder = Path.cwd()
    alive, clients = Lock(folder / ALIVE), Lock(folder / CLIENTS)
    code = _served(folder, asked, starter, alive, clients)
    os._exit(code)  # at once, with both locks still held: a normal exit would free them first and then wait for Java's threads


def _served(folder: Path, asked: argparse.Namespace, starter: TextIO, alive: Lock, clients: Lock) -> int:
    """Start, say so, wait for the end, stop; return the exit code."""
    try:
        _enter(alive)
        endpoint, end = launch(folder, asked.heap)
    except StoreUnreachable as error:
        _tell(starter, {"error": error.message, "hint": error.hint})
        return 1
    except OSError as error:
        _tell(starter, {"error": error.strerror or str(error), "hint": ""})
        return 1
    try:
        signal.signal(signal.SIGTERM, _leave)  # only now: the JVM puts its own in place when it starts
        signal.signal(signal.SIGINT, _leave)
        _publish(folder, endpoint)
        _tell(starter, asdict(endpoint))
        if asked.follow:
            Thread(target=_follow, daemon=True).start()
        _wait(clients, float("inf") if asked.follow else asked.idle)
    except _Told:
        pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        (folder / ADDRESS).unlink(missing_ok=True)
        end()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m graph.stores.child", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--idle", type=float, default=300.0, help="seconds to go on without clients")
    parser.add_argument("--heap", default="1g", help="memory of the server")
    parser.add_argument("--follow", action="store_true", help="stay in the foreground and end when stdin does")
    return parser.parse_args()


def _detach() -> None:
    """Go on as a process whose parent is gone, so that nobody has to wait for it."""
    if sys.platform != "win32" and os.fork():
        os._exit(0)


def _tell(starter: TextIO, line: dict[str, Any]) -> None:
    """Say the one line; a starter that is gone meanwhile does not mind."""
    with suppress(BrokenPipeError), starter:
        print(json.dumps(line), file=starter)


def _enter(alive: Lock) -> None:
    """Take the lock that shows this process to be the folder's server; those who only look hold it for a moment."""
    for _ in range(100):
        if alive.take():
            alive.file.truncate(0)
            alive.file.write(str(os.getpid()).encode())
            alive.file.flush()
            return
        time.sleep(0.02)
    raise StoreUnreachable("another server has the folder", hint="End it with `actorgraph store stop`.")


def _publish(folder: Path, endpoint: Endpoint) -> None:
    """Write server.json in one go, readable for the owner only from its first moment."""
    draft = folder / f"{ADDRESS}.new"
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_text(json.dumps(asdict(endpoint)))
    draft.replace(folder / ADDRESS)


def _wait(clients: Lock, idle: float) -> None:
    """Come back when nobody has held a lease for `idle` seconds, and with the clients' lock, so that nobody gets one any more."""
    pause = min(1.0, max(0.05, idle / 10))
    quiet_since, last_touch = time.monotonic(), 0.0
    while True:
        touch = clients.path.stat().st_mtime  # a lease let go leaves its mark, however short it was
        if not clients.take():
            quiet_since = time.monotonic()
        elif touch == last_touch and time.monotonic() - quiet_since >= idle:
            return
        else:
            clients.free()
        if touch != last_touch:
            quiet_since, last_touch = time.monotonic(), touch
        time.sleep(pause)


class _Told(BaseException):
    """Somebody sent a signal: end now."""


def _leave(*_: object) -> None:
    raise _Told


def _follow() -> None:
    """End the server when stdin ends, as it does when the process that holds its other end goes, in whatever way."""
    sys.stdin.read()
    _thread.interrupt_main(signal.SIGTERM)


if __name__ == "__main__":
    main()
