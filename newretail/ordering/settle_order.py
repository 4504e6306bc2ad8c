"""What was really taken settles the money: never more than agreed, and the difference goes back by itself."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.ordering import rules
from newretail.ordering.events import OrderCancelled, OrderDone, OrderSettled
from newretail.ordering.models import Order, OrderLeg, OrderLine
from newretail.ordering.pay_order import return_money
from newretail.payments import api as payments
from newretail.stores.api import Way


@transaction.atomic
def settle_packed_leg(*, ref: str, way: str, taken: Iterable[Mapping[str, Any]]) -> None:
    """A leg is packed: settle it for what is in its bags. Settled once; repeats change nothing."""
    order = locked_order(ref)
    if order is not None and order.state == Order.State.RELEASED:
        settle_leg(order=order, way=way, taken=taken)


def settle_leg(*, order: Order, way: str, taken: Iterable[Mapping[str, Any]]) -> None:
    """taken: {line, sku_id, quantity, swap_of?, amount?} per take; `amount` is the price of a swapped take."""
    leg = order.ways.filter(way=way, state=OrderLeg.State.OPEN).first()
    if leg is None:
        return
    by_line: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for take in taken:
        by_line[str(take["line"])].append(take)
    lines = list(order.lines.filter(way=way))
    for line in lines:
        _settle_line(line, by_line[str(line.line)])
    goods = sum(line.settled or 0 for line in lines)
    returned = sum(line.agreed for line in lines) - goods
    if way == Way.DELIVER and goods == 0:
        returned += order.delivery_fee
    leg.state, leg.settled, leg.packed_at = OrderLeg.State.PACKED, goods, clock.now()
    leg.save(update_fields=["state", "settled", "packed_at"])
    returned += _settle_order(order)
    return_money(order, purpose=f"settle:{way}", amount=returned)
    publish(
        OrderSettled(
            store_id=order.store_id,
            ref=order.ref,
            number=order.number,
            way=way,
            settled=goods,
            returned=returned,
        )
    )


@transaction.atomic
def finish_leg(*, ref: str, way: str) -> None:
    """The goods of a leg are with the shopper."""
    order = locked_order(ref)
    if order is not None and order.state == Order.State.RELEASED:
        end_leg(order=order, way=way)


def end_leg(*, order: Order, way: str) -> None:
    """End a packed leg; the last one ends the order and turns its prepayment into a sale."""
    ended = order.ways.filter(way=way, state__in=[OrderLeg.State.PACKED, OrderLeg.State.FAILED]).update(
        state=OrderLeg.State.DONE, ended_at=clock.now()
    )
    if ended:
        finish_order(order)


def finish_order(order: Order) -> None:
    """Close the order once no leg is open any more."""
    states = set(order.ways.values_list("state", flat=True))
    if states - {OrderLeg.State.DONE, OrderLeg.State.CANCELLED}:
        return
    order.state = Order.State.DONE if OrderLeg.State.DONE in states else Order.State.CANCELLED
    order.ended_at = clock.now()
    order.save(update_fields=["state", "ended_at"])
    left = payments.prepaid(order.ref).amount
    if left:
        payments.settle(ref=order.ref, store_id=order.store_id, amount=left)
    if order.state == Order.State.DONE:
        publish(
            OrderDone(store_id=order.store_id, ref=order.ref, number=order.number, settled=order.settled or 0)
        )


@transaction.atomic
def note_failed_leg(*, ref: str, way: str) -> None:
    """The courier could not deliver; the goods are on their way back."""
    order = locked_order(ref)
    if order is not None:
        order.ways.filter(way=way, state=OrderLeg.State.PACKED).update(state=OrderLeg.State.FAILED)


@transaction.atomic
def retry_leg(*, ref: str, way: str) -> None:
    """The goods will be delivered again."""
    order = locked_order(ref)
    if order is not None:
        order.ways.filter(way=way, state=OrderLeg.State.FAILED).update(state=OrderLeg.State.PACKED)


@transaction.atomic
def return_leg(*, ref: str, way: str) -> None:
    """Undeliverable goods are back in the store: their money goes back, the delivery that was driven is kept."""
    order = locked_order(ref)
    leg = order.ways.filter(way=way, state=OrderLeg.State.FAILED).first() if order else None
    if order is None or leg is None:
        return
    lines = [line for line in order.lines.filter(way=way) if line.settled]
    amount = sum((line.settled or 0) - line.refunded for line in lines)
    for line in lines:
        line.refunded, line.refunded_quantity = line.settled or 0, line.taken_quantity or 0
        line.save(update_fields=["refunded", "refunded_quantity"])
    leg.state, leg.ended_at = OrderLeg.State.CANCELLED, clock.now()
    leg.save(update_fields=["state", "ended_at"])
    return_money(order, purpose=f"return:{way}", amount=amount)
    finish_order(order)
    if order.state == Order.State.CANCELLED:
        publish(
            OrderCancelled(
                store_id=order.store_id, ref=order.ref, number=order.number, reason="returned", by="system"
            )
        )


def locked_order(ref: str) -> Order | None:
    """The order behind a ref, its row locked; None for a ref that is not an order's."""
    if not ref.startswith("order:"):
        return None
    return Order.objects.select_for_update().filter(id=ref.removeprefix("order:")).first()


def _settle_line(line: OrderLine, takes: list[Mapping[str, Any]]) -> None:
    own = sum(int(take["quantity"]) for take in takes if not take.get("swap_of"))
    swapped = [take for take in takes if take.get("swap_of")]
    paid = rules.settle_taken(
        listed=line.listed,
        cuts=[cut["amount"] for cut in line.cuts],
        amount=line.amount,
        per=line.per,
        quantity=line.quantity,
        taken=own,
    )
    line.cuts = [cut | {"settled": share} for cut, share in zip(line.cuts, paid.cuts, strict=True)]
    settled = paid.settled
    settled += rules.swapped_amount(
        cost=sum(int(take["amount"]) for take in swapped), left=line.agreed - settled, swap_cap=line.swap_cap
    )
    quantities: dict[str, int] = defaultdict(int)
    for take in takes:
        quantities[str(take["sku_id"] or line.sku_id)] += int(take["quantity"])
    line.taken = [
        {"sku_id": sku, "quantity": quantity, "returned": 0} for sku, quantity in sorted(quantities.items())
    ]
    line.taken_quantity = sum(quantities.values())
    line.settled = settled
    line.save(update_fields=["cuts", "taken", "taken_quantity", "settled"])


def _settle_order(order: Order) -> int:
    """Once every leg has settled, say what the order came to. Returns the bag fee if nothing at all was taken."""
    legs = list(order.ways.exclude(state=OrderLeg.State.CANCELLED))
    if any(leg.settled is None for leg in legs):
        return 0
    goods = sum(leg.settled or 0 for leg in legs)
    delivered = any(leg.way == Way.DELIVER and leg.settled for leg in legs)
    order.settled = goods + (order.delivery_fee if delivered else 0) + (order.bag_fee if goods else 0)
    order.save(update_fields=["settled"])
    return 0 if goods else order.bag_fee
