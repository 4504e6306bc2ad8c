"""What is sold out, low, near its last day or past it: with its worth, and what to do about it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Literal
from uuid import UUID

from newretail.catalog import api as catalog
from newretail.insight.words import TO_DO
from newretail.inventory import api as inventory
from newretail.kernel.http import ReasonOut
from newretail.kernel.money import line_amount
from newretail.kernel.paging import read_cursor, write_cursor
from newretail.kernel.text import Text
from newretail.kernel.who import Caller
from newretail.pricing import api as pricing
from newretail.stores import api as stores

Kind = Literal["expired", "near_expiry", "sold_out", "low"]
KINDS: tuple[Kind, ...] = ("expired", "near_expiry", "sold_out", "low")
NEAR_DAYS = 1
LOW_SHARE = 4
"""Low is less than a quarter of what the shelves hold."""
MOST_LOTS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class StockAlert:
    """`left`, `capacity` in base units of the SKU; value: what is left at the price of now, minor units; null without a price.

    lot_id, lot, expires_on, days_left only where it is about one lot. do: what to do now; can: what the reader may do with the lot.
    """

    kind: Kind
    store_id: str
    store_name: str
    sku_id: str
    name: str
    picture: str
    unit: str
    zone: str | None
    shelf: str | None
    lot_id: UUID | None
    lot: str
    expires_on: date | None
    days_left: int | None
    left: int
    capacity: int | None
    value: int | None
    currency: str
    do: ReasonOut
    can: list[pricing.LotDeed]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCounts:
    expired: int
    near_expiry: int
    sold_out: int
    low: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPage:
    """counts: of all that these stores have, whatever kind was asked for. cursor: of the next page; null on the last."""

    alerts: list[StockAlert]
    counts: AlertCounts
    cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    kind: Kind
    sku_id: str
    left: int
    capacity: int | None = None
    lot: inventory.LotView | None = None


def list_alerts(
    *, store_ids: Sequence[str], caller: Caller, kind: Kind | None = None, cursor: str = "", limit: int
) -> AlertPage:
    """As this caller sees them: the most urgent kind first, of each kind store by store, in a store the dearest first.

    Raises StoreUnknown, and Invalid for a cursor not made here.
    """
    after = read_cursor(cursor, int, str, int, str, str, str) or ()
    found = {store_id: list(_find(store_id)) for store_id in sorted(store_ids)}
    wanted = KINDS if kind is None else (kind,)
    in_order = (
        alert
        for each in wanted
        for store_id in found
        if (KINDS.index(each), store_id) >= after[:2]
        for alert in _alerts(store_id, [one for one in found[store_id] if one.kind == each], caller)
        if _place(alert) > after
    )
    shown = list(islice(in_order, limit + 1))
    return AlertPage(
        alerts=shown[:limit],
        counts=_counts(chain.from_iterable(found.values())),
        cursor=write_cursor(*_place(shown[limit - 1])) if len(shown) > limit else None,
    )


def count_alerts(store_id: str) -> AlertCounts:
    """How many of each kind a store has: its lots near their end, and one pass over its stock."""
    return _counts(_find(store_id))


def _counts(found: Iterable[_Found]) -> AlertCounts:
    kinds = Counter(each.kind for each in found)
    return AlertCounts(**{kind: kinds[kind] for kind in KINDS})


def _alerts(store_id: str, found: Sequence[_Found], caller: Caller) -> list[StockAlert]:
    if not found:
        return []
    card = stores.store(store_id)
    sku_ids = sorted({each.sku_id for each in found})
    faces, places = catalog.faces(sku_ids), stores.places(store_id, sku_ids)
    prices = pricing.prices(store_id=store_id, sku_ids=sku_ids)
    lots = [each.lot for each in found if each.lot]
    may = pricing.deeds_of_lots(store_id=store_id, lots=lots, caller=caller)
    alerts = [
        _alert(
            each,
            store=card,
            face=faces[each.sku_id],
            place=places.get(each.sku_id),
            price=prices.get(each.sku_id),
            can=may[each.lot.id] if each.lot else [],
        )
        for each in found
        if each.sku_id in faces
    ]
    return sorted(alerts, key=_place)


def _place(alert: StockAlert) -> tuple[int, str, int, str, str, str]:
    """Where an alert stands among all of them."""
    lot_id = str(alert.lot_id or "")
    return KINDS.index(alert.kind), alert.store_id, -(alert.value or 0), alert.sku_id, alert.lot, lot_id


def _find(store_id: str) -> Iterator[_Found]:
    for lot in inventory.near_expiry(store_id=store_id, days=NEAR_DAYS, limit=MOST_LOTS):
        yield _Found(
            kind="near_expiry" if lot.is_sellable else "expired", sku_id=lot.sku_id, left=lot.on_hand, lot=lot
        )
    capacities = stores.capacities(store_id)
    for stock in inventory.left_of_all(store_id=store_id):
        capacity = capacities.get(stock.sku_id)
        if capacity is None:
            continue  # it stands on no shelf any more: nobody waits for it
        if stock.free <= 0:
            yield _Found(kind="sold_out", sku_id=stock.sku_id, left=0, capacity=capacity)
        elif stock.free * LOW_SHARE < capacity:
            yield _Found(kind="low", sku_id=stock.sku_id, left=stock.free, capacity=capacity)


def _alert(
    found: _Found,
    *,
    store: stores.StoreCard,
    face: catalog.Face,
    place: stores.Place | None,
    price: pricing.Price | None,
    can: list[pricing.LotDeed],
) -> StockAlert:
    lot = found.lot
    days_left = _days_left(lot, store) if lot else None
    code, words = _what_to_do(found.kind, days_left)
    return StockAlert(
        kind=found.kind,
        store_id=store.code,
        store_name=store.names.say(),
        sku_id=face.code,
        name=face.name,
        picture=face.picture,
        unit=face.unit,
        zone=place.zone if place else None,
        shelf=place.shelf if place else None,
        lot_id=lot.id if lot else None,
        lot=lot.code if lot else "",
        expires_on=lot.expires_on if lot else None,
        days_left=days_left,
        left=found.left,
        capacity=found.capacity,
        value=line_amount(amount=price.amount, per=price.per, quantity=found.left) if price else None,
        currency=price.currency if price else store.currency,
        do=ReasonOut(code=code, text=words.say()),
        can=can,
    )


def _days_left(lot: inventory.LotView, store: stores.StoreCard) -> int | None:
    if lot.expires_on is None:
        return None
    return (lot.expires_on - stores.today_at(store)).days


def _what_to_do(kind: Kind, days_left: int | None) -> tuple[str, Text]:
    code = {"expired": "write_off", "sold_out": "refill_now", "low": "refill"}.get(kind)
    if code is None:
        code = "sell_today" if days_left is not None and days_left <= 0 else "sell_first"
    return code, TO_DO[code]
