"""Reading a real day, baskets, and the arithmetic of the report."""

import math
import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from twin import days
from twin.basket import Article, Assortment
from twin.calls import CallTally
from twin.couriers import metres_between
from twin.daybook import DayBook, quantile
from twin.days import Area, InstanceUnreadable, Place
from twin.report import Verdict, make_report, table
from twin.shares import Shares

AREA = Area(latitude=31.2369, longitude=121.5013, radius_metres=3000)
MONDAY = datetime(2026, 3, 2, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
HOURS = days.open_hours(MONDAY, opens=time(7), closes=time(22))


def test_an_instance_is_read_by_time(tmp_path):
    (tmp_path / "orders.txt").write_text(
        "order\tx\ty\tplacement_time\trestaurant\tready_time\no1\t9131\t7497\t743\tr1\t753\no2\t9024\t6677\t541\tr2\t557\n"
    )
    assert [(wish.minutes, wish.east) for wish in days.read_instance(tmp_path)] == [(541, 9024), (743, 9131)]


@pytest.mark.parametrize("text", ["", "order\tx\ty\n1\t2\t3\n", "order\tx\ty\tplacement_time\no1\ta\t2\t3\n"])
def test_a_broken_instance_says_so(tmp_path, text):
    (tmp_path / "orders.txt").write_text(text)
    with pytest.raises(InstanceUnreadable):
        days.read_instance(tmp_path)
    with pytest.raises(InstanceUnreadable):
        days.read_instance(tmp_path / "nowhere")


@pytest.mark.parametrize("orders", [1, 7, 300])
def test_every_home_is_inside_the_delivery_area_and_every_order_in_open_hours(orders):
    wishes = days.synthetic_wishes(orders=orders, chance=random.Random(1))
    arrivals = days.scale(wishes, area=AREA, hours=HOURS)
    assert len(arrivals) == orders
    store = Place(AREA.latitude, AREA.longitude)
    for arrival in arrivals:
        assert metres_between(store, arrival.home) <= AREA.radius_metres
        assert HOURS.opens.timestamp() * 1000 < arrival.at_ms < HOURS.closes.timestamp() * 1000
    assert [one.at_ms for one in arrivals] == sorted(one.at_ms for one in arrivals)


def test_a_day_longer_than_the_stores_is_told_faster():
    wishes = [days.Wish(0, 0, 0), days.Wish(3000, 10, 10)]
    arrivals = days.scale(wishes, area=AREA, hours=HOURS)
    assert arrivals[0].at_ms == round(HOURS.first.timestamp() * 1000)
    assert arrivals[-1].at_ms == round(HOURS.last.timestamp() * 1000)


def test_choosing_takes_no_order_twice_unless_the_day_is_too_small():
    wishes = [days.Wish(minute, minute, 0) for minute in range(50)]
    fewer = days.choose(wishes, orders=20, chance=random.Random(3))
    assert len({wish.minutes for wish in fewer}) == 20
    assert len(days.choose(wishes, orders=120, chance=random.Random(3))) == 120


def article(number, *, weighed=False):
    return Article(
        sku_id=f"HR-{number:05}",
        category="fruit",
        weighed=weighed,
        typical_grams=400 if weighed else 0,
        amount=990,
        per=500 if weighed else 1,
        age_limit=0,
        gtin="",
    )


def test_baskets_have_no_product_twice_and_reach_the_minimum():
    shop = Assortment([article(n, weighed=n % 3 == 0) for n in range(100)], seed="1")
    chance = random.Random(5)
    for _ in range(200):
        basket = shop.basket(chance=chance, shares=Shares(), at_least=2900)
        assert len({item.article.sku_id for item in basket}) == len(basket)
        assert all(item.quantity > 0 for item in basket)
        assert sum(item.article.cost(item.quantity) for item in basket) >= 2900


def test_popular_products_sell_more():
    shop = Assortment([article(n) for n in range(200)], seed="1")
    sold = {}
    for number in range(1500):
        for item in shop.basket(chance=random.Random(number), shares=Shares()):
            sold[item.article.sku_id] = sold.get(item.article.sku_id, 0) + 1
    counts = sorted(sold.values(), reverse=True)
    assert sum(counts[:20]) > 0.3 * sum(counts)


def test_shares_outside_0_and_1_are_refused():
    with pytest.raises(ValueError, match="refund"):
        Shares(refund=1.5)
    with pytest.raises(ValueError, match="together"):
        Shares(pick_up=0.6, carry_out=0.6)


def test_quantiles_are_nearest_rank():
    assert quantile([], 0.5) is None
    assert quantile([4.0], 0.9) == 4.0
    assert quantile([1.0, 2.0, 3.0, 4.0], 0.5) == 2.0
    assert quantile([float(n) for n in range(1, 101)], 0.9) == 90.0


AT = datetime(2026, 3, 2, 4, tzinfo=UTC)


def fact(name, ref="order:1", **data):
    return {"name": name, "ref": ref, "data": data}


def delivered(book, ref, *, due_in, takes):
    """An order placed at AT whose stages are one minute apart; the ride ends after `takes` minutes."""
    due = (AT + timedelta(minutes=due_in)).isoformat()
    book.place(ref=ref, at=AT, legs=[{"way": "deliver", "part": "", "due_at": due}])
    stages = ("released", "pick_started", "picked", "on_conveyor")
    for minute, stage in enumerate(stages, start=1):
        book.read(
            fact("stage.reached", ref, stage=stage, way="", at=(AT + timedelta(minutes=minute)).isoformat())
        )
    for minute, stage in ((5, "arrived"), (6, "packed"), (7, "handed_over"), (takes, "delivered")):
        at = (AT + timedelta(minutes=minute)).isoformat()
        book.read(fact("stage.reached", ref, stage=stage, way="deliver", at=at))
    book.read(fact("leg.delivered", ref, way="deliver"))


def report_of(book, *, tally=None, oversold=0):
    return make_report(
        book=book,
        tally=tally or CallTally(),
        verdict=Verdict(oversold=oversold, differences=0, ledger_hash="abc"),
        orders=2,
        seed=1,
        mode="stepped",
        simulated=timedelta(hours=12),
        real_seconds=120,
    )


def test_the_report_counts_clocks_and_promises():
    book = DayBook()
    delivered(book, "order:1", due_in=30, takes=20)
    delivered(book, "order:2", due_in=30, takes=40)
    book.read(fact("leg.ran_late", "order:2", way="deliver", cause="ride"))
    book.read(fact("line.picked", swap_of="HR-1"))
    report = report_of(book)
    assert report.counts["placed"] == report.counts["delivered"] == 2
    assert report.delivered_on_time == 0.5
    assert report.late_by_cause == {"ride": 1}
    assert report.clocks["pick"] == {"p50": 1.0, "p90": 1.0, "n": 2}
    assert report.clocks["click to door"] == {"p50": 20.0, "p90": 40.0, "n": 2}
    assert report.counts["substitutions"] == 1
    assert math.isclose(report.hours_a_minute, 6.0)
    assert report.is_clean
    assert "P50 20.0  P90 40.0" in table(report)


def test_the_report_is_not_clean_when_something_that_must_be_zero_is_not():
    assert not report_of(DayBook(), oversold=1).is_clean
    tally = CallTally()
    tally.error_count = 1
    assert not report_of(DayBook(), tally=tally).is_clean
    book = DayBook()
    book.accident("picker 3", ValueError("fell"))
    assert not report_of(book).is_clean


def test_an_endless_city_forgets_old_orders():
    book = DayBook(most=10)
    for number in range(50):
        delivered(book, f"order:{number}", due_in=30, takes=20)
    assert len(book.legs("deliver")) == 10
    assert book.counts["placed"] == 50
