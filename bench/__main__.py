"""`python -m bench [GROUP …]`: the figures of all groups or those named; exit code 1 when one falls short."""

import argparse
import importlib
import sys

GROUPS = ("help", "report", "reports", "load", "ofac", "memory", "lists", "streams")
SIZED = {"lists": ("mb", 20), "streams": ("rows", 100_000)}
"""The groups whose size is an option, with its name and what it is by itself."""


def main() -> None:
    """Measure, print a line a figure as it comes, and exit."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("group", nargs="*", metavar="GROUP", help=f"{', '.join(GROUPS)} (all of them)")
    for group, (size, usual) in SIZED.items():
        parser.add_argument(f"--{size}", type=int, default=usual, help=f"size of {group} ({usual})")
    told = parser.parse_args()
    wanted = told.group or GROUPS
    if unknown := set(wanted) - set(GROUPS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    short = 0
    for group in wanted:
        sizes = {size: getattr(told, size) for size, _ in [SIZED[group]]} if group in SIZED else {}
        for figure in importlib.import_module(f"bench.{group}").figures(**sizes):
            print(figure, flush=True)
            short += figure.short
    sys.exit(1 if short else 0)


if __name__ == "__main__":
    main()
