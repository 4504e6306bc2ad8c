from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.security_log import note
from newretail.members import api as members
from newretail.stores.errors import BadgeNotGood
from newretail.stores.issue_badge import digest
from newretail.stores.models import Badge
from newretail.stores.queries import roles_at

LABEL = "badge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A token for one day's work, and whose it is. roles: what it opens, all of them at `store_id` ("": head office)."""

    token: str
    member_id: UUID
    store_id: str
    roles: frozenset[str]
    expires_at: datetime


@transaction.atomic
def sign_in_by_badge(*, code: str) -> Shift:
    """Begin work with the code of a badge. Raises BadgeNotGood, whatever is wrong with it."""
    badge = Badge.objects.select_for_update().filter(digest=digest(code), withdrawn_at=None).first()
    if badge is None:
        raise BadgeNotGood()
    store_id = badge.store_id or ""
    roles = roles_at(store_id, badge.member_id)
    if not roles or not members.may_hold_roles(badge.member_id):
        raise BadgeNotGood()
    now = clock.now()
    badge.last_used_at = now
    badge.save(update_fields=["last_used_at"])
    expires_at = now + members.SHIFT_TOKEN_LIFE
    token = members.issue_shift_token(
        member_id=badge.member_id, store_id=store_id, ref=badge.ref, label=LABEL, expires_at=expires_at
    )
    note("badge_used", badge_id=badge.id, member_id=badge.member_id, store_id=store_id)
    return Shift(
        token=token, member_id=badge.member_id, store_id=store_id, roles=roles, expires_at=expires_at
    )
