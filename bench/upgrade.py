"""An upgrade while the shop sells: how long orders take meanwhile, beside how long they take when nothing else happens.

    python -m bench.upgrade [--rate 30] [--seconds 20] [--sits 3]

Orders of three lines are placed at a steady rate (POST /orders; a request's time counts from when it was due). First nothing else
happens; then the next version (`bench.next_version`) widens the tables that every order writes, while reports sit in one long transaction
after another; then both versions serve the same database, half of the orders each. Exit code 1 when an order is refused, when one waits longer than a
step may wait for its lock, when the next version serves a schema that it does not know, or when a unit is oversold.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg

from bench.attack import orders_at_a_rate, promises_for
from bench.house import House, free_port, running_house, wait_until_ready
from bench.load import Tally, quantile
from bench.next_version import STEPS, NextVersion, make_next_version
from bench.orders import make_ready, oversold_units, warm

LOCK_WAIT_SECONDS = 0.5
"""So long a step may wait for a lock, and those behind it with it."""
BESIDES_SECONDS = 0.5
"""What an order takes besides, on a machine that is busy with other things."""
AWAY_SECONDS = 1.0
"""Between two reports."""
LONGEST_UPGRADE_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Part:
    """Orders placed in one part of the run."""

    name: str
    tally: Tally

    @property
    def seconds(self) -> list[float]:
        return self.tally.seconds["order"]

    @property
    def refused(self) -> int:
        return sum(self.tally.refused.values())

    @property
    def longest(self) -> float:
        """Seconds."""
        return max(self.seconds, default=float("inf"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """How the schema came to be widened. tried_again: how often a step gave its lock up; seconds: the whole command's."""

    tried_again: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    parts: list[Part]
    refusal: str
    """What the next version said to the schema of this one; blank when it served it."""
    upgraded: Upgraded
    oversold: int

    @property
    def kept(self) -> bool:
        return (
            bool(self.refusal)
            and not self.oversold
            and not any(part.refused for part in self.parts)
            and max(part.longest for part in self.parts) < LOCK_WAIT_SECONDS + BESIDES_SECONDS
        )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.upgrade", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20, help="of each part")
    parser.add_argument("--rate", type=float, default=30, help="orders a second")
    parser.add_argument(
        "--sits", type=float, default=3, help="seconds that a report's transaction stays open"
    )
    chosen = parser.parse_args(arguments)
    with running_house() as house, tempfile.TemporaryDirectory(prefix="newretail-next-") as folder:
        make_ready(house)
        warm(house, 8)
        found = measure(house, make_next_version(Path(folder)), chosen)
    print_table(found, chosen)
    return 0 if found.kept else 1


def measure(house: House, following: NextVersion, chosen: argparse.Namespace) -> Found:
    refusal = refused(house, following)
    quiet = asyncio.run(orders_at_a_rate(house, chosen, promises_for(house, chosen, part=1)))
    widened, upgraded = while_widened(house, following, chosen)
    before, after = side_by_side(house, following, chosen)
    return Found(
        parts=[
            Part("quiet", quiet),
            Part("tables widened, reports in the way", widened),
            Part("both versions: the one before", before),
            Part("both versions: the next one", after),
        ],
        refusal=refusal,
        upgraded=upgraded,
        oversold=oversold_units(house),
    )


def environment_of(house: House) -> dict[str, str]:
    """What a command needs to work at this house."""
    return {
        **os.environ,
        "NEWRETAIL_DATA": str(house.folder),
        "NEWRETAIL_LOG_LEVEL": "WARNING",
        "DATABASE_URL": house.url,
    }


def refused(house: House, following: NextVersion) -> str:
    """What the next version says when it is to serve the schema as it is; blank when it serves."""
    words = ("serve", "--port", str(free_port()), "--workers", "1")
    server = following.start(*words, environment=environment_of(house))
    try:
        said, _ = server.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        server.terminate()
        server.communicate(timeout=20)
        return ""
    return said.strip()


def while_widened(house: House, following: NextVersion, chosen: argparse.Namespace) -> tuple[Tally, Upgraded]:
    """Orders at this version's server while the next one's `migrate` works on the database."""
    promises = promises_for(house, chosen, part=2)
    with reports(house, chosen.sits, until=chosen.seconds), ThreadPoolExecutor(1) as aside:
        upgrading = aside.submit(upgrade, house, following)
        tally = asyncio.run(orders_at_a_rate(house, chosen, promises))
        return tally, upgrading.result()


def upgrade(house: House, following: NextVersion) -> Upgraded:
    """What an operator does first: the next version's `newretail migrate`. Raises RuntimeError when it fails."""
    began = time.monotonic()
    migrate = following.start("migrate", environment=environment_of(house))
    said, _ = migrate.communicate(timeout=LONGEST_UPGRADE_SECONDS)
    if migrate.returncode:
        raise RuntimeError(f"newretail migrate: {migrate.returncode} {said[-2000:]}")
    return Upgraded(tried_again=said.count("trying again"), seconds=time.monotonic() - began)


@contextmanager
def reports(house: House, sits: float, *, until: float) -> Iterator[None]:
    """Somebody reads orders and holds, again and again, in transactions that stay open for so many seconds, for so long in all."""
    ends, sitting = time.monotonic() + until, threading.Event()

    def sit() -> None:
        while time.monotonic() + sits < ends:
            with psycopg.connect(house.url) as report:
                report.execute(
                    "SELECT (SELECT count(*) FROM ordering_order), (SELECT count(*) FROM inventory_hold)"
                )
                sitting.set()
                time.sleep(sits)
            time.sleep(AWAY_SECONDS)

    thread = threading.Thread(target=sit, daemon=True)
    thread.start()
    sitting.wait(20)
    yield
    thread.join()


def side_by_side(house: House, following: NextVersion, chosen: argparse.Namespace) -> tuple[Tally, Tally]:
    """Orders at both versions' servers, half of them each."""
    port = free_port()
    server = following.start(
        "serve", "--port", str(port), "--workers", "2", environment=environment_of(house)
    )
    try:
        other = replace(house, port=port)
        wait_until_ready(other)
        half = argparse.Namespace(rate=chosen.rate / 2, seconds=chosen.seconds)
        first = promises_for(house, chosen, part=3)
        warmth = argparse.Namespace(rate=chosen.rate, seconds=4)
        asyncio.run(orders_at_a_rate(other, warmth, promises_for(other, warmth, part=40)))

        async def both() -> tuple[Tally, Tally]:
            here = orders_at_a_rate(house, half, first[0::2])
            there = orders_at_a_rate(other, half, first[1::2])
            return await asyncio.gather(here, there)

        return asyncio.run(both())
    finally:
        server.terminate()
        server.communicate(timeout=20)


def print_table(found: Found, chosen: argparse.Namespace) -> None:
    print(
        f"orders of three lines, {chosen.rate:g} a second, {chosen.seconds:g} s a part, reports of {chosen.sits:g} s, two server "
        f"processes, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n"
    )
    print("| meanwhile | placed | refused | p50 ms | p99 ms | longest ms |\n|---|---|---|---|---|---|")
    for part in found.parts:
        p50, p99 = (quantile(part.seconds, share) for share in (0.5, 0.99))
        print(
            f"| {part.name} | {len(part.seconds)} | {part.refused} | {p50:.1f} | {p99:.1f} | {1000 * part.longest:.0f} |"
        )
    steps = sum(len(each) for each in STEPS.values())
    widened = found.upgraded
    print(
        f"\n- {steps} steps in {widened.seconds:.1f} s; a lock was given up and tried for again {widened.tried_again} times"
    )
    bound = 1000 * LOCK_WAIT_SECONDS
    print(f"- a step waits at most {bound:.0f} ms for its lock, and the orders behind it with it")
    print(f"- the next version on the schema before: {found.refusal or 'SERVES IT'}")
    print(f"- units oversold: {found.oversold}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
