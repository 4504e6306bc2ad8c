"""Promise 1 at the statement itself: many clients at once, few units. With the guard off the same race must oversell."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from newretail.inventory import api as inventory
from newretail.inventory import hold_stock
from newretail.inventory.api import HoldLine
from newretail.inventory.errors import HoldsGone, OutOfStock
from newretail.inventory.models import Hold, Stock
from newretail.kernel import clock
from tests.stock_room import a_delivery, a_sku, a_store

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS = 32
UNITS = 10
UNTIL = datetime(2100, 1, 1, tzinfo=UTC)
GUARD = "free < total OR (outside > 0 AND free - floor_guard < outside)"
CHECK = "inventory_stock_held_within_on_hand"


def at_once(work: Callable[[int], str]) -> Counter[str]:
    """Run `work` in CLIENTS threads that start together, each on a connection and in a transaction of its own."""
    start = Barrier(CLIENTS)

    def client(number: int) -> str:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            with transaction.atomic():
                return work(number)
        except OutOfStock:
            return "out of stock"
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        return Counter(pool.map(client, range(CLIENTS)))


def held(sku_id: str) -> int:
    return int(Stock.objects.get(sku_id=sku_id).held)


@pytest.fixture
def guard_off(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same statement without its condition, in a table without its constraint."""
    assert GUARD in hold_stock._HOLD
    monkeypatch.setattr(hold_stock, "_HOLD", hold_stock._HOLD.replace(GUARD, "false"))
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE inventory_stock DROP CONSTRAINT {CHECK}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inventory_stock SET held = least(held, on_hand)")
        cursor.execute(
            f"ALTER TABLE inventory_stock ADD CONSTRAINT {CHECK} CHECK (held >= 0 AND held <= on_hand)"
        )


def buy_one(store_id: str, sku_id: str) -> Callable[[int], str]:
    def work(number: int) -> str:
        inventory.hold(
            ref=f"order:{number}", store_id=store_id, lines=[HoldLine("1", sku_id, 1)], until=UNTIL
        )
        return "held"

    return work


def test_last_unit_is_sold_once() -> None:
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, UNITS)
    assert at_once(buy_one(store, sku)) == {"held": UNITS, "out of stock": CLIENTS - UNITS}
    assert held(sku) == UNITS == Hold.objects.count()
    assert inventory.audit() == []


@pytest.mark.usefixtures("guard_off")
def test_the_same_race_oversells_without_the_guard() -> None:
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, UNITS)
    assert at_once(buy_one(store, sku))["held"] > UNITS
    assert held(sku) > UNITS


def test_floor_guard_holds_in_a_race() -> None:
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, UNITS, guard=4)

    def work(number: int) -> str:
        line = HoldLine("1", sku, 1, outside=True)
        inventory.hold(ref=f"order:{number}", store_id=store, lines=[line], until=UNTIL)
        return "held"

    assert at_once(work)["held"] == UNITS - 4
    assert held(sku) == UNITS - 4


def test_baskets_in_opposite_order_do_not_lock_each_other_out() -> None:
    store = a_store()
    skus = [a_sku() for _ in range(4)]
    for sku in skus:
        a_delivery(store, sku, CLIENTS)

    def work(number: int) -> str:
        order = skus if number % 2 else list(reversed(skus))
        lines = [HoldLine(str(place), sku, 1) for place, sku in enumerate(order)]
        inventory.hold(ref=f"order:{number}", store_id=store, lines=lines, until=UNTIL)
        return "held"

    assert at_once(work) == {"held": CLIENTS}
    assert [held(sku) for sku in skus] == [CLIENTS] * 4


def test_payment_and_expiry_race_and_one_side_wins() -> None:
    """Half the clients pay, half sweep: each ref is either kept whole or gone whole."""
    store = a_store()
    skus = [a_sku() for _ in range(3)]
    for sku in skus:
        a_delivery(store, sku, CLIENTS)
    overdue = clock.now() - timedelta(seconds=1)
    for number in range(0, CLIENTS, 2):
        lines = [HoldLine(str(place), sku, 1) for place, sku in enumerate(skus)]
        inventory.hold(ref=f"order:{number}", store_id=store, lines=lines, until=overdue)

    def work(number: int) -> str:
        if number % 2:
            return f"swept {min(1, inventory.expire_holds())}"
        try:
            inventory.keep_holds(ref=f"order:{number}", store_id=store)
        except HoldsGone:
            return "gone"
        return "kept"

    outcome = at_once(work)
    assert outcome["kept"] + outcome["gone"] == CLIENTS // 2
    assert Hold.objects.count() == 3 * outcome["kept"]
    assert not Hold.objects.filter(until__isnull=False).exists()
    assert inventory.audit() == []
