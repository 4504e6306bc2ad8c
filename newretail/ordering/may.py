"""What somebody may do with an order now. The rules are the use cases' own; a front shows what is named here.

Asked for a whole list at once, with the same few questions to the database whatever its length.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, TypeVar
from uuid import UUID

from django.db.models import Count, Sum

from newretail.fulfilment import api as fulfilment
from newretail.kernel.who import MANAGER, Caller
from newretail.ordering import balance, cancel_order, leave_store, refund_window
from newretail.ordering.ask_refund import MOST_REQUESTS
from newretail.ordering.models import Order, RefundRequest, RefundRequestLine
from newretail.ordering.who import CASHIER

OrderDeed = Literal["pay", "cancel", "ask_refund", "reorder", "show_exit_code", "take_payment", "refund"]
RequestDeed = Literal["approve", "decline"]
_Deed = TypeVar("_Deed")


def shopper_may(orders: Sequence[Order]) -> dict[UUID, list[OrderDeed]]:
    """Of pay, cancel, ask_refund, reorder, show_exit_code: what whoever bought may do, by order."""
    done = refund_window.done_legs(orders)
    askable = _askable(refund_window.units_left(orders, done))
    carrying = leave_store.carrying(orders)
    may: dict[UUID, dict[OrderDeed, bool]] = {
        order.id: {
            "pay": balance.is_payable(order),
            "cancel": cancel_order.may_cancel_own(order),
            "ask_refund": order.id in askable,
            "reorder": True,
            "show_exit_code": order.id in carrying,
        }
        for order in orders
    }
    return {order_id: _those(deeds) for order_id, deeds in may.items()}


def staff_may(orders: Sequence[Order], caller: Caller) -> dict[UUID, list[OrderDeed]]:
    """Of take_payment, cancel, refund: what this caller may do at the counter. Nobody refunds what they bought themselves."""
    left = refund_window.units_left(orders, refund_window.done_legs(orders))
    released = [order.ref for order in orders if order.state == Order.State.RELEASED]
    too_late = fulfilment.too_late_to_cancel(released) if released else set()
    may: dict[UUID, dict[OrderDeed, bool]] = {}
    for order in orders:
        is_cashier = CASHIER.allows(caller, order.store_id)
        may[order.id] = {
            "take_payment": is_cashier and balance.is_payable(order),
            "cancel": MANAGER.allows(caller, order.store_id)
            and cancel_order.may_cancel_by_store(order)
            and order.ref not in too_late,
            "refund": is_cashier and caller.member_id != order.member_id and bool(left[order.id]),
        }
    return {order_id: _those(deeds) for order_id, deeds in may.items()}


def may_decide(request: RefundRequest, order: Order, caller: Caller, *, is_left: bool) -> list[RequestDeed]:
    """Approve, decline. `is_left`: something of what was asked has not gone back in another way meanwhile."""
    if request.state != RefundRequest.State.OPEN or not CASHIER.allows(caller, request.store_id):
        return []
    return ["approve", "decline"] if is_left and caller.member_id != order.member_id else ["decline"]


def _those(deeds: Mapping[_Deed, bool]) -> list[_Deed]:
    return [deed for deed, holds in deeds.items() if holds]


def _askable(left: Mapping[UUID, Mapping[int, int]]) -> Collection[UUID]:
    """Orders of which something is left that has not been asked back already, and not too often."""
    wanted = [order_id for order_id, lines in left.items() if lines]
    if not wanted:
        return ()
    asked = RefundRequest.objects.filter(order__in=wanted).order_by()
    times: dict[UUID, int] = dict(asked.values_list("order").annotate(Count("id")))
    open_ones = RefundRequestLine.objects.filter(
        request__order__in=wanted, request__state=RefundRequest.State.OPEN
    )
    waiting = {
        (order_id, line): quantity
        for order_id, line, quantity in open_ones.order_by()
        .values_list("request__order", "line")
        .annotate(Sum("quantity"))
    }
    return [
        order_id
        for order_id in wanted
        if times.get(order_id, 0) < MOST_REQUESTS
        and any(units > waiting.get((order_id, line), 0) for line, units in left[order_id].items())
    ]
