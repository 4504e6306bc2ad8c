"""Waste, returns to the vendor, counts, moves and corrections: the books follow the goods."""

import pytest
from django.db import transaction

from newretail.inventory import api as inventory
from newretail.inventory import errors
from newretail.inventory.api import CountLine, WasteCause
from newretail.inventory.models import Lot, Movement, Stock
from tests.inventory.goods import NEXT_WEEK, TOMORROW, figures, in_lot
from tests.stock_room import a_delivery, a_hold

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books_balance")]


def test_write_off_happens_even_to_promised_goods(store: str, sku: str) -> None:
    a_delivery(store, sku, 4)
    a_hold(store, sku, 3)
    inventory.write_off(store_id=store, sku_id=sku, quantity=2, cause=WasteCause.DAMAGED, by="m")
    assert figures(store, sku) == (2, 2)
    with pytest.raises(errors.OutOfStock):
        inventory.write_off(store_id=store, sku_id=sku, quantity=3, cause=WasteCause.DAMAGED, by="m")


def test_a_return_to_the_vendor_waits_for_promised_goods(store: str, sku: str) -> None:
    a_delivery(store, sku, 4)
    a_hold(store, sku, 3)
    with pytest.raises(errors.PromisedToOthers):
        inventory.return_to_vendor(
            store_id=store, sku_id=sku, lot_code="L1", quantity=2, cause="quality", by="m"
        )
    assert figures(store, sku) == (4, 3)


def test_a_count_sets_the_books_to_what_is_there(store: str, sku: str) -> None:
    a_delivery(store, sku, 4, lot="SOON", expires_on=TOMORROW)
    a_delivery(store, sku, 4, lot="LATE", expires_on=NEXT_WEEK)
    a_hold(store, sku, 7)
    [less] = inventory.count(store_id=store, lines=[CountLine(sku, 3)], by="m")
    assert (less.expected, less.difference) == (8, -5)
    assert figures(store, sku) == (3, 3)
    assert (in_lot(store, sku, "SOON"), in_lot(store, sku, "LATE")) == (0, 3)
    inventory.count(store_id=store, lines=[CountLine(sku, 5, "LATE"), CountLine(sku, 1, "SOON")], by="m")
    assert figures(store, sku) == (6, 3)
    [same] = inventory.count(store_id=store, lines=[CountLine(sku, 6)], by="m")
    assert same.difference == 0
    inventory.count(store_id=store, lines=[CountLine(sku, 0)], by="m")
    with pytest.raises(errors.NoLotToCount):
        inventory.count(store_id=store, lines=[CountLine(sku, 1)], by="m")


def test_a_count_of_many_lines_is_one_count(store: str, sku: str) -> None:
    a_delivery(store, sku, 4)
    with pytest.raises(errors.TwiceInOneList):
        inventory.count(store_id=store, lines=[CountLine(sku, 1), CountLine(sku, 1, "L1")], by="m")
    with pytest.raises(errors.NotStocked):
        inventory.count(store_id=store, lines=[CountLine(sku, 1), CountLine("HR-X", 1)], by="m")
    assert figures(store, sku) == (4, 0)


def test_a_shelf_move_changes_nothing_but_the_shelf(store: str, sku: str) -> None:
    a_delivery(store, sku, 4)
    inventory.move(
        store_id=store, sku_id=sku, lot_code="L1", quantity=2, from_shelf="BACK-1", to_shelf="C-07-2", by="m"
    )
    assert figures(store, sku) == (4, 0)
    with pytest.raises(errors.LotTooSmall):
        inventory.move(
            store_id=store, sku_id=sku, lot_code="L1", quantity=5, from_shelf="A", to_shelf="B", by="m"
        )


def test_a_mistake_is_reversed_once(store: str, sku: str) -> None:
    a_delivery(store, sku, 4)
    a_hold(store, sku, 2)
    receipt = Movement.objects.get(cause="receipt")
    with pytest.raises(errors.PromisedToOthers):
        inventory.reverse(store_id=store, movement_id=receipt.id, by="m")
    inventory.release_holds(ref="order:1", store_id=store)
    back = inventory.reverse(store_id=store, movement_id=receipt.id, by="m")
    for movement in (receipt.id, back):
        with pytest.raises(errors.CannotReverse):
            inventory.reverse(store_id=store, movement_id=movement, by="m")
    assert figures(store, sku) == (0, 0)


def test_a_sale_is_not_reversed_behind_the_shoppers_back(store: str, sku: str) -> None:
    a_delivery(store, sku, 4)
    a_hold(store, sku, 2)
    inventory.sell_held(ref="order:1", store_id=store)
    with pytest.raises(errors.CannotReverse):
        inventory.reverse(store_id=store, movement_id=Movement.objects.get(cause="sale").id, by="m")


def test_ledger_lines_hold_no_numbers_of_ours(store: str, sku: str) -> None:
    a_delivery(store, sku, 4)
    a_hold(store, sku, 2, ref="order:0193a1b2")
    inventory.sell_held(ref="order:0193a1b2", store_id=store)
    assert list(inventory.ledger_lines()) == [
        f"2026-06-15T04:00:00+00:00|{store}|{sku}|L1|stock|customer|2|sale||",
        f"2026-06-15T04:00:00+00:00|{store}|{sku}|L1|supplier|stock|4|receipt||",
        f"{store}|{sku}|2|0|0",
    ]


def test_audit_finds_what_was_changed_behind_its_back(store: str, sku: str) -> None:
    a_delivery(store, sku, 4)
    with transaction.atomic():
        Stock.objects.filter(sku_id=sku).update(on_hand=5)
        Lot.objects.filter(sku_id=sku).update(on_hand=6)
        found = {(each.what, each.expected, each.found) for each in inventory.audit(store)}
        transaction.set_rollback(True)
    assert found == {
        ("stock against ledger", 4, 5),
        ("stock against lots", 6, 5),
        ("lot L1 against ledger", 4, 6),
    }
