"""What pricing listens to: prices in product files."""

from newretail.catalog import api as catalog
from newretail.pricing.take_listed_prices import take_listed_prices

catalog.on_listed_prices(take_listed_prices)
