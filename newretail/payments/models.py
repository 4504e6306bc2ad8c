"""Payments, refunds, and the money ledger under them. Amounts are minor units of the row's currency."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from newretail.kernel import clock, ids

ID_LENGTH = 64


def store_link() -> models.ForeignKey:
    """A store's row is not locked by the rows that belong to it, hence no constraint in the database."""
    return models.ForeignKey("stores.Store", models.DO_NOTHING, db_constraint=False, related_name="+")


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

    Captured once; nothing takes that back but a refund. `typed` is what staff typed in at a counter, `given` what was handed over
    where there is change.
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
        ]

    def __str__(self) -> str:
        return self.request_no


class Account(models.Model):
    """A ledger account of one store in one currency; `code` is "<store>:<kind>:<currency>".

    The kinds below are the house's own. Every tender has one more, which its declaration names.
    """

    class Kind(models.TextChoices):
        CASH_DRAWER = "cash_drawer"
        SAFE = "safe"
        PREPAID = "prepaid"
        SALES = "sales"
        REFUNDS_PAYABLE = "refunds_payable"
        DIFFERENCES = "differences"

    code = models.CharField(primary_key=True, max_length=64)
    store = store_link()
    kind = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "kind", "currency"], name="account_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Posting(models.Model):
    """One movement of money, in two or more entries of one currency that add up to nothing. Never changed: reversed by another."""

    class Cause(models.TextChoices):
        CAPTURE = "capture"
        SETTLEMENT = "settlement"
        REFUND = "refund"
        REFUND_PAID = "refund_paid"
        DRAWER_OPENED = "drawer_opened"
        DRAWER_CLOSED = "drawer_closed"

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    store = store_link()
    cause = models.CharField(max_length=20, choices=Cause)
    ref = models.CharField(max_length=ID_LENGTH, blank=True)
    document = models.CharField(max_length=ID_LENGTH, blank=True)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cause", "document"], condition=~Q(document=""), name="posting_once_per_document"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["store", "at"], name="posting_of_store"),
            models.Index(fields=["ref"], name="posting_of_ref", condition=~Q(ref="")),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.document}"


class Entry(models.Model):
    """One side of a posting: a debit is above zero, a credit below."""

    id = models.BigAutoField(primary_key=True)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, models.PROTECT, db_constraint=False, related_name="entries")
    amount = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "entries"
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(amount=0), name="entry_not_zero")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"


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

    def __str__(self) -> str:
        return f"{self.store_id} {self.drawer}"


class Notice(models.Model):
    """A notice that carried its tender's own signature, and what was made of it. Unsigned ones leave no row."""

    class Verdict(models.TextChoices):
        CAPTURED = "captured"
        REPEATED = "repeated"
        NOTED = "noted"
        MISMATCHED = "mismatched"

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    tender = models.CharField(max_length=16)
    notify_id = models.CharField(max_length=128, blank=True)
    out_trade_no = models.CharField(max_length=ID_LENGTH, blank=True)
    trade_status = models.CharField(max_length=32, blank=True)
    amount = models.CharField(max_length=16, blank=True)
    verdict = models.CharField(max_length=16, choices=Verdict)
    detail = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["out_trade_no"], name="notice_of_trade")]

    def __str__(self) -> str:
        return f"{self.out_trade_no} {self.verdict}"


class Bill(models.Model):
    """A tender's bill of one day in the tender's time zone, as it was last read."""

    id = models.BigAutoField(primary_key=True)
    tender = models.CharField(max_length=16)
    day = models.DateField()
    read_at = models.DateTimeField()
    by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tender", "day"], name="bill_once_a_day")]

    def __str__(self) -> str:
        return f"{self.tender} {self.day}"


class BillLine(models.Model):
    """One line of a bill beside our own books. A line that we have and the bill has not is `extra`."""

    class Kind(models.TextChoices):
        TRADE = "trade"
        REFUND = "refund"

    class Verdict(models.TextChoices):
        MATCHED = "matched"
        MISSING = "missing"  # the tender has it, our books do not
        EXTRA = "extra"  # our books have it, the tender does not
        MISMATCHED = "mismatched"

    id = models.BigAutoField(primary_key=True)
    bill = models.ForeignKey(Bill, models.CASCADE, related_name="lines")
    store_id = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=8, choices=Kind)
    out_trade_no = models.CharField(max_length=ID_LENGTH)
    request_no = models.CharField(max_length=ID_LENGTH, blank=True)
    trade_no = models.CharField(max_length=ID_LENGTH, blank=True)
    theirs = models.BigIntegerField(null=True)
    ours = models.BigIntegerField(null=True)
    completed_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=16, choices=Verdict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["bill", "store_id", "verdict"], name="bill_line_of_store"),
            models.Index(fields=["out_trade_no"], name="bill_line_of_trade"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.out_trade_no} {self.verdict}"


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
