"""The double-entry ledger of money. Amounts are minor units of the posting's currency."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from newretail.payments.models.columns import ID_LENGTH, store_link


class Account(models.Model):
    """A ledger account of one store in one currency; `code` is "<store>:<kind>:<currency>".

    The kinds below are no tender's. Every tender has one more, which its declaration names.
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
