"""OFAC's Consolidated list: its sanctions lists besides the SDN list, published together in the same shapes.

Sectoral sanctions, foreign sanctions evaders, the Palestinian legislative council, Chinese military companies and others:
cons_prim.csv with cons_alt.csv and cons_add.csv, CONSOLIDATED.XML, and CONS_ADVANCED.XML.
"""

from typing import Final

from graph.sources import Source
from loaders import _ofac
from loaders._ofac_lists import claims, lists, records, snapshot

__all__ = ["SOURCE", "claims", "recognises", "records", "snapshot"]

SOURCE: Final = Source(
    name="ofac_cons",
    title="OFAC Consolidated Sanctions List (lists besides the SDN list)",
    publisher=_ofac.OFAC,
    url="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/CONS_PRIM.CSV",
    licence="US government work",
    format="CSV without header (cons_prim.csv with cons_alt.csv and cons_add.csv), CONSOLIDATED.XML or CONS_ADVANCED.XML, or compressed",
    maps_to="SANCTIONS, LINKED_TO, CITIZEN_OF, BASED_IN; from advanced XML also ACTS_FOR, CONTROLS, RELATED_TO, HOLDS_POSITION, DIRECTS",
    together=True,
    files=(
        "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/CONS_PRIM.CSV",
        "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/CONS_ALT.CSV",
        "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/CONS_ADD.CSV",
    ),
)


def recognises(head: bytes) -> bool:
    """Whether the first bytes of a file are of the Consolidated list, in one of its shapes."""
    return "cons" in lists(head)
