"""Saved questions: each file keeps the rules, pastes as it is, and gives the story's answers on both servers.

`golden/reports/NAME.CASE.json` holds one answer: the parameters given, the columns, the rows in order. A new question
needs one such file; `--bless` writes it, with the defaults when it is not there, and rewrites those that are.
"""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import neo4j
import pytest
from golden_answers import Rows, golden, write_golden

from graph import assets, batches, catalogue, reports, trails
from graph.dates import instant
from graph.errors import BadReport, Mistyped, ReadOnly
from graph.load import Options, load
from graph.reports import Report
from graph.stores import open_store
from graph.stores.bolt import DATABASE_LOCAL, Store
from graph.stores.embedded import connect
from graph.stores.readonly import Sort, Token, guard, tokens
from graph.vocabulary import EDGES, EVIDENCE, KINDS, NODES, STANCE_EDGES

GOLDEN = Path(__file__).parent / "golden" / "reports"
MORE = GOLDEN.with_name("reports_on_samples")
SDN = Path(__file__).parent / "golden" / "ofac_sdn" / "sdn.csv"
DECLARED = set(NODES) | {label for kind in KINDS.values() for label in kind.labels} | {*EDGES, *EVIDENCE, *STANCE_EDGES.values()}
PARAM_TYPES = {"entity", "entities", "edge_type", "register", "date", "text", "integer"}
R2231 = "un:S/RES/2231(2015)"
ARTICLE = "doc:cnn-brasil-2023-06-09"

REPORTS = {report.name: report for report in reports.every()}
CASES = sorted(path.stem for path in GOLDEN.glob("*.json"))

Ask = Callable[..., Rows]

each_report = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)


# What a file must be


@each_report
def test_the_header_says_all_that_a_reader_needs(report: Report) -> None:
    assert report.title[0].isupper()
    assert report.question.endswith("?")
    assert report.tags
    assert all(report.columns.values())
    assert set(report.identity) <= report.columns.keys()
    assert report.identity
    assert all(param.help and param.type in PARAM_TYPES for param in report.params)


@each_report
def test_labels_and_edge_types_are_those_of_the_vocabulary(report: Report) -> None:
    assert labels(report.text) <= DECLARED
    assert labels(report.text)


@each_report
def test_it_keeps_to_what_both_servers_understand_alike(report: Report) -> None:
    assert dialect_faults(report.text) == []


@each_report
def test_it_passes_the_guard_as_pasted_and_as_run(report: Report) -> None:
    guard(report.text)
    guard(report.cypher())
    assert report.cypher().count("$") == len(report.params)


@pytest.mark.parametrize(
    ("cypher", "fault"),
    [
        ("MATCH (n:Entity) RETURN elementId(n) AS x ORDER BY x", "elementId"),
        ("MATCH (n) WHERE id(n) = 1 RETURN n.id AS x ORDER BY x", "id("),
        ("MATCH (n:Entity:Country {id: 'x'}) RETURN n.id AS x ORDER BY x", "several labels"),
        (
            "MATCH p = shortestPath((a)-[:OWNS*1..4]-(b)) WHERE all(r IN relationships(p) WHERE r.x) RETURN 1 AS x ORDER BY x",
            "shortestPath",
        ),
        ("MATCH p = SHORTEST 2 (a)-->(b) RETURN 1 AS x ORDER BY x", "SHORTEST"),
        ("RETURN apoc.text.join(['a'], '') AS x ORDER BY x", "apoc"),
        ("MATCH (a)-[r:OWNS {pid: 'x'}]->() RETURN a.id AS x ORDER BY x", "pid"),
        ("MATCH (n) RETURN 'actors' AS kind, count(n) AS n ORDER BY n", "literal"),
        ("MATCH (n:Entity) RETURN n.id AS x", "ORDER BY"),
        ("MATCH (n:Entity) WITH n ORDER BY n.id RETURN n.id AS x", "ORDER BY"),
        ("MATCH (n:Entity) RETURN n.id ORDER BY n.id", "AS"),
    ],
)
def test_the_rules_of_the_common_dialect_find_what_breaks_them(cypher: str, fault: str) -> None:
    assert [said for said in dialect_faults(cypher) if fault in said]


def test_a_label_is_told_from_a_key_of_a_map() -> None:
    cypher = "MATCH (a:Actor {id: 'x'})-[r:OWNS|CONTROLS]->(b) WHERE b:Vessel RETURN {name: a.name} AS x ORDER BY x // :Nothing"
    assert labels(cypher) == {"Actor", "OWNS", "CONTROLS", "Vessel"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("MATCH (n) RETURN n.id AS id ORDER BY id", "lacks"),
        ('// Title\n//\n// question = "What?"\n\nRETURN 1 AS n', "columns"),
        ("// Title\n//\n// question = What?\n\nRETURN 1 AS n", "not TOML"),
        ('// T\n// question = "What?"\n// columns = {n = "a"}\n// [params.a]\n// help = "an actor"\n\nRETURN 1 AS n', "differ"),
    ],
)
def test_a_file_whose_header_breaks_the_rules_is_refused(text: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "wrong.cypher").write_text(text)
    with pytest.raises(BadReport, match=fault):
        reports.read(tmp_path / "wrong.cypher")


# What it answers, on both servers


@pytest.fixture(scope="module")
def seeded(place: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the seeds, and with a small register in two snapshots: one party listed, one changed, one gone."""
    folder = tmp_path_factory.mktemp("register")
    lines = SDN.read_text(encoding="utf-8").splitlines(keepends=True)
    before = [line for line in lines if "KHAKI, Reza" not in line]
    after = [line.replace("[CYBER2] ", "") if "SOUTHFRONT" in line else line for line in lines if "HYDRA MARKET" not in line]
    for day, content in (("2023-01-05", before), ("2023-01-06", after)):
        (folder / f"sdn_{day}.csv").write_text("".join(content), encoding="utf-8")
    with open_store(place) as store:
        store.clear()
        store.prepare()
        for batch in [*batches.seeds(), *(batches.Batch(catalogue.find("ofac_sdn"), (path,)) for path in sorted(folder.iterdir()))]:
            load(store, batch.loader, batch.paths)
        yield store


@pytest.fixture
def ask(seeded: Store) -> Ask:
    """Run a report by name; the rows as dicts."""

    def ask(name: str, **given: str) -> Rows:
        answer, _ = reports.run(seeded, reports.find(name), given)
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]

    return ask


@pytest.fixture
def driver(place: str) -> Iterator[neo4j.Session]:
    """The official driver on the same server, with nothing of ours between."""
    with ExitStack() as stack:
        if place.startswith("local:"):
            at = stack.enter_context(connect(Path(place.removeprefix("local:")))).endpoint
            uri, auth, database = at.uri, (at.reader, at.reader_password), DATABASE_LOCAL
        else:
            uri, auth, database = place, (os.environ["ACTORGRAPH_USER"], os.environ["ACTORGRAPH_PASSWORD"]), "neo4j"
        opened = stack.enter_context(neo4j.GraphDatabase.driver(uri, auth=auth))
        yield stack.enter_context(opened.session(database=database))


@pytest.mark.parametrize("case", CASES)
def test_the_answer_is_the_golden_one(case: str, seeded: Store, ask: Ask, bless: bool) -> None:
    name, given = case.partition(".")[0], golden(GOLDEN, case)["given"]
    answer, _ = reports.run(seeded, reports.find(name), given)
    rows = ask(name, **given)
    if bless:
        write_golden(GOLDEN, case, given, answer.columns, rows)
    assert (list(answer.columns), rows) == (golden(GOLDEN, case)["columns"], golden(GOLDEN, case)["rows"])


@each_report
def test_a_golden_answer_with_rows_shows_the_columns_in_the_order_declared(report: Report, bless: bool) -> None:
    cases = [(folder, path.stem) for folder in (GOLDEN, MORE) for path in sorted(folder.glob(f"{report.name}.*.json"))]
    if bless and not cases:
        write_golden(GOLDEN, f"{report.name}.defaults", {}, (), [])
    answers = [golden(folder, case) for folder, case in cases]
    assert [answer for answer in answers if answer["rows"]]
    assert {tuple(answer["columns"]) for answer in answers} == {tuple(report.columns)}


@each_report
def test_pasted_as_it_is_it_answers_as_with_its_defaults(report: Report, driver: neo4j.Session, seeded: Store) -> None:
    plain = replace(report, then="")
    answer, _ = reports.run(seeded, plain, {})
    pasted = driver.run(neo4j.Query(report.text))
    assert [tuple(record.values()) for record in pasted] == list(answer.rows)


@pytest.mark.parametrize("case", CASES)
def test_its_identity_tells_the_rows_of_an_answer_apart(case: str) -> None:
    keys = [json.dumps([row[key] for key in REPORTS[case.partition(".")[0]].identity]) for row in golden(GOLDEN, case)["rows"]]
    assert len(set(keys)) == len(keys)


# Parameters


@pytest.mark.parametrize("iran", ["Iran", "IR", "IRN", "country:IR", "ایران", "иран", "IRAN", " iran ", "Islamic Republic of Iran"])
def test_a_thing_is_given_by_id_code_name_or_alias_in_any_script(iran: str, ask: Ask) -> None:
    assert [row["actor"] for row in ask("reversals", actor=iran)] == ["country:IR"]


def test_what_a_name_was_taken_to_mean_is_told(seeded: Store) -> None:
    _, meant = reports.run(seeded, reports.find("contested_between"), {"a": "IR", "b": "country:RU"})
    assert [(one.id, one.matched) for one in meant] == [("country:IR", "code"), ("country:RU", "id")]


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("reversals", {"actor": "Irann"}, "actor: nothing in the graph is called 'Irann'\nDid you mean Iran (country:IR)"),
        ("reversals", {"actor": ""}, "actor: there is no value"),
        ("reversals", {"actr": "Iran"}, "Did you mean actor?"),
        ("single_source", {"zzz": "1"}, "It takes type."),
        ("arms_supplied", {"from": "2023-12-31", "to": "2023-01-01"}, "from: 2023-12-31 is after 2023-01-01"),
        ("single_source", {"type": "SUPLIES"}, "Did you mean SUPPLIES?"),
        ("listing_changes", {"register": "ofac_sdm"}, "register: no register is called 'ofac_sdm'\nDid you mean ofac_sdn?"),
        ("listing_changes", {"register": "zzz"}, "Loaded are dossier/iran-russia-uav, dossier/resolution-2231, ofac_sdn, territories."),
        ("provisions_in_force", {"resolution": "UNSCR 2231"}, "Did you mean S/RES/2231(2015) (un:S/RES/2231(2015))?"),
        ("provisions_in_force", {"resolution": "Resolution 2231 (2016)"}, "Did you mean S/RES/2231(2015) (un:S/RES/2231(2015))?"),
        ("provisions_in_force", {"resolution": "S/RES/2231"}, "Did you mean S/RES/2231(2015) (un:S/RES/2231(2015))?"),
        ("provisions_in_force", {"on": "2023-02-30"}, "2023-02 has 28 days"),
        ("provisions_in_force", {"on": "yesterday"}, "cannot be read as a date"),
        ("contested_between", {"a": "Guinea-Conakry-Bissau"}, "nothing in the graph is called"),
    ],
)
def test_a_mistyped_parameter_is_refused_with_advice(name: str, given: dict[str, str], said: str, ask: Ask) -> None:
    with pytest.raises(Mistyped) as refusal:
        ask(name, **given)
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("words", "tag", "found"),
    [
        (("Embargo",), "", {"transfers_under_embargo"}),
        (("top suppliers",), "", {"top_suppliers"}),
        (("tit-for", "TAT"), "", {"tit_for_tat"}),
        (("embargo",), "in force", {"transfers_under_embargo"}),
        ((), "In-Force", {"provisions_in_force", "transfers_under_embargo", "violations"}),
        (("embargo", "votes"), "", set()),
        ((), "", set(REPORTS)),
    ],
)
def test_reports_are_found_by_all_the_words_in_what_they_say_of_themselves(words: tuple[str, ...], tag: str, found: set[str]) -> None:
    assert {report.name for report in reports.search(words, tag)} == found


def test_a_tag_that_no_report_has_is_refused_with_those_that_are() -> None:
    with pytest.raises(Mistyped) as refusal:
        reports.search((), "zzz")
    assert "sanctions" in refusal.value.hint


def test_a_report_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(Mistyped) as refusal:
        reports.find("provision_in_force")
    assert refusal.value.hint == "Did you mean provisions_in_force?"


def test_a_report_of_ones_own_is_run_from_its_file(seeded: Store, tmp_path: Path) -> None:
    path = tmp_path / "mine.cypher"
    path.write_text(
        '// Mine\n// question = "How many?"\n// columns = {n = "number"}\n\nMATCH (n:Resolution) RETURN count(n) AS n ORDER BY n\n'
    )
    assert reports.run(seeded, reports.find(str(path)), {})[0].rows == ((7,),)


def test_a_report_of_ones_own_must_not_write(seeded: Store, tmp_path: Path) -> None:
    path = tmp_path / "mine.cypher"
    path.write_text('// Mine\n// question = "What?"\n// columns = {n = "number"}\n\nCREATE (n:Resolution) RETURN 1 AS n ORDER BY n\n')
    with pytest.raises(ReadOnly):
        reports.run(seeded, reports.find(str(path)), {})


def test_for_a_country_the_listed_are_its_nationals(ask: Ask) -> None:
    rows = ask("who_sanctions", target="Iran")
    assert ("ofac:40417", "a national of the country, or based there") in {(row["target"], row["identity"]) for row in rows}
    assert {row["authority"] for row in rows} == {"country:US"}


def test_a_parameter_is_a_value_and_never_cypher(ask: Ask) -> None:
    assert ask("reasons_mentioning", term="UAV' OR 1 = 1 //") == []


# The story


IN_FORCE = {
    ("2016-01-15", "arms"): "not in force",
    ("2016-01-16", "arms"): "in force",
    ("2019-09-14", "arms"): "in force",
    ("2019-09-14", "missiles"): "in force",
    ("2020-10-17", "arms"): "in force",
    ("2020-10-18", "arms"): "not in force",
    ("2020-10-18", "missiles"): "in force",
    ("2023-06-09", "arms"): "not in force",
    ("2023-06-09", "missiles"): "in force",
    ("2023-10-17T23:59:59Z", "missiles"): "in force",
    ("2023-10-18", "arms"): "not in force",
    ("2023-10-18", "missiles"): "not in force",
}
PARAGRAPHS = {"arms": {"B5", "B6b"}, "missiles": {"B3", "B4"}}
EARLIER = ("1696(2006)", "1737(2006)", "1747(2007)", "1803(2008)", "1835(2008)", "1929(2010)")


@pytest.mark.parametrize(("on", "what"), IN_FORCE, ids=" ".join)
def test_the_paragraphs_of_annex_b_are_in_force_as_resolution_2231_has_it(on: str, what: str, ask: Ask) -> None:
    found = {(row["provision"].partition("#")[2], row["status"]) for row in ask("provisions_in_force", resolution=R2231, on=on)}
    wanted = PARAGRAPHS[what]
    assert {pair for pair in found if pair[0] in wanted} == {(paragraph, IN_FORCE[on, what]) for paragraph in wanted}


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2015-12-31", "in force"),
        ("2016-01-16", "not in force"),
        ("2019-09-14", "not in force"),
        ("2023-10-18", "not in force"),
        ("2025-09-27T23:59:59Z", "not in force"),
        ("2025-09-27T20:00:00-04:00", "contested"),
        ("2025-09-28T00:00:00Z", "contested"),
        ("2025-10-18", "contested"),
    ],
)
def test_the_earlier_resolutions_end_in_2016_and_are_contested_from_the_instant_of_their_return(on: str, status: str, ask: Ask) -> None:
    found = {symbol: {row["status"] for row in ask("provisions_in_force", resolution=f"un:S/RES/{symbol}", on=on)} for symbol in EARLIER}
    assert found == {symbol: {status} for symbol in EARLIER}


def test_the_return_of_the_earlier_resolutions_is_disputed_by_iran_russia_and_china(ask: Ask) -> None:
    rows = ask("provisions_in_force", resolution="un:S/RES/1929(2010)", on="2025-10-18")
    assert {tuple(row["disputed_by"]) for row in rows} == {("country:CN", "country:IR", "country:RU")}
    assert {row["from"] for row in rows} == {instant("2025-09-28T00:00:00Z")}


@pytest.fixture
def supply(seeded: Store) -> trails.Trail:
    """Iran's supply of drones to Russia, with all that was said of it."""
    (found,) = (trail for trail in trails.between(seeded, "Iran", "SUPPLIES", "Russia") if trail.edge.get("item") == "item:uav")
    return found


def test_the_supply_is_acknowledged_with_a_qualification_and_periods_that_do_not_meet(supply: trails.Trail) -> None:
    edge = supply.edge
    assert (edge["status"], edge["contested"], edge["qualified"], edge["bounds_disjoint"]) == ("acknowledged", True, True, True)
    assert (edge.get("from_min"), edge.get("until_max")) == (None, None)


def test_the_united_states_assert_the_supply_and_iran_admits_and_denies_parts_of_it(supply: trails.Trail) -> None:
    assert supply.edge["asserted_by"] == ["country:US"]
    assert supply.edge["acknowledged_by"] == ["country:IR"]
    assert set(supply.edge["denied_by"]) == {"country:IR", "country:RU"}
    standing = {
        (s.claim["stance"], s.claim.get("from_min"), s.claim.get("until_max")) for s in supply.said if s.claim["principal"] == "country:IR"
    }
    assert standing >= {("acknowledges", None, "2022-02-23"), ("denies", "2022-02-24", None)}


def test_russia_denies_the_use_and_the_supply_each_in_its_own_words(seeded: Store) -> None:
    (use,) = trails.between(seeded, "Russia", "USES", "item:uav")
    assert (use.edge["status"], use.edge["asserted_by"], use.edge["denied_by"]) == ("contested", ["country:US"], ["country:RU"])
    assert {s.claim["source"] for s in use.said} == {ARTICLE}


def test_washington_calls_the_denial_a_lie_and_the_denial_still_stands(supply: trails.Trail) -> None:
    answered = {(s.claim["principal"], a.claim["principal"], a.claim["qualification"]) for s in supply.said for a in s.about_it}
    assert answered == {("country:IR", "country:US", "calls the denial a lie")}


def test_five_principals_accuse_in_one_original_and_cite_a_paragraph_in_force(ask: Ask) -> None:
    (row,) = (row for row in ask("violations", resolution=R2231) if row["provision"] == f"{R2231}#B4")
    assert row["accusers"] == [f"country:{code}" for code in ("DE", "FR", "GB", "UA", "US")]
    assert (row["accused"], row["originals"], row["verdict"]) == ("country:IR", 1, "cites a provision in force")
    assert row["deed"] == "country:IR SUPPLIES country:RU (item:uav)"


def test_iran_reversed_within_seventeen_days_and_nobody_else_did(ask: Ask) -> None:
    (row,) = ask("reversals")
    assert (row["actor"], row["from_stance"], row["from_date"]) == ("country:IR", "denies", "2022-10-19")
    assert (row["to_stance"], row["to_date"], row["days"]) == ("acknowledges", "2022-11-05", 17)


def test_the_list_names_who_was_listed_changed_and_delisted(ask: Ask) -> None:
    found = {(row["change"], row["name"], row["on"]) for row in ask("listing_changes", register="ofac_sdn", **{"from": "2023-01-05"})}
    assert {(change, name) for change, name, _ in found} == {
        ("listed", "KHAKI, Reza"),
        ("changed", "SOUTHFRONT"),
        ("delisted", "HYDRA MARKET"),
    }
    assert {on for _, _, on in found} == {"2023-01-06"}


def edges(store: Store) -> set[tuple[str, str, str, str]]:
    """The edges that rest on documents, apart from what was in force: subject, type, object, status."""
    found = store.rows(
        "MATCH (a:Entity)-[r]->(b:Entity) WHERE r.status IN ['acknowledged', 'contested', 'corroborated', 'single_source'] "
        "AND type(r) <> 'IN_FORCE' RETURN a.id AS a, type(r) AS type, b.id AS b, r.status AS status"
    )
    return {(row["a"], row["type"], row["b"], row["status"]) for row in found}


@pytest.fixture(scope="class")
def without_article(seeded: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The seeds as after a later version of the dossier that no longer holds the article; afterwards it is back."""
    seed, dossier = assets.folder("seeds") / "iran-russia-uav.yaml", catalogue.find("dossier")
    head, _, rest = seed.read_text(encoding="utf-8").partition(f"  - id: {ARTICLE}\n")
    shorter = tmp_path_factory.mktemp("dossier") / "shorter.yaml"
    shorter.write_text(head + rest[rest.index("  - id: doc:") :], encoding="utf-8")
    totals = load(seeded, dossier, [shorter], Options(snapshot="2026-12-01"))
    assert (totals.gone, totals.rejected) == (1, 0)
    yield
    load(seeded, dossier, [seed], Options(snapshot="2026-12-02"))


@pytest.mark.usefixtures("without_article")
class TestWithoutTheArticle:
    def test_the_edges_that_rest_on_it_alone_go_and_the_others_stay(self, seeded: Store) -> None:
        assert edges(seeded) == {
            ("country:IR", "SUPPLIES", "country:RU", "acknowledged"),
            ("country:IR", "SEEKS_SUPPLY", "item:electronics", "single_source"),
            ("country:IR", "SEEKS_SUPPLY", "item:processors", "single_source"),
            ("country:IR", "SEEKS_SUPPLY", "item:controllers", "single_source"),
            ("country:IR", "VIOLATES", R2231, "single_source"),
            ("country:RU", "VIOLATES", R2231, "single_source"),
            ("country:IR", "VIOLATES", f"{R2231}#B4", "single_source"),
        }

    def test_the_paragraph_is_cited_by_france_alone(self, ask: Ask) -> None:
        (row,) = (row for row in ask("violations", resolution=R2231) if row["provision"] == f"{R2231}#B4")
        assert (row["accusers"], row["deed_from"]) == (["country:FR"], "2022-10-13")

    def test_the_supply_rests_on_what_was_said_in_2022(self, supply: trails.Trail) -> None:
        assert set(supply.edge["sources"]) == {"doc:politico-2022-11-05", "doc:un-sc-2022-10-26"}
        assert {s.claim["source"] for s in supply.said} == {"doc:afp-2022-10-19", "doc:un-sc-2022-10-26", "doc:politico-2022-11-05"}


def test_with_the_article_back_every_answer_is_what_it_was(ask: Ask) -> None:
    """Runs after the tests above, which took it away and brought it back."""
    same = [case for case in CASES if not case.startswith("health.")]  # it counts the snapshots that came and went meanwhile
    answers = {case: golden(GOLDEN, case) for case in same}
    assert {case: ask(case.partition(".")[0], **answer["given"]) for case, answer in answers.items()} == {
        case: answer["rows"] for case, answer in answers.items()
    }


# Reading Cypher and golden answers


def labels(cypher: str) -> set[str]:
    """The labels and edge types of a statement: words after a colon that is not within a map, and their alternatives."""
    found, brackets, before = set(), [""], Token(Sort.END, "", 0)
    follows = False
    for token in tokens(cypher):
        if token.text in ("(", "[", "{"):
            brackets.append(token.text)
        elif token.text in (")", "]", "}"):
            brackets.pop()
        is_label = token.sort is Sort.WORD and ((before.text == ":" and brackets[-1] != "{") or (before.text in ("|", "&") and follows))
        if is_label:
            found.add(cypher[token.start : token.start + len(token.text)])
        follows = is_label or (follows and token.text in ("|", "&"))
        before = token
    return found


def dialect_faults(cypher: str) -> list[str]:
    """What of a statement the two servers would not both understand, or understand alike (one line each)."""
    found = list(tokens(cypher))
    words = [token.text for token in found if token.sort in (Sort.WORD, Sort.SIGN)]
    text = " ".join("'" if token.sort is Sort.STRING else token.text for token in found)
    last = text.rpartition(" RETURN ")[2] if " RETURN " in text else text.removeprefix("RETURN ")
    items = split_at_commas(last.partition(" ORDER BY ")[0])
    rules = {
        "elementId is not stable": "ELEMENTID" in words,
        "id() is not stable": ("ID", "(") in pairwise(words),
        "apoc and gds are not everywhere": bool({"APOC", "GDS"} & {*words}),
        "several labels with an inline key scan": inline_key(found),
        "shortestPath with a predicate loses paths": bool({"SHORTESTPATH", "ALLSHORTESTPATHS"} & {*words}) and "WHERE" in words,
        "SHORTEST is GQL": "SHORTEST" in words,
        "an inline pid passes the index by": "{ PID :" in text,
        "a literal beside an aggregate gives no row at zero": any(i.startswith("' AS ") for i in items)
        and any(i.startswith("COUNT (") for i in items),
        "it must end with ORDER BY": " ORDER BY " not in last,
        "every column needs its AS": not all(" AS " in item or item.isidentifier() for item in items),
    }
    return [said for said, broken in rules.items() if broken]


def inline_key(found: Sequence[Token]) -> bool:
    """Whether a node pattern has two labels and a map of keys."""
    texts = [token.text for token in found]
    return any(texts[n] == ":" and texts[n + 2] in (":", "&") and "{" in texts[n + 4 : n + 5] for n in range(len(texts) - 4))


def split_at_commas(text: str) -> list[str]:
    """The items of a list, split at the commas that are within no brackets."""
    items, depth = [""], 0
    for word in text.split():
        depth += (word in "([{") - (word in ")]}")
        if word == "," and depth == 0:
            items.append("")
        else:
            items[-1] = f"{items[-1]} {word}".strip()
    return items
