"""A paid order goes to the floor: goods in the shopper's hands are sold, everything else becomes work."""

from datetime import datetime

from django.db import transaction

from newretail.fulfilment import api as fulfilment
from newretail.inventory import api as inventory
from newretail.inventory.errors import NotHeld
from newretail.kernel.events import publish
from newretail.ordering.events import OrderReleased
from newretail.ordering.models import Order, OrderLeg, OrderLine
from newretail.ordering.move_times import move_times
from newretail.ordering.settle_order import LegKey, end_leg, lines_of, settle_leg
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
    move_times(order, lines)
    legs = OrderLeg.objects.bulk_create(
        OrderLeg(
            order=order,
            way=leg["way"],
            part=leg["part"],
            due_at=datetime.fromisoformat(leg["due_at"]) if leg["due_at"] else None,
            probability=leg["probability"],
        )
        for leg in order.promised_legs
    )
    publish(
        OrderReleased(
            store_id=order.store_id,
            ref=order.ref,
            number=order.number,
            ways=list(dict.fromkeys(leg.way for leg in legs)),
        )
    )
    staffed = [line for line in lines if line.way in STAFF_PICKED]
    if staffed:
        _open_work(order, legs, staffed)
    for leg in legs:
        if leg.way == Way.CARRY_OUT:
            _sell_carried(order, LegKey(way=leg.way, part=leg.part))


def _open_work(order: Order, legs: list[OrderLeg], lines: list[OrderLine]) -> None:
    fulfilment.open_work(
        ref=order.ref,
        store_id=order.store_id,
        number=order.number,
        legs=[
            fulfilment.WorkLeg(
                way=leg.way,
                part=leg.part,
                due_at=leg.due_at,
                address=order.address if leg.way == Way.DELIVER else None,
            )
            for leg in legs
            if leg.way in STAFF_PICKED and leg.due_at is not None
        ],
        lines=[
            fulfilment.WorkLine(
                line=str(line.line),
                sku_id=line.sku_id,
                quantity=line.quantity,
                pieces=line.pieces,
                way=line.way,
                part=line.part,
                substitution=line.substitution,
                swap_cap=line.swap_cap if line.swap_cap is None else min(line.swap_cap, line.agreed),
                amount=line.agreed,
                lot_code=line.lot_code,
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


def _sell_carried(order: Order, leg: LegKey) -> None:
    """The shopper has the goods already: they are sold in the moment they are paid, as far as they are still held."""
    numbers = [str(line) for line in lines_of(order, leg).values_list("line", flat=True)]
    try:
        sold = inventory.sell_held(ref=order.ref, store_id=order.store_id, lines=numbers, way=leg.way)
    except NotHeld:
        sold = {}
    taken = [
        {"line": line, "sku_id": "", "quantity": sum(take.quantity for take in takes)}
        for line, takes in sold.items()
    ]
    settle_leg(order=order, leg=leg, taken=taken)
    end_leg(order=order, leg=leg)
