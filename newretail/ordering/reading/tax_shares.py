"""What of a sale is taxed at which rate, for the accounts: weights by which money of the sale is divided."""

from collections.abc import Collection
from uuid import UUID

from newretail.kernel.money import share_out
from newretail.ordering.models import LinesRefund, Order, OrderLine
from newretail.ordering.rules import order_id

UNTAXED = 0
"""Fees have no rate of their own."""
Weights = dict[int, int]
"""Minor units by rate in thousandths."""


def sold_by_rate(refs: Collection[str]) -> dict[str, Weights]:
    """By sale, what its goods came to at each rate, and its fees at none. Sales that are not ours are left out."""
    ids = {found: ref for ref in refs if (found := order_id(ref)) is not None}
    weights: dict[UUID, Weights] = {found: {} for found in ids}
    lines = OrderLine.objects.filter(order_id__in=ids).order_by("order_id", "line")
    for line in lines:
        _add(weights[line.order_id], line.tax_rate_permille, _came_to(line))
    for found, delivery, bags in Order.objects.filter(id__in=ids).values_list(
        "id", "delivery_fee", "bag_fee"
    ):
        _add(weights[found], UNTAXED, delivery + bags)
    return {ids[found]: each for found, each in weights.items() if any(each.values())}


def refunded_by_rate(refund_ids: Collection[UUID]) -> dict[UUID, Weights]:
    """By refund of goods, what went back at each rate. Refunds of something else are left out."""
    refunds = list(LinesRefund.objects.filter(id__in=refund_ids))
    of_orders = OrderLine.objects.filter(order_id__in={refund.order_id for refund in refunds})
    lines = {(line.order_id, line.line): line for line in of_orders}
    weights: dict[UUID, Weights] = {}
    for refund in refunds:
        back: Weights = {}
        for each in refund.lines:
            line = lines[refund.order_id, each["line"]]
            whole = line.taken_quantity or line.quantity
            _add(back, line.tax_rate_permille, _came_to(line) * each["quantity"] // max(whole, 1))
        if any(back.values()):
            weights[refund.id] = back
    return weights


def divide(amount: int, by_rate: Weights) -> Weights:
    """Money of a sale at the rates of its goods; the parts add up to it, whichever sign it has."""
    rates = sorted(by_rate)
    parts = share_out(abs(amount), over=[by_rate[rate] for rate in rates])
    return {rate: part if amount >= 0 else -part for rate, part in zip(rates, parts, strict=True) if part}


def _came_to(line: OrderLine) -> int:
    return line.agreed if line.settled is None else line.settled


def _add(weights: Weights, rate: int, amount: int) -> None:
    weights[rate] = weights.get(rate, 0) + amount
