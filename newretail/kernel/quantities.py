"""Units in which stock is kept. A quantity is always a whole number of the SKU's base unit."""

from django.db.models import TextChoices


class Unit(TextChoices):
    EACH = "each", "each"
    GRAM = "gram", "gram"
    MILLILITRE = "millilitre", "millilitre"
