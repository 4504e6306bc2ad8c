"""`python -m twin city`: a small city that lives at the demo's own clock, at every store, until it is stopped."""

import argparse
import asyncio
import contextlib
import random
import signal
import sys
import time
from datetime import datetime
from pathlib import Path

from twin import shares
from twin.arrive import Known, NothingToSell, get_to_know, people_town
from twin.calls import CallTally, Unexpected
from twin.clocks import moment_ms, read_clock
from twin.day import CLOCK_EVERY_REAL_SECONDS, keep_reading, keep_time
from twin.daybook import DayBook
from twin.engine import Pause, RunningEngine
from twin.instance_file import Instance, NoInstance, read_instance_file
from twin.phone import DeskPhone, MobilePhones
from twin.shoppers import Shopper
from twin.town import Town

PATIENCE_SECONDS = 90.0
"""The store may be restarted under the city's feet: so long every call is repeated."""
STORE_UP_SECONDS = 120.0
NEWS_EVERY_REAL_SECONDS = 0.5
ORDERS_A_MINUTE = 4.0
"""In real time and at all stores together: enough that every screen moves, little enough for a small machine."""
BUSY_ORDERS_A_MINUTE = 40.0
"""When the city is asked for a number of orders, it hurries."""
MOST_INSIDE = 40
"""A store that falls behind gets no more shoppers for a while."""
TELL_EVERY_SECONDS = 60.0
MOST_REMEMBERED = 2000


def main(argv: list[str]) -> int:
    """Live until SIGTERM, or until so many orders are done. Returns 0; 2 when the city could not begin."""
    parser = _parser()
    options = parser.parse_args(argv)
    try:
        behaviour = shares.chosen(options)
        instance = read_instance_file(options.instance)
        seed = options.seed if options.seed is not None else f"{time.time_ns():x}"
        return asyncio.run(
            _live(
                instance,
                url=options.url or instance.url,
                wallet_url=options.wallet,
                seed=str(seed),
                orders=options.orders,
                behaviour=behaviour,
            )
        )
    except (NoInstance, NothingToSell, Unexpected, ValueError) as error:
        print(f"twin city: {error}", file=sys.stderr)
        return 2


async def _live(
    instance: Instance, *, url: str, wallet_url: str, seed: str, orders: int | None, behaviour: shares.Shares
) -> int:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    tally, book = CallTally(), DayBook(most=MOST_REMEMBERED)
    settings = {"store_url": url, "wallet_url": wallet_url, "tally": tally}
    desk = DeskPhone(**settings, patience=STORE_UP_SECONDS)
    mobiles = MobilePhones(**settings, patience=PATIENCE_SECONDS)
    with contextlib.closing(desk):
        known = await asyncio.to_thread(_look_around, instance, desk)
        token = instance.head_office.token
        told = desk.call(read_clock(token=token)).body
        speed = float(told["speed"]) or 1.0
        engine = RunningEngine(
            now_ms=moment_ms(told["now"]), speed=speed, call=mobiles.call, accident=book.accident
        )
        towns = []
        for each in known:
            town, news = people_town(each, engine=engine, shares=behaviour, book=book, seed=seed)
            engine.start(
                keep_reading(news, seconds=NEWS_EVERY_REAL_SECONDS * speed),
                name=f"news {town.store.store_id}",
            )
            towns.append(town)
        engine.start(keep_time(engine, token=token, seconds=CLOCK_EVERY_REAL_SECONDS * speed), name="clock")
        pace = BUSY_ORDERS_A_MINUTE if orders else ORDERS_A_MINUTE
        crowd = Crowd(towns, known, seed=seed, seconds=60.0 * speed / pace, most=orders)
        engine.start(crowd.come(), name="crowd")
        teller = _Teller(book, tally)
        try:
            await engine.run(until=lambda: stopped.is_set() or crowd.is_done() or teller.tell())
        finally:
            engine.close()
            await mobiles.close()
    teller.tell(last=True)
    return 0


def _look_around(instance: Instance, desk: DeskPhone) -> list[Known]:
    """Every store that has staff; one that sells nothing is left out. Raises NothingToSell when none sells."""
    found = []
    for store_id in sorted(store for store in instance.staff if store):
        with contextlib.suppress(NothingToSell):
            found.append(get_to_know(store_id, instance=instance, ring=desk.call))
    if not found:
        raise NothingToSell("no store of the instance sells anything")
    return found


class Crowd:
    """Shoppers who come now and then to one of the stores, larger stores more often. seconds: simulated, on average."""

    def __init__(
        self, towns: list[Town], known: list[Known], *, seed: str, seconds: float, most: int | None
    ) -> None:
        self._towns = towns
        self._known = known
        self._chance = random.Random(f"{seed}:crowd")
        self._seconds = seconds
        self._most = most
        self._came = 0

    async def come(self) -> None:
        """Let shoppers come; a closed store gets none."""
        while True:
            open_towns = [
                town
                for town, known in zip(self._towns, self._known, strict=True)
                if self._takes_more(town, known)
            ]
            wanted = self._most is None or self._ordered() + self._inside() < self._most
            if open_towns and wanted:
                self._let_in(
                    self._chance.choices(open_towns, [len(town.store.staff) for town in open_towns])[0]
                )
            await Pause(self._chance.expovariate(1 / self._seconds))

    def is_done(self) -> bool:
        """Whether the orders that were asked for are done."""
        return self._most is not None and self._towns[0].book.counts["done"] >= self._most

    def _ordered(self) -> int:
        return int(self._towns[0].book.counts["done"])

    def _inside(self) -> int:
        return sum(town.inside for town in self._towns)

    def _takes_more(self, town: Town, known: Known) -> bool:
        hours = known.hours(town.now().astimezone(known.time_zone))
        return town.inside < MOST_INSIDE and hours.opens <= town.now() < hours.last

    def _let_in(self, town: Town) -> None:
        area = town.store.area
        spread = area.radius_metres / 2.2
        east, north = self._chance.gauss(0, spread), self._chance.gauss(0, spread)
        far = max((east**2 + north**2) ** 0.5 / (area.radius_metres * 0.95), 1.0)
        shopper = Shopper(town, number=self._came, home=area.place(east=east / far, north=north / far))
        self._came += 1
        town.engine.start(shopper.visit(), name=f"shopper {self._came}")


class _Teller:
    """Says now and then how the city fares."""

    def __init__(self, book: DayBook, tally: CallTally) -> None:
        self._book = book
        self._tally = tally
        self._told = time.monotonic()
        self._errors = 0

    def tell(self, *, last: bool = False) -> bool:
        """Always False: never a reason to stop."""
        if not last and time.monotonic() - self._told < TELL_EVERY_SECONDS:
            return False
        self._told = time.monotonic()
        counts = self._book.counts
        print(
            f"{datetime.now().astimezone():%H:%M:%S} placed {counts['placed']}, paid {counts['paid']},"
            f" delivered {counts['delivered']}, done {counts['done']},"
            f" calls {self._tally.calls}, errors {self._tally.error_count}",
            flush=True,
        )
        for problem in [*self._tally.errors, *self._book.accidents][self._errors :]:
            print(f"  ! {problem}", flush=True)
        self._errors = len(self._tally.errors) + len(self._book.accidents)
        return False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m twin city", description=__doc__)
    parser.add_argument(
        "--instance", type=Path, required=True, help="the demo's folder, or its instance.json"
    )
    parser.add_argument("--url", default="", help="where the store answers (default: what the instance says)")
    parser.add_argument(
        "--wallet", default="", help="the URL of the gateway of the shoppers' wallets, where they have any"
    )
    parser.add_argument("--orders", type=int, help="end when so many orders are done (default: never)")
    parser.add_argument(
        "--seed", type=int, help="for repeatable people; the city itself depends on real time"
    )
    shares.add_options(parser)
    return parser
