"""How fast a store works, and what its couriers earn."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from newretail.kernel import clock


class WorkTerms(models.Model):
    """One store's; a store without a row works as the fields say by themselves. Money in minor units of the store's currency."""

    store = models.OneToOneField(
        "stores.Store", models.CASCADE, primary_key=True, db_constraint=False, related_name="+"
    )
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
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    changed_by = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "work terms"
        verbose_name_plural = "work terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(picking_lines_per_minute__gt=0, metres_per_minute__gt=0), name="work_terms_move"
            ),
        ]

    def __str__(self) -> str:
        return f"work terms of {self.store_id}"
