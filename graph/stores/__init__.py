"""Where the graph lives: one way to open a store, whichever server keeps it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from graph.errors import Mistyped, StoreUnreachable

if TYPE_CHECKING:
    from graph.stores.bolt import Store

_BOLT_SCHEMES = frozenset({"bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def open_store(uri: str = "local:", *, environ: Mapping[str, str] = os.environ, insecure: bool = False) -> Store:
    """Return an open store: `local:` or `local:PATH` for the embedded one, `bolt://…` or `neo4j://…` for a server.

    User and password of a server come from ACTORGRAPH_USER (default neo4j), ACTORGRAPH_PASSWORD or
    ACTORGRAPH_PASSWORD_FILE. Raises Mistyped for an address of another form, StoreUnreachable when nothing answers.
    """
    if uri == "local" or uri.startswith("local:"):
        return _open_local(local_folder(uri), environ)
    parts = _parts(uri)
    if parts.username or parts.password:
        raise Mistyped("an address must not carry a password", hint="Set ACTORGRAPH_USER and ACTORGRAPH_PASSWORD instead.")
    if "+" not in parts.scheme and parts.hostname not in _LOOPBACK and not insecure:
        raise StoreUnreachable(
            f"{parts.scheme}:// to {parts.hostname} would send the password in the clear",
            hint=f"Use {parts.scheme}+s://, or --insecure if the network is yours.",
        )
    from graph.stores.bolt import open_bolt

    return open_bolt(uri, environ.get("ACTORGRAPH_USER", "neo4j"), _password(environ))


def local_folder(uri: str) -> Path:
    """Return the data folder that a `local:` address means: the platform's user data folder when it names none."""
    named = uri.removeprefix("local").removeprefix(":")
    if named:
        return Path(named).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_data_dir("actorgraph", appauthor=False)) / "store"


def _parts(uri: str) -> SplitResult:
    hint = "Use local:, local:FOLDER, bolt://HOST:7687 or neo4j://HOST."
    try:
        parts = urlsplit(uri)
        known = parts.scheme in _BOLT_SCHEMES and parts.hostname and parts.port != 0
    except ValueError as error:
        raise Mistyped(f"{uri!r} is not the address of a store ({error})", hint=hint) from error
    if not known:
        raise Mistyped(f"{uri!r} is not the address of a store", hint=hint)
    return parts


def _open_local(folder: Path, environ: Mapping[str, str]) -> Store:
    from graph.stores.bolt import open_bolt
    from graph.stores.embedded import connect

    handle = connect(folder, idle=_idle(environ))
    at = handle.endpoint
    return open_bolt(at.uri, at.user, at.password, called=f"local:{folder}", reader=(at.reader, at.reader_password), on_close=handle.close)


def _idle(environ: Mapping[str, str]) -> float:
    text = environ.get("ACTORGRAPH_IDLE", "300")
    try:
        return float(text)
    except ValueError as error:
        raise Mistyped(f"ACTORGRAPH_IDLE is a number of seconds, not {text!r}") from error


def _password(environ: Mapping[str, str]) -> str:
    file = environ.get("ACTORGRAPH_PASSWORD_FILE")
    if not file:
        return environ.get("ACTORGRAPH_PASSWORD", "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise StoreUnreachable(f"the password file cannot be read ({error.strerror})", where=file) from error
    except UnicodeDecodeError as error:
        raise StoreUnreachable("the password file is not text in UTF-8", where=file) from error
