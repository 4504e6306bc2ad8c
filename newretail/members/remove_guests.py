from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from newretail.members.models import Kind, Member


def remove_guests(member_ids: Collection[UUID]) -> int:
    """Remove these guests with their tokens, addresses and agreements; one whom another room still knows stays. Returns how many went."""
    guests = Member.objects.filter(id__in=member_ids, kind=Kind.GUEST)
    return sum(_remove(guest) for guest in guests)


def _remove(guest: Member) -> int:
    try:
        with transaction.atomic():
            guest.delete()
    except ProtectedError:
        return 0
    return 1
