"""Every loader there is: found by looking into the `loaders` package, or at a path the user names."""

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from graph import files, rejects
from graph.errors import BadFile, Mistyped
from graph.names import closest
from graph.sources import Loader


def names() -> tuple[str, ...]:
    """Return the names of all loaders, sorted; nothing is imported."""
    import loaders

    return tuple(sorted(module.name for module in pkgutil.iter_modules(loaders.__path__) if not module.name.startswith("_")))


def every() -> Iterator[Loader]:
    """Yield every loader, by name."""
    for name in names():
        yield find(name)


def find(name: str) -> Loader:
    """Return the loader of that name, or the one in the file that the name is the path of; raise Mistyped for neither."""
    if name.endswith(".py"):
        return _from_path(Path(name))
    if name not in names():
        near = closest(name, names())
        raise Mistyped(f"no loader is called {name!r}", hint=f"Did you mean {near[0]}?" if near else "See: actorgraph sources")
    return _checked(importlib.import_module(f"loaders.{name}"), name)


def detect(path: Path) -> Loader:
    """Return the loader that recognises the file by its content, decompressed; raise BadFile when none or several do."""
    head = files.head(path)
    if rejects.is_rejects(head):
        return find(rejects.origin(path).source)
    found = [loader for loader in every() if hasattr(loader, "recognises") and loader.recognises(head)]
    if len(found) == 1:
        return found[0]
    said = " and ".join(loader.SOURCE.name for loader in found) + " both claim it" if found else "no loader recognises this file"
    raise BadFile(said, where=str(path), hint="Name the source: actorgraph load SOURCE FILE; see: actorgraph sources")


def _from_path(path: Path) -> Loader:
    if not path.is_file():
        raise Mistyped("there is no such loader file", where=str(path))
    spec = importlib.util.spec_from_file_location(f"loader_{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return _checked(module, str(path))


def _checked(module: object, name: str) -> Loader:
    missing = [part for part in ("SOURCE", "records", "claims") if not hasattr(module, part)]
    if missing:
        raise Mistyped(f"a loader needs {', '.join(missing)}", where=name, hint="See CONTRIBUTING: add a source.")
    return cast(Loader, module)
