"""Couriers, their trips and the stops of a trip."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from newretail.fulfilment.models.parcels import Parcel
from newretail.kernel import clock
from newretail.kernel.ids import uuid7


class Courier(models.Model):
    """A member who rides for a store."""

    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_duty = models.BooleanField(default=False)
    duty_changed_at = models.DateTimeField(default=clock.now)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    position_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="when followers last heard where")

    class Meta:
        ordering = ["store_id", "id"]
        constraints = [models.UniqueConstraint(fields=["store", "member"], name="courier_once_a_store")]

    def __str__(self) -> str:
        return f"courier {self.pk} @ {self.store_id}"


class Shift(models.Model):
    """From on duty to off duty. The guarantee is the store's when the shift began: what was agreed is paid."""

    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    courier = models.ForeignKey(Courier, models.PROTECT, related_name="shifts")
    began_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    guarantee_per_hour = models.PositiveBigIntegerField(default=0, help_text="minor units")

    class Meta:
        ordering = ["store_id", "began_at", "courier_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["courier"], condition=Q(ended_at__isnull=True), name="shift_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("began_at")),
                name="shift_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["courier", "began_at"], name="shift_of_courier")]

    def __str__(self) -> str:
        return f"shift of {self.courier_id}"


class TripState(models.TextChoices):
    OFFERED = "offered", "waiting at the store"
    RIDING = "riding", "riding"
    DONE = "done", "done"
    CANCELLED = "cancelled", "cancelled"


class Trip(models.Model):
    """A round from the store to its stops and back. What a drop and a kilometre pay was copied when it was offered."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    courier = models.ForeignKey(Courier, models.PROTECT, related_name="trips")
    state = models.CharField(max_length=10, choices=TripState, default=TripState.OFFERED)
    made_at = models.DateTimeField(default=clock.now)
    picked_up_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    pay_per_drop = models.PositiveBigIntegerField(default=0, help_text="minor units")
    pay_per_kilometre = models.PositiveBigIntegerField(default=0, help_text="minor units")
    metres = models.PositiveIntegerField(
        default=0, help_text="ridden so far, straight, the way back included"
    )

    class Meta:
        ordering = ["store_id", "made_at", "courier_id"]
        indexes = [models.Index(fields=["courier", "made_at"], name="trip_of_courier")]
        constraints = [
            models.UniqueConstraint(
                fields=["courier"], condition=Q(state__in=["offered", "riding"]), name="trip_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=TripState.values), name="trip_state_known"),
        ]

    def __str__(self) -> str:
        return f"trip of {self.courier_id}, {self.state}"


class StopState(models.TextChoices):
    WAITING = "waiting", "to do"
    ARRIVED = "arrived", "at the door"
    DELIVERED = "delivered", "delivered"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"
    LEFT = "left", "left behind at the store"


class FailCause(models.TextChoices):
    NOBODY_HOME = "nobody_home", "nobody at home"
    WRONG_ADDRESS = "wrong_address", "wrong address"
    REFUSED = "refused", "refused by the shopper"
    DAMAGED = "damaged", "damaged on the way"
    ACCIDENT = "accident", "accident"
    OTHER = "other", "other"


class Stop(models.Model):
    """One parcel on a trip. A parcel has at most one live stop."""

    trip = models.ForeignKey(Trip, models.CASCADE, related_name="stops")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="stops")
    sequence = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=StopState, default=StopState.WAITING)
    arrived_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cause = models.CharField(max_length=20, choices=FailCause, blank=True)
    proof = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["trip_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["trip", "sequence"], name="stop_sequence_once"),
            models.UniqueConstraint(
                fields=["parcel"], condition=Q(state__in=["waiting", "arrived"]), name="stop_one_a_parcel"
            ),
            models.CheckConstraint(condition=Q(state__in=StopState.values), name="stop_state_known"),
        ]

    def __str__(self) -> str:
        return f"stop {self.sequence}"
