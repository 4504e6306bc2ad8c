"""How fast a store works, and what its couriers earn."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from newretail.stores.api import TermsRow


class WorkTerms(TermsRow):
    """One store's; amounts in minor units of its currency."""

    picking_lines_per_minute = models.PositiveIntegerField(
        default=6, validators=[MinValueValidator(1)], help_text="of the whole store, all pickers together"
    )
    packing_minutes = models.PositiveIntegerField(default=2)
    metres_per_minute = models.PositiveIntegerField(
        default=200, validators=[MinValueValidator(1)], help_text="straight-line speed of a courier"
    )
    courier_pay_per_drop = models.PositiveBigIntegerField(default=0, help_text="minor units")
    courier_pay_per_kilometre = models.PositiveBigIntegerField(
        default=0, help_text="minor units; straight lines from door to door and back"
    )
    courier_guarantee_per_hour = models.PositiveBigIntegerField(
        default=0, help_text="minor units; what an hour on duty earns at least, taken over the day"
    )

    class Meta:
        verbose_name = "work terms"
        verbose_name_plural = "work terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(picking_lines_per_minute__gt=0, metres_per_minute__gt=0), name="work_terms_move"
            ),
        ]
