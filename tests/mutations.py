"""Damage done to a file at random, and repeatably: bytes, lines, cells, elements, values, as transfers, tools and hands do it."""

import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import yaml

Rng = random.Random
Damage = Callable[[bytes, Rng], bytes]

ODD_TEXTS: Final = (
    "", " ", "\t", "0", "-1", "1", "00", "9" * 400, "1e999", "-9223372036854775809", "18446744073709551616", "NaN", "inf", "1.5", "0x10",
    "٣", "²", "１２", "½", "\u200b", "\u202e", "\ufeff", "\ufffd", "\x01", "\x0b", "\x1a", "\x1f", "\x7f", "\x85", "\u2028", "\ud800",
    "null", "None", "-0-", "NA", "N/A", "#REF!", "=1+1", "<b>x</b>", "&amp;", "&#0;", "a,b", "a;b", 'a"b', "a'b", "a|b",
    "a\\b", "a\nb", "a\rb",
    "é" * 300, "x" * 70_000, "(" * 50, "[" * 50, "0000-00-00", "9999-12-31", "2023-02-30", "2023-13-01", "00/00/0000",
    "31/02/2020", "10000",
    "2023-02-28T25:61:61Z", "0001-01-01T00:00:00+14:00", "2022/2020", "1-1", "?", "*", "**", "country:XX", "un:", ":", "#", "../..",
)  # fmt: skip
ODD_VALUES: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 2**63, 2**64, -(2**70), 10**400, 0.5, 1e308, float("nan"), float("inf"), "", [], {}, [None], [[]], {"": None},
    {"a": {"b": []}}, [1, "a", None, {}], *ODD_TEXTS,
)  # fmt: skip


def mutate(content: bytes, form: str, rng: Rng) -> tuple[str, bytes]:
    """Return the content with one to three kinds of damage done to it, and what they were; `form` is how it is written down."""
    kinds = (*ANYWHERE, *IN_FORM[form])
    done = []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        damage = rng.choice(kinds)
        content = damage(content, rng)
        done.append(damage.__name__.strip("_"))
    return " + ".join(done), content


# --- bytes


def flip_bytes(content: bytes, rng: Rng) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 20)) if content else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def delete_bytes(content: bytes, rng: Rng) -> bytes:
    start, end = _span(content, rng)
    return content[:start] + content[end:]


def double_bytes(content: bytes, rng: Rng) -> bytes:
    start, end = _span(content, rng)
    return content[:end] + content[start:]


def insert_bytes(content: bytes, rng: Rng) -> bytes:
    at = rng.randrange(len(content) + 1)
    odd = rng.choice((
        b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\x80", b"\x1a", b"\r", b"\n", b"\r\n", b"\t",
        b'"', b"'", b",", b";",
        b"|", b"<", b">", b"&", b"\\", b"{", b"[", b"]", b"}", b":", b"\xc2\xa0", b"\xc2\x85", b"\xe2\x80\xa8", b"\x0b",
        b"\x0c", b"\x1c", b"-",
    ))  # fmt: skip
    return content[:at] + odd * rng.choice((1, 1, 1, 2, 100)) + content[at:]


def exchange_spans(content: bytes, rng: Rng) -> bytes:
    a, b, c, d = sorted(rng.randrange(len(content) + 1) for _ in range(4))
    return content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def truncate(content: bytes, rng: Rng) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def lose_the_start(content: bytes, rng: Rng) -> bytes:
    return content[rng.randrange(len(content) + 1) :]


def append_rubbish(content: bytes, rng: Rng) -> bytes:
    return content + rng.choice((b"\0" * 512, b"\x1a", b"<html>", b"x", b"\n\n\n", b",,,,", b"{}", b"\xff", content, b"--\n", b"]"))


def prepend_rubbish(content: bytes, rng: Rng) -> bytes:
    starts = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\n\n", b"\0", b"sep=,\n", b"# x\n", b" ", b"<!-- x -->", b"x\n", b"\r\n")
    return rng.choice(starts) * rng.choice((1, 1, 2)) + content


def encode_otherwise(content: bytes, rng: Rng) -> bytes:
    text = content.decode("utf-8", errors="replace")
    encoding = rng.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "utf-8-sig", "cp1251", "utf-7", "shift_jis"))
    return text.encode(encoding, errors="replace")


def encode_twice(content: bytes, _: Rng) -> bytes:
    return content.decode("latin-1").encode("utf-8")


# --- lines


def drop_lines(content: bytes, rng: Rng) -> bytes:
    lines, start, end = _lines(content, rng)
    return b"".join(lines[:start] + lines[end:])


def double_lines(content: bytes, rng: Rng) -> bytes:
    lines, start, end = _lines(content, rng)
    return b"".join(lines[:end] + lines[start:])


def move_lines(content: bytes, rng: Rng) -> bytes:
    lines, start, end = _lines(content, rng)
    rest = lines[:start] + lines[end:]
    at = rng.randrange(len(rest) + 1)
    return b"".join(rest[:at] + lines[start:end] + rest[at:])


def join_lines(content: bytes, rng: Rng) -> bytes:
    lines, start, _ = _lines(content, rng)
    return b"".join(lines[:start] + [line.rstrip(b"\r\n") for line in lines[start : start + 1]] + lines[start + 1 :])


def break_a_line(content: bytes, rng: Rng) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.choice((b"\n", b"\r\n", b"\r", b"\n\n")) + content[at:]


def end_lines_otherwise(content: bytes, rng: Rng) -> bytes:
    bare = content.replace(b"\r\n", b"\n")
    return bare.replace(b"\n", rng.choice((b"\r\n", b"\r", b"\n", b"\n\n", b"\n\r", b" \n")))


# --- what stands in the text


def odd_word(content: bytes, rng: Rng) -> bytes:
    return _instead(content, rng, rb"[^\W_][\w.:/-]*", rng.choice(ODD_TEXTS).encode("utf-8", "surrogatepass"))


def odd_number(content: bytes, rng: Rng) -> bytes:
    return _instead(content, rng, rb"\d+", rng.choice(ODD_TEXTS[:24]).encode("utf-8", "surrogatepass"))


def another_word(content: bytes, rng: Rng) -> bytes:
    words = re.findall(rb"[^\W_][\w.:/-]*", content) or [b""]
    return _instead(content, rng, rb"[^\W_][\w.:/-]*", rng.choice(words))


def lose_quotes(content: bytes, rng: Rng) -> bytes:
    if rng.random() < 0.3:
        return content.replace(rng.choice((b'"', b"'")), b"")
    return _instead(content, rng, rb"[\"']", rng.choice((b"", b'""', b"'", "”".encode())))


# --- tables


def exchange_cells(content: bytes, rng: Rng) -> bytes:
    return _row(content, rng, _exchanged)


def drop_a_cell(content: bytes, rng: Rng) -> bytes:
    return _row(content, rng, lambda cells, rng: _without(cells, rng.randrange(len(cells))))


def double_a_cell(content: bytes, rng: Rng) -> bytes:
    return _row(content, rng, lambda cells, rng: _with(cells, rng.randrange(len(cells)), rng.choice(cells)))


def empty_a_cell(content: bytes, rng: Rng) -> bytes:
    return _row(content, rng, lambda cells, rng: _set(cells, rng.randrange(len(cells)), b""))


def odd_cell(content: bytes, rng: Rng) -> bytes:
    odd = rng.choice(ODD_TEXTS).encode("utf-8", "surrogatepass")
    quoted = odd if rng.random() < 0.5 else b'"' + odd.replace(b'"', b'""') + b'"'
    return _row(content, rng, lambda cells, rng: _set(cells, rng.randrange(len(cells)), quoted))


def cell_of_another_row(content: bytes, rng: Rng) -> bytes:
    lines, separator = content.splitlines(keepends=True), _separator(content)
    others = rng.choice(lines or [b""]).rstrip(b"\r\n").split(separator)
    return _row(content, rng, lambda cells, rng: _set(cells, at := rng.randrange(len(cells)), others[at % len(others)]))


def change_the_header(content: bytes, rng: Rng) -> bytes:
    lines = content.splitlines(keepends=True)
    if not lines:
        return content
    separator = _separator(content)
    at = max(range(min(6, len(lines))), key=lambda n: lines[n].count(separator))
    ending = lines[at][len(lines[at].rstrip(b"\r\n")) :]
    cells = lines[at].rstrip(b"\r\n").split(separator)
    place = rng.randrange(len(cells))
    change = rng.randrange(6)
    if change == 0:
        cells = _exchanged(cells, rng)
    elif change == 1:
        cells = _set(cells, place, b"renamed")
    elif change == 2:
        cells = _set(cells, place, cells[place].swapcase())
    elif change == 3:
        cells = _set(cells, place, rng.choice(cells))
    elif change == 4:
        cells = _set(cells, place, b"")
    else:
        cells = _set(cells, place, b" " + cells[place] + b" ")
    lines[at] = separator.join(cells) + ending
    return b"".join(lines)


def drop_a_column(content: bytes, rng: Rng) -> bytes:
    separator = _separator(content)
    rows = [line.split(separator) for line in content.split(b"\n")]
    at = rng.randrange(max(map(len, rows)))
    return b"\n".join(separator.join(_without(row, at)) if len(row) > at else separator.join(row) for row in rows)


def exchange_columns(content: bytes, rng: Rng) -> bytes:
    separator = _separator(content)
    rows = [line.split(separator) for line in content.split(b"\n")]
    width = max(map(len, rows))
    one, other = rng.randrange(width), rng.randrange(width)
    for row in rows:
        if len(row) > max(one, other):
            row[one], row[other] = row[other], row[one]
    return b"\n".join(map(separator.join, rows))


def separate_otherwise(content: bytes, rng: Rng) -> bytes:
    return content.replace(_separator(content), rng.choice((b";", b"\t", b"|", b",", b", ", b",,")))


# --- elements


def rename_an_element(content: bytes, rng: Rng) -> bytes:
    names = sorted({*re.findall(rb"<([\w:.-]+)", content)})
    if not names:
        return content
    name, new = rng.choice(names), rng.choice((b"renamed", b"x:y", rng.choice(names)))
    return re.sub(rb"(</?)" + re.escape(name) + rb"(?=[\s>/])", rb"\1" + new, content, count=rng.choice((1, 2, 2, 0)))


def leave_a_tag_open(content: bytes, rng: Rng) -> bytes:
    return _instead(content, rng, rb"</[\w:.-]+>", b"")


def drop_a_tag(content: bytes, rng: Rng) -> bytes:
    return _instead(content, rng, rb"<[^<>]+>", b"")


def drop_an_element(content: bytes, rng: Rng) -> bytes:
    return _instead(content, rng, rb"<([\w:.-]+)[^<>]*>(?:(?!<\1[\s>])[\s\S])*?</\1>", b"")


def double_an_element(content: bytes, rng: Rng) -> bytes:
    found = list(re.finditer(rb"<([\w:.-]+)[^<>]*>(?:(?!<\1[\s>])[\s\S])*?</\1>", content))
    if not found:
        return content
    match = rng.choice(found)
    times = rng.choice((1, 1, 20))
    return content[: match.end()] + match[0] * times + content[match.end() :]


def move_an_element(content: bytes, rng: Rng) -> bytes:
    found = list(re.finditer(rb"<([\w:.-]+)[^<>]*>(?:(?!<\1[\s>])[\s\S])*?</\1>", content))
    if not found:
        return content
    match = rng.choice(found)
    rest = content[: match.start()] + content[match.end() :]
    at = rng.choice([place.start() for place in re.finditer(rb"<", rest)] or [0])
    return rest[:at] + match[0] + rest[at:]


def empty_an_element(content: bytes, rng: Rng) -> bytes:
    return _instead(content, rng, rb"(?<=>)[^<>]+(?=</)", b"")


def odd_text(content: bytes, rng: Rng) -> bytes:
    odd = rng.choice(ODD_TEXTS).replace("&", "&amp;").replace("<", "&lt;").encode("utf-8", "surrogatepass")
    return _instead(content, rng, rb"(?<=>)[^<>]+(?=</)", odd)


def markup_in_text(content: bytes, rng: Rng) -> bytes:
    odd = rng.choice((
        b"&unknown;", b"&#0;", b"&#xD800;", b"&#1;", b"<![CDATA[x & y]]>", b"<!-- x -->", b"<?x y?>", b"<b>x</b>", b"<x/>",
        b"]]>", b"&lt;", b"<",
        b"<![CDATA[", b"<!DOCTYPE x>", b"<?xml version='1.0'?>", b"&#9999999;", b"<br/>", b"<td></td>", b"<x:y/>",
    ))  # fmt: skip
    return _instead(content, rng, rb"(?<=>)[^<>]*(?=<)", odd)


def drop_an_attribute(content: bytes, rng: Rng) -> bytes:
    return _instead(content, rng, rb"\s[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*')", b"")


def odd_attribute(content: bytes, rng: Rng) -> bytes:
    odd = rng.choice(ODD_TEXTS).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").encode("utf-8", "surrogatepass")
    return _instead(content, rng, rb"(?<==\")[^\"<>]*(?=\")", odd)


def rename_an_attribute(content: bytes, rng: Rng) -> bytes:
    return _instead(content, rng, rb"(?<=\s)[\w:.-]+(?==[\"'])", rng.choice((b"renamed", b"x:y", b"id", b"xmlns", b"xml:lang")))


def move_the_namespace(content: bytes, rng: Rng) -> bytes:
    return _instead(content, rng, rb"\sxmlns(:\w+)?=\"[^\"]*\"", rng.choice((b"", b' xmlns="urn:x"', b' xmlns:x="urn:x"')))


# --- values


def odd_value(content: bytes, rng: Rng) -> bytes:
    return _value(content, rng, lambda _: rng.choice(ODD_VALUES))


def wrapped_value(content: bytes, rng: Rng) -> bytes:
    def wrapped(value: Any) -> Any:
        return rng.choice(([value], {"value": value}, [value, value], [[value]], str(value), {"x": [value]}))

    return _value(content, rng, wrapped)


def another_value(content: bytes, rng: Rng) -> bytes:
    return _value(content, rng, lambda _: _any_value(content, rng))


def drop_a_member(content: bytes, rng: Rng) -> bytes:
    return _members(content, rng, lambda held, key: held.pop(key))


def rename_a_member(content: bytes, rng: Rng) -> bytes:
    def rename(held: Any, key: Any) -> None:
        value = held.pop(key)
        if isinstance(held, dict):
            held[rng.choice(("renamed", "", str(key).upper(), "id", "\ud800", "a\0b"))] = value

    return _members(content, rng, rename)


def deepen(content: bytes, rng: Rng) -> bytes:
    return _value(content, rng, lambda value: _nested(value, rng.choice((3, 30, 300))))


def odd_escape(content: bytes, rng: Rng) -> bytes:
    odd = rng.choice((rb"\ud800", rb"\u0000", rb"\udc00\ud800", rb"\x", rb"\u12", rb"\/", rb"\"", b"\\", rb"\u2028", rb"\ufffe"))
    return _instead(content, rng, rb"(?<=\")[^\"\\]*(?=\")", odd)


# --- yaml


def odd_scalar(content: bytes, rng: Rng) -> bytes:
    odd = rng.choice((
        b"null", b"~", b"[]", b"{}", b"[a, b]", b"{a: b}", b"yes", b"0", b"1e400", b"0o17", b"!!python/object:os.system x",
        b"!!binary aGk=", b"*x",
        b"&x y", b"!!set {a}", b"2023-02-30", b"2023-02-28", b"12:30:45", b".nan", b".inf", b"|", b">", b"- x", b"? x",
        b"'", b'"', b"!x", b"%x",
        b"@x", b"`x`", b"!!timestamp 2001", b"!!int x", b"!!float x", b"<<: *x", b"9" * 5000, b'"\\ud800"', b'"\\0"', b'"\\x01"',
    ))  # fmt: skip
    return _instead(content, rng, rb"(?<=: )[^,\n{}\[\]]+", odd)


def indent_otherwise(content: bytes, rng: Rng) -> bytes:
    return _instead(content, rng, rb"(?m)^ +", rng.choice((b"", b" ", b"\t", b"   ", b"          ")))


# --- how


def _span(content: bytes, rng: Rng) -> tuple[int, int]:
    start = rng.randrange(len(content) + 1)
    return start, min(len(content), start + rng.choice((1, 1, 2, 5, 50, 500)))


def _lines(content: bytes, rng: Rng) -> tuple[list[bytes], int, int]:
    lines = content.splitlines(keepends=True)
    start = rng.randrange(len(lines) + 1)
    return lines, start, start + rng.choice((1, 1, 2, 5))


def _instead(content: bytes, rng: Rng, pattern: bytes, new: bytes) -> bytes:
    found = [match.span() for match in re.finditer(pattern, content)]
    if not found:
        return content
    start, end = rng.choice(found)
    return content[:start] + new + content[end:]


def _separator(content: bytes) -> bytes:
    return max((b",", b";", b"\t"), key=content.count)


def _row(content: bytes, rng: Rng, change: Callable[[list[bytes], Rng], list[bytes]]) -> bytes:
    lines = content.splitlines(keepends=True)
    if not lines:
        return content
    separator, at = _separator(content), rng.randrange(len(lines))
    text = lines[at].rstrip(b"\r\n")
    lines[at] = separator.join(change(text.split(separator), rng)) + lines[at][len(text) :]
    return b"".join(lines)


def _set(cells: list[bytes], at: int, cell: bytes) -> list[bytes]:
    return [*cells[:at], cell, *cells[at + 1 :]]


def _with(cells: list[bytes], at: int, cell: bytes) -> list[bytes]:
    return [*cells[:at], cell, *cells[at:]]


def _without(cells: list[bytes], at: int) -> list[bytes]:
    return [*cells[:at], *cells[at + 1 :]]


def _exchanged(cells: list[bytes], rng: Rng) -> list[bytes]:
    one, other = rng.randrange(len(cells)), rng.randrange(len(cells))
    return _set(_set(cells, one, cells[other]), other, cells[one])


def _nested(value: Any, levels: int) -> Any:
    for _ in range(levels):
        value = [value]
    return value


def _places(held: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every (container, key or index) within a value."""
    for key in list(held) if isinstance(held, dict) else range(len(held)) if isinstance(held, list) else ():
        yield held, key
        yield from _places(held[key])


def _documents(content: bytes) -> tuple[list[Any], Callable[[list[Any]], bytes]] | None:
    """Return the values in a file of JSON, JSON lines or YAML, and how to write them again."""
    try:
        return [json.loads(content)], lambda values: json.dumps(values[0], ensure_ascii=False).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        pass
    lines = content.split(b"\n")
    values = [_json_line(line) for line in lines]
    if any(isinstance(value, dict) for value in values):
        return values, lambda values: b"\n".join(
            json.dumps(value).encode() + b"," * lines[n].rstrip().endswith(b",") if isinstance(value, dict) else lines[n]
            for n, value in enumerate(values)
        )
    try:
        return [yaml.load(content, yaml.BaseLoader)], lambda values: yaml.safe_dump(values[0], allow_unicode=True, sort_keys=False).encode()
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _json_line(line: bytes) -> Any:
    try:
        return json.loads(line.strip().rstrip(b","))
    except (ValueError, RecursionError):
        return None


def _members(content: bytes, rng: Rng, change: Callable[[Any, Any], object]) -> bytes:
    if (found := _documents(content)) is None:
        return content
    values, written = found
    places = [place for value in values for place in _places(value)]
    if not places:
        return content
    change(*rng.choice(places))
    try:
        return written(values)
    except (yaml.YAMLError, ValueError, RecursionError, UnicodeError):
        return content


def _value(content: bytes, rng: Rng, change: Callable[[Any], Any]) -> bytes:
    def put(held: Any, key: Any) -> None:
        held[key] = change(held[key])

    return _members(content, rng, put)


def _any_value(content: bytes, rng: Rng) -> Any:
    found = _documents(content)
    places = [place for value in found[0] for place in _places(value)] if found else []
    if not places:
        return None
    held, key = rng.choice(places)
    return held[key]


ANYWHERE: Final[tuple[Damage, ...]] = (
    flip_bytes, delete_bytes, double_bytes, insert_bytes, exchange_spans, truncate, lose_the_start, append_rubbish, prepend_rubbish,
    encode_otherwise, encode_twice, drop_lines, double_lines, move_lines, join_lines, break_a_line, end_lines_otherwise,
    odd_word, odd_number,
    another_word, lose_quotes,
)  # fmt: skip
"""What can be done to any file."""

_TABLE: Final[tuple[Damage, ...]] = (
    exchange_cells, exchange_cells, drop_a_cell, double_a_cell, empty_a_cell, odd_cell, odd_cell, odd_cell, cell_of_another_row,
    cell_of_another_row, change_the_header, change_the_header, drop_a_column, exchange_columns, separate_otherwise,
)  # fmt: skip
_ELEMENTS: Final[tuple[Damage, ...]] = (
    rename_an_element, leave_a_tag_open, drop_a_tag, drop_an_element, drop_an_element, double_an_element, double_an_element,
    move_an_element,
    empty_an_element, odd_text, odd_text, odd_text, markup_in_text, drop_an_attribute, drop_an_attribute, odd_attribute, odd_attribute,
    rename_an_attribute, move_the_namespace,
)  # fmt: skip
_VALUES: Final[tuple[Damage, ...]] = (
    odd_value, odd_value, odd_value, odd_value, wrapped_value, wrapped_value, another_value, another_value, drop_a_member, drop_a_member,
    rename_a_member, rename_a_member, deepen, odd_escape,
)  # fmt: skip
IN_FORM: Final[dict[str, tuple[Damage, ...]]] = {
    "table": _TABLE,
    "tabs": _TABLE,
    "xml": _ELEMENTS,
    "html": _ELEMENTS,
    "json": _VALUES,
    "lines": _VALUES,
    "yaml": (*_VALUES, odd_scalar, odd_scalar, odd_scalar, indent_otherwise),
}
"""What can be done to a file, besides, that is written down in a form."""
