from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.stores.errors import MinutesMissing, StoreUnknown
from newretail.stores.events import StoreStateChanged
from newretail.stores.models import State, Store
from newretail.stores.queries import forget_store

MOST_BUSY_MINUTES = 240


@transaction.atomic
def set_state(*, store_id: str, state: str, busy_minutes: int = 0, reason: str = "", by: str = "") -> Store:
    """Open, slow down (busy: so many minutes longer), pause or close a store. Setting the same again changes nothing.

    Raises StoreUnknown; MinutesMissing when busy has no minutes or another state has some.
    """
    if (state == State.BUSY) != (1 <= busy_minutes <= MOST_BUSY_MINUTES) or (
        state != State.BUSY and busy_minutes
    ):
        raise MinutesMissing()
    store = Store.objects.select_for_update(no_key=True).filter(code=store_id).first()
    if store is None:
        raise StoreUnknown()
    before = store.state
    if (before, store.busy_minutes, store.state_reason) == (state, busy_minutes, reason):
        return store
    store.state, store.busy_minutes, store.state_reason = state, busy_minutes, reason
    store.state_changed_at = clock.now()
    store.save(update_fields=["state", "busy_minutes", "state_reason", "state_changed_at"])
    publish(
        StoreStateChanged(
            store_id=store_id, state=state, before=before, busy_minutes=busy_minutes, reason=reason, by=by
        )
    )
    transaction.on_commit(lambda: forget_store(store_id))
    return store
