"""A sale is final, or a part of it: what the customer paid in advance becomes sales."""

from django.db import transaction
from django.db.models import F

from newretail.payments.errors import SettlementTooHigh
from newretail.payments.models import Account, Posting, Tab
from newretail.payments.post_money import post_money
from newretail.payments.queries import NO_CURRENCY


@transaction.atomic
def settle(*, ref: str, store_id: str, amount: int) -> None:
    """Move `amount` (minor units) of a sale from prepayment into sales, in the caller's transaction.

    Raises SettlementTooHigh if less than that is still unsettled. Each call moves money: call it from a handler or a
    state change that happens once.
    """
    assert amount >= 0
    if not amount:
        return
    tab = Tab.objects.select_for_update().filter(ref=ref, store_id=store_id).first()
    left = tab.prepaid if tab else 0
    if tab is None or amount > left:
        raise SettlementTooHigh(left=left, currency=tab.currency if tab else NO_CURRENCY)
    Tab.objects.filter(ref=ref).update(prepaid=F("prepaid") - amount, sold=F("sold") + amount)
    post_money(
        store_id=store_id,
        cause=Posting.Cause.SETTLEMENT,
        sides={Account.Kind.PREPAID: amount, Account.Kind.SALES: -amount},
        ref=ref,
        currency=tab.currency,
    )
