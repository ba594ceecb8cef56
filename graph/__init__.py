"""actorgraph: a knowledge graph of political actors in which every edge can say who says so, who denies it, and where.

In Python: `graph.open_store(uri)`, `graph.to_networkx(store)`, `graph.to_py2neo(result)`.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from graph.exports.network import to_networkx
    from graph.exports.py2neo import to_py2neo
    from graph.stores import open_store

__all__ = ["__version__", "open_store", "to_networkx", "to_py2neo"]


def __getattr__(name: str) -> Any:
    """Import the public functions when they are first asked for: `actorgraph --help` needs none of them."""
    match name:
        case "open_store":
            from graph.stores import open_store

            return open_store
        case "to_networkx":
            from graph.exports.network import to_networkx

            return to_networkx
        case "to_py2neo":
            from graph.exports.py2neo import to_py2neo

            return to_py2neo
        case _:
            raise AttributeError(f"module 'graph' has no attribute {name!r}")
