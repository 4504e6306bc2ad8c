"""Moments as people in a store read them off the wall: what a sentence tells them is never another place's time."""

from datetime import datetime

from newretail.kernel import clock
from newretail.stores.queries import store


def on_the_wall(store_id: str, at: datetime) -> str:
    """`14:03` by the clock of the store; with the day before it where that is not today: `2026-11-30 14:03`."""
    zone = store(store_id).zone
    local = at.astimezone(zone)
    is_today = local.date() == clock.now().astimezone(zone).date()
    return f"{local:%H:%M}" if is_today else f"{local:%Y-%m-%d %H:%M}"
