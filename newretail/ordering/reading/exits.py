"""Who walked out of a store, and what the door made of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from newretail.ordering.models import Exit


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitView:
    """Somebody walked out: `verdict` go, audit, clean or mismatch; `found`: [{sku_id, paid, counted}] that differ."""

    order_id: UUID
    number: str
    verdict: str
    risk: float
    reasons: list[str]
    found: list[dict[str, Any]]
    at: datetime


def exits_at(*, store_id: str, limit: int) -> list[ExitView]:
    """The last departures of a store, the newest first."""
    left = Exit.objects.filter(store_id=store_id).select_related("order").order_by("-at")[:limit]
    return [exit_view(each) for each in left]


def exit_view(left: Exit) -> ExitView:
    return ExitView(
        order_id=left.order_id,
        number=left.order.number,
        verdict=left.verdict,
        risk=round(left.risk, 3),
        reasons=left.reasons,
        found=left.found,
        at=left.at,
    )
