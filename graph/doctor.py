"""What is installed, which store answers, and what is missing."""

import importlib.metadata
import platform
import shutil
from collections.abc import Callable, Iterator

from graph import __version__, assets, catalogue, inventory
from graph.errors import ActorgraphError
from graph.stores.bolt import Store


def examine(uri: str, connect: Callable[[], Store]) -> Iterator[tuple[bool, str]]:
    """Yield (is it well, what was found) line by line."""
    yield True, f"actorgraph {__version__} on Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    for package in ("neo4j", "neo4j-rust-ext", "arcadedb-embedded", "networkx"):
        yield _package(package)
    yield True, f"{len(catalogue.names())} loaders: {', '.join(catalogue.names())}"
    for folder in ("cypher", "seeds"):
        try:
            yield True, f"{len(list(assets.folder(folder).iterdir()))} files in {assets.folder(folder)}"
        except ActorgraphError as error:
            yield False, str(error)
    try:
        with connect() as store:
            name, version = store.server
            loaded = inventory.snapshots(store)
            yield True, f"store {uri}: {name} {version}, {len(loaded)} snapshots loaded"
            if not loaded:
                yield True, "the store is empty; try: actorgraph demo"
    except ActorgraphError as error:
        yield False, f"store {uri}: {error}"
    yield True, "docker compose " + ("is there for Neo4j" if shutil.which("docker") else "is not there; the embedded store needs none")


def _package(name: str) -> tuple[bool, str]:
    try:
        return True, f"{name} {importlib.metadata.version(name)}"
    except importlib.metadata.PackageNotFoundError:
        return False, f"{name} is not installed; pip install actorgraph brings it where a wheel exists"
