"""Lists as long as one likes: the real samples over and over, each time with other keys, names and numbers.

Years, countries and acts stay as they are: a long list has few of them, too.
"""

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

_DATA: Final = Path(__file__).parents[2] / "shared" / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A published list: where it is, which elements are its parties, and what in them each copy ends in its number."""

    path: Path
    parties: tuple[str, ...]
    varied: tuple[bytes, ...]


SAMPLES: Final = {
    "un_sc": Sample(
        path=_DATA / "un_sc" / "consolidated_2025-11-18.xml.gz",
        parties=("INDIVIDUAL", "ENTITY"),
        varied=(rb"<DATAID>\d+", rb"<REFERENCE_NUMBER>[\w.]+", rb"<(?:FIRST|ALIAS)_NAME>[^<]+", rb"<NUMBER>[^<]*\d(?=<)"),
    ),
    "eu_fsf": Sample(
        path=_DATA / "eu_fsf" / "xmlFullSanctionsList_1_1_EXCERPT_2018-12-21.xml",
        parties=("sanctionEntity",),
        varied=(rb'<sanctionEntity [^>]*logicalId="\d+', rb'\beuReferenceNumber="[^"]+', rb'\bwholeName="[^"]+', rb'\bnumber="[^"]+'),
    ),
    "ofac_sdn": Sample(
        path=_DATA / "ofac_cons_xml" / "consolidated_2018-04-06.xml.gz",
        parties=("sdnEntry",),
        varied=(rb"<uid>\d+", rb"<lastName>[^<]+", rb"<idNumber>[^<]*\d(?=<)"),
    ),
}
"""The samples by the loader that reads them; OFAC's two lists have one shape."""


def write(path: Path, sample: Sample, size: int) -> Path:
    """Write a list of about that many bytes, whole copies and one at least; return its path."""
    text = sample.path.read_bytes()
    text = gzip.decompress(text) if sample.path.suffix == ".gz" else text
    party = re.compile(rb"<(%s)[ >].*?</\1>" % "|".join(sample.parties).encode(), re.DOTALL)
    place = 0
    with path.open("wb") as file:
        for _, stretch in groupby(party.finditer(text), key=lambda match: match[1]):
            held = list(stretch)
            file.write(text[place : held[0].start()])
            for copy in range(max(1, round(size / len(text)))):
                file.writelines(_varied(match[0], sample.varied, copy) + b"\n" for match in held)
            place = held[-1].end()
        file.write(text[place:])
    return path


def _varied(party: bytes, patterns: Iterable[bytes], copy: int) -> bytes:
    for pattern in patterns:
        party = re.sub(pattern, lambda match: b"%b%04d" % (match[0], copy), party)
    return party
