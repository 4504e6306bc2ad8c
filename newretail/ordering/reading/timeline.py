"""The clocks of an order: when each stage of it was reached."""

from dataclasses import dataclass
from datetime import datetime

from newretail.fulfilment import api as fulfilment
from newretail.ordering.models import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """A clock of an order; `way` is empty for what all of it shares."""

    stage: str
    way: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffStageView:
    """`reason`, `by`: where a manager went another way than the usual one."""

    stage: str
    way: str
    at: datetime
    reason: str
    by: str


def timeline(order: Order) -> list[StageView]:
    """Every clock of the order, oldest first."""
    own = [("placed", order.created_at), ("paid", order.paid_at), (order.state, order.ended_at)]
    stages = [StageView(stage=stage, way="", at=at) for stage, at in own if at is not None]
    stages += [
        StageView(stage=stage.stage, way=stage.way, at=stage.at)
        for stage in fulfilment.timeline(order.ref, store_id=order.store_id)
    ]
    return sorted(stages, key=lambda stage: stage.at)


def staff_timeline(order: Order) -> list[StaffStageView]:
    """The clocks, and where a manager went another way, with the reason and their name."""
    clocks = [
        StaffStageView(stage=each.stage, way=each.way, at=each.at, reason="", by="")
        for each in timeline(order)
    ]
    clocks += [
        StaffStageView(stage=each.kind, way=each.way, at=each.at, reason=each.reason, by=each.by)
        for each in fulfilment.overrides(order.ref, store_id=order.store_id)
    ]
    return sorted(clocks, key=lambda clock: clock.at)
