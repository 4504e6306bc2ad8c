"""Keep some of a SKU for people who stand in front of the shelf."""

from django.db import transaction

from newretail.inventory.events import FloorGuardSet
from newretail.inventory.ledger import lock_stock, open_stock
from newretail.inventory.models import Stock
from newretail.kernel.events import publish


@transaction.atomic
def set_floor_guard(*, store_id: str, sku_id: str, quantity: int, by: str) -> None:
    """Orders from outside the store leave the last `quantity` base units alone; 0 ends the guard."""
    assert quantity >= 0
    open_stock(store_id=store_id, sku_ids=[sku_id])
    lock_stock(store_id=store_id, sku_ids=[sku_id])
    Stock.objects.filter(store_id=store_id, sku_id=sku_id).update(floor_guard=quantity)
    publish(FloorGuardSet(store_id=store_id, sku_id=sku_id, quantity=quantity, by=by))
