"""A dossier: documents, and who claims what in them, kept by hand as one YAML file.

`read` gives it with every name replaced by the id it means, or all of its faults at once. Importing this takes
pydantic and YAML along; the command line imports it only where it is needed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from graph.dossier.meaning import Meaning
from graph.dossier.model import NESTED, PARTS, Dossier, Entry, Pieces
from graph.dossier.names import Known, Names, Near, suggestion
from graph.errors import BadDossier
from graph.yamlnodes import Sheet, Steps
from graph.yamlnodes import read as read_yaml

SCHEMA_ID: Final = "urn:actorgraph:schema:dossier"

_WORDS: Final = {
    "string_type": "this must be one text",
    "string_too_short": "this is empty; give it a value or leave the key out",
    "tuple_type": "this must be a list",
    "too_short": "this list is empty",
    "model_type": "this must be a mapping of keys",
    "model_attributes_type": "this must be a mapping of keys",
}


def read(path: Path, known: Known, near: Near = lambda _: ()) -> Dossier:
    """Return the dossier in the file, or raise BadDossier with all of its faults, in file order.

    `known` gives the id of a territory by its id, code or name, and None for anything else; `near` the names of
    territories spelt like a text, for "did you mean".
    """
    sheet = read_yaml(path)
    if not isinstance(sheet.content, dict):
        sheet.refuse(sheet.places[()], "a dossier is a mapping, whose first key is `dossier`", sheet.content)
    names = Names(sheet.content, known, near)
    pieces = dict(_pieces(Dossier, sheet.content, (), sheet, names))
    claims = Meaning(pieces, sheet, names).claims()
    if sheet.lines:
        raise BadDossier(sheet.faults)
    lines = {getattr(entry, "id", ""): sheet.places[steps][0] for steps, entry in pieces.items() if len(steps) == 2}
    dossier = _assembled((), pieces)
    assert isinstance(dossier, Dossier)
    return dossier.settle(claims, lines, names)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a dossier (draft 2020-12), for editors and other programs."""
    model = Dossier.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **_without_null(model)}


def _pieces(model: type[Entry], raw: Any, steps: Steps, sheet: Sheet, names: Names) -> Iterator[tuple[Steps, Entry]]:
    """Yield every entry that is sound by itself, and note the faults of the others."""
    parts = {key: part for key, part in PARTS.get(model, {}).items() if isinstance(raw, dict) and isinstance(raw.get(key), list)}
    try:
        yield steps, model.model_validate({**raw, **dict.fromkeys(parts, ())} if parts else raw, context=names)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _note(detail, model, raw, steps, sheet)
    for key, part in parts.items():
        for number, item in enumerate(raw[key]):
            yield from _pieces(part, item, (*steps, key, number), sheet, names)


def _assembled(steps: Steps, pieces: Pieces) -> Entry:
    entry = pieces[steps]
    parts: dict[str, list[Entry]] = {key: [] for key in PARTS.get(type(entry), {})}
    for key, held in parts.items():
        while (place := (*steps, key, len(held))) in pieces:
            held.append(_assembled(place, pieces))
    return entry.model_copy(update={key: tuple(held) for key, held in parts.items()})


def _note(detail: ErrorDetails, model: type[Entry], raw: Any, steps: Steps, sheet: Sheet) -> None:
    """Turn one of pydantic's errors into a fault: our words, and the place in the file."""
    place = _followed(detail["loc"], raw)
    path, got = (*steps, *place), detail["input"]
    match detail["type"]:
        case "missing":
            sheet.fault(path, f"the key {str(detail['loc'][-1])!r} is missing")
        case "extra_forbidden" if place[-1] == "<<":
            sheet.fault(path, "merge keys are not read; write the keys out", at_key=True)
        case "extra_forbidden":
            keys = _keys(NESTED.get(str(place[-2]), model) if len(place) > 1 else model)
            sheet.fault(path, f"there is no such key here{suggestion(str(place[-1]), keys)}", place[-1], at_key=True)
        case "too_short" if got:
            pass  # its items are faulty, and noted
        case _ if got is not None:  # what is empty has been noted while the file was read
            sheet.fault(path, _WORDS.get(detail["type"], detail["msg"]), got)


def _followed(loc: tuple[int | str, ...], raw: Any) -> Steps:
    """Return those steps of pydantic's path that lead through the file; it has others, for unions and single values."""
    place: list[int | str] = []
    for step in loc:
        if (isinstance(raw, dict) and step in raw) or (isinstance(raw, list) and step in range(len(raw))):
            place.append(step)
            raw = raw[step]  # type: ignore[index]  # a list has only numbers in its range
    return tuple(place)


def _keys(model: type[Entry]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _without_null(part: Any) -> Any:
    """The same schema without null: a key without a value is a fault."""
    if isinstance(part, list):
        return [_without_null(item) for item in part if item != {"type": "null"}]
    if not isinstance(part, dict):
        return part
    kept = {key: _without_null(value) for key, value in part.items() if not (key == "default" and value is None)}
    return {**kept.pop("anyOf")[0], **kept} if len(kept.get("anyOf", ())) == 1 else kept
