"""The desks of head office for money: to read, search and export. No hand changes a payment or a posting."""

from typing import ClassVar

from django.contrib import admin

from newretail.kernel.back_office import ReadOnlyDesk
from newretail.payments.models import (
    Account,
    Bill,
    BillLine,
    DrawerSession,
    Entry,
    Notice,
    Payment,
    Posting,
    Refund,
    Tab,
)


@admin.register(Tab)
class TabDesk(ReadOnlyDesk):
    list_display = ("ref", "store", "captured", "prepaid", "sold", "refunded", "voided_at")
    search_fields: ClassVar = ["ref"]
    list_filter: ClassVar = ["store"]


@admin.register(Payment)
class PaymentDesk(ReadOnlyDesk):
    list_display = (
        "out_trade_no",
        "store",
        "tender",
        "way",
        "amount",
        "refunded",
        "state",
        "late",
        "opened_at",
    )
    search_fields: ClassVar = ["out_trade_no", "trade_no", "ref"]
    list_filter: ClassVar = ["store", "tender", "way", "state", "late"]


@admin.register(Refund)
class RefundDesk(ReadOnlyDesk):
    list_display = ("request_no", "store", "tender", "amount", "state", "cause", "attempts", "requested_at")
    search_fields: ClassVar = ["request_no", "ref"]
    list_filter: ClassVar = ["store", "tender", "state"]


@admin.register(Account)
class AccountDesk(ReadOnlyDesk):
    list_display = ("code", "store", "kind")
    list_filter: ClassVar = ["store", "kind"]


class EntryLines(admin.TabularInline):
    model = Entry
    extra = 0
    can_delete = False

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Posting)
class PostingDesk(ReadOnlyDesk):
    list_display = ("id", "at", "store", "cause", "ref", "document")
    search_fields: ClassVar = ["ref", "document"]
    list_filter: ClassVar = ["store", "cause"]
    inlines = (EntryLines,)


@admin.register(DrawerSession)
class DrawerSessionDesk(ReadOnlyDesk):
    list_display = (
        "drawer",
        "store",
        "state",
        "float_amount",
        "expected",
        "counted",
        "difference",
        "opened_at",
    )
    list_filter: ClassVar = ["store", "state"]


@admin.register(Notice)
class NoticeDesk(ReadOnlyDesk):
    list_display = ("id", "at", "out_trade_no", "trade_status", "amount", "verdict", "detail")
    search_fields: ClassVar = ["out_trade_no", "notify_id"]
    list_filter: ClassVar = ["verdict", "trade_status"]


@admin.register(Bill)
class BillDesk(ReadOnlyDesk):
    list_display = ("tender", "day", "read_at", "by")
    list_filter: ClassVar = ["tender"]


@admin.register(BillLine)
class BillLineDesk(ReadOnlyDesk):
    list_display = ("bill", "store_id", "kind", "out_trade_no", "theirs", "ours", "verdict", "completed_at")
    search_fields: ClassVar = ["out_trade_no", "request_no"]
    list_filter: ClassVar = ["verdict", "kind", "store_id"]
