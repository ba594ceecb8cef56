"""`python -m graph` is `actorgraph`."""

from graph.cli import main

main(prog_name="actorgraph")
