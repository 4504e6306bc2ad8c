"""What everybody in the city shares: the engine, one store as the city knows it, and who is where."""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from twin.basket import Assortment
from twin.daybook import DayBook
from twin.days import Area
from twin.engine import Engine
from twin.shares import Shares

if TYPE_CHECKING:
    from twin.till import Tender


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works in the store, with the token of their handheld."""

    member: str
    name: str
    role: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFacts:
    """A store as it shows itself, and its staff from the instance file."""

    store_id: str
    area: Area
    minimum_order: int
    metres_per_minute: float
    ways: frozenset[str]
    zones: tuple[str, ...]
    conveyor_entries: dict[str, str | None]
    packing_stations: tuple[str, ...]
    staff: tuple[Staff, ...]
    tender: "Tender"
    languages: tuple[str, ...]

    def who(self, role: str) -> list[Staff]:
        """The staff of one role, in the order of the instance file."""
        return [one for one in self.staff if one.role == role]


@dataclass
class Town:
    """One store and the people around it. `orders`: the shoppers by the ref of their order."""

    engine: Engine
    store: StoreFacts
    assortment: Assortment
    shares: Shares
    book: DayBook
    seed: str
    orders: dict[str, Any] = field(default_factory=dict)
    by_number: dict[str, Any] = field(default_factory=dict)
    """The same shoppers by the short number that people say."""
    regulars: list[Any] = field(default_factory=list)
    inside: int = 0
    """Shoppers who are not done yet."""
    finished: int = 0
    """Shoppers who are done, however it ended."""
    on_finish: Callable[[], None] = lambda: None

    def chance(self, who: str) -> random.Random:
        """Somebody's own luck: the same seed and name always give the same."""
        return random.Random(f"{self.seed}:{self.store.store_id}:{who}")

    def now(self) -> datetime:
        """The present of the city."""
        return datetime.fromtimestamp(self.engine.now_ms / 1000, UTC)


def new_id(chance: random.Random) -> str:
    """An id made by the client; from its own luck, so that a day can be repeated."""
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))
