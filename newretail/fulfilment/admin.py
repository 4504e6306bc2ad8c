"""Admin pages for looking into the work. But for its terms nothing here is changed by hand: the floor does that by scanning."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from newretail.backoffice.bases import EditableAdmin, ReadOnlyAdmin, ReadOnlyInline, actor_of
from newretail.fulfilment.models import (
    Bag,
    Courier,
    Override,
    Parcel,
    ParcelPart,
    PickJob,
    PickLine,
    PutBack,
    Reservation,
    Shift,
    Stage,
    Stop,
    Take,
    Trip,
    WorkSlot,
    WorkTerms,
)
from newretail.fulfilment.work.terms import work_terms


@admin.register(WorkTerms)
class WorkTermsAdmin(EditableAdmin):
    """How fast each store works, and what its couriers earn."""

    list_display = (
        "store", "picking_lines_per_minute", "packing_minutes", "metres_per_minute", "courier_pay_per_drop",
        "courier_pay_per_kilometre", "courier_guarantee_per_hour",
    )  # fmt: skip
    list_select_related = ("store",)
    autocomplete_fields = ("store",)
    money = ("courier_pay_per_drop", "courier_pay_per_kilometre", "courier_guarantee_per_hour")
    fixed = ("store",)
    import_keys = ("store",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        work_terms.set(work_terms.read(obj), store_id=obj.store_id, by=actor_of(request))


@admin.register(WorkSlot)
class WorkSlotAdmin(ReadOnlyAdmin):
    list_display = ("store", "starts_at", "capacity", "booked")
    list_filter = ("store", "starts_at")
    list_select_related = ("store",)
    ordering = ("-starts_at", "store")


@admin.register(Reservation)
class ReservationAdmin(ReadOnlyAdmin):
    list_display = ("ref", "store", "units", "until", "made_at")
    list_filter = ("store", "made_at")
    list_select_related = ("store",)
    ordering = ("-made_at",)
    search_fields = ("=ref",)


@admin.register(Override)
class OverrideAdmin(ReadOnlyAdmin):
    """Where managers went another way than the usual one, and why."""

    list_display = ("at", "store", "kind", "way", "reason", "by")
    list_filter = ("store", "kind", "at")
    list_select_related = ("store",)
    ordering = ("-at",)
    search_fields = ("=ref", "reason")


@admin.register(PickJob)
class PickJobAdmin(ReadOnlyAdmin):
    list_display = (
        "number",
        "store",
        "zone",
        "state",
        "latest_finish",
        "late_at",
        "started_at",
        "finished_at",
    )
    list_filter = ("store", "state", "zone", "latest_finish")
    list_select_related = ("store",)
    ordering = ("-latest_finish", "number")
    search_fields = ("=number", "=ref")


@admin.register(PickLine)
class PickLineAdmin(ReadOnlyAdmin):
    named = ("sku",)
    money = ("amount", "swap_cap")
    ordering = ("-id",)
    list_select_related = ("store", "sku__product", "job")
    list_display = (
        "job",
        "line",
        "sku",
        "shelf",
        "quantity",
        "picked",
        "missing",
        "missing_cause",
        "substitution",
        "state",
    )
    list_filter = ("store", "state", "missing_cause", "substitution", "missing_at")
    search_fields = ("=ref", "=sku__code", "=job__number")


@admin.register(Take)
class TakeAdmin(ReadOnlyAdmin):
    named = ("sku",)
    currency_path = "line.store.currency"
    list_display = ("at", "line", "sku", "lot", "quantity", "swap_of", "amount", "by", "undone_at")
    list_filter = ("at",)
    list_select_related = ("line__store", "sku__product")
    ordering = ("-id",)
    money = ("amount",)
    search_fields = ("line__ref", "sku__code", "lot")


@admin.register(Bag)
class BagAdmin(ReadOnlyAdmin):
    list_display = ("tag", "number", "store", "way", "state", "opened_at", "arrived_at", "gone_at")
    list_filter = ("store", "state", "way", "opened_at")
    list_select_related = ("store",)
    ordering = ("-opened_at", "tag")
    search_fields = ("=tag", "=number", "=ref")


@admin.register(Parcel)
class ParcelAdmin(ReadOnlyAdmin):
    """Without address and code: those are for the courier and the shopper."""

    fields = (
        "store", "number", "ref", "way", "state", "due_at", "latest_packed", "metres", "shelf", "cause", "late_at",
        "late_cause", "arrived_at", "packed_at", "handed_over_at", "ended_at", "forgotten_at",
    )  # fmt: skip
    list_display = ("number", "store", "way", "state", "due_at", "packed_at", "ended_at", "late_cause")
    list_filter = ("store", "state", "way", "late_cause", "due_at")
    list_select_related = ("store",)
    ordering = ("-due_at", "number")
    search_fields = ("=number", "=ref")


@admin.register(ParcelPart)
class ParcelPartAdmin(ReadOnlyAdmin):
    list_display = ("parcel", "store", "kind", "note", "state", "latest_finish", "ready_at", "arrived_at")
    list_filter = ("store", "kind", "state", "latest_finish")
    list_select_related = ("store", "parcel")
    ordering = ("-latest_finish", "id")
    documents = ("goods",)
    search_fields = ("=ref", "=maker", "=parcel__number")


@admin.register(PutBack)
class PutBackAdmin(ReadOnlyAdmin):
    list_display = ("number", "store", "zone", "shelf", "asked_at", "done_at", "outcome")
    list_filter = ("store", "outcome", "asked_at")
    list_select_related = ("store",)
    ordering = ("-asked_at",)
    documents = ("goods",)
    search_fields = ("=number", "=ref")


@admin.register(Courier)
class CourierAdmin(ReadOnlyAdmin):
    fields = ("store", "member", "on_duty", "duty_changed_at")
    list_display = ("member", "store", "on_duty", "duty_changed_at")
    list_filter = ("store", "on_duty")
    list_select_related = ("store", "member")
    search_fields = ("member__name",)


@admin.register(Shift)
class ShiftAdmin(ReadOnlyAdmin):
    list_display = ("courier", "store", "began_at", "ended_at", "guarantee_per_hour")
    list_filter = ("store", "began_at")
    list_select_related = ("store", "courier")
    search_fields = ("courier__member__name",)
    money = ("guarantee_per_hour",)
    ordering = ("-began_at",)


class StopsOfTrip(ReadOnlyInline):
    model = Stop
    fields = ("sequence", "parcel", "state", "arrived_at", "ended_at", "cause")


@admin.register(Trip)
class TripAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "store", "courier", "state", "picked_up_at", "done_at", "metres")
    money = ("pay_per_drop", "pay_per_kilometre")
    list_filter = ("store", "state", "made_at")
    list_select_related = ("store", "courier")
    search_fields = ("courier__member__name", "stops__parcel__number")
    ordering = ("-made_at",)
    inlines = (StopsOfTrip,)


@admin.register(Stop)
class StopAdmin(ReadOnlyAdmin):
    list_display = ("trip", "sequence", "parcel", "state", "arrived_at", "ended_at", "cause")
    list_filter = ("state", "cause", "arrived_at")
    list_select_related = ("trip", "parcel")
    search_fields = ("=parcel__number", "=parcel__ref")


@admin.register(Stage)
class StageAdmin(ReadOnlyAdmin):
    list_display = ("ref", "store", "stage", "way", "at")
    list_filter = ("store", "stage", "at")
    list_select_related = ("store",)
    ordering = ("-at",)
    search_fields = ("=ref",)
