"""`python -m bench [help] [report] [reports] [load] [memory] [ofac]`: all figures or those named; exit code 1 when one falls short."""

import argparse
import importlib
import sys

GROUPS = ("help", "report", "reports", "load", "ofac", "memory")


def main() -> None:
    """Measure, print a line a figure as it comes, and exit."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("group", nargs="*", metavar="GROUP", help=f"{', '.join(GROUPS)} (all of them)")
    wanted = parser.parse_args().group or GROUPS
    if unknown := set(wanted) - set(GROUPS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    short = 0
    for group in wanted:
        for figure in importlib.import_module(f"bench.{group}").figures():
            print(figure, flush=True)
            short += figure.short
    sys.exit(1 if short else 0)


if __name__ == "__main__":
    main()
