"""What pricing does for others: it keeps the prices of product files."""

from newretail.catalog import api as catalog
from newretail.pricing.currency import chain_currencies
from newretail.pricing.take_listed_prices import take_listed_prices
from newretail.pricing.tell_listed_prices import tell_listed_prices

catalog.keep_prices_in(
    catalog.PriceBook(currencies=chain_currencies, take=take_listed_prices, tell=tell_listed_prices)
)
