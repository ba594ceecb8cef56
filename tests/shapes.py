"""Every shape of file that every loader reads, as small made samples: what is damaged and made hostile to see what they do."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

GOLDEN: Final = Path(__file__).parent / "golden"
SEEDS: Final = Path(__file__).parents[1] / "seeds"

Cut = Callable[[bytes], bytes]


def first_lines(most: int) -> Cut:
    """Keep so many of a file's lines."""
    return lambda content: b"".join(content.splitlines(keepends=True)[:most])


def whole(content: bytes) -> bytes:
    """Keep all of a file."""
    return content


@dataclass(frozen=True, slots=True)
class Shape:
    """One published shape: the loader that reads it, how it is written down, its sample's files, what to keep of each."""

    source: str
    form: str
    files: tuple[Path, ...]
    cut: Cut = whole

    def contents(self) -> dict[str, bytes]:
        """The sample's files by name."""
        return {file.name: self.cut(file.read_bytes()) for file in self.files}


def _shape(source: str, form: str, files: str, cut: Cut = whole, folder: Path = GOLDEN) -> Shape:
    return Shape(source, form, tuple(folder / file for file in files.split()), cut)


SHAPES: Final = {
    "ofac_sdn tables": _shape("ofac_sdn", "table", "ofac_shapes/sdn.csv ofac_shapes/alt.csv ofac_shapes/add.csv"),
    "ofac_sdn list alone": _shape("ofac_sdn", "table", "ofac_sdn/sdn.csv", first_lines(16)),
    "ofac_sdn XML": _shape("ofac_sdn", "xml", "ofac_shapes/sdn.xml"),
    "ofac_sdn advanced XML": _shape("ofac_sdn", "xml", "ofac_shapes/sdn_advanced.xml"),
    "ofac_cons tables": _shape("ofac_cons", "table", "ofac_cons/cons_prim.csv ofac_cons/cons_alt.csv ofac_cons/cons_add.csv"),
    "ofac_cons XML": _shape("ofac_cons", "xml", "ofac_cons/consolidated.xml"),
    "un_sc XML": _shape("un_sc", "xml", "un_sc/consolidated.xml"),
    "eu_fsf XML": _shape("eu_fsf", "xml", "eu_fsf/xmlFullSanctionsList.xml"),
    "eu_fsf table": _shape("eu_fsf", "table", "eu_fsf/EUSanctionsShort.csv"),
    "eu_fsf spreadsheet": _shape("eu_fsf", "table", "eu_fsf/EUSanctionsShort_spreadsheet.csv"),
    "uk_sanctions ConList": _shape("uk_sanctions", "table", "uk_sanctions/ConList.csv", first_lines(16)),
    "uk_sanctions table": _shape("uk_sanctions", "table", "uk_sanctions/UK-Sanctions-List.csv"),
    "uk_sanctions XML": _shape("uk_sanctions", "xml", "uk_sanctions/UK-Sanctions-List.xml"),
    "sipri older": _shape("sipri", "table", "sipri/older.csv"),
    "sipri newer": _shape("sipri", "table", "sipri/newer.csv"),
    "un_votes General Assembly": _shape("un_votes", "table", "un_votes/ga.csv"),
    "un_votes Security Council": _shape("un_votes", "table", "un_votes/sc.csv"),
    "un_votes roll calls": _shape("un_votes", "table", "un_votes/un_roll_calls.csv un_votes/un_votes.csv un_votes/un_roll_call_issues.csv"),
    "unsc_resolutions list": _shape("unsc_resolutions", "table", "unsc_resolutions/list.csv"),
    "unsc_resolutions meetings": _shape("unsc_resolutions", "html", "unsc_resolutions/meetings.html"),
    "unsc_resolutions meetings of seven columns": _shape("unsc_resolutions", "html", "unsc_resolutions/meetings7.html"),
    "unsc_resolutions vetoes": _shape("unsc_resolutions", "html", "unsc_resolutions/vetoes.html"),
    "wikidata result": _shape("wikidata", "json", "wikidata/officials.json"),
    "wikidata items": _shape("wikidata", "json", "wikidata/items.json"),
    "wikidata dump": _shape("wikidata", "lines", "wikidata/dump.json"),
    "world_leaders": _shape("world_leaders", "table", "world_leaders/wikidata.csv"),
    "reign leaders": _shape("reign", "table", "reign/leaderlist.csv"),
    "reign regimes": _shape("reign", "table", "reign/regime_list.csv"),
    "ftm entities": _shape("ftm", "lines", "ftm/entities.ftm.json"),
    "ftm nested": _shape("ftm", "lines", "ftm/targets.nested.json"),
    "ftm delta": _shape("ftm", "lines", "ftm/xx.20240602101112-abc.entities.delta.json"),
    "ftm statements": _shape("ftm", "table", "ftm/statements.csv"),
    "gdelt events with mentions": _shape("gdelt", "tabs", "gdelt/20240105120000.export.CSV gdelt/20240105120000.mentions.CSV"),
    "icews table": _shape("icews", "tabs", "icews/events.2015.tab"),
    "icews four columns": _shape("icews", "tabs", "icews/quadruples.txt"),
    "territories": _shape("territories", "table", "territories.csv groups.csv", first_lines(30), SEEDS),
    "dossier": _shape("dossier", "yaml", "dossier/drones.yaml"),
}  # fmt: skip
"""The shapes by name: all that the loaders read, each in its smallest sample."""
