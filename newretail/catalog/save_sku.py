"""A SKU with its product, as head office or an integration wants it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from newretail.catalog import queries
from newretail.catalog.errors import CodeTaken, UnitIsFixed, UnknownCategory
from newretail.catalog.models import Category, Gtin, Product, Sku
from newretail.catalog.rules import gtin
from newretail.catalog.search import renew_search_text
from newretail.kernel.errors import Invalid
from newretail.kernel.text import Text

Row = TypeVar("Row", Product, Sku)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that is said about a SKU. gtins: number in any length -> base units in what carries it."""

    names: Text
    descriptions: Text = field(default_factory=lambda: Text(en="", ko="", zh=""))
    brand: str = ""
    category: str | None = None
    origin: str = ""
    ingredients: str = ""
    allergens: tuple[str, ...] = ()
    age_limit: int | None = None
    picture: str = ""
    unit: str = "each"
    content: int | None = None
    content_unit: str = ""
    weighed: bool = False
    plu: str | None = None
    typical_grams: int | None = None
    temperature: str = "ambient"
    shelf_life_days: int | None = None
    active: bool = True
    gtins: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def save_sku(*, code: str, draft: Draft) -> bool:
    """Make the SKU what the draft says, or make it; returns whether it is new. From now on the chain maintains it.

    Raises UnknownCategory, UnitIsFixed, CodeTaken (a GTIN or item number of another SKU), MalformedCode or Invalid.
    """
    sku = Sku.objects.select_for_update().filter(code=code).first()
    numbers = {gtin.normalise(number): quantity for number, quantity in draft.gtins.items()}
    if sku is not None and (sku.unit, sku.weighed) != (draft.unit, draft.weighed):
        raise UnitIsFixed(sku=code, unit=sku.unit)
    if draft.category and not Category.objects.filter(slug=draft.category).exists():
        raise UnknownCategory(category=draft.category)
    _refuse_taken(code, numbers=list(numbers), plu=draft.plu)
    product = _save_product(sku.product_id if sku else code, draft)
    _save_unit(code, product, draft)
    _save_numbers(code, numbers)
    renew_search_text(Sku.objects.filter(product=product).values_list("code", flat=True))
    transaction.on_commit(lambda: queries.forget([code]))
    return sku is None


def _refuse_taken(code: str, *, numbers: list[str], plu: str | None) -> None:
    if other := Gtin.objects.filter(gtin__in=numbers).exclude(sku=code).order_by("gtin").first():
        raise CodeTaken(taken=other.gtin, owner=other.sku_id)
    if plu and (holder := Sku.objects.filter(plu=plu).exclude(code=code).first()):
        raise CodeTaken(taken=plu, owner=holder.code)


def _save_product(code: str, draft: Draft) -> Product:
    product = Product.objects.filter(code=code).first() or Product(code=code)
    product.name_en, product.name_ko, product.name_zh = draft.names.en, draft.names.ko, draft.names.zh
    product.description_en, product.description_ko = draft.descriptions.en, draft.descriptions.ko
    product.description_zh = draft.descriptions.zh
    product.brand, product.origin, product.picture = draft.brand, draft.origin, draft.picture
    product.category_id = draft.category
    product.ingredients = draft.ingredients
    product.allergens, product.allergens_stated = sorted(set(draft.allergens)), True
    product.age_limit = draft.age_limit
    product.edited()
    return _checked(product)


def _save_unit(code: str, product: Product, draft: Draft) -> None:
    sku = Sku.objects.filter(code=code).first() or Sku(code=code, product=product)
    sku.unit, sku.weighed, sku.plu = draft.unit, draft.weighed, draft.plu
    sku.content, sku.content_unit = draft.content, draft.content_unit
    sku.typical_grams, sku.temperature = draft.typical_grams, draft.temperature
    sku.shelf_life_days, sku.active = draft.shelf_life_days, draft.active
    _checked(sku)


def _save_numbers(code: str, numbers: Mapping[str, int]) -> None:
    Gtin.objects.filter(sku=code).exclude(gtin__in=numbers).delete()
    for number, quantity in sorted(numbers.items()):
        Gtin.objects.update_or_create(gtin=number, defaults={"sku_id": code, "quantity": quantity})


def _checked(row: Row) -> Row:
    try:
        row.full_clean()
    except ValidationError as error:
        raise Invalid(first="; ".join(error.messages)[:300]) from None
    row.save()
    return row
