"""Published XML read element by element in constant memory, with no DOCTYPE, no entities of its own and no network."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree

from graph.errors import BadFile
from graph.files import opened

LONGEST: Final = 2 * 2**20
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


def elements(path: Path, expected: str, names: Collection[str]) -> Iterator[Any]:
    """Yield the elements of those names (in any namespace) in file order, each whole, and gone once the next is asked for.

    Raises BadFile for another root than `expected`, a DOCTYPE, XML that is not well-formed or cut short (with its line),
    and an element that grows beyond `LONGEST`. One named element must not lie in another.
    """
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
                yield element
                _forget(element)
                held = 0
            if held > LONGEST:
                raise BadFile(f"an element of more than {LONGEST:,} bytes: this is none of the publisher's", where=str(path))
            block = file.read(_BLOCK)
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _refused(error, path) from None


def plain(element: Any) -> Any:
    """Return an element's text, without outer blanks; or its children by name, those of one name as a list when there are several.

    Empty children are left out, attributes come as `@name`, and text beside children or attributes as `text`.
    """
    found: dict[str, Any] = {f"@{name}": value for name, value in element.items()}
    for child in element:
        value = plain(child) if len(child) or child.keys() else (child.text or "").strip()
        if not value:
            continue
        name = local(child)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    text = (element.text or "").strip()
    if not found:
        return text
    return {**found, "text": text} if text else found


def local(element: Any) -> str:
    """Return an element's name without its namespace."""
    tag: str = element.tag
    return tag[tag.rfind("}") + 1 :]


def many(value: Any) -> list[Any]:
    """Return what `plain` gave for children of one name as a list: none, one or several."""
    return value if isinstance(value, list) else [] if value in (None, "", {}) else [value]


def rows(value: Any) -> list[dict[str, Any]]:
    """Return what `plain` gave for children of one name as a list of rows; one that is text alone is a row with `text`."""
    return [row if isinstance(row, dict) else {"text": row} for row in many(value)]


def said(value: Any) -> str:
    """Return the text of what `plain` gave for children of one name; several are joined, so that nothing is taken for one."""
    return "; ".join(filter(None, (str(row.get("text", "")) for row in rows(value))))


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


def _forget(element: Any) -> None:
    """Free an element and all before it in its parent."""
    element.clear(keep_tail=False)
    while element.getprevious() is not None:
        del element.getparent()[0]


def _refused(error: etree.XMLSyntaxError, path: Path) -> BadFile:
    reason = "the file is cut short" if "Premature end" in error.msg else "it is not well-formed XML"
    return BadFile(f"{reason} ({error.msg})", where=f"{path} line {error.lineno or 1}", hint="Download it again.")
