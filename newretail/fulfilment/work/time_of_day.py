"""Times as people in a store read them off the wall."""

from datetime import datetime

from newretail.stores import api as stores


def time_of_day(store_id: str, at: datetime | None) -> str:
    """`14:03` by the clock of the store, with the day where it is not today; a dash when there is none."""
    return stores.on_the_wall(store_id, at) if at else "–"
