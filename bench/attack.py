"""How long an order takes while somebody attacks the house, beside how long it takes when nobody does.

    python -m bench.attack [--seconds 20] [--rate 40] [--only silent,photos]

Tills place orders of three lines at a steady rate (POST /orders; a request's time counts from when it was due). In turn: a quiet
part, then a part under an attack, so that all meet the same machine. The attackers are on this machine too, but give way
(`nice 19`) and come from another loopback address; what they still take of processors and caches counts against the house.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from bench.attackers import KINDS
from bench.house import House, memory, running_house
from bench.load import Line, Tally, at_a_rate, quantile
from bench.orders import make_ready, oversold_units, prepare, spread, warm

LINES = 16
"""Tills' connections: as many orders as may wait at once."""
BEFORE_SECONDS = 3.0
"""An attack stands for so long before anything is measured."""


@dataclass(slots=True)
class Part:
    """Orders placed in one part, and what the attackers got."""

    name: str
    tally: Tally
    got: str = ""

    @property
    def p99(self) -> float:
        return quantile(self.tally.seconds["order"], 0.99)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.attack", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20, help="of each part")
    parser.add_argument("--rate", type=float, default=40, help="orders a second")
    parser.add_argument("--only", default=",".join(KINDS), help="kinds of attack, by comma")
    chosen = parser.parse_args(arguments)
    kinds = chosen.only.split(",")
    with running_house() as house:
        make_ready(house)
        warm(house, 8)
        tokens = [house.call("POST", "/guests", {})["token"] for _ in range(24)]
        tokens.insert(0, (own := prepare(house, 1, skus=spread)[0])[0])
        order = house.call("POST", "/orders", {"promise_id": own[1]}, token=own[0])["id"]
        quiet, attacked = Part("quiet", Tally()), []
        used = [memory(house.server)]
        for number, kind in enumerate(kinds):
            parts = 2 * number + 1
            measured = place_orders(house, chosen, part=parts)
            quiet.tally.seconds["order"] += measured.seconds["order"]
            quiet.tally.refused += measured.refused
            attacked.append(under_attack(house, chosen, kind, part=parts + 1, tokens=tokens, order=order))
            used.append(memory(house.server))
        oversold = oversold_units(house)
    print_table(quiet, attacked, used, chosen)
    print(f"\nunits oversold: {oversold}")
    return 0


def under_attack(
    house: House, chosen: argparse.Namespace, kind: str, *, part: int, tokens: list[str], order: str
) -> Part:
    name, connections, _ = KINDS[kind]
    promises = promises_for(house, chosen, part=part)
    words = [sys.executable, "-m", "bench.attackers", kind, "--port", str(house.port)]
    words += [
        "--seconds",
        str(BEFORE_SECONDS + chosen.seconds),
        "--tokens",
        ",".join(tokens),
        "--order",
        order,
    ]
    attackers = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        time.sleep(BEFORE_SECONDS)
        tally = asyncio.run(orders_at_a_rate(house, chosen, promises))
        got, _ = attackers.communicate(timeout=60)
    finally:
        attackers.kill()
        attackers.wait()
    answers = ", ".join(f"{word} ×{number}" for word, number in sorted(json.loads(got).items()))
    return Part(f"{connections:,} {name}", tally, answers or "nothing")


def place_orders(house: House, chosen: argparse.Namespace, *, part: int) -> Tally:
    return asyncio.run(orders_at_a_rate(house, chosen, promises_for(house, chosen, part=part)))


def promises_for(house: House, chosen: argparse.Namespace, *, part: int) -> list[tuple[str, str]]:
    """Made right before they are used: a promise has an end."""
    orders = int(chosen.rate * chosen.seconds)
    return prepare(house, orders, skus=spread, first=part * orders)


async def orders_at_a_rate(
    house: House, chosen: argparse.Namespace, promises: list[tuple[str, str]]
) -> Tally:
    async def order(line: Line, number: int, tally: Tally, due: float) -> bool:
        token, promise = promises[number]
        answer: Any = await line.ask("POST", "/orders", {"promise_id": promise}, token=token)
        return tally.count("order", answer, time.monotonic() - due)

    return await at_a_rate(house.port, order, a_second=chosen.rate, seconds=chosen.seconds, lines=LINES)


def print_table(quiet: Part, attacked: list[Part], used: list[int], chosen: argparse.Namespace) -> None:
    print(
        f"orders of three lines, {chosen.rate:g} a second, {chosen.seconds:g} s a part, two server processes, "
        f"{os.cpu_count()} cores, Python {sys.version.split()[0]}\n"
    )
    print(
        "| meanwhile | placed | refused | p50 ms | p99 ms | of the quiet p99 | server's memory after it, MiB | attackers got |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for part, after in zip([quiet, *attacked], used, strict=True):
        seconds = part.tally.seconds["order"]
        refused = sum(part.tally.refused.values())
        print(
            f"| {part.name} | {len(seconds)} | {refused} | {quantile(seconds, 0.5):.1f} | {part.p99:.1f} "
            f"| {part.p99 / quiet.p99:.2f} | {after} | {part.got} |"
        )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
