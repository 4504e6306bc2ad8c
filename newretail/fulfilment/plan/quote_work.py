"""Say when an order could be ready and at the door, and how surely, from the work the store already has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newretail.fulfilment import rules
from newretail.fulfilment.models import Way
from newretail.fulfilment.plan.errors import Full
from newretail.fulfilment.plan.lay_out_plan import lay_out_plan
from newretail.fulfilment.work.terms import work_terms
from newretail.kernel import clock, sql
from newretail.science import promise
from newretail.stores import api as stores

_WORK_AHEAD = sql.load(__file__, "work_ahead.sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class LegQuote:
    """When one way out would be ready (expected) and due (holds with `probability`, at least 0.95).

    pick_at and pick_by bound the places in the plan that `reserve` should book; both are None without picking.
    """

    way: str
    ready_at: datetime
    due_at: datetime
    probability: float
    pick_at: datetime | None = None
    pick_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ahead:
    slots: list[promise.Slot]
    lines_to_do: int
    couriers: int
    parcels: int

    @property
    def booked(self) -> int:
        return sum(slot.booked for slot in self.slots)

    @property
    def behind_lines(self) -> int:
        """Lines whose slots are past and that nobody has picked."""
        return max(self.lines_to_do - self.booked, 0)


def quote_work(*, store_id: str, line_count: int, ways: Sequence[str], metres: int = 0) -> list[LegQuote]:
    """One quote for each of `ways`, in their order. Writes nothing but the plan's empty slots.

    line_count: the lines that have to be picked, of all ways together (0: nothing to pick, only carried out).
    metres: from the store to the door, straight; only for `deliver`. A busy store's extra minutes are included.
    Raises Full with `next_at` when the plan has no room within 90 minutes.
    """
    now = clock.now()
    if line_count <= 0:
        return [LegQuote(way=way, ready_at=now, due_at=now, probability=1.0) for way in ways]
    ahead = _work_ahead(store_id, now)
    window = promise.find_window(ahead.slots, lines=line_count, at=now, behind_lines=ahead.behind_lines)
    if window is None or window.done_at > now + rules.HORIZON:
        raise Full(next_at=_next_room(ahead, now))
    return [
        _quote(
            way, store_id=store_id, line_count=line_count, metres=metres, ahead=ahead, window=window, now=now
        )
        for way in ways
    ]


def _work_ahead(store_id: str, now: datetime) -> _Ahead:
    ahead = _read(store_id, now)
    if len(ahead.slots) < rules.HORIZON // promise.SLOT:
        lay_out_plan(store_id=store_id, first=now, last=now + 2 * rules.HORIZON)
        ahead = _read(store_id, now)
    return ahead


def _read(store_id: str, now: datetime) -> _Ahead:
    first = promise.slot_start(now)
    rows = sql.fetch(_WORK_AHEAD, {"store_id": store_id, "first": first, "end": first + rules.HORIZON})
    return _Ahead(
        slots=[
            promise.Slot(starts_at=row.starts_at, capacity=row.capacity, booked=row.booked)
            for row in rows
            if row.starts_at is not None
        ],
        lines_to_do=rows[0].lines_to_do,
        couriers=rows[0].couriers,
        parcels=rows[0].parcels,
    )


def _next_room(ahead: _Ahead, now: datetime) -> str | None:
    roomy = next((slot for slot in ahead.slots if slot.left and slot.starts_at > now), None)
    return roomy.starts_at.isoformat() if roomy else None


def _quote(
    way: str,
    *,
    store_id: str,
    line_count: int,
    metres: int,
    ahead: _Ahead,
    window: promise.Window,
    now: datetime,
) -> LegQuote:
    if way == Way.CARRY_OUT:
        return LegQuote(way=way, ready_at=now, due_at=now, probability=1.0)
    terms = work_terms.of(store_id)
    in_front = ahead.behind_lines + sum(
        slot.booked for slot in ahead.slots if slot.starts_at < window.done_at
    )
    inside = [
        promise.extra(minutes=stores.store(store_id).busy_minutes),
        promise.picking(
            window,
            at=now,
            lines=line_count,
            lines_in_front=in_front,
            lines_per_minute=terms.picking_lines_per_minute,
        ),
        promise.conveyor(),
        promise.packing(packing_minutes=terms.packing_minutes),
    ]
    outside = []
    if way == Way.DELIVER:
        riding = promise.ride(metres=metres, metres_per_minute=terms.metres_per_minute)
        waiting = promise.waiting_for_courier(
            couriers=ahead.couriers, parcels_in_front=ahead.parcels, ride_minutes=riding.mean
        )
        outside = [waiting, riding]
    promised = promise.quote(at=now, in_store=inside, outside=outside)
    return LegQuote(
        way=way,
        ready_at=promised.ready_at,
        due_at=promised.due_at,
        probability=promised.probability,
        pick_at=window.starts_at,
        pick_by=window.ends_at,
    )
