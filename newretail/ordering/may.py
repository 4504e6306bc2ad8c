"""What somebody may do with an order now. The rules are the use cases' own; a front shows what is named here."""

from newretail.kernel.who import Caller
from newretail.ordering import balance, cancel_order, refund_window
from newretail.ordering.ask_refund import MOST_REQUESTS
from newretail.ordering.models import Order


def shopper_may(order: Order) -> list[str]:
    """Of pay, cancel, ask_refund, reorder: what whoever bought may do."""
    may = {
        "pay": balance.is_payable(order),
        "cancel": cancel_order.may_cancel_own(order),
        "ask_refund": _has_refundable(order) and order.refund_requests.count() < MOST_REQUESTS,
        "reorder": True,
    }
    return [name for name, holds in may.items() if holds]


def staff_may(order: Order, caller: Caller) -> list[str]:
    """Of take_payment, cancel, refund: what this caller may do at the counter. Nobody refunds what they bought themselves."""
    may = {
        "take_payment": balance.is_payable(order),
        "cancel": caller.manages(order.store_id) and cancel_order.may_cancel_by_store(order),
        "refund": caller.member_id != order.member_id and _has_refundable(order),
    }
    return [name for name, holds in may.items() if holds]


def _has_refundable(order: Order) -> bool:
    left = refund_window.units_with_shopper(order, order.lines.all())
    return any(left.values()) and refund_window.is_open(order)
