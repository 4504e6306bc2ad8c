"""Walking out with paid goods: a signed code at the door, and an audit where the risk asks for one."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F

from newretail.catalog import api as catalog
from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.kernel.signing_keys import believed_keys, signing_key
from newretail.members import api as members
from newretail.ordering import errors, rules
from newretail.ordering.events import ShopperLeft
from newretail.ordering.models import Exit, Order, OrderLine
from newretail.ordering.refund_window import refundable
from newretail.stores import api as stores
from newretail.stores.api import Way

_PREFIX = "NR1"
_PAID = (Order.State.RELEASED, Order.State.DONE)


def carrying(orders: Sequence[Order]) -> frozenset[UUID]:
    """Those of which paid goods are in the shopper's hands, for which the door has a code."""
    paid = [order for order in orders if order.paid_at is not None and order.state in _PAID]
    lines = OrderLine.objects.filter(
        order__in=paid, way=Way.CARRY_OUT, settled__isnull=False, taken_quantity__gt=F("refunded_quantity")
    )
    return frozenset(lines.order_by().values_list("order_id", flat=True)) if paid else frozenset()


def exit_code(order: Order) -> str:
    """The code to show at the door: the order and the store, signed. Raises NothingToCarry, also when all its money went back."""
    _carried_lines(order)
    body = base64.b32encode(order.id.bytes).decode().rstrip("=")
    return f"{_PREFIX}.{body}.{_signature(order.id, order.store_id, key=signing_key())}"


@transaction.atomic
def check_exit(*, code: str, store_id: str) -> Exit:
    """The door reads a code: go, or an audit first. A code opens the door once.

    Raises ExitCodeBad for a code that is forged, of another store, or of goods that are not paid or whose money went back; ExitUsed
    for a second use.
    """
    order = Order.objects.select_for_update().filter(id=_order_id(code, store_id), store_id=store_id).first()
    if order is None:
        raise errors.ExitCodeBad()
    earlier = Exit.objects.filter(order=order).first()
    if earlier is not None:
        raise errors.ExitUsed(at=stores.on_the_wall(store_id, earlier.at))
    try:
        lines = _carried_lines(order)
    except errors.NothingToCarry:
        raise errors.ExitCodeBad() from None
    risk, reasons = rules.departure_risk(_departure(order, lines), secret=signing_key())
    verdict = Exit.Verdict.AUDIT if risk >= rules.AUDIT_ABOVE else Exit.Verdict.GO
    left = Exit.objects.create(
        order=order, store_id=store_id, risk=risk, reasons=reasons, verdict=verdict, at=clock.now()
    )
    publish(
        ShopperLeft(
            store_id=store_id, ref=order.ref, number=order.number, verdict=verdict, risk=round(risk, 3)
        )
    )
    return left


@transaction.atomic
def audit_exit(*, order_id: UUID, store_id: str, counted: Sequence[tuple[str, int]], by: str) -> Exit:
    """Somebody counted what is in the basket. A difference is written down; the people at the door talk about it.

    What the shopper brought back at the counter is not looked for; what they were left with after its money went back is theirs.
    Audited once: whoever counted hears again what was found. Raises NotFound, and AlreadyAudited to anybody else.
    """
    left = Exit.objects.select_for_update().filter(order_id=order_id, store_id=store_id).first()
    if left is None:
        raise errors.NotFound()
    if left.audited_at is not None:
        if left.audited_by != by:
            raise errors.AlreadyAudited(
                at=stores.on_the_wall(store_id, left.audited_at), by=members.called(left.audited_by)
            )
        return left
    left.found = rules.differing(paid=_in_hands(left.order), counted=counted)
    left.verdict = Exit.Verdict.MISMATCH if left.found else Exit.Verdict.CLEAN
    left.audited_by, left.audited_at = by, clock.now()
    left.save(update_fields=["found", "verdict", "audited_by", "audited_at"])
    return left


def _carried_lines(order: Order) -> list[OrderLine]:
    paid = order.paid_at is not None and order.state in _PAID
    lines = [line for line in _taken_out(order) if refundable(line) > 0]
    if not paid or not lines:
        raise errors.NothingToCarry()
    return lines


def _taken_out(order: Order) -> list[OrderLine]:
    return [line for line in order.lines.all() if line.way == Way.CARRY_OUT and line.settled is not None]


def _in_hands(order: Order) -> list[tuple[str, int]]:
    """(SKU, base units) that the shopper rightly carries: what was taken and has not been brought back."""
    return [
        (part["sku_id"], part["quantity"] - part["returned"])
        for line in _taken_out(order)
        for part in line.taken
    ]


def _departure(order: Order, lines: Sequence[OrderLine]) -> rules.Departure:
    cards = catalog.sku_cards([line.sku_id for line in lines])
    earlier = Exit.objects.filter(order__member_id=order.member_id).exclude(order=order)
    return rules.Departure(
        order_id=str(order.id),
        total=sum((line.settled or 0) - line.refunded for line in lines),
        units=sum(1 if cards[line.sku_id].weighed else refundable(line) for line in lines),
        lines=len(lines),
        age_limited=any(cards[line.sku_id].age_limit for line in lines),
        earlier_orders=earlier.count(),
        earlier_mismatches=earlier.filter(verdict=Exit.Verdict.MISMATCH).count(),
        is_guest=members.is_guest(order.member_id),
    )


def _order_id(code: str, store_id: str) -> UUID:
    try:
        prefix, body, signature = code.strip().upper().split(".")
        order_id = UUID(bytes=base64.b32decode(body + "=" * (-len(body) % 8)))
    except ValueError:
        raise errors.ExitCodeBad() from None
    good = (_signature(order_id, store_id, key=key).encode() for key in believed_keys())
    if prefix != _PREFIX or not any(hmac.compare_digest(signature.encode(), each) for each in good):
        raise errors.ExitCodeBad()
    return order_id


def _signature(order_id: UUID, store_id: str, *, key: bytes) -> str:
    message = b"exit:" + order_id.bytes + store_id.encode()
    digest = hmac.digest(key, message, hashlib.sha256)
    return base64.b32encode(digest[:10]).decode().rstrip("=")
