"""What all the published lists have in common: parties are read one by one, and none depends on those before it."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from graph import catalogue
from graph.errors import BadRow
from graph.sources import Record

GOLDEN = Path(__file__).parent / "golden"
LISTS = [
    ("un_sc", "un_sc/consolidated.xml"),
    ("eu_fsf", "eu_fsf/xmlFullSanctionsList.xml"),
    ("eu_fsf", "eu_fsf/EUSanctionsShort.csv"),
    ("uk_sanctions", "uk_sanctions/UK-Sanctions-List.xml"),
    ("uk_sanctions", "uk_sanctions/ConList.csv"),
    ("ofac_cons", "ofac_cons/consolidated.xml"),
    ("ofac_sdn", "ofac_shapes/sdn.xml"),
    ("ofac_sdn", "ofac_shapes/sdn_advanced.xml"),
]


def parties(source: str, file: str) -> list[Record]:
    return [record for record in catalogue.find(source).records(GOLDEN / file) if isinstance(record, Record)]


@pytest.mark.parametrize(("source", "file"), LISTS)
def test_what_a_list_says_of_a_party_does_not_rest_on_the_parties_read_before(source: str, file: str) -> None:
    claims = catalogue.find(source).claims
    first = {record.key: list(claims(record)) for record in parties(source, file)}
    assert {record.key: list(claims(record)) for record in reversed(parties(source, file))} == first


def test_a_party_under_no_regime_is_refused_whatever_was_read_before() -> None:
    claims = catalogue.find("un_sc").claims
    record, *_ = parties("un_sc", "un_sc/consolidated.xml")
    list(claims(record))
    with pytest.raises(BadRow):
        list(claims(replace(record, values={**record.values, "UN_LIST_TYPE": "na"})))
