"""Carts: open one, put lines in, take them out."""

from typing import Any
from uuid import UUID

from django.db import transaction

from newretail.catalog import api as catalog
from newretail.kernel.ids import uuid7
from newretail.ordering import errors
from newretail.ordering.models import Cart, CartLine
from newretail.ordering.rules import CAPABILITY, Way
from newretail.stores import api as stores

MOST_LINES = 100


def open_cart(*, member_id: UUID, store_id: str, cart_id: UUID | None = None) -> Cart:
    """A new, empty cart at a store; the client may bring its id, and gets its own cart again if it is there already."""
    store = stores.store(store_id)
    known = Cart.objects.filter(id=cart_id).first() if cart_id else None
    if known is None:
        return Cart.objects.create(id=cart_id or uuid7(), store_id=store.code, member_id=member_id)
    if (known.member_id, known.store_id) != (member_id, store.code):
        raise errors.NotFound()
    return known


@transaction.atomic
def put_line(
    *,
    cart_id: UUID,
    member_id: UUID,
    line: UUID,
    sku_id: str,
    quantity: int,
    way: str,
    substitution: str,
    swap_cap: int | None = None,
    lot_code: str = "",
) -> Cart:
    """Put a product into the cart, or change the line that is there. A repeat changes nothing.

    Raises NotFound, CartClosed, CartFull, NotListed or WayNotOffered.
    """
    cart = _open_cart_of(member_id=member_id, cart_id=cart_id)
    refuse_unlisted(store_id=cart.store_id, sku_ids=[sku_id])
    refuse_ways(store_id=cart.store_id, ways=[way])
    wanted: dict[str, Any] = {
        "sku_id": sku_id,
        "quantity": quantity,
        "way": way,
        "substitution": substitution,
        "swap_cap": swap_cap,
        "lot_code": lot_code,
    }
    known = cart.lines.filter(line=line).first()
    if known is None:
        if cart.lines.count() >= MOST_LINES:
            raise errors.CartFull(most=MOST_LINES)
        CartLine.objects.create(cart=cart, line=line, **wanted)
    elif any(getattr(known, name) != value for name, value in wanted.items()):
        cart.lines.filter(line=line).update(**wanted)
    else:
        return cart
    return _touched(cart)


@transaction.atomic
def drop_line(*, cart_id: UUID, member_id: UUID, line: UUID) -> Cart:
    """Take a line out. Taking out what is not there is no error."""
    cart = _open_cart_of(member_id=member_id, cart_id=cart_id)
    dropped, _ = cart.lines.filter(line=line).delete()
    return _touched(cart) if dropped else cart


@transaction.atomic
def drop_cart(*, cart_id: UUID, member_id: UUID) -> None:
    """Throw the cart away; an ordered one stays."""
    cart = _open_cart_of(member_id=member_id, cart_id=cart_id)
    cart.state = Cart.State.DROPPED
    cart.save(update_fields=["state"])


def refuse_unlisted(*, store_id: str, sku_ids: list[str]) -> None:
    """Raises NotListed for the first SKU that has no place on the store's floor, is inactive or is snoozed."""
    listed = stores.places(store_id, sku_ids)
    cards = catalog.sku_cards(sku_ids)
    snoozed = stores.snoozed(store_id, sku_ids)
    for sku_id in sku_ids:
        card = cards.get(sku_id)
        if card is None or not card.active or sku_id not in listed or sku_id in snoozed:
            raise errors.NotListed(sku_id=sku_id)


def refuse_ways(*, store_id: str, ways: list[str]) -> None:
    """Raises WayNotOffered for a way out that the store's format does not switch on."""
    capabilities = stores.store(store_id).capabilities
    for way in ways:
        if CAPABILITY[Way(way)] not in capabilities:
            raise errors.WayNotOffered(way=way)


def _open_cart_of(*, member_id: UUID, cart_id: UUID) -> Cart:
    cart = Cart.objects.select_for_update().filter(id=cart_id, member_id=member_id).first()
    if cart is None:
        raise errors.NotFound()
    if cart.state != Cart.State.OPEN:
        raise errors.CartClosed()
    return cart


def _touched(cart: Cart) -> Cart:
    cart.revision += 1
    cart.save(update_fields=["revision"])
    return cart
