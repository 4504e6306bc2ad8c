"""The gateway's time: the system's, a scaled one, or one that is moved by hand."""

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

BEIJING = timezone(timedelta(hours=8))  # every time on Alipay's wire is in Beijing time
FASTEST = 100_000.0
DAY_MS = 24 * 3600 * 1000


class ClockError(ValueError):
    """A time or a mode that the clock cannot take."""


class Clock:
    """Milliseconds since 1970. Modes: `system`, `scaled` (runs at `speed` times real time), `manual` (stands still)."""

    def __init__(self) -> None:
        self.mode = "system"
        self.speed = 1.0
        self._base_ms = 0
        self._started = 0.0

    def now_ms(self) -> int:
        """The present moment in milliseconds since 1970."""
        if self.mode == "system":
            return time.time_ns() // 1_000_000
        if self.mode == "manual":
            return self._base_ms
        return self._base_ms + int((time.monotonic() - self._started) * 1000 * self.speed)

    def set(self, *, mode: str, now_ms: int | None = None, speed: float = 1.0) -> None:
        """Change the mode; `now_ms` is where a manual or scaled clock begins (by default the present moment)."""
        if mode not in ("system", "scaled", "manual"):
            raise ClockError(f"mode is system, scaled or manual, not {mode!r}")
        if not 0 < speed <= FASTEST:
            raise ClockError(f"speed is above 0 and at most {FASTEST:g}")
        self._base_ms = self.now_ms() if now_ms is None else now_ms
        self._started = time.monotonic()
        self.mode, self.speed = mode, speed if mode == "scaled" else 1.0

    def move_to(self, moment_ms: int) -> None:
        """Move a manual clock forward. Raises ClockError if it is not manual or would run backwards."""
        if self.mode != "manual":
            raise ClockError("only a manual clock can be moved: PUT /clock first")
        if moment_ms < self._base_ms:
            raise ClockError("the clock never runs backwards")
        self._base_ms = moment_ms

    def apply(self, wanted: dict[str, Any]) -> None:
        """Set the clock from JSON: {"now"}, {"mode": "system"} or {"mode": "scaled", "speed", "now"?}."""
        mode = wanted.get("mode", "manual" if "now" in wanted else None)
        if mode is None:
            raise ClockError("say mode or now")
        now_ms = moment_ms(wanted["now"]) if "now" in wanted else None
        speed = wanted.get("speed", 1.0)
        if not isinstance(speed, int | float) or isinstance(speed, bool):
            raise ClockError("speed is a number")
        self.set(mode=mode, now_ms=now_ms, speed=float(speed))

    def state(self) -> dict[str, Any]:
        """What GET /clock answers; the same form is understood by `apply`."""
        return {"mode": self.mode, "now": iso(self.now_ms()), "speed": self.speed}


def moment_ms(value: object) -> int:
    """Milliseconds of an ISO 8601 time with a zone, or of a number of seconds since 1970. Raises ClockError."""
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise ClockError(f"a time needs its zone: {value!r}")
            return round(moment.timestamp() * 1000)
        if isinstance(value, int | float) and not isinstance(value, bool):
            datetime.fromtimestamp(value, UTC)
            return round(value * 1000)
    except (ValueError, OverflowError, OSError) as error:
        raise ClockError(f"not a time: {value!r}") from error
    raise ClockError(f"not a time: {value!r}")


def iso(moment: int) -> str:
    """ISO 8601 in UTC of milliseconds since 1970."""
    return datetime.fromtimestamp(moment / 1000, UTC).isoformat(timespec="milliseconds")


def wire_time(moment: int | None) -> str:
    """`yyyy-MM-dd HH:mm:ss` in Beijing time; empty for no moment."""
    return "" if moment is None else beijing(moment).strftime("%Y-%m-%d %H:%M:%S")


def wire_time_with_ms(moment: int | None) -> str:
    """`yyyy-MM-dd HH:mm:ss.SSS` in Beijing time, as `gmt_refund` has it; empty for no moment."""
    return "" if moment is None else f"{wire_time(moment)}.{moment % 1000:03d}"


def beijing(moment: int) -> datetime:
    """The moment as a time of day in Beijing."""
    return datetime.fromtimestamp(moment / 1000, BEIJING)


def read_wire_time(text: str) -> int:
    """Milliseconds of `yyyy-MM-dd HH:mm[:ss]` in Beijing time. Raises ValueError."""
    form = "%Y-%m-%d %H:%M:%S" if text.count(":") == 2 else "%Y-%m-%d %H:%M"
    return round(datetime.strptime(text, form).replace(tzinfo=BEIJING).timestamp() * 1000)
