"""Admin pages for stores, their floor and their people."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from newretail.backoffice.bases import EditableAdmin, ReadOnlyAdmin, actor_of
from newretail.backoffice.columns import name_of
from newretail.backoffice.names import NAMES_AS_INPUTS
from newretail.kernel.errors import Refusal
from newretail.stores.grant_role import grant_role
from newretail.stores.imports import ConveyorEntryLines, PlanogramLines, ShelfLines, StaffLines
from newretail.stores.models import (
    Badge,
    ConveyorEntry,
    Facing,
    Format,
    PackingStation,
    Post,
    Shelf,
    Snooze,
    StaffRole,
    State,
    Store,
    Zone,
)
from newretail.stores.queries import forget_store
from newretail.stores.revoke_role import revoke_role
from newretail.stores.roles import Role
from newretail.stores.set_state import set_state
from newretail.stores.withdraw_badge import withdraw_badge


@admin.register(Format)
class FormatAdmin(EditableAdmin):
    list_display = ("code", "names", "capabilities")
    search_fields = ("code", "names")
    fixed = ("code",)
    import_keys = ("code",)


class ZonesOfStore(TabularInline):
    model = Zone
    formfield_overrides = NAMES_AS_INPUTS
    extra = 0
    tab = True
    show_change_link = True


class PackingStationsOfStore(TabularInline):
    model = PackingStation
    extra = 0
    tab = True


@admin.register(Store)
class StoreAdmin(EditableAdmin):
    """A store is closed, never deleted. Its state changes by an action, so that everybody hears of it."""

    list_display = ("code", "names", "format", "state", "busy_minutes", "delivery_radius_metres")
    list_filter = ("state", "format")
    search_fields = ("code", "names", "gln", "address")
    readonly_fields = ("state", "busy_minutes", "state_reason", "state_changed_at")
    fieldsets = (
        (None, {"fields": ("code", "names", "format", "gln")}),
        ("State", {"fields": (("state", "busy_minutes"), "state_reason", "state_changed_at")}),
        ("Place and hours", {"fields": ("address", ("latitude", "longitude"), "time_zone", "hours")}),
        ("Delivery", {"fields": ("delivery_radius_metres", "delivery_polygon")}),
        ("Money", {"fields": ("currency",)}),
    )
    inlines = (ZonesOfStore, PackingStationsOfStore)
    actions = ("open_up", "slow_down", "pause", "close_down")
    fixed = ("code", "currency")
    deletable = False
    import_keys = ("code",)
    importable = (
        "code", "names", "format", "gln", "address", "latitude", "longitude", "time_zone",
        "hours", "currency", "delivery_radius_metres", "delivery_polygon",
    )  # fmt: skip

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(lambda: forget_store(obj.code))

    @admin.action(description="Open", permissions=["change"])
    def open_up(self, request: HttpRequest, queryset: QuerySet[Store]) -> None:
        self._set(request, queryset, state=State.OPEN)

    @admin.action(description="Busy: 15 minutes longer", permissions=["change"])
    def slow_down(self, request: HttpRequest, queryset: QuerySet[Store]) -> None:
        self._set(request, queryset, state=State.BUSY, busy_minutes=15)

    @admin.action(description="Pause orders", permissions=["change"])
    def pause(self, request: HttpRequest, queryset: QuerySet[Store]) -> None:
        self._set(request, queryset, state=State.PAUSED)

    @admin.action(description="Close", permissions=["change"])
    def close_down(self, request: HttpRequest, queryset: QuerySet[Store]) -> None:
        self._set(request, queryset, state=State.CLOSED)

    def _set(
        self, request: HttpRequest, queryset: QuerySet[Store], *, state: State, busy_minutes: int = 0
    ) -> None:
        for store in queryset.order_by("code"):
            set_state(
                store_id=store.code,
                state=state,
                busy_minutes=busy_minutes,
                by=actor_of(request),
            )
        self.message_user(request, f"{state.label}: {', '.join(queryset.values_list('code', flat=True))}")


@admin.register(Zone)
class ZoneAdmin(EditableAdmin):
    list_display = ("store", "code", "names", "temperature", "walk_order")
    list_filter = ("store", "temperature")
    search_fields = ("code", "names")
    fixed = ("store", "code")
    import_keys = ("store", "code")
    importable = ("store", "code", "names", "temperature", "walk_order")


@admin.register(Shelf)
class ShelfAdmin(EditableAdmin):
    list_display = ("store", "zone", "code", "walk_order")
    list_filter = ("store", "zone__code")
    list_select_related = ("store", "zone")
    search_fields = ("code",)
    fixed = ("store", "code")
    resource_classes = (ShelfLines,)


@admin.register(Facing)
class PlanogramAdmin(EditableAdmin):
    list_display = ("store", "shelf", "product", "facings", "capacity")
    list_filter = ("store", "shelf__zone__code")
    list_select_related = ("store", "shelf", "sku__product")
    search_fields = ("=sku__code", "shelf__code", "sku__product__names")
    raw_id_fields = ("shelf", "sku")
    fixed = ("store", "sku")
    resource_classes = (PlanogramLines,)

    @admin.display(ordering="sku")
    def product(self, facing: Facing) -> str:
        return name_of(facing.sku)


@admin.register(ConveyorEntry)
class ConveyorEntryAdmin(EditableAdmin):
    list_display = ("store", "code", "zone", "name")
    list_filter = ("store",)
    search_fields = ("code", "name")
    fixed = ("store", "code")
    resource_classes = (ConveyorEntryLines,)


@admin.register(PackingStation)
class PackingStationAdmin(EditableAdmin):
    list_display = ("store", "code", "name")
    list_filter = ("store",)
    search_fields = ("code", "name")
    fixed = ("store", "code")
    import_keys = ("store", "code")
    importable = ("store", "code", "name")


@admin.register(StaffRole)
class StaffAdmin(EditableAdmin):
    """A role is given and revoked; the line stays, because it explains who could do what and when."""

    list_display = ("member", "role", "store", "granted_at", "revoked_at")
    list_filter = ("store", "role", ("revoked_at", admin.EmptyFieldListFilter))
    list_select_related = ("member", "store")
    search_fields = ("member__name", "member__email", "member__phone")
    autocomplete_fields = ("member",)
    readonly_fields = ("granted_at", "granted_by", "revoked_at", "revoked_by")
    fields = ("member", "store", "role", "granted_at", "granted_by", "revoked_at", "revoked_by")
    actions = ("revoke",)
    fixed = ("member", "store", "role")
    deletable = False
    resource_classes = (StaffLines,)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            return
        held = grant_role(
            member_id=obj.member_id,
            role=Role(obj.role),
            store_id=obj.store_id or "",
            by=actor_of(request),
        )
        obj.pk = held.pk

    @admin.action(description="Revoke", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[StaffRole]) -> None:
        for held in queryset.filter(revoked_at=None):
            try:
                revoke_role(
                    member_id=held.member_id,
                    role=Role(held.role),
                    store_id=held.store_id or "",
                    by=actor_of(request),
                )
            except Refusal as refusal:
                self.message_user(request, refusal.say(), messages.ERROR)


@admin.register(Badge)
class BadgeAdmin(ReadOnlyAdmin):
    """Who may sign in with what. A badge is withdrawn here, and issued where its code can be handed over."""

    list_display = ("member", "store", "issued_at", "last_used_at", "withdrawn_at")
    list_filter = ("store", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("member", "store")
    search_fields = ("member__name", "member__email", "member__phone")
    fields = ("member", "store", "issued_at", "issued_by", "last_used_at", "withdrawn_at", "withdrawn_by")
    actions = ("withdraw",)  # type: ignore[assignment]

    @admin.action(description="Withdraw")
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Badge]) -> None:
        for badge in queryset.filter(withdrawn_at=None):
            withdraw_badge(badge_id=badge.pk, store_id=badge.store_id or "", by=actor_of(request))


@admin.register(Post)
class PostAdmin(ReadOnlyAdmin):
    list_display = ("store", "member", "post", "zone", "since", "seen_at")
    list_filter = ("store", "post")
    list_select_related = ("member", "store")


@admin.register(Snooze)
class SnoozeAdmin(EditableAdmin):
    list_display = ("store", "product", "until", "reason", "at")
    list_filter = ("store", "until")
    search_fields = ("sku__code", "reason")
    raw_id_fields = ("sku",)
    readonly_fields = ("by", "at")
    fixed = ("store", "sku")
    import_keys = ("store", "sku")
    importable = ("store", "sku", "until", "reason")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.by = actor_of(request)
        super().save_model(request, obj, form, change)

    def get_list_select_related(self, request: HttpRequest) -> tuple[str, ...]:
        return ("store", "sku__product")

    @admin.display(ordering="sku")
    def product(self, snooze: Snooze) -> str:
        return name_of(snooze.sku)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(super().has_add_permission(request))
