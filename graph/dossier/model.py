"""What a dossier consists of, as it is written: the model behind the checks and behind the JSON Schema."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, PrivateAttr, Tag

from graph.dossier.fields import (
    Date,
    Day,
    DocumentId,
    DocumentReference,
    Handle,
    Hash,
    Id,
    KindWord,
    Link,
    Links,
    Number,
    Paragraph,
    Publisher,
    Reference,
    References,
    Slug,
    StanceWord,
    Symbol,
    Text,
    Texts,
    Truth,
    TypeWord,
    Whole,
)  # fmt: skip
from graph.dossier.names import Names
from graph.yamlnodes import Steps

Row: TypeAlias = Mapping[str, Any]
"""One claim by one speaker about one subject, as plain values."""


class Entry(BaseModel):
    """A mapping of the dossier: only these keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EntityEntry(Entry):
    """A thing of this dossier's own. Countries need no entry."""

    id: Id = Field(description="namespace and slug: person:…, org:…, item:…, place:…, event:…, programme:…")
    kind: KindWord
    name: Text
    aliases: Texts = ()
    note: Text | None = None
    links: Links = ()
    speaks_for: References = Field(default=(), description="the states or organisations bound by what it says")
    based_in: References = Field(default=(), description="places or countries")
    part_of: References = ()
    kind_of: References = Field(default=(), description="the wider items that this item is a kind of")
    located_in: References = Field(default=(), description="places or countries")
    member_of: References = ()


class ProvisionEntry(Entry):
    """One paragraph of a resolution that binds somebody to something."""

    id: Paragraph = Field(description="the paragraph, such as B4; its full id is the resolution's, then # and this")
    measure: Text
    binds: References = ()
    text: Text | None = Field(default=None, description="what it says, in your own words, short")
    link: Link | None = None


class VotesEntry(Entry):
    """Who voted how."""

    Y: References = Field(default=(), description="yes")
    N: References = Field(default=(), description="no")
    A: References = Field(default=(), description="abstained")
    X: References = Field(default=(), description="did not vote")


class ResolutionEntry(Entry):
    """A resolution of a United Nations organ."""

    id: Symbol
    title: Text
    adopted: Date
    link: Link | None = None
    amends: References = ()
    terminates: References = ()
    reinstates: References = ()
    recalls: References = ()
    votes: VotesEntry = VotesEntry()
    provisions: tuple[ProvisionEntry, ...] = ()


class DeedEntry(Entry):
    """What was done, written out."""

    subject: Reference
    type: TypeWord
    object: Reference
    item: Reference | None = None
    scope: Text | None = None


class QuantityEntry(Entry):
    """How many: a closed range, either end of which may be left out."""

    min: Number | None = None
    max: Number | None = None
    unit: Text | None = None
    estimate: Truth = False


class QuoteEntry(Entry):
    """Where the sentence stands in the document's text; never the sentence itself."""

    sha256: Hash
    start: Whole = Field(description="offset of its first character")
    end: Whole = Field(description="offset after its last character")


def _deed_form(value: Any) -> str:
    return "inline" if isinstance(value, dict | DeedEntry) else "handle"


Deed: TypeAlias = Annotated[
    Annotated[Text, Tag("handle")] | Annotated[DeedEntry, Tag("inline")],
    Discriminator(_deed_form),
]


class ClaimEntry(Entry):
    """A speaker's stance on what subject, type, object, item and scope say, or on another claim."""

    id: Handle | None = Field(default=None, description="a handle, unique in the document, for about, deed and retracts")
    speaker: References = Field(min_length=1, description="one, or several who say the same: one claim each")
    principal: Reference | None = Field(default=None, description="whom the speaker binds; by default the one it speaks for, or itself")
    voiced_by: Reference | None = Field(default=None, description="the person who said the words")
    says: StanceWord
    subject: References = Field(default=(), description="one, or several who did the same: one claim each")
    type: TypeWord | None = None
    object: Reference | None = None
    item: Reference | None = None
    scope: Text | None = None
    from_: Date | None = Field(default=None, alias="from", description="when the deed began; dates may be imprecise (EDTF)")
    until: Date | None = Field(default=None, description="when it ended")
    said: Date | None = Field(default=None, description="when it was said; by default the document's date")
    quantity: QuantityEntry | None = None
    qualification: Text | None = None
    deed: Deed | None = Field(default=None, description="for VIOLATES: a claim's handle, document/handle, or the deed written out")
    about: Text | None = Field(default=None, description="a claim's handle, or document/handle: this is a claim about that claim")
    retracts: Text | None = Field(default=None, description="the handle of the claim that is taken back")
    quote: QuoteEntry | None = None
    locator: Text = Field(description="where in the document: para 9")
    note: Text | None = None


class DocumentEntry(Entry):
    """A document that claims are read in."""

    id: DocumentId = Field(description="doc: and a slug, without /")
    title: Text
    publisher: Publisher = Field(description="an entity's id or name, or any other name")
    published: Date
    url: Link | None = None
    original: DocumentReference | None = Field(default=None, description="the document that this one repeats, itself by default")
    language: Text | None = None
    licence: Text | None = None
    note: Text | None = None
    claims: tuple[ClaimEntry, ...] = ()


class Dossier(Entry):
    """Documents, what is claimed in them, and the things that the claims are about."""

    dossier: Slug = Field(description="its slug; the register is dossier/<slug>")
    title: Text
    version: Day = Field(description="the snapshot's date")
    entities: tuple[EntityEntry, ...] = ()
    resolutions: tuple[ResolutionEntry, ...] = ()
    documents: tuple[DocumentEntry, ...] = ()

    _claims: Mapping[str, tuple[Row, ...]] = PrivateAttr(default_factory=dict)
    _lines: Mapping[str, int] = PrivateAttr(default_factory=dict)
    _names: Names = PrivateAttr()

    @property
    def names(self) -> Names:
        """The kinds and names of everything it declares."""
        return self._names

    def claims_in(self, document: str) -> tuple[Row, ...]:
        """Return the document's claims, one a speaker and subject, as values that `graph.dossier.claims.claim` reads."""
        return self._claims[document]

    def line(self, key: str) -> int:
        """Return the line on which the entry with this id stands."""
        return self._lines[key]

    def settle(self, claims: Mapping[str, tuple[Row, ...]], lines: Mapping[str, int], names: Names) -> "Dossier":
        """Return itself, with what the whole of it says."""
        self._claims, self._lines, self._names = claims, lines, names
        return self


Pieces: TypeAlias = dict[Steps, Entry]
"""The sound entries of a dossier, each without the lists of `PARTS`, by the steps that lead to them."""

PARTS: Final[Mapping[type[Entry], Mapping[str, type[Entry]]]] = {
    Dossier: {"entities": EntityEntry, "resolutions": ResolutionEntry, "documents": DocumentEntry},
    ResolutionEntry: {"provisions": ProvisionEntry},
    DocumentEntry: {"claims": ClaimEntry},
}
"""The lists of entries that an entry holds; each is checked by itself, so that one fault hides no other."""

NESTED: Final[Mapping[str, type[Entry]]] = {"votes": VotesEntry, "quantity": QuantityEntry, "quote": QuoteEntry, "deed": DeedEntry}
"""The keys whose value is a mapping."""

ENTITY_FACTS: Final = {
    "speaks_for": "SPEAKS_FOR",
    "based_in": "BASED_IN",
    "part_of": "PART_OF",
    "kind_of": "KIND_OF",
    "located_in": "LOCATED_IN",
    "member_of": "MEMBER_OF",
}
RESOLUTION_FACTS: Final = {"amends": "AMENDS", "terminates": "TERMINATES", "reinstates": "REINSTATES", "recalls": "RECALLS"}
"""The edge type that each of these keys states."""
