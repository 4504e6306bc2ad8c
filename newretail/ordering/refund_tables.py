"""Money given back for goods: what shoppers ask for, and what went back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from newretail.kernel.ids import uuid7


class RefundRequest(models.Model):
    """A shopper asks for money back. Its id is the refund's too, so that it is given back once."""

    class State(models.TextChoices):
        OPEN = "open"
        APPROVED = "approved"
        DECLINED = "declined"

    class Reason(models.TextChoices):
        DAMAGED = "damaged"
        SPOILED = "spoiled"
        WRONG_ITEM = "wrong_item"
        NOT_RECEIVED = "not_received"
        OTHER = "other"

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey("ordering.Order", models.PROTECT, related_name="refund_requests")
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    note = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True, help_text="what the shopper reads")
    amount = models.PositiveBigIntegerField(null=True, help_text="what goes back, once it is approved")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["store", "state", "asked_at"], name="refund_request_of_store")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="refund_request_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", amount__isnull=False)
                | (~Q(state="approved") & Q(amount__isnull=True)),
                name="refund_request_approved_with_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"refund request …{str(self.id)[-6:]}"


class RefundRequestLine(models.Model):
    """So many base units of an order's line, and the photos that show what is wrong."""

    request = models.ForeignKey(RefundRequest, models.CASCADE, related_name="lines")
    line = models.PositiveSmallIntegerField()
    quantity = models.PositiveIntegerField()
    photos = ArrayField(models.UUIDField(), default=list)

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["request", "line"], name="refund_request_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="refund_request_line_has_quantity"),
        ]


class LinesRefund(models.Model):
    """Goods were given back for money, once, under the id of the refund: `lines` as they were asked for."""

    id = models.UUIDField(primary_key=True, help_text="the refund's, also where no money moves")
    order = models.ForeignKey("ordering.Order", models.PROTECT, related_name="lines_refunds")
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    lines = models.JSONField(help_text="[{line, quantity, restock, kept, lot}]")
    reason = models.CharField(max_length=80)
    amount = models.PositiveBigIntegerField(help_text="minor units of the order's currency")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"refund …{str(self.id)[-6:]}"
