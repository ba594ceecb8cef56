"""One published file, brought over HTTP: whole and within its limits, or not at all.

A cut transfer goes on where it ended (Range with If-Range, RFC 9110), a busy server is asked again later (Retry-After,
or a pause that doubles), a file we have is asked for on the condition that it has changed (If-None-Match,
If-Modified-Since). Certificates are verified against the system's; no redirect leads from https to http.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

import httpx2

from graph import __version__
from graph.addresses import checked, file_name, offered_name, shown
from graph.errors import Mistyped, NotFetched
from graph.setbacks import retry_after, status_words, untrusted, words

Show = Callable[[str, int, int | None], None]
"""Is told the name of the file, how many bytes of it are there, and how many there will be, where that is known."""

_SECONDS: Final = 30.0
"""The longest silence of a server that is waited for."""
_LONGEST_PAUSE: Final = 60.0
_REDIRECTS: Final = 8
_LATER: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_PLAIN: Final = frozenset({"", "identity", "gzip", "x-gzip"})
_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_HEADERS: Final = {"User-Agent": f"actorgraph/{__version__}", "Accept": "*/*", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a file may be (bytes), how long all of it may take and the first pause lasts (seconds), how often it is tried."""

    bytes: int = 2 * 2**30
    seconds: float = 1800.0
    tries: int = 5
    pause: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A file that came: the name its server gives it, and by what it will be known again."""

    name: str
    etag: str = ""
    modified: str = ""


class _Later(Exception):
    """The server may have it in a while: why, and after how many seconds, if it says so."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.wait = reason, wait


def client() -> httpx2.Client:
    """Return a client that verifies certificates, follows nothing by itself, and goes through the proxies of the environment."""
    try:
        return httpx2.Client(headers=_HEADERS, follow_redirects=False)
    except (OSError, ValueError, ImportError, httpx2.InvalidURL) as error:
        raise NotFetched(f"the environment's network settings cannot be used ({error})", hint="See SSL_CERT_FILE, HTTPS_PROXY.") from error


class Transfer:
    """The bringing of one file to a path, over as many tries as its limits allow."""

    def __init__(
        self, web: httpx2.Client, address: str, path: Path, *, known: Arrived | None, limits: Limits, deadline: float, show: Show
    ) -> None:
        self.web, self.url, self.path, self.known = web, checked(address), path, known
        self.limits, self.deadline, self.show = limits, deadline, show
        self.name, self.where = file_name(self.url), shown(address)
        self.count, self.mark = 0, ""
        self.total: int | None = None

    def run(self) -> Arrived | None:
        """Return what came, or None when the server says that what we know is what it has; raise NotFetched.

        Only tries that bring it no further count.
        """
        failed, farthest = 0, 0
        while True:
            wait = None
            try:
                return self._once()
            except _Later as later:
                reason, wait = later.reason, later.wait
            except httpx2.TransportError as error:
                reason = words(error)
                if untrusted(error):
                    raise self._refusal(reason, "Is the clock of this machine right? SSL_CERT_FILE names further authorities.") from error
            failed = 1 if self.count > farthest else failed + 1
            farthest = max(farthest, self.count)
            if failed >= self.limits.tries:
                raise self._refusal(f"{reason}; given up after {failed} tries", "Try again later.")
            self._pause(failed, reason, wait)

    def _once(self) -> Arrived | None:
        response = self._answer()
        try:
            status = response.status_code
            if status == HTTPStatus.NOT_MODIFIED and self.known:
                return None
            if status in _LATER:
                raise _Later(status_words(status), retry_after(response.headers.get("retry-after", "")))
            if not (status == HTTPStatus.PARTIAL_CONTENT and self._goes_on(response)):
                self._start_over()
                if status in (HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE):
                    raise _Later("the server lost its place in the file")
                if status != HTTPStatus.OK:
                    raise self._refusal(status_words(status), "Has it moved, or does it want a token? --url gives its address.")
            self._write(response)
        finally:
            response.close()
        headers = response.headers
        name = offered_name(headers.get("content-disposition", "")) or self.name
        return Arrived(name=name, etag=headers.get("etag", ""), modified=headers.get("last-modified", ""))

    def _answer(self) -> httpx2.Response:
        """Ask, and follow redirects as far as they may be followed."""
        url = self.url
        for _ in range(_REDIRECTS):
            request = self.web.build_request("GET", url, headers=self._conditions(), timeout=min(_SECONDS, self._left()))
            response = self.web.send(request, stream=True)
            if not response.has_redirect_location:
                return response
            response.close()
            url = self._onward(url, response.headers["location"])
        raise self._refusal(f"redirected more than {_REDIRECTS} times", "Has it moved? --url gives its address.")

    def _onward(self, url: httpx2.URL, location: str) -> httpx2.URL:
        try:
            onward = checked(str(url.join(location)))
        except (Mistyped, httpx2.InvalidURL) as error:
            raise self._refusal(f"redirected to {location!r}, which is no address on the web", "Has it moved?") from error
        if url.scheme == "https" and onward.scheme == "http":
            raise self._refusal(f"redirected from https to http, to {onward.host}", "An http address has to be given with --url.")
        return onward

    def _conditions(self) -> Mapping[str, str]:
        if self.count and self.mark:
            return {"Range": f"bytes={self.count}-", "If-Range": self.mark}
        if not self.known:
            return {}
        asked = {"If-None-Match": self.known.etag, "If-Modified-Since": self.known.modified}
        return {name: value for name, value in asked.items() if value}

    def _goes_on(self, response: httpx2.Response) -> bool:
        """Whether what comes begins where the last try ended."""
        said = _RANGE.fullmatch(response.headers.get("content-range", ""))
        return bool(said and int(said[1]) == self.count and self.count and said[2] in ("*", str(self.total or said[2])))

    def _start_over(self) -> None:
        self.count, self.total, self.mark = 0, None, ""

    def _write(self, response: httpx2.Response) -> None:
        """Add the body to the file; what could not be added is asked for by the next try."""
        if (coding := response.headers.get("content-encoding", "").lower()) not in _PLAIN:
            raise self._refusal(f"it comes encoded as {coding}, which was not asked for", "Download it by hand.")
        if (length := response.headers.get("content-length", "")).isdigit():
            self.total = self.count + int(length)
        self._mark(response.headers)
        self._measure(self.total or 0)
        with self.path.open("ab" if self.count else "wb") as file:
            for block in response.iter_raw():
                self._measure(self.count + len(block))
                file.write(block)
                self.count += len(block)
                self._left()
                self.show(self.name, self.count, self.total)

    def _mark(self, headers: httpx2.Headers) -> None:
        """Keep by what the server will know that it sends the rest of the same file: a strong tag, or the time of its change."""
        tag = headers.get("etag", "")
        self.mark = tag if tag and not tag.startswith("W/") else headers.get("last-modified", "")

    def _measure(self, size: int) -> None:
        if size > self.limits.bytes:
            most = f"{self.limits.bytes / 2**20:,.0f} MB" if self.limits.bytes >= 2**20 else f"{self.limits.bytes:,} bytes"
            raise self._refusal(f"the file is larger than {most}", "--megabytes allows more.")

    def _left(self) -> float:
        """Return the seconds left; raise NotFetched when there are none."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise self._refusal(f"it took longer than {self.limits.seconds:g} seconds", "--seconds allows more.")
        return left

    def _pause(self, failed: int, reason: str, wait: float | None) -> None:
        """Wait as long as the server says, or twice as long as the last time, give or take a half: others wait, too."""
        pause = min(_LONGEST_PAUSE, self.limits.pause * 2 ** (failed - 1)) * random.uniform(0.5, 1.5) if wait is None else wait
        if pause > self._left():
            hint = "--seconds allows more." if wait is None else "Try again then."
            raise self._refusal(f"{reason}; it would be tried again in {pause:,.0f} seconds, beyond the time limit", hint)
        time.sleep(pause)

    def _refusal(self, reason: str, hint: str) -> NotFetched:
        return NotFetched(reason, where=self.where, hint=hint)
