"""YAML with positions: every scalar kept as the text that was written, and where each value and key stands.

Nothing is read into a text: `no` is the word "no", `2022-08` those seven characters, so that neither Norway nor a
date can turn into something else. Only an empty value, `~` and `null` are None, and a fault. Tags, merge keys, several
documents and repeated keys are refused. Positions count lines and columns from 1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NoReturn, TypeAlias

import yaml

from graph.errors import BadDossier
from graph.files import opened

MOST_BYTES: Final = 16 * 2**20
MOST_DEPTH: Final = 32
MOST_REPEATED: Final = 100_000

Steps: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FOREIGN: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})
_SHOWN: Final = 60


@dataclass(slots=True)
class Sheet:
    """One YAML file: its content as dict, list, str and None, the place of everything in it, and its faults so far."""

    file: str
    content: Any = None
    places: dict[Steps, Place] = field(default_factory=dict)
    keys: dict[Steps, Place] = field(default_factory=dict)
    lines: set[tuple[int, int, str]] = field(default_factory=set)

    def fault(self, steps: Steps, message: str, *got: Any, at_key: bool = False) -> None:
        """Note a fault of the value (or the key) that these steps lead to, or of what holds it; go on."""
        while steps not in self.places:
            steps = steps[:-1]
        place = self.keys.get(steps) if at_key else None
        self.fault_at(place or self.places[steps], message, *got, steps=steps)

    def fault_at(self, place: Place, message: str, *got: Any, steps: Steps = ()) -> None:
        """Note a fault of a place in the file."""
        path = f"{written(steps)}: " if steps else ""
        shown = f" (got {show(got[0])})" if got and show(got[0]) not in message else ""
        self.lines.add((*place, f"{self.file}:{place[0]}:{place[1]}: {path}{message}{shown}"))

    def refuse(self, place: Place, message: str, *got: Any) -> NoReturn:
        """Note a fault after which there is nothing more to read, and raise BadDossier."""
        self.fault_at(place, message, *got)
        raise BadDossier(self.faults)

    @property
    def faults(self) -> tuple[str, ...]:
        """All faults, in file order, as `file:line:column: path: message (got …)`."""
        return tuple(text for *_, text in sorted(self.lines))


def read(path: Path) -> Sheet:
    """Return the file's content with positions; raise BadDossier when it is no YAML, BadFile when there is no file."""
    sheet = Sheet(file=str(path))
    with opened(path) as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        sheet.refuse((1, 1), f"the file is larger than {MOST_BYTES // 2**20} MiB; split it")
    text = _decoded(raw, sheet)
    try:
        root = _Composer(text, sheet).document()
    except yaml.MarkedYAMLError as error:
        _refuse_syntax(error, text, sheet)
    _place(root, (), sheet)
    sheet.content = _value(root)
    return sheet


def written(steps: Steps) -> str:
    """Return the path as people write it: `documents[0].claims[2].from`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")


def show(got: Any) -> str:
    """Return a value as a message quotes it: short texts in full, the rest by its kind."""
    if got is None:
        return "nothing"
    if isinstance(got, str):
        return repr(got if len(got) <= _SHOWN else got[: _SHOWN - 1] + "…")
    return "a list" if isinstance(got, list | tuple) else "a mapping"


_Form: TypeAlias = type[str] | type[list[Any]] | type[dict[str, Any]]
_Child: TypeAlias = "tuple[str | int, Place | None, _Node]"


@dataclass(frozen=True, slots=True)
class _Node:
    place: Place
    text: str | None = None
    children: "tuple[_Child, ...]" = ()
    form: _Form = str
    size: int = 1


class _Composer:
    """Events into nodes. An alias is its anchor's node again; what all aliases repeat is counted and limited."""

    def __init__(self, text: str, sheet: Sheet) -> None:
        self._events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_LOADER))
        self._sheet = sheet
        self._anchors: dict[str, _Node | None] = {}
        self._repeated = 0

    def document(self) -> _Node:
        """Return the root of the only document."""
        next(self._events)
        if not isinstance(next(self._events), yaml.DocumentStartEvent):
            self._sheet.refuse((1, 1), "the file is empty")
        root = self._node(next(self._events), 0)
        if root.form is str and not root.text:
            self._sheet.refuse((1, 1), "the file is empty")
        next(self._events)
        after = next(self._events)
        if isinstance(after, yaml.DocumentStartEvent):
            self._sheet.refuse(_place_of(after), "a second YAML document starts here; one file is one dossier")
        return root

    def _node(self, event: yaml.Event, depth: int) -> _Node:
        place = _place_of(event)
        if depth > MOST_DEPTH:
            self._sheet.refuse(place, f"nested deeper than {MOST_DEPTH} levels")
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            return self._repeat(anchor, place)
        if getattr(event, "tag", None) not in (None, "!"):
            self._sheet.fault_at(place, "tags are not read; write the value alone", getattr(event, "tag", None))
        if anchor:
            self._anchors[anchor] = None
        node = self._content(event, place, depth)
        if anchor:
            self._anchors[anchor] = node
        return node

    def _content(self, event: yaml.Event, place: Place, depth: int) -> _Node:
        if isinstance(event, yaml.SequenceStartEvent):
            items = (self._node(item, depth + 1) for item in self._until(yaml.SequenceEndEvent))
            return _holder(place, list, tuple((number, None, item) for number, item in enumerate(items)))
        if isinstance(event, yaml.MappingStartEvent):
            return _holder(place, dict, tuple(self._pairs(depth)))
        assert isinstance(event, yaml.ScalarEvent)
        plain, text = event.implicit[0], event.value
        return _Node(place, None if plain and text in _NOTHING else text)

    def _pairs(self, depth: int) -> Iterator[_Child]:
        for event in self._until(yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._sheet.refuse(_place_of(event), "a key must be a word")
            yield event.value, _place_of(event), self._node(next(self._events), depth + 1)

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        while not isinstance(event := next(self._events), end):
            yield event

    def _repeat(self, anchor: Any, place: Place) -> _Node:
        if anchor not in self._anchors:
            self._sheet.refuse(place, "no anchor of this name stands before it", f"*{anchor}")
        node = self._anchors[anchor]
        if node is None:
            self._sheet.refuse(place, "the alias stands inside its own anchor", f"*{anchor}")
        self._repeated += node.size
        if self._repeated > MOST_REPEATED:
            self._sheet.refuse(place, f"aliases repeat more than {MOST_REPEATED:,} values; write less by alias", f"*{anchor}")
        return node


def _holder(
    place: Place, form: type[list[Any]] | type[dict[str, Any]], children: tuple[tuple[str | int, Place | None, _Node], ...]
) -> _Node:
    return _Node(place, children=children, form=form, size=1 + sum(child.size for *_, child in children))


def _place(node: _Node, steps: Steps, sheet: Sheet) -> None:
    sheet.places[steps] = node.place
    if node.form is str and node.text is None:
        sheet.fault(steps, "this is empty; give it a value or leave the key out")
    for step, key_place, child in node.children:
        below = (*steps, step)
        if key_place and below in sheet.keys:
            sheet.fault_at(key_place, f"this key is here already, on line {sheet.keys[below][0]}", step, steps=below)
            continue
        if key_place:
            sheet.keys[below] = key_place
        _place(child, below, sheet)


def _value(node: _Node) -> Any:
    """The content; of a key that is there twice, the first value."""
    if node.form is str:
        return node.text
    children = [(step, _value(child)) for step, _, child in node.children]
    return dict(reversed(children)) if node.form is dict else [value for _, value in children]


def _place_of(event: yaml.Event) -> Place:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _decoded(raw: bytes, sheet: Sheet) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        sheet.refuse((1, 1), "this is UTF-16; save the file as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        sheet.refuse(_end_of(before), f"this is not UTF-8 (byte 0x{raw[error.start]:02X}); save the file as UTF-8")
    if foreign := _FOREIGN.search(text):
        sheet.refuse(_end_of(text[: foreign.start()]), f"a character that no text holds (U+{ord(foreign[0]):04X}); is this a text file?")
    return text


def _end_of(text: str) -> Place:
    return (text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1)


def _refuse_syntax(error: yaml.MarkedYAMLError, text: str, sheet: Sheet) -> NoReturn:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    affected = (text.splitlines() or [""])[line : line + 1]
    indent = re.match(r"\s*", affected[0])[0] if affected else ""  # type: ignore[index]  # \s* always matches
    if "\t" in indent:
        sheet.refuse((line + 1, indent.index("\t") + 1), "a tab; YAML is indented by spaces")
    context = f" {error.context}" if error.context else ""
    sheet.refuse((line + 1, column + 1), f"this is no YAML: {error.problem}{context}")
