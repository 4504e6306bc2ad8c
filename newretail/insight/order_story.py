"""An order's whole story: what was agreed, every clock, event, scan, movement, payment and posting, as one answer.

It says who bought, where they live and what they eat, so each look is written to the audit log.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from newretail.catalog import api as catalog
from newretail.fulfilment import api as fulfilment
from newretail.insight.events import OrderLookedAt
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.kernel.queries import FactView, facts_of, told_since
from newretail.kernel.who import Caller
from newretail.members import api as members
from newretail.ordering import api as ordering
from newretail.payments import api as payments
from newretail.payments.api import PaymentView, PostingView, RefundView
from newretail.stores import api as stores

ONE_LOOK = timedelta(minutes=10)
"""A screen left open reads the story anew with each thing that happens to the order: for so long that is one look."""
MOST_EVENTS = 500
MOST_MOVEMENTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsMoved:
    """Base units of a SKU that went from one place to another. `by`: a name, empty where the house did it by itself."""

    at: datetime
    sku_id: str
    lot: str
    quantity: int
    source: str
    target: str
    cause: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductNamed:
    name: str
    picture: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStory:
    """Every list the oldest first. `products`: what to call each SKU that is named in it."""

    order: ordering.OrderView
    store_name: str
    time_zone: str
    member_id: UUID
    member_name: str
    member_kind: str
    clocks: list[ordering.StaffStageView]
    events: list[FactView]
    work: fulfilment.WorkStory
    movements: list[GoodsMoved]
    payments: list[PaymentView]
    refunds: list[RefundView]
    postings: list[PostingView]
    products: dict[str, ProductNamed]


@transaction.atomic
def order_story(order_id: UUID, caller: Caller) -> OrderStory:
    """Raises NotFound. About twenty statements, all by the order's own ref or key."""
    order = ordering.any_order(order_id)
    _tell_look(order.ref, by=caller.actor)
    view = ordering.order_view(order, can=ordering.staff_may([order], caller))
    store = stores.store(order.store_id)
    person = members.find_profile(order.member_id)
    work = fulfilment.tell_work(order.ref, store_id=order.store_id)
    moved = inventory.movement_list(store_id=order.store_id, ref=order.ref, limit=MOST_MOVEMENTS)[::-1]
    mine: dict[str, Any] = {"store_id": order.store_id, "ref": order.ref}
    return OrderStory(
        order=view,
        store_name=store.names.say(),
        time_zone=store.time_zone,
        member_id=order.member_id,
        member_name=members.names([order.member_id]).get(order.member_id, ""),
        member_kind=person.kind if person else "erased",
        clocks=ordering.staff_timeline(order),
        events=facts_of(
            [order.ref, *([f"promise:{order.promise_id}"] if order.promise_id else [])], most=MOST_EVENTS
        ),
        work=work,
        movements=_moved(moved),
        payments=payments.payments(**mine)[::-1],
        refunds=payments.refunds(**mine, by=caller.actor, manages=caller.manages(order.store_id))[::-1],
        postings=payments.postings(ref=order.ref),
        products=_products(view, work, moved),
    )


def _tell_look(ref: str, *, by: str) -> None:
    if not told_since(clock.now() - ONE_LOOK, name=OrderLookedAt.name, ref=ref, by=by):
        publish(OrderLookedAt(ref=ref, by=by))


def _moved(moved: Iterable[inventory.MovementView]) -> list[GoodsMoved]:
    return [
        GoodsMoved(
            at=each.at,
            sku_id=each.sku_id,
            lot=each.lot,
            quantity=each.quantity,
            source=each.source,
            target=each.target,
            cause=each.cause,
            by=each.by_name or "",
        )
        for each in inventory.show_movements(list(moved))
    ]


def _products(
    view: ordering.OrderView, work: fulfilment.WorkStory, moved: Iterable[inventory.MovementView]
) -> dict[str, ProductNamed]:
    named = {line.sku_id for line in view.lines}
    named |= {take.sku_id for take in work.takes} | {each.sku_id for each in moved}
    return {
        code: ProductNamed(name=face.name, picture=face.picture, unit=face.unit)
        for code, face in catalog.faces(sorted(named)).items()
    }
