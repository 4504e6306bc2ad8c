"""Orders of the whole chain, for head office: by number, by id, by whoever bought, by store and state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from newretail.members import api as members
from newretail.ordering import rules
from newretail.ordering.models import Order
from newretail.ordering.reading.order_list import OPEN, ways_of
from newretail.ordering.reading.paged import newest_first

MOST_PEOPLE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOrder:
    """An order as one row. `due_at`: the first of its promises; `member_name` as a screen calls whoever bought."""

    id: UUID
    number: str
    store_id: str
    state: str
    ways: list[str]
    due_at: datetime | None
    total: int
    settled: int | None
    currency: str
    created_at: datetime
    paid_at: datetime | None
    ended_at: datetime | None
    member_id: UUID
    member_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNamed:
    """An order as something else mentions it."""

    id: UUID
    number: str


def named_orders(refs: Iterable[str]) -> dict[str, OrderNamed]:
    """The orders among these refs, by ref; the ref of something else is left out."""
    by_id = {order_id: ref for ref in refs if (order_id := rules.order_id(ref)) is not None}
    found = Order.objects.filter(id__in=by_id).values_list("id", "number")
    return {by_id[order_id]: OrderNamed(id=order_id, number=number) for order_id, number in found}


def find_orders(
    *,
    text: str = "",
    store_id: str | None = None,
    member_id: UUID | None = None,
    state: str | None = None,
    before: UUID | None = None,
    limit: int = 50,
) -> list[FoundOrder]:
    """The newest first. `text`: a number, an id, or the name, e-mail address or phone number of whoever bought.

    Each way of asking is a range of one index (order_by_number, order_of_member, order_of_store). `state`: one of the order's states, or `open`.
    `before`: the last order of the page before. Raises Invalid for one that is not there.
    """
    orders = _asked(text.strip())
    if store_id is not None:
        orders = orders.filter(store_id=store_id)
    if member_id is not None:
        orders = orders.filter(member_id=member_id)
    if state is not None:
        orders = orders.filter(state__in=OPEN if state == "open" else [state])
    if store_id is None and not text.strip() and member_id is None:
        # Ids grow with time: where nothing narrows the question, the key itself is read from its end.
        in_order = (orders.filter(id__lt=before) if before else orders).order_by("-id")
    else:
        in_order = newest_first(orders, moment="created_at", of=Order.objects.all(), before=before)
    found = list(in_order[:limit])
    called = members.names({order.member_id for order in found})
    return [_row(order, called.get(order.member_id, "")) for order in found]


def _asked(text: str) -> QuerySet[Order]:
    if not text:
        return Order.objects.all()
    try:
        return Order.objects.filter(id=UUID(text))
    except ValueError:
        pass
    by_number = Order.objects.filter(number=text.upper())
    if by_number.exists():
        return by_number
    people = [person.id for person in members.find_people(text, limit=MOST_PEOPLE)]
    return Order.objects.filter(member_id__in=people)


def _row(order: Order, member_name: str) -> FoundOrder:
    due = [datetime.fromisoformat(leg["due_at"]) for leg in order.promised_legs if leg["due_at"]]
    return FoundOrder(
        id=order.id,
        number=order.number,
        store_id=order.store_id,
        state=order.state,
        ways=ways_of(order),
        due_at=min(due, default=None),
        total=order.total,
        settled=order.settled,
        currency=order.currency,
        created_at=order.created_at,
        paid_at=order.paid_at,
        ended_at=order.ended_at,
        member_id=order.member_id,
        member_name=member_name,
    )
