"""How full the pools of threads of this process are. They tell it themselves; whoever looks needs nothing of how they work."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """A pool: its threads, how many of them are at work, how many turns wait for one, and how many may."""

    pool: str
    threads: int
    at_work: int
    waiting: int
    most_waiting: int


_pools: dict[str, Callable[[], Occupancy]] = {}


def told_by(pool: str, tell: Callable[[], Occupancy]) -> None:
    """Have `tell` asked for this pool; a later one of the same name takes its place."""
    _pools[pool] = tell


def occupancy() -> tuple[Occupancy, ...]:
    """Of every pool of this process, in the order in which they began; none in a process that serves nobody."""
    return tuple(tell() for tell in _pools.values())
