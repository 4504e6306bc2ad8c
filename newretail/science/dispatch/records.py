"""What a dispatcher sees and what it answers: plain records, no keys of a database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Depot:
    """The store: where every trip starts, and how many metres a courier makes in a minute, straight."""

    latitude: float
    longitude: float
    metres_per_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyParcel:
    """Packed and waiting, or on the packing table and expected to be packed at `ready_at`. `key` is the caller's."""

    key: str
    ready_at: datetime
    due_at: datetime
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeCourier:
    """On duty, without a trip, last seen here."""

    key: int
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTrip:
    """One courier, and the keys of the parcels in the order of the stops."""

    courier: int
    parcels: tuple[str, ...]


class Dispatcher(Protocol):
    def plan(
        self, *, at: datetime, depot: Depot, parcels: Sequence[ReadyParcel], couriers: Sequence[FreeCourier]
    ) -> list[PlannedTrip]:
        """Trips that leave now, or within the minutes that a parcel of theirs is worth waiting for. Each courier and each parcel
        at most once; what is left over waits for the next call."""
        ...
