"""Refund by line, in part, to the original tender; the goods go back on the shelf or are written off."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from newretail.inventory import api as inventory
from newretail.kernel.events import publish
from newretail.kernel.money import Money
from newretail.ordering import errors, rules
from newretail.ordering.events import OrderRefunded
from newretail.ordering.models import Order, OrderLine
from newretail.payments import api as payments
from newretail.payments.errors import RefundMismatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """`quantity` base units of a line come back. Neither restocked nor `kept`: written off; `kept`: the shopper keeps them."""

    line: int
    quantity: int
    restock: bool = False
    kept: bool = False


@transaction.atomic
def refund_lines(
    *, refund_id: UUID, order_id: UUID, store_id: str, returns: Sequence[Return], reason: str, by: str
) -> Money:
    """Give back the money of returned units; the whole of a line gives back all of its money, in whatever portions.

    Raises NotFound, OwnPurchase where `by` is whoever bought (four eyes), NotRefundable when a line has fewer units left than asked, or
    RefundMismatch for the id of an earlier refund, whose money would stand for these units too; then nothing changes.
    """
    order = Order.objects.select_for_update().filter(id=order_id, store_id=store_id).first()
    if order is None:
        raise errors.NotFound()
    if by == f"member:{order.member_id}":
        raise errors.OwnPurchase()
    if payments.is_refund(refund_id):
        raise RefundMismatch()
    lines = {line.line: line for line in order.lines.all()}
    amount = 0
    for each in returns:
        if each.line not in lines:
            raise errors.NotFound(line=each.line)
    for each in sorted(returns, key=lambda one: lines[one.line].sku_id):  # stock is locked in this order
        amount += _return(order, lines[each.line], each, reason=reason, by=by)
    if amount:
        payments.refund(
            refund_id=refund_id,
            ref=order.ref,
            store_id=store_id,
            amount=amount,
            reason=reason[:80],
        )
    publish(
        OrderRefunded(
            store_id=store_id,
            ref=order.ref,
            number=order.number,
            amount=amount,
            lines=[
                {"line": each.line, "quantity": each.quantity, "restock": each.restock} for each in returns
            ],
            reason=reason,
        )
    )
    return Money(amount, order.currency)


def _return(order: Order, line: OrderLine, each: Return, *, reason: str, by: str) -> int:
    taken = line.taken_quantity or 0
    left = taken - line.refunded_quantity
    with_shopper = order.ways.filter(way=line.way, state="done").exists()
    if line.settled is None or not with_shopper or each.quantity > left:
        raise errors.NotRefundable(line=line.line, left=left if with_shopper else 0, asked=each.quantity)
    amount = rules.refund_share(
        settled=line.settled,
        refunded=line.refunded,
        taken=taken,
        returned_before=line.refunded_quantity,
        returned_now=each.quantity,
    )
    if not each.kept:
        _take_back(order, line, each, reason=reason, by=by)
    line.refunded += amount
    line.refunded_quantity += each.quantity
    line.save(update_fields=["refunded", "refunded_quantity", "taken"])
    return amount


def _take_back(order: Order, line: OrderLine, each: Return, *, reason: str, by: str) -> None:
    wanted = each.quantity
    for part in line.taken:
        some = min(wanted, part["quantity"] - part["returned"])
        if some <= 0:
            continue
        inventory.take_back(
            ref=order.ref,
            store_id=order.store_id,
            line=str(line.line),
            sku_id=part["sku_id"],
            quantity=some,
            restock=each.restock,
            cause="return" if each.restock else "return_waste",
            by=by,
        )
        part["returned"] += some
        wanted -= some
    if wanted:
        raise errors.NotRefundable(line=line.line, left=each.quantity - wanted, asked=each.quantity)
