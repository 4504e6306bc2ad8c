"""Refund by line, in part, to the original tender; the goods go back on the shelf or are written off."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from django.db import IntegrityError, transaction

from newretail.inventory import api as inventory
from newretail.kernel import actor, clock
from newretail.kernel.events import publish
from newretail.kernel.money import Money
from newretail.ordering import errors, rules
from newretail.ordering.balance import due, held
from newretail.ordering.events import OrderRefunded
from newretail.ordering.models import LinesRefund, Order, OrderLine
from newretail.ordering.refund_window import refuse_late, units_with_shopper, worth
from newretail.ordering.settle_order import finish_order
from newretail.payments import api as payments
from newretail.payments.errors import RefundMismatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """`quantity` base units of a line come back. Neither restocked nor `kept`: written off; `kept`: the shopper keeps them.

    `lot`: which lot comes back, where the line was taken from several; "" for the one that expires first.
    """

    line: int
    quantity: int
    restock: bool = False
    kept: bool = False
    lot: str = ""


def refund_lines(
    *, refund_id: UUID, order_id: UUID, store_id: str, returns: Sequence[Return], reason: str, by: str
) -> Money:
    """Give back the money of returned units at the counter, while the store grants it. The same said again by the same person gives
    back nothing more. Raises RefundTooLate, and what `give_back_lines` raises; then nothing changes."""
    order = Order.objects.filter(id=order_id, store_id=store_id).first()
    if order is None:
        raise errors.NotFound()
    if not LinesRefund.objects.filter(id=refund_id).exists():
        refuse_late(order)
    return give_back_lines(
        refund_id=refund_id, order_id=order_id, store_id=store_id, returns=returns, reason=reason, by=by
    )


@transaction.atomic
def give_back_lines(
    *, refund_id: UUID, order_id: UUID, store_id: str, returns: Sequence[Return], reason: str, by: str
) -> Money:
    """Give back the money of returned units: a share of what was paid for them, nothing is priced anew. The whole of a line gives
    back all of its money, in whatever portions. What belongs to a line (options, parts of a bundle) goes back with it, in the same
    share and in the same manner; on its own it may go back too.

    Raises NotFound, OwnPurchase where `by` is whoever bought (four eyes), NotRefundable when a line has fewer units left than asked,
    LotNotWithShopper when a named lot has, or RefundMismatch for the id of another refund, whose money would stand for these units
    too; then nothing changes. The same refund again is the same answer. Of an order that is paid afterwards only what was paid
    above what it then comes to goes back.
    """
    order = Order.objects.select_for_update().filter(id=order_id, store_id=store_id).first()
    if order is None:
        raise errors.NotFound()
    if by == actor.of_member(order.member_id):
        raise errors.OwnPurchase()
    asked = LinesRefund(
        id=refund_id,
        order=order,
        store_id=store_id,
        lines=[asdict(each) for each in returns],
        reason=reason,
        by=by,
    )
    if (known := _known(asked)) is not None:
        return Money(known.amount, order.currency)
    lines = {line.line: line for line in order.lines.all()}
    for each in returns:
        if each.line not in lines:
            raise errors.NotFound(line=each.line)
    left = units_with_shopper(order, lines.values())
    together = _with_their_own(returns, lines)
    amount = 0
    for each in sorted(together, key=lambda one: lines[one.line].sku_id):  # stock is locked in this order
        amount += _return(order, lines[each.line], each, left=left[each.line], reason=reason, by=by)
        left[each.line] -= each.quantity
    amount = max(min(amount, held(order) - due(order)), 0)
    if amount:
        payments.refund(
            refund_id=refund_id,
            ref=order.ref,
            store_id=store_id,
            amount=amount,
            reason=reason[:80],
        )
    asked.amount, asked.at = amount, clock.now()
    _keep(asked)
    _say(order, together, amount=amount, reason=reason)
    if order.paid_at is None:
        finish_order(order)
    return Money(amount, order.currency)


def _known(asked: LinesRefund) -> LinesRefund | None:
    """The refund that has this id already. Raises RefundMismatch where it is another one."""
    known = LinesRefund.objects.filter(id=asked.id).first()
    if known is None:
        if payments.is_refund(asked.id):
            raise RefundMismatch()
        return None
    if any(getattr(known, name) != getattr(asked, name) for name in ("order_id", "lines", "reason", "by")):
        raise RefundMismatch()
    return known


def _keep(asked: LinesRefund) -> None:
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as error:
        raise RefundMismatch() from error  # a refund of another order took the id in the same moment


def _say(order: Order, returned: Sequence[Return], *, amount: int, reason: str) -> None:
    publish(
        OrderRefunded(
            store_id=order.store_id,
            ref=order.ref,
            number=order.number,
            amount=amount,
            lines=[
                {"line": each.line, "quantity": each.quantity, "restock": each.restock} for each in returned
            ],
            reason=reason,
        )
    )


def _with_their_own(returns: Sequence[Return], lines: Mapping[int, OrderLine]) -> list[Return]:
    """These returns, and those of what belongs to the lines."""
    found = list(returns)
    coming: Counter[int] = Counter()
    for each in returns:
        coming[each.line] += each.quantity
    for child in lines.values():
        parent = lines.get(child.parent_line or 0)
        if parent is None or not coming[parent.line]:
            continue
        quantity = rules.returned_with(
            taken=child.taken_quantity or 0,
            returned=child.refunded_quantity + coming[child.line],
            of_parent=parent.taken_quantity or 0,
            returned_of_parent=parent.refunded_quantity + coming[parent.line],
        )
        if quantity:
            manner = next(each for each in returns if each.line == parent.line)
            found.append(replace(manner, line=child.line, quantity=quantity, lot=""))
    return found


def _return(order: Order, line: OrderLine, each: Return, *, left: int, reason: str, by: str) -> int:
    if line.settled is None or each.quantity > left:
        raise errors.NotRefundable(line=line.line, left=left, asked=each.quantity)
    amount = worth(line, each.quantity)
    if not each.kept:
        _take_back(order, line, each, reason=reason, by=by)
    line.refunded += amount
    line.refunded_quantity += each.quantity
    line.save(update_fields=["refunded", "refunded_quantity", "taken"])
    return amount


def _take_back(order: Order, line: OrderLine, each: Return, *, reason: str, by: str) -> None:
    wanted = each.quantity
    of_lot = _units_of_lot(order, line, each) if each.lot else None
    for part in line.taken:
        some = min(wanted, part["quantity"] - part["returned"])
        if of_lot is not None:
            some = min(some, of_lot[part["sku_id"]])
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
            lot=each.lot,
        )
        part["returned"] += some
        wanted -= some
    if wanted:
        raise errors.NotRefundable(line=line.line, left=each.quantity - wanted, asked=each.quantity)


def _units_of_lot(order: Order, line: OrderLine, each: Return) -> Counter[str]:
    """Base units of the named lot that the shopper has of a line, by SKU. Raises LotNotWithShopper when they are too few."""
    found: Counter[str] = Counter()
    for part in inventory.with_customer(store_id=order.store_id, ref=order.ref):
        if (part.line, part.lot) == (str(line.line), each.lot):
            found[part.sku_id] += part.quantity
    if found.total() < each.quantity:
        raise errors.LotNotWithShopper(line=line.line, lot=each.lot, left=found.total())
    return found
