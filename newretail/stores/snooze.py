from datetime import datetime, timedelta

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.stores.errors import NotListed, SnoozeEnded
from newretail.stores.events import ProductSnoozed
from newretail.stores.models import Facing, Snooze

LONGEST = timedelta(days=366)


@transaction.atomic
def snooze(*, store_id: str, sku_id: str, until: datetime, reason: str = "", by: str = "") -> Snooze:
    """Do not sell a product at a store until a time. A later call replaces an earlier one.

    Raises NotListed; SnoozeEnded when the time is past or more than a year away.
    """
    now = clock.now()
    if not now < until <= now + LONGEST:
        raise SnoozeEnded()
    if not Facing.objects.filter(store_id=store_id, sku_id=sku_id).exists():
        raise NotListed(sku_id=sku_id)
    snoozed, _ = Snooze.objects.update_or_create(
        store_id=store_id, sku_id=sku_id, defaults={"until": until, "reason": reason, "by": by, "at": now}
    )
    publish(ProductSnoozed(store_id=store_id, sku_id=sku_id, until=until.isoformat(), reason=reason, by=by))
    return snoozed
