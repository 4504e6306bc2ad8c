"""All that is sold, page by page, for those who gather addresses."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from newretail.catalog.models import Gtin, Sku


@dataclass(frozen=True, slots=True)
class ListedSku:
    """`gtin`: the number of one piece, as on its card. `changed_at`: when its product was changed last."""

    code: str
    gtin: str | None
    changed_at: datetime


def how_many_active() -> int:
    """SKUs that are sold."""
    return Sku.objects.filter(active=True).count()


def active_skus(*, skip: int, limit: int) -> list[ListedSku]:
    """SKUs that are sold, by code."""
    number = Gtin.objects.filter(sku=OuterRef("pk")).order_by("quantity", "gtin").values("gtin")[:1]
    rows = Sku.objects.filter(active=True).order_by("code").annotate(number=Subquery(number))
    found = rows.values_list("code", "number", "product__changed_at")[skip : skip + limit]
    return [ListedSku(*row) for row in found]
