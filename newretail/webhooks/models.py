"""Where facts are sent to, and what became of every one of them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from newretail.kernel import clock
from newretail.kernel.ids import uuid7
from newretail.webhooks import causes, kinds
from newretail.webhooks.destinations import validate_url
from newretail.webhooks.errors import KindUnknown


class OffReason(models.TextChoices):
    NONE = "", "in use"
    BY_HAND = "by_hand", "switched off by a person"
    FAILING = "failing", "failed for too long"
    GONE = "gone", "the receiver said that it is gone"


class Endpoint(models.Model):
    """A receiver. Its secret is derived from the house's own key, the id and `turn`: no copy lies in the database."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    label = models.CharField(max_length=80)
    url = models.CharField("URL", max_length=500, validators=[validate_url])
    names = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        help_text="kinds of facts; every kind when empty",
    )
    store = models.ForeignKey(
        "stores.Store",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="facts of this store only",
    )
    active = models.BooleanField(default=True)
    off_reason = models.CharField(
        max_length=8, choices=OffReason, default=OffReason.NONE, blank=True, editable=False
    )
    turn = models.PositiveIntegerField("secret number", default=1, editable=False)
    turned_at = models.DateTimeField(default=clock.now, editable=False)
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["owner", "created_at"], name="webhook_of_owner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(active=False) | Q(off_reason=""), name="webhook_on_has_no_reason"
            ),
            models.CheckConstraint(condition=Q(off_reason__in=OffReason.values), name="webhook_reason_known"),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        try:
            self.names = kinds.known(self.names)
        except KindUnknown as unknown:
            raise ValidationError({"names": str(unknown)}) from None

    @property
    def ref(self) -> str:
        return f"webhook:{self.id}"

    def switch_on(self) -> None:
        self.active, self.off_reason, self.failing_since = True, OffReason.NONE, None

    def switch_off(self, reason: OffReason) -> None:
        self.active, self.off_reason = False, reason


class Delivery(models.Model):
    """One fact for one receiver, until it has it or we give up. A receiver gets a fact's id once, or again after a doubt."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        DELIVERED = "delivered", "delivered"
        FAILED = "failed", "given up"

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    event = models.ForeignKey("kernel.Event", models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    tries_left = models.PositiveIntegerField()
    next_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["endpoint", "next_at", "id"], name="delivery_due", condition=Q(state="waiting")
            ),
            models.Index(fields=["endpoint", "-id"], name="delivery_log"),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["event", "endpoint"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "delivered", "failed"]), name="delivery_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="delivered", delivered_at__isnull=False) | ~Q(state="delivered"),
                name="delivery_delivered_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}, {self.state}"


class Attempt(models.Model):
    """One try: what the receiver answered, how long it took, or why there was no answer."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="log")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField()
    answer = models.CharField(max_length=500, blank=True, help_text="the beginning of what the receiver said")
    cause = models.CharField(
        max_length=24, choices=causes.Cause, blank=True, help_text="why there was no answer"
    )
    detail = models.CharField(
        max_length=200, blank=True, help_text="how the network put it, for a technician"
    )

    class Meta:
        ordering = ["delivery_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="attempt_once"),
            models.CheckConstraint(
                condition=Q(status__isnull=False, cause="") | Q(status__isnull=True) & ~Q(cause=""),
                name="attempt_answered_or_has_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.status or self.cause}"

    @property
    def error(self) -> str:
        """Why there was no answer, in the reader's language."""
        return causes.words(self.cause)
