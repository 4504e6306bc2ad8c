"""Promise a customer money back, to the tenders it came from. The money itself is sent, or handed out, afterwards."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F

from newretail.kernel import clock
from newretail.payments import rules
from newretail.payments.errors import RefundMismatch, RefundTooHigh
from newretail.payments.models import Account, Payment, Posting, Refund, Tab
from newretail.payments.post_money import post_money
from newretail.payments.queries import NO_CURRENCY, RefundView, refund_view
from newretail.payments.tenders.registry import tender


@transaction.atomic
def refund(
    *, refund_id: UUID, ref: str, store_id: str, amount: int, reason: str, payer: str | None = None
) -> list[RefundView]:
    """Give `amount` (minor units) of a sale back, to each payment at most what it captured; one view per payment.

    The payments of `payer`, if one is named, come first, then the others; among them the one that was paid first. Commits with the caller's transaction. The same `refund_id` promises once. Raises RefundTooHigh (with what is
    left) or RefundMismatch; then nothing is written.
    """
    assert amount > 0, "a refund is above zero"
    tab = Tab.objects.select_for_update().filter(ref=ref, store_id=store_id).first()
    if earlier := list(Refund.objects.filter(group=refund_id).order_by("request_no")):
        if any(each.ref != ref for each in earlier) or sum(each.amount for each in earlier) != amount:
            raise RefundMismatch()
        return [refund_view(each) for each in earlier]
    if tab is None:
        raise RefundTooHigh(left=0, currency=NO_CURRENCY)
    over = _refundable(ref, payer=payer)
    left = sum(each.left for each in over)
    if amount > left:
        raise RefundTooHigh(left=left, currency=tab.currency)
    shares = rules.spread(amount, over=over)
    return [refund_view(each) for each in give_back(tab, group=refund_id, shares=shares, reason=reason)]


def _refundable(ref: str, *, payer: str | None) -> list[rules.Refundable]:
    captured = Payment.objects.filter(ref=ref, state=Payment.State.CAPTURED, refunded__lt=F("amount"))
    oldest_first = captured.order_by("captured_at", "opened_at", "out_trade_no")
    return [
        rules.Refundable(payment_id=each.id, left=each.amount - each.refunded)
        for each in sorted(oldest_first, key=lambda each: payer is not None and each.payer != payer)
    ]


def give_back(tab: Tab, *, group: UUID, shares: Sequence[tuple[UUID, int]], reason: str) -> list[Refund]:
    """Book and write the refunds of a locked tab, in the caller's transaction."""
    amount = sum(share for _, share in shares)
    from_prepaid, from_sales = rules.sides_of_refund(amount, prepaid=tab.prepaid)
    Tab.objects.filter(ref=tab.ref).update(
        prepaid=F("prepaid") - from_prepaid, sold=F("sold") - from_sales, refunded=F("refunded") + amount
    )
    post_money(
        store_id=tab.store_id,
        cause=Posting.Cause.REFUND,
        sides={
            Account.Kind.PREPAID: from_prepaid,
            Account.Kind.SALES: from_sales,
            Account.Kind.REFUNDS_PAYABLE: -amount,
        },
        ref=tab.ref,
        document=group.hex,
        currency=tab.currency,
    )
    return [
        _write(group, payment_id=payment_id, share=share, place=place, reason=reason)
        for place, (payment_id, share) in enumerate(shares)
    ]


def _write(group: UUID, *, payment_id: UUID, share: int, place: int, reason: str) -> Refund:
    within = Payment.objects.filter(
        id=payment_id, state=Payment.State.CAPTURED, refunded__lte=F("amount") - share
    ).update(refunded=F("refunded") + share)
    assert within == 1, "a refund above the capture"
    payment = Payment.objects.get(id=payment_id)
    now = clock.now()
    return Refund.objects.create(
        group=group,
        payment=payment,
        store_id=payment.store_id,
        ref=payment.ref,
        tender=payment.tender,
        request_no=f"{group.hex}{place:02d}",
        amount=share,
        currency=payment.currency,
        reason=reason[:80],
        requested_at=now,
        due_at=None if tender(payment.tender).refunds_by_hand else now,
    )
