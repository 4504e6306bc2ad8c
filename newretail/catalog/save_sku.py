"""A SKU with its product, as head office or an integration wants it."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from newretail.catalog import fields, queries
from newretail.catalog.errors import CodeTaken, UnitIsFixed, UnknownCategory
from newretail.catalog.fields import Field, Fields
from newretail.catalog.models import Category, Gtin, Product, Sku
from newretail.catalog.rules import gtin
from newretail.catalog.search import renew_search_text
from newretail.kernel.errors import Invalid

Row = TypeVar("Row", Product, Sku)


@transaction.atomic
def save_sku(*, code: str, said: Fields, gtins: Mapping[str, int]) -> bool:
    """Make the SKU what is said of it, or make it; returns whether it is new. From now on the chain maintains it.

    gtins: number in any length -> base units in what carries it.
    Raises UnknownCategory, UnitIsFixed, CodeTaken (a GTIN or item number of another SKU), MalformedCode or Invalid.
    """
    sku = Sku.objects.select_for_update().filter(code=code).first()
    numbers = {gtin.normalise(number): quantity for number, quantity in gtins.items()}
    if sku is not None and (sku.unit, sku.weighed) != (said.unit, said.weighed):
        raise UnitIsFixed(sku=code, unit=sku.unit)
    if said.category and not Category.objects.filter(slug=said.category).exists():
        raise UnknownCategory(category=said.category)
    _refuse_taken(code, numbers=list(numbers), plu=said.plu)
    product = _save_product(sku.product_id if sku else code, said)
    _save_unit(code, product, said)
    _save_numbers(code, numbers)
    renew_search_text(Sku.objects.filter(product=product).values_list("code", flat=True))
    transaction.on_commit(lambda: queries.forget([code]))
    return sku is None


def _refuse_taken(code: str, *, numbers: list[str], plu: str | None) -> None:
    if other := Gtin.objects.filter(gtin__in=numbers).exclude(sku=code).order_by("gtin").first():
        raise CodeTaken(taken=other.gtin, owner=other.sku_id)
    if plu and (holder := Sku.objects.filter(plu=plu).exclude(code=code).first()):
        raise CodeTaken(taken=plu, owner=holder.code)


def _save_product(code: str, said: Fields) -> Product:
    product = Product.objects.filter(code=code).first() or Product(code=code)
    _put(product, fields.PRODUCT + fields.DETAILS, said)
    product.allergens_stated = True
    product.edited()
    return _checked(product)


def _save_unit(code: str, product: Product, said: Fields) -> None:
    sku = Sku.objects.filter(code=code).first() or Sku(code=code, product=product)
    _put(sku, fields.SKU, said)
    _checked(sku)


def _put(row: Row, listed: Iterable[Field], said: Fields) -> None:
    for field in listed:
        field.kind.save(field.name, row, getattr(said, field.name))


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
