"""What damaged files have taught: each fault that was once lost, kept half, or ended in a trace, in the smallest sample of it."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from shapes import SHAPES

from graph import catalogue
from graph.errors import SHOWN, BadFile, BadRow, OutOfBounds, brief
from graph.load import load
from graph.projection import project
from graph.sources import Record, Reject
from graph.survey import MOST_REJECTS
from loaders import _csv

Change = Callable[[str], str]


def put(old: str, new: str, count: int = 1) -> Change:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, count)

    return change


def write(name: str, folder: Path, file: str, change: Change) -> list[Path]:
    """The sample of a shape with one of its files changed."""
    for other, content in SHAPES[name].contents().items():
        text = content.decode("latin-1")
        (folder / other).write_bytes((change(text) if other == file else text).encode("latin-1"))
    return [folder / other for other in SHAPES[name].contents()]


def rejects(name: str, paths: list[Path]) -> list[tuple[int, str, str]]:
    """The line, field and reason of each record that is not loaded."""
    loader, found = catalogue.find(SHAPES[name].source), []
    for record in loader.records(*paths):
        if isinstance(record, Reject):
            found.append((record.line, record.field, record.reason))
            continue
        try:
            project(list(loader.claims(record)))
        except BadRow as reason:
            found.append((record.line, reason.field, reason.message))
    return found


def quoted(text: str) -> str:
    """The same in the bytes of UTF-8, as the samples are read here."""
    return text.encode().decode("latin-1")


REJECTED: dict[str, tuple[str, str, Change, tuple[int, str, str]]] = {
    "a party of OFAC without a number": (
        "ofac_sdn list alone", "sdn.csv", lambda text: re.sub(r"\A[0-9]+", "", text),
        (1, "ent_num", "sdn.csv: a party needs a number"),
    ),
    "a value whose opening quotation mark is missing": (
        "ofac_sdn tables", "sdn.csv", put('"ROSTAMI', "ROSTAMI"),
        (1, "", "sdn.csv: the row is not well-formed (a quotation mark in a value that does not begin with one)"),
    ),
    "a value whose closing quotation mark is missing": (
        "ofac_sdn list alone", "sdn.csv", put('AIRLINES"', "AIRLINES"),
        (1, "", "sdn.csv: the row is not well-formed (',' expected after '\"')"),
    ),
    "a relationship from no profile": (
        "ofac_sdn advanced XML", "sdn_advanced.xml", put('ProfileRelationship ID="1" From-ProfileID="90001"', 'ProfileRelationship ID="1"'),
        (185, "ProfileID", "sdn_advanced.xml: a relationship of no profile"),
    ),
    "a profile without a type": (
        "ofac_sdn advanced XML", "sdn_advanced.xml", put(' PartySubTypeID="4"', ""),
        (180, "PartySubTypeID", "a party needs a type"),
    ),
    "votes in a roll call that is not there": (
        "un_votes roll calls", "un_votes.csv", put("5059,United", "50590,United"),
        (2, "rcid", "un_votes.csv: votes of a roll call that the table of roll calls does not have"),
    ),
    "issues of a roll call that is not there": (
        "un_votes roll calls", "un_roll_call_issues.csv", put("5588,", "55880,"),
        (2, "rcid", "un_roll_call_issues.csv: issues of a roll call that the table of roll calls does not have"),
    ),
    "a second header in a page": (
        "unsc_resolutions meetings of seven columns", "meetings7.html", put("</table>", "<tr><th>Date</th><th>Topic</th></tr></table>"),
        (29, "", "meetings7.html: a second header"),
    ),
    "an item whose statements are no list": (
        "wikidata dump", "dump.json", put('"P39": [', '"P39": 5, "P390": ['),
        (2, "", "its claims of P39 are no list"),
    ),
    "a value that is nested too deep": (
        "ftm entities", "entities.ftm.json", put('"birthPlace":["Springfield"]', f'"birthPlace":{"[" * 300}{"]" * 300}'),
        (1, "", "it is nested too deep"),
    ),
    "a list where one value belongs": (
        "ftm entities", "entities.ftm.json", put('"target":true', '"target":[null]'),
        (1, "target", "target holds [None], which is no value of it"),
    ),
    "a statement without a property": (
        "ftm statements", "statements.csv", put("NK-bbb2,xx-orig,id,", "NK-bbb2,xx-orig,,"),
        (2, "prop", "a statement needs a property"),
    ),
    "an event without a number": (
        "gdelt events with mentions", "20240105120000.export.CSV", lambda text: text.replace("\n900000002", "\n", 1),
        (2, "GLOBALEVENTID", "20240105120000.export.CSV: an event needs a number"),
    ),
    "a number beyond all": (
        "gdelt events with mentions", "20240105120000.export.CSV", put("\t-1.25\t", "\t1e999\t"),
        (1, "AvgTone", "'1e999' is no number"),
    ),
    "a membership without a member": (
        "territories", "groups.csv", put("|欧盟,country:BE".encode().decode("latin-1"), quoted("|欧盟,")),
        (5, "member", "a membership of European Union has no member"),
    ),
    "a territory without an id": (
        "territories", "territories.csv", lambda text: re.sub(r"(?m)^country:AF,", ",", text),
        (9, "id", "territories.csv: a row needs its id"),
    ),
    "digits of another script": (
        "unsc_resolutions list", "list.csv", lambda text: re.sub(r"S/RES/[0-9]+", quoted("S/RES/٣"), text, count=1),
        (2, "Resolution", "'S/RES/٣' is no resolution numbered '9001'"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "file", "change", "reject"), REJECTED.values(), ids=REJECTED)
def test_a_record_with_a_fault_is_rejected_with_its_line(
    name: str, file: str, change: Change, reject: tuple[int, str, str], tmp_path: Path
) -> None:
    assert reject in rejects(name, write(name, tmp_path, file, change))


REFUSED: dict[str, tuple[str, str, Change, str]] = {
    "a party under another name": (
        "ofac_sdn XML", "sdn.xml", lambda text: put("</sdnEntry>", "</sdnEntrie>")(put("<sdnEntry>", "<sdnEntrie>")(text)),
        "<sdnEntrie> is no element that lies among those of the list",
    ),
    "the last party under another name": (
        "uk_sanctions XML", "UK-Sanctions-List.xml",
        lambda text: "</Design>".join("<Design>".join(text.rsplit("<Designation>", 1)).rsplit("</Designation>", 1)),
        "<Design> is no element that lies among those of the list",
    ),
    "a row above the header of the British list": (
        "uk_sanctions ConList", "ConList.csv", lambda text: "".join(_header_last(text.splitlines(keepends=True), 1)),
        "a row stands above the header",
    ),
    "a row above the header of SIPRI's register": (
        "sipri newer", "newer.csv", lambda text: "".join(_header_last(text.splitlines(keepends=True), 6)),
        "a row stands above the header",
    ),
    "NUL bytes in a table of territories": ("territories", "territories.csv", put("Afghanistan", "Afghan\0istan"), "it holds NUL bytes"),
}  # fmt: skip


def _header_last(lines: list[str], at: int) -> list[str]:
    """The lines with that of the header one further down."""
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


@pytest.mark.parametrize(("name", "file", "change", "message"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_would_lose_a_record_is_refused(name: str, file: str, change: Change, message: str, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=re.escape(message)):
        rejects(name, write(name, tmp_path, file, change))


def test_rows_of_a_page_that_lack_their_start_are_read(tmp_path: Path) -> None:
    name = "unsc_resolutions meetings of seven columns"
    before = len(list(catalogue.find("unsc_resolutions").records(*write(name, tmp_path, "meetings7.html", str))))
    row = "".join(f"<td>{cell}</td>" for cell in ("S/PV.9999", "1 May", "SC/1", "A further question", "--", "--", "--"))
    paths = write(name, tmp_path, "meetings7.html", put("</table>", f"{row}</tr>{row.replace('9999', '9998')}</tr></table>"))
    found = [record for record in catalogue.find("unsc_resolutions").records(*paths) if isinstance(record, Record)]
    assert {"S/PV.9999", "S/PV.9998"} < {record.key for record in found}
    assert len(found) == before + 2


def test_a_table_most_of_which_is_none_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_csv, "MOST_WRONG", 3)
    paths = write("ofac_sdn list alone", tmp_path, "sdn.csv", lambda text: text.splitlines()[0] + "\n" + "x\n" * 10)
    with pytest.raises(BadFile, match=r"sdn\.csv line 5: 4 of 5 rows so far are none of this table"):
        rejects("ofac_sdn list alone", paths)


def test_a_long_file_most_of_which_cannot_be_read_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "entities.ftm.json"
    sound = SHAPES["ftm entities"].contents()[path.name].splitlines(keepends=True)[0]
    path.write_bytes(sound + b"{}\n" * (MOST_REJECTS + 10))
    with pytest.raises(OutOfBounds, match=r"50,001 of the first 50,002 records cannot be read; the first: an entity needs an id"):
        load(None, catalogue.find("ftm"), [path])


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_damaged_zip_of_any_method_is_refused(packing: int, tmp_path: Path) -> None:
    path = tmp_path / "sdn.zip"
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.writestr("sdn.csv", SHAPES["ofac_sdn list alone"].contents()["sdn.csv"])
    content = bytearray(path.read_bytes())
    content[80:120] = bytes(40)
    path.write_bytes(content)
    with pytest.raises(BadFile, match=r"sdn\.zip: "):
        load(None, catalogue.find("ofac_sdn"), [path])


def test_a_reason_is_one_line_that_a_terminal_can_show() -> None:
    assert brief("a\nb\t\x1b[31mc\0") == r"a b \x1b[31mc\x00"
    assert len(brief("x" * 100_000)) == SHOWN + 1
    assert Reject(reason="a\nb").reason == str(BadRow("a\nb")) == "a b"
    assert json.dumps(brief("٣é")) == json.dumps("٣é")


@pytest.mark.parametrize("span", ["²", "\x1c2", "", "-1", "9" * 400])
def test_a_span_of_a_cell_that_is_no_number_spans_nothing_and_stops_nothing(span: str, tmp_path: Path) -> None:
    paths = write("unsc_resolutions meetings", tmp_path, "meetings.html", put('rowspan="2"', f'rowspan="{quoted(span)}"', 9))
    assert len(list(catalogue.find("unsc_resolutions").records(*paths))) > 3
