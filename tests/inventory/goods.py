"""What tests of goods look at, and a pick as the floor makes it."""

from datetime import timedelta

from newretail.inventory import api as inventory
from newretail.inventory.models import Lot, Stock
from newretail.kernel.models import Event
from tests.stock_room import TODAY

TOMORROW = TODAY + timedelta(days=1)
NEXT_WEEK = TODAY + timedelta(days=7)


def figures(store: str, sku: str) -> tuple[int, int]:
    stock = Stock.objects.get(store_id=store, sku_id=sku)
    return stock.on_hand, stock.held


def in_lot(store: str, sku: str, code: str) -> int:
    return int(Lot.objects.get(store_id=store, sku_id=sku, code=code).on_hand)


def facts(name: str) -> list[dict[str, object]]:
    return list(Event.objects.filter(name=name).order_by("number").values_list("body", flat=True))


def pick(
    store: str,
    sku: str,
    quantity: int,
    lot: str | None = None,
    *,
    line: str = "1",
    swap_of: str | None = None,
):
    return inventory.pick(
        ref="order:1",
        store_id=store,
        line=line,
        sku_id=sku,
        lot_code=lot,
        quantity=quantity,
        by="picker",
        swap_of=swap_of,
    )
