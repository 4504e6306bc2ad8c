"""A city drives the clock of a store that was made for it, and of no other."""

from datetime import timedelta

import pytest

from newretail.inventory import api as inventory
from newretail.inventory.models import Stock
from newretail.kernel import clock, jobs, relay
from newretail.kernel.models import DutyRun
from newretail.simulation import advance_clock as advancing
from tests.stock_room import NOON, a_delivery, a_hold, a_sku, a_store

URL = "/api/v1/simulation"


def post(client, path, body):
    return client.post(f"{URL}/{path}", body, content_type="application/json")


@pytest.mark.django_db
def test_a_real_store_refuses_to_be_driven(client_of, http):
    assert http.get(f"{URL}/clock").json()["mode"] == "system"
    head_office = client_of("head_office")
    for path, body in (("advance", {"to": "2100-01-01T00:00:00Z"}), ("speed", {"speed": 60})):
        answer = post(head_office, path, body)
        assert answer.status_code == 403
        assert answer.json()["code"] == "clock_is_real"


@pytest.mark.django_db
def test_only_head_office_and_devices_drive(stepped, client_of, http):
    to = {"to": (NOON + timedelta(seconds=1)).isoformat()}
    assert post(http, "advance", to).status_code == 401
    assert post(client_of("manager"), "advance", to).status_code == 403
    assert post(client_of("picker"), "speed", {"speed": 1}).status_code == 403
    assert post(client_of("device"), "advance", to).status_code == 200
    assert http.get(f"{URL}/clock").json() == {"now": "2026-06-15T04:00:01Z", "mode": "stepped", "speed": 0.0}


@pytest.mark.django_db
def test_what_falls_due_on_the_way_is_done(stepped, client_of):
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, 5)
    a_hold(store, sku, 3, minutes=15)
    driver = client_of("head_office")
    before = post(driver, "advance", {"to": (NOON + timedelta(minutes=14)).isoformat()}).json()
    assert Stock.objects.get(sku_id=sku).held == 3
    after = post(driver, "advance", {"to": (NOON + timedelta(minutes=16)).isoformat()}).json()
    assert Stock.objects.get(sku_id=sku).held == 0
    assert before["idle"] and after["idle"]
    assert after["handled"] >= 1
    assert after["now"] == "2026-06-15T04:16:00Z"
    assert after["next_due"] > after["now"]
    assert inventory.available(store, [sku], False) == {sku: 5}


@pytest.mark.django_db
def test_duties_run_at_their_own_times_on_the_way(stepped, monkeypatch):
    seen = []
    name = "tests.simulation.tick"
    monkeypatch.setitem(
        jobs._duties, name, jobs.Duty(name, lambda: seen.append(clock.now()), timedelta(seconds=10))
    )
    jobs.run_due()
    seen.clear()
    advancing.advance_clock(NOON + timedelta(seconds=60))
    assert [int((at - NOON).total_seconds()) for at in seen] == [10, 20, 30, 40, 50, 60]
    seen.clear()
    advancing.advance_clock(NOON + timedelta(hours=10))
    assert 190 <= len(seen) <= 201
    assert DutyRun.objects.get(name=name).ran_at == NOON + timedelta(hours=10)


@pytest.mark.django_db
def test_time_only_goes_forward_and_not_too_far(stepped, client_of):
    driver = client_of("head_office")
    assert (
        post(driver, "advance", {"to": (NOON - timedelta(seconds=1)).isoformat()}).json()["code"]
        == "not_later"
    )
    assert post(driver, "advance", {"to": (NOON + timedelta(days=8)).isoformat()}).json()["code"] == "too_far"
    for bad in ("2026-06-15T05:00:00", "tomorrow", "9" * 400, None, "0001-01-01T00:00:00Z"):
        assert post(driver, "advance", {"to": bad}).status_code == 422
    again = {"to": NOON.isoformat()}
    assert post(driver, "advance", again).status_code == post(driver, "advance", again).status_code == 200
    assert clock.now() == NOON


@pytest.mark.django_db
def test_speed_is_bounded_and_stands_still_at_nought(stepped, client_of):
    driver = client_of("head_office")
    assert post(driver, "speed", {"speed": 60}).json()["mode"] == "running"
    assert post(driver, "speed", {"speed": 0}).json()["mode"] == "stepped"
    for bad in (-1, 10**9, "nan", "inf", None):
        assert post(driver, "speed", {"speed": bad}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_while_another_process_works_the_city_waits_and_is_told(stepped, monkeypatch):
    import threading

    from django.db import connection

    monkeypatch.setattr(advancing, "PATIENCE_SECONDS", 0.2)
    holding, done = threading.Event(), threading.Event()

    def hold():
        with relay.only_one():
            holding.set()
            done.wait(10)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait(10)
    try:
        with pytest.raises(advancing.ClockBusy):
            advancing.advance_clock(NOON + timedelta(seconds=5))
    finally:
        done.set()
        thread.join()
    assert clock.now() == NOON
    assert advancing.advance_clock(NOON + timedelta(seconds=5)).now == NOON + timedelta(seconds=5)


@pytest.mark.django_db
def test_the_city_sees_whether_the_books_balance(stepped, client_of, http):
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, 5)
    driver = client_of("head_office")
    audit = driver.get(f"{URL}/audit").json()
    assert (audit["differences"], audit["oversold"]) == ([], 0)
    assert len(audit["ledger_hash"]) == 64
    assert driver.get(f"{URL}/audit").json() == audit
    a_delivery(store, sku, 5, lot="L2")
    assert driver.get(f"{URL}/audit").json()["ledger_hash"] != audit["ledger_hash"]
    assert http.get(f"{URL}/audit").status_code == 401
