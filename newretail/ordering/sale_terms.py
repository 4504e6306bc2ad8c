"""What one store asks of its shoppers and grants them."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from newretail.stores.api import Terms, TermsRow, TermsView

LONGEST_TO_PAY = timedelta(minutes=120)
_BOUNDS = {
    "pay_minutes": (3, LONGEST_TO_PAY // timedelta(minutes=1)),
    "guest_pay_minutes": (3, LONGEST_TO_PAY // timedelta(minutes=1)),
    "unpaid_orders": (1, 100),
    "unpaid_share": (1, 100),
    "unpaid_of_network": (1, 1000),
}
"""What these may be, both ends included."""


def _bounded(name: str, *, usual: int, help_text: str) -> models.PositiveSmallIntegerField:
    least, most = _BOUNDS[name]
    return models.PositiveSmallIntegerField(
        default=usual, validators=[MinValueValidator(least), MaxValueValidator(most)], help_text=help_text
    )


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
    pay_minutes = _bounded(
        "pay_minutes", usual=15, help_text="So long a member's order waits for its payment."
    )
    guest_pay_minutes = _bounded(
        "guest_pay_minutes", usual=10, help_text="So long the order of somebody whom nobody knows waits."
    )
    unpaid_orders = _bounded(
        "unpaid_orders", usual=10, help_text="So many orders of one person wait for payment at a time."
    )
    unpaid_share = _bounded(
        "unpaid_share", usual=50, help_text="Per cent of each product that one person may hold unpaid."
    )
    unpaid_of_network = _bounded(
        "unpaid_of_network", usual=40, help_text="So many guests' orders from one network wait at a time."
    )

    class Meta:
        verbose_name = "sale terms"
        verbose_name_plural = "sale terms"
        constraints = [
            models.CheckConstraint(condition=Q(**{f"{name}__range": ends}), name=f"sale_terms_{name}")
            for name, ends in _BOUNDS.items()
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleTermsView(TermsView):
    """Money in minor units of the store's currency. minimum_order: goods of a delivery come to at least so much.

    free_delivery_from: goods that are brought for nothing; null where a delivery always costs its fee. refund_days: so many days
    after an order has ended money may be asked back. pay_minutes, guest_pay_minutes: so long an order waits for its payment.
    unpaid_orders: so many of one person do at a time; unpaid_share: per cent of each product that they may hold meanwhile;
    unpaid_of_network: so many guests' orders from one network wait at a time.
    """

    minimum_order: int
    delivery_fee: int
    free_delivery_from: int | None
    bag_fee: int
    refund_days: int
    pay_minutes: int
    guest_pay_minutes: int
    unpaid_orders: int
    unpaid_share: int
    unpaid_of_network: int


sale_terms = Terms("sale", SaleTerms, SaleTermsView)
