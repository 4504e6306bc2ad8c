"""Stores, SKUs and goods for tests, each under a fresh code, and a clock that stands still until it is moved."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from newretail.catalog.models import Product, Sku
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.stores.api import forget_store
from newretail.stores.models import Format, Store

NOON = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)  # noon in Shanghai
TODAY = date(2026, 6, 15)

_numbers = count(1)


def a_store(*, time_zone: str = "Asia/Shanghai", code: str = "") -> str:
    """The code of a new store."""
    number = next(_numbers)
    Format.objects.get_or_create(code="test", defaults={"names": {"en": "Test", "ko": "시험", "zh": "测试"}})
    store = Store.objects.create(
        code=code or f"store-{number}",
        names={"en": f"Store {number}", "ko": f"매장 {number}", "zh": f"门店 {number}"},
        format_id="test",
        latitude=31.23,
        longitude=121.5,
        time_zone=time_zone,
    )
    forget_store(store.code)
    return str(store.code)


def a_sku(*, weighed: bool = False, shelf_life_days: int | None = None) -> str:
    """The code of a new SKU."""
    code = f"HR-T{next(_numbers):05d}"
    product = Product.objects.create(
        code=code, names={"en": f"Thing {code}", "ko": f"물건 {code}", "zh": f"东西 {code}"}
    )
    Sku.objects.create(
        code=code,
        product=product,
        unit="gram" if weighed else "each",
        weighed=weighed,
        shelf_life_days=shelf_life_days,
    )
    return code


def a_delivery(
    store_id: str,
    sku_id: str,
    quantity: int,
    *,
    lot: str = "L1",
    expires_on: date | None = None,
    guard: int = 0,
) -> None:
    """Goods in stock."""
    inventory.receive(
        store_id=store_id, lines=[inventory.ReceiptLine(sku_id, quantity, lot, expires_on)], by="test"
    )
    if guard:
        inventory.set_floor_guard(store_id=store_id, sku_id=sku_id, quantity=guard, by="test")


def a_hold(
    store_id: str,
    sku_id: str,
    quantity: int,
    *,
    ref: str = "order:1",
    line: str = "1",
    outside: bool = False,
    minutes: int = 15,
) -> None:
    """Goods promised for some minutes."""
    inventory.hold(
        ref=ref,
        store_id=store_id,
        lines=[inventory.HoldLine(line, sku_id, quantity, outside)],
        until=clock.now() + timedelta(minutes=minutes),
    )


@contextmanager
def standing_clock(folder: Path, *, start: datetime = NOON) -> Iterator[None]:
    """The house's clock stands at `start` until `clock.advance_to`."""
    clock.create_simulated(folder, start=start, speed=0)
    clock.attach(folder)
    try:
        yield
    finally:
        clock.attach(None)
