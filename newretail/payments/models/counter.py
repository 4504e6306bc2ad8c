"""The counter: cash drawers, and which tenders a store takes."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from newretail.kernel import clock, ids
from newretail.payments.models.columns import store_link


class DrawerSession(models.Model):
    """A cash drawer from its opening with a float to its count. `expected` is what must lie in it."""

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    store = store_link()
    drawer = models.CharField(max_length=32)
    cashier = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    float_amount = models.BigIntegerField()
    expected = models.BigIntegerField()
    counted = models.BigIntegerField(null=True)
    difference = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(float_amount__gte=0, expected__gte=0), name="drawer_not_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(state="open", counted__isnull=True)
                | Q(state="closed", counted__gte=0, difference=F("counted") - F("expected")),
                name="drawer_closed_with_a_count",
            ),
            models.UniqueConstraint(
                fields=["store", "drawer"], condition=Q(state="open"), name="drawer_open_once"
            ),
            models.UniqueConstraint(
                fields=["store", "cashier"], condition=Q(state="open"), name="drawer_one_per_cashier"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["closed_at"], name="drawer_counted_at", condition=Q(state="closed"))
        ]

    def __str__(self) -> str:
        return f"{self.store_id} {self.drawer}"


class StoreTender(models.Model):
    """What a store says about a tender. Without a row it is as the tender's declaration has it at first."""

    id = models.BigAutoField(primary_key=True)
    store = store_link()
    tender = models.CharField(max_length=16)
    is_on = models.BooleanField()
    settings = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "tender"], name="store_tender_once")
        ]

    def __str__(self) -> str:
        return f"{self.store_id} {self.tender}"
