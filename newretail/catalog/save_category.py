"""A shelf of the catalogue."""

from django.core.exceptions import ValidationError
from django.db import transaction

from newretail.catalog import queries
from newretail.catalog.errors import UnknownCategory
from newretail.catalog.models import Category
from newretail.catalog.queries import CategoryCard
from newretail.kernel.errors import Invalid
from newretail.kernel.text import ByLanguage


@transaction.atomic
def save_category(*, slug: str, parent: str | None, names: ByLanguage, sort: int = 0) -> CategoryCard:
    """Make or change a category. Raises UnknownCategory for a parent that is not there, Invalid for a ring."""
    above = Category.objects.select_for_update().filter(slug=parent).first() if parent else None
    if parent and above is None:
        raise UnknownCategory(category=parent)
    category = Category(slug=slug, parent=above, names=names, sort=sort)
    try:
        category.full_clean(validate_unique=False)
    except ValidationError as error:
        raise Invalid(first="; ".join(error.messages)[:300]) from None
    category.save()
    queries.forget_everything()
    return CategoryCard(slug=slug, parent=parent, names=names, sort=sort)
