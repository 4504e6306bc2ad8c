"""Carts, promises and orders.

Rows of the hot path do not lock their store's or member's row for a foreign key check (`db_constraint=False`).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from newretail.fulfilment.api import Substitution
from newretail.kernel import clock
from newretail.kernel.ids import uuid7
from newretail.ordering.refund_tables import LinesRefund as LinesRefund
from newretail.ordering.refund_tables import RefundRequest as RefundRequest
from newretail.ordering.refund_tables import RefundRequestLine as RefundRequestLine
from newretail.ordering.sale_terms import SaleTerms as SaleTerms
from newretail.stores.api import Way


def whole_pieces() -> Q:
    """Pieces that weigh the same each. Passes where there are none: NULL is no violation."""
    return Q(pieces__gt=0, quantity=F("pieces") * (F("quantity") / F("pieces")))


class Cart(models.Model):
    """What somebody means to buy at one store. `revision` counts its changes; a promise is for one revision."""

    class State(models.TextChoices):
        OPEN = "open"
        ORDERED = "ordered"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=uuid7)
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_constraint=False, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["member", "created_at"], name="cart_of_member")]

    def __str__(self) -> str:
        return f"cart {self.id}"


class CartLine(models.Model):
    """One product, one way out. `line` is made by the client, so that a retry changes the same line."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    line = models.UUIDField()
    sku = models.ForeignKey("catalog.Sku", models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(help_text="in the SKU's base unit")
    pieces = models.PositiveIntegerField(
        null=True,
        help_text="of what is ordered by the piece and settled by weight; `quantity` is what so many usually weigh",
    )
    way = models.CharField(max_length=9, choices=[(way.value, way.names.en) for way in Way])
    substitution = models.CharField(max_length=6, choices=Substitution)
    swap_cap = models.PositiveBigIntegerField(
        null=True, help_text="most that a swapped line may cost, minor units"
    )
    lot_code = models.CharField(max_length=20, blank=True, help_text="the lot that was scanned in the store")
    seen_amount = models.PositiveBigIntegerField(
        null=True, help_text="the price when it was put in, minor units per `seen_per` base units"
    )
    seen_per = models.PositiveIntegerField(null=True)
    parent_line = models.UUIDField(
        null=True, help_text="the line that this one belongs to: an option, a bundle's part"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_constraint=False,
        related_name="+",
        help_text="who put it in",
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "line"], name="cart_line_once"),
            models.CheckConstraint(
                condition=Q(parent_line__isnull=True) | ~Q(parent_line=F("line")), name="cart_line_of_another"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="cart_line_has_quantity"),
            models.CheckConstraint(condition=whole_pieces(), name="cart_line_of_whole_pieces"),
        ]


class Promise(models.Model):
    """A quote for one revision of a cart: prices, fees, and for each way out a time with its probability.

    It can be ordered until `expires_at`; its times, and its place in the work plan, are for an order paid by `holds_until`.
    `lines` and `legs` are what was quoted, as documents (`rules.QuotedLine`, `rules.Leg`); they are never changed.
    """

    class State(models.TextChoices):
        LIVE = "live"
        TAKEN = "taken"
        EXPIRED = "expired"

    id = models.UUIDField(primary_key=True, default=uuid7)
    cart = models.ForeignKey(Cart, models.CASCADE, related_name="promises")
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    revision = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.LIVE)
    lines = models.JSONField()
    legs = models.JSONField()
    address = models.JSONField(null=True)
    tier = models.CharField(
        max_length=16, blank=True, help_text="what the buyer was to pricing when it was quoted"
    )
    currency = models.CharField(max_length=3)
    goods = models.PositiveBigIntegerField()
    delivery_fee = models.PositiveBigIntegerField()
    bag_fee = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()
    holds_until = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="promise_due", condition=Q(state="live"))]

    def __str__(self) -> str:
        return f"promise …{str(self.id)[-6:]}"

    @property
    def ref(self) -> str:
        return f"promise:{self.id}"

    @property
    def total(self) -> int:
        return self.goods + self.delivery_fee + self.bag_fee

    @property
    def cut(self) -> int:
        """What the goods cost less than their list prices."""
        return sum(line["cut"] for line in self.lines)


class Order(models.Model):
    """A sale: agreed when placed, paid, released to the floor, settled for what was really taken.

    Most follow from a promise. A sale that staff record (rung up at the counter, a table's round) has none. `pays`: before the
    work begins, or after; then the goods go first and the order is open until it is paid. `promised_legs` is what was promised
    (`rules.Leg`) for a payment by `holds_until`: what is paid later may be promised anew. Its `legs` are what became of it since
    the release.
    """

    class Pays(models.TextChoices):
        BEFORE = "before"
        AFTER = "after"

    class State(models.TextChoices):
        AWAITING_PAYMENT = "awaiting_payment"
        PAID = "paid"
        RELEASED = "released"
        DONE = "done"
        EXPIRED = "expired"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid7)
    number = models.CharField(
        max_length=12, help_text="short, for people, of its store; comes round again after 260,000 orders"
    )
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_constraint=False, related_name="+"
    )
    promise = models.OneToOneField(
        Promise, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )
    state = models.CharField(max_length=16, choices=State.choices, default=State.AWAITING_PAYMENT)
    pays = models.CharField(max_length=6, choices=Pays.choices, default=Pays.BEFORE)
    promised_legs = models.JSONField()
    address = models.JSONField(null=True)
    currency = models.CharField(max_length=3)
    goods = models.PositiveBigIntegerField()
    delivery_fee = models.PositiveBigIntegerField()
    bag_fee = models.PositiveBigIntegerField()
    total = models.PositiveBigIntegerField(help_text="agreed; never charged above this")
    settled = models.PositiveBigIntegerField(
        null=True, help_text="what it came to, known when the last leg is packed"
    )
    created_at = models.DateTimeField()
    pay_by = models.DateTimeField()
    holds_until = models.DateTimeField(
        null=True, help_text="paid by then, the promised times hold; none: nothing waits for the money"
    )
    paid_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=200, blank=True)
    recorded_by = models.CharField(
        max_length=64, blank=True, help_text="who rang it up, where no promise was taken"
    )
    placed_from = models.CharField(
        max_length=16,
        blank=True,
        help_text="of a guest's order while it waits for payment: a digest of the network",
    )

    class Meta:
        indexes = [
            models.Index(fields=["member", "-created_at"], name="order_of_member"),
            models.Index(fields=["store", "-created_at"], name="order_of_store"),
            models.Index(fields=["number", "-created_at"], name="order_by_number"),
            models.Index(fields=["pay_by"], name="order_unpaid", condition=Q(state="awaiting_payment")),
            models.Index(
                fields=["placed_from"],
                name="order_unpaid_of_network",
                condition=Q(state="awaiting_payment") & ~Q(placed_from=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(total=F("goods") + F("delivery_fee") + F("bag_fee")), name="order_total_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(settled__isnull=True) | Q(settled__lte=F("total")),
                name="order_never_above_agreed",
            ),
            models.CheckConstraint(condition=Q(pays__in=["before", "after"]), name="order_pays_known"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> str:
        return f"order:{self.id}"


class OrderLine(models.Model):
    """One line as agreed, and what became of it.

    `agreed` is the list price of the line (`listed`) less its `cuts`. Whoever asks what a line costs or cost reads this row; a
    placed order is never priced again.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    line = models.PositiveSmallIntegerField()
    sku = models.ForeignKey("catalog.Sku", models.PROTECT, db_constraint=False, related_name="+")
    quantity = models.PositiveIntegerField()
    pieces = models.PositiveIntegerField(null=True, help_text="as in the cart's line")
    way = models.CharField(max_length=9)
    part = models.CharField(max_length=16, blank=True, help_text="which parcel of its way it leaves in")
    parent_line = models.PositiveSmallIntegerField(
        null=True, help_text="the line that this one belongs to: an option, a bundle's part"
    )
    substitution = models.CharField(max_length=6)
    swap_cap = models.PositiveBigIntegerField(null=True)
    lot_code = models.CharField(max_length=20, blank=True)
    amount = models.PositiveBigIntegerField(help_text="list price in minor units per `per` base units")
    per = models.PositiveIntegerField()
    tax_rate_permille = models.PositiveSmallIntegerField()
    listed = models.PositiveBigIntegerField(help_text="list price of the whole line")
    cut = models.PositiveBigIntegerField(default=0)
    cuts = models.JSONField(
        default=list, help_text="[{kind, ref, reason, amount, settled}]; `settled`: of what was taken"
    )
    agreed = models.PositiveBigIntegerField()
    taken = models.JSONField(
        default=list, help_text="[{sku_id, quantity, pieces, returned}], the swapped SKU included"
    )
    taken_quantity = models.PositiveIntegerField(null=True)
    settled = models.PositiveBigIntegerField(null=True)
    refunded_quantity = models.PositiveIntegerField(default=0)
    refunded = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["order", "line"], name="order_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_has_quantity"),
            models.CheckConstraint(condition=whole_pieces(), name="order_line_of_whole_pieces"),
            models.CheckConstraint(
                condition=Q(parent_line__isnull=True) | Q(parent_line__lt=F("line")),
                name="order_line_after_its_parent",
            ),
            models.CheckConstraint(
                condition=Q(agreed=F("listed") - F("cut")), name="line_agreed_is_listed_less_cut"
            ),
            models.CheckConstraint(
                condition=Q(settled__isnull=True) | Q(settled__lte=F("agreed")),
                name="line_never_above_agreed",
            ),
            models.CheckConstraint(
                condition=Q(refunded=0) | Q(settled__isnull=False, refunded__lte=F("settled")),
                name="line_never_refunded_above_settled",
            ),
            models.CheckConstraint(
                condition=Q(refunded_quantity=0)
                | Q(taken_quantity__isnull=False, refunded_quantity__lte=F("taken_quantity")),
                name="line_never_returned_above_taken",
            ),
        ]


class OrderLeg(models.Model):
    """One parcel of a released order, from the promise to its end; `part` tells several of one way apart. Its lines are the order's
    lines with this way and part."""

    class State(models.TextChoices):
        OPEN = "open"
        PACKED = "packed"
        FAILED = "failed"
        DONE = "done"
        CANCELLED = "cancelled"

    order = models.ForeignKey(Order, models.CASCADE, related_name="legs")
    way = models.CharField(max_length=9)
    part = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    due_at = models.DateTimeField(null=True, help_text="none for what the shopper carries out")
    probability = models.FloatField()
    settled = models.PositiveBigIntegerField(null=True)
    packed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["way", "part"]
        constraints = [models.UniqueConstraint(fields=["order", "way", "part"], name="order_leg_once")]


class Exit(models.Model):
    """Somebody walked out with paid goods: the risk that was seen, and what an audit found."""

    class Verdict(models.TextChoices):
        GO = "go"
        AUDIT = "audit"
        CLEAN = "clean"
        MISMATCH = "mismatch"

    order = models.OneToOneField(Order, models.PROTECT, related_name="exit")
    store = models.ForeignKey("stores.Store", models.PROTECT, db_constraint=False, related_name="+")
    risk = models.FloatField(help_text="0 to 1")
    reasons = models.JSONField(default=list)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    at = models.DateTimeField()
    audited_by = models.CharField(max_length=64, blank=True)
    audited_at = models.DateTimeField(null=True)
    found = models.JSONField(default=list, help_text="[{sku_id, paid, counted}] that differ")

    class Meta:
        indexes = [models.Index(fields=["store", "-at"], name="exit_of_store")]
