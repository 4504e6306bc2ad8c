"""How much of what a store has is held for whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from newretail.inventory.models import Hold, Stock


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldShare:
    """`quantity` base units of a SKU, of which the store has `on_hand`, are held for `ref`."""

    ref: str
    sku_id: str
    quantity: int
    on_hand: int


def shares_held(*, store_id: str, refs: Sequence[str]) -> list[HeldShare]:
    """One for each hold of these refs, whatever its line."""
    holds = list(
        Hold.objects.filter(store_id=store_id, ref__in=refs).values_list("ref", "sku_id", "quantity")
    )
    stock = Stock.objects.filter(store_id=store_id, sku_id__in={sku_id for _, sku_id, _ in holds})
    on_hand = dict(stock.values_list("sku_id", "on_hand"))
    return [
        HeldShare(ref=ref, sku_id=sku_id, quantity=quantity, on_hand=on_hand.get(sku_id, 0))
        for ref, sku_id, quantity in holds
    ]
