"""What is in a parcel: what was picked for it, and what its other parts say they brought."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from newretail.fulfilment.models import Parcel, ParcelPart, PartState, Take


@dataclass(frozen=True, slots=True, kw_only=True)
class PartGoods:
    """What a part that is no pick job brought for one line of the ref, in base units of `sku_id`."""

    line: str
    sku_id: str
    quantity: int
    lot: str = ""


def contents(parcel: Parcel) -> list[dict[str, Any]]:
    """{line, sku_id, quantity, pieces, lot, swap_of, amount} by line, SKU and lot; first what was picked, then what other parts brought."""
    return [*_picked(parcel), *_brought(parcel)]


def _picked(parcel: Parcel) -> list[dict[str, Any]]:
    takes = Take.objects.filter(line__parcel=parcel, undone_at__isnull=True)
    sums: dict[tuple[str, str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for take in takes.select_related("line").order_by("line__line", "id"):
        total = sums[take.line.line, take.sku_id, take.lot, take.swap_of]
        total[0] += take.quantity
        total[1] += take.amount or 0
        total[2] += take.pieces or 0
    return [
        {
            "line": line,
            "sku_id": sku_id,
            "quantity": quantity,
            "pieces": pieces or None,
            "lot": lot,
            "swap_of": swap_of or None,
            "amount": amount if swap_of else None,
        }
        for (line, sku_id, lot, swap_of), (quantity, amount, pieces) in sums.items()
    ]


def _brought(parcel: Parcel) -> list[dict[str, Any]]:
    parts = ParcelPart.objects.filter(parcel=parcel, job__isnull=True).exclude(state=PartState.DROPPED)
    return [
        goods | {"pieces": None, "swap_of": None, "amount": None}
        for part in parts.order_by("ready_at", "id")
        for goods in part.goods
    ]


def as_document(goods: Sequence[PartGoods]) -> list[dict[str, Any]]:
    return [
        {"line": each.line, "sku_id": each.sku_id, "quantity": each.quantity, "lot": each.lot}
        for each in goods
    ]
