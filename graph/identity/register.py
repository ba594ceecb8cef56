"""The pairs as a register of its own: written to a file, and loaded on the same road as every other.

So they are a diff against the pairs of before, a pair that no longer holds is ended and kept, and nothing is merged.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import orjson

from graph.claims import Claim, Entity, Proposition, Statement
from graph.identity.facts import Party
from graph.identity.verdicts import Judged, Verdict
from graph.sources import Bounds, Record, Source
from graph.vocabulary import SAID_TO_BE_SAME, SAME

MATCHING: Final = Entity(id="org:actorgraph", kind="Organisation", name="actorgraph, comparing identifiers", described=False)

_EDGE: Final = {Verdict.JOINED: SAME, Verdict.CONFLICT: SAID_TO_BE_SAME}

_FIRST: Final = b'{"pairs_found_by":"actorgraph match"}\n'


class Pairs:
    """Reads a file of judged pairs as a loader does: joined pairs and conflicts are records, the others are not."""

    SOURCE = Source(
        name="identity",
        title="Parties that several registers hold",
        publisher=MATCHING.id,
        licence="that of the registers compared",
        format="made by actorgraph match",
        maps_to=", ".join(_EDGE.values()),
        expect=Bounds(records=(0, None), max_loss=2),
    )

    def records(self, *paths: Path) -> Iterator[Record]:
        """Yield one record a pair that makes an edge, in file order."""
        for line, row in enumerate(rows(paths[0]), 2):
            if row["verdict"] in _EDGE:
                yield Record(key=f"{row['a']}|{row['b']}", values=row, line=line)

    def claims(self, record: Record) -> Iterator[Statement]:
        """Yield the two parties, as they are referred to, and the edge with its evidence."""
        row = record.values
        yield MATCHING
        for end in ("a", "b"):
            yield Entity(id=row[end], kind=row[f"kind_{end}"], name=row[f"name_{end}"], described=False)
        details = {"evidence": tuple(row["evidence"]), "evidence_kinds": tuple(row["kinds"]), "contradictions": tuple(row["reasons"])}
        yield Claim(
            proposition=Proposition(type=_EDGE[Verdict(row["verdict"])], subject=row["a"], object=row["b"]),
            speaker=MATCHING.id,
            principal=MATCHING.id,
            details={name: value for name, value in details.items() if value},
        )


def rows(path: Path, *verdicts: Verdict) -> Iterator[dict[str, Any]]:
    """Yield the pairs of a file in order, all or those with one of the verdicts: a, name_a, b, name_b, verdict, evidence, reasons …"""
    with path.open("rb") as file:
        for line in islice(file, 1, None):
            row = orjson.loads(line)
            if not verdicts or row["verdict"] in verdicts:
                yield row


def keep(path: Path, found: Iterable[Judged]) -> Iterator[Judged]:
    """Write the pairs to a file as they pass, after a first line that says what it is: a file is never empty."""
    with path.open("wb") as file:
        file.write(_FIRST)
        for one in found:
            file.write(orjson.dumps(_row(one), option=orjson.OPT_APPEND_NEWLINE))
            yield one


def _row(one: Judged) -> dict[str, Any]:
    shown = one.pair.evidence if one.verdict is Verdict.CANDIDATE else one.pair.firm or one.pair.evidence
    return {
        "verdict": one.verdict,
        **_end("a", one.pair.a),
        **_end("b", one.pair.b),
        "evidence": list(dict.fromkeys(evidence.said for evidence in shown)),
        "kinds": list(dict.fromkeys(evidence.kind for evidence in shown)),
        "reasons": list(one.reasons),
    }


def _end(end: str, party: Party) -> dict[str, str]:
    return {end: party.id, f"name_{end}": party.name, f"kind_{end}": party.kind}
