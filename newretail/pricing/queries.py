"""The read side of pricing."""

from dataclasses import dataclass
from datetime import datetime

from newretail.pricing.errors import NotPriced
from newretail.pricing.models import PriceLog
from newretail.pricing.price_lines import list_prices
from newretail.pricing.rules import Price

MOST_HISTORY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceEntry:
    """One line of the price log; `store_id` None is the whole chain, `tier` and `lot_code` empty everybody and all goods."""

    id: int
    sku_id: str
    store_id: str | None
    tier: str
    lot_code: str
    amount: int
    per: int
    currency: str
    tax_rate_permille: int
    starts_at: datetime
    ends_at: datetime | None
    reason: str
    by: str
    created_at: datetime


def price(*, store_id: str, sku_id: str, at: datetime | None = None) -> Price:
    """What one SKU costs in the store. Raises NotPriced."""
    if found := list_prices(store_id=store_id, sku_ids=[sku_id], at=at).get(sku_id):
        return found
    raise NotPriced(sku=sku_id)


def price_history(
    *, sku_id: str, store_id: str | None = None, before: int | None = None, limit: int = 50
) -> list[PriceEntry]:
    """The log of one SKU, latest entry first: the chain's lines, and with a store that store's too.

    before: the id of the last entry seen, to read on.
    """
    assert 0 < limit <= MOST_HISTORY
    lines = PriceLog.objects.filter(sku_id=sku_id)
    lines = (
        lines.filter(store=None) | lines.filter(store_id=store_id) if store_id else lines.filter(store=None)
    )
    if before is not None:
        lines = lines.filter(id__lt=before)
    return [entry(line) for line in lines.order_by("-id")[:limit]]


def entry(line: PriceLog) -> PriceEntry:
    return PriceEntry(
        id=line.id,
        sku_id=line.sku_id,
        store_id=line.store_id,
        tier=line.tier,
        lot_code=line.lot_code,
        amount=line.amount,
        per=line.per,
        currency=line.currency,
        tax_rate_permille=line.tax_rate_permille,
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        reason=line.reason,
        by=line.by,
        created_at=line.created_at,
    )
