"""What fulfilment does by the clock."""

from newretail.fulfilment.forget_addresses import forget_addresses
from newretail.fulfilment.picking.miss_line import close_unanswered
from newretail.fulfilment.plan.find_late import find_late_jobs, find_late_parcels
from newretail.fulfilment.plan.lay_out_plan import lay_out_plan
from newretail.fulfilment.plan.release_jobs import release_jobs
from newretail.fulfilment.plan.reserve_work import expire_reservations
from newretail.fulfilment.riding.dispatch_trips import dispatch_trips, stores_waiting
from newretail.fulfilment.rules import HORIZON
from newretail.kernel import clock
from newretail.kernel.jobs import duty
from newretail.stores import api as stores


@duty(every_seconds=10)
def free_lapsed_places() -> int:
    return expire_reservations()


@duty(every_seconds=10)
def release_due_jobs() -> int:
    return release_jobs()


@duty(every_seconds=10)
def close_unanswered_questions() -> int:
    return close_unanswered()


@duty(every_seconds=30)
def notice_late_work() -> int:
    return find_late_jobs() + find_late_parcels()


@duty(every_seconds=10)
def send_couriers() -> None:
    for store_id in stores_waiting():
        dispatch_trips(store_id=store_id)


@duty(every_seconds=1800)
def lay_out_plans() -> None:
    now = clock.now()
    for store in stores.every_store():
        lay_out_plan(store_id=store.code, first=now, last=now + 2 * HORIZON)


@duty(every_seconds=3600)
def forget_old_addresses() -> int:
    return forget_addresses()
