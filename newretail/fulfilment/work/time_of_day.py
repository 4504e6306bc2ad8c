"""Times as people in a store read them off the wall."""

from datetime import datetime

from newretail.stores import api as stores


def time_of_day(store_id: str, at: datetime | None) -> str:
    """`14:03` in the store's own time zone; a dash when there is none."""
    return f"{at.astimezone(stores.store(store_id).zone):%H:%M}" if at else "–"
