"""Give held goods back to the free stock."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from newretail.inventory.ledger import lock_stock
from newretail.inventory.models import Hold
from newretail.kernel import sql

_FREE = sql.load(__file__, "free_holds.sql")


@transaction.atomic
def release_holds(*, ref: str, store_id: str, lines: Sequence[str] | None = None) -> int:
    """End the holds of `ref`, or only of these lines, kept ones too. Returns how many ended; repeating it gives 0."""
    return free_holds(ref=ref, store_id=store_id, lines=lines, due=None)


def free_holds(*, ref: str, store_id: str, lines: Sequence[str] | None, due: datetime | None) -> int:
    """End holds of `ref`; with `due`, only those that lapse by then."""
    held = Hold.objects.filter(store_id=store_id, ref=ref)
    if lines is not None:
        held = held.filter(line__in=lines)
    sku_ids = sorted(set(held.values_list("sku_id", flat=True)))
    if not sku_ids:
        return 0
    lock_stock(store_id=store_id, sku_ids=sku_ids)
    freed: int = sql.fetch(
        _FREE,
        {
            "store": store_id,
            "ref": ref,
            "skus": sku_ids,
            "lines": None if lines is None else list(lines),
            "due": due,
        },
    )[0].freed
    return freed
