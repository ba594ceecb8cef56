"""The two clocks as options: --as-of and --known-by, for every command that reads the graph."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.cli.settings import Settings

if TYPE_CHECKING:
    from graph.clocks import Clocks
    from graph.stores.bolt import Store

_AS_OF = (
    "What held on that day: claims and facts whose period can include it, and registers as they stood then; "
    "what had ended or was delisted by then is left out."
)
_KNOWN_BY = (
    "What could be known by that day: claims said by then, and registers as their newest snapshot by then had them; "
    "of records seen later, acts that are dated by then, and facts of structure. Statuses are computed anew."
)


def instant(_context: click.Context, option: click.Parameter, text: str | None) -> str:
    """Return a day or a UTC instant that the user wrote; raise Mistyped for anything else."""
    from graph import dates
    from graph.errors import BadDate, Mistyped

    try:
        return dates.instant(text) if text is not None else ""
    except BadDate as error:
        hint = "Write a day, as 2022-10-31, or an instant with its zone."
        raise Mistyped(error.message.partition("; accepted")[0], where=option.opts[0], hint=hint) from error


def clock_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--as-of` and `--known-by` to a command, which gets them as `clocks`."""

    @click.option("--as-of", metavar="DATE", callback=instant, help=_AS_OF)
    @click.option("--known-by", metavar="DATE", callback=instant, help=_KNOWN_BY)
    @wraps(command)
    def clocked(*args: Any, as_of: str, known_by: str, **options: Any) -> Any:
        from graph.clocks import Clocks

        return command(*args, clocks=Clocks(as_of=as_of, known_by=known_by), **options)

    return clocked


@contextmanager
def opened(settings: Settings, clocks: Clocks) -> Iterator[Store]:
    """Give the store, open, or its view as the clocks have it; what that view holds is said on stderr."""
    with settings.open() as store, viewed(settings, store, clocks) as view:
        yield view


@contextmanager
def viewed(settings: Settings, store: Store, clocks: Clocks) -> Iterator[Store]:
    """Give an open store, or its view as the clocks have it; what that view holds is said on stderr."""
    if not clocks:
        yield store
        return
    from graph import views

    with views.opened(store, clocks, views_home(), settings.progress(str(clocks))) as (view, counts):
        settings.clear_progress()
        settings.say(f"{clocks}: {counts}")
        yield view


def views_home() -> Path:
    """Return the folder of views: that of ACTORGRAPH_VIEWS, or one in the platform's cache."""
    import platformdirs

    named = os.environ.get("ACTORGRAPH_VIEWS", "")
    return Path(named).expanduser() if named else Path(platformdirs.user_cache_dir("actorgraph", appauthor=False)) / "views"
