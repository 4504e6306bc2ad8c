"""What has happened in pricing."""

from dataclasses import dataclass

from newretail.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PriceChanged(Event):
    """A price was written. `store_id` is empty for the whole chain; `starts_at` may lie in the future.

    `tier` and `lot_code` are empty for everybody and for all goods of the SKU.
    """

    name = "price.changed"

    log_id: int
    sku_id: str
    amount: int
    per: int
    currency: str
    tax_rate_permille: int
    starts_at: str
    ends_at: str | None = None
    tier: str = ""
    lot_code: str = ""
