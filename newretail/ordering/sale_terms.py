"""What a store grants its shoppers: read on every promise, so remembered for two seconds."""

from dataclasses import asdict, dataclass, fields

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.recent import Recent
from newretail.ordering.models import SaleTerms
from newretail.stores import api as stores


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleTermsView:
    """Money in minor units of the store's currency. minimum_order: goods of a delivery come to at least so much.

    free_delivery_from: goods that are brought for nothing; null where a delivery always costs its fee. refund_days: so many days
    after an order has ended money may be asked back.
    """

    minimum_order: int
    delivery_fee: int
    free_delivery_from: int | None
    bag_fee: int
    refund_days: int


_recent: Recent[str, SaleTermsView] = Recent(seconds=2, most=5_000)


def sale_terms(store_id: str) -> SaleTermsView:
    """A store's, at most two seconds old; the fields' own defaults where nobody has set any."""
    known = _recent.get(store_id)
    if known is not None:
        return known
    row = SaleTerms.objects.filter(store_id=store_id).first() or SaleTerms(store_id=store_id)
    return _recent.keep(
        store_id, SaleTermsView(**{each.name: getattr(row, each.name) for each in fields(SaleTermsView)})
    )


@transaction.atomic
def set_sale_terms(terms: SaleTermsView, *, store_id: str, by: str) -> SaleTermsView:
    """Sell like this from now on: a live promise keeps the fees it was quoted with. Raises StoreUnknown."""
    stores.store(store_id)
    SaleTerms.objects.update_or_create(
        store_id=store_id, defaults=asdict(terms) | {"changed_at": clock.now(), "changed_by": by}
    )
    transaction.on_commit(lambda: forget_sale_terms(store_id))
    return terms


def forget_sale_terms(store_id: str) -> None:
    """Read them anew next time."""
    _recent.forget(store_id)
