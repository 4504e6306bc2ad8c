"""The front door of pricing."""

from newretail.pricing.queries import PriceEntry, price, price_history, prices
from newretail.pricing.rules import Price, UnitPrice, unit_price
from newretail.pricing.set_price import set_price

__all__ = ["Price", "PriceEntry", "UnitPrice", "price", "price_history", "prices", "set_price", "unit_price"]
