"""What a sale takes in and gives back. Amounts are minor units of the row's currency."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from newretail.kernel import clock, ids
from newretail.payments.models.columns import ID_LENGTH, store_link


class Tab(models.Model):
    """What one sale has taken in and given back, in one currency. Every change of money of a sale locks this row first.

    `due` is what the sale comes to, as it was last told; `prepaid` is still the customer's, `sold` has become sales, `refunded` is
    promised or paid back.
    """

    ref = models.CharField(primary_key=True, max_length=ID_LENGTH)
    store = store_link()
    currency = models.CharField(max_length=3)
    due = models.BigIntegerField(null=True)
    captured = models.BigIntegerField(default=0)
    prepaid = models.BigIntegerField(default=0)
    sold = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField(default=clock.now)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(prepaid__gte=0, sold__gte=0, refunded__gte=0), name="tab_not_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(captured=F("prepaid") + F("sold") + F("refunded")), name="tab_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Payment(models.Model):
    """One attempt of one payer to take money for a sale, or for a part of it, by one tender.

    Captured once; nothing takes that back but a refund. `taken_by`: who of the staff took the money or scanned the wallet. `typed` is
    what staff typed in at a counter, `given` what was handed over where there is change.
    """

    class Way(models.TextChoices):
        QR = "qr"
        CODE = "code"
        WAP = "wap"
        COUNTER = "counter"

    class State(models.TextChoices):
        OPENING = "opening"
        PENDING = "pending"
        CAPTURED = "captured"
        FAILED = "failed"
        CLOSED = "closed"

    OPEN: ClassVar = (State.OPENING, State.PENDING)

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    store = store_link()
    ref = models.CharField(max_length=ID_LENGTH)
    payer = models.CharField(max_length=64, blank=True)
    tender = models.CharField(max_length=16)
    way = models.CharField(max_length=16, choices=Way)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    refunded = models.BigIntegerField(default=0)
    subject = models.CharField(max_length=128, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.OPENING)
    cause = models.CharField(max_length=80, blank=True)
    late = models.BooleanField(default=False)
    out_trade_no = models.CharField(max_length=ID_LENGTH, unique=True)
    trade_no = models.CharField(max_length=ID_LENGTH, blank=True)
    qr_code = models.CharField(max_length=512, blank=True)
    redirect_url = models.TextField(blank=True)
    buyer = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    pay_by = models.DateTimeField()
    look_at = models.DateTimeField(null=True)
    looks = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    captured_at = models.DateTimeField(null=True)
    drawer_session = models.ForeignKey("DrawerSession", models.PROTECT, null=True, related_name="payments")
    given = models.BigIntegerField(null=True)
    typed = models.JSONField(default=dict, blank=True)
    taken_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_above_zero"),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("amount")), name="payment_refunds_within_capture"
            ),
            models.CheckConstraint(
                condition=Q(refunded=0) | Q(state="captured"), name="payment_refunds_only_captured"
            ),
            models.CheckConstraint(
                condition=Q(state="captured", captured_at__isnull=False)
                | (~Q(state="captured") & Q(captured_at__isnull=True)),
                name="payment_captured_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(given__isnull=True, drawer_session__isnull=True)
                | Q(state="captured", given__gte=F("amount"), drawer_session__isnull=False),
                name="payment_given_lies_in_a_drawer",
            ),
            models.CheckConstraint(
                condition=(Q(way__in=("counter", "code")) & ~Q(taken_by=""))
                | (Q(way__in=("qr", "wap")) & Q(taken_by="")),
                name="payment_taken_by_staff",
            ),
            models.UniqueConstraint(
                fields=["store", "tender", "trade_no"],
                condition=Q(way="counter") & ~Q(trade_no=""),
                name="payment_slip_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ref"], name="payment_of_ref"),
            models.Index(
                fields=["look_at"], name="payment_to_look_at", condition=Q(state__in=("opening", "pending"))
            ),
            models.Index(fields=["store", "-opened_at"], name="payment_of_store"),
            models.Index(fields=["tender", "paid_at"], name="payment_of_day", condition=Q(state="captured")),
        ]

    def __str__(self) -> str:
        return self.out_trade_no


STUCK = Q(state="failed") | Q(state="pending", due_at__isnull=True)
"""Refunds that nothing but a person brings on: refused by their tender, or to be handed out."""


class Refund(models.Model):
    """Money going back to one payment. `group` is the caller's refund, which may spread over several payments.

    The `request_no` is made once and goes out with every try, so that the tender never pays twice.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        SETTLED = "settled"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    group = models.UUIDField()
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    store = store_link()
    ref = models.CharField(max_length=ID_LENGTH)
    tender = models.CharField(max_length=16)
    request_no = models.CharField(max_length=ID_LENGTH, unique=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.PENDING)
    cause = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    requested_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    paid_back_at = models.DateTimeField(null=True)
    drawer_session = models.ForeignKey("DrawerSession", models.PROTECT, null=True, related_name="refunds")
    handed_out_by = models.CharField(max_length=64, blank=True)
    trade_no = models.CharField(max_length=ID_LENGTH, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_above_zero"),
            models.UniqueConstraint(fields=["group", "payment"], name="refund_once_per_payment"),
            models.CheckConstraint(
                condition=Q(state="settled", settled_at__isnull=False)
                | (~Q(state="settled") & Q(settled_at__isnull=True)),
                name="refund_settled_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["store", "tender", "trade_no"], condition=~Q(trade_no=""), name="refund_slip_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ref"], name="refund_of_ref"),
            models.Index(fields=["due_at"], name="refund_to_send", condition=Q(state="pending")),
            models.Index(fields=["store", "state"], name="refund_of_store"),
            models.Index(fields=["id"], name="refund_stuck", condition=STUCK),
        ]

    def __str__(self) -> str:
        return self.request_no
