import hashlib
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from newretail.chain.api import chain
from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.kernel.security_log import note
from newretail.stores import rules
from newretail.stores.events import BadgeIssued
from newretail.stores.may_staff import why_no_badge
from newretail.stores.models import Badge, StaffRole


@transaction.atomic
def issue_badge(*, member_id: UUID, store_id: str = "", by: str = "") -> tuple[Badge, str]:
    """A badge with which somebody begins work at a store, or at head office; returns it and its code, kept nowhere.

    Their roles there are locked: they cannot be taken back, nor badges given by somebody else, at the same moment.
    Raises RoleNotHeld for somebody who does not work there and for a device, TooManyBadges.
    """
    held = StaffRole.objects.filter(member_id=member_id, store_id=store_id or None, revoked_at=None)
    roles = [each.role for each in held.select_for_update().order_by("id")]
    badges = good_badges(member_id=member_id, store_id=store_id).count()
    if why_not := why_no_badge(roles, badges=badges):
        raise why_not
    code = rules.new_badge_code(prefix=chain().badge_prefix)
    badge = Badge.objects.create(
        digest=digest(code),
        member_id=member_id,
        store_id=store_id or None,
        issued_at=clock.now(),
        issued_by=by,
    )
    note("badge_issued", badge_id=badge.id, member_id=member_id, store_id=store_id, by=by)
    publish(BadgeIssued(store_id=store_id, badge_id=str(badge.id), member_id=str(member_id), by=by))
    return badge, code


def is_good_badge(code: str) -> bool:
    """Would this code open anything now?"""
    return Badge.objects.filter(digest=digest(code), withdrawn_at=None).exists()


def good_badges(*, member_id: UUID, store_id: str) -> QuerySet[Badge]:
    return Badge.objects.filter(member_id=member_id, store_id=store_id or None, withdrawn_at=None)


def digest(code: str) -> str:
    """SHA-256, in hex, of a code as somebody typed, scanned or made it; of nothing if it cannot be one."""
    read = rules.read_badge_code(code, prefix=chain().badge_prefix)
    return hashlib.sha256(read.encode()).hexdigest()


def badge_link(code: str, *, roles: frozenset[str]) -> str:
    """Opens the front of these roles and signs in. Behind the #: no server and no log sees the code."""
    return f"{settings.PUBLIC_URL}/{rules.badge_front(roles)}/#badge={code}"
