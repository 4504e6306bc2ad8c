"""A fact reaches a receiver at least once, signed, under one id, and a receiver that fails is tried again and in the end left."""

import time
from datetime import timedelta

import pytest
from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.kernel.models import Event
from newretail.stores.events import StoreStateChanged
from newretail.webhooks import queries, rules
from newretail.webhooks import send_deliveries as sending
from newretail.webhooks.models import Delivery, Endpoint, OffReason
from newretail.webhooks.open_endpoint import open_endpoint
from newretail.webhooks.redeliver import redeliver
from newretail.webhooks.try_endpoint import try_endpoint
from newretail.webhooks.turn_secret import turn_secret
from tests.webhooks.receiver import verified

pytestmark = pytest.mark.django_db


def busy(store_id="lujiazui", ref=""):
    return StoreStateChanged(
        store_id=store_id, ref=ref, state="busy", before="open", busy_minutes=10, reason="rain", by="x"
    )


def test_a_fact_arrives_signed_with_its_id(endpoint, receiver, work):
    publish(busy())
    work()
    [(headers, _)] = receiver.heard
    [message] = receiver.messages
    event = Event.objects.get(name="store.state_changed")
    assert message["id"] == headers["webhook-id"] == str(event.event_id)
    assert message["type"] == "store.state_changed"
    assert message["timestamp"] == event.occurred_at.isoformat()
    assert message["data"]["busy_minutes"] == 10
    assert message["position"] == event.position
    delivery = Delivery.objects.get()
    assert delivery.state == "delivered"
    assert delivery.log.get().status == 200
    assert delivery.log.get().answer == "noted"


def test_a_message_is_checked_by_the_library_of_standard_webhooks_as_it_is(endpoint, receiver, work):
    publish(busy())
    work()
    [(headers, body)] = receiver.heard
    secret = queries.secret_of(endpoint)
    assert verified(secret=secret, headers=headers, body=body)
    assert not verified(secret=secret, headers=headers, body=body + b" ")
    assert not verified(
        secret=rules.secret(key="k", endpoint_id=endpoint.id, turn=1), headers=headers, body=body
    )
    assert not verified(secret=secret, headers=headers | {"webhook-id": "msg_other"}, body=body)
    late = headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 600)}
    assert not verified(secret=secret, headers=late, body=body)


def test_a_driven_clock_does_not_make_messages_old(endpoint, receiver, work):
    """The store's clock stands in another year; what a receiver compares with its own clock is real, at every try."""
    assert abs(clock.now().timestamp() - time.time()) > 86_400
    receiver.answers = [500]
    publish(busy())
    work()
    work(86_400)
    secret = queries.secret_of(endpoint)
    assert [verified(secret=secret, headers=headers, body=body) for headers, body in receiver.heard] == [
        True
    ] * 2


def test_a_receiver_gets_only_the_kinds_and_the_store_it_asked_for(erp, receiver, work):
    from newretail.stores.models import Format, Store

    form = Format.objects.create(code="f", names={"en": "f", "ko": "f", "zh": "f"})
    for code in ("lujiazui", "jingan"):
        Store.objects.create(
            code=code, names={"en": code, "ko": code, "zh": code}, format=form, latitude=0, longitude=0
        )
    open_endpoint(
        owner_id=erp.id, label="a", url=receiver.url + "/kind", names=["product.snoozed"], store_id=None
    )
    open_endpoint(owner_id=erp.id, label="b", url=receiver.url + "/store", names=[], store_id="jingan")
    publish(busy("lujiazui"))
    publish(busy("jingan"))
    work()
    assert [message["store_id"] for message in receiver.messages] == ["jingan"]


def test_a_failing_receiver_is_tried_again_later_and_later_under_the_same_id(endpoint, receiver, work):
    receiver.answers = [500, 503]
    publish(busy())
    work()
    work(9)
    assert len(receiver.heard) == 1
    work(5)
    assert len(receiver.heard) == 2
    work(29)
    assert len(receiver.heard) == 2
    assert Endpoint.objects.get().failing_since is not None
    work(5)
    assert len(receiver.heard) == 3
    assert len({message["id"] for message in receiver.messages}) == 1
    delivery = Delivery.objects.get()
    assert [attempt.status for attempt in delivery.log.all()] == [500, 503, 200]
    assert delivery.state == "delivered"
    assert Endpoint.objects.get().failing_since is None


def test_a_redirection_is_not_followed(endpoint, receiver, work):
    receiver.answers = [302]
    publish(busy())
    work()
    assert len(receiver.heard) == 1
    assert Delivery.objects.get().log.get().status == 302
    assert Delivery.objects.get().state == "waiting"


def test_nobody_there_is_a_failed_try_with_its_reason(endpoint, work):
    Endpoint.objects.update(url="http://127.0.0.1:9/hook")
    publish(busy())
    work()
    attempt = Delivery.objects.get().log.get()
    assert attempt.status is None
    assert attempt.cause == "connection_refused"


def test_after_the_last_try_we_give_up_and_a_person_can_send_it_again(endpoint, receiver, work):
    receiver.answers = [500] * rules.TRIES
    publish(busy())
    work()
    for seconds in rules.WAITS_SECONDS:
        work(seconds + 5)
    delivery = Delivery.objects.get()
    assert delivery.state == "failed"
    assert len(receiver.heard) == rules.TRIES
    redeliver(Delivery.objects.select_related("endpoint").get())
    work(5)
    assert Delivery.objects.get().state == "delivered"
    assert len({message["id"] for message in receiver.messages}) == 1


def test_a_receiver_that_fails_for_days_is_switched_off(endpoint, receiver, work):
    receiver.answers = [500] * 100
    publish(busy())
    work()
    clock.advance_to(clock.now() + rules.PATIENCE)
    publish(busy())
    work()
    endpoint.refresh_from_db()
    assert not endpoint.active
    assert endpoint.off_reason == OffReason.FAILING
    heard = len(receiver.heard)
    publish(busy())
    work(60)
    assert len(receiver.heard) == heard
    assert Event.objects.filter(name="webhook.switched_off", ref=endpoint.ref).count() == 1


def test_a_receiver_that_says_it_is_gone_is_switched_off_at_once(endpoint, receiver, work):
    receiver.answers = [410]
    publish(busy())
    work()
    endpoint.refresh_from_db()
    assert endpoint.off_reason == OffReason.GONE


def test_a_slow_receiver_holds_up_nobody(erp, endpoint, receiver, work, monkeypatch):
    from tests.webhooks.receiver import listening

    monkeypatch.setattr(sending, "WAIT_SECONDS", 0.1)
    receiver.slow_seconds = 0.6
    with listening() as quick:
        open_endpoint(owner_id=erp.id, label="quick", url=quick.url)
        for _ in range(10):
            publish(busy())
        work()
        for _ in range(20):
            if len(quick.heard) < 10:
                work(5)
        assert len(quick.heard) == 10
        assert len(receiver.heard) <= 4
        wait_until_sent()
    assert Delivery.objects.filter(state="delivered").count() >= 10


def wait_until_sent():
    from concurrent.futures import wait

    wait(list(sending._on_their_way.values()), timeout=10)
    sending.send_deliveries.__globals__["_note_answers"]()


def test_a_rolled_back_fact_is_never_sent(endpoint, receiver, work):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(busy())
        1 / 0  # noqa: B018
    work()
    assert receiver.heard == []
    assert not Delivery.objects.exists()


def test_a_test_message_goes_to_its_own_receiver_alone(erp, endpoint, receiver, work):
    other = open_endpoint(owner_id=erp.id, label="other", url=receiver.url + "/other")
    try_endpoint(endpoint)
    work()
    assert [message["type"] for message in receiver.messages] == ["webhook.tested"]
    assert not other.deliveries.exists()


def test_a_turned_secret_counts_beside_the_old_one_for_a_day(endpoint, receiver, work):
    old = queries.secret_of(endpoint)
    new = queries.secret_of(turn_secret(endpoint))
    publish(busy())
    work()
    clock.advance_to(clock.now() + timedelta(hours=25))
    publish(busy())
    work()
    checks = [
        [verified(secret=secret, headers=headers, body=body) for secret in (old, new)]
        for headers, body in receiver.heard
    ]
    assert checks == [[True, True], [False, True]]


def test_an_old_log_is_forgotten(endpoint, receiver, work):
    publish(busy())
    work()
    work(rules.KEPT_FOR.total_seconds() + 10)
    assert not Delivery.objects.exists()
