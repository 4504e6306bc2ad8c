"""In what a price is."""

from newretail.chain.api import chain
from newretail.stores import api as stores


def currency_of(store_id: str | None) -> str:
    """The currency of the store, or that of the chain where no store is meant. Raises StoreUnknown."""
    return stores.store(store_id).currency if store_id else chain().currency


def chain_currencies() -> frozenset[str]:
    """What a price of the whole chain may be in: the chain's currency, and those that are paid with in some store."""
    return stores.currencies() | {chain().currency}
