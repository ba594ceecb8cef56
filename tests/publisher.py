"""A publisher's server on loopback for the tests of fetch: it answers each address as it is told, and notes what it was asked."""

import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Answer = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request, with what an answer needs."""

    server: "Publisher"
    protocol_version = "HTTP/1.1"
    timeout = 5

    def do_GET(self) -> None:
        """Answer as the test said; the last of several answers is given again and again."""
        self.server.asked.append((self.path, dict(self.headers.items())))
        answers = self.server.answers[self.path.partition("?")[0]]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        try:
            answer(self)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def reply(self, status: int, body: bytes = b"", headers: Mapping[str, str] = {}, length: int | None = None) -> None:
        """Send an answer, its length as it is or as the test says; one that is cut or padded ends the connection."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = length is not None


class Publisher(ThreadingHTTPServer):
    """The server: its answers by path, the requests it had, its address."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.scheme = "https" if context else "http"
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up, or does not trust us, is what some tests are about."""

    def at(self, path: str, *answers: Answer) -> str:
        """Answer a path so, one answer a request, and return its address."""
        self.answers[path] = list(answers)
        return f"{self.scheme}://127.0.0.1:{self.server_port}{path}"


@contextmanager
def published(context: ssl.SSLContext | None = None) -> Iterator[Publisher]:
    """Give a server that runs in a thread."""
    with Publisher(context) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def whole(body: bytes, **headers: str) -> Answer:
    """The file, or that it has not changed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(request: Request) -> None:
        known = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
        if any(value and value in (named.get("ETag"), named.get("Last-Modified")) for value in known):
            request.reply(304, headers=named)
        else:
            request.reply(200, body, named)

    return answer


def cut(body: bytes, at: int, **headers: str) -> Answer:
    """The first bytes of the file only, though all of them were promised."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: request.reply(200, body[:at], named, length=len(body))


def rest(body: bytes, **headers: str) -> Answer:
    """The part of the file that was asked for, if it is still the same file."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(request: Request) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-", request.headers.get("Range", ""))
        if not asked or request.headers.get("If-Range") not in named.values():
            return request.reply(200, body, named)
        start = int(asked[1])
        part = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
        return request.reply(206, body[start:], named | part)

    return answer


def status(number: int, body: bytes = b"", **headers: str) -> Answer:
    """An answer without the file."""
    return lambda request: request.reply(number, body, {name.replace("_", "-"): value for name, value in headers.items()})
