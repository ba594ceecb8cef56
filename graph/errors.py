"""Every error that actorgraph raises on purpose, and the exit code each one earns.

ActorgraphError                1  we could not do it
├── Mistyped                   2  a name, option or parameter that does not exist
├── BadRow                     -  one record that cannot become claims; caught by `load`, counted, kept as a reject
├── BadDate                    -  a date that does not exist or cannot be read; becomes a BadRow or a dossier fault
├── BadFile                    1  a file as a whole: missing, empty, truncated, of another format
│   ├── BadDossier             1  a dossier with faults, all of them listed
│   └── OutOfBounds            1  a file that a source's own bounds refuse
├── BadReport                  1  a saved question that is not well formed
├── NotFetched                 1  a published file that cannot be had, or that is not what it should be
└── StoreError                 1  the store refused or failed
    ├── StoreUnreachable       4  no server there, a wrong password, a locked folder
    ├── Conflict               1  another load wrote the same things at the same moment
    └── ReadOnly               1  a statement that would write, where only reading is allowed
"""

from typing import Final

SHOWN: Final = 400
"""Characters of a reason that are shown: a file can put anything into one."""


def brief(message: str) -> str:
    """Return a message on one line that a terminal can show: what cannot be printed written out, cut where it goes on and on."""
    line = " ".join(message[: 4 * SHOWN].split())
    if not line.isprintable():
        line = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line)
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


class ActorgraphError(Exception):
    """The root: a sentence for the user, the place it happened, and what to do about it."""

    exit_code = 1

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"\n{self.hint}" if self.hint else ""
        return f"{place}{self.message}{advice}"


class Mistyped(ActorgraphError):
    """The user named something that does not exist; the hint says what does."""

    exit_code = 2


class BadRow(ActorgraphError):
    """One record cannot become claims: the reason and, where known, the field to look at."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(brief(message))
        self.field = field

    def __reduce__(self) -> tuple[object, ...]:
        return (_bad_row, (self.message, self.field))


def _bad_row(message: str, field: str) -> BadRow:
    return BadRow(message, field=field)


class BadDate(ActorgraphError):
    """A date that does not exist (2023-02-30) or that no rule can read."""


class BadFile(ActorgraphError):
    """A file that cannot be used at all; nothing of it has been loaded."""


class BadDossier(BadFile):
    """A dossier with faults: one line each, in file order."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class OutOfBounds(BadFile):
    """A file that its source's declared bounds refuse: too few records, or too many gone."""


class BadReport(ActorgraphError):
    """A saved question whose header or text breaks the rules for saved questions."""


class NotFetched(ActorgraphError):
    """A published file could not be had, or what came is not what it should be; nothing of it is kept."""


class StoreError(ActorgraphError):
    """The store refused a statement or failed while answering."""


class StoreUnreachable(StoreError):
    """No store answers at the address, or it does not let us in."""

    exit_code = 4


class Conflict(StoreError):
    """Something that was to be new was there already when it was written: another load is at work on it."""


class ReadOnly(StoreError):
    """A statement that would write or reach outside the graph, sent where only reading is allowed."""
