"""Goods in and out: receiving, picking, selling, counting, throwing away."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from newretail.inventory import api as inventory
from newretail.inventory import errors
from newretail.inventory.api import CountLine, ReceiptLine, WasteCause
from newretail.inventory.models import Hold, Lot, Movement, Stock
from newretail.kernel import clock
from newretail.kernel.models import Event
from tests.stock_room import TODAY, a_delivery, a_hold, a_sku, a_store

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)
NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def store() -> str:
    return a_store()


@pytest.fixture
def sku() -> str:
    return a_sku()


@pytest.fixture(autouse=True)
def _books_balance():
    yield
    assert inventory.audit() == []


def figures(store: str, sku: str) -> tuple[int, int]:
    stock = Stock.objects.get(store_id=store, sku_id=sku)
    return stock.on_hand, stock.held


def in_lot(store: str, sku: str, code: str) -> int:
    return int(Lot.objects.get(store_id=store, sku_id=sku, code=code).on_hand)


def facts(name: str) -> list[dict[str, object]]:
    return list(Event.objects.filter(name=f"inventory.{name}").order_by("id").values_list("body", flat=True))


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


# Receiving


def test_a_lot_may_be_brought_forward_but_never_moved_later(store: str, sku: str) -> None:
    a_delivery(store, sku, 5, expires_on=NEXT_WEEK)
    for later in (NEXT_WEEK + timedelta(days=1), date(2030, 1, 1)):
        with pytest.raises(errors.ExpiryMovedLater):
            a_delivery(store, sku, 5, expires_on=later)
    a_delivery(store, sku, 5)
    assert Lot.objects.get(sku_id=sku).expires_on == NEXT_WEEK
    a_delivery(store, sku, 5, expires_on=TOMORROW)
    assert Lot.objects.get(sku_id=sku).expires_on == TOMORROW
    assert figures(store, sku) == (15, 0)


@pytest.mark.parametrize("value", ["expires_on + 1", "NULL"])
def test_no_raw_statement_makes_a_lot_live_longer(store: str, sku: str, value: str) -> None:
    from django.db import connection

    a_delivery(store, sku, 5, expires_on=NEXT_WEEK)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE inventory_lot SET expires_on = {value}")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inventory_lot SET expires_on = expires_on - 1")


@pytest.mark.parametrize(
    "statement", ["UPDATE inventory_movement SET quantity = 1", "DELETE FROM inventory_movement"]
)
def test_the_ledger_only_grows(store: str, sku: str, statement: str) -> None:
    from django.db import connection

    a_delivery(store, sku, 5)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_goods_without_a_date_get_the_shelf_life_of_their_sku(store: str) -> None:
    fish = a_sku(shelf_life_days=2)
    [lot] = inventory.receive(store_id=store, lines=[ReceiptLine(fish, 3)], by="test")
    assert (lot.expires_on, lot.code) == (TOMORROW, "260615-260616")


def test_a_receipt_with_one_bad_line_receives_nothing(store: str, sku: str) -> None:
    good = ReceiptLine(sku, 3, "L1")
    for bad, refusal in (
        (ReceiptLine("HR-NOPE", 1), errors.SkuNotFound),
        (ReceiptLine(sku, 3, "L1"), errors.TwiceInOneList),
        (ReceiptLine(sku, 3, "L2", TODAY - timedelta(days=1)), errors.AlreadyExpired),
    ):
        with pytest.raises(refusal):
            inventory.receive(store_id=store, lines=[good, bad], by="test")
    assert not Stock.objects.filter(store_id=store, on_hand__gt=0).exists()


# Picking


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


# Carry-out and returns


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


# Expiry


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
    assert facts("LotExpired") == [{"sku_id": sku, "lot": "L1", "quantity": 5, "expires_on": "2026-06-15"}]


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
    assert [(fact["quantity"], fact["left"], fact["cause"]) for fact in facts("HoldCut")] == [
        (2, 0, "expired"), (1, 1, "expired"),
    ]  # fmt: skip


def test_a_recalled_lot_is_off_sale_at_once(store: str, sku: str) -> None:
    a_delivery(store, sku, 4)
    a_hold(store, sku, 3)
    assert inventory.block_lot(store_id=store, sku_id=sku, lot_code="L1", cause="recall", by="m") == 4
    with pytest.raises(errors.LotEnded):
        inventory.block_lot(store_id=store, sku_id=sku, lot_code="L1", cause="recall", by="m")
    assert figures(store, sku) == (0, 0)


# Waste, returns, counts, moves, corrections


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
