"""An address is kept only as long as somebody may have to ask about the delivery."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from newretail.fulfilment import rules
from newretail.fulfilment.models import Courier, Override, Parcel, Stop
from newretail.kernel import clock
from newretail.kernel.http.once import forget_answers
from newretail.photos import api as photos

FORGOTTEN = "—"
_BATCH = 500
_ABOUT_A_KILOMETRE = 2
"""Digits of a degree."""


def forget_addresses() -> int:
    """Forget parcels that ended two weeks ago. Returns how many."""
    before = clock.now() - rules.FORGET_ADDRESS_AFTER
    old = Parcel.objects.filter(ended_at__lt=before, forgotten_at__isnull=True).order_by("ended_at")[:_BATCH]
    return sum(_forget(parcel) for parcel in old)


@transaction.atomic
def forget(*, store_id: str, ref: str) -> int:
    """Forget where the parcels of `ref` went, now: whoever ordered them is nobody any more. Returns how many there were."""
    parcels = Parcel.objects.select_for_update().filter(store_id=store_id, ref=ref, forgotten_at__isnull=True)
    return sum(_forget(parcel) for parcel in parcels.order_by("way"))


def forget_reasons(*, refs: Collection[str]) -> int:
    """Forget what managers wrote when they went another way for somebody who is nobody any more; that they did stays.

    Returns how often it was.
    """
    return Override.objects.filter(ref__in=refs).update(reason=FORGOTTEN)


def _forget(parcel: Parcel) -> int:
    """Blank name, phone, address, door code and proof, with its photo of the door; round the place to about a kilometre."""
    _forget_the_way_there(parcel)
    kind, _, photo_id = parcel.proof.partition(":")
    if kind == "photo":
        photos.drop_photo(UUID(photo_id))
    parcel.address, parcel.code, parcel.proof, parcel.forgotten_at = {}, "", "", clock.now()
    if parcel.latitude is not None and parcel.longitude is not None:
        parcel.latitude, parcel.longitude = _about(parcel.latitude), _about(parcel.longitude)
    parcel.save(update_fields=["address", "code", "proof", "forgotten_at", "latitude", "longitude"])
    return 1


def _forget_the_way_there(parcel: Parcel) -> None:
    """Couriers stood at the door, and have been answered with the address."""
    stops = Stop.objects.filter(parcel=parcel).select_related("trip__courier")
    stops.update(proof="")
    couriers = {stop.trip.courier for stop in stops}
    at_the_door = Courier.objects.filter(
        id__in=[courier.id for courier in couriers], latitude=parcel.latitude, longitude=parcel.longitude
    )
    at_the_door.update(latitude=None, longitude=None, position_at=None)
    for courier in couriers:
        forget_answers(member_id=courier.member_id, about=str(parcel.id))


def _about(degrees: float) -> float:
    return round(degrees, _ABOUT_A_KILOMETRE)
