"""The same again: a new cart with what an earlier order held, as far as the store still sells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from newretail.catalog import api as catalog
from newretail.inventory import api as inventory
from newretail.inventory.errors import OutOfStock
from newretail.kernel import clock
from newretail.kernel.errors import Refusal
from newretail.kernel.ids import uuid7
from newretail.ordering import change_cart, errors
from newretail.ordering.models import Cart, Order, OrderLine
from newretail.pricing import api as pricing
from newretail.stores import api as stores


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A product that is not in the new cart, and why."""

    sku_id: str
    name: str
    refusal: Refusal


@transaction.atomic
def reorder(*, order: Order, member_id: UUID) -> tuple[Cart, list[LeftOut]]:
    """Fill a new cart of the member with an order's lines; lines that cannot be had now are left out and named.

    Goods leave as they left before. What was carried out is not in anybody's hands now: it is delivered, or picked up where the
    store does not deliver. Raises WayNotOffered when the store brings nothing out any more.
    """
    lines = list(order.lines.all())
    left_out = _left_out(order, lines)
    missing = {each.sku_id for each in left_out}
    way_out = _ways_now(order.store_id)
    wanted = [
        change_cart.WantedLine(
            line=uuid7(),
            sku_id=line.sku_id,
            quantity=None if pieces else line.quantity,
            pieces=pieces,
            way=line.way if line.way in way_out else way_out[0],
            substitution=line.substitution,
            swap_cap=line.swap_cap,
        )
        for line in lines
        if line.sku_id not in missing
        for pieces in [_pieces(line)]
    ]
    return change_cart.open_cart(member_id=member_id, store_id=order.store_id, lines=wanted), left_out


def _pieces(line: OrderLine) -> int | None:
    """How many pieces to gather now of what goes by the piece; what was weighed in the store is so many pieces as it weighed."""
    piece = catalog.sku_card(line.sku_id).piece_grams
    return line.pieces or (catalog.nearest_pieces(line.quantity, piece_grams=piece) if piece else None)


def _ways_now(store_id: str) -> list[str]:
    """The ways out to which a store gathers goods, the best to fall back to first."""
    store = stores.store(store_id)
    offered = [way for way in store.ways if way in stores.STAFF_PICKED]
    if not offered:
        raise errors.WayNotOffered(way=stores.Way.DELIVER)
    return [str(way) for way in offered]


def _left_out(order: Order, lines: Iterable[OrderLine]) -> list[LeftOut]:
    sku_ids = sorted({line.sku_id for line in lines})
    cards = catalog.sku_cards(sku_ids)
    unlisted = change_cart.unlisted(store_id=order.store_id, sku_ids=sku_ids)
    prices = pricing.prices(store_id=order.store_id, sku_ids=sku_ids, at=clock.now())
    left = inventory.available(order.store_id, sku_ids, outside=True)
    out = []
    for sku_id in sku_ids:
        name = cards[sku_id].names.say()
        if sku_id in unlisted or sku_id not in prices:
            out.append(
                LeftOut(sku_id=sku_id, name=name, refusal=errors.NotListed(product=name, sku_id=sku_id))
            )
        elif left.get(sku_id, 0) <= 0:
            out.append(
                LeftOut(sku_id=sku_id, name=name, refusal=OutOfStock(product=name, left=0, sku_id=sku_id))
            )
    return out
