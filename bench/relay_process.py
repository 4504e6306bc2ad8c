"""One relay at work, in a process of its own so that its processor time can be told: publishes facts, carries them, prints what it took.

Started by `bench.relay` on the house's database. This is the one measurement that reaches into the house: the relay has no door.
"""

import argparse
import json
import os
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import psutil

from bench.house import postmaster, tree
from newretail import instance
from newretail.kernel import events

WRITTEN_AT_ONCE = 500
WARM = 400
SHORTEST_NAP_SECONDS = 0.02


@dataclass(frozen=True, kw_only=True)
class BellRang(events.Event):
    """number: its place in the order of publishing. hard: whoever hears it fails at the first try."""

    name = "bell.rang"

    number: int
    hard: bool


@dataclass(slots=True)
class Listener:
    """A room that does nothing but note what it heard, so that the relay's own cost is what is measured."""

    heard: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    failed: set[int] = field(default_factory=set)

    def hear(self, fact: BellRang) -> None:
        if fact.hard and fact.number not in self.failed:
            self.failed.add(fact.number)
            raise RuntimeError("hard to hear")
        self.heard[fact.ref].append(fact.number)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.relay_process")
    parser.add_argument("--facts", type=int, required=True)
    parser.add_argument("--listeners", type=int, required=True, help="rooms that hear each fact")
    parser.add_argument("--refs", type=int, required=True, help="so many things the facts are about, in turn")
    parser.add_argument(
        "--hard-each", type=int, default=0, help="each so-manieth fact fails at first; 0: none"
    )
    chosen = parser.parse_args()
    listeners = [Listener() for _ in range(chosen.listeners)]
    for number, listener in enumerate(listeners):
        events.subscribe(BellRang, name=f"listener_{chr(97 + number)}.hear")(listener.hear)
    with instance.django():
        warm(listeners)
        publish(chosen.facts, refs=chosen.refs, hard_each=chosen.hard_each)
        print(json.dumps(carry() | check(listeners, facts=chosen.facts)))


def warm(listeners: list[Listener]) -> None:
    """The connection is open, its statements are prepared, everything is imported; nobody remembers any of it."""
    publish(WARM, refs=WARM, hard_each=0)
    carry()
    for each in listeners:
        each.heard.clear()


def publish(facts: int, *, refs: int, hard_each: int) -> None:
    """Put the facts into the outbox as the house does, and let the statistics know."""
    from django.db import transaction

    from newretail.kernel import sql

    for begin in range(0, facts, WRITTEN_AT_ONCE):
        with transaction.atomic():
            events.publish(
                *(
                    BellRang(ref=f"bell:{number % refs}", number=number, hard=is_hard(number, hard_each))
                    for number in range(begin, min(begin + WRITTEN_AT_ONCE, facts))
                )
            )
    sql.run("VACUUM (ANALYZE) kernel_event")


def is_hard(number: int, hard_each: int) -> bool:
    """One of each `hard_each`, later in each next lot, so that they are not all about one thing."""
    return bool(hard_each) and number % hard_each == number // hard_each % hard_each


def carry() -> dict[str, Any]:
    """Relay until nothing waits and nothing is to be tried again; naps until a retry is due are not counted.

    Returns seconds, relay_cpu and database_cpu (processor seconds), batches, tried (handlings of what had been put aside).
    """
    from newretail.kernel import clock, relay
    from newretail.kernel.models import Retry

    database = psutil.Process(postmaster(os.environ["DATABASE_URL"]))
    took: dict[str, Any] = {"seconds": 0.0, "batches": 0, "tried": 0}
    relay_cpu, database_cpu = time.process_time(), tree(database)
    with relay.only_one() as mine:
        assert mine, "another relay is at work on this database"
        while True:
            begun = time.monotonic()
            relayed, tried = relay.relay_waiting(), relay.retry_due()
            if relayed or tried:
                took["seconds"] += time.monotonic() - begun
                took["batches"] += bool(relayed)
                took["tried"] += tried
            elif first := Retry.objects.order_by("next_at").first():
                time.sleep(max((first.next_at - clock.now()).total_seconds(), SHORTEST_NAP_SECONDS))
            else:
                break
    return took | {
        "relay_cpu": time.process_time() - relay_cpu,
        "database_cpu": tree(database) - database_cpu,
    }


def check(listeners: list[Listener], *, facts: int) -> dict[str, Any]:
    """in_order: every listener heard every fact once, those of one ref in the order in which they were published."""
    return {
        "in_order": all(
            sum(map(len, each.heard.values())) == facts
            and all(numbers == sorted(set(numbers)) for numbers in each.heard.values())
            for each in listeners
        )
    }


if __name__ == "__main__":
    main()
