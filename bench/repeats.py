"""Files as long as one likes of what comes in streams: the real samples over and over, each copy with keys of its own.

A copy of the events is of another day, or all would pile up on the edges of the first; of the votes, of other sessions.
"""

import csv
import gzip
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any, Final

import orjson

_DATA: Final = Path(__file__).parents[2] / "shared" / "data"
ENTITIES: Final = {
    "listed parties": _DATA / "opensanctions" / "yente_zala.entities.ftm.json",
    "donations": _DATA / "opensanctions" / "yente_parteispenden.entities.ftm.json",
}
EVENTS: Final = _DATA / "gdelt" / "20191024143000.export.CSV.gz"
VOTES: Final = _DATA / "unvotes" / "un_votes_sessions65-72.csv.gz"
CALLS: Final = _DATA / "unvotes" / "un_roll_calls.csv.gz"

_DAY: Final = 1
"""The column of an event that is its day."""


def entities(path: Path, sample: Path, rows: int) -> Path:
    """Write so many FollowTheMoney entities; ids end in the number of the copy wherever they stand. Return the path."""
    held = [orjson.loads(line) for line in sample.read_bytes().splitlines()]
    ids = {entity["id"] for entity in held}
    with path.open("wb") as file:
        for line in islice((_entity(entity, ids, copy) for copy in count() for entity in held), rows):
            file.write(line)
    return path


def events(path: Path, rows: int, after: int = 0) -> Path:
    """Write so many GDELT events, those that come after so many others; return the path."""
    held = [line.split(b"\t") for line in gzip.decompress(EVENTS.read_bytes()).splitlines()]
    with path.open("wb") as file:
        every = ((place, cells, copy) for copy in count() for place, cells in enumerate(held))
        for number, cells, copy in islice(every, after, after + rows):
            day = date.fromisoformat(cells[_DAY].decode()) - timedelta(days=copy)
            file.write(b"\t".join([b"%d%06d" % (1_000 + copy, number), day.strftime("%Y%m%d").encode(), *cells[2:]]) + b"\n")
    return path


def votes(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write so many votes of the `unvotes` package, and the roll calls they were cast in; return the paths of both tables."""
    calls = {call["rcid"]: call for call in _table(CALLS)}
    held = list(_table(VOTES))
    paths = folder / f"un_votes-{rows}.csv", folder / f"un_roll_calls-{rows}.csv"
    with paths[0].open("w", encoding="utf-8", newline="") as first, paths[1].open("w", encoding="utf-8", newline="") as second:
        cast, called = csv.DictWriter(first, held[0]), csv.DictWriter(second, next(iter(calls.values())))
        cast.writeheader()
        called.writeheader()
        written = set[str]()
        for vote, copy in islice(((vote, copy) for copy in count() for vote in held), rows):
            rcid = str(int(vote["rcid"]) + 10_000 * copy)
            cast.writerow({**vote, "rcid": rcid})
            if rcid not in written:
                called.writerow({**_call(calls[vote["rcid"]], copy), "rcid": rcid})
                written.add(rcid)
    return paths


def _entity(entity: dict[str, Any], ids: set[str], copy: int) -> bytes:
    properties = {name: [f"{text}-{copy}" if text in ids else text for text in texts] for name, texts in entity["properties"].items()}
    return orjson.dumps({**entity, "id": f"{entity['id']}-{copy}", "properties": properties}) + b"\n"


def _call(call: dict[str, str], copy: int) -> dict[str, str]:
    session = str(int(call["session"]) + 100 * copy)
    return {**call, "session": session, "unres": call["unres"].replace(f"/{call['session']}/", f"/{session}/")}


def _table(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
