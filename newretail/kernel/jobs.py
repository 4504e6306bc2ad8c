"""Timed work. All of it is rows with a due time and a duty that sweeps them, so it runs the same on real time, on simulated
time at any speed, and on stepped time."""

import logging
import select
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from newretail.kernel import clock, relay, sql
from newretail.kernel.models import DutyRun

log = logging.getLogger(__name__)

Sweep = Callable[[], int | None]
MOST_ROUNDS = 1000
_NAP_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Duty:
    name: str
    sweep: Sweep
    every: timedelta


_duties: dict[str, Duty] = {}


def duty(*, every_seconds: int) -> Callable[[Sweep], Sweep]:
    """Sweep every so many seconds of the store's clock. The sweep does a bounded batch, is safe to repeat, and returns how
    many rows it handled (it is called again until that is 0 or None)."""

    def register(sweep: Sweep) -> Sweep:
        name = f"{sweep.__module__}.{sweep.__qualname__}"
        _duties[name] = Duty(name, sweep, timedelta(seconds=every_seconds))
        return sweep

    return register


def run_due(*, rounds: int = MOST_ROUNDS) -> int:
    """Relay and sweep until nothing is waiting at the present instant; returns how many rows were handled."""
    handled = _drain(rounds)
    ran = {run.name: run.ran_at for run in DutyRun.objects.all()}
    now = clock.now()
    swept = []
    for each in duties():
        if each.name in ran and now - ran[each.name] < each.every:
            continue
        done = _sweep(each, rounds)
        swept.append(
            DutyRun(
                name=each.name, ran_at=now, took_milliseconds=round(done.seconds * 1000), failed=done.failed
            )
        )
        if done.handled:
            handled += done.handled + _drain(rounds)
    # Noted together: a process that dies before sweeps again, which every duty can bear.
    DutyRun.objects.bulk_create(
        swept,
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["ran_at", "took_milliseconds", "failed"],
    )
    return handled


def duties() -> list[Duty]:
    """Every duty of the house, by name."""
    return sorted(_duties.values(), key=lambda duty: duty.name)


def next_due() -> timedelta | None:
    """How long until the next duty sweeps, counted on the store's clock."""
    now = clock.now()
    ran = {run.name: run.ran_at for run in DutyRun.objects.all()}
    waits = [
        max(ran[each.name] + each.every - now, timedelta()) for each in _duties.values() if each.name in ran
    ]
    return min(waits, default=None)


def run_forever(*, stop: Callable[[], bool] = lambda: False) -> None:
    """The jobs process: follows the outbox, sweeps what is due. Rests while the clock is stepped by a city."""
    while not stop():
        try:
            _work_once()
        except Exception:
            log.exception("job loop failed, reconnecting")
            connection.close()
            time.sleep(1)
    connection.close()


def _work_once() -> None:
    if clock.reading().mode == "stepped":
        time.sleep(_NAP_SECONDS)
        return
    with relay.only_one() as mine:
        handled = run_due(rounds=20) if mine else 0
    if not handled:
        _wait_for_news()


def _wait_for_news() -> None:
    sql.run("LISTEN outbox")
    select.select(
        [connection.connection.fileno()], [], [], _NAP_SECONDS / max(1.0, min(clock.reading().speed, 10.0))
    )
    for _ in connection.connection.notifies(timeout=0):
        pass


def _drain(rounds: int) -> int:
    handled = 0
    for _ in range(rounds):
        batch = relay.relay_waiting() + relay.retry_due()
        handled += batch
        if not batch:
            break
    return handled


@dataclass(frozen=True, slots=True)
class _Done:
    handled: int
    seconds: float
    failed: bool


def _sweep(each: Duty, rounds: int) -> _Done:
    handled, begun = 0, time.perf_counter()
    for _ in range(rounds):
        try:
            batch = each.sweep() or 0
        except Exception:
            if connection.connection is None or connection.connection.closed:
                raise
            log.exception("%s failed", each.name)
            return _Done(handled, time.perf_counter() - begun, failed=True)
        handled += batch
        if not batch:
            break
    return _Done(handled, time.perf_counter() - begun, failed=False)
