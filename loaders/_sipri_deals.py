"""What SIPRI says of one deal, whichever layout it was read from: the parties, the item, the years, the numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.claims import Claim, Entity, Proposition, Quantity, Statement, Value
from graph.dates import Period, period
from graph.errors import BadRow
from loaders._sipri_tables import ID, REPAIRED, SELECTED
from loaders._sipri_words import flagged, number_in, party, slug, year_of

SIPRI: Final = Entity(id="org:sipri", kind="Organisation", name="Stockholm International Peace Research Institute", described=False)
UNDELIVERED: Final = "ordered; no delivery identified"

_UAV: Final = Entity(id="item:uav", kind="Item", name="UAV", described=False)
_ATTACK_UAV: Final = Entity(id="item:uav-one-way-attack", kind="Item", name="One-way attack UAV", described=False)
_UAVS: Final[Mapping[str, Entity]] = {"uav": _UAV, "drone": _UAV, "one-way-attack-drone": _ATTACK_UAV, "loitering-munition": _ATTACK_UAV}
"""Categories that the bundled dossiers know under another id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A deal in the words of its row or rows; `numbers` has one a delivery row, and `estimates` what of it is uncertain."""

    key: str
    supplier: str
    recipient: str
    designation: str
    description: str
    ordered_in: str
    years: tuple[str, ...]
    numbers: tuple[float | None, ...]
    estimate: bool
    details: Mapping[str, Value]


def older(key: str, row: Mapping[str, Any]) -> Deal:
    """Return the deal that a row of the older layout holds; raise BadRow for a year, number or mark that is none."""
    known = {
        "Recipient", "Supplier", "Weapon designation", "Weapon description", "Year of order", "Year of order?", "Number ordered",
        "Number ordered?", "Number delivered", "Number delivered?", "Year(s) of delivery", "status", "Comments",
        "SIPRI TIV per unit", "SIPRI TIV for total order", "SIPRI TIV of delivered weapons", REPAIRED, SELECTED,
    }  # fmt: skip
    years = tuple(year_of(part.strip(), "Year(s) of delivery") for part in row.get("Year(s) of delivery", "").split(";"))
    return Deal(
        key=key,
        supplier=row["Supplier"],
        recipient=row["Recipient"],
        designation=row.get("Weapon designation", ""),
        description=row.get("Weapon description", ""),
        ordered_in=year_of(row.get("Year of order", ""), "Year of order"),
        years=tuple(dict.fromkeys(filter(None, years))),
        numbers=(number_in(row, "Number delivered"),),
        estimate=flagged(row, "Number delivered?"),
        details=_filled(
            order_year_estimate=flagged(row, "Year of order?"),
            ordered=number_in(row, "Number ordered"),
            ordered_estimate=flagged(row, "Number ordered?"),
            deal_status=row.get("status"),
            tiv_per_unit=number_in(row, "SIPRI TIV per unit"),
            tiv_ordered=number_in(row, "SIPRI TIV for total order"),
            tiv_delivered=number_in(row, "SIPRI TIV of delivered weapons"),
            comments=row.get("Comments"),
            repaired=row.get(REPAIRED),
            deliveries_counted=row.get(SELECTED),
            other_columns=_others((row,), known),
        ),
    )


def newer(key: str, rows: list[Mapping[str, Any]]) -> Deal:
    """Return the deal that rows of the newer layout hold, one a delivery year; raise BadRow where they disagree on what it is."""
    known = {
        ID, "Supplier", "Recipient", "Designation", "Description", "Armament category", "Order date", "Order date is estimate",
        "Numbers delivered", "Numbers delivered is estimate", "Delivery year", "Delivery year is estimate", "Status",
        "SIPRI estimate", "TIV deal unit", "TIV delivery values", "Local production", REPAIRED, SELECTED,
    }  # fmt: skip
    delivered = [(year_of(row.get("Delivery year", ""), "Delivery year"), number_in(row, "Numbers delivered"), row) for row in rows]
    delivered.sort(key=lambda delivery: delivery[0])
    values = [number_in(row, "TIV delivery values") for row in rows]
    return Deal(
        key=key,
        supplier=_one(rows, "Supplier"),
        recipient=_one(rows, "Recipient"),
        designation=_one(rows, "Designation"),
        description=_one(rows, "Description"),
        ordered_in=year_of(_one(rows, "Order date"), "Order date"),
        years=tuple(dict.fromkeys(year for year, _, _ in delivered if year)),
        numbers=tuple(number for _, number, _ in delivered),
        estimate=any(flagged(row, "Numbers delivered is estimate") for row in rows),
        details=_filled(
            order_year_estimate=any(flagged(row, "Order date is estimate") for row in rows),
            delivery_years_estimate=any(flagged(row, "Delivery year is estimate") for row in rows),
            deliveries=tuple(f"{year or 'year unknown'}: {row.get('Numbers delivered', '?')}" for year, _, row in delivered),
            deal_status=_words(rows, "Status"),
            armament_category=_words(rows, "Armament category"),
            sipri_estimate=_words(rows, "SIPRI estimate"),
            local_production=_words(rows, "Local production"),
            tiv_per_unit=number_in({"TIV deal unit": _one(rows, "TIV deal unit")}, "TIV deal unit"),
            tiv_delivered=round(sum(known for known in values if known is not None), 6) if any(v is not None for v in values) else None,
            repaired=_words(rows, REPAIRED),
            deliveries_counted=_words(rows, SELECTED),
            other_columns=_others(rows, known),
        ),
    )


def claims(deal: Deal) -> Iterator[Statement]:
    """SIPRI asserts that the supplier supplies the item to the recipient, and of what kind the item is."""
    if not slug(deal.designation):
        raise BadRow("a deal needs a designation", field="designation")
    supplier, recipient = party(deal.supplier, deal.ordered_in, "Supplier"), party(deal.recipient, deal.ordered_in, "Recipient")
    item = Entity(id=f"item:{slug(deal.designation)}", kind="Item", name=deal.designation, described=False)
    yield from (SIPRI, supplier, recipient, item)
    yield _claim(
        Proposition(type="SUPPLIES", subject=supplier.id, object=recipient.id, item=item.id, scope=deal.key),
        period=_held(deal.years),
        quantity=_quantity(deal),
        qualification="" if deal.years or any(deal.numbers) else UNDELIVERED,
        details={
            **({"order_year": int(deal.ordered_in)} if deal.ordered_in else {}),
            **({"delivery_years": deal.years} if deal.years else {}),
            **({"description": deal.description} if deal.description else {}),
            **deal.details,
        },
    )
    for narrow, wide in _kinds(item, deal.description):
        yield wide
        yield _claim(Proposition(type="KIND_OF", subject=narrow.id, object=wide.id))


def _claim(proposition: Proposition, **said: Any) -> Claim:
    return Claim(proposition=proposition, speaker=SIPRI.id, principal=SIPRI.id, **said)


def _held(years: tuple[str, ...]) -> Period:
    return period(min(years), max(years)) if years else Period()


def _quantity(deal: Deal) -> Quantity | None:
    known = [number for number in deal.numbers if number is not None]
    if not known:
        return None
    total = sum(known)
    return Quantity(min=total, max=total if len(known) == len(deal.numbers) else None, estimate=deal.estimate)


def _kinds(item: Entity, description: str) -> Iterator[tuple[Entity, Entity]]:
    """Yield the item with its category, and a category of uncrewed aircraft with the one that holds them all."""
    name = description.replace("(", "").replace(")", "").strip()
    word = slug(name)
    if not word:
        return
    category = _UAVS.get(word) or Entity(id=f"item:{word}", kind="Item", name=name, described=False)
    if category.id != item.id:
        yield item, category
    if category is not _UAV and (category is _ATTACK_UAV or re.fullmatch(r"(?!(?:.*-)?(?:anti|counter|for)-).*\b(uav|drone)", word)):
        yield category, _UAV


def _one(rows: list[Mapping[str, Any]], field: str) -> str:
    values = list(dict.fromkeys(str(row.get(field, "")) for row in rows))
    if len(values) > 1:
        raise BadRow(f"the rows of one deal disagree: {', '.join(map(repr, values))}", field=field)
    return values[0]


def _words(rows: list[Mapping[str, Any]], field: str) -> str:
    return "; ".join(dict.fromkeys(str(row[field]) for row in rows if row.get(field)))


def _others(rows: Any, known: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{name}: {value}" for row in rows for name, value in row.items() if name not in known))


def _filled(**details: Value | None) -> dict[str, Value]:
    """Return the details that are stated; a mark of an estimate only where there is one."""
    return {key: value for key, value in details.items() if value is not None and value is not False and value not in ("", ())}
