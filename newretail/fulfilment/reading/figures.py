"""What a period of a store's work came to. Each figure is one statement over the rows of that period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newretail.fulfilment.models import Courier
from newretail.fulfilment.reading.cause_words import say_late
from newretail.fulfilment.riding import pay_rules
from newretail.kernel import sql

CLOCKS = ("waiting", "picking", "conveyor", "packing", "in_store", "for_courier", "riding")
"""In the order in which a parcel meets them. `in_store` is from the release to the packed bag: the four before it together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageClock:
    """Seconds that the stage took for half of the parcels, and for nine of ten."""

    stage: str
    parcels: int
    p50: int
    p90: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCause:
    cause: str
    words: str
    parcels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierPay:
    """Minor units for drops and distance; what a guarantee adds is known when a shift ends and is not in it."""

    trips: int
    delivered: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierPlace:
    """A courier on duty whose position is known."""

    courier_id: int
    latitude: float
    longitude: float
    riding: bool


def stage_clocks(*, store_ids: Sequence[str], since: datetime, until: datetime) -> list[StageClock]:
    """The clocks of the parcels of these stores that moved on in the period; a stage that none of them passed is left out."""
    rows = sql.fetch(
        sql.load(__file__, "stage_clocks.sql"), {"stores": list(store_ids), "since": since, "until": until}
    )
    by_stage = {
        row.stage: StageClock(stage=row.stage, parcels=row.parcels, p50=row.p50, p90=row.p90) for row in rows
    }
    return [by_stage[stage] for stage in CLOCKS if stage in by_stage]


def late_causes(*, store_id: str, since: datetime, until: datetime) -> list[LateCause]:
    """What made parcels late that were begun in the period, the most frequent first."""
    rows = sql.fetch(
        sql.load(__file__, "late_causes.sql"), {"store": store_id, "since": since, "until": until}
    )
    return [LateCause(cause=row.cause, words=say_late(row.cause), parcels=row.parcels) for row in rows]


def courier_pay(*, store_id: str, since: datetime, until: datetime) -> CourierPay:
    """What the trips offered in the period cost so far."""
    paid_causes = sorted(pay_rules.DROPS_PAID_ALTHOUGH_FAILED)
    row = sql.fetch(
        sql.load(__file__, "courier_pay.sql"),
        {"store": store_id, "since": since, "until": until, "paid_causes": paid_causes},
    )[0]
    return CourierPay(trips=row.trips, delivered=row.delivered, amount=row.drops + row.distance)


def courier_places(*, store_id: str) -> list[CourierPlace]:
    """Where the couriers on duty are, as far as their phones have told."""
    on_duty = Courier.objects.filter(store_id=store_id, on_duty=True, latitude__isnull=False)
    riding = set(on_duty.filter(trips__state="riding").values_list("id", flat=True))
    return [
        CourierPlace(
            courier_id=each.pk,
            latitude=each.latitude,
            longitude=each.longitude,
            riding=each.pk in riding,
        )
        for each in on_duty.order_by("id")[:500]
        if each.latitude is not None and each.longitude is not None
    ]
