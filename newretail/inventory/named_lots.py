"""Lots that a line of a cart names, looked at without a lock. Holding decides; this tells a shopper early."""

from collections.abc import Iterable, Mapping

from newretail.inventory.errors import BlockedLot, ExpiredLot
from newretail.inventory.lots import NamedLot, lot_refusal
from newretail.inventory.models import Lot
from newretail.kernel.errors import Refusal
from newretail.stores.api import today_at

SkuAndLot = tuple[str, str]
"""A SKU's code and the code of a lot of it."""


def lots_to_name(*, store_id: str, scanned: Iterable[SkuAndLot]) -> dict[SkuAndLot, str]:
    """Which lot to promise where somebody has scanned one: that lot; "" (any) where the store's books have nothing of it.

    A supplier's batch on the box may never have been written down, and the shopper still holds the goods in the hand.
    Raises ExpiredLot, BlockedLot.
    """
    today = today_at(store_id)
    names = {}
    for pair, (lot, on_hand) in _lots(store_id, scanned).items():
        refusal = lot_refusal(lot, wanted=0, today=today)
        if isinstance(refusal, ExpiredLot | BlockedLot):
            raise refusal
        names[pair] = lot.code if on_hand else ""
    return names


def lot_refusals(*, store_id: str, wanted: Mapping[SkuAndLot, int]) -> dict[SkuAndLot, Refusal]:
    """Why so many base units of these lots could not be held now, by lot; those that could are left out."""
    today = today_at(store_id)
    return {
        pair: refusal
        for pair, (lot, _) in _lots(store_id, wanted).items()
        if (refusal := lot_refusal(lot, wanted=wanted[pair], today=today)) is not None
    }


def _lots(store_id: str, pairs: Iterable[SkuAndLot]) -> dict[SkuAndLot, tuple[NamedLot, int]]:
    """Each of these lots and how much of it is there, known to the store or not."""
    wanted = sorted(set(pairs))
    rows = {
        (row.sku_id, row.code): row
        for row in Lot.objects.filter(
            store_id=store_id,
            sku_id__in=[sku_id for sku_id, _ in wanted],
            code__in=[code for _, code in wanted],
        )
    }
    return {pair: _named(pair, rows.get(pair)) for pair in wanted}


def _named(pair: SkuAndLot, row: Lot | None) -> tuple[NamedLot, int]:
    sku_id, code = pair
    if row is None:
        return NamedLot(sku_id=sku_id, code=code, state=None, expires_on=None, free=0), 0
    named = NamedLot(
        sku_id=sku_id, code=code, state=row.state, expires_on=row.expires_on, free=row.on_hand - row.held
    )
    return named, row.on_hand
