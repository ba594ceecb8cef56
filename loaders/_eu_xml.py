"""The European Union's list as XML: one `sanctionEntity` a party, its values in attributes.

Format: https://webgate.ec.europa.eu/fsd/fsf/public/files, schema xmlFullSanctionsList 1.1.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph import dates
from graph.errors import BadDate
from graph.sources import Record, Reject
from loaders._elements import elements, plain, root

_ROOT: Final = "export"
_NAMESPACE: Final = b"eu.europa.ec/fpi/fsd/export"
_GENERATED: Final = re.compile(rb"""\sgenerationDate\s*=\s*["'](\d{4}-\d{2}-\d{2})""")


def begins(start: bytes) -> bool:
    """Whether the first bytes of a file begin the list."""
    return root(start).name == _ROOT and _NAMESPACE in start.replace(b"\0", b"")


def date(start: bytes) -> str:
    """Return the day that the first bytes say the file was generated on, as written there, or nothing."""
    found = _GENERATED.search(start)
    try:
        return dates.parse(found[1].decode()).text if found else ""
    except BadDate:
        return ""


def records(path: Path) -> Iterator[Record | Reject]:
    """Yield one record a party, in file order, keyed by its logical id; one without is a Reject."""
    for element in elements(path, _ROOT, ("sanctionEntity",), beside=()):
        values, line = plain(element), element.sourceline or 0
        key = values.get("@logicalId", "").strip() if isinstance(values, dict) else ""
        if key:
            yield Record(key=key, values=values, line=line)
        else:
            yield Reject(reason=f"{path.name}: a party needs a logicalId", field="logicalId", line=line, raw=values)
