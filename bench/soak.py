"""Promise 13: the house holds seven tenths of what it can do, for minutes on end.

    python -m bench.soak [--minutes 10]

First it is measured how many purchases a second the house completes when nothing else is asked of it (three things out of the shelf
into a cart, a promise, an order, paid in cash: four requests); then purchases begin at seven tenths of that rate, whatever becomes
of the earlier ones. The jobs process runs beside. At the end the books are audited, and every order that was answered is looked for.
Exit code 1 when one is lost, the books differ, or anything was refused.
"""

import argparse
import asyncio
import os
import sys
import time
from dataclasses import dataclass

import psycopg

from bench.house import House, audit, memory, running_house, with_jobs
from bench.load import Tally, as_fast_as_answered, at_a_rate, quantile
from bench.orders import make_ready, oversold_units, settle
from bench.purchase import Purchases

SHARE = 0.7
CLIENTS = 16
"""At once, when it is measured what the house can do."""
LINES = 200
"""At a given rate: so many purchases may be under way before the next one has to wait."""
CATCHING_UP_SECONDS = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What stands in the database afterwards."""

    lost: int
    unpaid: int
    waiting: int
    seconds: float
    """Until everything that had happened was handed on."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--measure-seconds", type=float, default=20, help="how long saturation is measured")
    chosen = parser.parse_args(arguments)
    with running_house() as house, with_jobs(house) as jobs:
        make_ready(house)
        purchases = Purchases(house)
        warmed = asyncio.run(as_fast_as_answered(house.port, purchases.buy, lines=CLIENTS, seconds=5))
        most = asyncio.run(
            as_fast_as_answered(house.port, purchases.buy, lines=CLIENTS, seconds=chosen.measure_seconds)
        )
        saturation = most.done / chosen.measure_seconds
        hand_on(house)
        settle(house)
        before = memory(house.server, jobs)
        tally = asyncio.run(
            at_a_rate(
                house.port,
                purchases.buy,
                a_second=SHARE * saturation,
                seconds=60 * chosen.minutes,
                lines=LINES,
                first=warmed.done + most.done,
            )
        )
        found = look(house, [*warmed.kept, *most.kept, *tally.kept])
        after = memory(house.server, jobs)
        books, oversold = audit(house), oversold_units(house)
    print_table(saturation, tally, found, chosen, used=(before, after), oversold=oversold)
    print(f"\n```\n{books}\n```")
    return 1 if found.lost or found.unpaid or oversold or tally.refused else 0


def look(house: House, ids: list[str]) -> Found:
    """Wait until the relay has handed on what happened, then look for every order that was answered."""
    waiting, seconds = hand_on(house)
    with psycopg.connect(house.url) as database:
        [(there, unpaid)] = database.execute(
            "SELECT count(*), count(*) FILTER (WHERE state IN ('awaiting_payment', 'expired')) FROM ordering_order WHERE id = ANY(%s::uuid[])",
            [ids],
        ).fetchall()
    return Found(lost=len(set(ids)) - there, unpaid=unpaid, waiting=waiting, seconds=seconds)


def hand_on(house: House) -> tuple[int, float]:
    """Wait for the relay: how many facts it still has to hand on, after how many seconds."""
    began = time.monotonic()
    with psycopg.connect(house.url, autocommit=True) as database:
        while True:
            [(waiting,)] = database.execute(
                "SELECT count(*) FROM kernel_event WHERE position IS NULL"
            ).fetchall()
            seconds = time.monotonic() - began
            if not waiting or seconds > CATCHING_UP_SECONDS:
                return int(waiting), seconds
            time.sleep(0.2)


def print_table(
    saturation: float,
    tally: Tally,
    found: Found,
    chosen: argparse.Namespace,
    *,
    used: tuple[int, int],
    oversold: int,
) -> None:
    print(f"two server processes and jobs, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    print("| | |\n|---|---|")
    refused = sum(tally.refused.values())
    for name, value in (
        ("purchases a second, as fast as answered (saturation)", f"{saturation:.1f}"),
        (
            f"offered: {SHARE:.0%} of it, a second, for minutes",
            f"{SHARE * saturation:.1f}, {chosen.minutes:g}",
        ),
        ("purchases begun, completed", f"{len(tally.ends)}, {tally.done}"),
        (
            "requests answered, refused or broken",
            f"{sum(map(len, tally.seconds.values()))}, {refused} {dict(tally.refused) or ''}",
        ),
        *(
            (f"{name}, p50 and p99, ms", f"{quantile(seconds, 0.5):.1f}, {quantile(seconds, 0.99):.1f}")
            for name, seconds in tally.seconds.items()
        ),
        ("orders answered and not found", f"{found.lost}"),
        (
            "orders paid and not settled, facts waiting, after s",
            f"{found.unpaid}, {found.waiting}, {found.seconds:.1f}",
        ),
        ("units oversold", f"{oversold}"),
        ("memory of server and jobs before and after, MiB", f"{used[0]}, {used[1]}"),
    ):
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
