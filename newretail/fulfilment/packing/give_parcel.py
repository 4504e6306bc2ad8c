"""A packed parcel leaves: onto the pickup shelf, into the courier's hands, into the shopper's."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from newretail.fulfilment.events import LegHandedOver, LegShelved
from newretail.fulfilment.models import Bag, Parcel, Stage, StageName, Stop, Way
from newretail.fulfilment.models.bags import BagState
from newretail.fulfilment.models.couriers import StopState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.packing.check_bags import check_bags, move_bags
from newretail.fulfilment.packing.check_code import check_code
from newretail.fulfilment.packing.pack_parcel import live_bags
from newretail.fulfilment.work.end_work import end_work
from newretail.fulfilment.work.errors import AlreadyFinished, ParcelNotReady
from newretail.fulfilment.work.find_work import parcel_locked
from newretail.fulfilment.work.reach_stage import reach
from newretail.fulfilment.work.time_of_day import time_of_day
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.kernel.events import publish

_CODE_ATTEMPTS = 20


@transaction.atomic
def shelve_parcel(*, store_id: str, parcel_id: UUID, shelf: str, by: str) -> Parcel:
    """Put a packed pickup parcel onto the pickup shelf; from now on its six-digit code opens it.

    Raises ParcelNotReady, AlreadyFinished, ParcelNotFound, WorkCancelled.
    """
    parcel = parcel_locked(store_id=store_id, parcel_id=parcel_id)
    if parcel.state in (ParcelState.SHELVED, ParcelState.DONE):
        raise AlreadyFinished(
            what="shelving",
            number=parcel.number,
            at=time_of_day(parcel.store_id, parcel.ended_at or parcel.packed_at),
        )
    if parcel.state != ParcelState.PACKED or parcel.way != Way.PICK_UP:
        raise _not_ready(parcel)
    parcel.state, parcel.shelf, parcel.code = ParcelState.SHELVED, shelf, _free_code(store_id)
    parcel.save(update_fields=["state", "shelf", "code"])
    reach(ref=parcel.ref, store_id=store_id, stage=StageName.SHELVED, way=parcel.way, part=parcel.part, by=by)
    publish(LegShelved(store_id=store_id, ref=parcel.ref, way=parcel.way, part=parcel.part, shelf=shelf))
    return parcel


def _free_code(store_id: str) -> str:
    used = set(
        Parcel.objects.filter(store_id=store_id, state=ParcelState.SHELVED).values_list("code", flat=True)
    )
    for _ in range(_CODE_ATTEMPTS):
        code = f"{secrets.randbelow(10**6):06d}"
        if code not in used:
            return code
    raise AssertionError("a shelf cannot hold a million parcels")


def collect_parcel(*, store_id: str, parcel_id: UUID, code: str, by: str) -> Parcel:
    """The shopper shows the code and gets the parcel. The right code again, afterwards, changes nothing.

    Five wrong codes lock the parcel for ten minutes; the count is kept although the request is refused.
    Raises WrongCode, CodeLocked, ParcelNotReady, ParcelNotFound, WorkCancelled, and AlreadyFinished to anybody but whoever handed it over.
    """
    with transaction.atomic():
        parcel = parcel_locked(store_id=store_id, parcel_id=parcel_id)
        if parcel.state not in (ParcelState.SHELVED, ParcelState.DONE) or parcel.way != Way.PICK_UP:
            raise _not_ready(parcel)
        refusal = check_code(parcel, code)
        if refusal is None and parcel.state == ParcelState.SHELVED:
            hand_to_shopper(parcel, by=by, proof="pickup_code")
        elif refusal is None and not _handed_over_by(parcel, by):
            refusal = AlreadyFinished(
                what="hand-over", number=parcel.number, at=time_of_day(store_id, parcel.handed_over_at)
            )
    if refusal is not None:
        raise refusal
    return parcel


def _handed_over_by(parcel: Parcel, by: str) -> bool:
    given = Stage.objects.filter(
        ref=parcel.ref, way=parcel.way, part=parcel.part, stage=StageName.HANDED_OVER.value
    )
    return given.filter(by=by).exists()


@transaction.atomic
def hand_over_parcel(*, store_id: str, parcel_id: UUID, bags: Sequence[str], by: str) -> Parcel:
    """Give a packed parcel away by scanning its bags: a delivery to the courier of its trip, the rest to the shopper.

    Raises WrongBag, BagsMissing, ParcelNotReady (also for a delivery without a courier, and for a parcel that needs its
    pickup code), AlreadyFinished, ParcelNotFound, WorkCancelled.
    """
    parcel = parcel_locked(store_id=store_id, parcel_id=parcel_id)
    if parcel.handed_over_at is not None and parcel.state != ParcelState.PACKED:
        raise AlreadyFinished(
            what="hand-over", number=parcel.number, at=time_of_day(parcel.store_id, parcel.handed_over_at)
        )
    if parcel.state != ParcelState.PACKED or parcel.way == Way.PICK_UP:
        raise _not_ready(parcel)
    if parcel.way != Way.DELIVER:
        check_bags(live_bags(parcel), bags, number=parcel.number)
        hand_to_shopper(parcel, by=by, proof="")
        return parcel
    stop = Stop.objects.filter(parcel=parcel, state=StopState.WAITING).select_related("trip__courier").first()
    if stop is None:
        raise _not_ready(parcel)
    check_bags(live_bags(parcel), bags, number=parcel.number)
    give_to_courier(parcel, courier=str(stop.trip.courier.member_id), by=by)
    return parcel


def give_to_courier(parcel: Parcel, *, courier: str, by: str) -> None:
    """The courier has the bags. The goods stay on the store's books until they are delivered."""
    now = clock.now()
    parcel.state, parcel.handed_over_at, parcel.handed_to = ParcelState.RIDING, now, courier
    parcel.save(update_fields=["state", "handed_over_at", "handed_to"])
    move_bags(live_bags(parcel), BagState.RIDING)
    reach(
        ref=parcel.ref,
        store_id=parcel.store_id,
        stage=StageName.HANDED_OVER,
        way=parcel.way,
        part=parcel.part,
        by=by,
        at=now,
    )
    publish(
        LegHandedOver(
            store_id=parcel.store_id, ref=parcel.ref, way=parcel.way, part=parcel.part, to="courier"
        )
    )


def hand_to_shopper(parcel: Parcel, *, by: str, proof: str) -> None:
    """The shopper has the bags; the goods leave the books."""
    now = clock.now()
    end_parcel(parcel, by=by)
    parcel.handed_over_at, parcel.handed_to, parcel.proof = now, "shopper", proof
    parcel.save(update_fields=["handed_over_at", "handed_to", "proof"])
    reach(
        ref=parcel.ref,
        store_id=parcel.store_id,
        stage=StageName.HANDED_OVER,
        way=parcel.way,
        part=parcel.part,
        by=by,
        at=now,
    )
    publish(
        LegHandedOver(
            store_id=parcel.store_id, ref=parcel.ref, way=parcel.way, part=parcel.part, to="shopper"
        )
    )


def end_parcel(parcel: Parcel, *, by: str) -> None:
    """Bag to customer, in the ledger and here. The parcel's work is locked."""
    lines = parcel.lines.order_by("line").values_list("line", flat=True)
    inventory.hand_over(ref=parcel.ref, store_id=parcel.store_id, lines=list(lines), by=by, way=parcel.way)
    now = clock.now()
    parcel.state, parcel.ended_at = ParcelState.DONE, now
    parcel.save(update_fields=["state", "ended_at"])
    Bag.objects.filter(parcel=parcel).exclude(state=BagState.EMPTIED).update(state=BagState.GONE, gone_at=now)
    end_work(parcel.work)


def _not_ready(parcel: Parcel) -> ParcelNotReady:
    return ParcelNotReady(number=parcel.number, way=parcel.way, state=parcel.state)
