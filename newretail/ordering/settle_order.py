"""What was really taken settles the money: never more than agreed, and the difference goes back by itself."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from newretail.kernel import actor, clock
from newretail.kernel.events import publish
from newretail.ordering import rules
from newretail.ordering.balance import due, fees_due, held, return_surplus
from newretail.ordering.events import OrderCancelled, OrderDone, OrderPaid, OrderSettled
from newretail.ordering.models import Order, OrderLeg, OrderLine
from newretail.payments import api as payments


@dataclass(frozen=True, slots=True, kw_only=True)
class LegKey:
    """Which parcel of an order."""

    way: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.way}:{self.part}" if self.part else self.way


@transaction.atomic
def settle_packed_leg(*, ref: str, leg: LegKey, taken: Iterable[Mapping[str, Any]]) -> None:
    """A leg is packed: settle it for what is in its bags. Settled once; repeats change nothing."""
    order = locked_order(ref)
    if order is not None and order.state == Order.State.RELEASED:
        settle_leg(order=order, leg=leg, taken=taken)


def settle_leg(*, order: Order, leg: LegKey, taken: Iterable[Mapping[str, Any]]) -> None:
    """Settle the lines of one leg. taken: {line, sku_id, quantity, swap_of?, amount?} per take; `amount` is the price of a swapped
    take. What is held above what the order then comes to goes back."""
    packed = _legs(order, leg, OrderLeg.State.OPEN).first()
    if packed is None:
        return
    by_line: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for take in taken:
        by_line[str(take["line"])].append(take)
    lines = list(lines_of(order, leg))
    for line in lines:
        _settle_line(line, by_line[str(line.line)])
    packed.settled = sum(line.settled or 0 for line in lines)
    packed.state, packed.packed_at = OrderLeg.State.PACKED, clock.now()
    packed.save(update_fields=["state", "settled", "packed_at"])
    _settle_order(order)
    returned = return_surplus(order, purpose=f"settle:{leg}")
    publish(
        OrderSettled(
            store_id=order.store_id,
            ref=order.ref,
            number=order.number,
            way=leg.way,
            part=leg.part,
            settled=packed.settled,
            returned=returned,
        )
    )


def lines_of(order: Order, leg: LegKey) -> QuerySet[OrderLine]:
    return order.lines.filter(way=leg.way, part=leg.part)


def _legs(order: Order, leg: LegKey, *states: OrderLeg.State) -> QuerySet[OrderLeg]:
    return order.legs.filter(way=leg.way, part=leg.part, state__in=states)


@transaction.atomic
def finish_leg(*, ref: str, leg: LegKey) -> None:
    """The goods of a leg are with the shopper."""
    order = locked_order(ref)
    if order is not None and order.state == Order.State.RELEASED:
        end_leg(order=order, leg=leg)


def end_leg(*, order: Order, leg: LegKey) -> None:
    """End a packed leg; the last one ends the order and turns its prepayment into a sale."""
    ended = _legs(order, leg, OrderLeg.State.PACKED, OrderLeg.State.FAILED).update(
        state=OrderLeg.State.DONE, ended_at=clock.now()
    )
    if ended:
        finish_order(order)


def finish_order(order: Order) -> None:
    """Close the order once no leg is open any more and nothing is left to pay: what is paid afterwards closes later.

    It is paid also by becoming cheaper than what was paid in parts: by a short pick, or by goods that came back.
    """
    states = set(order.legs.values_list("state", flat=True))
    if states - {OrderLeg.State.DONE, OrderLeg.State.CANCELLED}:
        return
    if order.paid_at is None:
        comes_to = due(order)
        if held(order) < comes_to:
            return
        if comes_to:
            note_paid(order)
        else:
            _take_no_more(order)
    order.state = Order.State.DONE if OrderLeg.State.DONE in states else Order.State.CANCELLED
    order.ended_at = clock.now()
    order.save(update_fields=["state", "ended_at"])
    left = payments.prepaid(order.ref).amount
    if left:
        payments.settle(ref=order.ref, store_id=order.store_id, amount=left)
    if order.state == Order.State.DONE:
        publish(
            OrderDone(store_id=order.store_id, ref=order.ref, number=order.number, settled=order.settled or 0)
        )


def note_paid(order: Order) -> None:
    """What is held covers what the order comes to."""
    _take_no_more(order)
    order.paid_at, order.placed_from = clock.now(), ""
    order.save(update_fields=["state", "paid_at", "placed_from"])
    publish(
        OrderPaid(
            store_id=order.store_id,
            ref=order.ref,
            number=order.number,
            amount=held(order),
            currency=order.currency,
        )
    )


def _take_no_more(order: Order) -> None:
    """Nobody is asked for more, and what was paid of what has become cheaper meanwhile goes back."""
    payments.void_open(ref=order.ref, store_id=order.store_id, currency=order.currency)
    return_surplus(order, purpose="paid")


@transaction.atomic
def note_failed_leg(*, ref: str, leg: LegKey) -> None:
    """The courier could not deliver; the goods are on their way back."""
    order = locked_order(ref)
    if order is not None:
        _legs(order, leg, OrderLeg.State.PACKED).update(state=OrderLeg.State.FAILED)


@transaction.atomic
def retry_leg(*, ref: str, leg: LegKey) -> None:
    """The goods will be delivered again."""
    order = locked_order(ref)
    if order is not None:
        _legs(order, leg, OrderLeg.State.FAILED).update(state=OrderLeg.State.PACKED)


@transaction.atomic
def return_leg(*, ref: str, leg: LegKey) -> None:
    """Undeliverable goods are back in the store: their money goes back, the delivery that was driven is kept."""
    order = locked_order(ref)
    failed = _legs(order, leg, OrderLeg.State.FAILED).first() if order else None
    if order is None or failed is None:
        return
    for line in lines_of(order, leg).filter(settled__gt=0):
        line.refunded, line.refunded_quantity = line.settled or 0, line.taken_quantity or 0
        line.save(update_fields=["refunded", "refunded_quantity"])
    failed.state, failed.ended_at = OrderLeg.State.CANCELLED, clock.now()
    failed.save(update_fields=["state", "ended_at"])
    return_surplus(order, purpose=f"return:{leg}")
    finish_order(order)
    if order.state == Order.State.CANCELLED:
        publish(
            OrderCancelled(
                store_id=order.store_id,
                ref=order.ref,
                number=order.number,
                reason="returned",
                by=actor.SYSTEM,
            )
        )


def locked_order(ref: str) -> Order | None:
    """The order behind a ref, its row locked; None for a ref that is not an order's."""
    if not ref.startswith("order:"):
        return None
    return Order.objects.select_for_update().filter(id=ref.removeprefix("order:")).first()


def _settle_line(line: OrderLine, takes: list[Mapping[str, Any]]) -> None:
    own = sum(int(take["quantity"]) for take in takes if not take.get("swap_of"))
    swapped = [take for take in takes if take.get("swap_of")]
    paid = rules.settle_taken(
        listed=line.listed,
        cuts=[cut["amount"] for cut in line.cuts],
        amount=line.amount,
        per=line.per,
        quantity=line.quantity,
        taken=own,
    )
    line.cuts = [cut | {"settled": share} for cut, share in zip(line.cuts, paid.cuts, strict=True)]
    settled = paid.settled
    settled += rules.swapped_amount(
        cost=sum(int(take["amount"]) for take in swapped), left=line.agreed - settled, swap_cap=line.swap_cap
    )
    quantities: dict[str, int] = defaultdict(int)
    pieces: dict[str, int] = defaultdict(int)
    for take in takes:
        quantities[str(take["sku_id"] or line.sku_id)] += int(take["quantity"])
        pieces[str(take["sku_id"] or line.sku_id)] += int(take.get("pieces") or 0)
    line.taken = [
        {"sku_id": sku, "quantity": quantity, "pieces": pieces[sku] or None, "returned": 0}
        for sku, quantity in sorted(quantities.items())
    ]
    line.taken_quantity = sum(quantities.values())
    line.settled = settled
    line.save(update_fields=["cuts", "taken", "taken_quantity", "settled"])


def _settle_order(order: Order) -> None:
    """Once every leg has settled, say what the order came to."""
    legs = list(order.legs.all())
    if all(leg.settled is not None for leg in legs):
        kept = [leg for leg in legs if leg.state != OrderLeg.State.CANCELLED]
        order.settled = sum(leg.settled or 0 for leg in kept) + fees_due(order, legs)
        order.save(update_fields=["settled"])
