"""What one store asks of its shoppers and grants them."""

from dataclasses import dataclass

from django.db import models

from newretail.stores.api import Terms, TermsRow, TermsView


class SaleTerms(TermsRow):
    """The row; amounts in minor units of the store's currency."""

    minimum_order = models.PositiveBigIntegerField(default=0, help_text="minor units")
    delivery_fee = models.PositiveBigIntegerField(default=0, help_text="minor units")
    free_delivery_from = models.PositiveBigIntegerField(null=True, blank=True, help_text="minor units")
    bag_fee = models.PositiveBigIntegerField(default=0, help_text="minor units")
    refund_days = models.PositiveSmallIntegerField(
        default=30,
        help_text="So many days after an order has ended money may be asked back; 0 for the same day only.",
    )

    class Meta:
        verbose_name = "sale terms"
        verbose_name_plural = "sale terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleTermsView(TermsView):
    """Money in minor units of the store's currency. minimum_order: goods of a delivery come to at least so much.

    free_delivery_from: goods that are brought for nothing; null where a delivery always costs its fee. refund_days: so many days
    after an order has ended money may be asked back.
    """

    minimum_order: int
    delivery_fee: int
    free_delivery_from: int | None
    bag_fee: int
    refund_days: int


sale_terms = Terms("sale", SaleTerms, SaleTermsView)
