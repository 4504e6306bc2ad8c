"""Calling a sale off: by the shopper until the store begins, by the store's manager after that."""

from uuid import UUID

from django.db import transaction

from newretail.fulfilment import api as fulfilment
from newretail.inventory import api as inventory
from newretail.kernel import actor, clock
from newretail.kernel.events import publish
from newretail.ordering import errors
from newretail.ordering.balance import held, return_money, return_surplus
from newretail.ordering.events import OrderCancelled
from newretail.ordering.expire_orders import free_place, give_back
from newretail.ordering.models import Order, OrderLeg
from newretail.ordering.pay_order import GOODS_GONE
from newretail.ordering.settle_order import (
    LegKey,
    finish_order,
    lines_of,
    locked_order,
)
from newretail.payments import api as payments

State = Order.State
OVER = (OrderLeg.State.DONE, OrderLeg.State.CANCELLED)


def may_cancel_own(order: Order) -> bool:
    """May the shopper call it off? Until the store begins."""
    return order.state in (State.AWAITING_PAYMENT, State.PAID)


def may_cancel_by_store(order: Order) -> bool:
    """May a manager call it off? Until all of it is with the shopper; what has left the store decides in the end."""
    if order.state == State.RELEASED:
        return order.legs.exclude(state__in=OVER).exists()
    return order.state in (State.AWAITING_PAYMENT, State.PAID)


@transaction.atomic
def cancel_own_order(*, order_id: UUID, member_id: UUID) -> Order:
    """The shopper calls it off before the store begins. Raises NotFound or NotCancellable."""
    order = Order.objects.select_for_update().filter(id=order_id, member_id=member_id).first()
    if order is None:
        raise errors.NotFound()
    if order.state == State.CANCELLED:
        return order
    if not may_cancel_own(order):
        raise errors.NotCancellable(state=order.state)
    _call_off(order, reason="shopper", by=actor.of_member(member_id))
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
    if not may_cancel_by_store(order):
        raise errors.NotCancellable(state=order.state)
    if order.state == State.RELEASED:
        _stop_work(order, reason=reason, by=by)
    else:
        _call_off(order, reason=reason, by=by)
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
    _call_off(order, reason=GOODS_GONE, by=actor.SYSTEM)


def _call_off(order: Order, *, reason: str, by: str) -> None:
    order.state, order.ended_at, order.end_reason = State.CANCELLED, clock.now(), reason
    order.placed_from = ""
    order.save(update_fields=["state", "ended_at", "end_reason", "placed_from"])
    give_back(order)
    return_money(order, amount=held(order), purpose="cancel", reason="cancelled")
    _say(order, reason=reason, by=by)


def _stop_work(order: Order, *, reason: str, by: str) -> None:
    fulfilment.cancel_work(ref=order.ref, store_id=order.store_id)
    inventory.release_holds(ref=order.ref, store_id=order.store_id)
    free_place(order)
    for leg in order.legs.exclude(state__in=OVER):
        leg.state, leg.ended_at, leg.settled = OrderLeg.State.CANCELLED, clock.now(), 0
        leg.save(update_fields=["state", "ended_at", "settled"])
        lines_of(order, LegKey(way=leg.way, part=leg.part)).update(settled=0, taken=[], taken_quantity=0)
    order.settled = sum(leg.settled or 0 for leg in order.legs.filter(state=OrderLeg.State.DONE))
    order.end_reason = reason
    order.save(update_fields=["settled", "end_reason"])
    return_surplus(order, purpose="cancel")
    finish_order(order)
    _say(order, reason=reason, by=by)


def _say(order: Order, *, reason: str, by: str) -> None:
    publish(OrderCancelled(store_id=order.store_id, ref=order.ref, number=order.number, reason=reason, by=by))
