r"""The guard in front of the store: lets a statement through only when it plainly reads.

It judges tokens, not text, so comments, strings and back-quoted names never count as words. Two rules, each of
which suffices to refuse: a word that writes may stand only where nothing but a name can stand (`n.set`, `:CREATE`,
`$merge`, `{delete: 1}`, `(merge)`); and every clause, procedure and function namespace must be known to read.
Neo4j 5 decodes `\uXXXX` before it reads a statement, so each way of decoding it must pass (Cypher manual, Parsing).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NoReturn

from graph.errors import ReadOnly


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PROCEDURES: Final = ("db.labels", "db.propertyKeys", "db.relationshipTypes", "db.schema.visualization", "dbms.components")
NAMESPACES: Final = _words("date datetime localdatetime time localtime duration point")
CLAUSES: Final = _words("MATCH OPTIONAL WITH UNWIND RETURN CALL")
WRITING: Final = _words(
    "CREATE MERGE SET DELETE DETACH NODETACH REMOVE INSERT FOREACH LOAD DROP ALTER GRANT DENY REVOKE TERMINATE TRUNCATE"
)
_ENDS_VALUE: Final = _words("END NULL NORMALIZED ASC ASCENDING DESC DESCENDING")
_KEYWORDS: Final = (
    CLAUSES
    | _ENDS_VALUE
    | _words(
        "WHERE ORDER BY SKIP OFFSET LIMIT UNION YIELD AS DISTINCT USING INDEX SCAN JOIN ON"
        " AND OR XOR NOT IN IS CONTAINS STARTS ENDS CASE WHEN THEN ELSE TYPED ALL ANY SHORTEST PATH PATHS GROUP GROUPS"
    )
)
_NEVER_AFTER_CLAUSE: Final = frozenset(",.)]};")
_BEFORE_VALUE: Final = _words("CASE NOT")
"""Words that begin a value, which in a map stands after a colon as a name does elsewhere."""

_HINT: Final = "Only reading statements are run here. A name that looks like a clause goes in back quotes: `set`."

_PIECE: Final = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<string>'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*")
  | (?P<quoted>`(?:[^`]|``)*`)
  | (?P<number>0[xX][0-9a-fA-F]+|0[oO][0-7]+|(?:[0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?|(?<!\.)\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<sign>\.\.|::|\|\||/(?!\*)|[()\[\]{}.,:;|$&!=<>+\-*%^~])
    """,
    re.VERBOSE | re.DOTALL,
)
_ODD_LINE_END: Final = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ESCAPE: Final = re.compile(r"\\u+([0-9a-fA-F]{4})")
_PAIR_OR_ESCAPE: Final = re.compile(r"\\\\|\\u([0-9a-fA-F]{4})")
_NEVER_CLOSED: Final = {"'": "a string is", '"': "a string is", "`": "a back-quoted name is", "/": "a comment is"}
_OPENS: Final = {")": "(", "]": "[", "}": "{"}


class Sort(StrEnum):
    """What a token is; END stands before the first and after the last."""

    WORD = "word"
    QUOTED = "quoted"
    STRING = "string"
    NUMBER = "number"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a statement; the text of a word is in upper case, that of a back-quoted name without its quotes."""

    sort: Sort
    text: str
    start: int


def guard(cypher: str) -> None:
    """Return when the statement plainly reads; raise ReadOnly, naming the word and its place, for any other."""
    for form in _forms(cypher):
        _Reading(form).check()


def tokens(cypher: str) -> Iterator[Token]:
    """Yield the tokens without spaces and comments; raise ReadOnly where two servers might see different ones."""
    at = 0
    while at < len(cypher):
        piece = _PIECE.match(cypher, at)
        if piece is None or piece.lastgroup is None:
            _refuse(_unreadable(cypher[at]), cypher, at)
        text = piece.group()
        if piece.lastgroup == "comment" and _ends_in_doubt(text):
            _refuse("it is not plain where this comment ends", cypher, at)
        if piece.lastgroup == "word":
            if not all(letter.isalpha() or letter in "_0123456789" for letter in text):
                _refuse(f"{text!r} is not plainly a word", cypher, at)
            text = text.casefold().upper()
        if piece.lastgroup == "quoted":
            text = text[1:-1].replace("``", "`")
        if piece.lastgroup not in ("space", "comment"):
            yield Token(Sort(piece.lastgroup), text, at)
        at = piece.end()


@dataclass(frozen=True, slots=True)
class _Bracket:
    sign: str
    is_map: bool
    is_call: bool


class _Reading:
    """A statement while it is checked from left to right; `_value` says that a value has just ended."""

    def __init__(self, cypher: str) -> None:
        self._cypher = cypher
        self._tokens = [*tokens(cypher), Token(Sort.END, "", len(cypher))]
        self._names: set[int] = set()
        self._brackets: list[_Bracket] = []
        self._call_ends: set[int] = set()
        self._value = False

    def check(self) -> None:
        """Return, or raise ReadOnly at the first token that does not belong in a reading statement."""
        start = 1 if self._keyword(0) in ("EXPLAIN", "PROFILE") else 0
        self._expect_clause(start)
        for index in range(start, len(self._tokens) - 1):
            match self._tokens[index].sort:
                case Sort.WORD:
                    self._word(index)
                case Sort.SIGN:
                    self._sign(index)
                case _ if self._value:
                    self._refuse("two values stand side by side", index)
                case _:
                    self._value = True
        if self._brackets:
            self._refuse(f"a '{self._brackets[-1].sign}' is never closed", len(self._tokens) - 1)

    def _word(self, index: int) -> None:
        word = self._tokens[index].text
        if self._value and word not in _KEYWORDS | WRITING:
            self._refuse(f"{word} is not a clause that is known to read", index)
        elif not self._value and self._only_a_name_fits(index):
            self._names.add(index)
        elif word in WRITING:
            self._refuse(f"{word} does not only read", index)
        elif word == "CALL":
            self._call(index)
        elif word == "UNION":
            self._expect_clause(index + (2 if self._keyword(index + 1) in ("ALL", "DISTINCT") else 1))
        elif word == "IN" and index - 1 in self._call_ends:
            self._refuse("CALL … IN TRANSACTIONS commits on its own", index)
        self._value = index in self._names or word not in _KEYWORDS - _ENDS_VALUE

    def _only_a_name_fits(self, index: int) -> bool:
        """Whether no clause could stand here, going by the tokens before and after."""
        before, after = self._at(index - 1), self._at(index + 1)
        if after.sort is Sort.END or (after.sort is Sort.SIGN and after.text in _NEVER_AFTER_CLAUSE):
            return True
        match before.text if before.sort is Sort.SIGN else "":
            case ":" if self._tokens[index].text in _BEFORE_VALUE:
                return not (self._brackets and self._brackets[-1].is_map)
            case ":" | "$":
                return True
            case ".":
                return self._at(index - 2).sort is not Sort.NUMBER and self._at(index - 2).text != ".."
            case "|" | "&":
                return self._is_label(index - 2)
            case "{" | "," | "(":
                in_braces = bool(self._brackets) and self._brackets[-1].is_map
                return after.text == ":" and after.sort is Sort.SIGN and (before.text == "(" or in_braces)
        return False

    def _is_label(self, index: int) -> bool:
        return self._at(index - 1).text in (":", "|", "&") and (index in self._names or self._at(index).sort is Sort.QUOTED)

    def _call(self, index: int) -> None:
        after = self._at(index + 1)
        if after.sort is Sort.SIGN and after.text in ("(", "{"):
            return
        end = index + 1
        while self._at(end).sort in (Sort.WORD, Sort.QUOTED) and self._at(end + 1).text == ".":
            end += 2
        name = self._written(index + 1, end + 1)
        if name.lower() not in (known.lower() for known in PROCEDURES):
            self._refuse(f"CALL {name or '…'} is not one of the procedures that only read ({', '.join(PROCEDURES)})", index)

    def _sign(self, index: int) -> None:
        sign = self._tokens[index].text
        if sign in _OPENS.values():
            self._open(index)
        elif sign in _OPENS:
            self._close(index)
        elif sign == ";" and self._at(index + 1).sort is not Sort.END:
            self._refuse("';' separates two statements", index)
        self._value = sign in _OPENS or (sign == "*" and self._keyword(index - 1) in _KEYWORDS)

    def _open(self, index: int) -> None:
        sign, keyword = self._tokens[index].text, self._keyword(index - 1)
        is_call = keyword == "CALL" or (sign == "{" and index - 1 in self._call_ends)
        self._brackets.append(_Bracket(sign, sign == "{" and not is_call and keyword not in ("EXISTS", "COUNT", "COLLECT"), is_call))
        if is_call and sign == "{":
            self._expect_clause(index + 1)
        if sign == "(":
            self._function(index)

    def _close(self, index: int) -> None:
        sign = self._tokens[index].text
        if not self._brackets or self._brackets[-1].sign != _OPENS[sign]:
            self._refuse(f"'{sign}' closes nothing", index)
        if self._brackets.pop().is_call:
            self._call_ends.add(index)

    def _function(self, index: int) -> None:
        """Refuse a call of a function in a namespace that is not known; `index` is its opening parenthesis."""
        first = index - 1
        while self._at(first).sort in (Sort.WORD, Sort.QUOTED) and self._at(first - 1).text == ".":
            first -= 2
        name = self._written(first, index) if self._at(first).sort in (Sort.WORD, Sort.QUOTED) else ""
        if "." in name and name.partition(".")[0].lower() not in NAMESPACES and self._keyword(first - 1) != "CALL":
            self._refuse(f"{name}() is not a function that is known to read", first)

    def _expect_clause(self, index: int) -> None:
        token = self._at(index)
        if token.sort is Sort.END:
            raise ReadOnly("there is no statement here", hint="Write one that reads, such as: MATCH (n) RETURN count(n) AS things")
        if self._keyword(index) not in CLAUSES:
            self._refuse(f"{token.text!r} does not begin a clause that is known to read ({', '.join(sorted(CLAUSES))})", index)

    def _keyword(self, index: int) -> str:
        """The word at a place, in upper case; empty for anything else, and for a word that can only be a name."""
        token = self._at(index)
        return token.text if token.sort is Sort.WORD and index not in self._names else ""

    def _at(self, index: int) -> Token:
        return self._tokens[index] if 0 <= index < len(self._tokens) else Token(Sort.END, "", 0)

    def _written(self, first: int, last: int) -> str:
        """The source text of a dotted name, without its back quotes, spaces and comments."""
        parts = self._tokens[first:last]
        return "".join(self._cypher[part.start :][: len(part.text)] if part.sort is Sort.WORD else part.text for part in parts)

    def _refuse(self, reason: str, index: int) -> NoReturn:
        _refuse(reason, self._cypher, self._at(index).start)


def _forms(cypher: str) -> Iterator[str]:
    r"""Yield the text as it stands and, when it has `\u` escapes, as each server might decode it."""
    yield cypher
    if "\\u" not in cypher:
        return
    yield _PAIR_OR_ESCAPE.sub(lambda escape: chr(int(escape[1], 16)) if escape[1] else escape[0], cypher)
    while (decoded := _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), cypher)) != cypher:
        yield decoded
        cypher = decoded


def _ends_in_doubt(comment: str) -> bool:
    """Servers that nest comments, or know more line ends than LF and CRLF, would see another end."""
    return "/*" in comment[2:] if comment.startswith("/*") else bool(_ODD_LINE_END.search(comment.removesuffix("\r")))


def _unreadable(sign: str) -> str:
    return f"{_NEVER_CLOSED[sign]} never closed" if sign in _NEVER_CLOSED else f"the character {sign!r} is not plain Cypher here"


def _refuse(reason: str, cypher: str, at: int) -> NoReturn:
    line, column = cypher.count("\n", 0, at) + 1, at - cypher.rfind("\n", 0, at)
    raise ReadOnly(reason, where=f"line {line}, column {column}", hint=_HINT)
