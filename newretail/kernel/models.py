"""The kernel's own rows: the outbox of events, idempotency records, and when each duty last ran."""

from django.db import models
from django.db.models import Func, Value

from newretail.kernel import clock
from newretail.kernel.ids import uuid7


class Event(models.Model):
    """A fact, written in the transaction that made it true. The relay gives it a position once it has been handled.

    Positions grow in the order in which they become visible, so a reader that remembers one never misses a later one.
    `number` is the order of writing. The table is one in name: it has a part for each month, cut by `event_id`, which begins
    with the time of its making (`kernel.months`).
    """

    event_id = models.UUIDField(primary_key=True, default=uuid7)
    number = models.BigIntegerField(
        db_default=Func(Value("kernel_event_number"), function="nextval"), editable=False
    )
    name = models.CharField(max_length=80)
    store_id = models.CharField(max_length=32, blank=True)
    ref = models.CharField(max_length=64, blank=True)
    body = models.JSONField()
    occurred_at = models.DateTimeField()
    position = models.BigIntegerField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["number"], name="event_waiting", condition=models.Q(position__isnull=True)),
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


class LastingEvent(models.Model):
    """A fact whose month has been forgotten and that is still told: `Event.lasts` of its class."""

    event_id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=80)
    store_id = models.CharField(max_length=32, blank=True)
    ref = models.CharField(max_length=64, blank=True)
    body = models.JSONField()
    occurred_at = models.DateTimeField()
    position = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["ref"], name="lasting_event_ref", condition=~models.Q(ref="")),
            models.Index(fields=["position"], name="lasting_event_position"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.ref}"


class Retry(models.Model):
    """A fact that a handler has yet to take: it failed there, or waits behind an earlier one of its ref that did.

    The rows of one `queue` (the handler's room) and one `ref` are a queue in the order of `id`; only its head is tried. `attempts` 0
    has not been tried. `given_up_at` marks a head that needs a person; what is behind it waits too. Rows without a ref are
    each a queue of their own.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="retries")
    handler = models.CharField(max_length=160)
    queue = models.CharField(max_length=80)
    ref = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.CharField(max_length=500, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "retries"
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="retry_once")]
        indexes = [
            models.Index(fields=["next_at"], name="retry_due", condition=models.Q(given_up_at__isnull=True)),
            models.Index(fields=["ref", "queue", "id"], name="retry_queue"),
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
    """When a duty last swept, on the store's clock; how long that took and whether it failed."""

    name = models.CharField(primary_key=True, max_length=120)
    ran_at = models.DateTimeField()
    took_milliseconds = models.PositiveIntegerField(default=0)
    failed = models.BooleanField(default=False)


class FactCount(models.Model):
    """How many facts of a name were ever handed on: what remains of them when their months are forgotten."""

    name = models.CharField(primary_key=True, max_length=80)
    count = models.BigIntegerField()


class SchemaMark(models.Model):
    """One row: which version brought the schema to where it is, and the oldest one whose programs run on it (`kernel.schema`)."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    written_by = models.CharField(max_length=32)
    runs_with = models.CharField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="schema_mark_once")]
