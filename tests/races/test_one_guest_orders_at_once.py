"""What one person may keep unpaid is counted with nothing beside it. Without their turn two orders at once both see room."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from newretail.inventory import api as inventory
from newretail.kernel.errors import Refusal
from newretail.ordering import place_order as placing
from newretail.ordering.models import SaleTerms
from newretail.ordering.place_order import place_order
from tests.sale_floor import Floor, Person, cart_with, open_store, promise_for, shopper
from tests.stock_room import standing_clock

pytestmark = pytest.mark.django_db(transaction=True)

STOCK, HALF = 40, 20
WAITS_SECONDS = 0.5
"""So long the first one stands between its count and its write; well below the time after which a lock is given up."""


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    with standing_clock(tmp_path):
        yield open_store(stock=STOCK)


@pytest.fixture
def no_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "_TURN", "SELECT %(member)s::text")


def two_at_once(person: Person, floor: Floor, patch: pytest.MonkeyPatch, *, quantity: int) -> Counter[str]:
    """Two carts of one person, ordered together: whoever has seen what waits already waits for the other to have seen it too."""
    promises = [
        promise_for(person, cart_with(person, floor, [(floor.milk, quantity, "carry_out")])) for _ in range(2)
    ]
    counted, price_lines = Barrier(2), placing.pricing.price_lines

    def wait_and_price(**named: Any) -> Any:
        with suppress(BrokenBarrierError):
            counted.wait(timeout=WAITS_SECONDS)
        return price_lines(**named)

    def place(promise: dict[str, Any]) -> str:
        try:
            place_order(promise_id=UUID(promise["id"]), member_id=person.member.id)
            return "placed"
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()

    patch.setattr(placing.pricing, "price_lines", wait_and_price)
    with ThreadPoolExecutor(2) as pool:
        return Counter(pool.map(place, promises))


def left(floor: Floor) -> int:
    return inventory.available(floor.store, [floor.milk], outside=False)[floor.milk]


def test_two_orders_of_one_guest_at_once_hold_no_more_than_one_may(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert two_at_once(shopper(), floor, monkeypatch, quantity=HALF) == {"placed": 1, "hold_too_large": 1}
    assert left(floor) == HALF


def test_the_last_unpaid_order_is_placed_once(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    SaleTerms.objects.update(unpaid_orders=1)
    assert two_at_once(shopper(), floor, monkeypatch, quantity=1) == {"placed": 1, "too_many_unpaid": 1}


@pytest.mark.usefixtures("no_turns")
def test_without_their_turn_one_guest_gets_the_whole_shelf(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert two_at_once(shopper(), floor, monkeypatch, quantity=HALF) == {"placed": 2}
    assert left(floor) == 0
