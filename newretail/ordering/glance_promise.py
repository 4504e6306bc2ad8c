"""A look at the clock before anybody has put anything into a cart: what a small order placed now would be promised.

Nothing is booked, and nobody needs to be known for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newretail.fulfilment import api as fulfilment
from newretail.fulfilment.errors import Full
from newretail.kernel import clock
from newretail.kernel.errors import Refusal
from newretail.ordering import errors, rules
from newretail.ordering.quote_promise import refuse_shut
from newretail.stores import api as stores

SMALL_ORDER_LINES = 5
"""What a shopper who comes for today's dinner takes."""

Position = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """`legs`: the ways out that can be promised now. `refusal`: why one that was asked for is not among them."""

    store: stores.StoreCard
    at: datetime
    legs: list[rules.Leg]
    refusal: Refusal | None


def glance_promise(*, store_id: str, position: Position | None = None) -> Glance:
    """Times for a small order: to be picked up where the store offers it, and to the door at `position` (latitude, longitude).

    Raises StoreUnknown.
    """
    now, store = clock.now(), stores.store(store_id)
    legs: list[rules.Leg] = []
    refusal: Refusal | None = None
    try:
        refuse_shut(store, now)
        ways, refusal = _ways(store, position)
        legs = _legs(store, ways)
    except (errors.StoreClosed, errors.StorePaused, Full) as refused:
        refusal = refused
    return Glance(store=store, at=now, legs=legs, refusal=refusal)


def _ways(store: stores.StoreCard, position: Position | None) -> tuple[dict[stores.Way, int], Refusal | None]:
    """The ways out that are possible, with the metres of each."""
    ways = {stores.Way.PICK_UP: 0} if stores.Way.PICK_UP in store.ways else {}
    if position is None:
        return ways, None
    if stores.Way.DELIVER not in store.ways:
        return ways, errors.WayNotOffered(way=stores.Way.DELIVER)
    reach = stores.reach(store, *position)
    if not reach.within:
        return ways, errors.TooFar(metres=reach.metres)
    return {stores.Way.DELIVER: reach.metres, **ways}, None


def _legs(store: stores.StoreCard, ways: Mapping[stores.Way, int]) -> list[rules.Leg]:
    if not ways:
        return []
    quotes = fulfilment.quote_work(
        store_id=store.code,
        line_count=SMALL_ORDER_LINES,
        ways=list(ways),
        metres=ways.get(stores.Way.DELIVER, 0),
    )
    return [
        rules.Leg(
            way=quote.way,
            ready_at=quote.ready_at + rules.PAYING,
            due_at=quote.due_at + rules.PAYING,
            probability=quote.probability,
            metres=ways[stores.Way(quote.way)],
        )
        for quote in quotes
    ]
