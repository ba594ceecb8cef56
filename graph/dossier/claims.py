"""One claim of a dossier, from the plain values of a record: pure, and needing nothing but them."""

from datetime import date, timedelta
from typing import Any

from graph.claims import Claim, Proposition, Quantity, Value
from graph.dates import parse, period
from graph.dossier.model import Row
from graph.vocabulary import Stance

_DAY = len("2026-11-24")


def claim(row: Row, document: str, published: str) -> Claim:
    """Return the claim that a row of this document states; equal rows give equal claims."""
    deed = row.get("deed")
    return Claim(
        proposition=Proposition(**row["proposition"]),
        stance=Stance(row["says"]),
        speaker=row["speaker"],
        principal=row["principal"],
        voiced_by=row.get("voiced_by", ""),
        said_at=said_at(row.get("said", published), published),
        period=period(row.get("from"), row.get("until")),
        quantity=Quantity(**row["quantity"]) if "quantity" in row else None,
        qualification=row.get("qualification", ""),
        document=document,
        locator=row["locator"],
        target=row.get("target", ""),
        concerns=Proposition(**deed) if deed else None,
        details=_details(row),
    )


def said_at(said: str, published: str) -> str:
    """Return the latest day (or instant) by which it was said: no later than the document came out."""
    latest, out = parse(said).latest, parse(published).latest or ""
    return out if latest is None or latest[:_DAY] > out[:_DAY] else latest


def said_too_late(said: str, published: str) -> bool:
    """Whether it was surely said after the document came out; an instant may fall on the next day in UTC."""
    earliest, out = parse(said).earliest, parse(published).latest
    if earliest is None or out is None:
        return False
    spare = timedelta(days="T" in earliest)
    return (date.fromisoformat(earliest[:_DAY]) - spare).isoformat() > out[:_DAY]


def _details(row: Row) -> dict[str, Value]:
    """What the source says that no other field holds; `retracts` is the id of the claim taken back."""
    details: dict[str, Value] = {key: row[key] for key in ("retracts", "note") if key in row}
    details |= {f"quote_{key}": value for key, value in row.get("quote", {}).items()}
    moments = [parse(row[key]) for key in ("from", "until") if key in row]
    flags: dict[str, Any] = {
        "approximate": any(moment.approximate for moment in moments),
        "uncertain": any(moment.uncertain for moment in moments),
    }
    return details | {key: True for key, flag in flags.items() if flag}
