"""What tenders tell us by themselves: notices of payments, and the bill of each day."""

from typing import ClassVar

from django.db import models

from newretail.kernel import clock
from newretail.payments.models.columns import ID_LENGTH


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
