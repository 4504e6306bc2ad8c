"""What the chain sells: categories, products, the units they are sold in (SKUs) and the codes printed on them."""

from collections.abc import Collection

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from newretail.catalog.choices import Allergen, Temperature
from newretail.catalog.errors import MalformedCode, UnitIsFixed
from newretail.catalog.imports import values
from newretail.catalog.rules import gtin, nutrition, restricted, weighed
from newretail.kernel import clock
from newretail.kernel.names import NamesField
from newretail.kernel.quantities import Unit
from newretail.kernel.text import ByLanguage


class Source(models.TextChoices):
    """Where a product's data came from; Open Food Facts must be named wherever its data is shown (ODbL 1.0)."""

    CHAIN = "chain", "our own"
    OPEN_FOOD_FACTS = "open_food_facts", "Open Food Facts"
    EDITED = "off_edited", "Open Food Facts, edited by us"


CODE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z", "Letters, digits, dot, dash and underscore; not blank."
)
CATEGORY = RegexValidator(
    r"^[a-z0-9-]+(/[a-z0-9-]+)*\Z", "Lower-case words joined by dashes, levels by slashes."
)


class HeldBack(models.TextChoices):
    """Why a product is not sold before somebody at head office has looked at it and released it."""

    NOT = "", "no"
    STRENGTH_UNKNOWN = restricted.STRENGTH_UNKNOWN, "alcoholic, strength unknown"


class Category(models.Model):
    """A shelf of the catalogue; its slug is its path, as in `seafood/live`."""

    slug = models.CharField(primary_key=True, max_length=64, validators=[CATEGORY])
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    names = NamesField(most=80)
    sort = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "categories"
        ordering = ["sort", "slug"]
        constraints = [models.CheckConstraint(condition=~Q(parent=F("slug")), name="category_not_own_parent")]

    def __str__(self) -> str:
        return f"{self.names} ({self.slug})"

    def clean(self) -> None:
        above, seen = self.parent, {self.slug}
        while above is not None:
            if above.slug in seen:
                raise ValidationError({"parent": "A category cannot stand below itself."})
            seen.add(above.slug)
            above = above.parent


class Product(models.Model):
    """What a thing is, whatever the pack: names, ingredients, allergens, origin."""

    code = models.CharField(primary_key=True, max_length=32, validators=[CODE])
    names = NamesField(most=200)
    descriptions = NamesField(most=4000, needed=False)
    brand = models.CharField(max_length=120, blank=True)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="products"
    )
    origin = models.CharField(
        max_length=2, blank=True, help_text="ISO 3166-1 alpha-2", validators=[RegexValidator(r"^[A-Z]{2}\Z")]
    )
    ingredients = models.TextField(max_length=8000, blank=True)
    allergens = ArrayField(models.CharField(max_length=16, choices=Allergen), default=list, blank=True)
    allergens_stated = models.BooleanField(
        default=False,
        help_text="Somebody stated the allergens; otherwise they are a guess that may be incomplete.",
    )
    nutrition = models.JSONField(default=dict, blank=True, help_text="Milligrams per 100 g, energy in kcal.")
    age_limit = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Years of age to buy it.")
    held_back = models.CharField(
        max_length=20,
        choices=HeldBack,
        default=HeldBack.NOT,
        blank=True,
        help_text="Not sold until head office has released it.",
    )
    picture = models.CharField(
        max_length=500, blank=True, help_text="A name among our pictures, or an https address."
    )
    source = models.CharField(max_length=16, choices=Source, default=Source.CHAIN)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(age_limit=None) | Q(age_limit__range=(1, 99)), name="product_age_limit_in_years"
            ),
            models.CheckConstraint(
                condition=Q(held_back__in=HeldBack.values), name="product_held_back_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.names} ({self.code})"

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Words are kept as a file would bring them, so that what is exported comes back the same."""
        self.names = ByLanguage((code, values.one_line(said)) for code, said in self.names.items())
        self.descriptions = ByLanguage(
            (code, values.some_lines(said)) for code, said in self.descriptions.items()
        )
        self.brand = values.one_line(self.brand)
        self.ingredients = values.some_lines(self.ingredients)
        super().clean_fields(exclude=exclude)
        if not nutrition.is_sound(self.nutrition):
            raise ValidationError(
                {"nutrition": "Milligrams per 100 g of nutrients that are known, energy in kcal."}
            )

    def edited(self) -> None:
        """From now on the chain maintains it: an import of Open Food Facts leaves it alone, its origin stays named."""
        self.source = Source.CHAIN if self.source == Source.CHAIN else Source.EDITED
        self.changed_at = clock.now()


class Sku(models.Model):
    """One thing as it is stocked and sold. `unit` is the unit of every quantity of it, anywhere in the house."""

    code = models.CharField(primary_key=True, max_length=32, validators=[CODE])
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="skus")
    unit = models.CharField(max_length=10, choices=Unit, default=Unit.EACH)
    content = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="Net content of one piece, in content units.",
        validators=[MinValueValidator(1)],
    )
    content_unit = models.CharField(max_length=10, choices=Unit, blank=True)
    weighed = models.BooleanField(default=False, help_text="Sold by weight: stock and quantities are grams.")
    plu = models.CharField(
        max_length=6,
        null=True,
        blank=True,
        unique=True,
        help_text="Item number inside in-store codes (prefix 2).",
        validators=[RegexValidator(r"^\d{4,6}\Z", "Four to six digits.")],
    )
    typical_grams = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="Weighed: one typical piece. Otherwise: weight with its pack, for carrying.",
    )
    temperature = models.CharField(max_length=8, choices=Temperature, default=Temperature.AMBIENT)
    shelf_life_days = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    active = models.BooleanField(default=True)
    search_text = models.TextField(editable=False, default="", db_collation="C")
    kinds = ArrayField(models.TextField(db_collation="C"), editable=False, default=list)
    """What its names say that it is (see `rules.wording.kinds`)."""

    class Meta:
        verbose_name = "SKU"
        verbose_name_plural = "SKUs"
        ordering = ["code"]
        indexes = [GinIndex(fields=["kinds"], name="sku_kinds")]
        constraints = [
            models.CheckConstraint(
                condition=Q(weighed=False) | Q(unit=Unit.GRAM), name="sku_weighed_in_grams"
            ),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="sku_unit_known"),
            models.CheckConstraint(
                condition=Q(content=None, content_unit="") | Q(content__gte=1, content_unit__in=Unit.values),
                name="sku_content_with_its_unit",
            ),
            models.CheckConstraint(
                condition=Q(typical_grams=None) | Q(typical_grams__gte=1), name="sku_typical_grams_positive"
            ),
            models.CheckConstraint(
                condition=Q(shelf_life_days=None) | Q(shelf_life_days__gte=1), name="sku_shelf_life_positive"
            ),
            models.CheckConstraint(
                condition=Q(plu=None) | Q(plu__regex=r"^\d{4,6}$"), name="sku_plu_is_digits"
            ),
            models.CheckConstraint(
                condition=Q(temperature__in=Temperature.values), name="sku_temperature_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """The unit is fixed for life: every quantity in the house is counted in it."""
        before = Sku.objects.filter(code=self.code).values_list("unit", "weighed").first()
        if before and before != (self.unit, self.weighed):
            raise ValidationError({"unit": UnitIsFixed(sku=self.code, unit=before[0]).say()})


class Gtin(models.Model):
    """A trade item number printed on something, always kept as 14 digits, and how much of the SKU that thing holds."""

    gtin = models.CharField(primary_key=True, max_length=14)
    sku = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="gtins")
    quantity = models.PositiveIntegerField(
        default=1,
        help_text="Base units of the SKU in what carries this code.",
        validators=[MinValueValidator(1)],
    )

    class Meta:
        verbose_name = "GTIN"
        ordering = ["gtin"]
        constraints = [
            models.CheckConstraint(condition=Q(gtin__regex=r"^\d{14}$"), name="gtin_has_14_digits"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="gtin_quantity_positive"),
        ]

    def __str__(self) -> str:
        return self.gtin

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Any sound length is kept as 14 digits."""
        if "gtin" not in (exclude or ()):
            try:
                self.gtin = gtin.normalise(self.gtin)
            except MalformedCode as refused:
                raise ValidationError({"gtin": refused.say()}) from None
        super().clean_fields(exclude=exclude)


class WeighedPattern(models.Model):
    """How our scales lay out an in-store code; see `rules/weighed.py`. A chain begins with the usual layouts as rows of this table:
    what is read is what is shown. With no rows at all the usual ones are read."""

    pattern = models.CharField(primary_key=True, max_length=18)
    multiplier = models.PositiveSmallIntegerField(
        default=1,
        help_text="Grams or minor units in one printed step: 10 if the scale prints tenths of a yuan or 10 g.",
    )
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["pattern"]
        constraints = [
            models.CheckConstraint(condition=Q(multiplier__range=(1, 1000)), name="pattern_multiplier_known")
        ]

    def __str__(self) -> str:
        return self.pattern

    def clean(self) -> None:
        if fault := weighed.fault(self.pattern):
            raise ValidationError({"pattern": fault})
