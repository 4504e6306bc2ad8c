"""Money that did not go back by itself: a tender refused it, or it waits at a counter. A person decides."""

from dataclasses import dataclass
from uuid import UUID

from newretail.ordering import api as ordering
from newretail.payments import api as payments
from newretail.stores import api as stores


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckRefund:
    """A part of a refund, where it was asked for, and the order it belongs to (null for a sale of another kind)."""

    refund: payments.RefundView
    store_name: str
    time_zone: str
    order: ordering.OrderNamed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyNotBack:
    """The oldest first. failed: how many their tenders refused, in all; waiting: how many wait to be handed out. next_after: send it as
    `after` to read on; null at the end."""

    refunds: list[StuckRefund]
    failed: int
    waiting: int
    next_after: UUID | None


def money_not_back(*, by: str, after: UUID | None, limit: int) -> MoneyNotBack:
    """One page of it, of all stores; with what `by`, of head office, may do about each."""
    stuck = payments.refunds_stuck(by=by, after=after, limit=limit)
    orders = ordering.named_orders(each.ref for each in stuck.refunds)
    return MoneyNotBack(
        refunds=[_row(each, orders.get(each.ref)) for each in stuck.refunds],
        failed=stuck.failed,
        waiting=stuck.waiting,
        next_after=stuck.refunds[-1].id if len(stuck.refunds) == limit else None,
    )


def _row(refund: payments.RefundView, order: ordering.OrderNamed | None) -> StuckRefund:
    store = stores.store(refund.store_id)
    return StuckRefund(refund=refund, store_name=store.names.say(), time_zone=store.time_zone, order=order)
