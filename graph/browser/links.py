"""Links that open Neo4j Browser with a question in its editor, the values filled in."""

import re
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from graph.errors import BadReport, Mistyped

_CUT: Final = re.compile("[&#]")
"""Signs at which Browser, which decodes the whole link first, would end the statement."""

_LONGEST: Final = 19_000
"""Neo4j 5.26 refuses a request line and headers of more than 20 KB (status 414)."""

_NO_BROWSER: Final = """\
Ask it here: actorgraph report run NAME. Or load the same files into a Neo4j server, as with docker compose up, and name that:
  actorgraph --store bolt://127.0.0.1:7687 load seeds
  actorgraph --store bolt://127.0.0.1:7687 browser open NAME
Or, where a Browser shows the same graph already, say where it is: --browser URL."""


def link(browser: str, statement: str, server: str) -> str:
    """Return the link that opens the Browser at an address with the statement in its editor; it is the user who runs it.

    `&` and `#` are written as Cypher's own escapes (`\\u0026`), which mean the same to the server. `server` is the store's
    address, which the Browser offers to connect to when it is a Neo4j server. Raises Mistyped for an address that is none of
    http or https, BadReport when the link is longer than Neo4j takes.
    """
    escaped = _CUT.sub(lambda sign: f"\\u{ord(sign[0]):04x}", statement.strip())
    asked = {"cmd": "edit", "arg": escaped} | ({"dbms": server} if _is_bolt(server) else {})
    made = f"{_address(browser)}?{urlencode(asked, quote_via=quote, safe='')}"
    if len(made) > _LONGEST:
        raise BadReport("the question is too long for a link", hint="Paste what `actorgraph report show` prints.")
    return made


def beside(server: str) -> str:
    """Return where the Browser of a server that speaks Bolt at an address is, unless its ports were changed.

    Raises Mistyped for the embedded store, which has none.
    """
    if not _is_bolt(server):
        raise Mistyped("the embedded store has no Neo4j Browser", hint=_NO_BROWSER)
    parts = urlsplit(server)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"https://{host}:7473/browser/" if "+" in parts.scheme else f"http://{host}:7474/browser/"


def _is_bolt(server: str) -> bool:
    return server.partition(":")[0] not in ("local", "")


def _address(browser: str) -> str:
    try:
        parts = urlsplit(browser)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and not (parts.query or parts.fragment)
    except ValueError:
        known = False
    if not known:
        raise Mistyped(f"{browser!r} is no address of Neo4j Browser", hint="Write it out, as http://localhost:7474/browser/.")
    return f"{browser.rstrip('/')}/" if parts.path.strip("/") else f"{browser.rstrip('/')}/browser/"
