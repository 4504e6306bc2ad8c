"""Work ends with the last of its parcels."""

from newretail.fulfilment.models import Work
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.models.work import WorkState
from newretail.kernel import clock


def end_work(work: Work) -> None:
    """Work is done when none of its parcels is on its way any more."""
    ended = (ParcelState.DONE, ParcelState.RETURNED, ParcelState.CANCELLED)
    if work.state == WorkState.OPEN and not work.parcels.exclude(state__in=ended).exists():
        work.state, work.ended_at = WorkState.DONE, clock.now()
        work.save(update_fields=["state", "ended_at"])
