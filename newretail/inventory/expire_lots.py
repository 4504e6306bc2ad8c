"""The morning after its last day of sale a lot goes off sale."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from newretail.inventory.cut_holds import make_room
from newretail.inventory.events import LotExpired
from newretail.inventory.ledger import lock_one, moves_of, post
from newretail.inventory.models import Lot
from newretail.inventory.rules import LotState, Place, Take, is_sellable
from newretail.kernel.events import publish
from newretail.stores import api as stores

MOST_LOTS = 200


def expire_lots() -> int:
    """Move lots whose last day of sale is over, by the calendar of their store, from stock to expired.

    One lot to a transaction, at most MOST_LOTS a call; returns how many. Holds that the rest cannot cover are cut (HoldCut).
    """
    return sum(
        _expire(store_id=store_id, sku_id=sku_id, lot_id=lot_id) for store_id, sku_id, lot_id in _overdue()
    )


def _overdue() -> Iterator[tuple[str, str, UUID]]:
    """Store by store, one statement to a page of stores."""
    left = MOST_LOTS
    for page in stores.store_pages():
        lots = Lot.objects.filter(_over_at(page), state=LotState.GOOD).order_by("store_id", "sku_id", "code")
        batch = list(lots.values_list("store_id", "sku_id", "id")[:left])
        yield from batch
        left -= len(batch)
        if not left:
            return


def _over_at(page: Sequence[stores.StoreCard]) -> Q:
    """Over by the calendar of its own store; the stores of a city have one or two between them."""
    calendars: dict[date, list[str]] = {}
    for store in page:
        calendars.setdefault(stores.today_at(store), []).append(store.code)
    over = (Q(store_id__in=codes, expires_on__lt=today) for today, codes in calendars.items())
    return reduce(or_, over)


@transaction.atomic
def _expire(*, store_id: str, sku_id: str, lot_id: UUID) -> int:
    stock = lock_one(store_id=store_id, sku_id=sku_id)
    lot = Lot.objects.get(id=lot_id)
    if lot.state != LotState.GOOD or is_sellable(lot.expires_on, today=stores.today_at(store_id)):
        return 0
    if lot.on_hand:
        whole = [Take(lot_id=lot.id, code=lot.code, quantity=lot.on_hand)]
        cut = make_room(store_id=store_id, sku_id=sku_id, stock=stock, leaving=whole, cause="expired")
        entries = moves_of(whole, sku_id=sku_id, source=Place.STOCK, target=Place.EXPIRED)
        post(store_id=store_id, entries=entries, cause="expired", freed=cut.freed)
    Lot.objects.filter(id=lot.id).update(state=LotState.EXPIRED)
    publish(
        LotExpired(
            store_id=store_id,
            sku_id=sku_id,
            lot=lot.code,
            quantity=lot.on_hand,
            expires_on=str(lot.expires_on),
        )
    )
    return 1
