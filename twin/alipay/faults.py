"""Fault switches: what may go wrong between a merchant and the gateway, on purpose and repeatably."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

MEANINGS = {
    "drop_notice": "the notice is lost on the way; it is tried again later as if nobody had answered",
    "delay_notice_seconds": "the notice leaves `seconds` of the gateway's time late",
    "duplicate_notice": "the notice arrives twice",
    "reorder_notices": "the notice waits until a later one has been sent",
    "forge_notice": "before the notice comes a copy with a signature that does not verify",
    "wrong_amount_notice": "before the notice comes one, properly signed, with another amount",
    "wrong_seller_notice": "before the notice comes one, properly signed, of another seller",
    "wrong_app_notice": "before the notice comes one, properly signed, for another app",
    "time_out_requests": "the request hangs for `seconds` of real time, and only then is its work done",
    "drop_response": "the work is done, then the connection is cut without an answer",
    "error_rate": "code 20000 instead of the work",
    "error_after_work": "the work is done, and the answer is code 20000 all the same",
}
LONGEST_SECONDS = 7 * 24 * 3600.0


class FaultError(ValueError):
    """A fault setting that makes no sense."""


@dataclass
class Fault:
    """One switch: it acts with `probability`, at most `count` times (None: no limit), for one `method` or any."""

    probability: float = 1.0
    count: int | None = None
    seconds: float = 0.0
    method: str | None = None
    acted: int = 0


@dataclass
class Faults:
    """All switches with one seed. Each has its own random stream, so that one does not disturb another."""

    seed: int = 0
    switches: dict[str, Fault] = field(default_factory=dict)
    _streams: dict[str, Random] = field(default_factory=dict)

    def set(self, wanted: dict[str, Any]) -> None:
        """Replace all switches from JSON. Raises FaultError and changes nothing if one makes no sense.

        A value is an integer (count), a fraction (probability), true, false, or an object with probability,
        count, seconds and method; for the two that need seconds a bare number is seconds.
        """
        seed = wanted.get("seed", 0)
        if not isinstance(seed, int):
            raise FaultError("seed is an integer")
        unknown = sorted(set(wanted) - set(MEANINGS) - {"seed"})
        if unknown:
            raise FaultError(f"no such fault: {', '.join(unknown)}")
        switches = {
            name: _fault(name, value)
            for name, value in wanted.items()
            if name != "seed" and value not in (0, None)
        }
        self.seed, self.switches, self._streams = seed, switches, {}

    def acts(self, name: str, *, method: str | None = None) -> Fault | None:
        """The switch `name` if it strikes now, else None."""
        assert name in MEANINGS, name
        fault = self.switches.get(name)
        if fault is None or (fault.method is not None and fault.method != method):
            return None
        if fault.count is not None and fault.acted >= fault.count:
            return None
        stream = self._streams.setdefault(name, Random(f"{self.seed}:{name}"))
        if fault.probability < 1 and stream.random() >= fault.probability:
            return None
        fault.acted += 1
        return fault

    def state(self) -> dict[str, Any]:
        """What GET /faults answers."""
        return {
            "seed": self.seed,
            "faults": {name: vars(fault) for name, fault in self.switches.items()},
            "meanings": MEANINGS,
        }


def _fault(name: str, value: object) -> Fault:
    timed = name in ("delay_notice_seconds", "time_out_requests")
    if value is True:
        value = {}
    elif isinstance(value, int | float):
        if timed:
            value = {"seconds": value}
        else:
            value = {"count": value} if isinstance(value, int) else {"probability": value}
    if not isinstance(value, dict) or set(value) - {"probability", "count", "seconds", "method"}:
        raise FaultError(f"{name}: a number, true, or an object of probability, count, seconds, method")
    fault = Fault(**value)
    for figure in (fault.probability, fault.seconds):
        if not isinstance(figure, int | float) or isinstance(figure, bool):
            raise FaultError(f"{name}: probability and seconds are numbers")
    if not 0 <= fault.probability <= 1:
        raise FaultError(f"{name}: a probability is between 0 and 1")
    if fault.count is not None and (not isinstance(fault.count, int) or fault.count < 0):
        raise FaultError(f"{name}: a count is a whole number")
    if fault.method is not None and not isinstance(fault.method, str):
        raise FaultError(f"{name}: a method is a name")
    if timed and not 0 < fault.seconds <= LONGEST_SECONDS:
        raise FaultError(f"{name}: say seconds, above 0 and at most a week")
    return fault
