"""A made-up register: each row is a company under sanctions (an edge to a hub) that belongs to a group of 200."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph.claims import Claim, Entity, Proposition, Statement
from graph.sources import Record, Reject, Source

SOURCE: Final = Source(name="bench_register", title="Made-up register", publisher="org:bench", format="CSV", maps_to="SANCTIONS, MEMBER_OF")

_HUB: Final = Entity(id="country:US", kind="Country", name="United States", described=False)
_GROUP_SIZE: Final = 200


def write(path: Path, count: int) -> Path:
    """Write a file of that many rows; return its path."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "name", "programme", "group"))
        rows.writerows((n, f"Company No. {n}", f"P{n % 7}", n % max(1, count // _GROUP_SIZE)) for n in range(count))
    return path


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a row, in file order."""
    with paths[0].open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            yield Record(key=row["id"], values=row, line=line)


def claims(record: Record) -> Iterator[Statement]:
    """The company, its listing, and the group it belongs to."""
    row = record.values
    company, group = f"bench:{row['id']}", f"bench:group-{row['group']}"
    yield Entity(id=company, kind="Organisation", name=row["name"])
    yield Entity(id=group, kind="Organisation", name=f"Group {row['group']}", described=False)
    yield _HUB
    for kind, subject, object in (("SANCTIONS", _HUB.id, company), ("MEMBER_OF", company, group)):
        scope = row["programme"] if kind == "SANCTIONS" else ""
        proposition = Proposition(type=kind, subject=subject, object=object, scope=scope)
        yield Claim(proposition=proposition, speaker=SOURCE.publisher, principal=_HUB.id)
