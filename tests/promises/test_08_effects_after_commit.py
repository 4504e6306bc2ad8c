"""Promise 8: effects leave after commit, at least once, and are handled once. A worker may be killed anywhere."""

import os
import signal
import threading
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection, transaction

from newretail.inventory import api as inventory
from newretail.inventory.models import Stock
from newretail.kernel import events, jobs, relay, sql
from newretail.kernel.events import publish
from newretail.kernel.models import Event, Retry
from newretail.members.models import Member
from newretail.stores.events import StoreStateChanged
from newretail.webhooks import send_deliveries as sending
from newretail.webhooks.models import Delivery
from newretail.webhooks.open_endpoint import open_endpoint
from tests.apart import run_apart
from tests.stock_room import a_delivery, a_hold, a_sku, a_store
from tests.webhooks.receiver import listening

pytestmark = pytest.mark.django_db(transaction=True)


def work(before):
    """What the jobs process does once, after what a test has laid in its way."""
    sending.WAIT_SECONDS = 5.0
    before()
    with relay.only_one() as mine:
        assert mine
        jobs.run_due()


def as_it_is():
    pass


def die_in_a_handler():
    @events.subscribe(StoreStateChanged, name="test.note_and_die")
    def note_and_die(event):
        sql.run("UPDATE inventory_stock SET floor_guard = floor_guard + 1")
        os.kill(os.getpid(), signal.SIGKILL)


def die_before_a_fact_is_written():
    events.publish.__globals__["_row"] = lambda event: os.kill(os.getpid(), signal.SIGKILL)


def changed(store_id=""):
    return StoreStateChanged(
        store_id=store_id, state="busy", before="open", busy_minutes=5, reason="", by="test"
    )


def worker(*, before=as_it_is, failpoint=""):
    """Run a worker in a process of its own on the tests' database; returns how it ended."""
    return run_apart(work, before, failpoint=failpoint)


@contextmanager
def listener(handler):
    """`handler` hears StoreStateChanged inside the block."""
    events.subscribe(StoreStateChanged, name="test.listener")(handler)
    try:
        yield
    finally:
        events.unsubscribe("test.listener")


def test_a_rolled_back_transaction_leaves_nothing_behind():
    heard = []
    with listener(heard.append):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            publish(changed())
            1 / 0  # noqa: B018
        jobs.run_due()
    assert heard == []
    assert not Event.objects.filter(name=StoreStateChanged.name).exists()


def test_nothing_is_heard_before_the_commit():
    """Another connection relays while the transaction is still open: control and promise in one."""
    heard = []

    def relay_elsewhere():
        try:
            relay.relay_waiting()
        finally:
            connection.close()

    with listener(heard.append):
        with transaction.atomic():
            publish(changed())
            thread = threading.Thread(target=relay_elsewhere)
            thread.start()
            thread.join(30)
            assert heard == []
        relay.relay_waiting()
        assert len(heard) == 1


def test_a_handler_takes_effect_exactly_once_however_often_the_relay_looks():
    store, sku = a_store(), a_sku()

    def receive_one(event):
        a_delivery(store, sku, 1, lot=uuid4().hex[:8])

    with listener(receive_one):
        for _ in range(3):
            publish(changed())
        for _ in range(4):
            relay.relay_waiting()
    assert inventory.available(store, [sku], False) == {sku: 3}


def test_a_handler_that_fails_halfway_leaves_nothing_and_then_takes_effect_once():
    store, sku = a_store(), a_sku()
    calls = []

    def stumble(event):
        a_delivery(store, sku, 1, lot=uuid4().hex[:8])
        calls.append(event)
        if len(calls) == 1:
            raise RuntimeError("stumbled")

    with listener(stumble):
        publish(changed())
        relay.relay_waiting()
        assert not Stock.objects.filter(sku_id=sku).exists()
        Retry.objects.update(next_at="2000-01-01T00:00:00Z")
        relay.retry_due()
        relay.retry_due()
    assert inventory.available(store, [sku], False) == {sku: 1}
    assert inventory.audit(store) == []


def test_a_worker_killed_inside_a_handler_leaves_the_work_whole_for_the_next():
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, 5)
    publish(changed(store))
    ended = worker(before=die_in_a_handler)
    assert ended.exit_code == -signal.SIGKILL, ended.said
    waiting = Event.objects.get(name=StoreStateChanged.name)
    assert waiting.position is None
    assert Stock.objects.get(sku_id=sku).floor_guard == 0
    heard = []
    with listener(heard.append), relay.only_one() as mine:
        assert mine, "the dead worker's lock is gone with its connection"
        jobs.run_due()
        jobs.run_due()
    assert [event.store_id for event in heard] == [store]
    waiting.refresh_from_db()
    assert waiting.position is not None


def test_a_worker_killed_between_the_answer_and_its_note_sends_again_under_the_same_id(monkeypatch):
    monkeypatch.setenv("NEWRETAIL_WEBHOOKS_LOCAL", "1")
    owner = Member.objects.create_user("erp@partner.example", name="ERP")
    with listening() as receiver:
        open_endpoint(owner_id=owner.id, label="erp", url=receiver.url)
        publish(changed())
        ended = worker(failpoint="webhooks.before_noting")
        assert ended.exit_code == -signal.SIGKILL, ended.said
        assert len(receiver.heard) == 1
        assert Delivery.objects.get().state == "waiting"
        connection.cursor().execute("UPDATE kernel_dutyrun SET ran_at = ran_at - interval '1 hour'")
        again = worker()
        assert again.exit_code == 0, again.said
        assert len(receiver.heard) == 2
        assert len({message["id"] for message in receiver.messages}) == 1
        assert Delivery.objects.get().state == "delivered"
        connection.cursor().execute("UPDATE kernel_dutyrun SET ran_at = ran_at - interval '1 hour'")
        worker()
        assert len(receiver.heard) == 2


def test_held_goods_come_back_when_the_worker_that_frees_them_is_killed():
    """The same for a duty: what it had not committed is done by the next one, once."""
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, 5)
    a_hold(store, sku, 3, minutes=-1)
    ended = worker(before=die_before_a_fact_is_written)
    assert ended.exit_code == -signal.SIGKILL, ended.said
    assert Stock.objects.get(sku_id=sku).held == 3
    assert worker().exit_code == 0
    assert Stock.objects.get(sku_id=sku).held == 0
    assert inventory.audit(store) == []
