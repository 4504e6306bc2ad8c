"""Admin pages on which head office reads the books of the goods. What may be corrected is corrected by the use cases."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest

from newretail.backoffice.bases import ReadOnlyAdmin, actor_of
from newretail.inventory.block_lot import block_lot
from newretail.inventory.models import Hold, LabelPrint, Lot, Movement, Stock
from newretail.inventory.return_to_vendor import return_to_vendor
from newretail.inventory.reverse import reverse
from newretail.inventory.rules import LotState, WasteCause
from newretail.inventory.write_off import write_off
from newretail.kernel.errors import Refusal

MOST_AT_ONCE = 100


class ActingAdmin(ReadOnlyAdmin):
    """A log whose lines can be acted on by people who may change them; each line by itself, refusals are told."""

    actions: Any = ()  # type: ignore[assignment]

    def has_act_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    def each(self, request: HttpRequest, rows: QuerySet[Any], act: Any) -> None:
        done = 0
        for row in rows[:MOST_AT_ONCE]:
            try:
                with transaction.atomic():
                    act(row)
                done += 1
            except Refusal as refusal:
                self.message_user(request, f"{row}: {refusal.say()}", messages.WARNING)
        self.message_user(request, f"{done} done", messages.SUCCESS)


class Left(admin.SimpleListFilter):
    """How much can still be sold."""

    title = "what is left"
    parameter_name = "left"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("none", "sold out"), ("guard", "only for the floor"), ("some", "for sale")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Stock]) -> QuerySet[Stock]:
        free = F("on_hand") - F("held")
        match self.value():
            case "none":
                return queryset.filter(on_hand__lte=F("held"))
            case "guard":
                return queryset.annotate(left=free).filter(left__gt=0, left__lte=F("floor_guard"))
            case "some":
                return queryset.annotate(left=free).filter(left__gt=F("floor_guard"))
        return queryset


@admin.register(Stock)
class StockAdmin(ReadOnlyAdmin):
    named = ("sku",)
    list_display = ("sku", "store", "on_hand", "held", "free", "floor_guard")
    list_filter = ("store", Left)
    search_fields = ("=sku__code", "sku__product__names")
    list_select_related = ("store", "sku__product")
    ordering = ("sku", "store")

    @admin.display(description="free")
    def free(self, stock: Stock) -> int:
        return stock.on_hand - stock.held


@admin.register(Lot)
class LotAdmin(ActingAdmin):
    named = ("sku",)
    list_display = ("sku", "code", "store", "expires_on", "on_hand", "held", "state", "received_at")
    list_filter = ("store", "state", "expires_on")
    search_fields = ("=code", "=sku__code")
    list_select_related = ("store", "sku__product")
    ordering = ("expires_on", "sku", "code")
    actions = ("throw_away", "send_back", "take_off_sale")

    @admin.action(description="Write off all that is left", permissions=["act"])
    def throw_away(self, request: HttpRequest, rows: QuerySet[Lot]) -> None:
        self.each(
            request,
            rows.filter(on_hand__gt=0),
            lambda lot: write_off(
                store_id=lot.store_id,
                sku_id=lot.sku_id,
                lot_code=lot.code,
                quantity=lot.on_hand,
                cause=WasteCause.EXPIRED if lot.state == LotState.EXPIRED else WasteCause.OTHER,
                by=actor_of(request),
            ),
        )

    @admin.action(description="Return all that is left to the vendor", permissions=["act"])
    def send_back(self, request: HttpRequest, rows: QuerySet[Lot]) -> None:
        self.each(
            request,
            rows.filter(on_hand__gt=0),
            lambda lot: return_to_vendor(
                store_id=lot.store_id,
                sku_id=lot.sku_id,
                lot_code=lot.code,
                quantity=lot.on_hand,
                cause="head_office",
                by=actor_of(request),
            ),
        )

    @admin.action(description="Take off sale (recall)", permissions=["act"])
    def take_off_sale(self, request: HttpRequest, rows: QuerySet[Lot]) -> None:
        self.each(
            request,
            rows,
            lambda lot: block_lot(
                store_id=lot.store_id,
                sku_id=lot.sku_id,
                lot_code=lot.code,
                cause="recall",
                by=actor_of(request),
            ),
        )


@admin.register(Movement)
class MovementAdmin(ActingAdmin):
    named = ("sku",)
    list_display = ("at", "sku", "lot__code", "store", "quantity", "source", "target", "cause", "ref", "by")
    list_filter = ("store", "cause", "source", "target", "at")
    search_fields = ("=ref", "=sku__code", "=lot__code")
    list_select_related = ("store", "sku__product", "lot__sku")
    ordering = ("-id",)
    actions = ("undo",)

    @admin.action(description="Reverse (a correction by the opposite movement)", permissions=["act"])
    def undo(self, request: HttpRequest, rows: QuerySet[Movement]) -> None:
        self.each(
            request,
            rows,
            lambda movement: reverse(
                store_id=movement.store_id, movement_id=movement.id, by=actor_of(request)
            ),
        )


@admin.register(Hold)
class HoldAdmin(ReadOnlyAdmin):
    named = ("sku",)
    list_display = ("ref", "line", "sku", "lot", "store", "quantity", "until")
    list_filter = ("store",)
    search_fields = ("=ref", "=sku__code")
    list_select_related = ("store", "sku__product", "lot")
    ordering = ("-id",)


@admin.register(LabelPrint)
class LabelPrintAdmin(ReadOnlyAdmin):
    list_display = ("at", "store", "lot", "copies", "reason", "by")
    list_filter = ("store", "at")
    search_fields = ("=lot__code",)
    list_select_related = ("store", "lot")
    ordering = ("-id",)
