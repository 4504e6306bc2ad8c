"""Stores, their formats, their floor and their people. What stands on the floor is in `floor.models`."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from newretail.catalog.api import Temperature
from newretail.chain.api import default_currency, default_time_zone
from newretail.kernel import clock
from newretail.kernel.ids import uuid7
from newretail.kernel.names import NamesField
from newretail.stores import well_formed
from newretail.stores.floor.models import Fixture, FloorPlan, PlanWalks
from newretail.stores.roles import Role

__all__ = [
    "Badge",
    "ConveyorEntry",
    "Facing",
    "Fixture",
    "FloorPlan",
    "Format",
    "PackingStation",
    "PlanWalks",
    "Post",
    "PostKind",
    "Shelf",
    "Snooze",
    "StaffRole",
    "State",
    "Store",
    "Temperature",
    "Zone",
    "week_of_hours",
]


class State(models.TextChoices):
    OPEN = "open", "open"
    BUSY = "busy", "busy"
    PAUSED = "paused", "paused"
    CLOSED = "closed", "closed"


def week_of_hours() -> list[list[list[str]]]:
    """Open every day from seven to ten in the evening."""
    return [[["07:00", "22:00"]] for _ in range(7)]


class Format(models.Model):
    """A kind of store: which capabilities are switched on. Data, never a fork of the code."""

    code = models.SlugField(primary_key=True, max_length=32)
    names = NamesField(most=80)
    capabilities = models.JSONField(default=list, blank=True, validators=[well_formed.capabilities])

    def __str__(self) -> str:
        return str(self.names)


class Store(models.Model):
    """What a store is, and whether it is open. What it grants, charges and pays stands in rows of the rooms that do it."""

    code = models.SlugField(primary_key=True, max_length=32)
    names = NamesField(most=80)
    format = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="stores")
    gln = models.CharField("GLN", max_length=13, blank=True, validators=[well_formed.gln])
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    time_zone = models.CharField(max_length=40, default=default_time_zone, validators=[well_formed.time_zone])
    hours = models.JSONField(
        default=week_of_hours,
        validators=[well_formed.hours],
        help_text='Monday to Sunday: [[["07:00", "22:00"]], …]; a span may pass midnight',
    )
    currency = models.CharField(
        max_length=3,
        default=default_currency,
        validators=[well_formed.currency],
        help_text="ISO 4217: of every price, fee and payment here",
    )

    delivery_radius_metres = models.PositiveIntegerField(default=3000)
    delivery_polygon = models.JSONField(
        null=True,
        blank=True,
        validators=[well_formed.delivery_area],
        help_text="[[latitude, longitude], …]; instead of the radius",
    )

    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    busy_minutes = models.PositiveIntegerField(default=0, validators=[MaxValueValidator(240)])
    state_reason = models.CharField(max_length=200, blank=True)
    state_changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="store_state_known"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="store_currency_iso"),
            models.CheckConstraint(
                condition=Q(state=State.BUSY, busy_minutes__gt=0)
                | (~Q(state=State.BUSY) & Q(busy_minutes=0)),
                name="store_busy_has_minutes",
            ),
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="store_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return str(self.names)


class Zone(models.Model):
    """A part of the floor that one picker walks."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="zones")
    code = models.SlugField(max_length=32)
    names = NamesField(most=80)
    temperature = models.CharField(max_length=8, choices=Temperature.choices, default=Temperature.AMBIENT)
    walk_order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["store_id", "walk_order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["store", "code"], name="zone_once_a_store"),
            models.CheckConstraint(
                condition=Q(temperature__in=Temperature.values), name="zone_temperature_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.store_id}/{self.code}"


class Shelf(models.Model):
    """One level of one bay, with a code that is printed on its label."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="shelves")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="shelves")
    code = models.CharField(max_length=32)
    walk_order = models.PositiveIntegerField(default=0)
    fixture = models.ForeignKey(
        Fixture, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="shelves"
    )
    side = models.CharField(max_length=5, blank=True, editable=False)
    level = models.PositiveSmallIntegerField(null=True, editable=False, help_text="counted from below")
    along = models.FloatField(null=True, editable=False, help_text="metres from the fixture's left end")
    width = models.FloatField(null=True, editable=False, help_text="metres")
    height = models.FloatField(null=True, editable=False, help_text="metres of its board above the floor")

    class Meta:
        verbose_name_plural = "shelves"
        ordering = ["store_id", "walk_order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["store", "code"], name="shelf_once_a_store"),
            models.CheckConstraint(
                condition=Q(fixture=None, side="", level=None, along=None, width=None, height=None)
                | Q(
                    fixture__isnull=False,
                    side__in=["front", "back"],
                    level__gt=0,
                    along__isnull=False,
                    width__gt=0,
                    height__gte=0,
                ),
                name="shelf_placed_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.store_id}/{self.code}"

    def clean(self) -> None:
        if self.zone_id and self.zone.store_id != self.store_id:
            raise ValidationError({"zone": "This zone belongs to another store."})


class Facing(models.Model):
    """The planogram: this SKU stands on this shelf. A SKU with a facing is listed at the store."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="facings")
    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT, related_name="facings")
    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT, related_name="+")
    facings = models.PositiveIntegerField(default=1, validators=[MinValueValidator(1)])
    capacity = models.PositiveIntegerField(default=0, help_text="in base units of the SKU")

    class Meta:
        ordering = ["store_id", "shelf__walk_order", "sku_id"]
        constraints = [
            models.UniqueConstraint(fields=["store", "sku", "shelf"], name="facing_once_a_shelf"),
            models.CheckConstraint(condition=Q(facings__gt=0), name="facing_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.sku_id} @ {self.store_id}"

    def clean(self) -> None:
        if self.shelf_id and self.shelf.store_id != self.store_id:
            raise ValidationError({"shelf": "This shelf belongs to another store."})


class ConveyorEntry(models.Model):
    """Where a picker hangs a full bag onto the conveyor."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="conveyor_entries")
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="conveyor_entries"
    )
    code = models.SlugField(max_length=32)
    name = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name_plural = "conveyor entries"
        ordering = ["store_id", "code"]
        constraints = [models.UniqueConstraint(fields=["store", "code"], name="conveyor_entry_once_a_store")]

    def __str__(self) -> str:
        return f"{self.store_id}/{self.code}"

    def clean(self) -> None:
        if self.zone_id and self.zone is not None and self.zone.store_id != self.store_id:
            raise ValidationError({"zone": "This zone belongs to another store."})


class PackingStation(models.Model):
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="packing_stations")
    code = models.SlugField(max_length=32)
    name = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["store_id", "code"]
        constraints = [models.UniqueConstraint(fields=["store", "code"], name="packing_station_once_a_store")]

    def __str__(self) -> str:
        return f"{self.store_id}/{self.code}"


class StaffRole(models.Model):
    """What somebody may do at a store, or everywhere for head office. Revoked, never deleted: it explains the past."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_roles")
    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, null=True, blank=True, related_name="staff_roles"
    )
    role = models.CharField(
        max_length=12, choices=[(role.value, role.value.replace("_", " ")) for role in Role]
    )
    granted_at = models.DateTimeField(default=clock.now)
    granted_by = models.CharField(max_length=64, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["store_id", "role", "granted_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="staff_role_known"
            ),
            models.CheckConstraint(
                condition=Q(role=Role.HEAD_OFFICE.value, store=None)
                | (~Q(role=Role.HEAD_OFFICE.value) & Q(store__isnull=False)),
                name="staff_role_head_office_has_no_store",
            ),
            models.UniqueConstraint(
                fields=["member", "store", "role"],
                condition=Q(revoked_at=None),
                nulls_distinct=False,
                name="staff_role_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.store_id or ''}".strip()


class Badge(models.Model):
    """What somebody scans to begin work at a store, or at head office. The code is shown once; only its digest is kept.

    Withdrawn, never deleted: it explains who signed in.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="badges")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, null=True, blank=True, related_name="badges")
    issued_at = models.DateTimeField(default=clock.now)
    issued_by = models.CharField(max_length=64, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["store_id", "issued_at", "id"]
        indexes = [
            models.Index(fields=["store", "member"], name="badge_good", condition=Q(withdrawn_at=None))
        ]

    def __str__(self) -> str:
        return f"badge of {self.member_id}"

    @property
    def ref(self) -> str:
        """What the tokens that it gave are known by."""
        return f"badge:{self.id}"


class PostKind(models.TextChoices):
    """What somebody at a post does."""

    PICK = "pick", "pick"
    PACK = "pack", "pack"
    COUNTER = "counter", "counter"
    STOCK = "stock", "stock"
    MANAGE = "manage", "manage"
    RIDE = "ride", "ride"


class Post(models.Model):
    """Where somebody works now. The screen of the post tells from time to time that they are still there."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="posts")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    post = models.CharField(max_length=8, choices=PostKind.choices)
    zone = models.CharField(max_length=32, blank=True)
    since = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["store_id", "post", "zone", "since"]
        constraints = [
            models.UniqueConstraint(fields=["store", "member"], name="post_one_a_person"),
            models.CheckConstraint(condition=Q(post__in=PostKind.values), name="post_known"),
        ]

    def __str__(self) -> str:
        return f"{self.post} @ {self.store_id}"


class Snooze(models.Model):
    """A product that a store does not sell until a time."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, db_constraint=False, related_name="snoozes")
    sku = models.ForeignKey("catalog.Sku", on_delete=models.CASCADE, db_constraint=False, related_name="+")
    until = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["store_id", "until", "sku_id"]
        constraints = [models.UniqueConstraint(fields=["store", "sku"], name="snooze_once_a_product")]

    def __str__(self) -> str:
        return f"{self.sku_id} @ {self.store_id}"
