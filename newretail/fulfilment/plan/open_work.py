"""A paid order becomes work: parcels for its ways out, a pick job for each zone, each with a latest finish."""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from newretail.catalog.api import sku_cards
from newretail.fulfilment.events import WorkOpened
from newretail.fulfilment.models import (
    Parcel,
    ParcelPart,
    PickJob,
    PickLine,
    Reservation,
    StageName,
    Way,
    Work,
)
from newretail.fulfilment.models.parts import PICK
from newretail.fulfilment.models.picking import JobState, Substitution
from newretail.fulfilment.parts.open_part import NewPart, add_part
from newretail.fulfilment.work.reach_stage import reach
from newretail.fulfilment.work.terms import work_terms
from newretail.fulfilment.work.zone_names import NO_ZONE
from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.science import promise
from newretail.science.geography import metres_along
from newretail.stores import api as stores

LegKey = tuple[str, str]
"""Way and part: which parcel of a ref."""
_LAST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLeg:
    """One parcel. `part` tells several of one way apart, "" for the only one. `address`: {name, phone, text, note, latitude, longitude}
    for `deliver`, else None. `awaits`: what it waits for besides what is picked for it."""

    way: str
    due_at: datetime
    address: dict[str, Any] | None = None
    part: str = ""
    awaits: Sequence[NewPart] = ()

    @property
    def key(self) -> LegKey:
        return self.way, self.part


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """One line to pick. `pieces`: of what is ordered by the piece and settled by weight; `quantity` is what so many usually weigh. `amount`: agreed for the whole line; `swap_cap`: the most a substitute for the whole line may cost
    (None: the agreed amount). Both in minor units. `lot_code`: the lot that was promised, "" for any."""

    line: str
    sku_id: str
    quantity: int
    way: str
    part: str = ""
    substitution: str = Substitution.REFUND.value
    swap_cap: int | None = None
    amount: int | None = None
    lot_code: str = ""
    pieces: int | None = None

    @property
    def leg_key(self) -> LegKey:
        return self.way, self.part


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    zone: str
    shelf: str
    walk_order: int


@transaction.atomic
def open_work(
    *, ref: str, store_id: str, number: str, legs: Sequence[WorkLeg], lines: Sequence[WorkLine]
) -> None:
    """Open everything that has to be done for `ref` and release it to the pickers when its time has come.

    Each line needs a leg. A leg without lines waits for what `awaits` names, or for parts that are opened later. The goods must be held in inventory under the same ref and lines. Places in
    the plan that `ref` has reserved are kept for good. Repeating it for the same ref changes nothing.
    """
    keys = [leg.key for leg in legs]
    assert keys and len(keys) == len(set(keys)) and {line.leg_key for line in lines} <= set(keys)
    now = clock.now()
    work, is_new = Work.objects.get_or_create(
        ref=ref,
        defaults={
            "store_id": store_id,
            "number": number,
            "due_at": min(leg.due_at for leg in legs),
            "opened_at": now,
        },
    )
    if not is_new:
        return
    Reservation.objects.filter(ref=ref, store_id=store_id).update(until=None)
    parcels = _open_parcels(work, legs)
    jobs = _open_jobs(work, parcels, lines, now)
    publish(WorkOpened(store_id=store_id, ref=ref, number=number, due_at=work.due_at.isoformat()))
    if any(job.state == JobState.OPEN for job in jobs):
        reach(ref=ref, store_id=store_id, stage=StageName.RELEASED, at=now)


def _open_parcels(work: Work, legs: Sequence[WorkLeg]) -> dict[LegKey, Parcel]:
    store = stores.store(work.store_id)
    parcels = {leg.key: _parcel(work, leg, store) for leg in legs}
    Parcel.objects.bulk_create(parcels.values())
    for leg in legs:
        for new in leg.awaits:
            add_part(parcels[leg.key], new)
    return parcels


def _parcel(work: Work, leg: WorkLeg, store: Any) -> Parcel:
    parcel = Parcel(
        work=work,
        store_id=work.store_id,
        ref=work.ref,
        number=work.number,
        way=leg.way,
        part=leg.part,
        due_at=leg.due_at,
    )
    parcel.latest_packed = leg.due_at
    if leg.way == Way.DELIVER:
        assert leg.address is not None
        parcel.address = {key: leg.address.get(key) or "" for key in ("name", "phone", "text", "note")}
        parcel.latitude, parcel.longitude = leg.address["latitude"], leg.address["longitude"]
        parcel.metres = metres_along([(store.latitude, store.longitude), (parcel.latitude, parcel.longitude)])
        parcel.code = f"{secrets.randbelow(10**4):04d}"
        riding = promise.ride(
            metres=parcel.metres, metres_per_minute=work_terms.of(store.code).metres_per_minute
        )
        waiting = promise.Stage("courier", promise.FREE_COURIER_MINUTES, promise.FREE_COURIER_SD)
        parcel.latest_packed = promise.latest_packed(due_at=leg.due_at, outside=[waiting, riding])
    return parcel


def _open_jobs(
    work: Work, parcels: dict[LegKey, Parcel], lines: Sequence[WorkLine], now: datetime
) -> list[PickJob]:
    spots = _spots(work.store_id, lines)
    by_zone: dict[str, list[WorkLine]] = defaultdict(list)
    for line in lines:
        by_zone[spots[line.sku_id].zone].append(line)
    jobs = [_job(work, zone, theirs, parcels, spots, now) for zone, theirs in sorted(by_zone.items())]
    PickJob.objects.bulk_create(jobs)
    PickLine.objects.bulk_create(
        line for job in jobs for line in _pick_lines(job, by_zone[job.zone], parcels, spots)
    )
    ParcelPart.objects.bulk_create(part for job in jobs for part in _parts(job, by_zone[job.zone], parcels))
    return jobs


def _spots(store_id: str, lines: Sequence[WorkLine]) -> dict[str, _Spot]:
    sku_ids = sorted({line.sku_id for line in lines})
    places = stores.places(store_id, sku_ids)
    return {
        sku_id: _Spot(zone=place.zone, shelf=place.shelf, walk_order=place.walk_order)
        if (place := places.get(sku_id))
        else _Spot(zone=NO_ZONE, shelf="", walk_order=_LAST)
        for sku_id in sku_ids
    }


def _job(
    work: Work,
    zone: str,
    lines: Sequence[WorkLine],
    parcels: dict[LegKey, Parcel],
    spots: dict[str, _Spot],
    now: datetime,
) -> PickJob:
    packed_by = min(parcels[line.leg_key].latest_packed for line in lines)
    packing_minutes = work_terms.of(work.store_id).packing_minutes
    latest_finish = promise.latest_finish(packed_by=packed_by, packing_minutes=packing_minutes)
    release_at = promise.release_at(latest_finish=latest_finish, opened_at=now)
    is_due = release_at <= now
    return PickJob(
        work=work,
        store_id=work.store_id,
        ref=work.ref,
        number=work.number,
        zone=zone,
        zone_walk_order=min(spots[line.sku_id].walk_order for line in lines),
        state=JobState.OPEN if is_due else JobState.WAITING,
        released_at=now if is_due else None,
        release_at=release_at,
        latest_finish=latest_finish,
    )


def _pick_lines(
    job: PickJob, lines: Sequence[WorkLine], parcels: dict[LegKey, Parcel], spots: dict[str, _Spot]
) -> list[PickLine]:
    cards = sku_cards(line.sku_id for line in lines)
    walking = sorted(
        lines, key=lambda line: (spots[line.sku_id].walk_order, spots[line.sku_id].shelf, line.sku_id)
    )
    return [
        PickLine(
            job=job,
            parcel=parcels[line.leg_key],
            store_id=job.store_id,
            ref=job.ref,
            line=line.line,
            position=position,
            sku_id=line.sku_id,
            lot_code=line.lot_code,
            shelf=spots[line.sku_id].shelf,
            weighed=cards[line.sku_id].weighed,
            quantity=line.quantity,
            pieces=line.pieces,
            way=line.way,
            substitution=line.substitution,
            swap_cap=line.swap_cap,
            amount=line.amount,
        )
        for position, line in enumerate(walking)
    ]


def _parts(job: PickJob, lines: Sequence[WorkLine], parcels: dict[LegKey, Parcel]) -> list[ParcelPart]:
    """Each parcel that a job picks for waits for it."""
    return [
        ParcelPart(
            store_id=job.store_id,
            parcel=parcels[key],
            ref=job.ref,
            kind=PICK,
            job=job,
            latest_finish=job.latest_finish,
        )
        for key in sorted({line.leg_key for line in lines})
    ]
