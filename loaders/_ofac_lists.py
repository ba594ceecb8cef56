"""The shapes that OFAC publishes a list in, told apart by content: delimited files, XML, advanced XML."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from graph.claims import Statement
from graph.errors import BadFile
from graph.files import head
from graph.sources import Record, Reject, Snapshot
from loaders import _ofac, _ofac_advanced, _ofac_csv, _ofac_profile, _ofac_xml
from loaders._elements import root

OTHER_LISTS: Final = re.compile(r"NS-.*|FSE-.*|561.*|CMIC-.*|UKRAINE-EO13662|13599.*")
"""Programmes of the lists besides the SDN list, which OFAC publishes together as the Consolidated list."""

_OTHER_WORDS: Final = re.compile(rb"Not on the SDN List|Directive Determination -")
_ENTRY: Final = re.compile(rb"<(?:\w+:)?sdnEntry>.*?</(?:\w+:)?sdnEntry>", re.DOTALL)
_PROGRAMME: Final = re.compile(rb"<(?:\w+:)?program>\s*([^<]*?)\s*<")
_LISTS: Final = re.compile(rb"<(?:\w+:)?List ID=\"[^>]*>([^<]*)<")


def records(*paths: Path) -> Iterator[Record | Reject]:
    """Yield one record a party of any shape; an XML file is whole by itself, the delimited ones go together."""
    names = {path: _root(path) for path in paths}
    kinds = {_ofac_xml.ROOT: _ofac_xml.records, _ofac_advanced.ROOT: _ofac_advanced.records}
    for path, name in names.items():
        if name in kinds and len(paths) > 1:
            raise BadFile("this file is a whole list by itself", where=str(path), hint="Load it without the others.")
        if name in kinds:
            yield from kinds[name](path)
            return
    yield from _ofac_csv.records(*paths)


def claims(record: Record) -> Iterator[Statement]:
    """Yield what a record of any shape says; raise BadRow where it is not sound."""
    values: Mapping[str, Any] = record.values
    if "profile" in values:
        return _ofac.claims(_ofac_profile.party(values))
    if "ent_num" in values or "uid" not in values:
        return _ofac.claims(_ofac_csv.party(values))
    return _ofac.claims(_ofac_xml.party(values))


def snapshot(*paths: Path) -> Snapshot:
    """Return the date that an XML file says of itself; the delimited files say none."""
    if len(paths) == 1:
        name = root(head(paths[0])).name
        if name == _ofac_xml.ROOT:
            return Snapshot(date=_ofac_xml.date(paths[0]))
        if name == _ofac_advanced.ROOT:
            return Snapshot(date=_ofac_advanced.date(paths[0]))
    return Snapshot()


def lists(start: bytes) -> frozenset[str]:
    """Return which lists the first bytes of a file can be of: `sdn`, `cons`, both, or none when it is none of OFAC's files.

    A file is of the Consolidated list when more than half of the parties that its first bytes hold are on a list of their
    own there. alt.csv and add.csv look alike for both and count as the SDN list's; an advanced file is of either until
    its first bytes name the lists.
    """
    name = root(start).name
    if name == _ofac_xml.ROOT:
        entries = _ENTRY.findall(start)
        others = [entry for entry in entries if _OTHER_WORDS.search(entry) or _is_other(_PROGRAMME.findall(entry))]
        return frozenset({"cons" if len(others) * 2 > len(entries) else "sdn"})
    if name == _ofac_advanced.ROOT:
        named = [text.decode(errors="replace").upper() for text in _LISTS.findall(start)]
        known = {"sdn" if re.match(r"SDN\b|SPECIALLY", text) else "cons" for text in named}
        return frozenset(known or {"sdn", "cons"})
    table = _ofac_csv.table(start)
    if table != "sdn":
        return frozenset({"sdn"} if table else ())
    parties = list(_ofac_csv.parties(start))
    others = [row for row in parties if any(OTHER_LISTS.fullmatch(programme) for programme in _ofac.programmes(row[3]))]
    return frozenset({"cons" if len(others) * 2 > len(parties) else "sdn"})


def _root(path: Path) -> str:
    """Return the name of the root element of an XML file; raise BadFile when a DOCTYPE stands before it, unless it is HTML's."""
    found = root(head(path))
    if found.doctype and not found.doctype.lower().startswith("html"):
        raise BadFile("it declares a DOCTYPE, which none of OFAC's files does", where=str(path), hint="Download it from OFAC.")
    return found.name


def _is_other(programmes: list[bytes]) -> bool:
    return any(OTHER_LISTS.fullmatch(name.decode(errors="replace")) for name in programmes)
