"""What a scanned thing is, here and now: the product, its price in the store, the lot's last day, and whether it may be sold."""

from dataclasses import dataclass
from datetime import date

from newretail.catalog import api as catalog
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.kernel.quantities import Unit
from newretail.storefront import obstacles
from newretail.storefront.obstacles import Obstacle
from newretail.storefront.offers import CHAIN, Offer, offer
from newretail.stores import api as stores


@dataclass(frozen=True, slots=True, kw_only=True)
class LotFacts:
    """The lot a code speaks of. `last_day`: the last day of sale, the earlier one of book and pack.

    is_known: the store's book has it with goods left. is_scanned: the code named it; otherwise it is the next one to leave.
    """

    code: str
    last_day: date | None
    days_left: int | None
    state: str
    is_known: bool
    is_scanned: bool

    @property
    def is_expired(self) -> bool:
        return self.state == inventory.LotState.EXPIRED or (self.days_left is not None and self.days_left < 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A scan's result. `shelf_store` and `shelf` only for a shelf, `offer` for everything else.

    grams, amount: of the very piece in the hand, amount in minor units, printed or worked out from its weight.
    """

    scanned: catalog.Scanned
    offer: Offer | None = None
    lot: LotFacts | None = None
    grams: int | None = None
    amount: int | None = None
    shelf_store: str | None = None

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        if self.offer is None:
            return ()
        found = list(self.offer.obstacles)
        if self.lot and self.lot.is_scanned:
            if self.lot.state == inventory.LotState.BLOCKED:
                found.insert(0, obstacles.BLOCKED_LOT)
            elif self.lot.is_expired:
                found.insert(0, obstacles.EXPIRED_LOT)
        return tuple(found)

    @property
    def is_sellable(self) -> bool:
        """Can it be bought at the store? Never without a store: there is no stock to buy from."""
        return self.offer is not None and self.offer.at_store and not self.obstacles


def scan(code: str, *, store_id: str = CHAIN) -> Found:
    """Whatever a camera or a gun read. Raises MalformedCode, UnknownCode, StoreUnknown."""
    scanned = catalog.read_code(code, currency=currency_at(store_id))
    if scanned.sku_id is None:
        return Found(scanned=scanned, shelf_store=stores.store_of_gln(scanned.gln or ""))
    return look_at(scanned, store_id=store_id)


def currency_at(store_id: str) -> str | None:
    """In what a price that is printed into a code is there; None without a store: the chain's. Raises StoreUnknown."""
    return stores.store(store_id).currency if store_id != CHAIN else None


def look_at(scanned: catalog.Scanned, *, store_id: str) -> Found:
    """A code that names a product, as the store sees it."""
    assert scanned.sku_id is not None
    offered = offer(store_id, scanned.sku_id, lot_code=scanned.lot or "")
    amount = scanned.amount
    if amount is None and scanned.grams is not None and offered.card.unit == Unit.GRAM:
        amount = offered.amount_for(scanned.grams)
    return Found(
        scanned=scanned,
        offer=offered,
        lot=_lot(scanned, store_id=store_id),
        grams=scanned.grams,
        amount=amount,
    )


def today_at(store_id: str) -> date:
    """The calendar day at the store; without a store, where most of the chain's stores are."""
    if store_id != CHAIN:
        return stores.today_at(store_id)
    return clock.now().astimezone(stores.usual_zone()).date()


def _lot(scanned: catalog.Scanned, *, store_id: str) -> LotFacts | None:
    assert scanned.sku_id is not None
    if not scanned.lot and scanned.last_day is None:
        return _next_to_leave(scanned.sku_id, store_id=store_id)
    book = _in_the_book(scanned, store_id=store_id)
    days = [day for day in (scanned.last_day, book.expires_on if book else None) if day is not None]
    return _facts(
        code=scanned.lot or "",
        last_day=min(days, default=None),
        state=book.state if book else inventory.LotState.GOOD,
        store_id=store_id,
        is_known=book is not None,
        is_scanned=True,
    )


def _in_the_book(scanned: catalog.Scanned, *, store_id: str) -> inventory.LotView | None:
    if store_id == CHAIN or not scanned.lot or scanned.sku_id is None:
        return None
    lots = inventory.lot_list(store_id=store_id, sku_id=scanned.sku_id)
    return next((lot for lot in lots if lot.code == scanned.lot), None)


def _next_to_leave(sku_id: str, *, store_id: str) -> LotFacts | None:
    if store_id == CHAIN:
        return None
    first = inventory.lot_to_pick(inventory.lots_for(store_id, [sku_id]).get(sku_id, []))
    if first is None:
        return None
    return _facts(
        code=first.code,
        last_day=first.expires_on,
        state=first.state,
        store_id=store_id,
        is_known=True,
        is_scanned=False,
    )


def _facts(
    *, code: str, last_day: date | None, state: str, store_id: str, is_known: bool, is_scanned: bool
) -> LotFacts:
    days_left = (last_day - today_at(store_id)).days if last_day else None
    return LotFacts(
        code=code,
        last_day=last_day,
        days_left=days_left,
        state=state,
        is_known=is_known,
        is_scanned=is_scanned,
    )
