"""Desks for looking into the work. Nothing here is changed by hand: the floor does that by scanning."""

from django.contrib import admin

from newretail.fulfilment.models import (
    Bag,
    Courier,
    Parcel,
    PickJob,
    PickLine,
    PutBack,
    Reservation,
    Stage,
    Stop,
    Take,
    Trip,
    WorkSlot,
)
from newretail.kernel.back_office import ReadOnlyDesk


@admin.register(WorkSlot)
class WorkSlotDesk(ReadOnlyDesk):
    list_display = ("store_id", "starts_at", "capacity", "booked")
    list_filter = ("store", "starts_at")


@admin.register(Reservation)
class ReservationDesk(ReadOnlyDesk):
    list_display = ("ref", "store_id", "units", "until", "made_at")
    list_filter = ("store",)
    search_fields = ("ref",)


@admin.register(PickJob)
class PickJobDesk(ReadOnlyDesk):
    list_display = (
        "number",
        "store_id",
        "zone",
        "state",
        "latest_finish",
        "late_at",
        "started_at",
        "finished_at",
    )
    list_filter = ("store", "state", "zone")
    search_fields = ("number", "ref")


@admin.register(PickLine)
class PickLineDesk(ReadOnlyDesk):
    list_display = (
        "ref",
        "line",
        "sku_id",
        "quantity",
        "picked",
        "missing",
        "missing_cause",
        "substitution",
        "state",
    )
    list_filter = ("store", "state", "missing_cause", "substitution")
    search_fields = ("ref", "sku__code")


@admin.register(Take)
class TakeDesk(ReadOnlyDesk):
    list_display = ("at", "line", "sku_id", "lot", "quantity", "swap_of", "undone_at")
    search_fields = ("line__ref", "sku__code", "lot")


@admin.register(Bag)
class BagDesk(ReadOnlyDesk):
    list_display = ("tag", "number", "store_id", "way", "state", "opened_at", "arrived_at", "gone_at")
    list_filter = ("store", "state", "way")
    search_fields = ("tag", "number", "ref")


@admin.register(Parcel)
class ParcelDesk(ReadOnlyDesk):
    """Without address and code: those are for the courier and the shopper."""

    fields = (
        "store", "number", "ref", "way", "state", "due_at", "latest_packed", "metres", "shelf", "cause", "late_at",
        "late_cause", "arrived_at", "packed_at", "handed_over_at", "ended_at", "forgotten_at",
    )  # fmt: skip
    list_display = ("number", "store_id", "way", "state", "due_at", "packed_at", "ended_at", "late_cause")
    list_filter = ("store", "state", "way", "late_cause")
    search_fields = ("number", "ref")


@admin.register(PutBack)
class PutBackDesk(ReadOnlyDesk):
    list_display = ("number", "store_id", "zone", "shelf", "asked_at", "done_at", "outcome")
    list_filter = ("store", "outcome")
    search_fields = ("number", "ref")


@admin.register(Courier)
class CourierDesk(ReadOnlyDesk):
    fields = ("store", "member", "on_duty", "duty_changed_at")
    list_display = ("id", "store_id", "member", "on_duty", "duty_changed_at")
    list_filter = ("store", "on_duty")


@admin.register(Trip)
class TripDesk(ReadOnlyDesk):
    list_display = ("id", "store_id", "courier", "state", "made_at", "picked_up_at", "done_at")
    list_filter = ("store", "state")


@admin.register(Stop)
class StopDesk(ReadOnlyDesk):
    list_display = ("trip", "sequence", "parcel", "state", "arrived_at", "ended_at", "cause")
    list_filter = ("state", "cause")


@admin.register(Stage)
class StageDesk(ReadOnlyDesk):
    list_display = ("ref", "store_id", "stage", "way", "at")
    list_filter = ("store", "stage")
    search_fields = ("ref",)
