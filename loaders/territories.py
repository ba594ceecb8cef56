"""States, territories and the groups they belong to: the tables bundled under `seeds/`, in this project's own CSV.

`territories.csv` holds one territory a row, `groups.csv` one membership a row, the rows of a group together.
Both begin with a comment line `# version: YYYY-MM-DD`, the date of the snapshot. `metonyms.csv` serves the
resolver of names (`loaders._countries`) alone: given beside the others it is passed over, given alone refused.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from graph.claims import Claim, Entity, Proposition, Statement
from graph.dates import Period, period
from graph.errors import BadDate, BadFile, BadRow
from graph.files import head
from graph.sources import Bounds, Record, Reject, Snapshot, Source, SourceKind
from loaders import _countries

SOURCE = Source(
    name="territories",
    title="Territories and groups of states",
    publisher="org:actorgraph",
    kind=SourceKind.REGISTER,
    url="https://www.iso.org/iso-3166-country-codes.html",
    licence="Apache-2.0; names from Unicode CLDR (Unicode-3.0) and countrynames (MIT); codes are facts of ISO 3166",
    format="CSV (UTF-8): territories.csv, groups.csv",
    maps_to="Country, Organisation; PART_OF, CLAIMED_BY, SUCCEEDED_BY, MEMBER_OF",
    expect=Bounds(records=(1, 2_000)),
    together=True,
    by_hand="It comes with actorgraph: actorgraph load seeds",
)

_TERRITORIES = "id,alpha2,alpha3,numeric,name,official_name,aliases,from,until,parent,claimed_by,successors,un_member"
_GROUPS = "group,group_name,aliases,member,from,until,note"
_METONYMS = "name,reading,speaks_for,kind,note"
_LINKS = (("parent", "PART_OF"), ("claimed_by", "CLAIMED_BY"), ("successors", "SUCCEEDED_BY"))
_PUBLISHER = Entity(id=SOURCE.publisher, kind="Organisation", name="actorgraph seeds and dossiers", described=False)


def recognises(head: bytes) -> bool:
    """Tell whether the first bytes hold the header of one of the three seed tables, after any comment lines."""
    return _header(head) in (_TERRITORIES, _GROUPS, _METONYMS)


def snapshot(*paths: Path) -> Snapshot:
    """Return the register and the latest `# version:` of the files; no date when none states one."""
    versions = [_version(head(path)) for path in paths]
    return Snapshot(register=SOURCE.name, date=max(versions, default=""), title=SOURCE.title)


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a territory (key: its code) and one a group (key: its id), with all its memberships.

    A row without an id is a Reject. Raises BadFile when a file has none of the headers, when only metonyms are given, or
    when a group's rows are apart.
    """
    headers = {path: _header(head(path)) for path in paths}
    for path, header in headers.items():
        if header not in (_TERRITORIES, _GROUPS, _METONYMS):
            raise BadFile("this is not a table of territories or groups", where=str(path), hint=f"Its header must be {_TERRITORIES}")
    if set(headers.values()) == {_METONYMS}:
        raise BadFile("metonyms are for resolving names and are not loaded", where=", ".join(map(str, paths)))
    for path, header in headers.items():
        if header == _TERRITORIES:
            yield from _territories(path)
        elif header == _GROUPS:
            yield from _groups(path)


def claims(record: Record) -> Iterator[Statement]:
    """Yield a territory with what it is part of, claimed by and followed by; or a group with its members.

    The dates of a membership are days on which it held: both ends belong to it. Raises BadRow for an unknown id or date.
    """
    yield _PUBLISHER
    if "members" in record.values:
        yield from _group_claims(record.values)
    else:
        yield from _territory_claims(record.values)


def _territories(path: Path) -> Iterator[Record | Reject]:
    for line, row in _countries.rows(path):
        key, values = row["id"].removeprefix("country:").strip(), {name: cell for name, cell in row.items() if cell}
        yield Record(key=key, values=values, line=line) if key else _nameless(path, line, "id", values)


def _groups(path: Path) -> Iterator[Record | Reject]:
    seen: set[str] = set()
    for group, numbered in groupby(_countries.rows(path), key=lambda numbered: numbered[1]["group"]):
        lines, rows = zip(*numbered)
        if not group.strip():
            yield from (_nameless(path, line, "group", row) for line, row in zip(lines, rows))
            continue
        if group in seen:
            raise BadFile(f"the rows of {group} must follow one another", where=f"{path.name} line {lines[0]}")
        seen.add(group)
        first = rows[0]
        members = [{name: row[name] for name in ("member", "from", "until", "note") if row[name]} for row in rows]
        yield Record(
            key=group,
            values={"group": group, "group_name": first["group_name"], "aliases": first["aliases"], "members": members},
            line=lines[0],
        )


def _nameless(path: Path, line: int, field: str, values: Mapping[str, str]) -> Reject:
    return Reject(reason=f"{path.name}: a row needs its {field}", field=field, line=line, raw=dict(values))


def _territory_claims(row: Mapping[str, Any]) -> Iterator[Statement]:
    if row.get("un_member") not in ("yes", "no"):
        raise BadRow("un_member is yes or no", field="un_member")
    for field in ("from", "until"):
        _period(row.get(field) or None, None, field)
    others = (row.get("official_name", ""), *_countries.several(row.get("aliases", "")))
    names = ("alpha2", "alpha3", "numeric", "official_name", "from", "until")
    yield Entity(
        id=row.get("id", ""),
        kind="Country",
        name=row.get("name", ""),
        aliases=tuple(other for other in others if other not in ("", row.get("name"))),
        details={**{name: row[name] for name in names if row.get(name)}, "un_member": row["un_member"] == "yes"},
    )
    for field, type in _LINKS:
        for other in _countries.several(row.get(field, "")):
            yield _countries.entity(other)
            yield _claim(Proposition(type=type, subject=row["id"], object=other))


def _group_claims(row: Mapping[str, Any]) -> Iterator[Statement]:
    group = Entity(id=row["group"], kind="Organisation", name=row["group_name"], aliases=_countries.several(row["aliases"]))
    yield group
    if not all("member" in member for member in row["members"]):
        raise BadRow(f"a membership of {group.name} has no member", field="member")
    times = Counter(member["member"] for member in row["members"])
    for member in row["members"]:
        yield _countries.entity(member["member"])
        yield _claim(
            Proposition(
                type="MEMBER_OF",
                subject=member["member"],
                object=group.id,
                scope=member.get("from", "")[:4] if times[member["member"]] > 1 else "",
            ),
            _period(member.get("from"), member.get("until"), "from"),
            {"note": member["note"]} if "note" in member else {},
        )


def _claim(proposition: Proposition, period: Period = Period(), details: Mapping[str, str] | None = None) -> Claim:
    return Claim(proposition=proposition, speaker=SOURCE.publisher, principal=SOURCE.publisher, period=period, details=details or {})


def _period(start: str | None, end: str | None, field: str) -> Period:
    try:
        return period(start, end)
    except BadDate as error:
        raise BadRow(str(error), field=field) from error


def _header(head: bytes) -> str:
    lines = head.decode("utf-8-sig", "replace").splitlines()
    return next((line.strip() for line in lines if line.strip() and not line.startswith("#")), "")


def _version(head: bytes) -> str:
    first, _, _ = head.decode("utf-8-sig", "replace").partition("\n")
    return first.removeprefix("# version:").strip() if first.startswith("# version:") else ""
