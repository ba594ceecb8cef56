"""The embedded store, the client's side: join the server of a data folder, or start it and wait until it answers.

One process of its own (`graph.stores.child`) serves a folder, shared by every command that uses that folder.
Four files say who is there:

start.lock    held by whoever starts a server, so that there is one starter at a time
server.lock   held by the server as long as it lives; its text is the server's process id
server.json   where the server answers, and its passwords (mode 0600): written when it answers, removed before it goes
clients.lock  shared by the clients, each share being a lease; an idle server goes when it can have this lock alone

The kernel frees the locks of a process that dies, so a crash leaves nothing behind but a server.json which the free
server.lock shows to be stale. A client takes its lease first and reads server.json second; an idle server takes
clients.lock for itself first, and keeps it until it is gone. So nobody is sent to a server that is about to leave.

Windows has no such locks: there the server lives exactly as long as the process that started it, a second command can
join it meanwhile, and of two commands that start at the same moment one may be refused.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Self

from graph.errors import Mistyped, StoreUnreachable
from graph.stores.arcade import Endpoint
from graph.stores.child import ADDRESS, CLIENTS, LOG, Lock, answers, living, published

__all__ = ["PATIENCE", "Endpoint", "Lease", "connect", "running", "serve", "stop"]

PATIENCE = 60.0

_GRACE = 20.0
_START = "start.lock"
_RUN = "import sys; sys.path.append(sys.argv.pop(1)); from graph.stores.child import main; main()"  # never a graph/ of the user's folder
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
_FOLLOWS = sys.platform == "win32"


@dataclass(slots=True)
class Lease:
    """A client's share in a running server, which stays up at least as long as the lease is open."""

    endpoint: Endpoint
    _lock: Lock
    _server: "subprocess.Popen[bytes] | None" = None

    def close(self) -> None:
        """Let go; the server ends by itself when it has been without leases for its idle time. Again is nothing."""
        if not self._lock.file.closed:
            with suppress(OSError):  # a folder that was removed meanwhile
                os.utime(self._lock.path)
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def connect(folder: Path, *, idle: float = 300.0, heap: str | None = None) -> Lease:
    """Return a lease on the folder's server, which answers by then: the running one, or a new one.

    `idle` is how many seconds a new server outlives its last lease, `heap` the memory it may take ("512m", "2g"; None:
    ACTORGRAPH_HEAP, else 1g); a running server keeps its own. The folder is made when missing, for its owner only.
    Raises StoreUnreachable, after at most PATIENCE seconds, with the reason and what to do.
    """
    heap = _checked(heap or os.environ.get("ACTORGRAPH_HEAP") or "1g")
    deadline = time.monotonic() + PATIENCE
    with _in_words(folder), ExitStack() as undo:
        home = _prepared(folder)
        lease = undo.enter_context(closing(Lock(home / CLIENTS)))
        if not _until(lambda: lease.take(shared=True), deadline):
            raise _silent(home)
        endpoint, server = running(home), None
        if endpoint is None:
            endpoint, server = _started(home, deadline, idle, heap)
        undo.pop_all()
        return Lease(endpoint, lease, server)


def running(folder: Path) -> Endpoint | None:
    """Return where the folder's server answers; None when there is none, or it is starting, leaving, or silent."""
    with _in_words(folder):
        endpoint = published(folder)
        return endpoint if endpoint and living(folder) is not None and answers(endpoint) else None


def stop(folder: Path) -> bool:
    """End the folder's server, leases or not, wait until it is gone, and return whether there was one.

    A server that is just starting or leaving is waited for; one that does not react is killed, which loses nothing
    that was committed. A stale server.json is removed.
    """
    with _in_words(folder):
        if living(folder) is None:
            if published(folder):
                (folder / ADDRESS).unlink(missing_ok=True)
            return False
        _until(lambda: living(folder) is None or running(folder) is not None, time.monotonic() + _GRACE)
        pid = living(folder)
        for harder in (signal.SIGTERM, _KILL):
            if pid is not None and living(folder) == pid:
                _signal(pid, harder)
                _until(lambda: living(folder) != pid, time.monotonic() + _GRACE)
        return True


def serve(folder: Path, ready: Callable[[Endpoint], object], *, heap: str | None = None) -> None:
    """Keep the folder's server up, and end it at Ctrl-C or SIGTERM; come back early when somebody else ends it.

    Calls `ready` once it answers. To be called in the main thread. Raises StoreUnreachable like `connect`.
    """
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with connect(folder, heap=heap) as lease:
            ready(lease.endpoint)
            while living(folder) == lease.endpoint.pid:
                time.sleep(0.2)
    except KeyboardInterrupt:
        stop(folder)
    finally:
        signal.signal(signal.SIGTERM, before)


def _checked(heap: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]*[kmgKMG]", heap):
        raise Mistyped(f"{heap!r} is not an amount of memory", hint="Write 512m or 2g (in ACTORGRAPH_HEAP, too).")
    return heap


def _prepared(folder: Path) -> Path:
    """Return the folder, absolute, made when missing and closed to others; refuse one that holds other things."""
    home = folder.absolute()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = {path.name for path in home.iterdir() if not path.name.startswith(".")}
    if names and not names & {CLIENTS, "databases"}:
        raise StoreUnreachable("the folder holds other things and is no store", where=str(folder), hint="Name a new or an empty folder.")
    if home.stat().st_mode & 0o077:
        home.chmod(0o700)
    return home


def _started(home: Path, deadline: float, idle: float, heap: str) -> "tuple[Endpoint, subprocess.Popen[bytes] | None]":
    """Wait for our turn, and for a server that is just coming or going; start one if there is none then."""
    with closing(Lock(home / _START)) as turn:
        settled = _until(turn.take, deadline) and _until(lambda: living(home) is None or running(home) is not None, deadline)
        if not settled:
            raise _silent(home)
        endpoint = running(home)
        return (endpoint, None) if endpoint else _spawned(home, deadline, idle, heap)


def _spawned(home: Path, deadline: float, idle: float, heap: str) -> "tuple[Endpoint, subprocess.Popen[bytes] | None]":
    """Start a server, and hear from it in one JSON line where it answers, or why it does not."""
    (home / ADDRESS).unlink(missing_ok=True)
    (home / LOG).parent.mkdir(exist_ok=True)
    command = [sys.executable, "-P", "-c", _RUN, str(Path(__file__).parents[2]), str(home), "--idle", str(idle), "--heap", heap]
    with (home / LOG).open("wb") as log:
        server = subprocess.Popen(
            command + ["--follow"] * _FOLLOWS,
            stdin=subprocess.PIPE if _FOLLOWS else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            env=os.environ | {"LC_ALL": "C.UTF-8"},  # under plain C, Java would make a folder of another name for one with an umlaut
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    try:
        told = _first_line(home, server, deadline)
    finally:
        if not _FOLLOWS:
            server.wait()  # it has made way for the server proper, which is nobody's child and so never a zombie of ours
    if not told:
        raise StoreUnreachable("the server ended while it was starting", where=str(home), hint=_last_words(home))
    answer = json.loads(told)
    if "error" in answer:
        raise StoreUnreachable(answer["error"], where=str(home), hint=answer["hint"] or _last_words(home))
    return Endpoint(**answer), server if _FOLLOWS else None


def _first_line(home: Path, server: "subprocess.Popen[bytes]", deadline: float) -> bytes:
    """Return what the starting server says, nothing when it ends without a word; end it when it is too slow."""
    assert server.stdout is not None
    pipe, heard = server.stdout, list[bytes]()
    listener = Thread(target=lambda: heard.append(pipe.readline()), daemon=True)
    listener.start()
    listener.join(max(0.0, deadline - time.monotonic()))
    if late := listener.is_alive():
        _kill_all(server)
        listener.join()
    pipe.close()
    if late:
        raise StoreUnreachable(f"the server did not start within {PATIENCE:.0f} seconds", where=str(home), hint=_last_words(home))
    return heard[0]


def _kill_all(server: "subprocess.Popen[bytes]") -> None:
    """Kill the process that we started and the one that it made way for: they are a group of their own."""
    if sys.platform == "win32":
        server.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)


def _until(true: Callable[[], bool], deadline: float) -> bool:
    """Ask again and again, and return True as soon as it is so; False when the deadline comes first."""
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _signal(pid: int, number: int) -> None:
    """Send the signal to that process if it is still there; 0 is a process whose id is not known yet."""
    with suppress(ProcessLookupError):
        if pid > 0:
            os.kill(pid, number)


def _silent(home: Path) -> StoreUnreachable:
    who = f"the folder's server (process {living(home) or 'unknown'}) has not answered for {PATIENCE:.0f} seconds"
    return StoreUnreachable(who, where=str(home), hint="End it with `actorgraph store stop`, and try again.")


def _last_words(home: Path) -> str:
    lines = [line for line in (home / LOG).read_text(errors="replace").splitlines() if not line.startswith("\tat ")]
    return "\n".join([f"Its last words (all of them in {home / LOG}):", *lines[-8:]])


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    """Turn what the file system refuses into an error for the user."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreUnreachable(
            f"the folder cannot hold a store: {reason}", where=str(folder), hint="Name another one: --store local:PATH."
        ) from error
