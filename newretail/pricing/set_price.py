"""A new price."""

from datetime import datetime, timedelta

from django.db import transaction

from newretail.catalog import api as catalog
from newretail.kernel import clock, events
from newretail.kernel.quantities import Unit
from newretail.pricing.currency import chain_currencies, currency_of
from newretail.pricing.errors import (
    CurrencyMismatch,
    PriceEndsBeforeItStarts,
    PriceNotPerUnit,
    PriceStartsInThePast,
)
from newretail.pricing.events import PriceChanged
from newretail.pricing.models import PriceLog
from newretail.pricing.queries import PriceEntry, entry
from newretail.pricing.rules import EVERYONE

LATE_BY = timedelta(minutes=1)
"""How far behind a start may lie when it arrives: the time somebody needs to send a form."""


@transaction.atomic
def set_price(
    *,
    sku_id: str,
    amount: int,
    per: int,
    tax_rate_permille: int,
    by: str,
    store_id: str | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    currency: str = "",
    reason: str = "",
    tier: str = EVERYONE,
) -> PriceEntry:
    """Write a price into the log: for one store, or without `store_id` for the chain, from `starts_at` (default: now) on.

    amount: minor units, tax included, for `per` base units. A thing sold by the piece is priced by the piece. `ends_at`: from
    then on the price before it stands again. `currency`: the store's, or the chain's, if not given. `tier`: for whom, if not for everybody. Raises UnknownSku, StoreUnknown, PriceNotPerUnit, CurrencyMismatch,
    PriceStartsInThePast or PriceEndsBeforeItStarts.
    """
    now = clock.now()
    currency = currency or currency_of(store_id)
    starts_at = check_price(
        sku_id=sku_id, store_id=store_id, per=per, currency=currency, starts_at=starts_at, ends_at=ends_at
    )
    line = PriceLog.objects.create(
        sku_id=sku_id,
        store_id=store_id,
        tier=tier,
        amount=amount,
        per=per,
        currency=currency,
        tax_rate_permille=tax_rate_permille,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        by=by[:80],
        created_at=now,
    )
    events.publish(changed(line))
    return entry(line)


def check_price(
    *,
    sku_id: str,
    store_id: str | None,
    per: int,
    currency: str,
    starts_at: datetime | None,
    ends_at: datetime | None,
) -> datetime:
    """When a price like this would start; raises what `set_price` raises."""
    _check_unit(sku_id=sku_id, per=per)
    _check_currency(store_id=store_id, currency=currency)
    start = _start(starts_at, now=clock.now())
    if ends_at is not None and ends_at <= start:
        raise PriceEndsBeforeItStarts()
    return start


def changed(line: PriceLog) -> PriceChanged:
    """The fact that a line of the log was written."""
    return PriceChanged(
        store_id=line.store_id or "",
        ref=f"price:{line.id}",
        log_id=line.id,
        sku_id=line.sku_id,
        tier=line.tier,
        lot_code=line.lot_code,
        amount=line.amount,
        per=line.per,
        currency=line.currency,
        tax_rate_permille=line.tax_rate_permille,
        starts_at=line.starts_at.isoformat(),
        ends_at=line.ends_at.isoformat() if line.ends_at else None,
    )


def _check_unit(*, sku_id: str, per: int) -> None:
    card = catalog.sku_card(sku_id)
    if card.unit == Unit.EACH and per != 1:
        raise PriceNotPerUnit(sku=sku_id, unit=card.unit, per=per)


def _check_currency(*, store_id: str | None, currency: str) -> None:
    """A store's price is in its own currency; the chain's in one that is paid with somewhere in the chain."""
    expected = currency_of(store_id)
    if currency not in (chain_currencies() if store_id is None else {expected}):
        raise CurrencyMismatch(currency=currency, expected=expected)


def _start(asked: datetime | None, *, now: datetime) -> datetime:
    """The asked start, moved to now when it is only just over."""
    if asked is None:
        return now
    if asked < now - LATE_BY:
        raise PriceStartsInThePast()
    return max(asked, now)
