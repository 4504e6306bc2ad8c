"""The parts that a parcel waits for: what pickers bring, what is put together at a counter, what another room makes."""

from django.db import models
from django.db.models import Q

from newretail.fulfilment.models.parcels import Parcel
from newretail.fulfilment.models.picking import PickJob
from newretail.kernel.ids import uuid7

PICK = "pick"
"""Made by a pick job."""
COUNTER = "counter"
"""Put together by hand at a counter of the store. Any other kind belongs to the room that opens it."""


class PartState(models.TextChoices):
    WAITING = "waiting", "being made"
    READY = "ready", "made, its bags on their way"
    ARRIVED = "arrived", "at packing"
    DROPPED = "dropped", "not needed any more"


PENDING = (PartState.WAITING, PartState.READY)


class ParcelPart(models.Model):
    """One thing a parcel waits for. `maker` says whose it is, opaque here; a pick job is named by `job` instead.

    `goods`: what is in it, where no pick line tells: [{line, sku_id, quantity, lot}]. `note`: what it is, for people.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="parts")
    ref = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    maker = models.CharField(max_length=64, blank=True)
    job = models.ForeignKey(PickJob, models.PROTECT, null=True, blank=True, related_name="parts")
    state = models.CharField(max_length=7, choices=PartState, default=PartState.WAITING)
    latest_finish = models.DateTimeField(help_text="made later than this, the parcel will probably be late")
    note = models.CharField(max_length=200, blank=True)
    goods = models.JSONField(default=list, blank=True)
    opened_by = models.CharField(max_length=64, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    ready_by = models.CharField(max_length=64, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["store_id", "parcel_id", "latest_finish", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["parcel", "job"], condition=Q(job__isnull=False), name="parcel_part_once_a_job"
            ),
            models.UniqueConstraint(
                fields=["store", "ref", "kind", "maker"],
                condition=Q(job__isnull=True),
                name="parcel_part_once_a_maker",
            ),
            models.CheckConstraint(
                condition=Q(kind="pick", job__isnull=False, maker="")
                | (~Q(kind__in=["", "pick"]) & Q(job__isnull=True) & ~Q(maker="")),
                name="parcel_part_made_by_somebody",
            ),
            models.CheckConstraint(condition=Q(state__in=PartState.values), name="parcel_part_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "dropped"]) | Q(ready_at__isnull=False),
                name="parcel_part_ready_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["store", "state"],
                name="parcel_part_open",
                condition=Q(state__in=["waiting", "ready"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.parcel}"
