"""The colours of the graph wherever it is drawn: one for each kind of thing, one for each status."""

from collections.abc import Collection, Mapping
from typing import Final

from graph.vocabulary import KINDS, Status

KIND_COLOURS: Final[Mapping[str, str]] = {
    "Actor": "#64748b",
    "Country": "#3b6fb6",
    "Person": "#b7791f",
    "Official": "#d97706",
    "Organisation": "#5f8f5f",
    "Resolution": "#7c5cbf",
    "Instrument": "#4c1d95",
    "Provision": "#a78bda",
    "Item": "#8a5a44",
    "Vessel": "#0e7490",
    "Aircraft": "#0284c7",
    "Place": "#4b8f9b",
    "Event": "#be185d",
    "Document": "#6b7280",
    "Programme": "#9f1239",
}

STATUS_COLOURS: Final[Mapping[str, str]] = {
    Status.ACKNOWLEDGED: "#2563eb",
    Status.CONTESTED: "#dc2626",
    Status.CORROBORATED: "#15803d",
    Status.SINGLE_SOURCE: "#0f766e",
    Status.OFFICIAL: "#334155",
    Status.REFERENCE: "#94a3b8",
    Status.ENDED: "#cbd5e1",
    Status.RETRACTED: "#78716c",
    Status.DENIED_ONLY: "#ea580c",
    Status.UNASSERTED: "#a8a29e",
}


def kind_of(labels: Collection[str]) -> str:
    """Return the most specific kind that a node with these labels is of; empty when it is of none."""
    fitting = [kind for kind in KINDS.values() if set(kind.labels) <= set(labels)]
    return max(fitting, key=lambda kind: len(kind.labels)).name if fitting else ""
