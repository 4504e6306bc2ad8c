"""Units of measure. A quantity is always a whole number of a thing's base unit."""

from django.db.models import TextChoices


class Unit(TextChoices):
    EACH = "each", "each"
    GRAM = "gram", "gram"
    MILLILITRE = "millilitre", "millilitre"
