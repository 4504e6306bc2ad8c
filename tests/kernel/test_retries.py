"""Facts of one ref reach a room in order, also after a failure; nothing is lost silently, and a person decides about what is stuck."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from django.db import connection

from newretail.kernel import clock, events, queries, relay, release_retry, retries, sql
from newretail.kernel.errors import HandlerUnknown, NotItsTurn
from newretail.kernel.events import Event, publish, subscribe
from newretail.kernel.models import Event as Stored
from newretail.kernel.models import Retry
from newretail.stores.api import Role
from tests.sale_floor import worker
from tests.stock_room import standing_clock
from tests.told import Told

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class DoorOpened(Event):
    name = "door.opened"

    number: int


@dataclass(frozen=True, kw_only=True)
class DoorShut(Event):
    name = "door.shut"

    number: int


class Rooms:
    """Two rooms that listen to doors; `deaf` holds what the first one fails on."""

    def __init__(self) -> None:
        self.heard: dict[str, list[int]] = {"hall": [], "attic": []}
        self.deaf: set[int] = set()

    def hear(self, event: DoorOpened | DoorShut) -> None:
        if event.number in self.deaf:
            raise RuntimeError("deaf")
        self.heard["hall"].append(event.number)


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    rooms = Rooms()
    subscribe(DoorOpened, name="hall.note_opened")(rooms.hear)
    subscribe(DoorShut, name="hall.note_shut")(rooms.hear)
    subscribe(DoorOpened, DoorShut, name="attic.note")(
        lambda event: rooms.heard["attic"].append(event.number)
    )
    with standing_clock(tmp_path):
        yield rooms
    for name in ("hall.note_opened", "hall.note_shut", "attic.note"):
        events.unsubscribe(name)


def later(**span: float) -> None:
    """Time passes, and the relay comes by."""
    clock.advance_to(clock.now() + timedelta(**span))
    while relay.relay_waiting() + relay.retry_due():
        pass


def give_up(rooms: Rooms, number: int) -> None:
    rooms.deaf.add(number)
    for _ in range(retries.MOST_ATTEMPTS):
        later(minutes=11)


def test_what_comes_later_of_a_ref_waits_behind_what_failed_also_for_another_handler_of_the_room(
    rooms: Rooms,
):
    rooms.deaf = {1}
    publish(
        DoorOpened(ref="door:a", number=1),
        DoorShut(ref="door:a", number=2),
        DoorOpened(ref="door:a", number=3),
    )
    later()
    assert rooms.heard == {"hall": [], "attic": [1, 2, 3]}
    rooms.deaf = set()
    later(seconds=3)
    assert rooms.heard["hall"] == [1, 2, 3]
    assert not Retry.objects.exists()


def test_other_refs_and_facts_without_one_go_on(rooms: Rooms):
    rooms.deaf = {1}
    publish(DoorOpened(ref="door:a", number=1), DoorOpened(ref="door:b", number=2))
    publish(DoorOpened(number=1), DoorOpened(number=4))
    later()
    assert rooms.heard["hall"] == [2, 4]


def test_every_fact_has_its_position_whoever_failed(rooms: Rooms):
    rooms.deaf = {1}
    publish(DoorOpened(ref="door:a", number=1), DoorShut(ref="door:a", number=2))
    later()
    assert not Stored.objects.filter(position__isnull=True).exists()


def test_what_was_given_up_is_not_overtaken_until_somebody_skips_it(rooms: Rooms):
    publish(DoorOpened(ref="door:a", number=1), DoorShut(ref="door:a", number=2))
    give_up(rooms, 1)
    later(days=2)
    head, behind = queries.open_retries(limit=10)
    assert rooms.heard["hall"] == [] and head.given_up_at is not None
    assert (head.can, behind.can) == (["try_again", "skip"], [])
    with pytest.raises(NotItsTurn):
        release_retry.skip(behind.id, by="member:x")
    release_retry.skip(head.id, by="member:x")
    later()
    assert rooms.heard["hall"] == [2]
    told = Stored.objects.get(name="handler.skipped")
    assert told.ref == "door:a" and told.body | {"event_id": ""} == {
        "handler": "hall.note_opened", "event_id": "", "fact": "door.opened", "by": "member:x",
    }  # fmt: skip


def test_what_was_given_up_can_be_tried_again(rooms: Rooms):
    publish(DoorOpened(ref="door:a", number=1), DoorShut(ref="door:a", number=2))
    give_up(rooms, 1)
    rooms.deaf = set()
    later(days=1)
    assert rooms.heard["hall"] == []
    [head, _] = queries.open_retries(limit=10)
    release_retry.try_again(head.id, by="member:x")
    later()
    assert rooms.heard["hall"] == [1, 2]


def test_a_handler_that_vanished_loses_nothing_and_is_seen(rooms: Rooms):
    rooms.deaf = {1}
    publish(DoorOpened(ref="door:a", number=1))
    later()
    events.unsubscribe("hall.note_opened")
    publish(DoorShut(ref="door:a", number=2))
    later(days=3)
    assert rooms.heard["hall"] == [], "the room's later facts wait too"
    standing = queries.standing()
    assert (standing.open, standing.behind, standing.given_up, standing.unknown_handler) == (2, 1, 0, 1)
    [head, _] = queries.open_retries(limit=10)
    assert (head.known, head.can) == (False, ["skip"])
    with pytest.raises(HandlerUnknown):
        release_retry.try_again(head.id, by="member:x")
    subscribe(DoorOpened, name="hall.note_opened")(rooms.hear)
    rooms.deaf = set()
    later()
    assert rooms.heard["hall"] == [1, 2], "it came back under its name"


def test_a_handler_that_takes_only_other_facts_now_is_gone_for_this_one(rooms: Rooms):
    subscribe(DoorShut, name="hall.note_opened")(rooms.hear)
    rooms.deaf = {1}
    publish(DoorOpened(ref="door:a", number=1))
    later()
    del events._handlers[DoorOpened.name]["hall.note_opened"]
    later(days=1)
    assert queries.standing().unknown_handler == 1
    [head] = queries.open_retries(limit=10)
    assert (head.known, head.can) == (False, ["skip"])
    with pytest.raises(HandlerUnknown):
        release_retry.try_again(head.id, by="member:x")


def test_what_waits_says_what_head_office_may_do_with_it(rooms: Rooms):
    office, told = worker(Role.HEAD_OFFICE, ""), Told((Retry, Stored))

    def hold() -> None:
        for row in office.get("/facts/retries").json():
            base = f"/facts/retries/{row['id']}"
            acts: dict[str, Callable[[], int]] = {
                "try_again": lambda to=base: office.post(f"{to}/try-again").status_code,
                "skip": lambda to=base: office.post(f"{to}/skip").status_code,
            }
            told.holds(row, acts, known=queries.RetryDeed)

    publish(DoorOpened(ref="door:a", number=1), DoorShut(ref="door:a", number=2))
    give_up(rooms, 1)
    hold()
    events.unsubscribe("hall.note_opened")
    hold()
    assert told.both == set(get_args(queries.RetryDeed))


def test_a_fact_that_this_program_has_no_name_for_waits_for_one_that_has(rooms: Rooms):
    publish(DoorOpened(ref="door:a", number=1), DoorOpened(ref="door:b", number=2))
    kind = Event.kinds.pop(DoorOpened.name)
    later()
    assert rooms.heard["hall"] == [] and queries.standing().waiting == 2
    Event.kinds[DoorOpened.name] = kind
    later()
    assert rooms.heard["hall"] == [1, 2] and queries.standing().waiting == 0


def test_whatever_a_handler_dies_of_can_be_written_down(rooms: Rooms):
    def stumble(event: DoorOpened) -> None:
        raise ValueError("a nul \0 and much more" + "x" * 1_000_000)

    subscribe(DoorOpened, name="cellar.stumble")(stumble)
    publish(DoorOpened(ref="door:a", number=1))
    later()
    events.unsubscribe("cellar.stumble")
    assert Retry.objects.get().error.startswith("ValueError: a nul \\0 and much")
    assert rooms.heard["hall"] == [1]


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_committed_fails_by_itself_and_holds_up_nobody(rooms: Rooms, kernel_table: None):
    """A rule that is judged when a transaction ends, as that a posting balances, is broken by one of three handlers."""

    def write_one_side(event: DoorOpened | DoorShut) -> None:
        sql.run("INSERT INTO pair_test VALUES (%(number)s)", {"number": event.number})

    subscribe(DoorOpened, DoorShut, name="cellar.write_one_side")(write_one_side)
    publish(DoorOpened(ref="door:a", number=1), DoorShut(ref="door:a", number=2))
    publish(DoorOpened(ref="door:b", number=4))
    later()
    heard_again = [1, 4, 1, 2]  # what they wrote at first was taken back together with the broken half
    assert rooms.heard == {"hall": heard_again, "attic": heard_again}
    [first, second] = Retry.objects.order_by("id")
    assert (first.handler, first.attempts, second.attempts) == ("cellar.write_one_side", 1, 0)
    assert "is odd" in first.error
    sql.run("UPDATE pair_test_rule SET allowed = true")
    later(seconds=3)
    assert not Retry.objects.exists()
    assert [row.number for row in sql.fetch("SELECT number FROM pair_test ORDER BY number")] == [1, 2, 4]
    events.unsubscribe("cellar.write_one_side")


@pytest.fixture
def kernel_table(transactional_db: None) -> Iterator[None]:
    """A table that takes even numbers only, which it finds out at the end."""
    with connection.cursor() as cursor:
        cursor.execute("""
            CREATE TABLE pair_test (number int);
            CREATE TABLE pair_test_rule (allowed bool);
            INSERT INTO pair_test_rule VALUES (false);
            CREATE FUNCTION pair_test_judge() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.number % 2 = 1 AND NOT (SELECT allowed FROM pair_test_rule) THEN
                    RAISE EXCEPTION '% is odd', NEW.number USING ERRCODE = 'check_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER pair_test_judge AFTER INSERT ON pair_test
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pair_test_judge();
        """)
        yield
        cursor.execute("DROP TABLE pair_test, pair_test_rule; DROP FUNCTION pair_test_judge()")


def test_a_fact_out_of_its_turn_is_noticed(rooms: Rooms):
    """The pair of assertions: what is put aside has nobody before it, and what is tried stands at the head."""
    rooms.deaf = {1, 2}
    publish(DoorOpened(ref="door:a", number=1), DoorShut(ref="door:a", number=2))
    later()
    first, second = Retry.objects.order_by("id")
    with pytest.raises(AssertionError, match="out of its turn"):
        retries.put_aside(second.event, "hall.note_shut", RuntimeError())
    with pytest.raises(AssertionError, match="out of its turn"):
        retries._try(second.id)
    assert first.error == "RuntimeError: deaf"


def test_how_far_handlers_are_behind_is_told(rooms: Rooms):
    publish(DoorOpened(ref="door:a", number=1))
    clock.advance_to(clock.now() + timedelta(seconds=90))
    standing = queries.standing()
    assert (standing.waiting, standing.lag_seconds) == (1, 90.0)
    later()
    assert (queries.standing().waiting, queries.standing().lag_seconds) == (0, 0.0)


def test_a_fact_needs_a_name_of_its_own():
    with pytest.raises(TypeError, match="needs a name"):
        type("Nameless", (Event,), {})
    with pytest.raises(TypeError, match=r"both called door\.opened"):
        type("Twice", (Event,), {"name": "door.opened"})
    with pytest.raises(TypeError, match="needs a name"):
        type("Loud", (Event,), {"name": "doors.DoorOpened"})
    assert Event.kinds["door.opened"] is DoorOpened


def test_a_handlers_name_is_given_once():
    subscribe(DoorShut, name="hall.once")(print)
    try:
        with pytest.raises(TypeError, match="two handlers"):
            subscribe(DoorShut, name="hall.once")(print)
    finally:
        events.unsubscribe("hall.once")
