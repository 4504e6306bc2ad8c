"""A promise: for this cart, now, what it costs and when it will be there, with the probability that this holds."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from newretail.catalog import api as catalog
from newretail.fulfilment import api as fulfilment
from newretail.inventory import api as inventory
from newretail.inventory.errors import OutOfStock
from newretail.kernel import clock
from newretail.kernel.ids import uuid7
from newretail.members import api as members
from newretail.ordering import errors, rules
from newretail.ordering.change_cart import refuse_unlisted, refuse_ways
from newretail.ordering.models import Cart, CartLine, Promise
from newretail.ordering.sale_terms import sale_terms
from newretail.pricing import api as pricing
from newretail.stores import api as stores

LIVES = timedelta(minutes=10)


@transaction.atomic
def quote_promise(*, cart_id: UUID, member_id: UUID, address: dict[str, Any] | None = None) -> Promise:
    """Quote the cart and keep its place in the work plan while the promise lives.

    address: {text, latitude, longitude, name?, phone?, note?}, needed where a line is to be delivered.
    Raises CartEmpty, StoreClosed, StorePaused, TooFar, AddressNeeded, BelowMinimum, NotListed, OutOfStock, Full, or what
    `inventory.lot_refusals` says of a named lot.
    """
    now = clock.now()
    cart = Cart.objects.filter(id=cart_id, member_id=member_id).first()
    if cart is None:
        raise errors.NotFound()
    if cart.state != Cart.State.OPEN:
        raise errors.CartClosed()
    lines = _in_order(cart.lines.all())
    if not lines:
        raise errors.CartEmpty()
    ways = sorted({line.way for line in lines})
    store = stores.store(cart.store_id)
    refuse_shut(store, now)
    refuse_ways(store_id=store.code, ways=ways)
    sku_ids = sorted({line.sku_id for line in lines})
    refuse_unlisted(store_id=store.code, sku_ids=sku_ids)
    _refuse_sold_out(lines, store_id=store.code)
    metres = _metres(store, address) if stores.Way.DELIVER in ways else 0
    tier = pricing.EVERYONE if members.is_guest(member_id) else pricing.MEMBER
    quoted = _priced(lines, store_id=store.code, tier=tier, now=now)
    goods = sum(line.agreed for line in quoted)
    terms = sale_terms.of(store.code)
    if stores.Way.DELIVER in ways and goods < terms.minimum_order:
        raise errors.BelowMinimum(
            minimum=terms.minimum_order, missing=terms.minimum_order - goods, currency=store.currency
        )
    fees = rules.fees(
        goods=goods,
        ways=ways,
        delivery_fee=terms.delivery_fee,
        free_delivery_from=terms.free_delivery_from,
        bag_fee=terms.bag_fee,
    )
    promise = Promise(
        id=uuid7(),
        cart=cart,
        store_id=store.code,
        revision=cart.revision,
        lines=[line.document() for line in quoted],
        address=address if stores.Way.DELIVER in ways else None,
        tier=tier,
        currency=store.currency,
        goods=goods,
        delivery_fee=fees.delivery,
        bag_fee=fees.bag,
        created_at=now,
        expires_at=now + LIVES,
        holds_until=rules.holds_until(told_at=now),
    )
    promise.legs = [leg.document() for leg in _planned(promise, quoted, ways=ways, metres=metres, now=now)]
    _withdraw_older(cart)
    promise.save(force_insert=True)
    return promise


def _in_order(lines: Iterable[CartLine]) -> list[CartLine]:
    """As they were put in, each followed by what belongs to it."""
    found = list(lines)
    place = {line.line: line.pk for line in found}
    return sorted(found, key=lambda line: (place[line.parent_line or line.line], bool(line.parent_line)))


def refuse_shut(store: stores.StoreCard, now: datetime) -> None:
    """Raises StorePaused or StoreClosed."""
    if store.state == "paused":
        raise errors.StorePaused(reason=store.state_reason)
    if store.state == "closed" or not stores.is_open(store.code, now):
        opens_at = stores.opens_at(store.code, now) if store.state != "closed" else None
        raise errors.StoreClosed(
            opens_at=opens_at.isoformat() if opens_at else None,
            opening=errors.OPENS.say(time=_on_the_wall(opens_at.astimezone(store.zone), now))
            if opens_at
            else "",
        )


def _on_the_wall(local: datetime, now: datetime) -> str:
    return f"{local:%H:%M}" if local - now < timedelta(days=1) else f"{local:%Y-%m-%d %H:%M}"


def _refuse_sold_out(lines: Sequence[CartLine], *, store_id: str) -> None:
    """An early, unlocked look, so that a shopper hears of it before paying; placing the order decides."""
    sku_ids = sorted({line.sku_id for line in lines})
    left_of = rules.short_of(
        ((line.line, line.sku_id, line.quantity, line.way in stores.FROM_OUTSIDE) for line in lines),
        inside=inventory.available(store_id, sku_ids, outside=False),
        outside=inventory.available(store_id, sku_ids, outside=True),
    )
    short: list[dict[str, Any]] = [
        {
            "line": str(line.line),
            "sku_id": line.sku_id,
            "wanted": line.quantity,
            "left": left_of[line.line],
        }
        for line in lines
        if line.line in left_of
    ]
    if short:
        first = catalog.sku_cards([short[0]["sku_id"]])[short[0]["sku_id"]]
        raise OutOfStock(product=first.names.say(), left=short[0]["left"], sku_id=first.code, lines=short)
    named = rules.of_lots((line.sku_id, line.lot_code, line.quantity) for line in lines)
    refusals = inventory.lot_refusals(store_id=store_id, wanted=named) if named else {}
    for refusal in refusals.values():
        raise refusal


def _metres(store: stores.StoreCard, address: dict[str, Any] | None) -> int:
    if address is None:
        raise errors.AddressNeeded()
    reach = stores.reach(store.code, address["latitude"], address["longitude"])
    if not reach.within:
        raise errors.TooFar(metres=reach.metres)
    return reach.metres


def _priced(lines: Sequence[CartLine], *, store_id: str, tier: str, now: datetime) -> list[rules.QuotedLine]:
    basket = [
        pricing.BasketLine(
            line=str(line.line), sku_id=line.sku_id, quantity=line.quantity, lot_code=line.lot_code
        )
        for line in lines
    ]
    prices = pricing.price_lines(store_id=store_id, lines=basket, at=now, tier=tier)
    for line in lines:
        if str(line.line) not in prices:
            raise errors.NotListed(product=catalog.sku_card(line.sku_id).names.say(), sku_id=line.sku_id)
    numbers = {line.line: number for number, line in enumerate(lines, start=1)}
    return [
        rules.QuotedLine(
            line=numbers[line.line],
            sku_id=line.sku_id,
            quantity=line.quantity,
            pieces=line.pieces,
            way=line.way,
            substitution=line.substitution,
            swap_cap=line.swap_cap,
            lot_code=line.lot_code,
            parent_line=numbers[line.parent_line] if line.parent_line else None,
            **price_of(prices[str(line.line)]),
        )
        for line in lines
    ]


def price_of(line: pricing.PricedLine) -> dict[str, Any]:
    """What a quoted line, or its document, says of its price."""
    return {
        "amount": line.amount,
        "per": line.per,
        "tax_rate_permille": line.tax_rate_permille,
        "listed": line.listed,
        "cuts": [cut.document() for cut in line.cuts],
        "cut": line.cut,
        "agreed": line.payable,
    }


def _planned(
    promise: Promise, lines: Sequence[rules.QuotedLine], *, ways: list[str], metres: int, now: datetime
) -> list[rules.Leg]:
    """The times of every way out, if it is paid while they hold. Goods in the shopper's own hands need no work of the store, and no
    time is promised for them."""
    legs = [
        rules.Leg(way=way, ready_at=None, due_at=None, probability=1.0)
        for way in ways
        if way not in stores.STAFF_PICKED
    ]
    staffed = [way for way in ways if way in stores.STAFF_PICKED]
    if not staffed:
        return legs
    line_count = sum(1 for line in lines if line.way in stores.STAFF_PICKED)
    quotes = fulfilment.quote_work(
        store_id=promise.store_id, line_count=line_count, ways=staffed, metres=metres
    )
    first = quotes[0]
    assert first.pick_at is not None
    fulfilment.reserve(
        ref=promise.ref,
        store_id=promise.store_id,
        line_count=line_count,
        at=first.pick_at,
        by=first.pick_by,
        until=promise.expires_at,
    )
    return legs + [
        rules.Leg(
            way=quote.way,
            ready_at=quote.ready_at + rules.PAYING,
            due_at=quote.due_at + rules.PAYING,
            probability=quote.probability,
            metres=metres if quote.way == stores.Way.DELIVER else 0,
        )
        for quote in quotes
    ]


def _withdraw_older(cart: Cart) -> None:
    """A cart has one live promise; a newer one frees the older one's place."""
    for older in cart.promises.select_for_update().filter(state=Promise.State.LIVE):
        older.state = Promise.State.EXPIRED
        older.save(update_fields=["state"])
        fulfilment.free(ref=older.ref, store_id=older.store_id)
