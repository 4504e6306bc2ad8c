"""What somebody may do has changed: told to every process at once, so that none goes by what it remembers of them.

Rights end in one process and are used in others. The database tells them all once the change has been committed; memories are
short besides (`Recent`), for the moment in which a process hears nothing.
"""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.db import transaction

from newretail.kernel import recent, sql

CHANNEL = "access"
"""On which processes listen. The notice is the member's id."""

_TELL = f"SELECT pg_notify('{CHANNEL}', %(member_id)s)"

Forget = Callable[[UUID], None]
_listeners: list[Forget] = []


def when_access_changes(forget: Forget) -> Forget:
    """Call this with the id of each member whose rights have changed."""
    _listeners.append(forget)
    return forget


def access_changed(member_id: UUID) -> None:
    """A right, a token or a session of this member has ended: their memories are emptied and their streams end.

    In the caller's transaction; others hear it when that has been committed, and nobody if it has not.
    """
    sql.run(_TELL, {"member_id": str(member_id)})
    tell(member_id)
    transaction.on_commit(partial(tell, member_id))  # again: a request may have looked it up in between


def tell(member_id: UUID) -> None:
    """Pass on in this process what the database has told."""
    for forget in _listeners:
        forget(member_id)


def doubt_everybody() -> None:
    """For a while nothing could be heard: whatever is remembered is looked up anew."""
    recent.forget_all()
