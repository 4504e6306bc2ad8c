"""How fast a store works and what its couriers earn."""

from dataclasses import dataclass

from newretail.fulfilment.models import WorkTerms
from newretail.stores.api import Terms, TermsView


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTermsView(TermsView):
    """picking_lines_per_minute: of all pickers together. metres_per_minute: a courier's speed along straight lines.

    Pay in minor units of the store's currency; courier_guarantee_per_hour: what an hour on duty earns at least, taken over the day.
    """

    picking_lines_per_minute: int
    packing_minutes: int
    metres_per_minute: int
    courier_pay_per_drop: int
    courier_pay_per_kilometre: int
    courier_guarantee_per_hour: int


work_terms = Terms("work", WorkTerms, WorkTermsView)
