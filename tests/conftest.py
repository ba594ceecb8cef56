"""What the tests share: real stores on both servers, the shared samples when they are there, and `--bless`."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from graph.stores import open_store
from graph.stores.bolt import Store
from graph.stores.embedded import stop

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

SHARED = Path(__file__).parents[2] / "shared" / "data"
NEO4J = os.environ.get("ACTORGRAPH_TEST_NEO4J", "")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--bless`, which rewrites golden files with what the code gives now."""
    parser.addoption("--bless", action="store_true", help="rewrite golden files with what the code gives now")


@pytest.fixture(scope="session")
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--bless"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real samples; skips where it is not beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the real samples (../shared/data) are not here")
    return SHARED


@pytest.fixture(params=["embedded", "neo4j"])
def uri(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of each server in turn; credentials are in the environment."""
    if request.param == "embedded":
        return f"local:{tmp_path_factory.getbasetemp() / 'embedded-store'}"
    if not NEO4J:
        pytest.skip("no Neo4j: set ACTORGRAPH_TEST_NEO4J, or run make neo4j-test")
    monkeypatch.setenv("ACTORGRAPH_USER", os.environ.get("ACTORGRAPH_TEST_NEO4J_USER", "neo4j"))
    monkeypatch.setenv("ACTORGRAPH_PASSWORD", os.environ.get("ACTORGRAPH_TEST_NEO4J_PASSWORD", ""))
    return NEO4J


@pytest.fixture
def store(uri: str, servers: None) -> Iterator[Store]:
    """An open, empty store with its constraints, on each server in turn."""
    with open_store(uri) as opened:
        opened.clear()
        opened.prepare()
        yield opened


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps the embedded server of this run up until the last test."""
    folder = tmp_path_factory.getbasetemp() / "embedded-store"
    yield
    stop(folder)


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of each server in turn; the embedded one has a folder of its own here."""
    if request.param == "embedded":
        folder = tmp_path_factory.mktemp("reports") / "store"
        yield f"local:{folder}"
        stop(folder)
        return
    if not (address := os.environ.get("ACTORGRAPH_TEST_NEO4J")):
        pytest.skip("no Neo4j: set ACTORGRAPH_TEST_NEO4J, or run make neo4j-test")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACTORGRAPH_USER", os.environ.get("ACTORGRAPH_TEST_NEO4J_USER", "neo4j"))
        patch.setenv("ACTORGRAPH_PASSWORD", os.environ.get("ACTORGRAPH_TEST_NEO4J_PASSWORD", ""))
        yield address
