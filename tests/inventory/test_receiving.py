"""Goods come in: lots with their dates, and a ledger that only grows."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from newretail.inventory import api as inventory
from newretail.inventory import errors
from newretail.inventory.api import ReceiptLine
from newretail.inventory.models import Lot, Stock
from tests.inventory.goods import NEXT_WEEK, TOMORROW, figures
from tests.stock_room import TODAY, a_delivery, a_sku

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books_balance")]


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


@pytest.mark.parametrize("lot", ["", "SUP-1"])
def test_a_suppliers_batch_does_not_make_goods_keep_for_ever(store: str, lot: str) -> None:
    fish = a_sku(shelf_life_days=2)
    [came] = inventory.receive(store_id=store, lines=[ReceiptLine(fish, 3, lot)], by="test")
    assert came.expires_on == TOMORROW


def test_the_shelf_life_runs_from_the_day_of_production(store: str) -> None:
    fish = a_sku(shelf_life_days=3)
    made = TODAY - timedelta(days=1)
    [lot] = inventory.receive(store_id=store, lines=[ReceiptLine(fish, 3, "P1", made_on=made)], by="test")
    assert lot.expires_on == TOMORROW
    for made_on, refusal in (
        (TODAY - timedelta(days=3), errors.AlreadyExpired),
        (TOMORROW, errors.MadeLater),
    ):
        with pytest.raises(refusal):
            inventory.receive(store_id=store, lines=[ReceiptLine(fish, 1, "P2", made_on=made_on)], by="test")


def test_a_known_lot_keeps_its_date_and_is_not_filled_up_once_it_is_over(store: str) -> None:
    fish = a_sku(shelf_life_days=9)
    a_delivery(store, fish, 5, expires_on=TOMORROW)
    a_delivery(store, fish, 5)
    assert Lot.objects.get(sku_id=fish).expires_on == TOMORROW
    Lot.objects.filter(sku_id=fish).update(expires_on=TODAY - timedelta(days=1))
    with pytest.raises(errors.AlreadyExpired):
        a_delivery(store, fish, 5)


@pytest.mark.parametrize("lot", ["#1", "A@B", "^A", "A|B", "~", "[1]", "批次", "A B", "x" * 21])
def test_a_lot_that_no_label_can_carry_is_not_received(store: str, sku: str, lot: str) -> None:
    with pytest.raises(errors.UnfitLotCode):
        inventory.receive(store_id=store, lines=[ReceiptLine(sku, 3, lot)], by="test")
    with pytest.raises(IntegrityError), transaction.atomic():
        Lot.objects.create(store_id=store, sku_id=sku, code=lot[:20] if len(lot) < 21 else "x x")


def test_every_character_that_a_label_carries_is_received(store: str, sku: str) -> None:
    for lot in (
        "!\"%&'()*+,-./",
        "0123456789:;<=>?",
        "ABCDEFGHIJKLMNOPQRST",
        "UVWXYZ_abcdefghijkl",
        "mnopqrstuvwxyz",
    ):
        inventory.receive(store_id=store, lines=[ReceiptLine(sku, 1, lot)], by="test")


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
