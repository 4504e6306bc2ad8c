"""Pick jobs: one zone of one order, its lines, and every single thing that was taken from a shelf."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from newretail.fulfilment import rules
from newretail.fulfilment.models.parcels import Parcel
from newretail.fulfilment.models.work import Work
from newretail.kernel import clock
from newretail.kernel.ids import uuid7
from newretail.stores.api import Way


class JobState(models.TextChoices):
    WAITING = "waiting", "waiting for its time"
    OPEN = "open", "open"
    STARTED = "started", "started"
    DONE = "done", "done"
    CANCELLED = "cancelled", "cancelled"


RUNNING = (JobState.WAITING, JobState.OPEN, JobState.STARTED)


class PickJob(models.Model):
    """What one picker takes from one zone for one order."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    work = models.ForeignKey(Work, models.PROTECT, related_name="jobs")
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    ref = models.CharField(max_length=64)
    number = models.CharField(max_length=16)
    zone = models.CharField(max_length=32)
    zone_walk_order = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.OPEN)
    release_at = models.DateTimeField()
    latest_finish = models.DateTimeField()
    picker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["store_id", "latest_finish", "number", "zone_walk_order"]
        constraints = [
            models.UniqueConstraint(fields=["ref", "zone"], name="pick_job_once_a_zone"),
            models.UniqueConstraint(
                fields=["store", "picker"], condition=Q(state="started"), name="pick_job_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="pick_job_state_known"),
            models.CheckConstraint(
                condition=~Q(state="started") | Q(picker__isnull=False, started_at__isnull=False),
                name="pick_job_started_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["store", "state", "latest_finish"],
                name="pick_job_next",
                condition=Q(state__in=["waiting", "open", "started"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.zone}"

    def release(self, *, at: datetime) -> None:
        assert self.state == JobState.WAITING
        self.state, self.released_at = JobState.OPEN, at

    def start(self, *, picker_id: UUID, at: datetime) -> None:
        assert self.state in (JobState.WAITING, JobState.OPEN)
        self.state, self.picker_id, self.started_at = JobState.STARTED, picker_id, at
        self.released_at = self.released_at or at

    def finish(self, *, at: datetime) -> None:
        assert self.state == JobState.STARTED
        self.state, self.finished_at = JobState.DONE, at

    def give_back(self) -> None:
        assert self.state == JobState.STARTED
        self.state, self.picker_id, self.started_at = JobState.OPEN, None, None

    def cancel(self, *, at: datetime) -> None:
        assert self.state != JobState.CANCELLED
        self.state, self.finished_at = JobState.CANCELLED, self.finished_at or at


class Substitution(models.TextChoices):
    """What the shopper wants when a line is missing."""

    SWAP = "swap", "swap"
    ASK = "ask", "ask me"
    REFUND = "refund", "refund"


class LineState(models.TextChoices):
    WAITING = "waiting", "to pick"
    ASKED = "asked", "the shopper is asked"
    SWAPPING = "swapping", "a substitute may be picked"
    PICKED = "picked", "picked"
    SHORT = "short", "short"
    CANCELLED = "cancelled", "cancelled"


TO_DO = (LineState.WAITING, LineState.ASKED, LineState.SWAPPING)


class MissingCause(models.TextChoices):
    NOT_ON_SHELF = "not_on_shelf", "not on the shelf"
    DAMAGED = "damaged", "damaged"
    EXPIRED = "expired", "expired"
    RECALLED = "recalled", "recalled"
    OTHER = "other", "other"


class PickLine(models.Model):
    """One line of an order. Quantities are in base units of `sku`; `substitute_quantity` in those of the substitute.

    A line with `pieces` is picked by the piece and weighed: `quantity` is what they usually weigh, `picked` what they did weigh.
    """

    job = models.ForeignKey(PickJob, models.CASCADE, related_name="lines")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="lines")
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    ref = models.CharField(max_length=64)
    line = models.CharField(max_length=64)
    position = models.PositiveIntegerField(default=0, help_text="in walking order")
    sku = models.ForeignKey("catalog.Sku", models.PROTECT, db_constraint=False, related_name="+")
    lot_code = models.CharField(
        max_length=20, blank=True, default="", help_text="the lot that was promised; none: any"
    )
    shelf = models.CharField(max_length=32, blank=True)
    weighed = models.BooleanField(default=False)
    quantity = models.PositiveIntegerField()
    picked = models.PositiveIntegerField(default=0)
    pieces = models.PositiveIntegerField(null=True, blank=True)
    pieces_picked = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    unresolved = models.PositiveIntegerField(default=0, help_text="missing, and not yet swapped or given up")
    substitute_quantity = models.PositiveIntegerField(default=0)
    way = models.CharField(max_length=10, choices=[(way.value, way.names.en) for way in Way])
    state = models.CharField(max_length=10, choices=LineState, default=LineState.WAITING)
    substitution = models.CharField(max_length=6, choices=Substitution, default=Substitution.REFUND)
    swap_cap = models.BigIntegerField(null=True, blank=True, help_text="minor units, for the whole line")
    amount = models.BigIntegerField(null=True, blank=True, help_text="minor units agreed for the whole line")
    missing_cause = models.CharField(max_length=12, choices=MissingCause, blank=True)
    missing_at = models.DateTimeField(null=True, blank=True)
    ask_until = models.DateTimeField(null=True, blank=True)
    agreed_sku = models.CharField(max_length=32, blank=True, help_text="the substitute the shopper agreed to")

    class Meta:
        ordering = ["job_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["ref", "line"], name="pick_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="pick_line_of_something"),
            models.CheckConstraint(
                condition=Q(
                    pieces__gt=0,
                    pieces_picked__lte=F("pieces"),
                    quantity=F("pieces") * (F("quantity") / F("pieces")),
                ),
                name="pick_line_of_whole_pieces",
            ),
            models.CheckConstraint(
                condition=Q(missing__lte=F("quantity"), unresolved__lte=F("missing")),
                name="pick_line_missing_within",
            ),
            models.CheckConstraint(condition=Q(state__in=LineState.values), name="pick_line_state_known"),
            models.CheckConstraint(
                condition=~Q(state="asked") | Q(ask_until__isnull=False), name="pick_line_asked_until_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["ask_until"], name="pick_line_asked", condition=Q(state="asked")),
            models.Index(
                fields=["store", "missing_at"], name="pick_line_missing", condition=Q(missing__gt=0)
            ),
            models.Index(
                fields=["store"],
                name="pick_line_to_do",
                condition=Q(state__in=["waiting", "asked", "swapping"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.sku_id}"

    @property
    def left(self) -> int:
        """What a picker should still take of the ordered product; 0 when it is enough."""
        wanted = self.quantity - self.missing
        if self.piece_grams is not None:
            return self.pieces_left * self.piece_grams
        if wanted <= 0 or rules.is_complete(quantity=wanted, picked=self.picked, weighed=self.weighed):
            return 0
        return wanted - self.picked

    @property
    def piece_grams(self) -> int | None:
        """What one piece usually weighs; None where the line is not picked by the piece."""
        return self.quantity // self.pieces if self.pieces else None

    @property
    def pieces_left(self) -> int:
        """Pieces that a picker should still take; 0 also where the line is not picked by the piece."""
        if self.pieces is None or self.piece_grams is None:
            return 0
        return max(self.pieces - self.missing // self.piece_grams - self.pieces_picked, 0)

    @property
    def is_settled(self) -> bool:
        return self.state in (LineState.PICKED, LineState.SHORT)

    def settle(self) -> None:
        """Set the state that follows from the quantities. An open question or swap keeps its own."""
        if self.unresolved:
            assert self.state in (LineState.ASKED, LineState.SWAPPING)
        elif self.left:
            self.state = LineState.WAITING
        else:
            self.state = LineState.PICKED if self.picked or self.substitute_quantity else LineState.SHORT


class Take(models.Model):
    """One scan that moved goods from a shelf into a bag. Undone by `undone_at`, never deleted."""

    line = models.ForeignKey(PickLine, models.CASCADE, related_name="takes")
    sku = models.ForeignKey("catalog.Sku", models.PROTECT, db_constraint=False, related_name="+")
    lot = models.CharField(max_length=64, blank=True)
    quantity = models.PositiveIntegerField()
    pieces = models.PositiveIntegerField(null=True, blank=True, help_text="of what is picked by the piece")
    swap_of = models.CharField(max_length=32, blank=True)
    amount = models.BigIntegerField(null=True, blank=True, help_text="minor units; only of a substitute")
    bag = models.ForeignKey("fulfilment.Bag", models.PROTECT, null=True, blank=True, related_name="takes")
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="take_of_something")]

    def __str__(self) -> str:
        return f"{self.quantity} {self.sku_id}"


class PutBack(models.Model):
    """Picked goods of one line of a cancelled or failed order that somebody still has to bring back to their shelf."""

    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    line = models.OneToOneField(PickLine, models.PROTECT, related_name="put_back")
    ref = models.CharField(max_length=64)
    number = models.CharField(max_length=16)
    zone = models.CharField(max_length=32)
    shelf = models.CharField(max_length=32, blank=True)
    goods = models.JSONField(default=list, help_text="[{sku_id, lot, quantity}]")
    asked_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(
        max_length=8, blank=True, choices=[("shelf", "back on the shelf"), ("waste", "written off")]
    )

    class Meta:
        ordering = ["store_id", "asked_at", "id"]
        indexes = [
            models.Index(
                fields=["store", "asked_at"], name="put_back_open", condition=Q(done_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.line_id}"
