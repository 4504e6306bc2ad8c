"""Two mark one lot down at once: the second one reads what the first has written. Without the turn both read the old price."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newretail.inventory import api as inventory
from newretail.pricing import mark_down_lot as markdowns
from newretail.pricing.errors import NotAMarkdown
from newretail.pricing.models import PriceLog
from newretail.pricing.set_price import set_price
from tests.races import test_limits_hold_at_once as at_once
from tests.stock_room import a_sku, a_store, standing_clock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[markdowns.OneLot]:
    """Ten pieces at 10.00, and whoever has read the prices waits for the other."""
    monkeypatch.setattr(at_once, "REFUSED", (NotAMarkdown,))
    read, doorway = markdowns.lot_prices, at_once.Doorway(lambda found: found)
    monkeypatch.setattr(markdowns, "lot_prices", lambda **asked: doorway(read(**asked)))
    with standing_clock(tmp_path):
        store, sku = a_store(), a_sku()
        set_price(sku_id=sku, amount=1000, per=1, tax_rate_permille=90, by="test", store_id=store)
        inventory.receive(store_id=store, lines=[inventory.ReceiptLine(sku, 10, "L1")], by="test")
        yield markdowns.OneLot(store_id=store, sku_id=sku, lot_code="L1")


def both_to(lot: markdowns.OneLot, amount: int) -> Any:
    return at_once.both(*[lambda: markdowns.mark_down_lot(lot=lot, amount=amount, by="test")] * 2)


def test_a_lot_is_marked_down_to_one_price_once(lot: markdowns.OneLot) -> None:
    assert both_to(lot, 800) == {"done": 1, "not_a_markdown": 1}
    assert PriceLog.objects.filter(lot_code="L1").count() == 1


def test_control_without_the_turn_it_is_written_twice(
    lot: markdowns.OneLot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdowns, "_LOCK", "SELECT %(lot)s::text")
    assert both_to(lot, 800) == {"done": 2}
