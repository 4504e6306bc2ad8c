"""Tagged bags. A scan of the tag moves a bag: filling, on the conveyor, at packing, packed, out."""

from django.db import models
from django.db.models import Q

from newretail.kernel import clock
from newretail.kernel.ids import uuid7


class BagState(models.TextChoices):
    FILLING = "filling", "filling"
    ON_CONVEYOR = "on_conveyor", "on the conveyor"
    ARRIVED = "arrived", "at packing"
    PACKED = "packed", "packed"
    RIDING = "riding", "with the courier"
    GONE = "gone", "handed over"
    EMPTIED = "emptied", "emptied"


ENDED = (BagState.GONE, BagState.EMPTIED)


class Bag(models.Model):
    """One bag of one parcel, filled for one of its parts. A tag is unique among the bags that are still in use in the store."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    tag = models.CharField(max_length=32)
    ref = models.CharField(max_length=64)
    number = models.CharField(max_length=16)
    way = models.CharField(max_length=10)
    parcel_part = models.ForeignKey("fulfilment.ParcelPart", models.PROTECT, related_name="bags")
    parcel = models.ForeignKey("fulfilment.Parcel", models.PROTECT, related_name="bags")
    state = models.CharField(max_length=11, choices=BagState, default=BagState.FILLING)
    entry = models.CharField(max_length=32, blank=True, help_text="conveyor entry")
    station = models.CharField(max_length=32, blank=True, help_text="packing station")
    opened_at = models.DateTimeField(default=clock.now)
    on_conveyor_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    packed_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["store_id", "opened_at", "tag"]
        constraints = [
            models.UniqueConstraint(
                fields=["store", "tag"],
                condition=~Q(state__in=["gone", "emptied"]),
                name="bag_tag_once_in_use",
            ),
            models.CheckConstraint(condition=Q(state__in=BagState.values), name="bag_state_known"),
        ]
        indexes = [models.Index(fields=["ref"], name="bag_of_ref")]

    def __str__(self) -> str:
        return self.tag

    @property
    def is_empty(self) -> bool:
        """Nothing was picked into it. What is put together elsewhere is not scanned piece by piece: its bags count as full."""
        return self.parcel_part.job_id is not None and not self.takes.filter(undone_at__isnull=True).exists()
