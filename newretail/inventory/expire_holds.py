"""A hold that nobody paid for lapses."""

from django.db import transaction

from newretail.inventory.events import HoldsExpired
from newretail.inventory.models import Hold
from newretail.inventory.release_holds import free_holds
from newretail.kernel import clock
from newretail.kernel.events import publish

MOST_REFS = 200


def expire_holds() -> int:
    """Free the holds whose time has come, one ref to a transaction, and publish HoldsExpired for each.

    At most MOST_REFS refs a call; returns how many, so the caller knows when to call again.
    """
    now = clock.now()
    due = (
        Hold.objects.filter(until__lte=now)
        .values_list("store_id", "ref")
        .distinct()
        .order_by("store_id", "ref")[:MOST_REFS]
    )
    return sum(_expire(store_id=store_id, ref=ref) for store_id, ref in list(due))


@transaction.atomic
def _expire(*, store_id: str, ref: str) -> int:
    if not free_holds(ref=ref, store_id=store_id, lines=None, due=clock.now()):
        return 0
    publish(HoldsExpired(store_id=store_id, ref=ref))
    return 1
