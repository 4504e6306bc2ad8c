"""Book a place in the work plan, keep it, give it back. One place is never booked twice."""

from datetime import datetime

from django.db import transaction

from newretail.fulfilment import rules
from newretail.fulfilment.models import Reservation
from newretail.fulfilment.plan.errors import Full, PlaceGone
from newretail.fulfilment.plan.lay_out_plan import add_missing_slots
from newretail.fulfilment.work.terms import work_terms
from newretail.kernel import clock, sql
from newretail.science import promise

_RESERVE = sql.load(__file__, "reserve_places.sql")
_FREE = sql.load(__file__, "free_places.sql")
_BATCH = 200
_KEEP = "UPDATE fulfilment_reservation SET until = NULL WHERE ref = %(ref)s AND store_id = %(store_id)s"


@transaction.atomic
def reserve(
    *,
    ref: str,
    store_id: str,
    line_count: int,
    at: datetime,
    until: datetime | None,
    by: datetime | None = None,
) -> None:
    """Book `line_count` pick lines for `ref` in the slots from `at` on, until `until` (None: for good).

    at, by: `pick_at` and `pick_by` of the quote; without `by`, as many slots as the lines need alone. One slot of slack is
    allowed behind it. Asking again for the same ref books nothing more. Raises Full; then nothing is booked.
    """
    if line_count <= 0:
        return
    first = promise.slot_start(at)
    end = (by or first + promise.slots_for(line_count, lines_per_minute=_pace(store_id))) + rules.SLACK
    values = {
        "ref": ref,
        "store_id": store_id,
        "units": line_count,
        "first": first,
        "end": end,
        "until": until,
        "now": clock.now(),
        "slot_seconds": promise.SLOT_MINUTES * 60,
    }
    booked = sql.fetch(_RESERVE, values)
    if not booked and not Reservation.objects.filter(ref=ref, store_id=store_id).exists():
        if add_missing_slots(store_id=store_id, first=first, last=end):
            booked = sql.fetch(_RESERVE, values)
        if not booked:
            raise Full(next_at=None)
    assert not booked or booked[0].booked == booked[0].slots


def _pace(store_id: str) -> int:
    lines_per_minute: int = work_terms.of(store_id).picking_lines_per_minute
    return lines_per_minute


def confirm(*, ref: str, store_id: str) -> None:
    """Keep the places of `ref` for good; repeating it changes nothing.

    Places that are overdue but not swept yet are still kept: whoever comes first, payment or sweep, wins.
    Raises PlaceGone when there are none left.
    """
    if not sql.fetch(_KEEP + " RETURNING 1", {"ref": ref, "store_id": store_id}):
        raise PlaceGone()


def keep(*, ref: str, store_id: str) -> None:
    """As `confirm`, for a caller that knows the places are there and waits for no answer (see `sql.later`)."""
    sql.later(_KEEP, {"ref": ref, "store_id": store_id})


def free(*, ref: str, store_id: str) -> int:
    """Give the places of `ref` back, kept ones too; returns 1, or 0 when there were none."""
    reservations: int = sql.fetch(_FREE, {"ref": ref, "store_id": store_id, "due": None})[0].reservations
    return reservations


def expire_reservations() -> int:
    """Give back the places of reservations that have lapsed; returns how many."""
    now = clock.now()
    due = (
        Reservation.objects.filter(until__lte=now)
        .order_by("until", "id")
        .values_list("ref", "store_id")[:_BATCH]
    )
    expired = 0
    for ref, store_id in list(due):
        expired += sql.fetch(_FREE, {"ref": ref, "store_id": store_id, "due": now})[0].reservations
    return expired
