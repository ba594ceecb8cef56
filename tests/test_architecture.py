"""The shape of the code: which way imports run, what is declared where, and what adding a source or a question touches."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from graph.stores.embedded import stop
from graph.vocabulary import EDGES, EVIDENCE, KINDS, NODES, STANCE_EDGES

ROOT = Path(__file__).parents[1]

LAYERS = (
    ("errors",),
    ("vocabulary", "dates", "names", "files", "assets", "history", "tables", "differences", "networks", "pacing"),
    ("claims", "parts", "clocks", "status", "yamlnodes"),
    ("sources", "dossier", "projection", "edges", "rejects"),
    ("stores",),
    ("addresses", "setbacks", "transfers", "downloads"),
    ("lookups", "words", "frontiers"),
    (
        "actors",
        "analytics",
        "parameters",
        "catalogue",
        "inventory",
        "mentions",
        "writer",
        "testimony",
        "plans",
        "survey",
        "runs",
        "links",
        "commits",
    ),
    ("load", "reports", "trails", "pipes", "paths", "absences", "accounts"),
    ("batches", "answers", "fetch", "identity", "spools", "replay", "views", "comparisons", "portfolio"),
    ("exports",),
    ("doctor", "demo", "browser"),
    ("cli",),
)
"""The order of the imports, lowest first: a module imports from its own layer and from lower ones."""

OPEN_TO_LOADERS = frozenset(name for layer in LAYERS[:4] for name in layer) - {
    "history",
    "pacing",
    "tables",
    "parts",
    "projection",
    "edges",
    "rejects",
}

NOT_FOR_LOADERS = frozenset({"click", "rich", "neo4j", "arcadedb", "arcadedb_embedded", "platformdirs", "httpx2"})

KNOW_SOME_TYPES = frozenset({"graph/vocabulary.py", "graph/dossier/model.py", "graph/dossier/checks.py"})
"""Who in graph may name an edge type: the table, and what dossiers are checked against; nobody who stores or prints."""

FORBIDDEN = re.compile(r"manager|handler|processor|service|util(itie)?s?|helpers?|common", re.IGNORECASE)
BARE = re.compile(r"# (?:noqa(?!: [A-Z]+\d)|type: ignore(?!\[)|mypy: ignore-errors|ruff: noqa).*")
CYPHER = re.compile(r"\b(MATCH|MERGE|CREATE)\b\s*\(")
PATTERN = re.compile(r"[\[(]\w*:(\w+(?:[|:&]\w+)*)")
"""The labels or types of a node or edge in a Cypher pattern."""

UN_LIST = ROOT / "tests" / "golden" / "un_sc" / "consolidated.xml"
"""The elements of this format are named as edge types are; its modules (`un_sc`, `_un_*`) write them out."""

LABELS = set(NODES) | {label for kind in KINDS.values() for label in kind.labels}
TYPES = set(EDGES) | set(EVIDENCE) | set(STANCE_EDGES.values())

DATED_NOTES = '''"""Notes with a date, one a line: made for a test."""

from graph.claims import Entity
from graph.sources import Record, Source

SOURCE = Source(name="dated_notes", title="Notes with a date", publisher="org:notary")


def recognises(head):
    return head.startswith(b"notes;")


def records(*paths):
    for path in paths:
        for line, text in enumerate(path.read_text().splitlines()[1:], 2):
            yield Record(key=text, values={"text": text}, line=line)


def claims(record):
    yield Entity(id="item:note", kind="Item", name=record.values["text"])
'''

HOW_MANY = """// How many things there are
//
// question = "How many things does the graph hold?"
//
// [columns]
// things = "their number"

MATCH (n:Entity)
WITH count(n) AS things
RETURN things
ORDER BY things
"""


def modules(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path, nodes: Iterator[ast.AST] | None = None) -> set[str]:
    """The dotted names of the modules that a module imports, anywhere in it; `from graph import x` imports graph.x."""
    found = set()
    for node in nodes or ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)}: a relative import"
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name for name in inside if is_module(name)} or {str(node.module)}
    return found


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def layer(name: str) -> int:
    """The layer of graph.x or graph.x.y; the package itself, which holds its version, is below all others."""
    _, *rest = name.split(".")
    return next(n for n, names in enumerate(LAYERS) if rest[0] in names) if rest else -1


def texts(path: Path) -> Iterator[str]:
    """The strings of a module that are not docstrings; what an f-string inserts is left out."""
    module = tree(path)
    prose = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value for part in node.values if isinstance(part, ast.Constant) and isinstance(part.value, str))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


def keywords(path: Path, name: str) -> Iterator[str]:
    """The words given as `name="…"` in the calls of a module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.keyword) and node.arg == name and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


def defined(path: Path) -> Iterator[str]:
    """The names of the classes and functions of a module, nested ones as well."""
    yield from (node.name for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef))


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, ast.ClassDef | ast.FunctionDef]]:
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{node.name}.")


GRAPH, LOADERS = modules("graph"), modules("loaders")
FACE = {ROOT / "graph" / "__init__.py", ROOT / "graph" / "__main__.py"}
"""What the package hands to others, each thing imported when it is asked for."""


def test_every_module_of_graph_has_its_place_in_the_order() -> None:
    there = {path.stem for path in (ROOT / "graph").iterdir() if is_module(f"graph.{path.stem}") and path not in FACE}
    assert there == {name for names in LAYERS for name in names}


def test_imports_run_one_way() -> None:
    upwards = {
        (place(path), name)
        for path in set(GRAPH) - FACE
        for name in imported(path)
        if name.startswith("graph") and layer(name) > layer(dotted(path))
    }
    assert not upwards


def test_loading_and_asking_do_not_know_each_other() -> None:
    assert not imported(ROOT / "graph/load.py") & {"graph.reports", "graph.trails", "graph.answers"}
    assert not imported(ROOT / "graph/reports.py") & {"graph.load", "graph.batches", "graph.writer"}


def test_modules_import_each_other_in_no_circle() -> None:
    needs = {
        dotted(path): {name for name in imported(path, iter(tree(path).body)) if name.split(".")[0] in ("graph", "loaders")}
        for path in GRAPH + LOADERS
    }
    while free := {name for name, wanted in needs.items() if not wanted & needs.keys()}:
        needs = {name: wanted for name, wanted in needs.items() if name not in free}
    assert not needs


def test_a_loader_imports_the_shared_words_and_its_kit_alone() -> None:
    beyond = set()
    for path in LOADERS:
        for package, _, rest in (name.partition(".") for name in imported(path)):
            allowed = {"graph": rest.split(".")[0] in OPEN_TO_LOADERS, "loaders": rest[:1] in ("", "_")}
            if not allowed.get(package, package not in NOT_FOR_LOADERS):
                beyond.add((place(path), package, rest))
    assert not beyond


def test_graph_meets_loaders_in_the_catalogue_alone() -> None:
    assert {place(path) for path in GRAPH if any(n.split(".")[0] == "loaders" for n in imported(path))} == {"graph/catalogue.py"}


def test_no_name_is_a_word_for_anything() -> None:
    names = {(place(path), name) for path in GRAPH + LOADERS for name in (path.stem, *defined(path))}
    assert not {(where, name) for where, name in names if FORBIDDEN.search(name)}


def test_whatever_is_silenced_is_named() -> None:
    bare = {(place(path), said) for path in modules("graph", "loaders", "tests", "bench") for said in BARE.findall(path.read_text("utf-8"))}
    assert not bare


def test_cypher_in_a_module_uses_declared_words_and_takes_typed_edges_from_the_table() -> None:
    used = {
        (place(path), word)
        for path in GRAPH
        for text in texts(path)
        for group in PATTERN.findall(text)
        for word in re.findall(r"\w+", group)
    }
    assert {word for _, word in used} >= {"Entity", "Proposition", "ABOUT"}
    assert not {(where, word) for where, word in used if word not in LABELS | TYPES or word in EDGES}


def test_what_stores_and_prints_knows_no_edge_type_by_name() -> None:
    others = [path for path in GRAPH if place(path) not in KNOW_SOME_TYPES]
    assert not {(place(path), text) for path in others for text in texts(path) if text in EDGES}


def test_edge_types_and_kinds_that_are_written_out_are_declared() -> None:
    assert not {(place(path), word) for path in GRAPH + LOADERS for word in keywords(path, "kind") if word.istitle() and word not in KINDS}
    assert not {(place(path), word) for path in GRAPH + LOADERS for word in keywords(path, "type") if word.isupper() and word not in EDGES}
    told = [path for path in GRAPH + LOADERS if path in LOADERS or place(path) in KNOW_SOME_TYPES]
    written = {(place(path), text) for path in told for text in texts(path) if re.fullmatch(r"[A-Z]+(_[A-Z]+)+", text)}
    assert {text for _, text in written} >= {"SPEAKS_FOR", "LINKED_TO"}
    named_alike = set(re.findall(r"<(\w+)", UN_LIST.read_text("utf-8")))
    assert not {(where, text) for where, text in written if text not in TYPES and (text not in named_alike or "un_" not in where)}


def test_a_loader_holds_no_cypher() -> None:
    assert not {(place(path), text) for path in LOADERS for text in texts(path) if CYPHER.search(text)}


def test_every_edge_type_says_what_it_means_and_joins_known_labels() -> None:
    assert all(edge.definition and set(edge.subject + edge.object) <= LABELS for edge in EDGES.values())
    assert {edge.leaf for edge in EDGES.values()} == {"subject", "object"}


def test_a_module_and_all_that_is_public_in_it_is_explained() -> None:
    silent = {place(path) for path in GRAPH + LOADERS if not ast.get_docstring(tree(path))}
    silent |= {
        f"{place(path)}: {name}" for path in GRAPH + LOADERS for name, node in public(tree(path).body) if not ast.get_docstring(node)
    }
    assert not silent


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the checkout with one loader and one question more, and nothing else changed."""
    folder = tmp_path_factory.mktemp("copy")
    for path in (p for part in ("graph", "loaders", "cypher", "seeds") for p in (ROOT / part).rglob("*") if p.is_file()):
        if "__pycache__" not in path.parts:
            (folder / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
            (folder / path.relative_to(ROOT)).write_bytes(path.read_bytes())
    (folder / "loaders" / "dated_notes.py").write_text(DATED_NOTES)
    (folder / "cypher" / "how_many.cypher").write_text(HOW_MANY)
    (folder / "notes.txt").write_text("notes;\nfirst\n")
    yield folder
    stop(folder / "store")


@pytest.fixture(scope="module")
def run(copy: Path) -> Callable[..., str]:
    def run(*words: str) -> str:
        command = [sys.executable, "-c", "from graph.cli import main; main()", "--store", f"local:{copy / 'store'}", *words]
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_a_new_loader_is_one_file(run: Callable[..., str]) -> None:
    assert '"source":"dated_notes"' in run("sources")
    assert "dated_notes" in run("load", "notes.txt", "--as-snapshot-of", "2023-01-05")


def test_a_new_question_is_one_file(run: Callable[..., str]) -> None:
    assert '"name":"how_many"' in run("report", "list")
    assert run("report", "run", "how_many").startswith('{"things":')
