"""Carts and orders for head office: to read. What changes them are the use cases."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from newretail.backoffice.bases import EditableAdmin, ReadOnlyAdmin, ReadOnlyInline, actor_of
from newretail.backoffice.columns import link_refs
from newretail.ordering.models import (
    Exit,
    Order,
    OrderLeg,
    OrderLine,
    Promise,
    RefundRequest,
    RefundRequestLine,
    SaleTerms,
)
from newretail.ordering.reading.tell_story import tell_story
from newretail.ordering.sale_terms import sale_terms

link_refs("order", page="admin:ordering_order_change")
link_refs("promise", page="admin:ordering_promise_change")


class Lines(ReadOnlyInline):
    named = ("sku",)
    currency_path = "order.currency"
    model = OrderLine
    money = ("listed", "cut", "agreed", "settled", "refunded", "swap_cap")
    fields = (
        "line", "sku", "quantity", "way", "substitution", "swap_cap", "listed", "cut", "agreed", "taken_quantity", "settled",
        "refunded",
    )  # fmt: skip


class Legs(ReadOnlyInline):
    currency_path = "order.currency"
    model = OrderLeg
    money = ("settled",)
    verbose_name_plural = "ways out"
    fields = ("way", "part", "state", "due_at", "probability", "settled", "packed_at", "ended_at")


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    list_display = (
        "number",
        "store",
        "state",
        "ways_out",
        "total",
        "settled",
        "created_at",
        "paid_at",
        "ended_at",
    )
    list_filter = ("state", "store", "created_at")
    list_select_related = ("store",)
    search_fields = ("number", "=id")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "number")
    money = ("total", "settled", "goods", "delivery_fee", "bag_fee")
    fieldsets = (
        (None, {"fields": (("number", "store"), ("state", "end_reason"), ("member", "promise"))}),
        ("Money", {"fields": (("goods", "delivery_fee", "bag_fee"), ("total", "settled"))}),
        ("Clocks", {"fields": (("created_at", "pay_by"), ("paid_at", "ended_at"))}),
        ("Where to", {"fields": ("address",), "classes": ("collapse",)}),
    )
    documents = ("address",)
    exportable = (
        "number", "id", "store", "member", "state", "end_reason", "currency", "goods", "delivery_fee", "bag_fee",
        "total", "settled", "created_at", "pay_by", "paid_at", "ended_at",
    )  # fmt: skip
    inlines = (Lines, Legs)
    change_form_after_template = "ordering/order_story.html"

    @admin.display(description="ways out")
    def ways_out(self, order: Order) -> str:
        return ", ".join(leg["way"].replace("_", " ") for leg in order.promised_legs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [
            (title, {**said, "fields": self.shown(said["fields"])})
            for title, said in super().get_fieldsets(request, obj)
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        order = self.get_object(request, object_id)
        story = {"story": tell_story(order)} if order is not None else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **story})


@admin.register(Promise)
class PromiseAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "store", "state", "goods", "delivery_fee", "expires_at")
    list_filter = ("state", "store", "created_at")
    list_select_related = ("store",)
    search_fields = ("=id", "=cart__id")
    ordering = ("-created_at",)
    money = ("goods", "delivery_fee", "bag_fee")
    documents = ("lines", "legs", "address")
    document_heads = ("line", "way", "sku_id", "quantity")
    document_money = frozenset({"amount", "agreed", "swap_cap"})
    exportable = (
        "id", "cart", "store", "state", "currency", "goods", "delivery_fee", "bag_fee", "created_at", "expires_at",
    )  # fmt: skip
    refs = ()


@admin.register(SaleTerms)
class SaleTermsAdmin(EditableAdmin):
    """What each store grants its shoppers beyond what holds everywhere."""

    list_display = ("store", "minimum_order", "delivery_fee", "free_delivery_from", "bag_fee", "refund_days")
    money = ("minimum_order", "delivery_fee", "free_delivery_from", "bag_fee")
    fixed = ("store",)
    import_keys = ("store",)
    list_select_related = ("store",)
    autocomplete_fields = ("store",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        sale_terms.set(sale_terms.read(obj), store_id=obj.store_id, by=actor_of(request))


class AskedLines(ReadOnlyInline):
    model = RefundRequestLine
    verbose_name_plural = "lines"
    fields = ("line", "quantity")


@admin.register(RefundRequest)
class RefundRequestAdmin(ReadOnlyAdmin):
    list_display = ("order", "store", "state", "reason", "amount", "asked_at", "decided_at", "decided_by")
    people = ("decided_by",)
    list_filter = ("state", "reason", "store", "asked_at")
    list_select_related = ("order", "store")
    search_fields = ("order__number", "=id")
    ordering = ("-asked_at",)
    inlines = (AskedLines,)


@admin.register(Exit)
class ExitAdmin(ReadOnlyAdmin):
    list_display = ("order", "store", "verdict", "risk_seen", "at", "audited_by")
    people = ("audited_by",)
    list_filter = ("verdict", "store", "at")
    list_select_related = ("order", "store")
    search_fields = ("order__number",)
    ordering = ("-at",)
    documents = ("reasons", "found")

    @admin.display(description="risk", ordering="risk")
    def risk_seen(self, left: Exit) -> str:
        return f"{left.risk:.0%}"
