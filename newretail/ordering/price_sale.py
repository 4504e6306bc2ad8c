"""What a sale at the counter comes to before it is rung up: a reading, nothing is held or written."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from newretail.catalog import api as catalog
from newretail.members import api as members
from newretail.ordering.cuts import CutView, cut_views
from newretail.ordering.record_sale import SoldLine, prices_of, refuse_unsellable
from newretail.pricing import api as pricing
from newretail.stores import api as stores


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedSaleLine:
    """A line with what it costs now: `listed` less its `cuts` is `payable`; `amount` for `per` base units is the list price."""

    line: int
    sku_id: str
    name: str
    picture: str
    unit: str
    quantity: int
    age_limit: int | None
    amount: int
    per: int
    listed: int
    cuts: list[CutView]
    payable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedSale:
    """Minor units of the store's currency. The lines in the order in which they were asked for."""

    currency: str
    lines: list[PricedSaleLine]
    total: int


def price_sale(*, store_id: str, lines: Sequence[SoldLine], member_id: UUID | None = None) -> PricedSale:
    """The sum that `record_sale` would ask for now. Raises StoreUnknown, NotListed, WayNotOffered or ParentMissing."""
    refuse_unsellable(store_id, lines)
    is_member = member_id is not None and not members.is_guest(member_id)
    prices = prices_of(store_id, lines, tier=pricing.MEMBER if is_member else pricing.EVERYONE)
    faces = catalog.faces(sorted({line.sku_id for line in lines}))
    priced = [
        PricedSaleLine(
            line=number,
            sku_id=line.sku_id,
            name=face.name,
            picture=face.picture,
            unit=face.unit,
            quantity=line.quantity,
            age_limit=face.age_limit,
            amount=price.amount,
            per=price.per,
            listed=price.listed,
            cuts=cut_views([cut.document() for cut in price.cuts]),
            payable=price.payable,
        )
        for number, line in enumerate(lines, start=1)
        for face, price in [(faces[line.sku_id], prices[str(number)])]
    ]
    return PricedSale(
        currency=stores.store(store_id).currency,
        lines=priced,
        total=sum(each.payable for each in priced),
    )
