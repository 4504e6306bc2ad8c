"""A lot is sold to the end of its last day, and not a minute longer."""

from datetime import timedelta

import pytest

from newretail.inventory import api as inventory
from newretail.inventory import errors
from newretail.inventory.api import WasteCause
from newretail.inventory.models import Hold
from newretail.kernel import clock
from tests.inventory.goods import facts, figures, in_lot, pick
from tests.stock_room import TODAY, a_delivery, a_hold, a_sku, a_store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books_balance")]


@pytest.mark.parametrize(
    ("zone", "hours"), [("Asia/Shanghai", 12), ("America/New_York", 24), ("Asia/Seoul", 11)]
)
def test_a_lot_is_sold_to_the_end_of_its_last_day_where_the_store_is(zone: str, hours: int) -> None:
    store, sku = a_store(time_zone=zone), a_sku()
    a_delivery(store, sku, 5, expires_on=TODAY)
    clock.advance_to(clock.now() + timedelta(hours=hours, seconds=-1))
    assert inventory.expire_lots() == 0
    clock.advance_to(clock.now() + timedelta(seconds=1))
    assert inventory.expire_lots() == 1
    assert inventory.expire_lots() == 0
    assert figures(store, sku) == (0, 0)
    assert facts("lot.expired") == [{"sku_id": sku, "lot": "L1", "quantity": 5, "expires_on": "2026-06-15"}]


def test_expired_goods_are_not_picked_even_before_the_sweep(store: str, sku: str) -> None:
    a_delivery(store, sku, 5, expires_on=TODAY)
    a_hold(store, sku, 1)
    clock.advance_to(clock.now() + timedelta(days=1))
    with pytest.raises(errors.ExpiredLot):
        pick(store, sku, 1, "L1")
    with pytest.raises(errors.OutOfStock):
        pick(store, sku, 1)
    with pytest.raises(errors.OutOfStock):
        inventory.sell(ref="order:1", store_id=store, line="1")


def test_expired_goods_are_written_off_or_returned_but_not_received_again(store: str, sku: str) -> None:
    a_delivery(store, sku, 5, expires_on=TODAY)
    clock.advance_to(clock.now() + timedelta(days=1))
    inventory.expire_lots()
    with pytest.raises(errors.OutOfStock):
        a_hold(store, sku, 1)
    with pytest.raises(errors.LotEnded):
        a_delivery(store, sku, 1)
    inventory.write_off(
        store_id=store, sku_id=sku, lot_code="L1", quantity=2, cause=WasteCause.EXPIRED, by="m"
    )
    inventory.return_to_vendor(store_id=store, sku_id=sku, lot_code="L1", quantity=3, cause="expired", by="m")
    assert in_lot(store, sku, "L1") == 0


def test_expiry_cuts_the_youngest_unpaid_holds_first(store: str, sku: str) -> None:
    a_delivery(store, sku, 4, expires_on=TODAY)
    a_delivery(store, sku, 3, lot="L2")
    for number, quantity in ((1, 2), (2, 2), (3, 2)):
        a_hold(store, sku, quantity, ref=f"order:{number}")
    inventory.keep_holds(ref="order:3", store_id=store)
    clock.advance_to(clock.now() + timedelta(days=1))
    inventory.expire_lots()
    assert figures(store, sku) == (3, 3)
    assert list(Hold.objects.order_by("id").values_list("ref", "quantity")) == [
        ("order:1", 1),
        ("order:3", 2),
    ]
    assert [(fact["quantity"], fact["left"], fact["cause"]) for fact in facts("hold.cut")] == [
        (2, 0, "expired"), (1, 1, "expired"),
    ]  # fmt: skip


def test_a_recalled_lot_is_off_sale_at_once(store: str, sku: str) -> None:
    a_delivery(store, sku, 4)
    a_hold(store, sku, 3)
    assert inventory.block_lot(store_id=store, sku_id=sku, lot_code="L1", cause="recall", by="m") == 4
    with pytest.raises(errors.LotEnded):
        inventory.block_lot(store_id=store, sku_id=sku, lot_code="L1", cause="recall", by="m")
    assert figures(store, sku) == (0, 0)
