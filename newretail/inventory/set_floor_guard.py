"""Keep some of a SKU for people who stand in front of the shelf."""

from django.db import transaction

from newretail.catalog.api import sku_cards
from newretail.inventory.errors import SkuNotFound
from newretail.inventory.events import FloorGuardSet
from newretail.inventory.ledger import lock_stock, open_stock
from newretail.inventory.models import Stock
from newretail.kernel.events import publish
from newretail.stores import api as stores


@transaction.atomic
def set_floor_guard(*, store_id: str, sku_id: str, quantity: int, by: str) -> None:
    """Orders from outside the store leave the last `quantity` base units alone; 0 ends the guard.

    Raises SkuNotFound, or what `stores` says of an unknown store.
    """
    assert quantity >= 0
    stores.store(store_id)
    if sku_id not in sku_cards([sku_id]):
        raise SkuNotFound(sku_id=sku_id)
    open_stock(store_id=store_id, sku_ids=[sku_id])
    lock_stock(store_id=store_id, sku_ids=[sku_id])
    Stock.objects.filter(store_id=store_id, sku_id=sku_id).update(floor_guard=quantity)
    publish(FloorGuardSet(store_id=store_id, sku_id=sku_id, quantity=quantity, by=by))
