"""Facts leave after commit, in order, and a handler that fails holds up nobody."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from newretail.kernel import events, jobs, relay
from newretail.kernel.events import Event, publish, subscribe
from newretail.kernel.models import Event as Stored
from newretail.kernel.models import Retry

heard: list[str] = []
broken = False


@dataclass(frozen=True, kw_only=True)
class BellRang(Event):
    name = "bell.rang"

    tone: str


@subscribe(BellRang, name="tower.listen")
def listen(event: BellRang) -> None:
    heard.append(event.tone)


@subscribe(BellRang, name="tower.listen_badly")
def listen_badly(event: BellRang) -> None:
    if broken:
        raise RuntimeError("deaf")


@pytest.fixture(autouse=True)
def silence():
    global broken
    heard.clear()
    broken = False


@pytest.mark.django_db
def test_a_fact_is_handled_once_and_gets_a_position():
    publish(BellRang(tone="a", ref="tower:1"))
    publish(BellRang(tone="b", ref="tower:1"))
    with relay.only_one() as mine:
        assert mine
        jobs.run_due()
        jobs.run_due()
    assert heard == ["a", "b"]
    positions = list(
        Stored.objects.filter(name=BellRang.name).order_by("number").values_list("position", flat=True)
    )
    assert None not in positions
    assert positions == sorted(positions)


@pytest.mark.django_db
def test_a_rolled_back_fact_was_never_there():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(BellRang(tone="never"))
        1 / 0  # noqa: B018
    assert not Stored.objects.filter(name=BellRang.name).exists()


@pytest.mark.django_db
def test_a_failing_handler_is_tried_again_and_the_other_one_not():
    global broken
    broken = True
    publish(BellRang(tone="a"))
    relay.relay_waiting()
    retry = Retry.objects.get()
    assert heard == ["a"]
    assert "deaf" in retry.error
    broken = False
    Retry.objects.update(next_at="2000-01-01T00:00:00Z")
    relay.retry_due()
    assert heard == ["a"]
    assert not Retry.objects.exists()


@pytest.mark.django_db
def test_a_fact_cannot_be_changed_or_removed():
    from django.db import IntegrityError

    publish(BellRang(tone="a"))
    for change in (lambda rows: rows.update(name="other"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(Stored.objects.filter(name=BellRang.name))


def test_an_event_comes_back_as_it_was_published():
    bell = BellRang(tone="a", store_id="s", ref="r")
    assert events.revive(name=bell.name, store_id="s", ref="r", body=bell.body()) == bell
