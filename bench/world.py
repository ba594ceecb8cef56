"""A made-up world of 50,000 nodes and 140,000 edges: listed parties with their owners and offices, arms deals, roll calls, a press.

The rows come from a seeded generator and are the same in every run; they are loaded as any register is.
"""

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from graph.claims import Claim, Document, Entity, Proposition, Statement
from graph.dates import period
from graph.sources import Record, Reject, Source
from graph.vocabulary import Stance

SOURCE: Final = Source(name="bench_world", title="Made-up world", publisher="org:bench", format="JSON lines", maps_to="everything")

PARTIES: Final = 20_500
DEALS: Final = 4_000
CALLS: Final = 610
ARTICLES: Final = 400
_ITEMS: Final = 400
_CODES: Final = """
US GB FR DE RU CN IR UA PL TR IN BR ZA EG SA AE IL JP KR KP SY IQ YE VE CU BY KZ AM AZ GE UZ TJ KG NO SE FI DK NL BE ES
PT IT GR AT HU RO BG CZ SK SI HR EE LV LT IE CY MT LU CA MX AR CL PE CO NG KE ET GH SN ML TD SD LY DZ MA TN JO LB KW QA
OM BH PK BD LK NP TH VN MY ID PH SG AU NZ FJ
"""
_STATES: Final = tuple(_CODES.split())
_AUTHORITIES: Final = ("US", "GB", "RU", "CN")
_WORDS: Final = ("harbours", "nuclear weapons", "human rights", "fisheries", "outer space")


def write(path: Path) -> Path:
    """Write the world's rows; return the path."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        for make, count in ((_party, PARTIES), (_deal, DEALS), (_call, CALLS), (_article, ARTICLES)):
            for number in range(count):
                file.write(json.dumps({"key": f"{make.__name__[1:]}-{number}", **make(number, chance)}) + "\n")
    return path


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a row, in file order."""
    with paths[0].open(encoding="utf-8") as file:
        for line, text in enumerate(file, 1):
            values = json.loads(text)
            yield Record(key=values["key"], values=values, line=line)


def claims(record: Record) -> Iterator[Statement]:
    """What a row says, by its kind."""
    said = {"party": _of_party, "deal": _of_deal, "call": _of_call, "article": _of_article}
    yield from list(said[record.key.partition("-")[0]](record.values))


def _party(number: int, chance: random.Random) -> dict[str, Any]:
    return {
        "id": f"bench:{number}",
        "by": chance.choice(_AUTHORITIES),
        "state": chance.choice(_STATES),
        "since": f"{chance.randint(2001, 2024)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        "owner": f"bench:{chance.randrange(0, PARTIES, 8)}" if number % 3 == 0 else "",
        "office": chance.choice(_STATES) if number % 8 == 1 else "",
        "listed": number % 5 != 4,
    }


def _deal(number: int, chance: random.Random) -> dict[str, Any]:
    first = chance.randint(1960, 2023)
    supplier, recipient = chance.sample(_STATES, 2)
    years = sorted({str(first), str(min(2024, first + chance.randint(0, 4)))})
    return {"supplier": supplier, "recipient": recipient, "item": chance.randrange(_ITEMS), "years": years, "count": chance.randint(1, 500)}


def _call(number: int, chance: random.Random) -> dict[str, Any]:
    return {
        "on": f"{1994 + number % 31}-11-{1 + number % 28:02}",
        "about": chance.choice(_WORDS),
        "votes": {s: chance.choice("YYYNA") for s in _STATES},
    }


def _article(number: int, chance: random.Random) -> dict[str, Any]:
    deed = {"subject": chance.choice(_STATES[:12]), "object": chance.choice(_STATES[12:24]), "item": chance.randrange(20)}
    stances = [[chance.choice(_STATES), chance.choice(("asserts", "asserts", "denies"))] for _ in range(3)]
    return {**deed, "on": f"{chance.randint(2015, 2024)}-{chance.randint(1, 12):02}-15", "said": dict(stances)}


def _state(code: str) -> Entity:
    return Entity(id=f"country:{code}", kind="Country", name=code, described=False)


def _item(number: int) -> Entity:
    return Entity(id=f"item:bench-{number}", kind="Item", name=f"Item {number}", described=False)


def _fact(kind: str, subject: str, object: str, item: str = "", scope: str = "", **said: Any) -> Claim:
    proposition = Proposition(type=kind, subject=subject, object=object, item=item, scope=scope)
    return Claim(proposition=proposition, speaker=SOURCE.publisher, principal=SOURCE.publisher, **said)


def _of_party(row: Mapping[str, Any]) -> Iterator[Statement]:
    kind = "Official" if row["office"] else "Organisation"
    details = {"reasons": "for its part in a programme of UAV production"} if row["id"].endswith("77") else {}
    yield Entity(id=row["id"], kind=kind, name=f"Party {row['id']}", details={"passports": (row["id"],), **details})
    yield from (_state(code) for code in {row["by"], row["state"], row["office"]} - {""})
    if row["listed"]:
        yield _fact("SANCTIONS", f"country:{row['by']}", row["id"], scope="P1", period=period(row["since"], None))
    yield _fact("CITIZEN_OF" if row["office"] else "BASED_IN", row["id"], f"country:{row['state']}")
    if row["office"]:
        yield _fact("HOLDS_POSITION", row["id"], f"country:{row['office']}", scope="minister")
    if row["owner"] and row["owner"] != row["id"]:
        yield Entity(id=row["owner"], kind="Organisation", name=f"Party {row['owner']}", described=False)
        yield _fact("OWNS", row["owner"], row["id"])


def _of_deal(row: Mapping[str, Any]) -> Iterator[Statement]:
    item, category = (
        _item(row["item"]),
        Entity(id=f"item:bench-kind-{row['item'] % 20}", kind="Item", name=f"Kind {row['item'] % 20}", described=False),
    )
    yield from (_state(row["supplier"]), _state(row["recipient"]), item, category)
    details = {"delivery_years": tuple(row["years"]), "deal_status": "New", "tiv_delivered": row["count"] / 4}
    held = period(row["years"][0], row["years"][-1])
    yield _fact("SUPPLIES", f"country:{row['supplier']}", f"country:{row['recipient']}", item.id, row["key"], period=held, details=details)
    yield _fact("KIND_OF", item.id, category.id)


def _of_call(row: Mapping[str, Any]) -> Iterator[Statement]:
    id = f"un:A/RES/bench/{row['key']}"
    yield Entity(
        id=id, kind="Resolution", name=id, details={"title": f"On {row['about']}", "adopted": row["on"], "subjects": (row["about"],)}
    )
    for code, vote in row["votes"].items():
        yield _state(code)
        yield _fact("VOTED", f"country:{code}", id, details={"vote": vote, "date": row["on"]})


def _of_article(row: Mapping[str, Any]) -> Iterator[Statement]:
    document = f"doc:bench-{row['key']}"
    yield Document(id=document, title="An article", publisher="org:bench", published=row["on"])
    yield Entity(id="org:bench", kind="Organisation", name="Bench", described=False)
    item = _item(row["item"])
    yield from (_state(row["subject"]), _state(row["object"]), item)
    proposition = Proposition(type="SUPPLIES", subject=f"country:{row['subject']}", object=f"country:{row['object']}", item=item.id)
    for code, stance in row["said"].items():
        yield _state(code)
        speaker = f"country:{code}"
        yield Claim(
            proposition=proposition, stance=Stance(stance), speaker=speaker, principal=speaker, said_at=row["on"], document=document
        )
