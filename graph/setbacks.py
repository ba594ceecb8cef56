"""Why a transfer did not go well, in words, and when it is worth another try."""

import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx2


def retry_after(header: str) -> float | None:
    """Return the seconds that a Retry-After asks for, as a number or as a time; None when it asks for nothing."""
    if header.strip().isdigit():
        return float(header)
    try:
        then = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def status_words(status: int) -> str:
    """Return what the server answers, with the meaning of the number where it has one."""
    known = status in HTTPStatus.__members__.values()
    return f"the server answers {status} {HTTPStatus(status).phrase if known else ''}".rstrip()


def untrusted(error: BaseException | None) -> bool:
    """Return whether the failure goes back to a certificate that is not to be trusted."""
    while error:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def words(error: httpx2.TransportError) -> str:
    """Return what went wrong on the way, in words."""
    if untrusted(error):
        return f"its certificate is not to be trusted ({error})"
    if isinstance(error, httpx2.TimeoutException):
        return "the server does not answer in time"
    if isinstance(error, httpx2.ConnectError):
        return f"the server cannot be reached ({error})"
    return f"the transfer was cut ({error or type(error).__name__})"
