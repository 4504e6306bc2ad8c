"""Every fact gets a delivery for each receiver that wants it, in the relay's transaction: none is forgotten, none doubled."""

from uuid import UUID

from newretail.kernel import clock, events, sql
from newretail.kernel.models import Event
from newretail.webhooks import rules
from newretail.webhooks.kinds import is_kept_in

_FAN_OUT = sql.load(__file__, "fan_out.sql")


@events.subscribe_to_every(name="webhooks.plan_deliveries")
def plan_deliveries(event: Event) -> None:
    """A fact about a webhook goes to that webhook alone."""
    if is_kept_in(event.name):
        return
    about = UUID(event.ref.removeprefix("webhook:")) if event.name.startswith("webhook.") else None
    values = {"event_id": event.pk, "name": event.name, "store_id": event.store_id, "about": about}
    sql.run(_FAN_OUT, values | {"tries": rules.TRIES, "now": clock.now()})
