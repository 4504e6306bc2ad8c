"""The price log: what things cost, where, from when on. Written once, never changed."""

from django.db import models
from django.db.models import F, Q

from newretail.kernel import clock


class PriceLog(models.Model):
    """One price, tax included: `amount` minor units for `per` base units of the SKU.

    A row without a store is the price of the whole chain; a store's own row beats it. Of several the one that starts last
    counts. A row with an end gives way to what stood before it. A row with a tier is for those people only, a row with a lot for
    that lot of one store only (a markdown); beside the price for everyone they count where they are lower.
    """

    class Tier(models.TextChoices):
        EVERYONE = ""
        MEMBER = "member"

    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT, related_name="+")
    store = models.ForeignKey(
        "stores.Store", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    tier = models.CharField(max_length=16, choices=Tier, default=Tier.EVERYONE, blank=True)
    lot_code = models.CharField(
        max_length=20,
        default="",
        blank=True,
        help_text="One lot of one store; empty for all goods of the SKU.",
    )
    amount = models.BigIntegerField(help_text="Minor units, tax included.")
    per = models.PositiveIntegerField(
        default=1, help_text="Base units the amount is for: 1 piece, 500 grams."
    )
    currency = models.CharField(max_length=3)
    tax_rate_permille = models.PositiveSmallIntegerField(
        help_text="The tax inside, in thousandths: 130 is 13 %."
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = "price"
        ordering = ["-id"]
        indexes = [
            models.Index(
                "sku", "store", "tier", "lot_code", F("starts_at").desc(), F("id").desc(), name="price_now"
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__range=(0, 10**12)), name="price_not_negative"),
            models.CheckConstraint(condition=Q(per__range=(1, 1_000_000)), name="price_per_positive"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="price_currency_iso"),
            models.CheckConstraint(condition=Q(tax_rate_permille__lte=1000), name="price_tax_rate_sane"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="price_ends_later"
            ),
            models.CheckConstraint(condition=~Q(store=""), name="price_store_or_chain"),
            models.CheckConstraint(condition=Q(tier__in=["", "member"]), name="price_tier_known"),
            models.CheckConstraint(
                condition=Q(lot_code="") | Q(store__isnull=False, tier=""), name="price_of_a_lot_is_a_store_s"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku_id} {self.amount}/{self.per} {self.currency} from {self.starts_at:%Y-%m-%d %H:%M}"
