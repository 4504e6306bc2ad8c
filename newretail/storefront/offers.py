"""Products as a store offers them: the catalogue's card with the price, what is left and where it stands.

However many products a page shows, this asks the database the same handful of questions.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from newretail.catalog import api as catalog
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.kernel.money import line_amount
from newretail.kernel.quantities import Unit
from newretail.pricing import api as pricing
from newretail.storefront import obstacles
from newretail.storefront.obstacles import Obstacle
from newretail.stores import api as stores

CHAIN = ""
"""The store of a product looked at without a store: only the chain's own price is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrice:
    """What `quantity` of `unit` cost, in minor units: the figure to compare packs by."""

    amount: int
    quantity: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One product at one store. `left`: base units a shopper inside can buy; `left_outside`: one who orders from elsewhere.

    `was`: the list price, where the lot in the hand is marked down and `price` is what that lot costs.
    """

    card: catalog.SkuCard
    store_id: str
    price: pricing.Price | None
    was: pricing.Price | None = None
    left: int = 0
    left_outside: int = 0
    place: stores.Place | None = None
    is_snoozed: bool = False

    @property
    def at_store(self) -> bool:
        return self.store_id != CHAIN

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """Why it cannot be bought here now; nothing when it can."""
        if not self.card.active:
            return (obstacles.RETIRED,)
        if self.card.held_back:
            return (obstacles.HELD_BACK,)
        if not self.at_store:
            return ()
        if self.place is None:
            return (obstacles.NOT_LISTED,)
        found = []
        if self.is_snoozed:
            found.append(obstacles.SNOOZED)
        if self.price is None:
            found.append(obstacles.NO_PRICE)
        if self.left <= 0:
            found.append(obstacles.SOLD_OUT)
        return tuple(found)

    @property
    def unit_price(self) -> UnitPrice | None:
        """Per 100 g or 100 ml, per piece for packs of several; None where the price says it already."""
        if self.price is None:
            return None
        if self.card.unit != Unit.EACH:
            amount = line_amount(amount=self.price.amount, per=self.price.per, quantity=100)
            return (
                UnitPrice(amount=amount, quantity=100, unit=self.card.unit) if self.price.per != 100 else None
            )
        if not self.card.content or (self.card.content_unit == Unit.EACH and self.card.content == 1):
            return None
        step = 1 if self.card.content_unit == Unit.EACH else 100
        base = line_amount(amount=self.price.amount, per=self.price.per * self.card.content, quantity=step)
        return UnitPrice(amount=base, quantity=step, unit=self.card.content_unit)

    def amount_for(self, quantity: int) -> int | None:
        """What so many base units cost, in minor units."""
        if self.price is None:
            return None
        return line_amount(amount=self.price.amount, per=self.price.per, quantity=quantity)


def offers(store_id: str, sku_ids: Iterable[str]) -> dict[str, Offer]:
    """These products at the store, in the order asked for; unknown ones are missing. CHAIN: only the chain's prices."""
    cards = catalog.sku_cards(sku_ids)
    codes = list(cards)
    now = clock.now()
    prices = pricing.prices(store_id=store_id, sku_ids=codes, at=now)
    if store_id == CHAIN:
        return {code: Offer(card=cards[code], store_id=CHAIN, price=prices.get(code)) for code in codes}
    left = inventory.available(store_id, codes, outside=False)
    left_outside = inventory.available(store_id, codes, outside=True)
    places = stores.places(store_id, codes)
    asleep = stores.snoozed(store_id, codes, now)
    return {
        code: Offer(
            card=cards[code],
            store_id=store_id,
            price=prices.get(code),
            left=left[code],
            left_outside=left_outside[code],
            place=places.get(code),
            is_snoozed=code in asleep,
        )
        for code in codes
    }


def offer(store_id: str, sku_id: str, *, lot_code: str = "") -> Offer:
    """One product at the store, or one lot of it at that lot's price. Raises UnknownSku."""
    catalog.sku_card(sku_id)
    found = offers(store_id, [sku_id])[sku_id]
    if not lot_code or not found.at_store or found.price is None:
        return found
    marked = pricing.lot_prices(store_id=store_id, lots=[(sku_id, lot_code)]).get((sku_id, lot_code))
    if marked is None or not marked.is_below(found.price):
        return found
    return replace(found, price=marked, was=found.price)
