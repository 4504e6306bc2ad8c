"""The work plan: how many pick lines a store can do in each five minutes, and who has booked them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from newretail.kernel import clock


class WorkSlot(models.Model):
    """Five minutes of a store's picking. `booked` may never pass `capacity`: one place is never booked twice."""

    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    starts_at = models.DateTimeField()
    capacity = models.PositiveIntegerField(help_text="in pick lines")
    booked = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["store_id", "starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["store", "starts_at"], name="work_slot_once"),
            models.CheckConstraint(condition=Q(booked__lte=F("capacity")), name="work_slot_not_overbooked"),
        ]

    def __str__(self) -> str:
        return f"{self.store_id} {self.starts_at:%H:%M}: {self.booked}/{self.capacity}"


class Reservation(models.Model):
    """The places that one `ref` has booked: `taken[i]` lines in the slot that starts at `starts[i]`. `until` null: kept."""

    ref = models.CharField(max_length=64, unique=True)
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    units = models.PositiveIntegerField(help_text="in pick lines")
    starts = ArrayField(models.DateTimeField())
    taken = ArrayField(models.PositiveIntegerField())
    until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["store_id", "made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(units__gt=0), name="reservation_of_something"),
            models.CheckConstraint(
                condition=Q(starts__len=F("taken__len")), name="reservation_a_number_for_each_slot"
            ),
        ]
        indexes = [
            models.Index(fields=["until"], name="reservation_expiring", condition=Q(until__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.ref}: {self.units}"
