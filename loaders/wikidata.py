"""Officials in Wikidata, statement by statement: who held which office, from when to when, on what rank and references.

Format: the JSON result of `QUERY`, a whole snapshot of what it asks for, in full or as the plain rows that the query service's
page saves; or items as JSON, of the API (wbgetentities) or a dump,
which are no whole of anything and form a register of their own. A statement that Wikidata deprecates is kept as such,
beside and not within the others. To get the file, run the query at https://query.wikidata.org or

    curl -G https://query.wikidata.org/sparql -H 'Accept: application/sparql-results+json' \\
         --data-urlencode query@officials.rq -o officials.json
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from graph.claims import Entity, Statement, Value
from graph.errors import BadFile, BadRow
from graph.files import head
from graph.sources import Record, Reject, Snapshot, Source
from loaders import _wikidata_items, _wikidata_query, _wikidata_statements
from loaders._offices import WIKIDATA

QUERY: Final = """\
SELECT ?statement ?person ?personLabel ?office ?officeLabel ?class ?of ?ofLabel ?iso ?rank
       ?start ?startPrecision ?end ?endPrecision ?unknownEnd ?disputedBy ?reference WHERE {
  VALUES ?class { wd:Q48352 wd:Q2285706 wd:Q7330070 }  # head of state, head of government, foreign minister
  ?office wdt:P279* ?class .
  ?statement ps:P39 ?office ; wikibase:rank ?rank .
  ?person p:P39 ?statement .
  OPTIONAL { ?office wdt:P1001 ?of . OPTIONAL { ?of wdt:P297 ?iso } }
  OPTIONAL { ?statement pqv:P580 [ wikibase:timeValue ?start ; wikibase:timePrecision ?startPrecision ] }
  OPTIONAL { ?statement pqv:P582 [ wikibase:timeValue ?end ; wikibase:timePrecision ?endPrecision ] }
  OPTIONAL { ?statement pq:P582 ?unknownEnd . FILTER(wikibase:isSomeValue(?unknownEnd)) }
  OPTIONAL { ?statement pq:P1310 ?disputedBy }
  OPTIONAL { ?statement prov:wasDerivedFrom/pr:P854 ?reference }
  FILTER NOT EXISTS { ?person wdt:P570 ?died . FILTER(?died < "1945-01-01T00:00:00Z"^^xsd:dateTime) }
  SERVICE wikibase:label { bd:serviceParam wikibase:language "en,mul" }
}
"""
"""What to ask the Wikidata Query Service; an end that is not known has no time, so that it is asked for by itself.

Other offices go in place of the three classes: Q83307 for ministers of all kinds, or the items of the offices themselves, such as
a permanent representative to the United Nations.
"""

SOURCE: Final = Source(
    name="wikidata",
    title="Wikidata: officials",
    publisher=WIKIDATA.id,
    url="https://query.wikidata.org/",
    licence="CC0 1.0",
    format="SPARQL JSON results of the query in `loaders/wikidata.py`, or items as JSON (wbgetentities, dump), plain or compressed",
    maps_to="HOLDS_POSITION, SPEAKS_FOR; from items also CITIZEN_OF, EMPLOYED_BY, MEMBER_OF, OWNS, PART_OF, DIRECTS, BASED_IN",
    by_hand="Run the query that README shows at https://query.wikidata.org/ and download its answer as a JSON file, verbose or not",
)

ITEMS: Final = Snapshot(register="wikidata_items", title="Wikidata: items", partial=True)
"""The register that files of items belong to; the results of the query are of the source itself."""

_BIRTH, _DEATH, _GENDER = "P569", "P570", "P21"


def recognises(head: bytes) -> bool:
    """Whether the first bytes of a file are a result with our variables, or items of Wikidata."""
    return bool(_shape(head))


def snapshot(*paths: Path) -> Snapshot:
    """Return the register of the items for a file of them; the results of the query say nothing of themselves."""
    return Snapshot() if _shape(head(paths[0])) in ("result", "rows") else ITEMS


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a statement of a result; of items, one an item and one each of its statements that make an edge."""
    for path in paths:
        shape = _shape(head(path))
        if shape in ("result", "rows"):
            yield from _wikidata_query.records(path)
        elif shape:
            yield from _wikidata_items.records(path, lines=shape == "lines")
        else:
            raise BadFile(
                "neither a SPARQL result in JSON with ?statement, ?person, ?office and ?rank, nor items of Wikidata in JSON",
                where=str(path), hint="The query to run is in `loaders/wikidata.py` and the README.",
            )  # fmt: skip


def claims(record: Record) -> Iterator[Statement]:
    """Wikidata says who held the office, and that it speaks for the state; of an item, what it is."""
    values = record.values
    if "rows" in values:
        yield from _wikidata_query.claims(values["rows"])
    elif "statement" in values:
        if not isinstance(values["statement"], dict):
            raise BadRow("this is no statement", field="statement")
        yield from _wikidata_statements.claims(values["subject"], values["statement"])
    else:
        yield _described(values)


def _described(item: Any) -> Entity:
    stated = item.get("claims") or {}
    kinds = {name: stated.get(name, []) for name in (_wikidata_statements.KIND_PROPERTY, "P297")}
    name = _wikidata_items.label(item)
    thing = _wikidata_statements.subject({"id": item.get("id"), "label": name, "kind": kinds, "held_office": item.get("held_office")})
    said = [(property, each) for property, found in sorted(stated.items()) if isinstance(found, list) for each in found]
    details: dict[str, Value] = {
        "wikidata": str(item.get("id")),
        "birth_date": _values(stated, _BIRTH),
        "death_date": _values(stated, _DEATH),
        "gender": _values(stated, _GENDER),
        "statements": tuple(f"{property} {_shown(each)}" for property, each in said),
    }
    aliases = tuple(alias for alias in _wikidata_items.names(item) if alias != thing.name)
    return replace(thing, aliases=aliases, details={name: value for name, value in details.items() if value}, described=True)


def _values(stated: Any, property: str) -> tuple[str, ...]:
    found = stated.get(property)
    kept = [each for each in found if isinstance(each, dict) and each.get("rank") != "deprecated"] if isinstance(found, list) else []
    return tuple(filter(None, (_wikidata_statements.plain(each.get("mainsnak")) for each in kept)))


def _shown(statement: Any) -> str:
    rank = statement.get("rank") if isinstance(statement, dict) else ""
    value = _wikidata_statements.plain(statement.get("mainsnak")) if isinstance(statement, dict) else ""
    return f"{value} (deprecated)" if rank == "deprecated" else value


def _shape(start: bytes) -> str:
    """Return what a file is by its first bytes: `result`, `rows` (a result without its head), `entities`, `lines` (a dump), or nothing."""
    text = start.decode("utf-8-sig", errors="replace").lstrip()
    if re.match(r'\{\s*"head"\s*:\s*\{', text):
        return "result" if all(f'"{name}"' in text for name in _wikidata_query.NEEDED) else ""
    if re.match(r"\[\s*\{", text) and all(f'"{name}"' in text for name in _wikidata_query.NEEDED):
        return "rows"
    if re.match(r'\{\s*"entities"\s*:\s*[{\[]', text):
        return "entities"
    item = r'\{\s*"(?:type"\s*:\s*"item"|id"\s*:\s*"Q|pageid"\s*:)'
    if not re.search(r'"(?:labels|claims)"\s*:', text) or '"schema"' in text:
        return ""
    if re.match(r"\[[ \t]*\r?\n\s*" + item, text) or re.match(item, text):
        return "lines"
    return "entities" if re.match(r"\[\s*" + item, text) else ""
