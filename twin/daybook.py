"""What the city remembers of a day: what shoppers did, and the clocks that the store told."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

DELIVER, PICK_UP, CARRY_OUT = "deliver", "pick_up", "carry_out"
MOST_ACCIDENTS = 100

CLOCKS = {
    "wait for picker": ("released", "pick_started"),
    "pick": ("pick_started", "picked"),
    "conveyor": ("picked", "arrived"),
    "pack": ("arrived", "packed"),
    "courier wait": ("packed", "handed_over"),
    "ride": ("handed_over", "delivered"),
    "click to door": ("placed", "delivered"),
}
"""Each clock runs between two stages of one way out."""


@dataclass
class Leg:
    """One way out of one order: when it is due and when it reached each stage."""

    way: str
    due_at: datetime
    stages: dict[str, datetime] = field(default_factory=dict)

    @property
    def ended_at(self) -> datetime | None:
        """When it was with the shopper, or ready for one who comes to fetch it."""
        return self.stages.get("delivered" if self.way == DELIVER else "packed")


class DayBook:
    """Counts and clocks. `counts` has what shoppers and staff did, `refused` why the store said no to an order.

    most: so many orders are remembered, the latest; a day needs all of its own, an endless city only some.
    """

    def __init__(self, *, most: int = 100_000) -> None:
        self._most = most
        self.counts: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.late_causes: Counter[str] = Counter()
        self.accidents: list[str] = []
        self._legs: dict[tuple[str, str, str], Leg] = {}
        self._shared: dict[str, dict[str, datetime]] = {}

    def note(self, what: str, times: int = 1) -> None:
        """Count something that happened."""
        self.counts[what] += times

    def accident(self, who: str, error: Exception) -> None:
        """Somebody of the city broke down: a fault of ours or of the store, never of a shopper."""
        if len(self.accidents) < MOST_ACCIDENTS:
            self.accidents.append(f"{who}: {type(error).__name__}: {error}"[:400])

    def place(self, *, ref: str, at: datetime, legs: list[dict[str, Any]]) -> None:
        """An order was placed with this promise."""
        self.counts["placed"] += 1
        for leg in legs:
            if leg["due_at"] is None:
                continue  # in the shopper's own hands
            known = Leg(leg["way"], datetime.fromisoformat(leg["due_at"]))
            known.stages["placed"] = at
            self._legs[ref, leg["way"], leg["part"]] = known
        while len(self._legs) > self._most:
            old_ref, _, _ = old = next(iter(self._legs))
            del self._legs[old]
            self._shared.pop(old_ref, None)
        while len(self._shared) > self._most:
            del self._shared[next(iter(self._shared))]

    def read(self, fact: dict[str, Any]) -> None:
        """Take down what the store's feed tells."""
        name, ref, data = fact["name"], fact["ref"], fact["data"]
        if name == "stage.reached":
            self._reach(ref, data)
        elif name == "order.time_moved":
            if known := self._legs.get((ref, data["way"], data["part"])):
                known.due_at = datetime.fromisoformat(data["due_at"])
        elif name == "leg.ran_late":
            self.late_causes[data["cause"]] += 1
        elif name == "line.picked":
            self.counts["substitutions" if data.get("swap_of") else "picks"] += 1
        elif name == "line.missed":
            self.counts["missing"] += 1
        elif name in COUNTED:
            self.counts[COUNTED[name]] += 1

    def legs(self, *ways: str) -> list[Leg]:
        """The legs of these ways, with the clocks that all ways of their order share."""
        for (ref, _, _), leg in self._legs.items():
            for stage, at in self._shared.get(ref, {}).items():
                leg.stages.setdefault(stage, at)
        return [leg for leg in self._legs.values() if leg.way in ways]

    def minutes(self, clock: str) -> list[float]:
        """How long this clock ran, for every leg that reached both of its ends, ascending."""
        begin, end = CLOCKS[clock]
        spans = [
            (leg.stages[end] - leg.stages[begin]).total_seconds() / 60
            for leg in self.legs(DELIVER, PICK_UP)
            if begin in leg.stages and end in leg.stages
        ]
        return sorted(spans)

    def _reach(self, ref: str, data: dict[str, Any]) -> None:
        at = datetime.fromisoformat(data["at"])
        leg = self._legs.get((ref, data.get("way", ""), data.get("part", "")))
        if leg is not None:
            leg.stages.setdefault(data["stage"], at)
        elif not data.get("way"):
            self._shared.setdefault(ref, {}).setdefault(data["stage"], at)


COUNTED = {
    "order.paid": "paid",
    "order.expired": "expired",
    "order.cancelled": "cancelled",
    "order.done": "done",
    "order.refunded": "refunds by the counter",
    "refund.settled": "refunds settled",
    "refund.failed": "refunds failed",
    "leg.delivered": "delivered",
    "leg.failed": "delivery attempts failed",
    "shopper.left": "carried out",
    "substitution.asked": "questions to shoppers",
    "trip.made": "trips",
}
"""Facts of the store's feed that are counted, under the name that the report uses."""


def quantile(ascending: list[float], share: float) -> float | None:
    """The nearest-rank quantile: the smallest value that at least `share` of all do not exceed; None without values."""
    if not ascending:
        return None
    rank = -(-len(ascending) * share // 1)
    return ascending[max(int(rank), 1) - 1]
