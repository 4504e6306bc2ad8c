"""The back office page of the chain: one row, changed and never added or removed by hand."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from newretail.backoffice.bases import EditableAdmin
from newretail.chain.models import Chain
from newretail.chain.queries import forget_chain


@admin.register(Chain)
class ChainAdmin(EditableAdmin):
    list_display = ("__str__", "currency", "languages", "label_languages", "country", "time_zone")
    fieldsets = (
        (None, {"fields": ("names", "slogans", ("mark_letter", "mark_colour"), "mark_svg")}),
        ("Money and words", {"fields": ("currency", "languages", "label_languages", "badge_prefix")}),
        ("Head office", {"fields": ("demands_passkey",)}),
        (
            "Country",
            {"fields": ("country", "time_zone", "phone_prefix", "address_form", "tax_notes", "week_starts")},
        ),
        ("Map", {"fields": (("latitude", "longitude"), "map_zoom", "base_map")}),
    )
    deletable = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(forget_chain)
