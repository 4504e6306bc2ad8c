import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from newretail.kernel import clock, jobs, relay
from newretail.simulation.errors import ClockBusy, ClockIsReal, NotLater, TooFar
from newretail.stores import api as stores

FINEST_STEP = timedelta(seconds=10)
MOST_STEPS = 200
FARTHEST = timedelta(days=7)
PATIENCE_SECONDS = 5.0
"""How long to wait for the jobs process to finish what it has begun."""


@dataclass(frozen=True, slots=True)
class Advance:
    """Where time stands now, how many rows were handled on the way, and when the next duty is due.

    `idle` is always true: it says that nothing waits at this instant any more.
    """

    now: datetime
    handled: int
    next_due: datetime | None
    idle: bool = True


def advance_clock(to: datetime) -> Advance:
    """Move the simulated clock to `to`, doing on the way what falls due when it falls due, until nothing is waiting.

    Time goes from duty to duty, but in no more than 200 steps: an hour goes in steps of 18 s, a city's step of ten
    seconds in one. The steps depend on the two instants and the duties alone, so a day repeats itself.

    Raises ClockIsReal, NotLater, TooFar, or ClockBusy.
    """
    begins = _driven_clock()
    if to < begins:
        raise NotLater(now=f"{begins.astimezone(stores.usual_zone()):%Y-%m-%d %H:%M:%S}", at=begins)
    if to - begins > FARTHEST:
        raise TooFar(days=FARTHEST.days)
    step = max(FINEST_STEP, (to - begins) / MOST_STEPS)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        with relay.only_one() as mine:
            if mine:
                return _walk(to, step=step)
        if time.monotonic() > deadline:
            raise ClockBusy()
        time.sleep(0.02)


def _walk(to: datetime, *, step: timedelta) -> Advance:
    handled = jobs.run_due()
    while (now := clock.now()) < to:
        wait = max(jobs.next_due() or step, step)
        clock.advance_to(min(now + wait, to))
        handled += jobs.run_due()
    wait_for_next = jobs.next_due()
    return Advance(clock.now(), handled, clock.now() + wait_for_next if wait_for_next is not None else None)


def _driven_clock() -> datetime:
    reading = clock.reading()
    if reading.mode == "system":
        raise ClockIsReal()
    return reading.now
