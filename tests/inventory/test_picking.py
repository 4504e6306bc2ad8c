"""Goods go out: into bags, with the shopper, and back."""

from datetime import timedelta

import pytest

from newretail.inventory import api as inventory
from newretail.inventory import errors
from newretail.inventory.models import Hold
from newretail.kernel import clock
from tests.inventory.goods import NEXT_WEEK, TOMORROW, figures, in_lot, pick
from tests.stock_room import TODAY, a_delivery, a_hold, a_sku

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books_balance")]


def test_the_first_to_expire_is_picked_first(store: str, sku: str) -> None:
    a_delivery(store, sku, 2, lot="LATE", expires_on=NEXT_WEEK)
    a_delivery(store, sku, 2, lot="SOON", expires_on=TOMORROW)
    a_delivery(store, sku, 2, lot="NEVER")
    a_hold(store, sku, 5)
    with pytest.raises(errors.WrongLot) as refused:
        pick(store, sku, 1, "LATE")
    assert refused.value.details == {"expected": "SOON", "scanned": "LATE"}
    with pytest.raises(errors.LotNotFound):
        pick(store, sku, 1, "NOPE")
    with pytest.raises(errors.LotTooSmall):
        pick(store, sku, 3, "SOON")
    assert [take.code for take in pick(store, sku, 1, "SOON")] == ["SOON"]
    assert [(take.code, take.quantity) for take in pick(store, sku, 4)] == [
        ("SOON", 1),
        ("LATE", 2),
        ("NEVER", 1),
    ]
    assert figures(store, sku) == (1, 0)
    assert not Hold.objects.exists()


def test_pick_refuses_what_was_not_promised(store: str, sku: str) -> None:
    other = a_sku()
    a_delivery(store, sku, 9)
    a_delivery(store, other, 9)
    with pytest.raises(errors.NotHeld):
        pick(store, sku, 1)
    a_hold(store, sku, 2)
    with pytest.raises(errors.WrongSku):
        pick(store, other, 1)
    with pytest.raises(errors.MoreThanHeld):
        pick(store, sku, 3)
    assert figures(store, sku) == (9, 2)


def test_a_weighed_pick_takes_what_it_weighs_but_nobody_elses(store: str) -> None:
    fish = a_sku(weighed=True)
    a_delivery(store, fish, 2000, guard=100)
    a_hold(store, fish, 500)
    a_hold(store, fish, 1200, ref="order:2")
    with pytest.raises(errors.OutOfStock) as refused:
        pick(store, fish, 701)
    assert refused.value.details["left"] == 200
    pick(store, fish, 700)
    assert figures(store, fish) == (1300, 1200)


def test_a_weighed_pick_of_less_leaves_the_rest_held_until_released(store: str) -> None:
    fish = a_sku(weighed=True)
    a_delivery(store, fish, 2000)
    a_hold(store, fish, 500)
    pick(store, fish, 480)
    assert figures(store, fish) == (1520, 20)
    inventory.release_holds(ref="order:1", store_id=store, lines=["1"])
    assert figures(store, fish) == (1520, 0)


def test_a_swap_takes_free_goods_only(store: str, sku: str) -> None:
    swap = a_sku()
    a_delivery(store, sku, 1)
    a_delivery(store, swap, 3, guard=1)
    a_hold(store, sku, 1)
    a_hold(store, swap, 1, ref="order:2")
    with pytest.raises(errors.OutOfStock):
        pick(store, swap, 2, swap_of=sku)
    pick(store, swap, 1, swap_of=sku)
    assert figures(store, swap) == (2, 1)
    assert figures(store, sku) == (1, 1)


def test_put_back_and_hand_over_move_what_is_in_the_bag(store: str, sku: str) -> None:
    a_delivery(store, sku, 5, expires_on=TODAY)
    a_hold(store, sku, 2)
    a_hold(store, sku, 2, line="2")
    pick(store, sku, 2)
    pick(store, sku, 2, line="2")
    assert inventory.put_back(ref="order:1", store_id=store, line="1") == 2
    with pytest.raises(errors.NothingInBag):
        inventory.put_back(ref="order:1", store_id=store, line="1")
    assert inventory.hand_over(ref="order:1", store_id=store, lines=["1", "2"]) == {"2": 2}
    assert inventory.hand_over(ref="order:1", store_id=store) == {}
    assert figures(store, sku) == (3, 0)


def test_goods_put_back_after_their_day_do_not_go_back_on_sale(store: str, sku: str) -> None:
    a_delivery(store, sku, 5, expires_on=TODAY)
    a_hold(store, sku, 2)
    pick(store, sku, 2)
    clock.advance_to(clock.now() + timedelta(days=1))
    assert inventory.expire_lots() == 1
    inventory.put_back(ref="order:1", store_id=store, line="1")
    assert figures(store, sku) == (0, 0)
    assert in_lot(store, sku, "L1") == 5


def test_carry_out_takes_what_was_held_first_expired_first(store: str, sku: str) -> None:
    other = a_sku()
    a_delivery(store, sku, 2, lot="LATE", expires_on=NEXT_WEEK)
    a_delivery(store, sku, 2, lot="SOON", expires_on=TOMORROW)
    a_delivery(store, other, 1)
    a_hold(store, sku, 3)
    a_hold(store, other, 1, line="2")
    with pytest.raises(errors.MoreThanHeld):
        inventory.sell(ref="order:1", store_id=store, line="1", quantity=4)
    inventory.sell(ref="order:1", store_id=store, line="1", quantity=1)
    sold = inventory.sell_held(ref="order:1", store_id=store)
    assert [(take.code, take.quantity) for take in sold["1"]] == [("SOON", 1), ("LATE", 1)]
    assert figures(store, sku) == (1, 0)
    with pytest.raises(errors.NotHeld):
        inventory.sell(ref="order:1", store_id=store, line="1")


def test_no_more_comes_back_than_was_taken(store: str, sku: str) -> None:
    a_delivery(store, sku, 5)
    a_hold(store, sku, 3)
    inventory.sell_held(ref="order:1", store_id=store)

    def bring(quantity: int, *, restock: bool) -> None:
        inventory.take_back(
            ref="order:1",
            store_id=store,
            line="1",
            sku_id=sku,
            quantity=quantity,
            restock=restock,
            cause="returned",
            by="m",
        )

    bring(1, restock=True)
    bring(1, restock=False)
    with pytest.raises(errors.MoreThanHandedOver) as refused:
        bring(2, restock=True)
    assert refused.value.details["left"] == 1
    assert figures(store, sku) == (3, 0)
