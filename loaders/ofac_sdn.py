"""The list of Specially Designated Nationals of the US Treasury's OFAC, in each of the shapes it is published in.

The delimited files (sdn.csv with alt.csv and add.csv), SDN.XML and SDN_ADVANCED.XML: see `_ofac_csv`, `_ofac_xml` and
`_ofac_advanced`. A party has the same id in all of them; only the advanced file knows listing dates and kinds of ties.
"""

from typing import Final

from graph.sources import Source
from loaders import _ofac
from loaders._ofac_lists import claims, lists, records, snapshot

__all__ = ["SOURCE", "claims", "recognises", "records", "snapshot"]

SOURCE: Final = Source(
    name="ofac_sdn",
    title="OFAC list of Specially Designated Nationals and Blocked Persons",
    publisher=_ofac.OFAC,
    url="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.CSV",
    licence="US government work",
    format="CSV without header (sdn.csv with alt.csv, add.csv and sdn_comments.csv), SDN.XML or SDN_ADVANCED.XML, plain or compressed",
    maps_to="SANCTIONS, LINKED_TO, CITIZEN_OF, BASED_IN; from advanced XML also ACTS_FOR, CONTROLS, RELATED_TO, HOLDS_POSITION, DIRECTS",
    together=True,
    files=(
        "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.CSV",
        "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ALT.CSV",
        "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADD.CSV",
    ),
)


def recognises(head: bytes) -> bool:
    """Whether the first bytes of a file are of the SDN list, in one of its shapes."""
    return "sdn" in lists(head)
