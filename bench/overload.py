"""Promise 14: five times the load that the house can take. It goes on doing nearly as much as before, refuses the rest, and recovers.

    python -m bench.overload [--seconds 30]

First it is measured how many carts of three lines a second are made when clients ask as fast as they are answered; then carts are
asked for at five times that rate by clients that never back off, on many connections; then a purchase is begun every tenth of a second
until all is as it was before. Exit code 1 when less than 80 % are made meanwhile, when a refusal is anything but a 503 that says when
to come again, or when it takes ten seconds to recover.
"""

import argparse
import asyncio
import os
import sys
from dataclasses import dataclass

from bench.house import House, running_house
from bench.load import Tally, as_fast_as_answered, at_a_rate, quantile
from bench.orders import make_ready
from bench.purchase import Purchases

TIMES = 5
CLIENTS = 16
LINES = 1000
"""Connections of the crowd."""
CROWD_NICE = 10
"""The clients give way to the house: they would stand elsewhere."""
LEAST_GOODPUT = 0.8
LONGEST_RECOVERY_SECONDS = 10.0
PROBES_A_SECOND = 10
PROBING_SECONDS = 20.0
WORSE = 2.0
"""A purchase that takes longer than so many times the quiet p99 is not as it was before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    saturation: float
    crowd: Tally
    seconds: float
    quiet_p99: float
    """Of a whole purchase, seconds."""
    recovery: float

    @property
    def goodput(self) -> float:
        """Carts made a second while the crowd stood there."""
        return sum(reached and at <= self.seconds for at, reached in self.crowd.ends) / self.seconds

    @property
    def offered(self) -> float:
        return sum(at <= self.seconds for at, _ in self.crowd.ends) / self.seconds

    @property
    def other(self) -> int:
        """Refusals that are no 503."""
        return sum(number for code, number in self.crowd.refused.items() if code != "overloaded")

    @property
    def kept(self) -> bool:
        return (
            self.goodput >= LEAST_GOODPUT * self.saturation
            and not self.other
            and not self.crowd.without_word
            and self.recovery < LONGEST_RECOVERY_SECONDS
        )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.overload", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=30, help="of the overload")
    chosen = parser.parse_args(arguments)
    with running_house() as house:
        make_ready(house)
        os.nice(CROWD_NICE)  # the house runs already, and as before
        found = asyncio.run(measure(house, Purchases(house), seconds=chosen.seconds))
    print_table(found)
    return 0 if found.kept else 1


async def measure(house: House, purchases: Purchases, *, seconds: float) -> Found:
    await as_fast_as_answered(house.port, purchases.buy, lines=CLIENTS, seconds=5)  # warm
    most = await as_fast_as_answered(house.port, purchases.fill_cart, lines=CLIENTS, seconds=15)
    saturation = most.done / 15
    quiet = await probe(house, purchases, seconds=15, first=100_000)
    quiet_p99 = quantile(whole(quiet), 0.99) / 1000
    crowd = await at_a_rate(
        house.port, purchases.fill_cart, a_second=TIMES * saturation, seconds=seconds, lines=LINES
    )
    after = await probe(house, purchases, seconds=PROBING_SECONDS, first=200_000)
    slow = WORSE * quiet_p99
    bad = [
        at for (at, reached), took in zip(after.ends, after.took, strict=True) if not reached or took > slow
    ]
    return Found(
        saturation=saturation,
        crowd=crowd,
        seconds=seconds,
        quiet_p99=quiet_p99,
        recovery=max(bad, default=0.0),
    )


async def probe(house: House, purchases: Purchases, *, seconds: float, first: int) -> Tally:
    return await at_a_rate(
        house.port, purchases.buy, a_second=PROBES_A_SECOND, seconds=seconds, lines=100, first=first
    )


def whole(tally: Tally) -> list[float]:
    return [took for took, (_, reached) in zip(tally.took, tally.ends, strict=True) if reached]


def print_table(found: Found) -> None:
    print(f"two server processes, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    print("| | |\n|---|---|")
    carts = found.crowd.seconds["cart"]
    for name, value in (
        ("carts a second, as fast as answered (saturation)", f"{found.saturation:.0f}"),
        (
            f"offered a second ({TIMES} times that, {LINES} connections, {found.seconds:g} s)",
            f"{found.offered:.0f}",
        ),
        ("made a second meanwhile", f"{found.goodput:.0f}"),
        ("of saturation (at least 80 %)", f"{found.goodput / found.saturation:.0%}"),
        ("made: p50 and p99, ms", f"{quantile(carts, 0.5):.0f}, {quantile(carts, 0.99):.0f}"),
        (
            "refused with 503 and when to come again",
            f"{found.crowd.refused['overloaded'] - found.crowd.without_word}",
        ),
        ("refused otherwise, or broken (none)", f"{found.other + found.crowd.without_word}"),
        ("a whole purchase before, p99, ms", f"{1000 * found.quiet_p99:.0f}"),
        ("until purchases were as before again, s (under 10)", f"{found.recovery:.1f}"),
    ):
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
