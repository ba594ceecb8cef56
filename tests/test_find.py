"""Finding things by what a user writes: the best first, and what was matched, on both servers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest

from graph import catalogue
from graph.actors import find, meant
from graph.errors import Mistyped
from graph.load import Options, load
from graph.stores import open_store
from graph.stores.bolt import Store

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
PARTIES = catalogue.find(str(HERE / "registers" / "parties.py"))
REGISTER = (
    {"id": "1", "name": "GÜLEN Shipping & Trading Co.", "kind": "Organisation", "programmes": ["A"], "aliases": ["Gulen Line", "Гюлен"]},
    {"id": "2", "name": "Gulen Line", "kind": "Vessel", "programmes": ["A"]},
    {"id": "3", "name": "Trading House Gulenov", "kind": "Organisation", "programmes": []},
    {"id": "4", "name": "Marta Øst", "kind": "Person", "programmes": ["A", "B"]},
    {"id": "5", "name": "Georgia", "kind": "Person", "programmes": ["A"]},
)

Look = Callable[..., list[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def laden(place: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the territories, a small register, and the samples of two lists."""
    path = tmp_path_factory.mktemp("register") / "parties.jsonl"
    path.write_bytes(b"".join(orjson.dumps(party) + b"\n" for party in REGISTER))
    with open_store(place) as store:
        store.clear()
        store.prepare()
        load(store, catalogue.find("territories"), (SEEDS / "territories.csv",))
        load(store, PARTIES, (path,), Options(snapshot="2023-01-01"))
        for name, files in (("ofac_sdn", ("sdn.csv", "alt.csv", "add.csv")), ("un_sc", ("consolidated.xml",))):
            paths = tuple(HERE / "golden" / name / file for file in files)
            load(store, catalogue.find(name), paths, Options(snapshot="2023-01-06", force=True))
        yield store


@pytest.fixture
def look(laden: Store) -> Look:
    """Find, as (id, matched, by)."""
    return lambda words, **options: [(one.id, one.matched, str(one.by)) for one in find(laden, words, **options)]


def test_an_id_is_found_whatever_its_letters(look: Look) -> None:
    assert look("country:IR")[0] == ("country:IR", "country:IR", "id")
    assert look("Country:ir")[0] == ("country:IR", "country:IR", "identifier")


def test_a_territory_is_found_by_its_codes(look: Look) -> None:
    assert look("IR")[0] == ("country:IR", "IR", "code")
    assert look("IRN")[0] == ("country:IR", "IRN", "code")


@pytest.mark.parametrize("words", ["gulen line", "  GÜLEN LINE ", "Gülen-Line", "Gu\u0308len Line"])
def test_case_accents_and_punctuation_do_not_matter(words: str, look: Look) -> None:
    assert look(words) == [("party:2", "Gulen Line", "name"), ("party:1", "Gulen Line", "alias")]


def test_an_alias_in_another_script_is_found_as_it_is_written(look: Look) -> None:
    assert look("ГЮЛЕН") == [("party:1", "Гюлен", "alias")]
    assert look("إيران")[0] == ("country:IR", "إيران", "alias")


def test_what_fits_better_comes_first(look: Look) -> None:
    assert look("gulen") == [
        ("party:2", "Gulen Line", "start of a name"),
        ("party:1", "Gulen Line", "start of a name"),
        ("party:3", "Trading House Gulenov", "part of a name"),
    ]
    assert look("line gulen")[:2] == [("party:2", "Gulen Line", "words of a name"), ("party:1", "Gulen Line", "words of a name")]


def test_a_country_comes_before_its_namesakes(look: Look) -> None:
    assert [found for found, _, _ in look("Georgia")][:2] == ["country:GE", "party:5"]


def test_each_thing_is_found_once_by_what_fits_best(look: Look) -> None:
    found = [found for found, _, _ in look("iran", limit=1_000)]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("words", ["9187629", "IMO 9187629", "imo:9187629", "IMO-9187629"])
def test_a_number_is_found_however_it_is_written(words: str, look: Look) -> None:
    assert look(words) == [("ofac:15036", "IMO:9187629:", "identifier")]


def test_a_number_in_a_registers_own_id_is_found(look: Look) -> None:
    assert look("15036") == [("ofac:15036", "ofac:15036", "identifier")]


@pytest.mark.parametrize(("words", "id"), [("Irann", "country:IR"), ("untied states", "country:US"), ("Chna", "country:CN")])
def test_a_slip_of_the_pen_is_forgiven(words: str, id: str, look: Look) -> None:
    found = look(words)
    assert (found[0][0], found[0][2]) == (id, "like spelling")


def test_a_slip_in_one_word_of_a_longer_name_is_forgiven(look: Look) -> None:
    assert look("gulenow")[0] == ("party:3", "Trading House Gulenov", "like spelling")


def test_one_kind_of_thing_can_be_asked_for(look: Look) -> None:
    assert look("gulen line", kind="vessel") == [("party:2", "Gulen Line", "name")]
    assert look("georgia", kind="Person")[0][0] == "party:5"


def test_a_kind_that_is_none_is_refused_with_the_nearest(laden: Store) -> None:
    with pytest.raises(Mistyped, match="Vesel") as refused:
        find(laden, "gulen", kind="Vesel")
    assert refused.value.hint == "Did you mean Vessel?"


def test_no_words_are_refused(laden: Store) -> None:
    with pytest.raises(Mistyped, match="nothing to look for"):
        find(laden, "  ")


@pytest.mark.parametrize("words", ["zzzzqqqq", "!!!", "%_*", "' OR 1=1", "\x00", "٪"])
def test_what_is_nothing_finds_nothing(words: str, look: Look) -> None:
    assert look(words) == []


def test_edges_are_counted_and_what_is_only_referred_to_is_told(laden: Store) -> None:
    found = {one.id: (one.edges, one.described) for one in find(laden, "Marta Ost")}
    assert found["party:4"] == (2, True)
    stub = next(row["id"] for row in laden.rows("MATCH (n:Entity) WHERE n.stub = true RETURN n.id AS id ORDER BY id"))
    assert find(laden, stub)[0].described is False


def test_the_thing_that_is_meant_is_the_one_found_first(laden: Store) -> None:
    for words in ("Iran", "IR", "Gulen Line", "ГЮЛЕН", "Georgia"):
        assert meant(laden, words).id == find(laden, words)[0].id


def test_words_for_nothing_are_refused_with_what_holds_them(laden: Store) -> None:
    with pytest.raises(Mistyped) as refused:
        meant(laden, "Gulenov")
    assert refused.value.hint == "Did you mean Trading House Gulenov (party:3)?"


def test_the_limit_keeps_the_best(look: Look) -> None:
    assert look("gulen", limit=1) == look("gulen")[:1]


@pytest.fixture(scope="module")
def joined(place: str, laden: Store) -> Store:
    """The same store, with parties of one name, two of them joined, and one that no record describes."""
    laden.write(
        lambda tx: tx.run(
            "CREATE (a:Entity:Actor {id: 'one:1', name: 'Twin Works', folded: 'twin works', kind: 'Organisation'}) "
            "CREATE (b:Entity:Actor {id: 'two:1', name: 'Twin Works', folded: 'twin works', kind: 'Organisation'}) "
            "CREATE (c:Entity:Actor {id: 'two:2', name: 'Lone Works', folded: 'lone works', kind: 'Organisation', "
            "  aliases: ['LW'], folded_aliases: ['lw']}) "
            "CREATE (d:Entity:Actor {id: 'three:1', name: 'LW', folded: 'lw', kind: 'Organisation', stub: true}) "
            "CREATE (e:Entity:Actor {id: 'three:2', name: 'Bare Works', folded: 'bare works', kind: 'Organisation', stub: true}) "
            "CREATE (a)-[:SAME_AS {pid: 'same_as:1'}]->(b)"
        ).consume()
    )
    return laden


def test_of_namesakes_that_are_joined_as_one_party_the_first_is_meant(joined: Store) -> None:
    assert meant(joined, "Twin Works").id == "one:1"


def test_a_name_that_no_record_describes_gives_way_to_an_alias_of_a_thing_that_one_does(joined: Store) -> None:
    assert meant(joined, "LW").id == "two:2"
    assert meant(joined, "Bare Works").id == "three:2"
