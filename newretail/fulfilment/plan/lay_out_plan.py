"""Lay the work plan out ahead of time, from the store's own speed."""

from datetime import datetime

from newretail.fulfilment.work.terms import work_terms
from newretail.kernel import sql
from newretail.science import promise

_LAY_OUT = sql.load(__file__, "lay_out_slots.sql")
_ADD = sql.load(__file__, "add_slots.sql")


def lay_out_plan(*, store_id: str, first: datetime, last: datetime) -> None:
    """Make every slot that starts from `first` to `last`, with the capacity of the store as it is set now."""
    sql.run(_LAY_OUT, _slots(store_id=store_id, first=first, last=last))


def add_missing_slots(*, store_id: str, first: datetime, last: datetime) -> int:
    """Make the slots that nobody has laid out yet, and leave the others alone; returns how many."""
    return len(sql.fetch(_ADD, _slots(store_id=store_id, first=first, last=last)))


def _slots(*, store_id: str, first: datetime, last: datetime) -> dict[str, object]:
    return {
        "store_id": store_id,
        "first": promise.slot_start(first),
        "last": promise.slot_start(last),
        "capacity": promise.slot_capacity(lines_per_minute=work_terms.of(store_id).picking_lines_per_minute),
        "slot_seconds": promise.SLOT_MINUTES * 60,
    }
