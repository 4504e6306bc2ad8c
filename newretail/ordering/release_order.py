"""A paid order goes to the floor: goods in the shopper's hands are sold, everything else becomes work."""

from datetime import datetime
from typing import Any

from django.db import transaction

from newretail.fulfilment import api as fulfilment
from newretail.inventory import api as inventory
from newretail.inventory.errors import NotHeld
from newretail.kernel.events import publish
from newretail.ordering.events import OrderReleased
from newretail.ordering.models import Order, OrderLeg, OrderLine
from newretail.ordering.settle_order import end_leg, settle_leg
from newretail.stores.api import STAFF_PICKED, Way


@transaction.atomic
def release_order(*, ref: str) -> None:
    """Open the work of a paid order. Repeating it, or releasing an order that was cancelled, does nothing."""
    order = (
        Order.objects.select_for_update()
        .filter(id=ref.removeprefix("order:"), state=Order.State.PAID)
        .first()
    )
    if order is None:
        return
    order.state = Order.State.RELEASED
    order.save(update_fields=["state"])
    lines = list(order.lines.all())
    OrderLeg.objects.bulk_create(
        OrderLeg(
            order=order,
            way=leg["way"],
            due_at=datetime.fromisoformat(leg["due_at"]),
            probability=leg["probability"],
        )
        for leg in order.legs
    )
    publish(
        OrderReleased(
            store_id=order.store_id,
            ref=order.ref,
            number=order.number,
            ways=[leg["way"] for leg in order.legs],
        )
    )
    staffed = [line for line in lines if line.way in STAFF_PICKED]
    if staffed:
        _open_work(order, staffed)
    carried = [line for line in lines if line.way == Way.CARRY_OUT]
    if carried:
        _sell_carried(order, carried)


def _open_work(order: Order, lines: list[OrderLine]) -> None:
    fulfilment.open_work(
        ref=order.ref,
        store_id=order.store_id,
        number=order.number,
        legs=[
            fulfilment.WorkLeg(
                way=leg["way"], due_at=datetime.fromisoformat(leg["due_at"]), address=_address(order, leg)
            )
            for leg in order.legs
            if leg["way"] in STAFF_PICKED
        ],
        lines=[
            fulfilment.WorkLine(
                line=str(line.line),
                sku_id=line.sku_id,
                quantity=line.quantity,
                way=line.way,
                lot_code=line.lot_code,
                substitution=line.substitution,
                swap_cap=line.swap_cap if line.swap_cap is None else min(line.swap_cap, line.agreed),
                amount=line.agreed,
            )
            for line in lines
        ],
    )
    _miss_what_was_cut(order, lines)


def _miss_what_was_cut(order: Order, lines: list[OrderLine]) -> None:
    """Goods that left the stock between the payment and now are not looked for."""
    held = {hold.line: hold.quantity for hold in inventory.holds_of(store_id=order.store_id, ref=order.ref)}
    if any(held.get(str(line.line), 0) < line.quantity for line in lines):
        fulfilment.notice_cuts(ref=order.ref, store_id=order.store_id)


def _address(order: Order, leg: dict[str, Any]) -> dict[str, Any] | None:
    return order.address if leg["way"] == Way.DELIVER else None


def _sell_carried(order: Order, lines: list[OrderLine]) -> None:
    """The shopper has the goods already: they are sold in the moment they are paid, as far as they are still held."""
    try:
        sold = inventory.sell_held(
            ref=order.ref, store_id=order.store_id, lines=[str(line.line) for line in lines]
        )
    except NotHeld:
        sold = {}
    taken = [
        {"line": line, "sku_id": "", "quantity": sum(take.quantity for take in takes)}
        for line, takes in sold.items()
    ]
    settle_leg(order=order, way=Way.CARRY_OUT, taken=taken)
    end_leg(order=order, way=Way.CARRY_OUT)
