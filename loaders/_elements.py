"""Published XML read element by element in constant memory, with no DOCTYPE, no entities of its own and no network."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from lxml import etree

from graph.errors import BadFile, brief
from graph.files import opened

LONGEST: Final = 2**20
"""Bytes of the longest element that is believed; those of the lists stay below a tenth of it."""

_BLOCK: Final = 32_768
_ENCODINGS: Final = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"<\0", "UTF-16-LE"), (b"\0<", "UTF-16-BE"))
_BEFORE_ROOT: Final = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ROOT: Final = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")


@dataclass(frozen=True, slots=True)
class Root:
    """The root element as a file's first bytes have it: its name without a prefix, and the DOCTYPE before it, if any."""

    name: str
    doctype: str = ""


def root(start: bytes) -> Root:
    """Return the root that the first bytes of a file show; without a name when they are no XML, or hold no root yet."""
    encoding = next((name for mark, name in _ENCODINGS if start.startswith(mark)), "UTF-8-sig")
    text = start.decode(encoding, errors="replace").lstrip("\ufeff")
    place = 0
    while match := _BEFORE_ROOT.match(text, place):
        place = match.end()
    if text[place : place + 9].upper() == "<!DOCTYPE":
        return Root("", doctype=text[place + 9 : place + 80].strip())
    found = _ROOT.match(text, place)
    return Root(found[1] if found else "")


def elements(path: Path, expected: str, names: Collection[str], *, beside: Collection[str] | None = None) -> Iterator[Any]:
    """Yield the elements of those names (in any namespace) in file order, each whole, and gone once the next is asked for.

    Raises BadFile for another root than `expected`, a DOCTYPE, XML that is not well-formed or cut short (with its line),
    and an element that grows beyond `LONGEST`; also, where it is said which others may lie `beside` the named ones, for an
    element of any other name among them. One named element must not lie in another.
    """
    known = None if beside is None else frozenset((*names, *beside))
    parent = None
    parser = etree.XMLPullParser(
        events=("end",), tag=[f"{{*}}{name}" for name in names], resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    held = 0
    with opened(path) as file:
        block = file.read(65_536)
        _check_root(root(block), expected, path)
        while block:
            held += len(block)
            for element in _parsed(parser, block, path):
                if known is not None and element.getparent() is not parent:
                    _check_known(() if parent is None else parent, known, path)
                    parent = element.getparent()
                yield element
                _forget(element, known, path)
                held = 0
            if held > LONGEST:
                raise BadFile(f"an element of more than {LONGEST:,} bytes: this is none of the publisher's", where=str(path))
            block = file.read(_BLOCK)
    try:
        last = parser.close()
    except etree.XMLSyntaxError as error:
        raise _refused(error, path) from None
    _check_known(() if parent is None or known is None else parent, known or (), path)
    last.clear()


def plain(element: Any) -> Any:
    """Return an element's text, without outer blanks; or its children by name, those of one name as a list when there are several.

    Empty children are left out, attributes come as `@name`, and text beside children or attributes as `text`.
    """
    found: dict[str, Any] = {f"@{name}": value for name, value in element.items()}
    for child in element:
        if len(child) or child.attrib:
            value = plain(child)
        elif value := child.text:
            value = value.strip()
        if not value:
            continue
        name = _local(child.tag)
        held = found.get(name)
        if held is None:
            found[name] = value
        elif isinstance(held, list):
            held.append(value)
        else:
            found[name] = [held, value]
    text = (element.text or "").strip()
    if not found:
        return text
    if text:
        found["text"] = text
    return found


def local(element: Any) -> str:
    """Return an element's name without its namespace."""
    return _local(element.tag)


def many(value: Any) -> list[Any]:
    """Return what `plain` gave for children of one name as a list: none, one or several."""
    if isinstance(value, str):
        return [value] if value else []
    return value if isinstance(value, list) else [] if value in (None, {}) else [value]


def rows(value: Any) -> list[dict[str, Any]]:
    """Return what `plain` gave for children of one name as a list of rows; one that is text alone is a row with `text`."""
    if isinstance(value, dict):
        return [value] if value else []
    return [row if isinstance(row, dict) else {"text": row} for row in many(value)] if value is not None else []


def said(value: Any) -> str:
    """Return the text of what `plain` gave for children of one name; several are joined, so that nothing is taken for one."""
    if isinstance(value, str) or value is None:
        return value or ""
    return "; ".join(filter(None, (str(row.get("text", "")) for row in rows(value))))


@lru_cache(maxsize=1_024)
def _local(tag: str) -> str:
    return tag[tag.rfind("}") + 1 :]


def _check_root(found: Root, expected: str, path: Path) -> None:
    if found.doctype:
        raise BadFile("it declares a DOCTYPE, which no publisher's file does", where=str(path), hint="Download it from the publisher.")
    if found.name != expected:
        raise BadFile(f"the root element is {found.name or 'missing'}; expected {expected}", where=str(path), hint="Download it again.")


def _parsed(parser: Any, block: bytes, path: Path) -> Iterator[Any]:
    try:
        parser.feed(block)
        fault = None
    except etree.XMLSyntaxError as error:
        fault = error
    for _, element in parser.read_events():
        yield element
    if fault:
        raise _refused(fault, path)


def _forget(element: Any, known: Collection[str] | None, path: Path) -> None:
    """Free an element and all before it in its parent, among which only known ones may be."""
    element.clear(keep_tail=False)
    while (before := element.getprevious()) is not None:
        if known is not None:
            _check_known((before,), known, path)
        del element.getparent()[0]


def _check_known(found: Iterable[Any], known: Collection[str], path: Path) -> None:
    for element in found:
        if (name := local(element)) not in known:
            raise BadFile(
                f"<{brief(name)}> is no element that lies among those of the list", where=f"{path} line {element.sourceline}",
                hint="Is the file damaged? If its format has changed, please report it.",
            )  # fmt: skip


def _refused(error: etree.XMLSyntaxError, path: Path) -> BadFile:
    reason = "the file is cut short" if "Premature end" in error.msg else "it is not well-formed XML"
    return BadFile(f"{reason} ({brief(error.msg)})", where=f"{path} line {error.lineno or 1}", hint="Download it again.")
