"""HTTP: what things cost, what head office makes them cost, and what is at stake where goods come to their last day."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Query
from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from newretail.catalog import api as catalog
from newretail.catalog.errors import UnknownSku
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.kernel.http import Body, Code, Door, Limit, Moment, Out, Request, Words
from newretail.kernel.text import Text
from newretail.kernel.who import ANYONE, HEAD_OFFICE, MANAGER, staff
from newretail.pricing import errors, queries
from newretail.pricing.mark_down_lot import OneLot, cut_by_permille, mark_down_lot
from newretail.pricing.may_mark_down import LotDeed, deeds_of_lots
from newretail.pricing.price_lines import list_prices, lot_prices, price_lines
from newretail.pricing.rules import BasketLine, Price, PricedLine, unit_price
from newretail.pricing.set_price import set_price
from newretail.stores import api as stores
from newretail.stores.api import Role
from newretail.stores.errors import StoreUnknown

door = Door(tags=["pricing"])

MOST_SKUS = 100
Amount = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000, description="minor units, tax included")]
Per = Annotated[
    int,
    Field(strict=True, ge=1, le=1_000_000, description="base units the amount is for: 1 piece, 500 grams"),
]
Permille = Annotated[int, Field(strict=True, ge=0, le=1000, description="the tax inside, in thousandths")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Tier = Literal["", "member"]
Days = Annotated[int, Field(ge=0, le=365)]
EYES = staff(Role.PICKER, Role.PACKER, Role.CASHIER)
Place = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,32}$")]


class UnitPriceOut(Out):
    amount: int
    per: int = Field(examples=[1000])
    unit: str = Field(examples=["gram"])


class PriceOut(Out):
    sku_id: str
    amount: int = Field(description="minor units, tax included, for `per` base units")
    per: int
    currency: str
    tax_rate_permille: int
    unit_price: UnitPriceOut | None = Field(description="per kilogram or litre, per 100 for small packs")


class PricesOut(Out):
    store_id: str
    at: datetime
    prices: list[PriceOut]
    missing: list[str] = Field(description="SKUs that have no price here at this time")


class PriceIn(Body):
    example = {
        "sku_id": "HR-00300",
        "store_id": "riverside",
        "amount": 1590,
        "tax_rate_permille": 90,
        "ends_at": "2026-06-15T14:00:00Z",
        "reason": "near its date",
    }

    sku_id: Code = Field(examples=["HR-00123"])
    store_id: Place | None = Field(None, description="one store; without it the price is the whole chain's")
    amount: Amount
    per: Per = 1
    tax_rate_permille: Permille
    currency: Currency | None = Field(None, description="default: the store's, or the chain's")
    starts_at: AwareDatetime | None = Field(None, description="default: now")
    ends_at: AwareDatetime | None = Field(None, description="from then on the price before it stands again")
    reason: Annotated[Words, StringConstraints(max_length=200)] = ""
    tier: Tier = Field("", description="for whom, if not for everybody")


ONE_OF_BOTH = Text(
    en="say an amount or thousandths off, one of both",
    ko="금액이나 할인율(천분율) 중 하나만 적어 주세요",
    zh="金额与千分比折扣请只填其一",
)


class MarkdownIn(Body):
    """One of `amount`, for as many base units as the list price is for, or `off_permille` of the list price."""

    example = {"sku_id": "HR-00300", "lot_code": "L2406", "off_permille": 300, "reason": "last day"}

    sku_id: Code
    lot_code: Annotated[str, StringConstraints(min_length=1, max_length=20, pattern=r"^[!-~]+$")]
    amount: Amount | None = None
    off_permille: Annotated[int, Field(strict=True, ge=1, le=1000)] | None = None
    reason: Annotated[Words, StringConstraints(max_length=200)] = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> "MarkdownIn":
        if (self.amount is None) == (self.off_permille is None):
            raise ValueError(ONE_OF_BOTH)
        return self


class NearExpiryOut(Out):
    """`days_left`: 0 on the last day of sale, negative after it. `value`: what the rest costs shoppers now, minor units;
    null, as `currency`, for a product without a price here. `can`: what the reader may do with the lot now."""

    id: UUID
    sku_id: str
    name: str
    picture: str
    unit: str
    zone: str | None
    shelf: str | None
    code: str
    expires_on: date
    days_left: int
    on_hand: int
    state: str
    is_sellable: bool
    value: int | None
    currency: str | None
    amount: int | None = Field(description="list price, minor units for `per` base units")
    per: int | None
    marked_amount: int | None = Field(description="what the lot is marked down to, for `per` base units")
    can: list[LotDeed]


class HistoryOut(Out):
    entries: list[queries.PriceEntry]
    next_before: int | None = Field(description="send it as `before` to read on; null at the end")


@door.get(
    "/stores/{store_id}/prices",
    who=ANYONE,
    response=PricesOut,
    summary="What these SKUs cost in a store",
    errors=[StoreUnknown],
)
def show_prices(
    request: Request,
    store_id: Place,
    sku: Annotated[list[Code], Query(..., min_length=1, max_length=MOST_SKUS)],
    at: Moment | None = None,
) -> PricesOut:
    """`at` asks for an earlier time. What things will cost is head office's business, so a later time is read as now."""
    stores.store(store_id)
    now = clock.now()
    at = min(at, now) if at else now
    wanted = list(dict.fromkeys(sku))
    found = list_prices(store_id=store_id, sku_ids=wanted, at=at)
    cards = catalog.sku_cards(found)
    return PricesOut(
        store_id=store_id,
        at=at,
        prices=[_price(code, found[code], cards[code]) for code in wanted if code in found],
        missing=[code for code in wanted if code not in found],
    )


@door.get(
    "/stores/{store_id}/lots/near-expiry",
    who=EYES,
    response=list[NearExpiryOut],
    summary="What expires soon and what it is worth",
    errors=[StoreUnknown],
)
def list_near_expiry(
    request: Request, store_id: str, days: Days = 2, limit: Limit = 50
) -> list[NearExpiryOut]:
    lots = inventory.near_expiry(store_id=store_id, days=days, limit=limit)
    values = price_lines(
        store_id=store_id,
        lines=[
            BasketLine(line=str(lot.id), sku_id=lot.sku_id, quantity=lot.on_hand, lot_code=lot.code)
            for lot in lots
        ],
    )
    marked = lot_prices(store_id=store_id, lots=[(lot.sku_id, lot.code) for lot in lots])
    may = deeds_of_lots(store_id=store_id, lots=lots, caller=request.caller)
    return [
        _near_expiry(row, values.get(str(row.id)), marked.get((row.sku_id, row.code)), may[row.id])
        for row in inventory.show_lots(store_id, lots)
    ]


@door.post(
    "/stores/{store_id}/markdowns",
    who=MANAGER,
    once=True,
    response={201: queries.PriceEntry},
    summary="Mark a lot down: what is left of it is sold at a lower price from now on",
    errors=[StoreUnknown, errors.LotNotHere, errors.NotPriced, errors.NotAMarkdown],
)
def mark_down(request: Request, store_id: str, body: MarkdownIn) -> tuple[int, queries.PriceEntry]:
    lot = OneLot(store_id=store_id, sku_id=body.sku_id, lot_code=body.lot_code)
    amount = body.amount
    if amount is None:
        amount = cut_by_permille(lot=lot, permille=body.off_permille or 0)
    return 201, mark_down_lot(lot=lot, amount=amount, reason=body.reason, by=request.caller.actor)


@door.post(
    "/prices",
    who=HEAD_OFFICE,
    once=True,
    response={201: queries.PriceEntry},
    summary="Set a price, for the chain or for one store",
    errors=[
        UnknownSku,
        StoreUnknown,
        errors.PriceNotPerUnit,
        errors.CurrencyMismatch,
        errors.PriceStartsInThePast,
        errors.PriceEndsBeforeItStarts,
    ],
)
def add_price(request: Request, body: PriceIn) -> tuple[int, queries.PriceEntry]:
    """Of several prices the one that starts last counts, from its start on. So one that starts inside a promotion ends that; to let
    the promotion go on, set it anew with its end."""
    written = set_price(
        sku_id=body.sku_id,
        store_id=body.store_id,
        amount=body.amount,
        per=body.per,
        tax_rate_permille=body.tax_rate_permille,
        currency=body.currency or "",
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        reason=body.reason,
        tier=body.tier,
        by=request.caller.actor,
    )
    return 201, written


@door.get(
    "/skus/{sku_id}/prices",
    who=HEAD_OFFICE,
    response=HistoryOut,
    summary="The price log of a SKU, latest entry first",
    errors=[UnknownSku],
)
def show_price_history(
    request: Request,
    sku_id: Code,
    store_id: Place | None = None,
    before: Annotated[int | None, Field(ge=1, le=2**62)] = None,
    limit: Limit = 50,
) -> HistoryOut:
    catalog.sku_card(sku_id)
    entries = queries.price_history(sku_id=sku_id, store_id=store_id, before=before, limit=limit)
    return HistoryOut(entries=entries, next_before=entries[-1].id if len(entries) == limit else None)


def _price(code: str, price: Price, card: catalog.SkuCard) -> PriceOut:
    comparable = unit_price(
        amount=price.amount,
        per=price.per,
        unit=card.unit,
        content=card.content,
        content_unit=card.content_unit,
    )
    return PriceOut(
        sku_id=code,
        amount=price.amount,
        per=price.per,
        currency=price.currency,
        tax_rate_permille=price.tax_rate_permille,
        unit_price=UnitPriceOut.model_validate(comparable) if comparable else None,
    )


def _near_expiry(
    lot: inventory.LotRow, value: PricedLine | None, marked: Price | None, can: list[LotDeed]
) -> NearExpiryOut:
    assert lot.expires_on is not None and lot.days_left is not None
    return NearExpiryOut(
        id=lot.id,
        sku_id=lot.sku_id,
        name=lot.name,
        picture=lot.picture,
        unit=lot.unit,
        zone=lot.zone,
        shelf=lot.shelf,
        code=lot.code,
        expires_on=lot.expires_on,
        days_left=lot.days_left,
        on_hand=lot.on_hand,
        state=lot.state,
        is_sellable=lot.is_sellable,
        value=value.payable if value else None,
        currency=value.currency if value else None,
        amount=value.amount if value else None,
        per=value.per if value else None,
        marked_amount=marked.amount if marked else None,
        can=can,
    )
