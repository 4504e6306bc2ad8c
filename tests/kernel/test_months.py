"""Facts lie in a part for each month, made ahead and forgotten in time; what lasts is copied before, and nothing waited for goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from newretail.kernel import clock, events, ids, jobs, months, queries, relay
from newretail.kernel.events import Event, publish, subscribe
from newretail.kernel.models import Event as Stored
from newretail.kernel.models import LastingEvent, Retry
from tests.stock_room import standing_clock

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    name = "lamp.lit"

    number: int


@dataclass(frozen=True, kw_only=True)
class LampSold(Event):
    name = "lamp.sold"
    lasts = True

    number: int


@pytest.fixture(autouse=True)
def noon(tmp_path: Path) -> Iterator[None]:
    with standing_clock(tmp_path):
        months.make_months_ahead()
        yield


def part_of(event: Stored) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tableoid::regclass::text FROM kernel_event WHERE event_id = %s", [event.event_id]
        )
        return str(cursor.fetchone()[0])


def happened(*facts: Event) -> list[Stored]:
    """These were published and handled now."""
    publish(*facts)
    while relay.relay_waiting():
        pass
    return list(Stored.objects.order_by("-number")[: len(facts)])[::-1]


def pass_time(**span: float) -> None:
    clock.advance_to(clock.now() + timedelta(**span))


def sweep() -> None:
    while months.forget_months():
        pass


def test_a_fact_lies_in_the_part_of_its_month():
    [lit] = happened(LampLit(number=1))
    assert part_of(lit) == f"kernel_event_{clock.now():%Y_%m}"
    pass_time(days=31)
    [later] = happened(LampLit(number=2))
    assert part_of(later) == f"kernel_event_{clock.now():%Y_%m}" != part_of(lit)


def test_an_id_made_at_an_instant_is_not_smaller_than_the_first_id_of_that_instant():
    first = months.first_id(clock.now())
    assert first <= ids.uuid7() < months.first_id(clock.now() + timedelta(milliseconds=1))


def test_months_are_made_ahead_and_once():
    assert months.make_months_ahead() == 0
    pass_time(days=40)
    assert months.make_months_ahead() in (1, 2) and months.make_months_ahead() == 0


def test_after_a_jump_of_the_clock_facts_lie_with_the_others_and_are_handled_all_the_same():
    pass_time(days=400)
    [lit] = happened(LampLit(number=1))
    assert part_of(lit) == "kernel_event_other" and lit.position is not None
    made = months.make_months_ahead()
    assert made == months.MONTHS_AHEAD, "the month that has begun elsewhere stays there"
    [again] = happened(LampLit(number=2))
    assert part_of(again) == "kernel_event_other"


def test_old_months_go_and_what_lasts_stays_told(settings):
    settings.FACTS_KEPT_DAYS = 30
    happened(LampLit(ref="lamp:1", number=1), LampSold(ref="lamp:1", number=1))
    pass_time(days=20)
    sweep()
    assert [each.name for each in queries.facts_of(["lamp:1"], most=10)] == ["lamp.lit", "lamp.sold"]
    pass_time(days=50)
    happened(LampSold(ref="lamp:1", number=2))
    sweep()
    assert [(each.name, each.data) for each in queries.facts_of(["lamp:1"], most=10)] == [
        ("lamp.sold", {"number": 1}),
        ("lamp.sold", {"number": 2}),
    ]
    assert LastingEvent.objects.count() == 1 and not Stored.objects.filter(name="lamp.lit").exists()


def test_what_lies_with_the_others_is_forgotten_row_by_row(settings):
    settings.FACTS_KEPT_DAYS = 30
    pass_time(days=400)
    happened(LampLit(ref="lamp:1", number=1), LampSold(ref="lamp:1", number=1))
    pass_time(days=31)
    sweep()
    assert [each.name for each in queries.facts_of(["lamp:1"], most=10)] == ["lamp.sold"]
    assert not Stored.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        happened(LampLit(number=2))[0].delete()


def test_a_month_in_which_a_handler_has_yet_to_take_a_fact_stays_whole(settings):
    def refuse(_: Event) -> None:
        raise RuntimeError("dark")

    settings.FACTS_KEPT_DAYS = 30
    subscribe(LampLit, name="hall.light")(refuse)
    try:
        happened(LampLit(ref="lamp:1", number=1))
        pass_time(days=80)
        sweep()
        assert Stored.objects.filter(name="lamp.lit").exists()
        Retry.objects.all().delete()
        sweep()
        assert not Stored.objects.filter(name="lamp.lit").exists()
    finally:
        events.unsubscribe("hall.light")


def test_facts_that_nobody_has_relayed_yet_stay(settings):
    settings.FACTS_KEPT_DAYS = 30
    publish(LampLit(number=1))
    pass_time(days=80)
    sweep()
    assert Stored.objects.filter(name="lamp.lit", position=None).exists()


def test_the_duties_are_swept_with_the_others():
    assert {"make_months_ahead", "forget_months"} <= {name.rpartition(".")[2] for name in jobs._duties}
    assert months.month_of(datetime(2026, 2, 28, 23, 59, tzinfo=UTC)) == datetime(2026, 2, 1, tzinfo=UTC)
