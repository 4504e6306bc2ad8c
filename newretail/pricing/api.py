"""The front door of pricing."""

from newretail.pricing.mark_down_lot import OneLot, mark_down_lot
from newretail.pricing.may_mark_down import LotDeed, deeds_of_lots
from newretail.pricing.price_lines import list_prices as prices
from newretail.pricing.price_lines import lot_prices, price_lines
from newretail.pricing.queries import PriceEntry, price, price_history
from newretail.pricing.rules import (
    EVERYONE,
    MEMBER,
    BasketLine,
    Cut,
    Price,
    PricedLine,
    UnitPrice,
    unit_price,
)
from newretail.pricing.set_price import set_price
from newretail.pricing.words import why_cheaper

__all__ = [
    "EVERYONE",
    "MEMBER",
    "BasketLine",
    "Cut",
    "LotDeed",
    "OneLot",
    "Price",
    "PriceEntry",
    "PricedLine",
    "UnitPrice",
    "deeds_of_lots",
    "lot_prices",
    "mark_down_lot",
    "price",
    "price_history",
    "price_lines",
    "prices",
    "set_price",
    "unit_price",
    "why_cheaper",
]
