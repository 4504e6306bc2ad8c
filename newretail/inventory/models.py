"""Stock, lots, holds and the movement ledger. Quantities are whole base units of the SKU: pieces, grams, millilitres.

For every store and SKU:  on_hand = sum of its good lots = movements into stock - movements out of it,  held = sum of its
holds,  0 <= held <= on_hand. A hold may name a lot, and for every lot:  held = sum of the holds that name it,
0 <= held <= on_hand. Both together leave enough of the other lots for the holds that name none. `audit()` compares all.

Lock order: the stock row first (SKU codes ascending), then its lots, then its holds. Whoever changes a lot or a hold has the
stock row, except `keep_holds`, which only ends the expiry of holds and takes them in the same order.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from newretail.catalog.api import BATCH
from newretail.inventory.rules import LotState, Place
from newretail.kernel import clock
from newretail.kernel.ids import uuid7


class Stock(models.Model):
    """What a store can sell of a SKU now. The hot row: no index holds a column that changes, so updates stay in the page."""

    store = models.ForeignKey(
        "stores.Store", models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    sku = models.ForeignKey("catalog.Sku", models.PROTECT, db_index=False, related_name="+")
    on_hand = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    floor_guard = models.BigIntegerField(default=0, help_text="kept for shoppers inside the store")

    class Meta:
        verbose_name_plural = "stock"
        constraints = (
            UniqueConstraint(fields=["store", "sku"], name="inventory_stock_once"),
            CheckConstraint(
                condition=Q(held__gte=0, held__lte=F("on_hand")), name="inventory_stock_held_within_on_hand"
            ),
            CheckConstraint(condition=Q(floor_guard__gte=0), name="inventory_stock_floor_guard_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.sku_id} @ {self.store_id}"


class Lot(models.Model):
    """Goods of one SKU that came together and expire together. `expires_on` is the last day on which they may be sold."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    store = models.ForeignKey(
        "stores.Store", models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    sku = models.ForeignKey("catalog.Sku", models.PROTECT, db_index=False, related_name="+")
    code = models.CharField(max_length=20, help_text="GS1 AI 10")
    expires_on = models.DateField(null=True, blank=True)
    on_hand = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0, help_text="promised of this very lot")
    state = models.CharField(
        max_length=8, default=LotState.GOOD.value, choices=[(s.value, s.value) for s in LotState]
    )
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["store", "sku", "code"], name="inventory_lot_once"),
            CheckConstraint(condition=Q(code__regex=BATCH), name="inventory_lot_code_fits_a_label"),
            CheckConstraint(condition=Q(on_hand__gte=0), name="inventory_lot_on_hand_not_negative"),
            CheckConstraint(
                condition=Q(held__gte=0, held__lte=F("on_hand")), name="inventory_lot_held_within_on_hand"
            ),
            CheckConstraint(
                condition=Q(state=LotState.GOOD.value) | Q(held=0), name="inventory_lot_held_only_while_good"
            ),
            CheckConstraint(
                condition=Q(state__in=[state.value for state in LotState]), name="inventory_lot_state_known"
            ),
        )
        indexes = (
            Index(
                fields=["store", "expires_on"],
                condition=Q(state=LotState.GOOD.value),
                name="inventory_lot_by_expiry",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sku_id} {self.code} @ {self.store_id}"


class Hold(models.Model):
    """A quantity promised to a line of something upstream. `until` is when the promise lapses; none once it is paid.

    lot: the lot that was promised; none: any that may be sold.
    """

    id = models.BigAutoField(primary_key=True)
    store = models.ForeignKey(
        "stores.Store", models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    ref = models.CharField(max_length=64)
    line = models.CharField(max_length=64)
    sku = models.ForeignKey(
        "catalog.Sku", models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    lot = models.ForeignKey(
        Lot, models.PROTECT, null=True, blank=True, db_constraint=False, db_index=False, related_name="+"
    )
    quantity = models.BigIntegerField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["store", "ref", "line"], name="inventory_hold_once"),
            CheckConstraint(condition=Q(quantity__gt=0), name="inventory_hold_quantity_positive"),
        )
        indexes = (Index(fields=["until"], condition=Q(until__isnull=False), name="inventory_hold_by_until"),)

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku_id} for {self.ref}"


class Movement(models.Model):
    """One line of the ledger: so much of a lot went from one place to another. Never changed, only reversed."""

    id = models.BigAutoField(primary_key=True)
    store = models.ForeignKey(
        "stores.Store", models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    sku = models.ForeignKey(
        "catalog.Sku", models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    lot = models.ForeignKey(Lot, models.PROTECT, db_index=False, related_name="+")
    quantity = models.BigIntegerField()
    source = models.CharField(max_length=16, choices=[(place.value, place.value) for place in Place])
    target = models.CharField(max_length=16, choices=[(place.value, place.value) for place in Place])
    from_shelf = models.CharField(max_length=32, blank=True, default="")
    to_shelf = models.CharField(max_length=32, blank=True, default="")
    cause = models.CharField(max_length=24)
    ref = models.CharField(max_length=64, blank=True, default="")
    line = models.CharField(max_length=64, blank=True, default="")
    by = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()
    reversal_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )

    class Meta:
        constraints = (
            CheckConstraint(condition=Q(quantity__gt=0), name="inventory_movement_quantity_positive"),
            CheckConstraint(
                condition=Q(
                    source__in=[place.value for place in Place], target__in=[place.value for place in Place]
                ),
                name="inventory_movement_places_known",
            ),
            CheckConstraint(
                condition=~Q(source=F("target")) | ~Q(from_shelf=F("to_shelf")),
                name="inventory_movement_goes_somewhere",
            ),
            UniqueConstraint(
                fields=["reversal_of"],
                condition=Q(reversal_of__isnull=False),
                name="inventory_movement_reversed_once",
            ),
        )
        indexes = (
            Index(fields=["store", "sku", "id"], name="inventory_movement_by_sku"),
            Index(fields=["store", "ref"], condition=~Q(ref=""), name="inventory_movement_by_ref"),
            Index(
                fields=["store", "at"],
                condition=Q(target="waste") | Q(source="waste"),
                name="inventory_movement_waste",
            ),
        )

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku_id}: {self.source} → {self.target}"


class LabelPrint(models.Model):
    """Who printed labels of a lot, when and why: a reprinted label is how an old date gets onto new goods."""

    id = models.BigAutoField(primary_key=True)
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    copies = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            CheckConstraint(condition=Q(copies__gte=1, copies__lte=1000), name="inventory_label_copies"),
        )

    def __str__(self) -> str:
        return f"{self.copies} × {self.lot_id}"
