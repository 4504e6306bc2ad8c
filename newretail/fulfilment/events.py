"""What happened between the paid order and the door. Times are ISO texts, quantities base units, amounts minor units.

`way` and `part` name the parcel of a ref that something happened to; `part` is empty where the way has only one.
"""

from dataclasses import dataclass, field
from typing import Any

from newretail.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class StageReached(Event):
    """The clock of one stage. `way` and `part` are empty for stages that all parcels of the ref share."""

    name = "stage.reached"

    stage: str
    at: str
    way: str = ""
    part: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class WorkOpened(Event):
    name = "work.opened"

    number: str
    due_at: str


@dataclass(frozen=True, kw_only=True)
class WorkCancelledInStore(Event):
    """`put_back`: how many picks have to go back to their shelves."""

    name = "work.cancelled"
    lasts = True

    put_back: int


@dataclass(frozen=True, kw_only=True)
class PickJobStarted(Event):
    name = "pick_job.started"

    job_id: str
    zone: str


@dataclass(frozen=True, kw_only=True)
class PickJobFinished(Event):
    name = "pick_job.finished"

    job_id: str
    zone: str


@dataclass(frozen=True, kw_only=True)
class PickJobReleased(Event):
    """A manager gave a started job back to the queue. `picker`: who had it; what is picked stays picked. Why stays in the house, here
    and below: those words may be about somebody, and these facts last."""

    name = "pick_job.released"
    lasts = True

    job_id: str
    zone: str
    picker: str
    by: str


@dataclass(frozen=True, kw_only=True)
class CodeUnlocked(Event):
    """A manager let a pickup code be tried again after five wrong ones."""

    name = "pickup_code.unlocked"
    lasts = True

    way: str
    by: str
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class IdentityChecked(Event):
    """A manager handed a pickup over without its code."""

    name = "identity.checked"
    lasts = True

    way: str
    by: str
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class PickJobLate(Event):
    name = "pick_job.ran_late"

    job_id: str
    zone: str
    latest_finish: str


@dataclass(frozen=True, kw_only=True)
class LinePicked(Event):
    """Goods went into a bag. `swap_of`: the SKU that was ordered; then `amount` is what the substitute costs here now."""

    name = "line.picked"

    line: str
    sku_id: str
    lot: str
    quantity: int
    swap_of: str | None = None
    amount: int | None = None


@dataclass(frozen=True, kw_only=True)
class LinePutBack(Event):
    """A pick was undone: the goods are on the shelf and held for the line again."""

    name = "line.put_back"

    line: str
    sku_id: str
    lot: str
    quantity: int
    swap_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class LineMissing(Event):
    """So much of a line will not come and nothing replaces it."""

    name = "line.missed"
    lasts = True

    line: str
    sku_id: str
    quantity_missing: int
    cause: str


@dataclass(frozen=True, kw_only=True)
class SubstitutionAsked(Event):
    """The shopper may say yes or no until `until`. `offers`: {sku_id, quantity, amount}, cheapest match first."""

    name = "substitution.asked"
    lasts = True

    line: str
    sku_id: str
    quantity_missing: int
    cause: str
    until: str
    offers: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class SubstitutionAnswered(Event):
    """`accepted` false and `in_time` false: nobody answered."""

    name = "substitution.answered"
    lasts = True

    line: str
    accepted: bool
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class BagMoved(Event):
    name = "bag.moved"

    tag: str
    state: str
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class PartOpened(Event):
    """A parcel waits for something that no pick job brings. `maker`: whose it is, in the words of the room or counter that opened it."""

    name = "part.opened"
    lasts = True

    way: str
    kind: str
    maker: str
    latest_finish: str
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class PartReady(Event):
    """It is made; `bags`: the tags it is in, on their way to packing."""

    name = "part.made"
    lasts = True

    way: str
    kind: str
    maker: str
    bags: list[str]
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class PartDropped(Event):
    """The parcel does not wait for it any more."""

    name = "part.dropped"
    lasts = True

    way: str
    kind: str
    maker: str
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class LegPacked(Event):
    """All that leaves in this parcel is packed. `lines`: {line, sku_id, quantity, lot, swap_of, amount}; empty if all is missing."""

    name = "leg.packed"
    lasts = True

    way: str
    lines: list[dict[str, Any]]
    bags: list[str]
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class LegUnpacked(Event):
    """What was packed will not leave in this parcel: its goods go back or to waste, one by one."""

    name = "leg.unpacked"
    lasts = True

    way: str
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class LegShelved(Event):
    """Waits on the pickup shelf; the code is asked for by `codes`, it does not travel."""

    name = "leg.shelved"
    lasts = True

    way: str
    shelf: str
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class LegHandedOver(Event):
    """`to`: courier, shopper, or nobody (everything of the leg was missing)."""

    name = "leg.handed_over"
    lasts = True

    way: str
    to: str
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class LegDelivered(Event):
    """The shopper has it. `proof`: door_code, photo, or nothing_to_deliver."""

    name = "leg.delivered"
    lasts = True

    way: str
    proof: str
    at: str
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class LegFailed(Event):
    name = "leg.failed"
    lasts = True

    way: str
    cause: str
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class LegReceivedBack(Event):
    """A failed leg is in the store again. `again`: it will be delivered again; else its goods go back or to waste."""

    name = "leg.received_back"
    lasts = True

    way: str
    again: bool
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class LegLate(Event):
    name = "leg.ran_late"
    lasts = True

    way: str
    cause: str
    due_at: str
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class TripMade(Event):
    name = "trip.made"

    trip_id: str
    courier_id: int
    refs: list[str]


@dataclass(frozen=True, kw_only=True)
class LegLeftBehind(Event):
    """The courier goes without it; another trip will take it. `state`: how far it was."""

    name = "leg.left_behind"
    lasts = True

    way: str
    trip_id: str
    state: str
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class CourierMoved(Event):
    """Where the courier of this ref is to about a hundred metres, told at most every 15 seconds while riding."""

    name = "courier.moved"

    trip_id: str
    latitude: float
    longitude: float
    at: str
