"""Promise 1 for a lot: many clients at once name one lot of a SKU that has plenty of others. With the guard off it oversells."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from newretail.inventory import api as inventory
from newretail.inventory import hold_stock
from newretail.inventory.api import HoldLine
from newretail.inventory.errors import LotTooSmall
from newretail.inventory.models import Hold, Lot
from tests.races.test_last_unit_is_sold_once import CLIENTS, UNITS, UNTIL, at_once, held
from tests.stock_room import a_delivery, a_sku, a_store

pytestmark = pytest.mark.django_db(transaction=True)

GUARD = "free < total OR state <> 'good' OR expires_on < %(today)s::date"
CHECK = "inventory_lot_held_within_on_hand"


@pytest.fixture
def guard_off(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same statement without its condition on lots, in a table without its constraint."""
    assert GUARD in hold_stock._HOLD_LOTS
    without = hold_stock._HOLD_LOTS.replace(GUARD, "%(today)s::date IS NULL")
    monkeypatch.setattr(hold_stock, "_HOLD_LOTS", without)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE inventory_lot DROP CONSTRAINT {CHECK}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inventory_lot SET held = least(held, on_hand)")
        cursor.execute(
            f"ALTER TABLE inventory_lot ADD CONSTRAINT {CHECK} CHECK (held >= 0 AND held <= on_hand)"
        )


def two_lots(*, many: int) -> tuple[str, str]:
    """A store and a SKU with UNITS of lot "LAST" and `many` of another that expires no earlier."""
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, UNITS, lot="LAST")
    a_delivery(store, sku, many, lot="OTHER")
    return store, sku


def buy_one(store: str, sku: str, *, lot_of: Callable[[int], str]) -> Callable[[int], str]:
    def work(number: int) -> str:
        line = HoldLine("1", sku, 1, lot_code=lot_of(number))
        try:
            inventory.hold(ref=f"order:{number}", store_id=store, lines=[line], until=UNTIL)
        except LotTooSmall:
            return "no more of the lot"
        return line.lot_code or "any"

    return work


def promised(sku: str, lot: str) -> int:
    return int(Lot.objects.get(sku_id=sku, code=lot).held)


def test_last_unit_of_a_lot_is_sold_once() -> None:
    store, sku = two_lots(many=CLIENTS)
    outcome = at_once(buy_one(store, sku, lot_of=lambda number: "LAST"))
    assert outcome == {"LAST": UNITS, "no more of the lot": CLIENTS - UNITS}
    assert promised(sku, "LAST") == UNITS == held(sku) == Hold.objects.count()
    assert inventory.audit() == []


@pytest.mark.usefixtures("guard_off")
def test_the_same_race_oversells_the_lot_without_the_guard() -> None:
    store, sku = two_lots(many=CLIENTS)
    assert at_once(buy_one(store, sku, lot_of=lambda number: "LAST"))["LAST"] > UNITS
    assert promised(sku, "LAST") > UNITS


def test_those_who_name_a_lot_and_those_who_do_not_never_share_a_unit() -> None:
    """Half name the lot, half take any, and there is too little for all: every promise that was made is kept."""
    store, sku = two_lots(many=UNITS)
    outcome = at_once(buy_one(store, sku, lot_of=lambda number: "LAST" if number % 2 else ""))
    assert outcome["LAST"] + outcome["any"] == 2 * UNITS == held(sku)
    assert outcome["LAST"] == promised(sku, "LAST") <= UNITS
    for hold in Hold.objects.select_related("lot").order_by("lot_id", "id"):
        [take] = inventory.sell_held(ref=hold.ref, store_id=store)["1"]
        assert hold.lot is None or take.code == "LAST"
    assert held(sku) == 0
    assert inventory.audit() == []
