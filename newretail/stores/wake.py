from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.stores.errors import NotSnoozed
from newretail.stores.events import ProductWoken
from newretail.stores.models import Snooze


@transaction.atomic
def wake(*, store_id: str, sku_id: str, by: str = "") -> None:
    """Sell a snoozed product again before its time. Raises NotSnoozed."""
    deleted, _ = Snooze.objects.filter(store_id=store_id, sku_id=sku_id, until__gt=clock.now()).delete()
    if not deleted:
        raise NotSnoozed(sku_id=sku_id)
    publish(ProductWoken(store_id=store_id, sku_id=sku_id, by=by))
