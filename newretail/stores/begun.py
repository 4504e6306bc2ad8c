"""Whether a chain has begun: what the first steps ask."""

from newretail.stores.models import Facing, StaffRole
from newretail.stores.roles import Role


def has_head_office() -> bool:
    """Whether anybody runs the chain."""
    return StaffRole.objects.filter(role=Role.HEAD_OFFICE.value, revoked_at=None).exists()


def has_facings() -> bool:
    """Whether anything has a place on a shelf anywhere."""
    return Facing.objects.exists()
