"""actorgraph: a knowledge graph of political actors in which every edge can say who says so, who denies it, and where."""

__version__ = "0.1.0"
