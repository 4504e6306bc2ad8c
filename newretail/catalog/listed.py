"""All that is sold, page by page, for those who gather addresses."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import OuterRef, Subquery

from newretail.catalog.models import Gtin, Sku


@dataclass(frozen=True, slots=True)
class ListedSku:
    """`gtin`: the number of one piece, as on its card. `changed_at`: when its product was changed last."""

    code: str
    gtin: str | None
    changed_at: datetime


def first_of_each(step: int) -> list[str]:
    """The codes with which each `step` of the SKUs that are sold begin, after the first so many."""
    codes = Sku.objects.filter(active=True).order_by("code").values_list("code", flat=True)
    return list(islice(codes.iterator(chunk_size=5_000), step, None, step))


def active_skus(*, first: str, limit: int) -> list[ListedSku]:
    """SKUs that are sold, by code, from `first` on."""
    number = Gtin.objects.filter(sku=OuterRef("pk")).order_by("quantity", "gtin").values("gtin")[:1]
    rows = Sku.objects.filter(active=True, code__gte=first).order_by("code").annotate(number=Subquery(number))
    return [ListedSku(*row) for row in rows.values_list("code", "number", "product__changed_at")[:limit]]
