"""Roll calls of the United Nations, gathered from rows of one vote each, and what each says.

A roll call's votes may lie far apart in a file; they are held packed, a few bytes a vote, until all is read.
"""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graph.claims import Claim, Entity, Proposition, Statement, Value
from graph.dates import parse
from graph.errors import BadDate, BadRow
from loaders._un_members import member

LETTERS: Final = {letter: letter for letter in "YNAX"}
"""Votes as the Library writes them: for, against, abstained, did not vote."""


@dataclass(slots=True)
class Ballots:
    """Votes by roll call, in the order they were read: of each only the number of its (code, name, word)."""

    _numbers: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _cast: dict[str, "array[int]"] = field(default_factory=dict)

    def add(self, roll_call: str, code: str, name: str, word: str) -> None:
        """Note one vote."""
        number = self._numbers.setdefault((code, name, word), len(self._numbers))
        self._cast.setdefault(roll_call, array("I")).append(number)

    def taken(self) -> Iterator[tuple[str, list[list[str]]]]:
        """Yield each roll call with its votes as [code, name, word], sorted, identical ones once; they are forgotten then."""
        votes = list(self._numbers)
        for roll_call in list(self._cast):
            yield roll_call, [list(vote) for vote in sorted({votes[number] for number in self._cast.pop(roll_call)})]

    def take(self, roll_call: str) -> list[list[str]]:
        """Return one roll call's votes, as `taken` does; none when there are none."""
        votes = list(self._numbers)
        return [list(vote) for vote in sorted({votes[number] for number in self._cast.pop(roll_call, ())})]


def day(text: str, field: str = "date") -> str:
    """Return the day as `2015-07-20`; raise BadRow for anything less exact."""
    try:
        moment = parse(text)
    except BadDate as error:
        raise BadRow(error.message, field=field) from error
    if moment.earliest is None or moment.earliest != moment.latest or "T" in moment.earliest:
        raise BadRow(f"{text!r} is no day", field=field)
    return moment.earliest


def voted(
    target: Entity, votes: list[list[str]], on: str, words: Mapping[str, str], speaker: Entity, **details: Value
) -> Iterator[Statement]:
    """Yield each voter with its vote; raise BadRow for a word that is none, and a voter that voted twice, differently."""
    cast: dict[str, str] = {}
    for code, name, word in votes:
        if word not in words:
            raise BadRow(f"{name or code}: {word!r} is no vote; there are {', '.join(words)}", field="vote")
        if not (name or code):
            raise BadRow("a vote without a voter", field="voter")
        voter = member(name, code, on)
        if cast.setdefault(voter.id, words[word]) != words[word]:
            raise BadRow(f"{name or code} voted twice, differently", field="vote")
        yield voter
        yield Claim(
            proposition=Proposition(type="VOTED", subject=voter.id, object=target.id),
            speaker=speaker.id,
            principal=speaker.id,
            details={"vote": words[word], "date": on, **details},
        )


def filled(**details: Any) -> dict[str, Value]:
    """Return the details that are stated."""
    return {key: value for key, value in details.items() if value not in (None, "", ())}
