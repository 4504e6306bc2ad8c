"""The kernel's own rows: the outbox of events, idempotency records, and when each duty last ran."""

from django.db import models

from newretail.kernel import clock
from newretail.kernel.ids import uuid7


class Event(models.Model):
    """A fact, written in the transaction that made it true. The relay gives it a position once it has been handled.

    Positions grow in the order in which they become visible, so a reader that remembers one never misses a later one.
    """

    event_id = models.UUIDField(default=uuid7, unique=True)
    name = models.CharField(max_length=80)
    store_id = models.CharField(max_length=32, blank=True)
    ref = models.CharField(max_length=64, blank=True)
    body = models.JSONField()
    occurred_at = models.DateTimeField()
    position = models.BigIntegerField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="event_waiting", condition=models.Q(position__isnull=True)),
            models.Index(
                fields=["position"], name="event_position", condition=models.Q(position__isnull=False)
            ),
            models.Index(fields=["ref", "position"], name="event_ref", condition=~models.Q(ref="")),
            models.Index(
                fields=["store_id", "position"], name="event_store", condition=~models.Q(store_id="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.ref}"


class Retry(models.Model):
    """A handler that failed on an event and will be tried again; `given_up_at` marks one that needs a person."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="retries")
    handler = models.CharField(max_length=160)
    attempts = models.PositiveIntegerField(default=1)
    next_at = models.DateTimeField()
    error = models.CharField(max_length=500)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "retries"
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="retry_once")]
        indexes = [
            models.Index(fields=["next_at"], name="retry_due", condition=models.Q(given_up_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.handler} on {self.event_id}"


class IdempotencyRecord(models.Model):
    """What was answered to the first request that carried an idempotency key, within one caller's scope."""

    pk = models.CompositePrimaryKey("scope", "key")
    scope = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    fingerprint = models.BinaryField(max_length=32)
    status = models.SmallIntegerField(default=0)
    body = models.BinaryField(default=b"")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="idempotency_record_age")]


class DutyRun(models.Model):
    """When a duty last swept, on the store's clock."""

    name = models.CharField(primary_key=True, max_length=120)
    ran_at = models.DateTimeField()
