"""Promise 7: what nobody paid for in time goes back on sale, and payment and expiry never both win."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from newretail.inventory import api as inventory
from newretail.inventory.api import HoldLine
from newretail.inventory.errors import HoldsGone
from newretail.inventory.models import Hold
from newretail.kernel import clock
from newretail.kernel.models import Event
from tests.stock_room import a_delivery, a_sku, a_store, standing_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(tmp_path: Path) -> Iterator[None]:
    with standing_clock(tmp_path):
        yield


@pytest.fixture
def store() -> str:
    return a_store()


@pytest.fixture
def skus(store: str) -> list[str]:
    skus = [a_sku(), a_sku()]
    for sku in skus:
        a_delivery(store, sku, 5)
    return skus


def hold(store: str, skus: list[str], ref: str, *, minutes: int) -> None:
    lines = [HoldLine(str(place), sku, 2) for place, sku in enumerate(skus)]
    inventory.hold(ref=ref, store_id=store, lines=lines, until=clock.now() + timedelta(minutes=minutes))


def expired() -> list[str]:
    return list(Event.objects.filter(name="holds.expired").order_by("number").values_list("ref", flat=True))


def test_an_unpaid_hold_lapses_at_its_time_and_not_before(store: str, skus: list[str]) -> None:
    hold(store, skus, "order:1", minutes=10)
    hold(store, skus, "order:2", minutes=20)
    clock.advance_to(clock.now() + timedelta(minutes=10, seconds=-1))
    assert inventory.expire_holds() == 0
    clock.advance_to(clock.now() + timedelta(seconds=1))
    assert inventory.expire_holds() == 1
    assert expired() == ["order:1"]
    assert inventory.available(store, skus, False) == dict.fromkeys(skus, 3)
    assert inventory.expire_holds() == 0
    assert inventory.audit() == []


def test_payment_before_the_sweep_wins_even_if_late(store: str, skus: list[str]) -> None:
    hold(store, skus, "order:1", minutes=10)
    clock.advance_to(clock.now() + timedelta(minutes=11))
    assert inventory.keep_holds(ref="order:1", store_id=store) == 2
    assert inventory.expire_holds() == 0
    assert Hold.objects.filter(ref="order:1", until=None).count() == 2


def test_payment_after_the_sweep_is_told_that_the_goods_are_gone(store: str, skus: list[str]) -> None:
    hold(store, skus, "order:1", minutes=10)
    clock.advance_to(clock.now() + timedelta(minutes=11))
    inventory.expire_holds()
    with pytest.raises(HoldsGone):
        inventory.keep_holds(ref="order:1", store_id=store)
    assert inventory.available(store, skus, False) == dict.fromkeys(skus, 5)


def test_a_sweep_is_bounded_and_goes_on_where_it_stopped(
    store: str, skus: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newretail.inventory.expire_holds.MOST_REFS", 1)
    for number in range(2):
        hold(store, skus, f"order:{number}", minutes=1)
    clock.advance_to(clock.now() + timedelta(minutes=1))
    assert [inventory.expire_holds() for _ in range(3)] == [1, 1, 0]
    assert expired() == ["order:0", "order:1"]
