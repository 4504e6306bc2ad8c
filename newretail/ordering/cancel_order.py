"""Calling a sale off: by the shopper until the store begins, by the store's manager after that."""

from uuid import UUID

from django.db import transaction

from newretail.fulfilment import api as fulfilment
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.ordering import errors
from newretail.ordering.events import OrderCancelled
from newretail.ordering.expire_orders import give_back
from newretail.ordering.models import Order, OrderLeg
from newretail.ordering.pay_order import GOODS_GONE, return_money
from newretail.ordering.settle_order import finish_order, locked_order
from newretail.payments import api as payments

State = Order.State


@transaction.atomic
def cancel_own_order(*, order_id: UUID, member_id: UUID) -> Order:
    """The shopper calls it off before the store begins. Raises NotFound or NotCancellable."""
    order = Order.objects.select_for_update().filter(id=order_id, member_id=member_id).first()
    if order is None:
        raise errors.NotFound()
    if order.state == State.CANCELLED:
        return order
    if order.state not in (State.AWAITING_PAYMENT, State.PAID):
        raise errors.NotCancellable(state=order.state)
    _call_off(order, reason="shopper", by=f"member:{member_id}")
    return order


@transaction.atomic
def cancel_by_store(*, order_id: UUID, store_id: str, reason: str, by: str) -> Order:
    """A manager calls it off as long as nothing has left the store; what was carried out already stays sold.

    Raises NotFound, NotCancellable or fulfilment's TooLateToCancel.
    """
    order = Order.objects.select_for_update().filter(id=order_id, store_id=store_id).first()
    if order is None:
        raise errors.NotFound()
    if order.state == State.CANCELLED:
        return order
    if order.state in (State.AWAITING_PAYMENT, State.PAID):
        _call_off(order, reason=reason, by=by)
    elif order.state == State.RELEASED:
        _stop_work(order, reason=reason, by=by)
    else:
        raise errors.NotCancellable(state=order.state)
    return order


@transaction.atomic
def cancel_for_lost_goods(*, ref: str) -> None:
    """Goods of an unpaid order have left the stock: it cannot be kept as it was agreed, so nobody is asked to pay for it.

    A paid order is kept: the rest is picked, and what is missing settles by itself.
    """
    order = locked_order(ref)
    if order is None or order.state != State.AWAITING_PAYMENT:
        return
    in_hand = payments.void_open(ref=order.ref, store_id=order.store_id, currency=order.currency)
    if in_hand and in_hand.amount >= order.total:
        transaction.set_rollback(True)  # paid in this moment: the news of it is on its way
        return
    _call_off(order, reason=GOODS_GONE, by="system")


def _call_off(order: Order, *, reason: str, by: str) -> None:
    order.state, order.ended_at, order.end_reason = State.CANCELLED, clock.now(), reason
    order.save(update_fields=["state", "ended_at", "end_reason"])
    give_back(order)
    _return_money(order, kept=0)
    _say(order, reason=reason, by=by)


def _stop_work(order: Order, *, reason: str, by: str) -> None:
    fulfilment.cancel_work(ref=order.ref, store_id=order.store_id)
    inventory.release_holds(ref=order.ref, store_id=order.store_id)
    fulfilment.free(ref=f"promise:{order.promise_id}", store_id=order.store_id)
    open_legs = order.ways.filter(
        state__in=[OrderLeg.State.OPEN, OrderLeg.State.PACKED, OrderLeg.State.FAILED]
    )
    open_legs.update(state=OrderLeg.State.CANCELLED, ended_at=clock.now(), settled=0)
    kept = sum(leg.settled or 0 for leg in order.ways.filter(state=OrderLeg.State.DONE))
    order.settled, order.end_reason = kept, reason
    order.save(update_fields=["settled", "end_reason"])
    order.lines.exclude(way__in=order.ways.filter(state=OrderLeg.State.DONE).values("way")).update(
        settled=0, taken=[], taken_quantity=0
    )
    _return_money(order, kept=kept)
    finish_order(order)
    _say(order, reason=reason, by=by)


def _return_money(order: Order, *, kept: int) -> None:
    left = payments.captured(order.ref).amount - payments.refunded(order.ref).amount - kept
    return_money(order, amount=left, purpose="cancel", reason="cancelled")


def _say(order: Order, *, reason: str, by: str) -> None:
    publish(OrderCancelled(store_id=order.store_id, ref=order.ref, number=order.number, reason=reason, by=by))
