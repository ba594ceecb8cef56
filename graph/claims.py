"""What a source says, as values: propositions, claims, and the things they are about.

A loader's `claims` yields these; they are frozen, picklable and know nothing of a store.
"""

import hashlib
from collections.abc import Mapping
from typing import Final, TypeAlias

import orjson
from msgspec import Struct, field

from graph.dates import Period
from graph.errors import BadRow
from graph.vocabulary import EDGES, KINDS, Stance

Value: TypeAlias = str | int | float | bool | tuple[str, ...]

_ALWAYS: Final = Period()


def fingerprint(content: object) -> str:
    """Return 20 hex digits that depend on the content alone: the same anywhere, in any order of keys."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:20]


class Entity(Struct, frozen=True, kw_only=True):
    """A thing as one record describes it, or (`described=False`) only refers to it.

    `details` become node properties: scalars, or tuples of strings. A reference never changes a node
    that a record describes; it creates the node when nothing does yet.
    """

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    details: Mapping[str, Value] = field(default_factory=dict)
    described: bool = True

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise BadRow(f"no kind of thing is called {self.kind!r}; there are {', '.join(KINDS)}", field="kind")
        if not self.id or not self.name:
            raise BadRow("a thing needs an id and a name", field="id" if not self.id else "name")


class Document(Struct, frozen=True, kw_only=True):
    """A document that claims are read in. `original` is the id of the document it repeats, itself by default."""

    id: str
    title: str
    publisher: str
    published: str
    url: str = ""
    licence: str = ""
    original: str = ""
    language: str = ""
    note: str = ""


class Mention(Struct, frozen=True):
    """Another party of the same register, known by its name alone; found or counted in the second pass."""

    name: str


class Proposition(Struct, frozen=True, kw_only=True):
    """What may be true or not. Dates and quantities stay out: they belong to the claims.

    `scope` is a controlled word, whose meaning `graph.vocabulary` gives for each type.
    """

    type: str
    subject: str
    object: str | Mention
    item: str = ""
    scope: str = ""

    def __post_init__(self) -> None:
        if self.type not in EDGES:
            raise BadRow(f"no edge type is called {self.type!r}", field="type")

    @property
    def pid(self) -> str:
        """`<type>:` and a digest of the five parts; raises BadRow while the object is only a mention."""
        if isinstance(self.object, Mention):
            raise BadRow(f"{self.object.name!r} has not been found yet", field="object")
        return f"{self.type.lower()}:{fingerprint((self.type, self.subject, self.object, self.item, self.scope))}"


class Quantity(Struct, frozen=True, kw_only=True):
    """How many: a closed range, either end of which may be unknown; `estimate` when the source says so."""

    min: float | None = None
    max: float | None = None
    unit: str = ""
    estimate: bool = False


class Claim(Struct, frozen=True, kw_only=True):
    """One speaker's dated stance on a proposition, or on another claim (`target`).

    `principal` is the state or organisation that the speaker binds; `said_at` the latest day by which it was
    said; `document` the id of the document it was read in, empty when the register's row is itself the
    evidence; `concerns` the deed that a VIOLATES claim is about; `details` are further properties of the typed
    edge (a vote, a TIV).
    """

    proposition: Proposition
    stance: Stance = Stance.ASSERTS
    speaker: str
    principal: str
    voiced_by: str = ""
    said_at: str = ""
    period: Period = _ALWAYS
    quantity: Quantity | None = None
    qualification: str = ""
    document: str = ""
    locator: str = ""
    target: str = ""
    concerns: Proposition | None = None
    details: Mapping[str, Value] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Equal claims have equal ids whenever and wherever they are loaded."""
        quantity = self.quantity and (self.quantity.min, self.quantity.max, self.quantity.unit, self.quantity.estimate)
        return "claim:" + fingerprint(
            (
                self.target or self.proposition.pid,
                self.stance,
                self.speaker,
                self.principal,
                self.voiced_by,
                self.said_at,
                self.period.bounds,
                quantity,
                self.qualification,
                self.document,
                self.locator,
                dict(self.details),
            )
        )


def fact(
    type: str,
    subject: str,
    object: str | Mention,
    speaker: str,
    details: Mapping[str, Value],
    *,
    item: str = "",
    scope: str = "",
    period: Period = _ALWAYS,
    quantity: Quantity | None = None,
    principal: str = "",
) -> Claim:
    """Return the claim by which a speaker asserts a fact, for itself or for its principal; raise BadRow for an unknown type."""
    return Claim(
        proposition=Proposition(type=type, subject=subject, object=object, item=item, scope=scope),
        speaker=speaker,
        principal=principal or speaker,
        period=period,
        quantity=quantity,
        details=details,
    )


Statement: TypeAlias = Entity | Document | Claim
"""What a loader's `claims` yields."""
