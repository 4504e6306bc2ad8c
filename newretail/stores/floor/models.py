"""What stands on a store's floor, and the versions of its plan."""

from django.db import models
from django.db.models import Q

from newretail.kernel import clock
from newretail.stores.floor.kinds import TRAITS, FixtureKind


class Fixture(models.Model):
    """Something that stands on the floor, in metres; see `floor.rules` for how it is measured."""

    store = models.ForeignKey("stores.Store", on_delete=models.PROTECT, related_name="fixtures")
    code = models.CharField(max_length=32)
    kind = models.CharField(
        max_length=16, choices=[(kind.value, TRAITS[kind].names.en) for kind in FixtureKind]
    )
    name = models.CharField(max_length=80, blank=True)
    x = models.FloatField(help_text="metres, of its middle")
    y = models.FloatField(help_text="metres, of its middle")
    width = models.FloatField(help_text="metres")
    depth = models.FloatField(help_text="metres")
    height = models.FloatField(help_text="metres")
    turn = models.FloatField(default=0, help_text="degrees clockwise")

    class Meta:
        ordering = ["store_id", "code"]
        constraints = [
            models.UniqueConstraint(fields=["store", "code"], name="fixture_once_a_store"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in FixtureKind]), name="fixture_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(width__gt=0, depth__gt=0, height__gt=0, turn__gte=0, turn__lt=360),
                name="fixture_has_a_size",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.store_id}/{self.code}"


class FloorPlan(models.Model):
    """One version of a store's plan, as it was saved; the highest number is the plan now, whose rows stand beside it.

    `layout`: {outline, fixtures, shelves}, to look at and to go back to.
    """

    store = models.ForeignKey("stores.Store", on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveIntegerField()
    layout = models.JSONField()
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["store_id", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["store", "version"], name="plan_version_once"),
            models.CheckConstraint(condition=Q(version__gt=0), name="plan_version_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.store_id} plan {self.version}"


class PlanWalks(models.Model):
    """The shortest walks on one version of a plan, worked out when it was saved: see `science.floorplan.Walks`.

    Arrays of 32-bit floats and 16-bit integers, little end first. Kept for the plan of now alone.
    """

    plan = models.OneToOneField(FloorPlan, on_delete=models.CASCADE, primary_key=True, related_name="walks")
    stops = models.JSONField()
    corners = models.JSONField()
    metres = models.BinaryField()
    last = models.BinaryField()
    before = models.BinaryField()

    def __str__(self) -> str:
        return f"walks of {self.plan_id}"
