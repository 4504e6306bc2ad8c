"""A parcel as the people at packing and at the counter see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from newretail.fulfilment.endpoints.shapes import BagOut
from newretail.fulfilment.models import Bag, Parcel, PickLine, Stop
from newretail.fulfilment.models.bags import ENDED, BagState
from newretail.fulfilment.models.couriers import StopState
from newretail.fulfilment.models.picking import RUNNING, TO_DO
from newretail.fulfilment.work.zone_names import ZoneNames
from newretail.kernel.http import Out
from newretail.members import api as members


class ParcelZoneOut(Out):
    """What one zone still owes a parcel. state: waiting, open, started, done; bags_missing: tags not at packing yet."""

    zone: str
    zone_name: str
    state: str
    lines_left: int
    bags_missing: list[str]


class ParcelOut(Out):
    """A parcel as staff see it: no name, no address, no code. `courier_name`: who is to take it or has it."""

    id: UUID
    number: str
    way: str
    state: str
    due_at: datetime
    latest_packed: datetime
    shelf: str
    is_late: bool
    late_cause: str
    packed_at: datetime | None
    handed_over_at: datetime | None
    ended_at: datetime | None
    locked_until: datetime | None
    jobs_open: int
    bags_missing: int
    bags: list[BagOut]
    zones: list[ParcelZoneOut]
    courier_name: str | None


def parcel_out(parcel: Parcel) -> dict[str, Any]:
    return parcels_out(parcel.store_id, [parcel])[0]


def parcels_out(store_id: str, parcels: Sequence[Parcel]) -> list[dict[str, Any]]:
    """Parcels of one store with their bags, and what each zone still owes them."""
    bags: dict[UUID, list[Bag]] = {}
    for bag in Bag.objects.filter(parcel__in=parcels).exclude(state__in=ENDED).order_by("opened_at", "tag"):
        bags.setdefault(bag.parcel_id, []).append(bag)
    zones = _zones_of(parcels)
    called = ZoneNames(store_id)
    couriers = _couriers_of(parcels)
    return [
        _parcel_out(
            parcel,
            bags=bags.get(parcel.id, []),
            zones=zones.get((parcel.ref, parcel.way), []),
            called=called,
            courier_name=couriers.get(parcel.id),
        )
        for parcel in parcels
    ]


def _parcel_out(
    parcel: Parcel,
    *,
    bags: Sequence[Bag],
    zones: Sequence["_Zone"],
    called: ZoneNames,
    courier_name: str | None,
) -> dict[str, Any]:
    names = ("id", "number", "way", "state", "due_at", "latest_packed", "shelf", "late_cause", "locked_until")
    clocks = ("packed_at", "handed_over_at", "ended_at")
    missing = [bag for bag in bags if bag.state in (BagState.FILLING, BagState.ON_CONVEYOR)]
    return {name: getattr(parcel, name) for name in names + clocks} | {
        "is_late": parcel.late_at is not None,
        "jobs_open": sum(zone.state in RUNNING for zone in zones),
        "bags_missing": len(missing),
        "bags": list(bags),
        "zones": [
            {
                "zone": zone.zone,
                "zone_name": called[zone.zone],
                "state": zone.state,
                "lines_left": zone.lines_left,
                "bags_missing": [bag.tag for bag in missing if bag.job_id == zone.job_id],
            }
            for zone in zones
        ],
        "courier_name": courier_name,
    }


@dataclass(slots=True)
class _Zone:
    job_id: UUID
    zone: str
    state: str
    lines_left: int = 0


def _zones_of(parcels: Sequence[Parcel]) -> dict[tuple[str, str], list[_Zone]]:
    """The zones that each parcel's goods come from, in walking order, by ref and way."""
    lines = PickLine.objects.filter(ref__in={parcel.ref for parcel in parcels}).select_related("job")
    zones: dict[tuple[str, str], dict[UUID, _Zone]] = {}
    for line in lines.order_by("job__zone_walk_order", "job__zone", "position"):
        of_parcel = zones.setdefault((line.ref, line.way), {})
        zone = of_parcel.setdefault(line.job_id, _Zone(line.job_id, line.job.zone, line.job.state))
        zone.lines_left += line.state in TO_DO
    return {key: list(found.values()) for key, found in zones.items()}


def _couriers_of(parcels: Sequence[Parcel]) -> dict[UUID, str]:
    """Who takes each parcel that is to be delivered, by parcel."""
    stops = Stop.objects.filter(parcel__in=parcels, state__in=[StopState.WAITING, StopState.ARRIVED])
    riders: dict[UUID, UUID] = dict(stops.values_list("parcel_id", "trip__courier__member_id"))
    called = members.names(riders.values())
    return {parcel_id: called[member_id] for parcel_id, member_id in riders.items()}
