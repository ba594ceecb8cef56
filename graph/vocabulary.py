"""The words of the graph: kinds of things, stances, statuses and typed edges, each declared once.

Constraints, indexes, MERGE statements, exports, the schema command and the lint of saved questions are
derived from these tables; no label or edge type is written anywhere else but in `cypher/*.cypher`.
Equivalents: CAMEO (Conflict and Mediation Event Observations codebook 1.1b3), PLOVER (POLECAT event
types), FtM (FollowTheMoney schemata) and Wikidata properties.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Stance(StrEnum):
    """What a speaker does with a proposition.

    Equivalents: asserts CAMEO 010, CiTO supports; denies CAMEO 016, CiTO disputes; acknowledges CAMEO 015,
    CiTO agreesWith; qualifies (no CAMEO code), CiTO qualifies; declines_comment CAMEO 011; retracts CiTO retracts.
    `acknowledges` is a party's admission of its own deed; `qualifies` accepts within limits that the claim states.
    """

    ASSERTS = "asserts"
    DENIES = "denies"
    ACKNOWLEDGES = "acknowledges"
    QUALIFIES = "qualifies"
    DECLINES_COMMENT = "declines_comment"
    RETRACTS = "retracts"


POSITIVE: Final = frozenset({Stance.ASSERTS, Stance.ACKNOWLEDGES, Stance.QUALIFIES})


class Status(StrEnum):
    """What the claims and records about a proposition amount to; `graph.status` computes it.

    The first group carries a typed edge, the second does not.
    """

    ACKNOWLEDGED = "acknowledged"
    CONTESTED = "contested"
    CORROBORATED = "corroborated"
    SINGLE_SOURCE = "single_source"
    OFFICIAL = "official"
    REFERENCE = "reference"
    ENDED = "ended"

    RETRACTED = "retracted"
    DENIED_ONLY = "denied_only"
    UNASSERTED = "unasserted"


WITHOUT_EDGE: Final = frozenset({Status.RETRACTED, Status.DENIED_ONLY, Status.UNASSERTED})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its name, and all the labels a node of it carries from its creation on."""

    name: str
    labels: tuple[str, ...]
    definition: str


KEY_LABEL: Final = "Entity"

KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("Actor", ("Entity", "Actor"), "a party whose kind the source leaves open, such as an unknown supplier"),
        Kind(
            "Country",
            ("Entity", "Actor", "Country"),
            "a state or territory with an ISO 3166 code, current or withdrawn, or one that ended before it had any",
        ),
        Kind("Person", ("Entity", "Actor", "Person"), "a natural person"),
        Kind(
            "Official",
            ("Entity", "Actor", "Person", "Official"),
            "a person who holds or held an office, or speaks for a state or organisation",
        ),
        Kind("Organisation", ("Entity", "Actor", "Organisation"), "a company, agency, armed group or international body"),
        Kind("Resolution", ("Entity", "Resolution"), "a resolution of a United Nations organ"),
        Kind("Instrument", ("Entity", "Instrument"), "a legal act other than a United Nations resolution, such as a regulation"),
        Kind("Provision", ("Entity", "Provision"), "one paragraph of a resolution that binds somebody to something"),
        Kind("Item", ("Entity", "Item"), "goods, arms or technology, or a category of them"),
        Kind("Vessel", ("Entity", "Vessel"), "a ship"),
        Kind("Aircraft", ("Entity", "Aircraft"), "an aeroplane or helicopter with an identity of its own"),
        Kind("Place", ("Entity", "Place"), "a site, town or zone below the level of a territory"),
        Kind("Event", ("Entity", "Event"), "something that happened at a time"),
        Kind("Document", ("Entity", "Document"), "a paper or file as a thing of its own, such as a passport or a contract"),
        Kind("Programme", ("Entity", "Programme"), "a sanctions programme or regime"),
    )
}


class Role(StrEnum):
    """What a register's row of this type amounts to: the act itself, a fact of structure, or a deed it reports."""

    ACT = "act"
    STRUCTURE = "structure"
    DEED = "deed"


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeType:
    """A typed edge between two entities.

    `subject` and `object` are the labels an end may carry (any of them). `leaf` is the end that few edges of
    this type meet: statements start there, since a MERGE from a hub is a hundred times slower. `scope` says what
    the proposition's scope word is, where the type has one. `half_open` types have an exclusive `until`.
    """

    name: str
    subject: tuple[str, ...]
    object: tuple[str, ...]
    definition: str
    role: Role = Role.DEED
    leaf: str = "object"
    scope: str = ""
    half_open: bool = False
    cameo: tuple[str, ...] = ()
    plover: tuple[str, ...] = ()
    ftm: str = ""
    wikidata: str = ""


_ACTOR: Final = ("Actor",)
_ANY: Final = ("Entity",)
_LISTED: Final = ("Actor", "Vessel", "Aircraft", "Item")
_ACT, _STRUCTURE = Role.ACT, Role.STRUCTURE

EDGES: Final = {
    edge.name: edge
    for edge in (
        EdgeType(name="SUPPLIES", subject=_ACTOR, object=_ACTOR, definition="transfers goods, arms or technology to",
                 scope="the deal's id in a trade register", cameo=("070", "071", "072", "073"), plover=("AID",)),
        EdgeType(name="SEEKS_SUPPLY", subject=_ACTOR, object=("Actor", "Item"), definition="asks for goods, arms or technology from, or looks for an item",
                 cameo=("0231", "0232", "1032"), plover=("REQUEST",)),
        EdgeType(name="OFFERS", subject=_ACTOR, object=_ACTOR, definition="offers goods, arms, technology or cooperation to",
                 cameo=("033", "0332"), plover=("AGREE",)),
        EdgeType(name="PRODUCES", subject=("Actor", "Place"), object=("Item",), definition="makes, or is a site that makes",
                 leaf="subject", wikidata="P1056"),
        EdgeType(name="USES", subject=_ACTOR, object=("Item",), definition="operates, fires or flies; the item says against whom in its scope",
                 scope="the id of the actor it is used against", leaf="subject", cameo=("190", "194", "195")),
        EdgeType(name="ATTACKS", subject=_ACTOR, object=("Actor", "Place"), definition="uses armed force against",
                 cameo=("19", "20"), plover=("ASSAULT",)),
        EdgeType(name="COOPERATES_MILITARILY", subject=_ACTOR, object=_ACTOR, definition="cooperates in defence with",
                 cameo=("062",), plover=("COOPERATE",)),
        EdgeType(name="SANCTIONS", subject=_ACTOR, object=_LISTED, definition="has put under restrictive measures", role=_ACT,
                 scope="the programme or regime", cameo=("163", "172"), plover=("SANCTION", "COERCE"), ftm="Sanction"),
        EdgeType(name="LIFTS_SANCTIONS", subject=_ACTOR, object=_LISTED, definition="has ended restrictive measures against", role=_ACT,
                 scope="the programme or regime", cameo=("085", "081"), plover=("CONCEDE",)),
        EdgeType(name="EMBARGOES", subject=_ACTOR, object=_ACTOR, definition="forbids trade in a class of goods with", role=_ACT,
                 scope="the class of goods", cameo=("163",), plover=("SANCTION", "COERCE")),
        EdgeType(name="ACCUSES", subject=_ACTOR, object=_ACTOR, definition="publicly blames", cameo=("112", "1121", "1122", "1123", "1124", "1125"),
                 plover=("ACCUSE",)),
        EdgeType(name="ACTS_TOWARD", subject=_ACTOR, object=_ACTOR, definition="is reported, by a machine that reads the news, to have acted toward",
                 scope="the event's CAMEO code and its day", cameo=tuple(f"{root:02}" for root in range(1, 21))),
        EdgeType(name="VIOLATES", subject=_ACTOR, object=("Provision", "Resolution"), definition="is accused of acting against",
                 scope="the pid of the deed", leaf="subject", cameo=("128", "196")),
        EdgeType(name="VOTED", subject=_ACTOR, object=("Resolution",), definition="cast a vote (Y, N, A abstained, X did not vote) on", role=_ACT,
                 ftm="", cameo=("129",)),
        EdgeType(name="SPONSORED", subject=_ACTOR, object=("Resolution",), definition="put forward the draft of", role=_ACT),
        EdgeType(name="HAS_PROVISION", subject=("Resolution",), object=("Provision",), definition="contains", role=_STRUCTURE),
        EdgeType(name="IN_FORCE", subject=("Provision",), object=("Resolution",), definition="binds under, from (included) until (excluded), in UTC",
                 scope="the period's name", leaf="subject", half_open=True),
        EdgeType(name="AMENDS", subject=("Resolution",), object=("Resolution", "Provision"), definition="changes", role=_STRUCTURE),
        EdgeType(name="TERMINATES", subject=("Resolution",), object=("Resolution", "Provision"), definition="ends", role=_STRUCTURE),
        EdgeType(name="REINSTATES", subject=("Resolution", "Event"), object=("Resolution", "Provision"), definition="brings back into force", role=_STRUCTURE),
        EdgeType(name="RECALLS", subject=("Resolution",), object=("Resolution",), definition="refers back to", role=_STRUCTURE),
        EdgeType(name="IMPOSED_UNDER", subject=("Programme",), object=("Resolution", "Provision", "Instrument"), definition="has its legal basis in", role=_STRUCTURE,
                 leaf="subject"),
        EdgeType(name="BOUND_BY", subject=_ACTOR, object=("Provision", "Resolution"), definition="is obliged by", role=_STRUCTURE),
        EdgeType(name="SPEAKS_FOR", subject=_ACTOR, object=_ACTOR, definition="binds by what it says", role=_STRUCTURE, leaf="subject"),
        EdgeType(name="HOLDS_POSITION", subject=("Person",), object=_ACTOR, definition="holds or held an office in or for", role=_STRUCTURE,
                 scope="the office", leaf="subject", ftm="Occupancy", wikidata="P39"),
        EdgeType(name="DIRECTS", subject=_ACTOR, object=_ACTOR, definition="is a director or principal executive of", role=_STRUCTURE,
                 leaf="subject", ftm="Directorship", wikidata="P169"),
        EdgeType(name="EMPLOYED_BY", subject=("Person",), object=_ACTOR, definition="works for", role=_STRUCTURE,
                 leaf="subject", ftm="Employment", wikidata="P108"),
        EdgeType(name="MEMBER_OF", subject=_ACTOR, object=_ACTOR, definition="belongs to", role=_STRUCTURE,
                 scope="the year it began, where there were several", leaf="subject", ftm="Membership", wikidata="P463"),
        EdgeType(name="OWNS", subject=_ACTOR, object=_ANY, definition="owns, wholly or in part", role=_STRUCTURE, ftm="Ownership", wikidata="P127"),
        EdgeType(name="CONTROLS", subject=_ACTOR, object=_ANY, definition="controls, whether or not it owns", role=_STRUCTURE, ftm="Control", wikidata="P137"),
        EdgeType(name="ACTS_FOR", subject=_ANY, object=_ACTOR, definition="acts for or on behalf of", role=_STRUCTURE, leaf="subject", ftm="Representation"),
        EdgeType(name="LINKED_TO", subject=_ANY, object=_ANY, definition="is linked to, in a register's words", role=_STRUCTURE,
                 leaf="subject", ftm="UnknownLink"),
        EdgeType(name="RELATED_TO", subject=("Person",), object=("Person",), definition="is family of", role=_STRUCTURE, leaf="subject", ftm="Family", wikidata="P1038"),
        EdgeType(name="ASSOCIATED_WITH", subject=_ACTOR, object=_ACTOR, definition="is a known associate of", role=_STRUCTURE, leaf="subject", ftm="Associate"),
        EdgeType(name="PAID", subject=_ACTOR, object=_ACTOR, definition="has paid money to", scope="the payment's id in its register", ftm="Payment"),
        EdgeType(name="PART_OF", subject=_ANY, object=_ANY, definition="is part or dependency of", role=_STRUCTURE, leaf="subject", wikidata="P361"),
        EdgeType(name="LOCATED_IN", subject=_ANY, object=("Place", "Country"), definition="lies in", role=_STRUCTURE, leaf="subject", wikidata="P131"),
        EdgeType(name="BASED_IN", subject=_ANY, object=("Place", "Country"), definition="has an address or registration in", role=_STRUCTURE, leaf="subject", wikidata="P159"),
        EdgeType(name="CITIZEN_OF", subject=("Person",), object=("Country",), definition="has the nationality or citizenship of", role=_STRUCTURE,
                 leaf="subject", wikidata="P27"),
        EdgeType(name="CLAIMED_BY", subject=("Country", "Place"), object=("Country",), definition="is claimed as territory by", role=_STRUCTURE,
                 leaf="subject", wikidata="P1336"),
        EdgeType(name="KIND_OF", subject=("Item",), object=("Item",), definition="is a kind of", role=_STRUCTURE, leaf="subject", wikidata="P279"),
        EdgeType(name="SUCCEEDED_BY", subject=_ANY, object=_ANY, definition="was followed by", role=_STRUCTURE, leaf="subject",
                 ftm="Succession", wikidata="P1366"),
        EdgeType(name="SAME_AS", subject=_ANY, object=_ANY, definition="is the same thing as", role=_STRUCTURE, leaf="subject", wikidata="P2888"),
        EdgeType(name="NOT_SAME_AS", subject=_ANY, object=_ANY, definition="is a different thing from, though easily confused with", role=_STRUCTURE,
                 leaf="subject", wikidata="P1889"),
        EdgeType(name="SAID_TO_BE_SAME_AS", subject=_ANY, object=_ANY, definition="shares an identifier with, though something contradicts that they are one",
                 role=_STRUCTURE, leaf="subject", wikidata="P460"),
    )
}  # fmt: skip

SAME: Final = EDGES["SAME_AS"].name
NOT_SAME: Final = EDGES["NOT_SAME_AS"].name
SAID_TO_BE_SAME: Final = EDGES["SAID_TO_BE_SAME_AS"].name
"""The types that say whether two entries of registers are one party."""


NODES: Final = {
    "Entity": "a thing: an actor, item, place, resolution, provision, programme or event",
    "Source": "a register or a document, with publisher, licence and link",
    "Record": "the unit that a register's publisher revises, with its history over snapshots",
    "Proposition": "what may be true or not: type, subject, object, item, scope",
    "Claim": "one speaker's dated stance on a proposition or on another claim, read in one place",
    "Run": "one load of one file",
}
"""Key labels: each carries a unique `id`."""

INDEXES: Final = (
    ("Entity", "name"),
    ("Entity", "folded"),
    ("Record", "register"),
    ("Claim", "said_at"),
    ("Proposition", "type"),
    ("Proposition", "status"),
)

EVIDENCE: Final = {
    "DESCRIBES": "Record to the Entity whose properties it states",
    "MAKES": "speaker to Claim",
    "VOICES": "person who said the words to Claim",
    "ABOUT": "Claim to the Proposition or Claim it takes a stance on",
    "WAS_ABOUT": "Claim that its source no longer holds, to what it was about",
    "CITED_IN": "Claim to the Source it was read in",
    "SUBJECT": "Proposition to its subject",
    "OBJECT": "Proposition to its object",
    "ITEM": "Proposition to the item it is about",
    "CONCERNS": "VIOLATES Proposition to the Proposition that is the deed",
    "PART": "document to the register (dossier) it was filed in",
    "LOADED": "Run to the Source it loaded",
}
"""Edges of the evidence layer, between the nodes above."""

STANCE_EDGES: Final = {
    Stance.ASSERTS: "ASSERTS",
    Stance.DENIES: "DENIES",
    Stance.ACKNOWLEDGES: "ACKNOWLEDGES",
    Stance.QUALIFIES: "ACKNOWLEDGES",
}
"""Derived edges, principal to Proposition, for live stances."""


def as_rows() -> list[dict[str, object]]:
    """Return the whole vocabulary as rows: kinds of things, edge types, and the evidence layer."""
    kinds: list[dict[str, object]] = [
        {"name": kind.name, "subject": list(kind.labels), "definition": kind.definition} for kind in KINDS.values()
    ]
    edges: list[dict[str, object]] = [
        {
            "name": edge.name, "subject": list(edge.subject), "object": list(edge.object), "definition": edge.definition, "leaf": edge.leaf,
            "scope": edge.scope, "cameo": list(edge.cameo), "plover": list(edge.plover), "ftm": edge.ftm, "wikidata": edge.wikidata,
        }
        for edge in EDGES.values()
    ]  # fmt: skip
    evidence: list[dict[str, object]] = [
        {"name": name, "definition": text} for name, text in (NODES | EVIDENCE).items() if name != KEY_LABEL
    ]
    return [*kinds, *edges, *evidence]
