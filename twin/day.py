"""`python -m twin day`: one day of orders at one store, then the table of how it went."""

import argparse
import asyncio
import contextlib
import json
import random
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

from twin import days, shares
from twin.arrive import Known, NothingToSell, get_to_know, people_town
from twin.calls import CallTally, Unexpected
from twin.clocks import SteppedWorld, audit, iso, moment_ms, read_clock, set_gateway_clock, set_speed
from twin.daybook import DayBook
from twin.days import Arrival, InstanceUnreadable
from twin.engine import Engine, Pause, RunningEngine, SteppedEngine
from twin.instance_file import Instance, NoInstance, read_instance_file
from twin.news import News
from twin.phone import DeskPhone, MobilePhones
from twin.report import Report, Verdict, make_report, table
from twin.scenarios import scenarios
from twin.shoppers import Shopper
from twin.stage import Stage, StageFailed, own_store
from twin.town import Town

FIRST_DAY = date(2026, 3, 2)
BEFORE_OPENING = time_of_day(6, 55)
"""An own store's day: always the same one, so that it can be repeated."""
AFTERWARDS = timedelta(minutes=20)
"""What is under way when the last shopper is done (refunds, put-backs) has so long to end."""
LONGEST_DAY = timedelta(hours=26)
NEWS_EVERY_REAL_SECONDS = 0.25
CLOCK_EVERY_REAL_SECONDS = 20.0
PROGRESS_EVERY = timedelta(minutes=30)
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What kind of day. `speed` None: stepped. `within`: all orders come in so short a time."""

    store: str
    orders: int
    seed: int
    speed: float | None
    instance: Path | None
    within: timedelta | None
    shares: shares.Shares

    @property
    def mode(self) -> str:
        """For the report."""
        return "stepped" if self.speed is None else f"speed {self.speed:g}"


def main(argv: list[str]) -> int:
    """Run a day. Returns 0 when all that must be zero is zero, 1 when it is not, 2 when the day could not begin."""
    parser = _parser()
    options = parser.parse_args(argv)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        plan = Plan(
            store=options.store or scenarios()[options.chain].store,
            orders=options.orders,
            seed=options.seed,
            speed=None if options.stepped else options.speed,
            instance=options.instance,
            within=timedelta(hours=options.hours) if options.hours else None,
            shares=shares.chosen(options),
        )
        with _stage(options) as stage, _last_words(stage):
            report = run_day(plan, stage=stage)
            if report.http_errors:
                print(stage.last_words())
    except (InstanceUnreadable, NoInstance, NothingToSell, StageFailed, Unexpected, ValueError) as error:
        print(f"twin day: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("twin day: stopped", file=sys.stderr)
        return 130
    print(table(report))
    if options.report:
        options.report.write_text(json.dumps(report.document(), indent=1, ensure_ascii=False) + "\n")
    return 0 if report.is_clean else 1


def run_day(plan: Plan, *, stage: Stage) -> Report:
    """Live through a day at a store that runs. Raises InstanceUnreadable, NoInstance, NothingToSell or Unexpected."""
    tally, book = CallTally(), DayBook()
    phone = DeskPhone(
        store_url=stage.url, wallet_url=stage.wallet_url, tally=tally, patience=PATIENCE_SECONDS
    )
    with contextlib.closing(phone):
        instance = read_instance_file(stage.staff_file)
        token = instance.head_office.token
        known = get_to_know(plan.store, instance=instance, ring=phone.call)
        now_ms = moment_ms(phone.call(read_clock(token=token)).body["now"])
        arrivals = _arrivals(plan, known, now_ms=now_ms)
        print(f"{len(arrivals)} orders at {plan.store}, {plan.mode}, seed {plan.seed}", flush=True)
        day = _Day(plan, known, instance, book, arrivals)
        begun = time.monotonic()
        if plan.speed is None:
            ended_ms = _step(day, phone, now_ms=now_ms)
        else:
            mobiles = MobilePhones(
                store_url=stage.url, wallet_url=stage.wallet_url, tally=tally, patience=PATIENCE_SECONDS
            )
            ended_ms = asyncio.run(_live(day, phone, mobiles, speed=plan.speed))
        return make_report(
            book=book,
            tally=tally,
            verdict=_verdict(phone, token=token),
            orders=plan.orders,
            seed=plan.seed,
            mode=plan.mode,
            simulated=timedelta(milliseconds=ended_ms - now_ms),
            real_seconds=time.monotonic() - begun,
        )


class _Day:
    """What both kinds of time share: who comes, when it is over, what is said on the way."""

    def __init__(
        self, plan: Plan, known: Known, instance: Instance, book: DayBook, arrivals: list[Arrival]
    ) -> None:
        self.plan = plan
        self.token = instance.head_office.token
        self.book = book
        self._known = known
        self._arrivals = arrivals
        self._done_at_ms: int | None = None
        self._told_at_ms = 0
        self._begun = time.monotonic()

    def open(self, engine: Engine) -> tuple[Town, News]:
        """Staff at work and shoppers to come."""
        town, news = people_town(
            self._known, engine=engine, shares=self.plan.shares, book=self.book, seed=str(self.plan.seed)
        )
        for number, arrival in enumerate(self._arrivals):
            shopper = Shopper(town, number=number, home=arrival.home)
            engine.start(shopper.visit(), name=f"shopper {number}", at_ms=arrival.at_ms)
        self.town = town
        self._engine = engine
        return town, news

    def is_over(self) -> bool:
        """Whether every shopper is done and what they left behind had its time; also tells how far the day is."""
        now_ms = self._engine.now_ms
        self._tell(now_ms)
        if now_ms > self._arrivals[0].at_ms + LONGEST_DAY // timedelta(milliseconds=1):
            self.book.accidents.append(f"{self.town.inside} shoppers were never done")
            return True
        if self.town.finished < len(self._arrivals):
            return False
        self._done_at_ms = self._done_at_ms or now_ms
        return now_ms >= self._done_at_ms + AFTERWARDS // timedelta(milliseconds=1)

    def _tell(self, now_ms: int) -> None:
        if now_ms - self._told_at_ms < PROGRESS_EVERY // timedelta(milliseconds=1):
            return
        self._told_at_ms = now_ms
        counts = self.book.counts
        local = self.town.now().astimezone(self._known.time_zone)
        print(
            f"{local:%H:%M}  {self.town.finished}/{len(self._arrivals)} done, {self.town.inside} under way,"
            f" placed {counts['placed']}, paid {counts['paid']}, delivered {counts['delivered']}"
            f"  ({time.monotonic() - self._begun:.0f} s)",
            flush=True,
        )


def _step(day: _Day, phone: DeskPhone, *, now_ms: int) -> int:
    """The stepped day; returns the moment at which it ended."""
    phone.call(set_speed(token=day.token, speed=0))
    engine = SteppedEngine(
        now_ms=now_ms, call=phone.call, advance=lambda to_ms: world.advance(to_ms), accident=day.book.accident
    )
    _, news = day.open(engine)
    world = SteppedWorld(phone, news=news, token=day.token, now_ms=now_ms)
    news.take_in(phone.call(news.next_page()).body)
    with contextlib.closing(engine):
        engine.run(until=day.is_over)
    return engine.now_ms


async def _live(day: _Day, desk: DeskPhone, mobiles: MobilePhones, *, speed: float) -> int:
    """The running day; returns the moment at which it ended."""
    desk.call(set_speed(token=day.token, speed=speed))
    now_ms = moment_ms(desk.call(read_clock(token=day.token)).body["now"])
    desk.call(set_gateway_clock({"mode": "scaled", "speed": speed, "now": iso(now_ms)}))
    engine = RunningEngine(now_ms=now_ms, speed=speed, call=mobiles.call, accident=day.book.accident)
    _, news = day.open(engine)
    news.take_in(desk.call(news.next_page()).body)
    engine.start(keep_reading(news, seconds=NEWS_EVERY_REAL_SECONDS * speed), name="news")
    engine.start(keep_time(engine, token=day.token, seconds=CLOCK_EVERY_REAL_SECONDS * speed), name="clock")
    try:
        await engine.run(until=day.is_over)
    finally:
        engine.close()
        await mobiles.close()
    return engine.now_ms


async def keep_reading(news: News, *, seconds: float) -> None:
    """Read the store's feed every so many simulated seconds, without end."""
    while True:
        try:
            while news.take_in((await news.next_page()).body):
                pass
        except Unexpected:
            news.town.book.note("feed interrupted")
        await Pause(seconds)


async def keep_time(engine: RunningEngine, *, token: str, seconds: float) -> None:
    """Agree with the store's clock every so many simulated seconds, without end."""
    while True:
        with contextlib.suppress(Unexpected):
            told = (await read_clock(token=token)).body
            engine.set_clock(now_ms=moment_ms(told["now"]), speed=float(told["speed"]) or 1.0)
        await Pause(seconds)


def _arrivals(plan: Plan, known: Known, *, now_ms: int) -> list[Arrival]:
    chance = random.Random(f"{plan.seed}:day")
    if plan.instance is None:
        wishes = days.synthetic_wishes(orders=plan.orders, chance=chance)
    else:
        wishes = days.choose(days.read_instance(plan.instance), orders=plan.orders, chance=chance)
    local = datetime.fromtimestamp(now_ms / 1000, known.time_zone)
    if local > known.hours(local).first:
        local += timedelta(days=1)
    return days.scale(wishes, area=known.facts.area, hours=known.hours(local), within=plan.within)


def _verdict(phone: DeskPhone, *, token: str) -> Verdict:
    told = phone.call(audit(token=token)).body
    differences = told["differences"]
    details = differences if isinstance(differences, list) else []
    return Verdict(
        oversold=_count(told["oversold"]),
        differences=_count(differences),
        ledger_hash=told["ledger_hash"],
        details=details[:20],
    )


def _count(told: object) -> int:
    return len(told) if isinstance(told, list) else int(str(told))


@contextlib.contextmanager
def _stage(options: argparse.Namespace) -> Iterator[Stage]:
    """The running store that the options name, or one of our own."""
    if options.url:
        if not (options.staff and options.wallet):
            raise ValueError("--url needs --staff and --wallet too")
        yield Stage(url=options.url, wallet_url=options.wallet, staff_file=options.staff)
        return
    start = datetime.combine(FIRST_DAY, BEFORE_OPENING, scenarios()[options.chain].zone)
    print("setting up a store of our own", flush=True)
    with own_store(chain=options.chain, start=start, stepped=options.stepped, seed=options.seed) as stage:
        yield stage


@contextlib.contextmanager
def _last_words(stage: Stage) -> Iterator[None]:
    """What a store of our own said before it failed us would be lost with its folder."""
    try:
        yield
    except Unexpected:
        print(stage.last_words(), file=sys.stderr)
        raise


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m twin day", description=__doc__)
    parser.add_argument(
        "--url", help="a store that runs on simulated time (default: one of our own, removed afterwards)"
    )
    parser.add_argument("--staff", type=Path, help="that store's instance.json, or the folder that holds it")
    parser.add_argument("--wallet", help="the URL of its Alipay gateway")
    parser.add_argument(
        "--chain",
        choices=sorted(scenarios()),
        default=next(iter(scenarios())),
        help="the sample chain of an own store (default: %(default)s)",
    )
    parser.add_argument("--store", help="which store of the chain (default: its first scenario's)")
    parser.add_argument(
        "--instance", type=Path, help="a folder with orders.txt of a real day (default: a synthetic day)"
    )
    parser.add_argument(
        "--orders", type=_positive, default=200, help="how many orders (default: %(default)s)"
    )
    parser.add_argument("--hours", type=_above_nought, help="squeeze the day's orders into so many hours")
    pace = parser.add_mutually_exclusive_group()
    pace.add_argument(
        "--speed", type=_above_nought, default=60.0, help="simulated seconds a second (default: %(default)s)"
    )
    pace.add_argument("--stepped", action="store_true", help="from event to event, repeatable")
    parser.add_argument("--seed", type=int, default=1, help="one seed, one day (default: %(default)s)")
    parser.add_argument("--report", type=Path, help="write the table as JSON too")
    shares.add_options(parser)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _above_nought(text: str) -> float:
    number = float(text)
    if not 0 < number <= 3600:
        raise argparse.ArgumentTypeError("above 0, at most 3600")
    return number
