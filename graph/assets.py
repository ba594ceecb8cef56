"""Where the saved questions and seeds lie: in the wheel under `graph/_bundled`, in a checkout beside `graph`."""

from pathlib import Path

from graph.errors import BadFile

_HERE = Path(__file__).parent


def folder(name: str) -> Path:
    """Return the folder `cypher` or `seeds`, in a wheel, a checkout or an editable install; BadFile when neither has it."""
    for place in (_HERE / "_bundled" / name, _HERE.parent / name):
        if place.is_dir():
            return place
    raise BadFile(f"the bundled folder {name!r} is missing", where=str(_HERE), hint="Install actorgraph again.")
