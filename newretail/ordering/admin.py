"""Carts and orders for head office: to read. What changes them are the use cases."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from newretail.kernel.back_office import ReadOnlyDesk
from newretail.ordering.models import Exit, Order, OrderLeg, OrderLine, Promise


class Lines(admin.TabularInline):
    model = OrderLine
    extra = 0
    can_delete = False
    fields = readonly_fields = (
        "line",
        "sku",
        "quantity",
        "way",
        "agreed",
        "taken_quantity",
        "settled",
        "refunded",
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Legs(admin.TabularInline):
    model = OrderLeg
    extra = 0
    can_delete = False
    fields = readonly_fields = ("way", "state", "due_at", "probability", "settled", "packed_at", "ended_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Order)
class OrderDesk(ReadOnlyDesk):
    list_display = ("number", "store", "state", "total", "settled", "created_at", "paid_at", "ended_at")
    list_filter = ("state", "store")
    search_fields = ("number", "id")
    date_hierarchy = "created_at"
    inlines = (Lines, Legs)


@admin.register(Promise)
class PromiseDesk(ReadOnlyDesk):
    list_display = ("id", "store", "state", "goods", "created_at", "expires_at")
    list_filter = ("state", "store")


@admin.register(Exit)
class ExitDesk(ReadOnlyDesk):
    list_display = ("order", "store", "verdict", "risk", "at", "audited_by")
    list_filter = ("verdict", "store")
