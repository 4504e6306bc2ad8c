"""What an order comes to, what is held for it, and what is open: the one place where its two sides are compared."""

from collections.abc import Iterable
from uuid import uuid5

from newretail.kernel import clock
from newretail.ordering.models import Order, OrderLeg
from newretail.payments import api as payments
from newretail.stores.api import FROM_OUTSIDE, Way


def due(order: Order) -> int:
    """What the order comes to as far as is known: lines as settled, else as agreed, less what was given back for them, and fees."""
    legs = list(order.legs.all())
    if not legs:
        return order.total
    goods = sum(
        (line.agreed if line.settled is None else line.settled) - line.refunded for line in order.lines.all()
    )
    return goods + fees_due(order, legs)


def fees_due(order: Order, legs: Iterable[OrderLeg]) -> int:
    """A delivery that came to nothing costs nothing, nor do bags that nobody filled."""
    filled = {leg.way for leg in legs if leg.settled != 0}
    return (order.delivery_fee if Way.DELIVER in filled else 0) + (
        order.bag_fee if filled & FROM_OUTSIDE else 0
    )


def held(order: Order) -> int:
    """What was paid for the order and has not gone back, minor units."""
    return payments.covered(order.ref).amount


def open_amount(order: Order) -> int:
    """What is still to be paid; nothing once it is paid or over."""
    return max(due(order) - held(order), 0) if is_payable(order) else 0


def is_payable(order: Order) -> bool:
    """Is money taken for it? Until its time is over where it is paid before, until it is paid where after."""
    if order.pays == Order.Pays.AFTER:
        return order.state == Order.State.RELEASED and order.paid_at is None
    return order.state == Order.State.AWAITING_PAYMENT and order.pay_by > clock.now()


def return_surplus(order: Order, *, purpose: str, reason: str = "") -> int:
    """Give back what is held above what is due; once for a purpose. Returns how much that is."""
    surplus = max(held(order) - due(order), 0)
    return_money(order, purpose=purpose, amount=surplus, reason=reason)
    return surplus


def return_money(order: Order, *, amount: int, purpose: str, reason: str = "") -> None:
    """Give `amount` minor units of the order back, if it is any; once for a purpose, however often it is asked."""
    if amount > 0:
        payments.refund(
            refund_id=uuid5(order.id, purpose),
            ref=order.ref,
            store_id=order.store_id,
            amount=amount,
            reason=reason or purpose,
        )
