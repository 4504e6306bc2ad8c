"""What has to be done for one `ref`, and the clock of each of its stages."""

from django.db import models
from django.db.models import Q

from newretail.kernel import clock


class WorkState(models.TextChoices):
    OPEN = "open", "open"
    DONE = "done", "done"
    CANCELLED = "cancelled", "cancelled"


class StageName(models.TextChoices):
    """In the order in which they are reached."""

    RELEASED = "released", "released"
    PICK_STARTED = "pick_started", "pick started"
    PICKED = "picked", "picked"
    ON_CONVEYOR = "on_conveyor", "on the conveyor"
    ARRIVED = "arrived", "arrived at packing"
    PACKED = "packed", "packed"
    SHELVED = "shelved", "on the pickup shelf"
    HANDED_OVER = "handed_over", "handed over"
    DELIVERED = "delivered", "delivered"
    FAILED = "failed", "delivery failed"
    RECEIVED_BACK = "received_back", "received back"
    CANCELLED = "cancelled", "cancelled"


class Work(models.Model):
    """Everything one `ref` needs here. Locked first by whoever changes how far the ref has come."""

    ref = models.CharField(max_length=64, unique=True)
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    number = models.CharField(max_length=16, help_text="short, for people")
    state = models.CharField(max_length=10, choices=WorkState, default=WorkState.OPEN)
    due_at = models.DateTimeField(help_text="the first of its legs")
    opened_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "work"
        ordering = ["store_id", "opened_at", "number"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WorkState.values), name="work_state_known")
        ]
        indexes = [models.Index(fields=["store", "due_at"], name="work_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"{self.store_id} {self.number}"


class Stage(models.Model):
    """When a ref reached a stage for the first time. `way` and `part` are empty for stages that all its parcels share."""

    ref = models.CharField(max_length=64)
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    way = models.CharField(max_length=10, blank=True)
    part = models.CharField(max_length=32, blank=True)
    stage = models.CharField(max_length=14, choices=StageName)
    at = models.DateTimeField()
    by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["ref", "at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["ref", "way", "part", "stage"], name="stage_reached_once")
        ]
        indexes = [models.Index(fields=["store", "at"], name="stage_by_store")]

    def __str__(self) -> str:
        return f"{self.ref} {self.stage}"


class OverrideKind(models.TextChoices):
    PICK_JOB_RELEASED = "pick_job_released", "pick job given back"
    CODE_UNLOCKED = "code_unlocked", "pickup code unlocked"
    IDENTITY_CHECKED = "identity_checked", "collected without the code"


class Override(models.Model):
    """A manager went another way than the usual one, and why. It stands in the time line of its ref, never changed but for the
    reason, which is forgotten with whoever it was done for."""

    ref = models.CharField(max_length=64)
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    way = models.CharField(max_length=10, blank=True)
    part = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=20, choices=OverrideKind)
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["ref", "at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
            models.CheckConstraint(condition=Q(kind__in=OverrideKind.values), name="override_kind_known"),
        ]
        indexes = [models.Index(fields=["ref"], name="override_of_ref")]

    def __str__(self) -> str:
        return f"{self.ref} {self.kind}"
