"""The one source of time.

A real store runs on the system's clock. A data folder that was made for simulation holds a small file `clock`; every
process maps it and reads the same simulated time, running at a fixed speed or standing still until it is moved.
"""

import mmap
import struct
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

Mode = Literal["system", "running", "stepped"]

_MAGIC = b"newretail clock\n"
_SLOT = struct.Struct("<qqd")  # simulated base (us), real base (us), speed; speed 0 stands still
_SLOTS_AT = 32
_INDEX_AT = 16
_SIZE = 128
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ClockIsReal(RuntimeError):
    """Somebody tried to drive the clock of a store that runs on real time."""


@dataclass(frozen=True, slots=True)
class Reading:
    now: datetime
    mode: Mode
    speed: float


class _SharedClock:
    """Two slots and an index byte: a writer fills the slot that nobody reads, then flips the index."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _SIZE)
        if self._map[: len(_MAGIC)] != _MAGIC:
            raise RuntimeError(f"{path} is not a simulated clock")

    def read(self) -> tuple[int, float]:
        slot = self._map[_INDEX_AT] & 1
        simulated, real, speed = _SLOT.unpack_from(self._map, _SLOTS_AT + slot * _SLOT.size)
        if not speed:
            return simulated, 0.0
        return simulated + int((time.time_ns() // 1000 - real) * speed), speed

    def write(self, *, simulated_us: int, speed: float) -> None:
        slot = 1 - (self._map[_INDEX_AT] & 1)
        _SLOT.pack_into(self._map, _SLOTS_AT + slot * _SLOT.size, simulated_us, time.time_ns() // 1000, speed)
        self._map[_INDEX_AT] = slot


_shared: _SharedClock | None = None


def now() -> datetime:
    """The present of this store, aware, in UTC."""
    if _shared is None:
        return datetime.now(UTC)
    microseconds, _ = _shared.read()
    return _EPOCH + timedelta(microseconds=microseconds)


def reading() -> Reading:
    """The present together with how time passes here."""
    if _shared is None:
        return Reading(now=now(), mode="system", speed=1.0)
    microseconds, speed = _shared.read()
    return Reading(
        now=_EPOCH + timedelta(microseconds=microseconds), mode="running" if speed else "stepped", speed=speed
    )


def create_simulated(folder: Path, *, start: datetime, speed: float) -> None:
    """Make `folder` a simulated place: its clock starts at `start`, at `speed` simulated seconds a second (0: stepped)."""
    assert start.tzinfo is not None and speed >= 0
    blank = bytearray(_SIZE)
    blank[: len(_MAGIC)] = _MAGIC
    _SLOT.pack_into(blank, _SLOTS_AT, _microseconds(start), time.time_ns() // 1000, speed)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "clock"
    fresh = path.with_suffix(".new")
    fresh.write_bytes(blank)
    fresh.replace(path)


def attach(folder: Path | None) -> None:
    """Use the simulated clock of `folder` if it has one, else the system's."""
    global _shared
    path = folder / "clock" if folder else None
    _shared = _SharedClock(path) if path and path.exists() else None


def set_speed(speed: float) -> None:
    """Let simulated time run at `speed` from the present on; 0 makes it stand still. Raises ClockIsReal."""
    clock = _driven()
    microseconds, _ = clock.read()
    clock.write(simulated_us=microseconds, speed=speed)


def advance_to(instant: datetime) -> None:
    """Move the simulated clock forward to `instant`; an earlier instant changes nothing. Raises ClockIsReal."""
    clock = _driven()
    microseconds, speed = clock.read()
    if _microseconds(instant) > microseconds:
        clock.write(simulated_us=_microseconds(instant), speed=speed)


def _driven() -> _SharedClock:
    if _shared is None:
        raise ClockIsReal(
            "this store runs on real time; only a data folder made for simulation has a clock to drive"
        )
    return _shared


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)
