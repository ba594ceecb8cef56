"""Votes in the United Nations: the Library's tables and those of unvotes, what each roll call says, and what none does."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from golden_claims import as_json, compare

from graph.claims import Claim, Entity
from graph.errors import BadFile, BadRow
from graph.load import load
from graph.projection import Projection, project
from graph.sources import Record, Reject
from loaders import un_votes
from loaders._un_members import member
from loaders._un_rollcalls import Ballots
from loaders._un_symbols import is_resolution, symbol

GOLDEN = Path(__file__).parent / "golden" / "un_votes"
ASSEMBLY, COUNCIL = [GOLDEN / "ga.csv"], [GOLDEN / "sc.csv"]
UNVOTES = [GOLDEN / name for name in ("un_votes.csv", "un_roll_calls.csv", "un_roll_call_issues.csv")]
SAMPLES = {"ga": ASSEMBLY, "sc": COUNCIL, "unvotes": UNVOTES}


def read(paths: Sequence[Path]) -> dict[str, Projection]:
    """The projections of the files' records, without those that a bad row ends."""
    found = {}
    for record in un_votes.records(*paths):
        if isinstance(record, Record):
            try:
                found[record.key] = project(list(un_votes.claims(record)))
            except BadRow:
                continue
    return found


def record(paths: Sequence[Path], key: str) -> Record:
    (found,) = (r for r in un_votes.records(*paths) if isinstance(r, Record) and r.key == key)
    return found


def rejected(paths: Sequence[Path]) -> list[Reject]:
    return [r for r in un_votes.records(*paths) if isinstance(r, Reject)]


def votes(projection: Projection) -> dict[str, object]:
    """Who voted how."""
    return {fact.proposition.subject: fact.details["vote"] for fact in projection.facts if fact.proposition.type == "VOTED"}


def target(projection: Projection) -> Entity:
    (found,) = projection.entities
    return found


def changed(folder: Path, paths: Sequence[Path], old: bytes, new: bytes, count: int = -1) -> list[Path]:
    """Copies of the files with one text put for another."""
    for path in paths:
        (folder / path.name).write_bytes(path.read_bytes().replace(old, new, count))
    return [folder / path.name for path in paths]


def golden_lines(paths: Sequence[Path]) -> Iterator[str]:
    for projection in read(paths).values():
        yield from map(as_json, (*projection.entities, *projection.references, *projection.facts))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sample_says_what_its_golden_file_has(name: str, bless: bool) -> None:
    compare(GOLDEN / f"{name}.claims.json", golden_lines(SAMPLES[name]), bless)


@pytest.mark.parametrize(("name", "read", "edges"), [("ga", 2, 7), ("sc", 2, 5), ("unvotes", 7, 47)])
def test_every_roll_call_is_one_record_with_all_its_votes(tmp_path: Path, name: str, read: int, edges: int) -> None:
    totals = load(None, un_votes, changed(tmp_path, SAMPLES[name], b"", b"", 0))
    assert (totals.read, totals.new, totals.rejected, totals.edges) == (read, read, 0, edges)


def test_a_resolution_has_its_symbol_day_title_subjects_and_tally() -> None:
    assert target(read(ASSEMBLY)["2"]) == Entity(
        id="un:A/RES/78/2A",
        kind="Resolution",
        name="A/RES/78/2A",
        details={
            "symbol": "A/RES/78/2A",
            "adopted": "2023-11-01",
            "title": "Three : resolution / adopted by the General Assembly",
            "subjects": ("PEACE", "TESTS--GENERAL"),
            "tally": "1-1-0",
            "link": "https://example.org/record/2",
            "session": "78",
            "draft": "A/78/L.1",
            "meeting": "A/78/PV.1",
            "agenda_title": "A matter made for a test",
            "vote_note": "A note",
        },
    )


def test_each_member_votes_for_against_abstains_or_does_not_vote() -> None:
    found = read(ASSEMBLY)
    assert votes(found["1"]) == {"country:FR": "Y", "country:IR": "A", "country:CN": "Y", "un:member/ruritania": "N"}
    assert votes(found["2"]) == {"country:FR": "N", "country:DE": "X", "country:CN": "Y"}


def test_a_vote_is_the_librarys_word_and_has_its_day() -> None:
    claims = [fact for fact in read(ASSEMBLY)["2"].facts if fact.proposition.subject == "country:FR"]
    assert [(c.speaker, c.principal, dict(c.details)) for c in claims] == [
        ("org:un-library", "org:un-library", {"vote": "N", "date": "2023-11-01"})
    ]


def test_a_resolution_of_the_council_says_how_it_was_adopted() -> None:
    found = read(COUNCIL)["902"]
    assert target(found).details["modality"] == "Acclamation"
    assert {fact.details["modality"] for fact in found.facts} == {"Acclamation"}


def test_blanks_before_the_year_of_a_symbol_are_no_part_of_it() -> None:
    assert {target(p).id for p in read(COUNCIL).values()} == {"un:S/RES/9001(1970)", "un:S/RES/9002(1989)"}


def test_the_seat_of_a_state_is_that_of_the_day() -> None:
    found = read(COUNCIL)
    assert votes(found["901"]) == {"country:TW": "Y", "country:SUHH": "Y", "country:ZM": "Y"}
    assert votes(found["902"]) == {"country:YUCS": "Y", "country:US": "Y"}


@pytest.mark.parametrize(
    ("name", "code", "on", "id"),
    [
        ("ZAIRE", "COD", "1980-01-01", "country:ZRCD"),
        ("CONGO", "COG", "1980-01-01", "country:CG"),
        ("YEMEN", "YEM", "1980-01-01", "country:YE"),
        ("DEMOCRATIC YEMEN", "YMD", "1980-01-01", "country:YDYE"),
        ("Federal Republic of Germany", "", "1980-01-01", "country:DE"),
        ("Russia", "RU", "1975-01-01", "country:SUHH"),
        ("Russia", "RU", "1995-01-01", "country:RU"),
        ("USSR", "SUN", "1991-12-20", "country:SUHH"),
        ("Yugoslavia", "YU", "1975-01-01", "country:YUCS"),
        ("Yugoslavia", "YU", "2004-01-01", "country:CSXX"),
        ("Yugoslavia", "YU", "2012-01-01", "country:RS"),
        ("China", "CN", "1971-10-24", "country:TW"),
        ("China", "CN", "1971-10-25", "country:CN"),
        ("Myanmar (Burma)", "MM", "1980-01-01", "country:BUMM"),
        ("MYANMAR", "MMR", "1989-11-20", "country:MM"),
        ("BENIN", "BEN", "1976-11-26", "country:BJ"),
        ("BELARUS", "BLR", "1991-12-06", "country:BY"),
        ("UPPER VOLTA", "BFA", "1984-03-01", "country:HVBF"),
        ("Congo - Kinshasa", "CD", "2010-01-01", "country:CD"),
        ("Congo - Kinshasa", "CD", "1985-01-01", "country:ZRCD"),
        ("ZAIRE", "ZAR", "1985-01-01", "country:ZRCD"),
        ("CONGO (DEMOCRATIC REPUBLIC OF)", "COD", "1965-01-01", "country:CD"),
        ("Namibia", "", "2010-01-01", "country:NA"),
        ("Ruritania", "XRU", "2010-01-01", "un:member/ruritania"),
    ],
)
def test_a_member_is_the_state_that_sat_there_then(name: str, code: str, on: str, id: str) -> None:
    found = member(name, code, on)
    assert found.id == id
    assert found.details.get("unresolved_countries", ()) == ((name,) if id.startswith("un:") else ())


def test_rows_of_one_roll_call_need_not_be_neighbours_and_identical_ones_count_once(tmp_path: Path) -> None:
    lines = ASSEMBLY[0].read_bytes().splitlines(keepends=True)
    path = tmp_path / "ga.csv"
    path.write_bytes(b"".join([lines[0], *lines[:0:-1], lines[1]]))
    assert {key: votes(p) for key, p in read([path]).items()} == {key: votes(p) for key, p in read(ASSEMBLY).items()}


def test_rows_that_disagree_on_the_day_of_a_roll_call_reject_it(tmp_path: Path) -> None:
    paths = changed(tmp_path, ASSEMBLY, b"2023-10-27", b"2023-10-28", 1)
    with pytest.raises(BadRow, match="the rows of one roll call disagree on its date"):
        list(un_votes.claims(record(paths, "1")))


def test_rows_that_differ_in_a_note_keep_both(tmp_path: Path) -> None:
    paths = changed(tmp_path, ASSEMBLY, b",A note,", b",Another note,", 1)
    assert target(read(paths)["2"]).details["vote_note"] == "Another note; A note"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"FRANCE,Y", b"FRANCE,Z", "FRANCE: 'Z' is no vote; there are Y, N, A, X"),
        (b",A/RES/78/1,", b",not yet numbered,", "'not yet numbered' is no symbol of a resolution"),
        (b"FRANCE,Y", b"CHINA,N", "voted twice, differently"),
        (b"FRA,FRANCE,Y", b",,Y", "a vote without a voter"),
        (b",2023-10-27,", b",2023-10,", "'2023-10' is no day"),
        (b",2023-10-27,", b",27 October 2023,", "cannot be read as a date"),
        (b",A/RES/78/1,", b",,", "a roll call without a resolution"),
    ],
)
def test_a_roll_call_that_cannot_be_right_is_rejected(tmp_path: Path, old: bytes, new: bytes, reason: str) -> None:
    with pytest.raises(BadRow, match=reason):
        list(un_votes.claims(record(changed(tmp_path, ASSEMBLY, old, new), "1")))


def test_votes_that_do_not_add_up_to_the_tally_are_counted_beside_it(tmp_path: Path) -> None:
    lines = ASSEMBLY[0].read_bytes().splitlines(keepends=True)
    path = tmp_path / "ga.csv"
    path.write_bytes(b"".join(line for line in lines if b"CHN,CHINA,Y,2023-10-27" not in line))
    found = target(read([path])["1"]).details
    assert (found["tally"], found["votes_counted"]) == ("2-1-1", "1-1-1")


def test_a_table_without_notes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ga.csv"
    rows = [line.split(b",") for line in ASSEMBLY[0].read_bytes().replace(b'"One, two :', b'"One :').splitlines()]
    path.write_bytes(b"\n".join(b",".join(row[:13] + row[14:]) for row in rows) + b"\n")
    assert votes(read([path])["1"]) == votes(read(ASSEMBLY)["1"])


def test_only_the_vote_on_the_whole_is_a_vote_on_the_resolution() -> None:
    found = read(UNVOTES)
    assert {key: target(p).id for key, p in found.items()} == {
        "466": "unvotes:466",
        "5059": "un:A/RES/65/46",
        "5867": "unvotes:5867",
        "5100": "un:A/RES/65/206",
        "5884": "unvotes:5884",
        "5588": "un:A/RES/ES-10/19",
        "5889": "unvotes:5889",
    }


def test_a_vote_on_a_paragraph_or_an_amendment_is_tied_to_the_resolution() -> None:
    found = read(UNVOTES)
    ties = {
        (key, fact.proposition.type, str(fact.proposition.object))
        for key, p in found.items()
        for fact in p.facts
        if fact.proposition.type != "VOTED"
    }
    assert ties == {("5867", "PART_OF", "un:A/RES/65/46"), ("5884", "LINKED_TO", "un:A/RES/65/206")}
    assert {key: target(found[key]).details.get("put_to_vote") for key in ("5059", "5867", "5884", "5889")} == {
        "5059": None,
        "5867": "paragraph",
        "5884": "motion, part or whole, not stated",
        "5889": "amendment",
    }
    assert "adopted" not in target(found["5867"]).details


def test_a_number_of_an_old_session_is_no_symbol_and_is_kept_as_given() -> None:
    found = target(read(UNVOTES)["466"])
    assert (found.details["number_as_given"], found.details.get("symbol")) == ("R/11/46", None)


def test_a_roll_call_of_unvotes_has_its_title_and_issues() -> None:
    found = target(read(UNVOTES)["5588"]).details
    assert (found["title"], found["issues"], found["important_vote"]) == ("Status of Jerusalem", ("Palestinian conflict",), True)


def test_a_roll_call_whose_votes_are_not_given_is_read_without() -> None:
    assert "votes" not in record(UNVOTES[1:], "5059").values
    assert target(read(UNVOTES[1:])["5059"]).id == "un:A/RES/65/46"


def test_a_roll_call_given_twice_counts_once_when_it_is_the_same_and_not_at_all_when_it_differs(tmp_path: Path) -> None:
    line = next(line for line in UNVOTES[1].read_bytes().splitlines(keepends=True) if line.startswith(b"5588,"))
    for again, counted in ((line, (7, 7, 0)), (line.replace(b"2017", b"2018"), (8, 6, 2))):
        paths = changed(tmp_path, UNVOTES, b"", b"", 0)
        paths[1].write_bytes(paths[1].read_bytes() + again)
        totals = load(None, un_votes, paths)
        assert (totals.read, totals.new, totals.rejected) == counted


def test_what_r_does_not_have_is_missing_and_no_vote_of_namibia(tmp_path: Path) -> None:
    paths = changed(tmp_path, UNVOTES, b"", b"", 0)
    paths[0].write_bytes(paths[0].read_bytes() + b"5588,Ruritania,NA,no\n")
    paths[1].write_bytes(paths[1].read_bytes() + b"9900,74,NA,2019-12-12,NA,NA,NA,A title,NA\n")
    assert votes(read(paths)["5588"]) == votes(read(UNVOTES)["5588"]) | {"un:member/ruritania": "N"}
    assert target(read(paths)["9900"]).details == {
        "put_to_vote": "motion, part or whole, not stated", "voted_on": "2019-12-12", "organ": "United Nations General Assembly",
        "title": "A title", "session": "74",
    }  # fmt: skip


def test_votes_of_a_roll_call_that_is_missing_are_one_reject(tmp_path: Path) -> None:
    paths = changed(tmp_path, UNVOTES, b"\n5588,72,", b"\n5580,72,")
    assert [(r.key, r.field) for r in rejected(paths)] == [("5588", "rcid"), ("5588", "rcid")]


def test_votes_without_the_table_of_roll_calls_are_refused() -> None:
    with pytest.raises(BadFile, match="votes without the roll calls they were cast in"):
        list(un_votes.records(UNVOTES[0]))


def test_a_row_of_another_width_is_rejected_with_its_line(tmp_path: Path) -> None:
    (reject,) = rejected(changed(tmp_path, ASSEMBLY, b"DEU,GERMANY,X", b"DEU,GERMANY"))
    assert (reject.reason, reject.line) == ("ga.csv: 19 columns instead of 20", 6)


def test_a_vote_without_the_librarys_id_is_rejected_with_its_line(tmp_path: Path) -> None:
    (reject,) = rejected(changed(tmp_path, ASSEMBLY, b"2,DEU", b",DEU"))
    assert (reject.reason, reject.field, reject.line) == ("ga.csv: a vote without undl_id", "undl_id", 6)


def test_the_tables_are_registers_of_their_own() -> None:
    assert {name: un_votes.snapshot(*paths).register for name, paths in SAMPLES.items()} == {
        "ga": "un_votes/ga",
        "sc": "un_votes/sc",
        "unvotes": "un_votes/unvotes",
    }


def test_tables_of_different_registers_are_not_loaded_as_one() -> None:
    with pytest.raises(BadFile, match="tables of different registers"):
        un_votes.snapshot(*ASSEMBLY, *COUNCIL)


@pytest.mark.parametrize("path", [*ASSEMBLY, *COUNCIL, *UNVOTES], ids=lambda path: path.name)
def test_a_file_is_recognised_by_its_header(path: Path) -> None:
    assert un_votes.recognises(path.read_bytes())
    assert un_votes.recognises(b"\xef\xbb\xbf" + path.read_bytes())


@pytest.mark.parametrize("content", [b"<html>", b"rcid,vote\n1,2\n", b"undl_id,title\n1,2\n"])
def test_a_file_of_another_format_is_refused_and_told_what_was_expected(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "votes.csv"
    path.write_bytes(content)
    assert not un_votes.recognises(content)
    with pytest.raises(BadFile, match="no table of votes; expected a header with undl_id"):
        list(un_votes.records(path))


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="line 1: the column 'resolution' is not there once"):
        list(un_votes.records(*changed(tmp_path, ASSEMBLY, b",resolution,draft", b",number,draft")))


def test_a_file_cut_short_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "ga.csv"
    path.write_bytes(ASSEMBLY[0].read_bytes()[:-70])
    with pytest.raises(BadFile, match="line 8: the file is cut short"):
        list(un_votes.records(path))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("S/RES/2231 (2015)", True),
        ("A/RES/79/1", True),
        ("A/RES/ES-10/21", True),
        ("A/RES/S-10/2", True),
        ("A/RES/181(II)", True),
        ("A/RES/54/54[I]", True),
        ("S/2022/431", False),
        ("S/PV.9048", False),
    ],
)
def test_the_symbols_of_resolutions_are_known(text: str, found: bool) -> None:
    assert is_resolution(symbol(text)) is found


def test_ballots_are_given_back_as_they_were_cast() -> None:
    ballots = Ballots()
    cast = [("1", f"C{n}", f"name {n}", word) for n in range(300) for word in ("Y", "N")]
    for roll_call, code, name, word in cast:
        ballots.add(roll_call, code, name, word)
    assert [tuple(vote) for vote in ballots.take("1")] == sorted({(code, name, word) for _, code, name, word in cast})
    assert list(ballots.taken()) == []


def test_the_real_roll_calls_have_the_votes_that_were_counted(shared: Path) -> None:
    counts = json.loads((shared / "counts.json").read_bytes())
    paths = [shared / "unvotes" / f"{name}.csv.gz" for name in ("un_votes_sessions65-72", "un_roll_calls", "un_roll_call_issues")]
    totals = load(None, un_votes, paths)
    calls = counts["unvotes/un_roll_calls.csv.gz"]["rows_ex_header"]
    assert (totals.read, totals.new, totals.rejected) == (calls, calls, 0)
    counted = counts["unvotes/un_votes_sessions65-72.csv.gz"]
    found = {key: votes(p) for key, p in read(paths).items()}
    assert len([cast for cast in found.values() if cast]) == counted["roll_calls"]
    words = Counter(str(vote) for cast in found.values() for vote in cast.values())
    assert words == {"Y": counted["votes"]["yes"], "N": counted["votes"]["no"], "A": counted["votes"]["abstain"]}
    voters = {voter for cast in found.values() for voter in cast}
    assert not [voter for voter in voters if not voter.startswith("country:")]
    assert len(voters) == 193


def test_a_real_resolution_gets_one_roll_call_and_no_other(shared: Path) -> None:
    paths = [shared / "unvotes" / "un_roll_calls.csv.gz"]
    ids = Counter(target(p).id for p in read(paths).values())
    assert not [id for id, count in ids.items() if count > 1]


def test_a_claim_about_votes_names_no_item_and_no_scope() -> None:
    said = [fact for paths in SAMPLES.values() for p in read(paths).values() for fact in p.facts]
    assert {(c.proposition.item, c.proposition.scope) for c in said if isinstance(c, Claim)} == {("", "")}
