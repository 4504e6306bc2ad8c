"""How fast a store works and what its couriers earn: read on every promise, so remembered for two seconds."""

from dataclasses import asdict, dataclass, fields

from django.db import transaction

from newretail.fulfilment.models import WorkTerms
from newretail.kernel import clock
from newretail.kernel.recent import Recent
from newretail.stores import api as stores


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTermsView:
    """picking_lines_per_minute: of all pickers together. metres_per_minute: a courier's speed along straight lines.

    Pay in minor units of the store's currency; courier_guarantee_per_hour: what an hour on duty earns at least, taken over the day.
    """

    picking_lines_per_minute: int
    packing_minutes: int
    metres_per_minute: int
    courier_pay_per_drop: int
    courier_pay_per_kilometre: int
    courier_guarantee_per_hour: int


_recent: Recent[str, WorkTermsView] = Recent(seconds=2, most=5_000)


def work_terms(store_id: str) -> WorkTermsView:
    """A store's, at most two seconds old; the fields' own defaults where nobody has set any."""
    known = _recent.get(store_id)
    if known is not None:
        return known
    row = WorkTerms.objects.filter(store_id=store_id).first() or WorkTerms(store_id=store_id)
    return _recent.keep(
        store_id, WorkTermsView(**{each.name: getattr(row, each.name) for each in fields(WorkTermsView)})
    )


@transaction.atomic
def set_work_terms(terms: WorkTermsView, *, store_id: str, by: str) -> WorkTermsView:
    """Work like this from now on: places booked and trips made keep what was true then. Raises StoreUnknown."""
    stores.store(store_id)
    WorkTerms.objects.update_or_create(
        store_id=store_id, defaults=asdict(terms) | {"changed_at": clock.now(), "changed_by": by}
    )
    transaction.on_commit(lambda: forget_work_terms(store_id))
    return terms


def forget_work_terms(store_id: str) -> None:
    """Read them anew next time."""
    _recent.forget(store_id)
