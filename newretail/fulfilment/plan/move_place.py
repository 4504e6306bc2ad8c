"""Work that begins later than it was planned for gives its place back and books another."""

from collections.abc import Sequence

from django.db import transaction

from newretail.fulfilment.plan.quote_work import LegQuote, quote_work
from newretail.fulfilment.plan.reserve_work import free, reserve


@transaction.atomic
def move_place(
    *, ref: str, store_id: str, line_count: int, ways: Sequence[str], metres: int = 0
) -> list[LegQuote]:
    """Book the places of `ref` anew, from now on and for good, and quote what they make of `ways`.

    Raises Full; then the old places stay booked.
    """
    free(ref=ref, store_id=store_id)
    quotes = quote_work(store_id=store_id, line_count=line_count, ways=ways, metres=metres)
    pick_at, pick_by = quotes[0].pick_at, quotes[0].pick_by
    assert pick_at is not None
    reserve(ref=ref, store_id=store_id, line_count=line_count, at=pick_at, by=pick_by, until=None)
    return quotes
