"""What the Library's pages say of the Council's resolutions, the drafts that failed, and the vetoes."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from graph.claims import Claim, Entity, Proposition, Statement
from graph.errors import BadRow
from graph.sources import Record, Reject
from loaders._un_members import member
from loaders._un_rollcalls import filled
from loaders._un_symbols import LIBRARY, SECURITY_COUNCIL, tied
from loaders._unsc_order import Vote, misprints
from loaders._unsc_outcomes import Outcome, edtf, names, outcomes
from loaders._unsc_pages import Page

_NONE: Final = frozenset({"", "--", "NA"})


def meetings(page: Page) -> Iterator[Record | Reject]:
    """Yield one record a meeting, with all its topics; a meeting without a record is known by its day and topic."""
    yield from page.faults
    year = _year(page)
    held: dict[str, dict[str, Any]] = {}
    lines: dict[str, int] = {}
    before = ("", "")
    for line, row in page.rows:
        cells = {name: cell for name, cell in zip(page.columns, row) if cell not in _NONE}
        topic, outcome = cells.pop("Topic", ""), cells.pop(page.columns[-1], "")
        meeting, day = (" ".join(cells.pop(name, "").split()) for name in ("Meeting Record", "Date"))
        before = (meeting, day) = (meeting, day) if meeting or day else before
        if not topic and not outcome:
            yield Reject(reason=f"{page.path.name}: a meeting without topic and outcome", field="Topic", line=line, raw=list(row))
            continue
        key = meeting or f"{year}/{_slug(day)}/{_slug(topic)[:80]}"
        lines.setdefault(key, line)
        values = held.setdefault(key, {"page": "meetings", "meeting": meeting, "date": day, "year": year, "agenda": []})
        values["agenda"].append({"topic": topic, "outcome": outcome, **cells})
    adopted = [vote for place, (key, values) in enumerate(held.items()) for vote in _adopted(place, key, values)]
    faults, read_as = misprints(adopted, year)
    for key, values in held.items():
        told = filled(misprints=faults.get(key), read_as=read_as.get(key))
        yield Record(key=key, values={**values, **told}, line=lines[key])


def _adopted(place: int, key: str, values: Mapping[str, Any]) -> Iterator[Vote]:
    for outcome in (outcome for item in values["agenda"] for outcome in outcomes(item["outcome"]) if outcome.adopted):
        number = int(outcome.symbol.removeprefix("S/RES/").partition("(")[0])
        yield Vote(place=place, meeting=key, day=values["date"], symbol=outcome.symbol, number=number, year=outcome.year)


def vetoes(page: Page) -> Iterator[Record | Reject]:
    """Yield one record a veto; several on one draft, or on drafts without a symbol, are told apart by topic and order."""
    yield from page.faults
    found = []
    for line, row in page.rows:
        cells = {name: cell for name, cell in zip(page.columns, row) if cell not in _NONE}
        draft = (cells.get("Draft", "").split() or [""])[0]
        found.append((line, cells, draft, f"{draft}/{_slug(cells.get('Agenda Item', ''))[:100]}"))
    shared, again = Counter(draft for _, _, draft, _ in found), Counter[str]()
    for line, cells, draft, longer in reversed(found):
        own = draft and shared[draft] == 1 and not draft.startswith("S/PV.")
        again[longer] += 1
        key = draft if own else longer if again[longer] == 1 else f"{longer}/{again[longer]}"
        yield Record(key=key, values={"page": "vetoes", "key": key, **cells}, line=line)


def claims(values: Mapping[str, Any]) -> Iterator[Statement]:
    """The Library says what was adopted, what failed and who vetoed it, and which earlier resolutions a title names."""
    yield LIBRARY
    yield SECURITY_COUNCIL
    yield from _vetoed(values) if values["page"] == "vetoes" else _met(values)


def _met(values: Mapping[str, Any]) -> Iterator[Statement]:
    held: dict[str, tuple[Outcome, list[str], list[str]]] = {}
    wrong, read_as = values.get("misprints", {}), values.get("read_as", {})
    for item in values["agenda"]:
        for outcome in outcomes(item["outcome"]):
            if outcome.symbol in wrong:
                raise BadRow(wrong[outcome.symbol], field="outcome")
            if outcome.adopted and values["year"] not in ("", outcome.year) and outcome.symbol not in read_as:
                raise BadRow(f"{outcome.symbol} is on a page of {values['year']}", field="outcome")
            if outcome.own:
                _, topics, votes = held.setdefault(outcome.symbol, (outcome, [], []))
                topics.extend(filter(None, item["topic"].split("\n")))
                votes.append(outcome.tally or outcome.words)
    for given, (outcome, topics, votes) in held.items():
        symbol = read_as.get(given, given)
        on = edtf(values["date"], values["year"])
        title = "; ".join(dict.fromkeys(filter(None, topics)))
        details = {"meeting": values["meeting"], "title": title, "tally": "; ".join(filter(None, votes))}
        details |= {"symbol_as_given": given} if given != symbol else {}
        yield _document(symbol, on, adopted=outcome.adopted, vetoed=bool(outcome.vetoed_by), **details)
        if outcome.adopted and ";" not in title:
            yield from tied(symbol, title)
        yield from _against(symbol, on, outcome.vetoed_by)


def _vetoed(values: Mapping[str, Any]) -> Iterator[Statement]:
    draft, *note = " ".join(values.get("Draft", "").split()).split(" ", 1)
    if not re.fullmatch(r"S/\S*\d\S*", draft):
        raise BadRow(f"{draft!r} is no symbol of a draft", field="Draft")
    on = edtf(values.get("Date", ""))
    symbol = values["key"] if draft.startswith("S/PV.") else draft
    against = names(values.get("Permanent Member Casting Negative Vote", ""))
    if not against:
        raise BadRow("a veto needs a state that cast it", field="Permanent Member Casting Negative Vote")
    yield _document(
        symbol,
        on,
        adopted=False,
        vetoed=True,
        title=" ".join(values.get("Agenda Item", "").split()),
        meeting=" ".join(values.get("Written Record", "").split()),
        draft_note=note[0] if note else "",
    )
    yield from _against(symbol, on, against)


def _document(symbol: str, on: str, *, adopted: bool, vetoed: bool = False, **details: str) -> Entity:
    """Return a resolution; or a draft, which has no day of adoption but an outcome."""
    if adopted:
        return Entity(
            id=f"un:{symbol}",
            kind="Resolution",
            name=symbol,
            details=filled(symbol=symbol, adopted=on, year=int(on[:4]), organ=SECURITY_COUNCIL.name, **details),
        )
    outcome = "not adopted: vetoed" if vetoed else "not adopted"
    return Entity(
        id=f"un:{symbol}",
        kind="Resolution",
        name=f"draft {symbol}",
        details=filled(symbol=symbol, outcome=outcome, voted_on=on, organ=SECURITY_COUNCIL.name, **details),
    )


def _against(symbol: str, on: str, states: tuple[str, ...]) -> Iterator[Statement]:
    for name in dict.fromkeys(states):
        voter = member(name, "", on[:10])
        if voter.kind != "Country":
            raise BadRow(f"no state is called {name!r}", field="Permanent Member Casting Negative Vote")
        yield voter
        yield _claim("VOTED", voter.id, f"un:{symbol}", vote="N", date=on, veto=True)


def _claim(type: str, subject: str, other: str, **details: Any) -> Claim:
    proposition = Proposition(type=type, subject=subject, object=other)
    return Claim(proposition=proposition, speaker=LIBRARY.id, principal=LIBRARY.id, details=details)


def _year(page: Page) -> str:
    """Return the year of a page of meetings: that of most of its resolutions and its title; none where no year has more than half."""
    years = Counter(outcome.year for _, row in page.rows for outcome in outcomes(row[-1]) if outcome.year)
    if title := re.search(r"\b((?:19|20)\d\d)\b", page.title):
        years[title[1]] += 1
    year, count = next(iter(years.most_common(1)), ("", 0))
    return year if 2 * count > years.total() else ""


def _slug(text: str) -> str:
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")
