"""What one store asks of its shoppers and grants them. `sale_terms` reads and sets it."""

from django.db import models

from newretail.kernel import clock


class SaleTerms(models.Model):
    """A store without a row grants what the fields say by themselves. Money in minor units of the store's currency."""

    store = models.OneToOneField(
        "stores.Store", models.CASCADE, primary_key=True, db_constraint=False, related_name="+"
    )
    minimum_order = models.PositiveBigIntegerField(default=0, help_text="minor units")
    delivery_fee = models.PositiveBigIntegerField(default=0, help_text="minor units")
    free_delivery_from = models.PositiveBigIntegerField(null=True, blank=True, help_text="minor units")
    bag_fee = models.PositiveBigIntegerField(default=0, help_text="minor units")
    refund_days = models.PositiveSmallIntegerField(
        default=30,
        help_text="So many days after an order has ended money may be asked back; 0 for the same day only.",
    )
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    changed_by = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "sale terms"
        verbose_name_plural = "sale terms"

    def __str__(self) -> str:
        return f"sale terms of {self.store_id}"
