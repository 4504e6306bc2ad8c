"""One hand at a time lays out the floor of a store: its plan, its zones, what stands on its shelves."""

from newretail.stores.errors import StoreUnknown
from newretail.stores.models import Store


def lock_store(store_id: str) -> None:
    """Until the caller's transaction ends. Raises StoreUnknown."""
    if not Store.objects.select_for_update(no_key=True).filter(code=store_id).exists():
        raise StoreUnknown()
