"""Addresses on the web: checked, shown without their secrets, and the names of files that they and their servers give."""

import re
from email.message import EmailMessage

import httpx2

from graph.errors import Mistyped


def checked(address: str) -> httpx2.URL:
    """Return an address as a URL; raise Mistyped when it is none of http or https."""
    try:
        url = httpx2.URL(address)
    except httpx2.InvalidURL as error:
        raise Mistyped(f"{address!r} is no address ({error})", hint="Write it out, as https://example.org/list.xml.") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise Mistyped(f"{address!r} is no address of a file on the web", hint="Write it out, as https://example.org/list.xml.")
    return url


def shown(address: str) -> str:
    """Return an address without what may be secret in it: a password, a token in its query."""
    url = httpx2.URL(address)
    return str(url.copy_with(username=None, password=None, query=b"..." if url.query else None, fragment=None))


def file_name(url: httpx2.URL) -> str:
    """Return the last part of an address that can name a file, or `file`."""
    return _plain_name(url.path.rstrip("/").rpartition("/")[2]) or "file"


def offered_name(header: str) -> str:
    """Return the file's name that a Content-Disposition offers; nothing when it offers none."""
    message = EmailMessage()
    try:
        message["Content-Disposition"] = header
        return _plain_name(message.get_filename("") if header else "")
    except (ValueError, IndexError):
        return ""


def _plain_name(text: str) -> str:
    return re.sub(r"[^\w.()-]+", "-", text.replace("\\", "/").rpartition("/")[2]).strip("-. ")[-100:]
