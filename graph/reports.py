"""Saved questions: Cypher files that explain themselves, and their answers.

A file begins with a comment: the title on the first line, then TOML (question, tags, columns, identity, and the type
and help of each parameter). The statement begins with `WITH <default> AS <name>, …`, one parameter a line, so that
it runs unchanged wherever it is pasted; here the defaults give way to the values the user named. A file may name a step
of `graph.analytics` that works the answer out from the statement's rows (`then`), and say what to bear in mind (`note`).
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import Any, Final

from graph import analytics, assets
from graph.actors import Meant
from graph.errors import BadReport, Mistyped
from graph.names import closest, fold
from graph.parameters import TYPES, Param, default, default_in_words, understand, written
from graph.stores.bolt import Answer, Store

_ALL: Final = 1_000_000
"""The most rows that a step of analytics is given."""
_DEFAULT: Final = re.compile(r"^(?:WITH|    ) +(?P<literal>'[^'\n]*'|null|-?\d+|toString\(date\(\)\)) AS (?P<name>\w+)(?P<end>,?)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A saved question. `columns` say what each column means; `identity` which of them identify a row.

    `then` is the step that works the answer out from the statement's rows, if there is one; `note` is what a reader of
    the answer should bear in mind.
    """

    name: str
    title: str
    question: str
    tags: tuple[str, ...]
    params: tuple[Param, ...]
    columns: Mapping[str, str]
    identity: tuple[str, ...]
    text: str
    then: str = ""
    note: str = ""

    def cypher(self) -> str:
        """The statement with its defaults replaced by parameters."""
        return self._with({param.name: f"${param.name}" for param in self.params})

    def filled(self, values: Mapping[str, Any]) -> str:
        """The statement to be pasted, under its title and question, with values as Cypher in place of the defaults they are for."""
        lines = self._with({name: written(value) for name, value in values.items()}).split("\n")
        return "\n".join([f"// {self.title}", f"// {self.question}", *dropwhile(lambda line: line.startswith("//"), lines)])

    def _with(self, texts: Mapping[str, str]) -> str:
        return "\n".join(
            _DEFAULT.sub(lambda m: m[0].replace(f"{m['literal']} AS", f"{texts.get(m['name'], m['literal'])} AS", 1), line)
            for line in self.text.splitlines()
        )


def every(folder: Path | None = None) -> Iterator[Report]:
    """Yield all saved questions, by name."""
    for path in sorted((folder or assets.folder("cypher")).glob("*.cypher")):
        yield read(path)


def search(words: Iterable[str], tag: str = "") -> tuple[Report, ...]:
    """Return the saved questions that hold all the words in their name, title, question or tags, by name.

    Case, accents and punctuation do not matter, and a part of a word is enough. `tag` keeps those that have it; raises
    Mistyped for one that none has.
    """
    known = tuple(every())
    tags = {fold(one): one for report in known for one in report.tags}
    if tag and fold(tag) not in tags:
        near = closest(tag, tags.values())
        hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(sorted(tags.values()))}."
        raise Mistyped(f"no report has the tag {tag!r}", hint=hint)
    tagged = [report for report in known if not tag or tags[fold(tag)] in report.tags]
    sought = fold(" ".join(words)).split()
    return tuple(report for report in tagged if all(word in _said(report) for word in sought))


def find(name: str) -> Report:
    """Return the saved question of that name, or in the file that the name is the path of; raise Mistyped for neither."""
    if name.endswith(".cypher"):
        path = Path(name)
        if not path.is_file():
            raise Mistyped("there is no such file", where=name)
        return read(path)
    path = assets.folder("cypher") / f"{name}.cypher"
    if not re.fullmatch(r"\w+", name) or not path.is_file():
        near = closest(name, [p.stem for p in assets.folder("cypher").glob("*.cypher")])
        raise Mistyped(f"no report is called {name!r}", hint=f"Did you mean {near[0]}?" if near else "See: actorgraph report list")
    return read(path)


def explanation(report: Report) -> str:
    """Return what a report asks, what it takes and what it gives, in lines for people."""
    takes = [f"  -p {param.name}=…  {param.help}: {TYPES[param.type]} (default: {default_in_words(param)})" for param in report.params]
    gives = [f"  {column}: {meaning}" for column, meaning in report.columns.items()]
    lines = [report.question, f"tags: {', '.join(report.tags)}", *([f"note: {report.note}"] if report.note else [])]
    lines += ["takes:", *takes] if takes else ["takes no parameters"]
    return "\n".join([*lines, "gives:", *gives, ""])


def read(path: Path) -> Report:
    """Return the saved question in a file; raise BadReport, with the place, when its header is not well formed."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadReport(f"this is no text in UTF-8 (byte 0x{error.object[error.start]:02x})", where=str(path)) from error
    lines = text.splitlines()
    comment = list(takewhile(lambda line: line.startswith("//"), lines))
    title, *rest = [line.removeprefix("//").removeprefix(" ") for line in comment] or [""]
    try:
        header = tomllib.loads("\n".join(rest))
    except tomllib.TOMLDecodeError as error:
        raise BadReport(f"the leading comment is not TOML after its first line ({error})", where=str(path)) from error
    missing = [key for key in ("question", "columns") if key not in header]
    if not title or missing:
        raise BadReport(f"the leading comment lacks {', '.join(missing) or 'a title'}", where=str(path))
    _check_shape(header, str(path))
    defaults = {m["name"]: m["literal"] for m in map(_DEFAULT.match, lines) if m}
    declared = header.get("params", {})
    if set(defaults) != set(declared):
        odd = ", ".join(sorted(set(defaults) ^ set(declared)))
        raise BadReport(f"parameters differ between the comment and the leading WITH: {odd}", where=str(path))
    return Report(
        name=path.stem,
        title=title,
        question=header["question"],
        tags=tuple(header.get("tags", ())),
        params=tuple(Param(name=k, type=v.get("type", "text"), default=defaults[k], help=v["help"]) for k, v in declared.items()),
        columns=header["columns"],
        identity=tuple(header.get("identity", ())),
        text=text,
        then=header.get("then", ""),
        note=header.get("note", ""),
    )


def _check_shape(header: Mapping[str, Any], where: str) -> None:
    for key, form, words in (
        ("question", str, "a text"),
        ("columns", dict, "a table"),
        ("params", dict, "a table"),
        ("note", str, "a text"),
    ):
        if not isinstance(header.get(key, form()), form):
            raise BadReport(f"in the leading comment, {key} must be {words}", where=where)
    if "then" in header and header["then"] not in analytics.STEPS:
        raise BadReport(f"there is no step {header['then']!r}; there are {', '.join(analytics.STEPS)}", where=where)
    for name, param in header.get("params", {}).items():
        if not isinstance(param, dict) or not isinstance(param.get("help"), str) or param.get("type", "text") not in TYPES:
            raise BadReport(f"the parameter {name} needs a help, and a type among {', '.join(TYPES)}", where=where)


def run(store: Store, report: Report, given: Mapping[str, str], *, limit: int = 10_000) -> tuple[Answer, tuple[Meant, ...]]:
    """Return the answer, and the entities that the given names were taken to mean; raise Mistyped for a wrong parameter."""
    values, understood = understand(store, report.params, given, report.name)
    values = {param.name: default(param) for param in report.params} | values
    answer = store.ask(report.cypher(), values, limit=_ALL if report.then else limit)
    if report.then:
        answer = analytics.STEPS[report.then](answer, values, limit)
    if not answer.rows:  # some servers name no columns then
        answer = replace(answer, columns=tuple(report.columns))
    return answer, understood


def _said(report: Report) -> str:
    return fold(" ".join((report.name, report.title, report.question, *report.tags)))
