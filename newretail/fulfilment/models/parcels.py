"""A parcel: what of one order leaves the store together."""

from django.db import models
from django.db.models import Q

from newretail.fulfilment.models.work import Work
from newretail.kernel.ids import uuid7
from newretail.stores.api import Way


class ParcelState(models.TextChoices):
    WAITING = "waiting", "being put together"
    ARRIVED = "arrived", "all bags at packing"
    PACKED = "packed", "packed"
    SHELVED = "shelved", "on the pickup shelf"
    RIDING = "riding", "with the courier"
    DONE = "done", "with the shopper"
    FAILED = "failed", "delivery failed"
    RETURNED = "returned", "back in the store"
    CANCELLED = "cancelled", "cancelled"


class Parcel(models.Model):
    """One leg of the work. `part` tells several parcels of one way apart, empty for the only one. `address` is a copy made when the work was opened, blanked some days after the end."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    work = models.ForeignKey(Work, models.PROTECT, related_name="parcels")
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    ref = models.CharField(max_length=64)
    number = models.CharField(max_length=16)
    way = models.CharField(max_length=10, choices=[(way.value, way.names.en) for way in Way])
    part = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=10, choices=ParcelState, default=ParcelState.WAITING)
    due_at = models.DateTimeField()
    latest_packed = models.DateTimeField(help_text="packed later than this, it will probably be late")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    metres = models.PositiveIntegerField(default=0, help_text="from the store, straight")
    address = models.JSONField(default=dict, blank=True)
    code = models.CharField(max_length=6, blank=True, help_text="4 digits at the door, 6 at the pickup shelf")
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    shelf = models.CharField(max_length=32, blank=True)
    handed_to = models.CharField(max_length=64, blank=True)
    proof = models.CharField(max_length=200, blank=True)
    cause = models.CharField(max_length=20, blank=True, help_text="why the delivery failed")
    late_at = models.DateTimeField(null=True, blank=True)
    late_cause = models.CharField(max_length=20, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_behind_at = models.DateTimeField(null=True, blank=True, help_text="a courier went without it")
    packed_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["store_id", "due_at", "number", "way", "part"]
        constraints = [
            models.UniqueConstraint(fields=["ref", "way", "part"], name="parcel_once_a_part"),
            models.UniqueConstraint(
                fields=["store", "code"], condition=Q(state="shelved"), name="parcel_pickup_code_once"
            ),
            models.CheckConstraint(condition=Q(state__in=ParcelState.values), name="parcel_state_known"),
            models.CheckConstraint(
                condition=~Q(way="deliver") | Q(latitude__isnull=False, longitude__isnull=False),
                name="parcel_delivered_somewhere",
            ),
        ]
        indexes = [
            models.Index(
                fields=["store", "state", "due_at"],
                name="parcel_open",
                condition=~Q(state__in=["done", "cancelled"]),
            ),
            models.Index(
                fields=["ended_at"], name="parcel_to_forget", condition=Q(forgotten_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.way} {self.part}".rstrip()
