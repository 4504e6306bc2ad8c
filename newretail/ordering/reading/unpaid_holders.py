"""Who keeps goods from others without paying: people at the bounds of what may wait unpaid."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from newretail.inventory import api as inventory
from newretail.ordering.models import Order
from newretail.ordering.sale_terms import sale_terms

MOST_ORDERS = 2000
"""Unpaid orders of the whole chain that are looked at, the ones that wait longest first; each waits for minutes."""
MANY_PRODUCTS = 3
"""Half of one product is a large family; half of three is somebody who keeps others from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpaidHolder:
    """Somebody at a bound of one store: with as many unpaid orders as may wait, or nearly the whole share of several products.

    total: minor units of `currency`. products: how many they hold nearly their share of. until: when the last of the orders lapses.
    """

    store_id: str
    member_id: UUID
    orders: int
    total: int
    currency: str
    products: int
    since: datetime
    until: datetime


def unpaid_holders() -> list[UnpaidHolder]:
    """Of all stores, the dearest first."""
    waiting = Order.objects.filter(state=Order.State.AWAITING_PAYMENT, promise__isnull=False)
    by_person: dict[tuple[str, UUID], list[Order]] = defaultdict(list)
    for order in waiting.order_by("pay_by")[:MOST_ORDERS]:
        by_person[order.store_id, order.member_id].append(order)
    large = _largely_held(by_person.values())
    holders = [
        _holder(store_id, member_id, orders, products=large.get((store_id, member_id), 0))
        for (store_id, member_id), orders in by_person.items()
    ]
    return sorted((each for each in holders if _is_at_a_bound(each)), key=lambda each: -each.total)


def _is_at_a_bound(holder: UnpaidHolder) -> bool:
    return holder.products >= MANY_PRODUCTS or holder.orders >= sale_terms.of(holder.store_id).unpaid_orders


def _holder(store_id: str, member_id: UUID, orders: Sequence[Order], *, products: int) -> UnpaidHolder:
    return UnpaidHolder(
        store_id=store_id,
        member_id=member_id,
        orders=len(orders),
        total=sum(order.total for order in orders),
        currency=orders[0].currency,
        products=products,
        since=min(order.created_at for order in orders),
        until=max(order.pay_by for order in orders),
    )


def _largely_held(people: Iterable[Sequence[Order]]) -> dict[tuple[str, UUID], int]:
    """By store and person: of how many products they hold more than four fifths of what one person may. One question a store."""
    owner = {order.ref: (order.store_id, order.member_id) for orders in people for order in orders}
    refs: dict[str, list[str]] = defaultdict(list)
    for ref, (store_id, _) in owner.items():
        refs[store_id].append(ref)
    found: dict[tuple[str, UUID], int] = defaultdict(int)
    for store_id, its in refs.items():
        held: dict[tuple[tuple[str, UUID], str], int] = defaultdict(int)
        has: dict[str, int] = {}
        for each in inventory.shares_held(store_id=store_id, refs=its):
            held[owner[each.ref], each.sku_id] += each.quantity
            has[each.sku_id] = each.on_hand
        share = sale_terms.of(store_id).unpaid_share
        for (person, sku_id), quantity in held.items():
            found[person] += quantity * 500 > has[sku_id] * share * 4
    return found
