"""Notice what is late, once, and say which clock overran."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q

from newretail.fulfilment.events import LegLate, PickJobLate
from newretail.fulfilment.models import Parcel, PartState, PickJob, Stage, StageName, Way
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.models.picking import JobState
from newretail.fulfilment.work.terms import work_terms
from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.science import promise

_BATCH = 200
_ENDED = (ParcelState.DONE, ParcelState.CANCELLED, ParcelState.RETURNED)


@transaction.atomic
def find_late_jobs() -> int:
    """Mark pick jobs that are not finished at their latest finish; returns how many."""
    now = clock.now()
    running = (JobState.WAITING, JobState.OPEN, JobState.STARTED)
    late = PickJob.objects.select_for_update(skip_locked=True).filter(
        state__in=running, latest_finish__lt=now, late_at__isnull=True
    )
    jobs = list(late.order_by("latest_finish", "number", "zone_walk_order")[:_BATCH])
    for job in jobs:
        job.late_at = now
        job.save(update_fields=["late_at"])
        publish(
            PickJobLate(
                store_id=job.store_id,
                ref=job.ref,
                job_id=str(job.id),
                zone=job.zone,
                latest_finish=job.latest_finish.isoformat(),
            )
        )
    return len(jobs)


@transaction.atomic
def find_late_parcels() -> int:
    """Mark parcels that are not where they should be when they are due, with the cause; returns how many."""
    now = clock.now()
    late = Parcel.objects.select_for_update(skip_locked=True).filter(due_at__lt=now, late_at__isnull=True)
    parcels = list(
        late.exclude(state__in=_ENDED).exclude(ready_to_collect()).order_by("due_at", "number")[:_BATCH]
    )
    for parcel in parcels:
        parcel.late_at, parcel.late_cause = now, late_cause_of(parcel, at=now)
        parcel.save(update_fields=["late_at", "late_cause"])
        publish(
            LegLate(
                store_id=parcel.store_id,
                ref=parcel.ref,
                way=parcel.way,
                part=parcel.part,
                cause=parcel.late_cause,
                due_at=parcel.due_at.isoformat(),
            )
        )
    return len(parcels)


def ready_to_collect() -> Q:
    """A parcel that waits for its shopper is in time."""
    return ~Q(way=Way.DELIVER) & Q(state__in=[ParcelState.PACKED, ParcelState.SHELVED])


def late_cause_of(parcel: Parcel, *, at: datetime) -> str:
    """Which stage made this parcel late; see promise.late_cause; waiting_for_part when what no picker brings was."""
    stages = Stage.objects.filter(store_id=parcel.store_id, ref=parcel.ref)
    own = Q(way="", part="") | Q(way=parcel.way, part=parcel.part)
    reached = {stage.stage: stage.at for stage in stages.filter(own)}
    jobs = PickJob.objects.filter(parts__parcel=parcel).annotate(count=Count("lines", distinct=True))
    latest_finish = min((job.latest_finish for job in jobs), default=parcel.latest_packed)
    if _waits_for_others(parcel, at=at) and reached.get(StageName.PICKED, latest_finish) <= latest_finish:
        return "waiting_for_part"
    most_lines = max((job.count for job in jobs), default=1)
    speed = work_terms.of(parcel.store_id).metres_per_minute
    riding = promise.ride(metres=parcel.metres, metres_per_minute=speed).mean
    return promise.late_cause(
        promise.Clocks(
            released=reached.get(StageName.RELEASED),
            pick_started=reached.get(StageName.PICK_STARTED),
            picked=reached.get(StageName.PICKED),
            arrived=parcel.arrived_at,
            packed=parcel.packed_at,
            handed_over=parcel.handed_over_at,
            ended=parcel.ended_at,
        ),
        at=at,
        latest_finish=latest_finish,
        latest_packed=parcel.latest_packed,
        start_by=promise.start_by(latest_finish=latest_finish, lines=most_lines),
        leave_by=parcel.due_at - timedelta(minutes=riding),
    )


def _waits_for_others(parcel: Parcel, *, at: datetime) -> bool:
    """Was something that no picker brings made too late, or is it overdue?"""
    others = parcel.parts.filter(job__isnull=True).exclude(state=PartState.DROPPED)
    late = Q(ready_at__gt=F("latest_finish")) | Q(ready_at__isnull=True, latest_finish__lt=at)
    return others.filter(late).exists()
