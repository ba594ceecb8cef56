"""SIPRI's trade register in both layouts: what each deal becomes, and what no deal becomes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from golden_claims import as_json, compare

from graph.claims import Claim, Entity, Quantity
from graph.dates import Period
from graph.errors import BadFile, BadRow
from graph.load import load
from graph.projection import Projection, project
from graph.sources import Record, Reject
from loaders import sipri
from loaders._sipri_words import party, slug

GOLDEN = Path(__file__).parent / "golden" / "sipri"
OLDER, NEWER = GOLDEN / "older.csv", GOLDEN / "newer.csv"
HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,Year(s) of delivery,"
    "status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
ROW = {
    "Recipient": "Ruritania", "Supplier": "Freedonia", "Year of order": "2020", "Number ordered": "4", "Weapon designation": "Zeta-1",
    "Weapon description": "UAV", "Number delivered": "4", "Year(s) of delivery": "2021", "status": "New",
}  # fmt: skip


def read(path: Path) -> dict[str, Projection]:
    """The projections of a file's records, without those that a bad row ends."""
    found = {}
    for record in sipri.records(path):
        if isinstance(record, Record):
            try:
                found[record.key] = project(list(sipri.claims(record)))
            except BadRow:
                continue
    return found


def rejected(path: Path) -> list[Reject]:
    return [record for record in sipri.records(path) if isinstance(record, Reject)]


def supply(projection: Projection) -> Claim:
    (claim,) = (fact for fact in projection.facts if fact.proposition.type == "SUPPLIES")
    return claim


def kinds(*projections: Projection) -> set[tuple[str, str]]:
    facts = [fact.proposition for projection in projections for fact in projection.facts]
    return {(fact.subject, str(fact.object)) for fact in facts if fact.type == "KIND_OF"}


def deal(**changes: str) -> Projection:
    values = {key: value for key, value in {**ROW, **changes}.items() if value}
    return project(list(sipri.claims(Record(key="7", values=values))))


def delivery(**changes: str) -> dict[str, str]:
    return {
        "SIPRI AT Database ID": "7", "Supplier": "Freedonia", "Recipient": "Ruritania", "Designation": "Zeta-1", "Order date": "2020",
        "Numbers delivered": "3", "Delivery year": "2021", **changes,
    }  # fmt: skip


def written(folder: Path, *rows: str, preamble: str = "", header: str = HEADER, encoding: str = "utf-8") -> Path:
    path = folder / "register.csv"
    path.write_bytes((preamble + "\n".join((header, *rows)) + "\n").encode(encoding))
    return path


def line(**changes: str) -> str:
    values = {**ROW, **changes}
    names, marked = HEADER.split(","), ""
    cells = []
    for name in names:
        cells.append(values.get(f"{marked}?" if name == " " else name, ""))
        marked = name if name != " " else marked
    return ",".join(cells)


def golden_lines(path: Path) -> Iterator[str]:
    for projection in read(path).values():
        yield from map(as_json, (*projection.entities, *projection.references, *projection.facts))


@pytest.mark.parametrize("path", [OLDER, NEWER], ids=lambda path: path.name)
def test_the_sample_says_what_its_golden_file_has(path: Path, bless: bool) -> None:
    compare(path.with_name(f"{path.name}.claims.json"), golden_lines(path), bless)


@pytest.mark.parametrize(("path", "read", "new"), [(OLDER, 8, 7), (NEWER, 3, 2)], ids=["older.csv", "newer.csv"])
def test_every_deal_is_counted_and_identical_rows_once(tmp_path: Path, path: Path, read: int, new: int) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    totals = load(None, sipri, [copy])
    assert (totals.read, totals.new, totals.rejected) == (read, new, read - new)


def test_a_deal_is_one_supply_under_its_key_by_sipris_word() -> None:
    claim = supply(read(OLDER)["freedonia/ruritania/2020/zeta-1/new"])
    assert (claim.proposition.subject, claim.proposition.object) == ("sipri:freedonia", "sipri:ruritania")
    assert (claim.proposition.item, claim.proposition.scope) == ("item:zeta-1", "freedonia/ruritania/2020/zeta-1/new")
    assert (claim.speaker, claim.principal) == ("org:sipri", "org:sipri")
    assert claim.quantity == Quantity(min=8, max=8, estimate=True)
    assert dict(claim.details) == {
        "order_year": 2020,
        "order_year_estimate": True,
        "delivery_years": ("2021", "2022"),
        "description": "UAV",
        "ordered": 12.0,
        "ordered_estimate": True,
        "deal_status": "New",
        "tiv_per_unit": 0.5,
        "tiv_ordered": 6.0,
        "tiv_delivered": 4.0,
        "comments": "Café version; for use by the air force",
    }


def test_a_deal_holds_from_its_first_delivery_year_to_its_last() -> None:
    claim = supply(deal(**{"Year(s) of delivery": "2021; 2023"}))
    assert claim.period == Period(from_min="2021-01-01", from_max="2021-12-31", until_min="2023-01-01", until_max="2023-12-31")


def test_an_order_of_which_nothing_was_delivered_says_so() -> None:
    claim = supply(deal(**{"Number delivered": "0", "Year(s) of delivery": ""}))
    assert (claim.qualification, claim.period.limited, claim.quantity) == ("ordered; no delivery identified", False, Quantity(min=0, max=0))


def test_a_volume_of_nought_is_kept_since_it_means_little_and_not_nothing() -> None:
    assert supply(deal(**{"SIPRI TIV of delivered weapons": "0"})).details["tiv_delivered"] == 0.0


def test_the_mark_behind_a_value_says_that_it_is_an_estimate() -> None:
    quantity = supply(deal(**{"Number delivered?": "?"})).quantity
    assert quantity is not None
    assert quantity.estimate


def test_the_rows_of_a_deal_in_the_newer_layout_are_one_supply() -> None:
    found = read(NEWER)
    assert list(found) == ["700002", "700001"]
    claim = supply(found["700001"])
    assert claim.quantity == Quantity(min=8, max=8, estimate=True)
    assert dict(claim.details) == {
        "order_year": 2020,
        "order_year_estimate": True,
        "delivery_years": ("2021", "2022"),
        "deliveries": ("2021: 3", "2022: 5"),
        "description": "armed UAV",
        "armament_category": "Aircraft",
        "deal_status": "New",
        "sipri_estimate": "1.5; 2.5",
        "local_production": "Yes",
        "tiv_per_unit": 0.5,
        "tiv_delivered": 4.0,
    }


def test_a_number_that_is_not_known_leaves_the_sum_open() -> None:
    rows = [delivery(), {key: value for key, value in delivery(**{"Delivery year": "2022"}).items() if key != "Numbers delivered"}]
    claim = supply(project(list(sipri.claims(Record(key="7", values={"rows": rows})))))
    assert claim.quantity == Quantity(min=3, max=None)


def test_rows_of_one_deal_that_disagree_on_what_it_is_are_rejected() -> None:
    (record,) = (r for r in sipri.records(NEWER) if isinstance(r, Record) and r.key == "700003")
    with pytest.raises(BadRow, match="the rows of one deal disagree: 'Ruritania', 'Syldavia'"):
        list(sipri.claims(record))


@pytest.mark.parametrize(
    ("description", "found"),
    [
        ("UAV", {("item:zeta-1", "item:uav")}),
        ("(armed) UAV", {("item:zeta-1", "item:armed-uav"), ("item:armed-uav", "item:uav")}),
        ("reconnaissance drone", {("item:zeta-1", "item:reconnaissance-drone"), ("item:reconnaissance-drone", "item:uav")}),
        ("one-way attack drone", {("item:zeta-1", "item:uav-one-way-attack"), ("item:uav-one-way-attack", "item:uav")}),
        ("loitering munition", {("item:zeta-1", "item:uav-one-way-attack"), ("item:uav-one-way-attack", "item:uav")}),
        ("anti-UAV", {("item:zeta-1", "item:anti-uav")}),
        ("SAM (anti-UAV)", {("item:zeta-1", "item:sam-anti-uav")}),
        ("turbojet for UAV", {("item:zeta-1", "item:turbojet-for-uav")}),
        ("tank", {("item:zeta-1", "item:tank")}),
        ("", set()),
    ],
)
def test_an_item_is_of_the_kind_that_its_description_names(description: str, found: set[tuple[str, str]]) -> None:
    assert kinds(deal(**{"Weapon description": description})) == found


def test_an_item_that_is_called_what_it_is_is_no_kind_of_itself() -> None:
    assert kinds(deal(**{"Weapon designation": "ship engine", "Weapon description": "ship engine"})) == set()


@pytest.mark.parametrize(
    ("name", "on", "id", "kind"),
    [
        ("Iran", "2020", "country:IR", "Country"),
        ("Soviet Union", "1975", "country:SUHH", "Country"),
        ("East Germany (GDR)", "1980", "country:DDDE", "Country"),
        ("South Vietnam", "1972", "country:republic-of-vietnam", "Country"),
        ("Congo", "1975", "country:CG", "Country"),
        ("DR Congo", "2010", "country:CD", "Country"),
        ("Turkiye", "2020", "country:TR", "Country"),
        ("Houthi rebels (Yemen)*", "2016", "sipri:houthi-rebels-yemen", "Organisation"),
        ("NATO**", "1980", "sipri:nato", "Organisation"),
        ("unknown supplier(s)", "1980", "sipri:unknown-suppliers", "Actor"),
        ("unknown recipient(s)", "1980", "sipri:unknown-recipients", "Actor"),
        ("unknown rebel group*", "2001", "sipri:unknown-rebel-group", "Actor"),
        ("Katanga", "1961", "sipri:katanga", "Actor"),
    ],
)
def test_a_party_is_a_state_or_a_thing_of_sipris_own(name: str, on: str, id: str, kind: str) -> None:
    found = party(name, on, "Supplier")
    assert (found.id, found.kind) == (id, kind)
    assert found.details.get("unresolved_countries", ()) == ((name,) if name == "Katanga" else ())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("Year of order", "20xx"),
        ("Year(s) of delivery", "2021; 22"),
        ("Number delivered", "about 5"),
        ("Number ordered", "-3"),
        ("Number delivered?", "x"),
        ("SIPRI TIV per unit", "1,5"),
        ("Supplier", "**"),
    ],
)
def test_a_value_that_is_none_is_a_bad_row_with_its_field(field: str, value: str) -> None:
    with pytest.raises(BadRow) as caught:
        deal(**{field: value})
    assert caught.value.field == field


def test_a_column_that_is_not_known_is_kept() -> None:
    assert supply(deal(Colour="green")).details["other_columns"] == ("Colour: green",)


def test_a_deal_broken_over_two_lines_in_its_comments_is_joined() -> None:
    claim = supply(read(OLDER)["east-germany-gdr/congo/1980/zeta-engine/new"])
    assert (claim.details["comments"], claim.details["repaired"]) == ("For use in 3 carriers", "joined from two lines")
    assert claim.details["tiv_delivered"] == 0.3


@pytest.mark.parametrize(
    "rows",
    [
        ("A,B,2020,,4,,Zeta,UAV,4,,2021,New,note", "more,0.1,x,0.4"),
        ("A,B,2020,,4,,Zeta,UAV,4,,2021,New,note", line(), ",0.1,0.4,0.4"),
        ("A,B,2020,,4,,Zeta,UAV,4,,20", "21,New,note,0.1,0.4,0.4"),
        ("A,B,2020,,4,,Zeta,UAV,4,,2021,New,note",),
    ],
    ids=["no deal together", "not neighbours", "broken in a year", "one half alone"],
)
def test_halves_that_make_no_deal_beyond_doubt_stay_rejects(tmp_path: Path, rows: tuple[str, ...]) -> None:
    found = rejected(written(tmp_path, *rows))
    assert len(found) == len([row for row in rows if row != line()])
    assert all("columns instead of 16" in reject.reason for reject in found)


def test_two_broken_deals_in_a_row_are_both_joined(tmp_path: Path) -> None:
    path = written(
        tmp_path, "A,B,2020,,4,,Zeta,UAV,4,,2021,New,note", ",0.1,0.4,0.4", "C,B,2020,,4,,Zeta,UAV,4,,2021,New,note", ",0.1,0.4,0.4"
    )
    assert not rejected(path)
    assert len(read(path)) == 2


def test_a_line_that_could_end_either_of_two_deals_ends_neither(tmp_path: Path) -> None:
    """The middle one ends the first deal, and could itself be a deal that the last one ends."""
    short = "Freedonia,Ruritania,Zeta-1,2020,3,2021"
    header = (
        "SIPRI AT Database ID,Supplier,Recipient,Order date,Numbers delivered,Delivery year,Designation,Description,Comments,TIV deal unit"
    )
    rows = ("7,Freedonia,Ruritania,2020,3", "2021", short)
    assert len(rejected(written(tmp_path, *rows, header=header))) == 3


def test_a_row_that_lost_its_parties_is_rejected(tmp_path: Path) -> None:
    (reject,) = rejected(written(tmp_path, line(), line(Recipient="", Supplier="0.03")))
    assert (reject.field, reject.line, reject.reason) == ("Recipient", 3, "register.csv: a deal needs a supplier and a recipient")


def test_deals_that_share_what_they_are_known_by_are_told_apart_by_more(tmp_path: Path) -> None:
    path = written(tmp_path, line(), line(**{"Number ordered": "5"}), line(Comments="one"), line(**{"Weapon designation": "Zeta-2"}))
    keys = [record.key for record in sipri.records(path) if isinstance(record, Record)]
    assert keys[1] == "freedonia/ruritania/2020/zeta-1/new/5/uav"
    assert keys[3] == "freedonia/ruritania/2020/zeta-2/new"
    assert [key.rpartition("/")[0] for key in (keys[0], keys[2])] == ["freedonia/ruritania/2020/zeta-1/new/4/uav"] * 2
    assert len(set(keys)) == 4


def test_the_keys_do_not_depend_on_the_order_of_the_rows(tmp_path: Path) -> None:
    rows = [line(), line(**{"Number ordered": "5"}), line(Comments="one")]
    forwards = {r.key: r.values for r in sipri.records(written(tmp_path, *rows)) if isinstance(r, Record)}
    backwards = {r.key: r.values for r in sipri.records(written(tmp_path, *rows[::-1])) if isinstance(r, Record)}
    assert forwards == backwards


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_encoding_is_found_out(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, line(Comments="Café"), preamble="about\n" if encoding != "utf-8-sig" else "", encoding=encoding)
    assert [supply(projection).details["comments"] for projection in read(path).values()] == ["Café"]


def test_the_third_variants_name_for_what_was_delivered_is_known(tmp_path: Path) -> None:
    path = written(tmp_path, line(), header=HEADER.replace("Number delivered", "Deliveries in the Year Range"))
    assert [supply(projection).quantity for projection in read(path).values()] == [Quantity(min=4, max=4)]


def test_marks_are_known_where_pandas_has_named_their_columns(tmp_path: Path) -> None:
    first, second, third, last = HEADER.split(", ,")
    path = written(tmp_path, line(**{"Number delivered?": "?"}), header=f"{first}, ,{second}, .1,{third},Unnamed: 9,{last}")
    assert [supply(projection).quantity for projection in read(path).values()] == [Quantity(min=4, max=4, estimate=True)]


def test_columns_in_another_order_make_no_difference(tmp_path: Path) -> None:
    header = HEADER.replace("Recipient,Supplier", "Supplier,Recipient")
    path = written(tmp_path, line(Recipient="Freedonia", Supplier="Ruritania"), header=header)
    assert list(read(path)) == ["freedonia/ruritania/2020/zeta-1/new"]


def test_the_preamble_says_the_day_and_whether_it_is_a_selection() -> None:
    older, newer = sipri.snapshot(OLDER), sipri.snapshot(NEWER)
    assert (older.date, older.partial, newer.date, newer.partial) == ("2023-01-05", False, "2023-01-05", True)


@pytest.mark.parametrize(
    ("preamble", "partial", "counted"),
    [
        ("Transfers of major conventional arms from All countries  to All countries . Deals with deliveries made for the year range "
         "'Not specified' to 'Not specified' ", False, None),
        ("Transfers of major conventional arms from All countries  to All countries . Deals with deliveries made for the year range "
         "'2020' to '2022' ", True, "2020 to 2022"),
        ("Transfers of aircraft from All countries  to All countries . Deals with deliveries made for the year range "
         "'Not specified' to 'Not specified' ", True, None),
        ("Transfers of major conventional arms from Freedonia  to Ruritania .", True, None),
        ("Made for a test", False, None),
    ],
)  # fmt: skip
def test_a_selection_ends_nothing_and_says_whose_years_its_numbers_are(
    tmp_path: Path, preamble: str, partial: bool, counted: str | None
) -> None:
    path = written(tmp_path, line(), preamble=preamble + "\n")
    assert sipri.snapshot(path).partial is partial
    assert [supply(projection).details.get("deliveries_counted") for projection in read(path).values()] == [counted]


@pytest.mark.parametrize("broken", ["700001,Freedonia", '"700001",Freed"onia,a', "700001,,Ruritania,Zeta-1" + "," * 13])
def test_a_deal_of_which_a_row_cannot_be_read_is_rejected_since_its_numbers_are_not_whole(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "newer.csv"
    content = NEWER.read_text(encoding="utf-8-sig")
    path.write_text(content.replace("700001,Freedonia,Ruritania,Zeta-1,armed UAV,Aircraft,2020,Yes,5", broken + "\n#"), encoding="utf-8")
    assert "700001" not in read(path)
    (record,) = (r for r in sipri.records(path) if isinstance(r, Record) and r.key == "700001")
    with pytest.raises(BadRow, match=r"a row of this deal cannot be read \(line 10\), so that its numbers are not whole"):
        list(sipri.claims(record))
    assert list(read(path)) == ["700002"]


def test_a_file_without_a_preamble_is_read_all_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, line())
    assert (len(read(path)), sipri.snapshot(path).date, sipri.snapshot(path).partial) == (1, "", False)


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="line 1: the column 'Weapon designation' is not there once"):
        list(sipri.records(written(tmp_path, line(), header=HEADER.replace("Weapon designation", "Thing"))))


def test_a_file_cut_short_is_refused_and_its_line_named(tmp_path: Path) -> None:
    path = written(tmp_path, line(), line())
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(BadFile, match="line 3: the file is cut short"):
        list(sipri.records(path))


@pytest.mark.parametrize("path", [OLDER, NEWER], ids=lambda path: path.name)
def test_a_file_is_recognised_by_its_header(path: Path) -> None:
    assert sipri.recognises(path.read_bytes()[:65_536])


@pytest.mark.parametrize("content", [b"<html>", b"a,b\n1,2\n", b"\x89PNG\r\n"])
def test_a_file_of_another_format_is_refused_and_told_what_was_expected(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(content)
    assert not sipri.recognises(content)
    with pytest.raises(BadFile, match="no trade register; expected a line with Supplier, Recipient"):
        list(sipri.records(path))


def test_a_key_is_made_of_words() -> None:
    assert slug("Côte d'Ivoire", "unknown supplier(s)", "S-60 57mm") == "côte-d-ivoire/unknown-suppliers/s-60-57mm"


def test_the_real_excerpt_has_the_deals_that_were_counted(shared: Path) -> None:
    counted = json.loads((shared / "counts.json").read_bytes())["sipri/trade-register_excerpt_2025-03-13.csv"]
    path = shared / "sipri" / "trade-register_excerpt_2025-03-13.csv"
    broken = counted["not_well_formed"] // 2
    totals = load(None, sipri, [path])
    assert (totals.read, totals.new, totals.rejected) == (counted["distinct_rows"] + broken, counted["distinct_rows"] + broken, 0)
    assert totals.snapshot == "2025-03-13"
    found = read(path)
    assert len([p for p in found.values() if "repaired" in supply(p).details]) == broken
    whole = [p for p in found.values() if "repaired" not in supply(p).details]
    pairs = [(supply(p).proposition.subject, str(supply(p).proposition.object)) for p in whole]
    assert len(set(pairs)) == counted["supplier_recipient_pairs"] - 1, "North Yemen is Yemen by the territories"
    assert pairs.count(("country:IR", "country:RU")) == counted["iran_to_russia_deals"]
    assert [subject for subject, _ in pairs].count("country:IR") == counted["iran_supplied_deals"]


def test_in_the_real_excerpt_a_uav_is_found_by_its_kind(shared: Path) -> None:
    found = read(shared / "sipri" / "trade-register_excerpt_2025-03-13.csv")
    assert {("item:shahed-136", "item:uav-one-way-attack"), ("item:uav-one-way-attack", "item:uav")} <= kinds(*found.values())


def test_the_parties_of_the_real_excerpt_that_are_no_states_are_known(shared: Path) -> None:
    ends = {e.id: e for p in read(shared / "sipri" / "trade-register_excerpt_2025-03-13.csv").values() for e in p.references}
    actors = {id: entity for id, entity in ends.items() if id.startswith("sipri:")}
    assert {id for id, entity in actors.items() if entity.kind == "Actor"} == {
        "sipri:katanga", "sipri:unknown-rebel-group", "sipri:unknown-recipients", "sipri:unknown-suppliers",
    }  # fmt: skip
    assert isinstance(actors["sipri:houthi-rebels-yemen"], Entity)
    assert len(actors) == 35
