"""Lay the work plan out ahead of time, from the store's own speed."""

from datetime import datetime

from newretail.fulfilment import rules
from newretail.kernel import sql
from newretail.stores import api as stores

_LAY_OUT = sql.load(__file__, "lay_out_slots.sql")


def lay_out_plan(*, store_id: str, first: datetime, last: datetime) -> None:
    """Make every slot that starts from `first` to `last`, with the capacity of the store as it is set now."""
    store = stores.store(store_id)
    sql.run(
        _LAY_OUT,
        {
            "store_id": store_id,
            "first": rules.slot_start(first),
            "last": rules.slot_start(last),
            "capacity": rules.slot_capacity(lines_per_minute=store.picking_lines_per_minute),
            "slot_seconds": rules.SLOT_MINUTES * 60,
        },
    )
