"""The schemata of FollowTheMoney (4.11.2) and what each becomes here: a kind of thing, or a typed edge between two."""

from collections.abc import Mapping
from functools import cache
from typing import Final

EXTENDS: Final[Mapping[str, tuple[str, ...]]] = {
    "Address": ("Thing",), "Airplane": ("Vehicle",), "Analyzable": (), "Article": ("Document",), "Asset": ("Thing", "Value"),
    "Associate": ("Interval",), "Audio": ("Document",), "BankAccount": ("Asset",), "Call": ("Interval",),
    "CallForTenders": ("Thing", "Interval"), "Company": ("Organization", "Asset"), "Contract": ("Asset",),
    "ContractAward": ("Value", "Interest"), "Control": ("Interest",), "CourtCase": ("Thing",), "CourtCaseParty": ("Interest",),
    "CryptoWallet": ("Thing", "Value"), "Debt": ("Interval", "Value"), "Directorship": ("Interest",),
    "Document": ("Thing", "Analyzable"), "Documentation": ("Interest",), "EconomicActivity": ("Interval",),
    "Email": ("Folder", "PlainText", "HyperText"), "Employment": ("Interest",), "Event": ("Interval", "Analyzable", "Thing"),
    "Family": ("Interval",), "Folder": ("Document",), "HyperText": ("Document",), "Identification": ("Interval",),
    "Image": ("Document",), "Interest": ("Interval",), "Interval": (), "LegalEntity": ("Thing",), "License": ("Contract",),
    "Membership": ("Interest",), "Mention": (), "Message": ("Interval", "Folder", "PlainText", "HyperText"),
    "Note": ("Thing", "Analyzable"), "Occupancy": ("Interval",), "Organization": ("LegalEntity",), "Ownership": ("Interest",),
    "Package": ("Folder",), "Page": (), "Pages": ("Document",), "Passport": ("Identification",), "Payment": ("Interval", "Value"),
    "Person": ("LegalEntity",), "PlainText": ("Document",), "Position": ("Thing",), "Project": ("Interval", "Thing", "Value"),
    "ProjectParticipant": ("Interest",), "PublicBody": ("Organization",), "RealEstate": ("Asset",),
    "Representation": ("Interest",), "Risk": ("Interval",), "Sanction": ("Interval",), "Security": ("Asset",), "Similar": (),
    "Succession": ("Interest",), "Table": ("Document",), "TaxRoll": ("Interval",), "Territory": ("Thing",), "Thing": (),
    "Trip": ("Event",), "UnknownLink": ("Interest",), "UserAccount": ("Thing",), "Value": (), "Vehicle": ("Asset",),
    "Vessel": ("Vehicle",), "Video": ("Document",), "Workbook": ("Folder",),
}  # fmt: skip
"""Every schema and what it extends."""

ABSTRACT: Final = frozenset({"Analyzable", "Interest", "Interval", "Thing", "Value"})

_KINDS: Final[Mapping[str, str]] = {
    "LegalEntity": "Actor", "Person": "Person", "Organization": "Organisation", "Position": "Actor", "Vessel": "Vessel",
    "Airplane": "Aircraft", "Vehicle": "Item", "Contract": "Document", "Asset": "Item", "CryptoWallet": "Item", "UserAccount": "Item",
    "Address": "Place", "Territory": "Place", "Event": "Event", "Call": "Event", "CallForTenders": "Event", "CourtCase": "Event",
    "EconomicActivity": "Event", "Project": "Event", "TaxRoll": "Event", "Document": "Document", "Identification": "Document",
    "Note": "Document", "Risk": "Document", "Mention": "Document", "Page": "Document", "Similar": "Document",
}  # fmt: skip
"""What a schema becomes, and with it all that extend it and are not named themselves."""

EDGES: Final[Mapping[str, tuple[str, str, str]]] = {
    "Ownership": ("OWNS", "owner", "asset"),
    "Control": ("CONTROLS", "controller", "controlled"),
    "Directorship": ("DIRECTS", "director", "organization"),
    "Membership": ("MEMBER_OF", "member", "organization"),
    "Employment": ("EMPLOYED_BY", "employee", "employer"),
    "Occupancy": ("HOLDS_POSITION", "holder", "post"),
    "Representation": ("ACTS_FOR", "agent", "client"),
    "Family": ("RELATED_TO", "person", "relative"),
    "Associate": ("ASSOCIATED_WITH", "person", "associate"),
    "Succession": ("SUCCEEDED_BY", "predecessor", "successor"),
    "Payment": ("PAID", "payer", "beneficiary"),
    "UnknownLink": ("LINKED_TO", "subject", "object"),
    "ContractAward": ("LINKED_TO", "contract", "supplier"),
    "CourtCaseParty": ("LINKED_TO", "party", "case"),
    "Debt": ("LINKED_TO", "debtor", "creditor"),
    "Documentation": ("LINKED_TO", "document", "entity"),
    "ProjectParticipant": ("LINKED_TO", "participant", "project"),
}
"""Schemata that are edges: our type, and the properties that hold its two ends."""

ROLES: Final[Mapping[str, str]] = {
    "acting for or on behalf of": "ACTS_FOR",
    "acts for or on behalf of": "ACTS_FOR",
    "leader or official of": "DIRECTS",
    "principal executive officer": "DIRECTS",
    "member of": "MEMBER_OF",
    "owns controls or operates": "CONTROLS",
}
"""Folded roles of an UnknownLink that say more than a link, subject to object."""

PEOPLE: Final[Mapping[str, tuple[str, str]]] = {
    "RELATED_TO": ("Person", "Person"),
    "HOLDS_POSITION": ("Person", "Actor"),
    "EMPLOYED_BY": ("Person", "Actor"),
}
"""Edge types whose ends (subject, object) are of a kind that is known, whatever else is known of them."""

LINKS: Final[Mapping[str, tuple[str, bool]]] = {
    "addressEntity": ("BASED_IN", False),
    "parent": ("PART_OF", False),
    "partOf": ("PART_OF", False),
    "organization": ("PART_OF", False),
    "owner": ("OWNS", True),
    "operator": ("CONTROLS", True),
} | dict.fromkeys(
    (
        "bank", "bankAccount", "bankForeign", "bankRub", "callForTenders", "caller", "candidate", "contract", "contractHolder",
        "declarant", "document", "emitters", "endLocation", "entity", "holder", "inReplyToEmail", "inReplyToMessage", "involved",
        "issuer", "match", "onBehalfOf", "organizer", "pictured", "project", "receiver", "recipientAccount", "recipients",
        "resolved", "riskSource", "senderAccount", "startLocation", "taxee", "tenderers", "transport", "vehicle",
    ),
    ("LINKED_TO", False),
)  # fmt: skip
"""Properties of things that hold the id of another: the edge, and whether it points here. `proof` and `ancestors` stay text."""

DATES: Final = frozenset(
    {
        "authoredAt", "awardNoticeDate", "awardingDate", "balanceDate", "birthDate", "buildDate", "clarificationDeadline", "closeDate",
        "closingDate", "contractDate", "contractNoticeDate", "createDate", "createdAt", "creationDate", "date", "deathDate",
        "declarationDate", "deregistrationDate", "dissolutionDate", "electionDate", "endDate", "fileDate", "inceptionDate",
        "incorporationDate", "issueDate", "listingDate", "maturityDate", "maxBalanceDate", "modifiedAt", "nameChangeDate",
        "openingDate", "periodEnd", "periodStart", "processedAt", "publicationDate", "publishedAt", "registrationDate",
        "retrievedAt", "startDate", "submissionDeadline",
    }
)  # fmt: skip
"""Properties whose values are dates."""

IDENTIFIERS: Final = frozenset(
    {
        "accountNumber", "bic", "bikCode", "bvdId", "cageCode", "callSign", "cikCode", "crsNumber", "cryptoAddress", "dunsCode",
        "figiCode", "fnsCode", "giiNumber", "iban", "idNumber", "imoNumber", "innCode", "irsCode", "isin", "isinCode", "kppCode",
        "leiCode", "licenseNumber", "mmsi", "npiCode", "ogrnCode", "okpoCode", "passportNumber", "permId", "personalNumber",
        "pfrNumber", "publicKey", "registrationNumber", "ricCode", "serialNumber", "socialSecurityNumber", "swiftBic", "taxNumber",
        "ticker", "uniqueEntityId", "unscId", "uscCode", "vatCode", "voenCode", "wikidataId",
    }
)  # fmt: skip
"""Properties that identify the thing they stand on; their values are also in `identifiers`, as `property:value`."""

OFFICES: Final = frozenset(
    {"role.pep", "role.pep.frmr", "role.pep.intl", "role.pep.natl", "role.judge", "role.diplo", "role.civil", "role.pol", "gov.head"}
)
"""Topics of a person who holds or held an office."""


@cache
def family(schema: str) -> frozenset[str]:
    """Return the schema and all that it extends."""
    return frozenset({schema}).union(*(family(parent) for parent in EXTENDS[schema]))


@cache
def kind(schema: str) -> str:
    """Return the kind of thing that a schema becomes; the empty string for edges, sanctions and abstract schemata."""
    if schema in _KINDS:
        return _KINDS[schema]
    return next(filter(None, map(kind, EXTENDS[schema])), "")


def narrowest(schemata: frozenset[str]) -> str:
    """Return the one of these schemata that extends all others, or the empty string."""
    return next((name for name in sorted(schemata) if name in EXTENDS and schemata <= family(name)), "")
