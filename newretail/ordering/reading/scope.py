"""One order or payment, looked up within the scope of whoever asks; what lies outside is not found."""

from uuid import UUID

from newretail.ordering import errors, rules
from newretail.ordering.models import Order
from newretail.payments import api as payments


def own_order(*, order_id: UUID, member_id: UUID) -> Order:
    """The member's own order, or NotFound."""
    order = Order.objects.filter(id=order_id, member_id=member_id).first()
    if order is None:
        raise errors.NotFound()
    return order


def store_order(*, order_id: UUID, store_id: str) -> Order:
    """An order of this store, or NotFound."""
    order = Order.objects.filter(id=order_id, store_id=store_id).first()
    if order is None:
        raise errors.NotFound()
    return order


def any_order(order_id: UUID) -> Order:
    """An order of whatever store, for those who look after all of them; or NotFound."""
    order = Order.objects.filter(id=order_id).first()
    if order is None:
        raise errors.NotFound()
    return order


def own_payment(*, payment_id: UUID, member_id: UUID) -> payments.PaymentView:
    """A payment of one of the member's own orders, or NotFound."""
    found = payments.find_payment(payment_id=payment_id)
    order_id = rules.order_id(found.ref) if found else None
    if found is None or order_id is None:
        raise errors.NotFound()
    own_order(order_id=order_id, member_id=member_id)
    return found
