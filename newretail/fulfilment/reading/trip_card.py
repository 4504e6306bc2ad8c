"""A trip as those who follow it need to know it."""

from dataclasses import dataclass
from uuid import UUID

from newretail.fulfilment.models.couriers import Stop, Trip


@dataclass(frozen=True, slots=True)
class TripCard:
    """Whose trip it is and which refs are on it, also those that were delivered or taken off."""

    trip_id: UUID
    store_id: str
    member_id: UUID
    refs: tuple[str, ...]


def trip_card(trip_id: UUID) -> TripCard | None:
    """None when there is no such trip."""
    trip = Trip.objects.select_related("courier").filter(id=trip_id).first()
    if trip is None:
        return None
    refs = Stop.objects.filter(trip_id=trip_id).order_by("sequence").values_list("parcel__ref", flat=True)
    return TripCard(trip.id, trip.store_id, trip.courier.member_id, tuple(refs))
