"""FollowTheMoney JSON lines: a node or an edge a line, for OpenSanctions' and Aleph's tools.

Format: followthemoney 4.11.2. An edge becomes the schema that our vocabulary names where both ends fit it, else an
UnknownLink whose role says what it is; a listing becomes a Sanction. FollowTheMoney has no word for a denial: who
asserts, acknowledges and denies an edge are sentences of its `description`, its status one of its `summary`; a
contested edge is never written without them. An edge that has ended ends at the latest on the day of the snapshot that had
it no more. Under the key `actorgraph`, which followthemoney carries along, each line holds the node or the edge itself, so
that a file that was written is read back equal.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any, Final

import orjson

from graph.claims import fingerprint
from graph.exports.attributes import NOT_IN_UTF8, Attributes, Edge, edges, nodes
from graph.exports.colours import kind_of
from graph.vocabulary import EDGES

if TYPE_CHECKING:
    from networkx import MultiDiGraph

CONTEXT: Final = "actorgraph"
"""The key that holds the node or edge; `loaders/_ftm_exported.py` reads it."""

SCHEMATA: Final[Mapping[str, tuple[str, ...]]] = {
    "": ("LegalEntity",),
    "Actor": ("LegalEntity", "Position"),
    "Country": ("Territory",),
    "Person": ("Person",),
    "Official": ("Person",),
    "Organisation": ("Organization", "Company", "PublicBody"),
    "Resolution": ("Document",),
    "Instrument": ("Document",),
    "Provision": ("Note",),
    "Item": ("Asset", "BankAccount", "CryptoWallet", "RealEstate", "Security", "Vehicle"),
    "Vessel": ("Vessel",),
    "Aircraft": ("Airplane",),
    "Place": ("Address", "Territory"),
    "Event": ("Event",),
    "Document": ("Document", "Contract"),
    "Programme": ("Note",),
}
"""The schemata of each kind: what it becomes, then what a node that came from FollowTheMoney may stay."""

_LEGAL: Final = ("LegalEntity", "Person", "Organization", "Company", "PublicBody")
_ORGANISED: Final = ("Organization", "Company", "PublicBody")
_OWNED: Final = ("Company", *SCHEMATA["Item"], *SCHEMATA["Vessel"], *SCHEMATA["Aircraft"], "Contract")
_PERSON: Final = ("Person",)

_ENDS: Final[Mapping[str, tuple[str, Collection[str], str, Collection[str]]]] = {
    "Ownership": ("owner", _LEGAL, "asset", _OWNED),
    "Control": ("controller", _LEGAL, "controlled", _LEGAL),
    "Directorship": ("director", _LEGAL, "organization", _ORGANISED),
    "Membership": ("member", _LEGAL, "organization", _ORGANISED),
    "Employment": ("employee", _PERSON, "employer", _ORGANISED),
    "Occupancy": ("holder", _PERSON, "post", ("Position",)),
    "Representation": ("agent", _LEGAL, "client", _LEGAL),
    "Family": ("person", _PERSON, "relative", _PERSON),
    "Associate": ("person", _PERSON, "associate", _PERSON),
    "Succession": ("predecessor", _LEGAL, "successor", _LEGAL),
    "Payment": ("payer", _LEGAL, "beneficiary", _LEGAL),
}
"""Edge schemata: the properties of both ends, and which schemata these take."""

_PROPERTIES: Final[Mapping[str, str]] = {
    "address": "address", "birth_date": "birthDate", "birth_place": "birthPlace", "citizenship": "citizenship", "city": "city",
    "death_date": "deathDate", "dissolution_date": "dissolutionDate", "email": "email", "first_name": "firstName", "full": "full",
    "gender": "gender", "id_number": "idNumber", "imo_number": "imoNumber", "incorporation_date": "incorporationDate",
    "inn_code": "innCode", "jurisdiction": "jurisdiction", "last_name": "lastName", "lei_code": "leiCode", "mmsi": "mmsi",
    "nationality": "nationality", "notes": "notes", "ogrn_code": "ogrnCode", "position": "position", "postal_code": "postalCode",
    "program_id": "programId", "registration_number": "registrationNumber", "source_url": "sourceUrl", "street": "street",
    "tax_number": "taxNumber", "topics": "topics", "wikidata_id": "wikidataId",
}  # fmt: skip
"""Properties that a node from FollowTheMoney gives back under their own names."""

_STANCES: Final = (("asserted_by", "asserted by"), ("acknowledged_by", "acknowledged by"), ("denied_by", "denied by"))
_ID: Final = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?")
_NOT_IN_IDS: Final = re.compile(r"[^0-9a-zA-Z]+")
_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d)?)?)?")
_CODE: Final = re.compile(r"country:([A-Z]{2})")


def write(graph: MultiDiGraph, file: IO[bytes]) -> None:
    """Write the network, nodes by id and then edges by key, the same bytes for equal networks; an empty one is a blank line."""
    things = dict(nodes(graph, NOT_IN_UTF8))
    links = list(edges(graph, NOT_IN_UTF8))
    owned = {object_ for _, object_, _, attributes in links if _schema_of(attributes) == "Ownership"}
    schemata = {key: _schema(attributes, owned=key in owned) for key, attributes in things.items()}
    for key, attributes in things.items():
        file.write(orjson.dumps(_thing(key, attributes, schemata[key]), option=orjson.OPT_APPEND_NEWLINE))
    if not things:
        file.write(b"\n")
    for edge in links:
        file.write(orjson.dumps(_link(edge, things, schemata), option=orjson.OPT_APPEND_NEWLINE))


def read(file: IO[bytes]) -> MultiDiGraph:
    """Return the network of a file that `write` wrote; raises ValueError, KeyError and TypeError for another file."""
    import networkx as nx

    graph, lines = nx.MultiDiGraph(), file.read().splitlines()
    if not lines:
        raise ValueError("it is empty")
    for line in filter(None, lines):
        held = orjson.loads(line)[CONTEXT]
        if "node" in held:
            graph.add_nodes_from([(held["node"]["id"], held["node"])])
        else:
            graph.add_edges_from([(held["subject"]["id"], held["object"]["id"], held["key"], held["edge"])])
    return graph


def ftm_id(id: str) -> str:
    """Return an id that FollowTheMoney allows: its own where we have it from there, else ours spelt out with a digest."""
    own = id.removeprefix("ftm:")
    if own != id and _ID.fullmatch(own):
        return own
    return f"{_NOT_IN_IDS.sub('-', id)[:80].strip('-') or 'id'}-{fingerprint(id)[:12]}"


def _thing(key: str, attributes: Attributes, schema: str) -> dict[str, Any]:
    name = str(attributes.get("name") or key)
    properties: dict[str, list[str]] = {"name": [name], "alias": _listed(attributes, "aliases")}
    properties["previousName"] = _listed(attributes, "former_names")
    properties["weakAlias"] = _listed(attributes, "weak_aliases")
    if attributes.get("schema") == schema:
        properties |= {name: _listed(attributes, ours) for ours, name in _PROPERTIES.items()}
    elif schema == "Person":
        properties["birthDate"] = _dates(_listed(attributes, "birth_date_edtf"))
    code = _country(key)
    properties["country"] = [code] if code else []
    return _line(key, schema, name, properties, {"node": attributes})


def _link(edge: Edge, things: Mapping[str, Attributes], schemata: Mapping[str, str]) -> dict[str, Any]:
    subject, object_, key, attributes = edge
    schema, properties = _ends(subject, object_, attributes, things, schemata)
    properties["startDate"] = _dates([attributes.get("from_min"), attributes.get("from_max")])
    properties["endDate"] = _ends_on(attributes)
    properties["summary"] = list(_summary(attributes, things))
    properties["description"] = list(_voices(attributes, things))
    properties["recordId"] = _listed(attributes, "records")
    properties["publisher"] = _listed(attributes, "sources")
    ends = {"subject": subject, "object": object_} | ({"item": attributes["item"]} if attributes.get("item") else {})
    held: dict[str, Any] = {"key": key, "edge": attributes, **{name: _end(end, things) for name, end in ends.items()}}
    held["voices"] = [_end(voice, things) for voice in sorted({voice for name, _ in _STANCES for voice in _listed(attributes, name)})]
    return _line(key, schema, str(attributes.get("type", schema)), properties, held)


def _ends(
    subject: str, object: str, attributes: Attributes, things: Mapping[str, Attributes], schemata: Mapping[str, str]
) -> tuple[str, dict[str, list[str]]]:
    """Return the schema of an edge, and the properties that this schema alone has: its ends, and what it is."""
    schema = _schema_of(attributes)
    if schema == "Sanction":
        code = _country(subject)
        return schema, {
            "entity": [ftm_id(object)],
            "authority": [_called(subject, things)],
            "country": [code] if code else [],
            "program": _listed(attributes, "scope"),
        }
    source, sources, target, targets = _ENDS.get(schema, ("", (), "", ()))
    if schemata.get(subject) in sources and schemata.get(object) in targets:
        return schema, {source: [ftm_id(subject)], target: [ftm_id(object)]}
    type = attributes.get("type")
    role = f"{type}: {EDGES[type].definition}" if type in EDGES else str(type or "")
    return "UnknownLink", {"subject": [ftm_id(subject)], "object": [ftm_id(object)], "role": [role] if role else []}


def _ends_on(attributes: Attributes) -> list[str]:
    stated, gone = _dates([attributes.get("until_min"), attributes.get("until_max")]), _dates([attributes.get("gone_at")])
    return [day for day in stated if not gone or day <= gone[0]] or gone


def _summary(attributes: Attributes, things: Mapping[str, Attributes]) -> Iterator[str]:
    """Yield what the edge says beside its ends: its status, item, scope, quantity, and the limits that were set to it."""
    if attributes.get("status"):
        yield f"status: {attributes['status']}" + (" (contested)" if attributes.get("contested") is True else "")
    if attributes.get("item"):
        yield f"item: {_called(attributes['item'], things)}"
    for name in ("scope", "qualification"):
        if attributes.get(name):
            yield f"{name}: {attributes[name]}"
    least, most = attributes.get("quantity_min"), attributes.get("quantity_max")
    if least is not None or most is not None:
        amount = str(least) if least == most else f"{'?' if least is None else least} to {'?' if most is None else most}"
        yield f"quantity: {amount} {attributes.get('unit', '')}".strip()


def _voices(attributes: Attributes, things: Mapping[str, Attributes]) -> Iterator[str]:
    for name, words in _STANCES:
        for voice in _listed(attributes, name):
            yield f"{words} {_called(voice, things)}" + (f" ({voice})" if _called(voice, things) != voice else "")


def _line(key: str, schema: str, caption: str, properties: Mapping[str, list[str]], held: Mapping[str, Any]) -> dict[str, Any]:
    stated = {name: list(dict.fromkeys(text for text in texts if text.strip())) for name, texts in properties.items()}
    return {
        "id": ftm_id(key),
        "caption": caption,
        "schema": schema,
        "properties": {name: texts for name, texts in stated.items() if texts},
        "datasets": [CONTEXT],
        CONTEXT: held,
    }


def _schema(attributes: Attributes, *, owned: bool) -> str:
    """Return the schema of a node; an organisation that somebody owns is a company, since nothing else can be owned."""
    usual, *others = SCHEMATA[kind_of(_listed(attributes, "labels"))]
    own = attributes.get("schema")
    if own in others:
        return str(own)
    return "Company" if owned and usual == "Organization" else usual


def _schema_of(attributes: Attributes) -> str:
    edge = EDGES.get(str(attributes.get("type")))
    return edge.ftm if edge else ""


def _end(key: str, things: Mapping[str, Attributes]) -> dict[str, str]:
    kind = kind_of(_listed(things.get(key, {}), "labels")) or "Actor"
    return {"id": key, "name": _called(key, things), "kind": kind}


def _called(key: str, things: Mapping[str, Attributes]) -> str:
    return str(things.get(key, {}).get("name") or key)


def _country(key: str) -> str:
    match = _CODE.fullmatch(key)
    return match[1].lower() if match else ""


def _listed(attributes: Attributes, name: str) -> list[str]:
    value = attributes.get(name)
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def _dates(texts: Collection[str | None]) -> list[str]:
    return [text for text in ((text or "").removesuffix("Z") for text in texts) if _DATE.fullmatch(text)]
