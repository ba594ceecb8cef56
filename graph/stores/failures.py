"""The driver's errors in our words: what went wrong with a store, where, and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from neo4j.exceptions import AuthError, ClientError, ConstraintError, DriverError, Forbidden, Neo4jError, ServiceUnavailable, SessionExpired

from graph.errors import Conflict, ReadOnly, StoreError, StoreUnreachable

_ENDED: Final = ("Neo.ClientError.Transaction.Terminated", "Neo.ClientError.Transaction.TransactionTimedOut")


@contextmanager
def in_our_words(where: str) -> Iterator[None]:
    """Turn the driver's errors into StoreUnreachable, ReadOnly or StoreError; `where` is what the user calls the store."""
    try:
        yield
    except (Neo4jError, DriverError, UnicodeEncodeError) as error:
        raise _translated(error, where) from error


def _translated(error: Exception, where: str) -> StoreError:
    match error:
        case AuthError():
            return StoreUnreachable(
                "the store refuses this user and password", where=where, hint="Set ACTORGRAPH_USER and ACTORGRAPH_PASSWORD."
            )
        case Forbidden():
            return ReadOnly(f"the store refuses to write here ({error.message})", where=where)
        case ServiceUnavailable() | SessionExpired():
            return StoreUnreachable(
                f"no store answers there ({str(error).splitlines()[0]})",
                where=where,
                hint="Is the server running? Try: actorgraph doctor",
            )
        case ConstraintError():
            return Conflict(
                "another load wrote the same things at the same moment", where=where, hint="Run it again: it goes on where it stopped."
            )
        case ClientError() if "access mode" in (error.message or "").lower():
            return ReadOnly("this statement would write", where=where, hint="Only reading statements are run here.")
        case Neo4jError() if (error.code or "").startswith(_ENDED):
            return StoreError(
                "the statement took longer than it may, and was ended",
                where=where,
                hint="Ask for less, or give it more time: actorgraph query --seconds 600.",
            )
        case Neo4jError():
            return StoreError(error.message or str(error), where=where)
        case UnicodeEncodeError():
            return StoreError("the statement or a parameter is not well-formed text", hint="Write it in UTF-8.")
    return StoreError(str(error), where=where)
