"""The first look: the bundled seeds loaded, and six questions about them answered."""

from collections.abc import Callable
from typing import Final

from graph import answers, batches, reports, tables
from graph.load import Options
from graph.stores.bolt import Store

QUESTIONS: Final[tuple[tuple[str, dict[str, str], str], ...]] = (
    ("contested_between", {"a": "Iran", "b": "Russia"},
     "Iran denied the supply, then admitted a part of it; Moscow denies it still. The edge keeps every voice."),
    ("denied_but_acknowledged", {},
     "A denial beside the other party's admission is worth more than either alone."),
    ("acknowledged_with_limits", {"actor": "Iran"},
     "What Iran admits ends before what the others assert begins: the two do not meet."),
    ("single_source", {},
     "These edges rest on one original, however many outlets repeat it; find a second before you rely on one."),
    ("provisions_in_force", {"resolution": "un:S/RES/2231(2015)", "on": "2023-06-09"},
     "On the day of the accusation the arms paragraphs had lapsed and the missile paragraphs had not."),
    ("violations", {"resolution": "un:S/RES/2231(2015)"},
     "So it matters which paragraph an accuser cites; the verdict column says whether it was in force."),
)  # fmt: skip

NEXT: Final = """What to try next:
  actorgraph why Iran SUPPLIES Russia                         the trail of one edge
  actorgraph report list                                      all the questions
  actorgraph load ofac_sdn sdn.csv                            a file of your own
  actorgraph export graphml --focus Iran -o iran.graphml      the graph, for other tools
  actorgraph --store bolt://localhost:7687 demo               the same on Neo4j"""


def run(store: Store, say: Callable[[str], None], out: Callable[[str], None]) -> None:
    """Load the seeds (nothing is written when they are there) and print the answers as tables."""
    import sys

    for totals in batches.load_all(store, batches.seeds(), Options(), lambda _: lambda *_: None):
        say(str(totals))
    for name, params, meaning in QUESTIONS:
        report = reports.find(name)
        given = " ".join(f'-p {key}="{value}"' if " " in value or "(" in value else f"-p {key}={value}" for key, value in params.items())
        out(f"\n{report.question}\n$ actorgraph report run {name} {given}".rstrip())
        columns, rows, _ = answers.answer(store, report, params, "table")
        tables.write(columns, rows, "table", sys.stdout)
        out(meaning)
    out(f"\n{NEXT}")
