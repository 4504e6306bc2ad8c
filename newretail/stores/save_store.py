"""A store as head office opens and changes it."""

from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from newretail.chain import api as chain
from newretail.kernel.errors import Invalid
from newretail.kernel.events import publish
from newretail.kernel.text import ByLanguage
from newretail.stores.errors import CurrencyIsFixed, FormatUnknown, StoreUnknown
from newretail.stores.events import StoreSaved
from newretail.stores.lay_first_floor import lay_first_floor
from newretail.stores.models import Format, Store
from newretail.stores.queries import forget_store


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSheet:
    """What a store is. hours: Monday to Sunday, each a list of ["HH:MM", "HH:MM"] spans, one of which may pass midnight.

    time_zone and currency are the chain's where they are blank. Whether it is open now is a matter of `set_state`.
    """

    names: ByLanguage
    format: str
    gln: str
    address: str
    latitude: float
    longitude: float
    time_zone: str
    hours: list[list[list[str]]]
    currency: str
    delivery_radius_metres: int


def store_sheet(store_id: str) -> StoreSheet:
    """Raises StoreUnknown."""
    store = Store.objects.filter(code=store_id).first()
    if store is None:
        raise StoreUnknown()
    return StoreSheet(
        names=store.names,
        format=store.format_id,
        gln=store.gln,
        address=store.address,
        latitude=store.latitude,
        longitude=store.longitude,
        time_zone=store.time_zone,
        hours=[[spans] if spans and isinstance(spans[0], str) else spans for spans in store.hours],
        currency=store.currency,
        delivery_radius_metres=store.delivery_radius_metres,
    )


@transaction.atomic
def save_store(*, code: str, said: StoreSheet, by: str) -> bool:
    """Open a store, or make a store what is said of it; returns whether it is new. A new one has a first floor to put goods on.

    Raises FormatUnknown, CurrencyIsFixed for a store that has prices and sales in another one, Invalid.
    """
    if not Format.objects.filter(code=said.format).exists():
        raise FormatUnknown(format=said.format)
    store = Store.objects.select_for_update().filter(code=code).first()
    is_new = store is None
    store = store or Store(code=code)
    currency = said.currency or (chain.default_currency() if is_new else store.currency)
    if not is_new and currency != store.currency:
        raise CurrencyIsFixed(currency=store.currency)
    values = asdict(said) | {
        "names": said.names,
        "currency": currency,
        "time_zone": said.time_zone or chain.default_time_zone(),
    }
    store.format_id = values.pop("format")
    for name, value in values.items():
        setattr(store, name, value)
    try:
        store.full_clean(validate_unique=is_new)
    except ValidationError as error:
        raise Invalid(first="; ".join(error.messages)[:300]) from None
    store.save(force_insert=is_new)
    if is_new:
        lay_first_floor(store_id=code)
    publish(StoreSaved(store_id=code, is_new=is_new, by=by))
    transaction.on_commit(lambda: forget_store(code))
    return is_new
