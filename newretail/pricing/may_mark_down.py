"""What somebody may do with a lot that comes to its last day, and why it is not marked down: the use case asks the same."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal
from uuid import UUID

from newretail.inventory import api as inventory
from newretail.kernel.errors import Refusal
from newretail.kernel.who import MANAGER, Caller
from newretail.pricing.errors import LotNotHere, NotAMarkdown, NotPriced
from newretail.pricing.price_lines import list_prices, lot_prices
from newretail.pricing.rules import Price

LotDeed = Literal["mark_down", "write_off"]


def deeds_of_lots(
    *, store_id: str, lots: Sequence[inventory.LotView], caller: Caller
) -> dict[UUID, list[LotDeed]]:
    """By lot of one store, with the same two questions to the database whatever their number."""
    if not lots:
        return {}
    listed = list_prices(store_id=store_id, sku_ids={lot.sku_id for lot in lots})
    marked = lot_prices(store_id=store_id, lots=[(lot.sku_id, lot.code) for lot in lots])
    may: dict[UUID, list[LotDeed]] = {}
    for lot in lots:
        prices = listed.get(lot.sku_id), marked.get((lot.sku_id, lot.code))
        deeds = may.setdefault(lot.id, [])
        if MANAGER.allows(caller, store_id) and why_not_marked_down(lot, *prices) is None:
            deeds.append("mark_down")
        if inventory.may_write_off(lot, caller):
            deeds.append("write_off")
    return may


def why_not_marked_down(
    lot: inventory.LotView, listed: Price | None, marked: Price | None, *, amount: int = 0
) -> Refusal | None:
    """Why a lot with goods left cannot cost `amount` minor units from now on: LotNotHere, NotPriced or NotAMarkdown.

    `listed`: what the SKU costs; `marked`: what the lot was marked down to before. Without an amount: why no price is low enough.
    """
    if not lot.is_sellable:
        return LotNotHere(lot=lot.code, sku=lot.sku_id)
    if listed is None:
        return NotPriced(sku=lot.sku_id)
    for standing in (listed, marked):
        if standing is not None and not replace(listed, amount=amount).is_below(standing):
            return NotAMarkdown(amount=standing.amount, per=standing.per, currency=standing.currency)
    return None
