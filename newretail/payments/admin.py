"""The desks of head office for money: to read, search and export. No hand changes a payment or a posting."""

from typing import ClassVar

from django.contrib import admin

from newretail.backoffice.bases import ReadOnlyAdmin, ReadOnlyInline
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
    StoreTender,
    Tab,
)


@admin.register(Tab)
class TabAdmin(ReadOnlyAdmin):
    list_display = ("ref", "store", "currency", "due", "captured", "prepaid", "sold", "refunded", "voided_at")
    search_fields: ClassVar = ["=ref"]
    list_filter: ClassVar = ["store"]
    list_select_related = ("store",)
    money = ("due", "captured", "prepaid", "sold", "refunded")


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = (
        "opened_at",
        "ref",
        "store",
        "tender",
        "way",
        "amount",
        "refunded",
        "state",
        "taken_by",
        "out_trade_no",
    )
    search_fields: ClassVar = ["=out_trade_no", "=trade_no", "=ref"]
    list_filter: ClassVar = ["store", "tender", "way", "state", "late", "opened_at"]
    list_select_related = ("store",)
    ordering = ("-opened_at",)
    money = ("amount", "refunded", "given")
    people = ("taken_by",)


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    list_display = (
        "requested_at",
        "ref",
        "store",
        "tender",
        "amount",
        "state",
        "cause",
        "attempts",
        "request_no",
    )
    search_fields: ClassVar = ["=request_no", "=ref"]
    list_filter: ClassVar = ["store", "tender", "state", "requested_at"]
    list_select_related = ("store",)
    ordering = ("-requested_at",)
    money = ("amount",)


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    list_display = ("code", "store", "kind", "currency")
    list_select_related = ("store",)
    search_fields: ClassVar = ["code"]
    list_filter: ClassVar = ["store", "kind", "currency"]


class EntryLines(ReadOnlyInline):
    currency_path = "posting.currency"
    model = Entry
    money = ("amount",)


@admin.register(Posting)
class PostingAdmin(ReadOnlyAdmin):
    list_display = ("id", "at", "store", "cause", "ref", "document")
    search_fields: ClassVar = ["=ref", "=document"]
    list_filter: ClassVar = ["store", "cause", "at"]
    list_select_related = ("store",)
    ordering = ("-id",)
    inlines = (EntryLines,)


@admin.register(DrawerSession)
class DrawerSessionAdmin(ReadOnlyAdmin):
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
    list_filter: ClassVar = ["store", "state", "opened_at"]
    list_select_related = ("store",)
    search_fields: ClassVar = ["drawer", "=cashier"]
    ordering = ("-opened_at",)
    money = ("float_amount", "expected", "counted", "difference")


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ("id", "at", "tender", "out_trade_no", "trade_status", "amount", "verdict", "detail")
    search_fields: ClassVar = ["out_trade_no", "notify_id"]
    list_filter: ClassVar = ["tender", "verdict", "trade_status", "at"]
    ordering = ("-id",)


@admin.register(Bill)
class BillAdmin(ReadOnlyAdmin):
    list_display = ("tender", "day", "read_at", "by")
    list_filter: ClassVar = ["tender"]


@admin.register(BillLine)
class BillLineAdmin(ReadOnlyAdmin):
    list_display = ("bill", "store_id", "kind", "out_trade_no", "theirs", "ours", "verdict", "completed_at")
    search_fields: ClassVar = ["out_trade_no", "request_no"]
    list_filter: ClassVar = ["verdict", "kind", "store_id", "completed_at"]
    ordering = ("-id",)
    money = ("theirs", "ours")


@admin.register(StoreTender)
class StoreTenderAdmin(ReadOnlyAdmin):
    list_display = ("store", "tender", "is_on", "changed_at", "changed_by")
    list_select_related = ("store",)
    list_filter: ClassVar = ["store", "tender", "is_on"]
