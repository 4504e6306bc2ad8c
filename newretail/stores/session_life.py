"""How long somebody stays signed in by a session: those who work here not for longer than a shift."""

from datetime import timedelta
from uuid import UUID

from newretail.kernel.who import RUNS_ALL
from newretail.members.api import SessionLife
from newretail.stores.queries import roles_of

OFFICE = SessionLife(longest=timedelta(hours=12), idle=timedelta(minutes=30))
STAFF = SessionLife(longest=timedelta(hours=12), idle=timedelta(hours=4))
SHOPPER = SessionLife(longest=timedelta(days=14), idle=None)
"""Nobody signs in anew for each visit; what takes the account over asks for a proof of its own."""


def session_life(member_id: UUID, *, has_desk: bool) -> SessionLife:
    """has_desk: they may enter the back office, whatever their roles."""
    roles = {role for role, _ in roles_of(member_id)}
    if has_desk or RUNS_ALL in roles:
        return OFFICE
    return STAFF if roles else SHOPPER
