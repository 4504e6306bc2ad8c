"""Admin pages for webhooks."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from newretail.backoffice.bases import EditableAdmin, ReadOnlyAdmin
from newretail.kernel.errors import Refusal
from newretail.webhooks.models import Attempt, Delivery, Endpoint, OffReason
from newretail.webhooks.redeliver import redeliver
from newretail.webhooks.try_endpoint import try_endpoint


class Attempts(TabularInline):
    model = Attempt
    extra = 0
    can_delete = False
    fields = readonly_fields = ("number", "at", "status", "milliseconds", "answer", "why", "detail")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="why not")
    def why(self, attempt: Attempt) -> str:
        return attempt.error


@admin.register(Endpoint)
class EndpointAdmin(EditableAdmin):
    list_display = ("label", "url", "store", "active", "off_reason", "failing_since", "owner")
    list_filter = ("active", "off_reason", "store")
    search_fields = ("label", "url")
    fields = (
        "label",
        "url",
        "names",
        "store",
        "active",
        "off_reason",
        "failing_since",
        "owner",
        "created_at",
    )
    readonly_fields = ("off_reason", "failing_since", "owner", "created_at")
    importable = ("id", "label", "url", "names", "store", "active")
    actions = ("send_test",)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Endpoint, form: Any, change: bool) -> None:
        if not change:
            obj.owner = request.user  # type: ignore[assignment]
        if "active" in form.changed_data:
            if obj.active:
                obj.switch_on()
            else:
                obj.switch_off(OffReason.BY_HAND)
        super().save_model(request, obj, form, change)

    @admin.action(description="Send a test message")
    def send_test(self, request: HttpRequest, chosen: QuerySet[Endpoint]) -> None:
        for endpoint in chosen[:20]:
            try:
                try_endpoint(endpoint)
            except Refusal as refusal:
                self.message_user(request, f"{endpoint}: {refusal}", messages.WARNING)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("id", "endpoint", "kind", "state", "attempts", "next_at", "delivered_at")
    list_filter = ("state", "endpoint")
    search_fields = ("event__event_id", "event__ref")
    list_select_related = ("endpoint", "event")
    inlines = (Attempts,)
    actions = ("send_again",)  # type: ignore[assignment]

    @admin.display(description="kind")
    def kind(self, delivery: Delivery) -> str:
        return delivery.event.name

    @admin.action(description="Send again")
    def send_again(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        for delivery in chosen.select_related("endpoint")[:200]:
            try:
                redeliver(delivery)
            except Refusal as refusal:
                self.message_user(request, f"{delivery}: {refusal}", messages.WARNING)
