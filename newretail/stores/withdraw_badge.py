from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.kernel.security_log import note
from newretail.members import api as members
from newretail.stores.errors import BadgeUnknown
from newretail.stores.events import BadgeWithdrawn
from newretail.stores.issue_badge import good_badges
from newretail.stores.leave_post import leave_for_good
from newretail.stores.models import Badge
from newretail.stores.queries import roles_at


@transaction.atomic
def withdraw_badge(*, badge_id: UUID, store_id: str = "", by: str = "") -> None:
    """Make a badge of this store worthless, and whoever signed in with it is signed out. Raises BadgeUnknown."""
    badge = (
        Badge.objects.select_for_update()
        .filter(id=badge_id, store_id=store_id or None, withdrawn_at=None)
        .first()
    )
    if badge is None:
        raise BadgeUnknown()
    _withdraw(badge, by=by)


@transaction.atomic
def end_work_here(*, member_id: UUID, store_id: str, by: str) -> None:
    """A role was taken back: what badges have opened is shut; the badges stay good only for what is left to do."""
    has_left = not roles_at(store_id, member_id)
    if has_left:
        leave_for_good(member_id=member_id, store_id=store_id)
    for badge in good_badges(member_id=member_id, store_id=store_id).select_for_update():
        if has_left:
            _withdraw(badge, by=by)
        else:
            members.end_tokens(ref=badge.ref)


def _withdraw(badge: Badge, *, by: str) -> None:
    badge.withdrawn_at, badge.withdrawn_by = clock.now(), by
    badge.save(update_fields=["withdrawn_at", "withdrawn_by"])
    members.end_tokens(ref=badge.ref)
    note(
        "badge_withdrawn", badge_id=badge.id, member_id=badge.member_id, store_id=badge.store_id or "", by=by
    )
    publish(
        BadgeWithdrawn(
            store_id=badge.store_id or "", badge_id=str(badge.id), member_id=str(badge.member_id), by=by
        )
    )
