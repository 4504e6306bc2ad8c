"""Paying an order: open a payment for what it costs, and believe the money when the tender says so."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from newretail.inventory import api as inventory
from newretail.inventory.errors import HoldsGone
from newretail.kernel import actor, clock
from newretail.kernel.events import publish
from newretail.ordering import errors
from newretail.ordering.balance import due, held, is_payable, return_money
from newretail.ordering.events import OrderCancelled
from newretail.ordering.models import Order
from newretail.ordering.settle_order import finish_order, locked_order, note_paid
from newretail.payments import api as payments
from newretail.payments.errors import PaymentMismatch

NEWS_TAKES = timedelta(seconds=30)
"""A payment ends this much before its order, so that the news of a late one still finds the order waiting."""
GOODS_GONE = "goods gone"
"""The reason written on an order whose goods expired, broke or were recalled before they were paid."""


def open_payment(
    *,
    order: Order,
    payment_id: UUID,
    tender: str,
    way: str,
    payer: str,
    amount: int | None = None,
    taken_by: str = "",
    auth_code: str | None = None,
    return_url: str | None = None,
) -> payments.PaymentView:
    """Begin to pay the order, or `amount` minor units of it, by one tender. The client's `payment_id` makes a retry the same payment.

    Without an amount it is all that `payer` may still be asked for. `taken_by`: who of the staff scans a code. Calls the tender's network, so it runs outside any transaction.
    Raises NotPayable, NothingToPay, PaymentMismatch and what else `payments` refuses.
    """
    if known := payments.find_payment(payment_id=payment_id, ref=order.ref):
        return _same(known, tender=tender, way=way, payer=payer, taken_by=taken_by, amount=amount)
    _refuse_unpayable(order)
    return payments.open_payment(
        payment_id=payment_id,
        ref=order.ref,
        store_id=order.store_id,
        tender=tender,
        way=way,
        amount=_amount(order, wanted=amount, payer=payer),
        currency=order.currency,
        due=due(order),
        payer=payer,
        taken_by=taken_by,
        subject=order.number,
        auth_code=auth_code,
        return_url=return_url,
        pay_by=order.pay_by - NEWS_TAKES,
    )


def scan_wallet(
    *, order: Order, payment_id: UUID, tender: str, auth_code: str, by: str, amount: int | None = None
) -> payments.PaymentView:
    """Staff scan the code of the wallet of whoever bought, for the rest of the order or `amount` of it. Refuses as `open_payment` does.

    The same `payment_id` by the same person is the same payment, as cash is.
    """
    return open_payment(
        order=order,
        payment_id=payment_id,
        tender=tender,
        way="code",
        payer=actor.of_member(order.member_id),
        amount=amount,
        taken_by=by,
        auth_code=auth_code,
    )


def take_at_counter(
    *,
    order: Order,
    payment_id: UUID,
    tender: str,
    typed: Mapping[str, str],
    by: str,
    amount: int | None = None,
) -> payments.PaymentView:
    """Staff take the rest of the order's money, or `amount` of it, by a tender of the counter; the answer says the change."""
    _refuse_unpayable(order)
    payer = actor.of_member(order.member_id)
    return payments.take_at_counter(
        payment_id=payment_id,
        ref=order.ref,
        store_id=order.store_id,
        tender=tender,
        amount=_amount(order, wanted=amount, payer=payer),
        currency=order.currency,
        due=due(order),
        payer=payer,
        typed=typed,
        by=by,
    )


def _same(
    known: payments.PaymentView, *, tender: str, way: str, payer: str, taken_by: str, amount: int | None
) -> payments.PaymentView:
    """The payment that the id names already. Raises PaymentMismatch where something else was asked for under it."""
    asked = (tender, way, payer, taken_by, known.amount if amount is None else amount)
    if asked != (known.tender, known.way, known.payer, known.taken_by, known.amount):
        raise PaymentMismatch()
    return known


def _amount(order: Order, *, wanted: int | None, payer: str) -> int:
    """What is wanted, or all that is open for the payer; the whole order where nothing is, so that paying refuses it in words.

    Raises NothingToPay for what comes to nothing: what is paid afterwards, and of which everything was missing or came back.
    """
    comes_to = due(order)
    if comes_to <= 0:
        raise errors.NothingToPay()
    if wanted is not None:
        return wanted
    return payments.open_amount(order.ref, due=comes_to, payer=payer) or comes_to


@transaction.atomic
def mark_paid(*, ref: str) -> None:
    """A tender has money for the order. Once all parts together cover it: keep the goods and the place in the plan, and let the work
    begin; or, where it is paid afterwards, close it.

    An order that ended meanwhile keeps nothing: its money goes back in full, each part to its tender.
    """
    order = locked_order(ref)
    if order is None:
        return
    if order.state in (Order.State.EXPIRED, Order.State.CANCELLED):
        _return_all(order)
        return
    if order.paid_at is not None:
        return
    if held(order) < due(order):
        return
    if order.pays == Order.Pays.AFTER:
        note_paid(order)
        finish_order(order)
    elif _keep_goods(order):
        order.state = Order.State.PAID
        note_paid(order)


def _keep_goods(order: Order) -> bool:
    """The goods stay with the order; where they are gone, the order ends and this is False."""
    try:
        with transaction.atomic():
            inventory.keep_holds(ref=order.ref, store_id=order.store_id)
    except HoldsGone:
        _end_without_goods(order)
        return False
    return True


def _return_all(order: Order) -> None:
    return_money(order, amount=held(order), purpose="order ended before the payment")


def _end_without_goods(order: Order) -> None:
    """Everything that was held has expired, been recalled or been written off meanwhile."""
    payments.void_open(ref=order.ref, store_id=order.store_id, currency=order.currency)
    order.state, order.ended_at, order.end_reason = Order.State.CANCELLED, clock.now(), GOODS_GONE
    order.placed_from = ""
    order.save(update_fields=["state", "ended_at", "end_reason", "placed_from"])
    _return_all(order)
    publish(
        OrderCancelled(
            store_id=order.store_id, ref=order.ref, number=order.number, reason=GOODS_GONE, by=actor.SYSTEM
        )
    )


def _refuse_unpayable(order: Order) -> None:
    if not is_payable(order):
        raise errors.NotPayable(state=order.state)
