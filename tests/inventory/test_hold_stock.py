from datetime import timedelta

import pytest

from newretail.inventory import api as inventory
from newretail.inventory.api import HoldLine
from newretail.inventory.errors import AlreadyHeld, HoldsGone, OutOfStock
from newretail.inventory.models import Hold, Stock
from newretail.kernel import clock
from newretail.kernel.text import speaking
from tests.stock_room import a_delivery, a_hold, a_sku, a_store

pytestmark = pytest.mark.django_db


def held(store_id: str, sku_id: str) -> int:
    return int(Stock.objects.get(store_id=store_id, sku_id=sku_id).held)


def test_hold_promises_every_line() -> None:
    store, one, two = a_store(), a_sku(), a_sku()
    a_delivery(store, one, 5)
    a_delivery(store, two, 3)
    until = clock.now() + timedelta(minutes=10)
    lines = [HoldLine("a", two, 2), HoldLine("b", one, 1), HoldLine("c", two, 1, outside=True)]
    inventory.hold(ref="order:1", store_id=store, lines=lines, until=until)
    assert (held(store, one), held(store, two)) == (1, 3)
    assert set(Hold.objects.filter(ref="order:1").values_list("line", "quantity", "until")) == {
        ("a", 2, until), ("b", 1, until), ("c", 1, until),
    }  # fmt: skip
    assert inventory.available(store, [one, two, "nothing"], False) == {one: 4, two: 0, "nothing": 0}
    assert inventory.audit(store) == []


def test_hold_is_all_or_nothing_and_says_what_is_left() -> None:
    store, one, two = a_store(), a_sku(), a_sku()
    a_delivery(store, one, 5)
    a_delivery(store, two, 3)
    lines = [HoldLine("a", one, 5), HoldLine("b", two, 4), HoldLine("c", "HR-UNKNOWN", 1)]
    with speaking("ko"), pytest.raises(OutOfStock) as refused:
        inventory.hold(ref="order:1", store_id=store, lines=lines, until=clock.now())
    assert refused.value.details["lines"] == [
        {"line": "b", "sku_id": two, "wanted": 4, "left": 3},
        {"line": "c", "sku_id": "HR-UNKNOWN", "wanted": 1, "left": 0},
    ]
    assert "물건" in refused.value.say("ko") and "3" in refused.value.say("zh")
    assert (held(store, one), held(store, two), Hold.objects.count()) == (0, 0, 0)


def test_lines_of_one_sku_count_together() -> None:
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, 5)
    with pytest.raises(OutOfStock):
        inventory.hold(
            ref="order:1",
            store_id=store,
            lines=[HoldLine("a", sku, 3), HoldLine("b", sku, 3)],
            until=clock.now(),
        )
    assert held(store, sku) == 0


def test_floor_guard_is_kept_from_outside_and_open_inside() -> None:
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, 10, guard=4)
    assert inventory.available(store, [sku], True) == {sku: 6}
    with pytest.raises(OutOfStock) as refused:
        a_hold(store, sku, 7, outside=True)
    assert refused.value.details["left"] == 6
    a_hold(store, sku, 6, outside=True)
    a_hold(store, sku, 4, ref="order:2", outside=False)
    assert inventory.available(store, [sku], False) == {sku: 0}


def test_outside_and_inside_lines_of_one_hold_share_fairly() -> None:
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, 10, guard=4)
    lines = [HoldLine("in", sku, 4), HoldLine("out", sku, 6, outside=True)]
    inventory.hold(ref="order:1", store_id=store, lines=lines, until=clock.now())
    assert held(store, sku) == 10


def test_a_line_is_held_once() -> None:
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, 10)
    a_hold(store, sku, 1)
    from django.db import transaction

    with pytest.raises(AlreadyHeld), transaction.atomic():
        a_hold(store, sku, 1)
    assert held(store, sku) == 1


def test_kept_holds_outlive_their_time_and_release_gives_them_back() -> None:
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, 10)
    a_hold(store, sku, 3)
    a_hold(store, sku, 2, line="2")
    assert inventory.keep_holds(ref="order:1", store_id=store) == 2
    assert inventory.keep_holds(ref="order:1", store_id=store) == 2
    clock.advance_to(clock.now() + timedelta(days=1))
    assert inventory.expire_holds() == 0
    assert held(store, sku) == 5
    assert inventory.release_holds(ref="order:1", store_id=store, lines=["2"]) == 1
    assert inventory.release_holds(ref="order:1", store_id=store) == 1
    assert inventory.release_holds(ref="order:1", store_id=store) == 0
    assert held(store, sku) == 0
    assert inventory.audit(store) == []


def test_holds_of_another_store_are_not_touched() -> None:
    here, there, sku = a_store(), a_store(), a_sku()
    a_delivery(here, sku, 5)
    a_delivery(there, sku, 5)
    a_hold(here, sku, 2)
    with pytest.raises(HoldsGone):
        inventory.keep_holds(ref="order:1", store_id=there)
    assert inventory.release_holds(ref="order:1", store_id=there) == 0
    assert held(here, sku) == 2
