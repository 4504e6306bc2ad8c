"""What happens to one order reaches ordering in order, also after a failure: the order ends, whatever failed on the way.

The control lets a later fact overtake the one that failed, as a relay without queues would: the order never ends.
"""

from datetime import timedelta
from typing import Any

import pytest

from newretail.fulfilment.models import Parcel
from newretail.fulfilment.packing.carry_bag import arrive_at_packing
from newretail.fulfilment.packing.give_parcel import collect_parcel, shelve_parcel
from newretail.fulfilment.packing.pack_parcel import pack_parcel
from newretail.fulfilment.picking.finish_pick import finish_pick
from newretail.fulfilment.picking.open_bag import open_bag
from newretail.fulfilment.picking.pick_line import pick_line
from newretail.fulfilment.picking.start_pick import start_next
from newretail.kernel import clock, retries
from newretail.kernel.errors import Busy
from newretail.kernel.models import Retry
from newretail.ordering import settle_order
from newretail.ordering.models import Order
from newretail.stores.api import Role
from tests.sale_floor import (
    Floor,
    gtin_of,
    order_of,
    pay_in_cash,
    shopper,
    with_drawer,
    work_through,
    worker,
)


@pytest.fixture
def packing_fails_once(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first time ordering hears of a packed leg somebody holds a lock for too long."""
    settle, failed = settle_order.settle_packed_leg, []

    def fail_once(**said: Any) -> None:
        if not failed:
            failed.append(said["leg"].way)
            raise Busy()
        settle(**said)

    monkeypatch.setattr(settle_order, "settle_packed_leg", fail_once)
    return failed


def collected(floor: Floor) -> Order:
    """A pick-up, paid, packed, shelved and collected; then ten hours in which every duty sweeps."""
    order = order_of(shopper(), floor, [(floor.milk, 2, "pick_up")])
    pay_in_cash(with_drawer(floor), floor, order)
    _pick_milk(floor)
    parcel = Parcel.objects.get(ref=f"order:{order['id']}")
    here: dict[str, Any] = {"store_id": floor.store, "parcel_id": parcel.id, "by": "test"}
    pack_parcel(**here)
    shelve_parcel(**here, shelf="P1")
    parcel.refresh_from_db()
    collect_parcel(**here, code=parcel.code)
    work_through()
    for _ in range(20):
        clock.advance_to(clock.now() + timedelta(minutes=30))
        work_through()
    return Order.objects.get(id=order["id"])


def _pick_milk(floor: Floor) -> None:
    picker = worker(Role.PICKER, floor.store).member.id
    job = start_next(store_id=floor.store, picker_id=picker)
    assert job is not None
    at: dict[str, Any] = {"store_id": floor.store, "job_id": job.id, "picker_id": picker}
    open_bag(**at, tag="BAG-1")
    for _ in range(2):
        pick_line(**at, code=gtin_of(floor.milk))
    finish_pick(**at)
    arrive_at_packing(store_id=floor.store, tag="BAG-1", station=None, by="test")


def test_an_order_ends_although_a_handler_failed_on_the_way(
    floor: Floor, packing_fails_once: list[str]
) -> None:
    order = collected(floor)
    assert packing_fails_once == ["pick_up"]
    assert (order.state, list(order.legs.values_list("state", flat=True))) == ("done", ["done"])
    assert not Retry.objects.exists()


def test_without_the_queue_the_later_fact_overtakes_and_the_order_never_ends(
    floor: Floor, packing_fails_once: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retries, "has_to_wait", lambda *_: False)
    order = collected(floor)
    assert packing_fails_once == ["pick_up"]
    assert (order.state, list(order.legs.values_list("state", flat=True))) == ("released", ["packed"])
    assert not Retry.objects.exists(), "nothing is left to try, and nobody will ever look"
