"""Lists by time, page by page: the next page begins after a row, not at a moment, which several rows may share."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from newretail.kernel.errors import Invalid

Row = TypeVar("Row", bound=Model)


def newest_first(
    rows: QuerySet[Row], *, moment: str, of: QuerySet[Row], before: UUID | None
) -> QuerySet[Row]:
    """`rows` by `moment` and by id, both falling; only what follows the row `before`. Raises Invalid if that is none `of` these."""
    if before is not None:
        at = _moment(of, moment=moment, row_id=before)
        rows = rows.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at}, id__lt=before))
    return rows.order_by(f"-{moment}", "-id")


def oldest_first(
    rows: QuerySet[Row], *, moment: str, of: QuerySet[Row], before: UUID | None
) -> QuerySet[Row]:
    """As `newest_first`, both rising."""
    if before is not None:
        at = _moment(of, moment=moment, row_id=before)
        rows = rows.filter(Q(**{f"{moment}__gt": at}) | Q(**{moment: at}, id__gt=before))
    return rows.order_by(moment, "id")


def _moment(of: QuerySet[Row], *, moment: str, row_id: UUID) -> object:
    at = of.filter(id=row_id).values_list(moment, flat=True).first()
    if at is None:
        raise Invalid(first="before")
    return at
