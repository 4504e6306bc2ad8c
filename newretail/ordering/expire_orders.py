"""Time passes: promises lapse, and orders that nobody paid give their goods back."""

from uuid import UUID

from django.db import transaction

from newretail.fulfilment import api as fulfilment
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.ordering.balance import return_money
from newretail.ordering.events import OrderExpired
from newretail.ordering.models import Order, Promise
from newretail.payments import api as payments

BATCH = 100


def expire_promises(*, most: int = BATCH) -> int:
    """Lapse promises whose time is over and free their places in the plan."""
    with transaction.atomic():
        due = (
            Promise.objects.select_for_update(skip_locked=True)
            .filter(state=Promise.State.LIVE, expires_at__lte=clock.now())
            .order_by("expires_at")[:most]
        )
        for promise in due:
            promise.state = Promise.State.EXPIRED
            promise.save(update_fields=["state"])
            fulfilment.free(ref=promise.ref, store_id=promise.store_id)
        return len(due)


def expire_orders(*, most: int = BATCH) -> int:
    """End unpaid orders whose time is over. A payment that arrives in the same moment wins or loses the row's lock, wholly."""
    due = Order.objects.filter(state=Order.State.AWAITING_PAYMENT, pay_by__lte=clock.now())
    ids = list(due.order_by("pay_by", "number").values_list("id", flat=True)[:most])
    return sum(_expire(order_id) for order_id in ids)


@transaction.atomic
def _expire(order_id: UUID) -> bool:
    order = Order.objects.select_for_update().filter(id=order_id, state=Order.State.AWAITING_PAYMENT).first()
    if order is None:
        return False
    in_hand = payments.void_open(ref=order.ref, store_id=order.store_id, currency=order.currency)
    if in_hand and in_hand.amount >= order.total:
        transaction.set_rollback(True)  # paid in the last moment: the news of it is on its way
        return False
    order.state, order.ended_at, order.placed_from = Order.State.EXPIRED, clock.now(), ""
    order.save(update_fields=["state", "ended_at", "placed_from"])
    give_back(order)
    return_money(order, amount=in_hand.amount, purpose="order ended before it was paid in full")
    publish(OrderExpired(store_id=order.store_id, ref=order.ref, number=order.number))
    return True


def give_back(order: Order) -> None:
    """Goods back to the shelf's free stock, the place in the plan freed, open payments voided."""
    inventory.release_holds(ref=order.ref, store_id=order.store_id)
    free_place(order)
    payments.void_open(ref=order.ref, store_id=order.store_id, currency=order.currency)


def free_place(order: Order) -> None:
    """The place in the work plan that the promise kept; a sale without a promise has none."""
    if order.promise_id is not None:
        fulfilment.free(ref=f"promise:{order.promise_id}", store_id=order.store_id)
