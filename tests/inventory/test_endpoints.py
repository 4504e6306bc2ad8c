import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from newretail.inventory import api as inventory
from newretail.inventory.models import LabelPrint, Lot, Movement
from newretail.members.issue_token import issue_token
from newretail.members.models import Member
from newretail.pricing import api as pricing
from newretail.stores.models import StaffRole
from tests.stock_room import a_delivery, a_hold, a_sku, a_store

pytestmark = pytest.mark.django_db


def somebody(role: str, store_id: str | None) -> Client:
    member = Member.objects.create_user(f"{uuid4()}@haru.example", name=role)
    StaffRole.objects.create(member=member, store_id=store_id, role=role)
    secret = issue_token(member, label="test")
    return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})


@pytest.fixture
def store() -> str:
    return a_store()


@pytest.fixture
def sku() -> str:
    return a_sku()


@pytest.fixture
def manager(store: str) -> Client:
    return somebody("manager", store)


def post(client: Client, path: str, body: dict[str, Any], *, key: str | None = None) -> Any:
    return client.post(
        f"/api/v1/stores/{path}",
        json.dumps(body),
        content_type="application/json",
        headers={"idempotency-key": key or str(uuid4())},
    )


def test_goods_come_in_once_however_often_it_is_said(store: str, sku: str) -> None:
    picker = somebody("picker", store)
    body = {
        "ref": "DN-1",
        "lines": [
            {"sku_id": sku, "quantity": 5, "lot": "L1", "expires_on": "2026-06-20"},
            {"sku_id": sku, "quantity": 2},
        ],
    }
    first = post(picker, f"{store}/receipts", body, key="k1")
    again = post(picker, f"{store}/receipts", body, key="k1")
    other = post(picker, f"{store}/receipts", {**body, "ref": "DN-2"}, key="k1")
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.json() == again.json()
    assert [lot["on_hand"] for lot in first.json()["lots"]] == [5, 2]
    assert inventory.available(store, [sku], False) == {sku: 7}


@pytest.mark.parametrize(
    "line",
    [
        {"quantity": 0},
        {"quantity": -1},
        {"quantity": 10**12},
        {"quantity": "many"},
        {"quantity": 1.5},
        {"quantity": 1, "lot": ""},
        {"quantity": 1, "lot": "X" * 21},
        {"quantity": 1, "lot": "a\u0000b"},
        {"quantity": 1, "expires_on": "2026-02-31"},
        {"quantity": 1, "price": 1},
    ],
)
def test_bad_lines_are_refused_and_change_nothing(
    manager: Client, store: str, sku: str, line: dict[str, Any]
) -> None:
    answer = post(manager, f"{store}/receipts", {"lines": [{"sku_id": sku, **line}]})
    assert answer.status_code == 422
    assert not Movement.objects.exists()


def test_refusals_speak_the_callers_language(manager: Client, store: str, sku: str) -> None:
    a_delivery(store, sku, 2)
    answer = manager.post(
        f"/api/v1/stores/{store}/write-offs",
        json.dumps({"sku_id": sku, "quantity": 3, "cause": "damaged", "lot": "L1"}),
        content_type="application/json",
        headers={"idempotency-key": "k", "accept-language": "ko"},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "lot_too_small")
    assert answer.json()["left"] == 2
    assert "로트" in answer.json()["detail"]


def test_the_day_of_a_lot(manager: Client, store: str, sku: str) -> None:
    a_delivery(store, sku, 9)
    moved = post(
        manager,
        f"{store}/moves",
        {"sku_id": sku, "lot": "L1", "quantity": 4, "from_shelf": "BACK", "to_shelf": "A-1"},
    )
    counted = post(manager, f"{store}/counts", {"lines": [{"sku_id": sku, "counted": 8}]})
    wasted = post(manager, f"{store}/write-offs", {"sku_id": sku, "quantity": 1, "cause": "spoiled"})
    returned = post(
        manager,
        f"{store}/returns",
        {"sku_id": sku, "lot": "L1", "quantity": 2, "cause": "quality", "ref": "RN-1"},
    )
    undone = post(manager, f"{store}/movements/{returned.json()['movement']}/reversal", {})
    assert [each.status_code for each in (moved, counted, wasted, returned, undone)] == [201] * 5
    assert counted.json()[0]["difference"] == -1
    assert counted.json()[0]["promises_cut"] == 0 and counted.json()[0]["stock"]["on_hand"] == 8
    assert wasted.json()["promises_cut"] == 0
    [taken] = wasted.json()["takes"]
    assert (taken["lot"], taken["quantity"], taken["left"]) == ("L1", 1, 7)
    stock = manager.get(f"/api/v1/stores/{store}/stock/{sku}").json()
    assert stock["on_hand"] == 7
    ledger = manager.get(f"/api/v1/stores/{store}/movements?sku={sku}&limit=3").json()
    assert [line["cause"] for line in ledger] == ["reversal", "quality", "spoiled"]
    assert all(line["name"] and line["by_name"] for line in ledger)
    recalled = post(manager, f"{store}/recalls", {"sku_id": sku, "lot": "L1", "cause": "recall"})
    assert recalled.json() == {"blocked": 7}
    assert inventory.audit() == []


def test_the_floor_guard_shows_in_what_can_be_bought(manager: Client, store: str, sku: str) -> None:
    a_delivery(store, sku, 9)
    a_hold(store, sku, 2)
    answer = manager.put(
        f"/api/v1/stores/{store}/stock/{sku}/floor-guard",
        json.dumps({"quantity": 3}),
        content_type="application/json",
    )
    figures = {"on_hand": 9, "held": 2, "floor_guard": 3, "available_inside": 7, "available_outside": 4}
    assert answer.json().items() >= figures.items()
    assert answer.json()["name"] and answer.json()["picture"].startswith("/")
    assert manager.get(f"/api/v1/stores/{store}/stock").json() == [answer.json()]
    unknown = manager.put(
        f"/api/v1/stores/{store}/stock/HR-NOPE/floor-guard",
        json.dumps({"quantity": 3}),
        content_type="application/json",
    )
    assert unknown.status_code == 404


def test_lots_are_listed_by_expiry_and_their_labels_logged(manager: Client, store: str, sku: str) -> None:
    from datetime import timedelta

    from newretail.kernel import clock

    today = clock.now().date()
    a_delivery(store, sku, 1, lot="LATE", expires_on=today + timedelta(days=30))
    a_delivery(store, sku, 1, lot="SOON", expires_on=today + timedelta(days=1))
    lots = manager.get(f"/api/v1/stores/{store}/lots?sku={sku}").json()
    near = manager.get(f"/api/v1/stores/{store}/lots/near-expiry?days=2").json()
    assert [lot["code"] for lot in lots] == ["SOON", "LATE"]
    assert [lot["code"] for lot in near] == ["SOON"]
    assert near[0]["name"] and near[0]["value"] is None, "it has no price here"
    pricing.set_price(sku_id=sku, amount=1250, per=1, tax_rate_permille=90, by="test")
    [priced] = manager.get(f"/api/v1/stores/{store}/lots/near-expiry?days=2").json()
    assert (priced["value"], priced["currency"], priced["days_left"]) == (1250, "CNY", 1)
    label = post(manager, f"{store}/lots/{lots[0]['id']}/labels", {"copies": 2, "reason": "torn"})
    assert (label.status_code, label.json()["lot"]) == (201, "SOON")
    assert LabelPrint.objects.get().copies == 2


def test_nobody_reaches_the_goods_of_another_store(store: str, sku: str) -> None:
    a_delivery(store, sku, 5)
    lot, movement = Lot.objects.get(), Movement.objects.get()
    elsewhere = a_store()
    stranger = somebody("manager", elsewhere)
    assert post(stranger, f"{store}/counts", {"lines": [{"sku_id": sku, "counted": 0}]}).status_code == 403
    assert stranger.get(f"/api/v1/stores/{store}/stock").status_code == 403
    for path, body in ((f"lots/{lot.id}/labels", {"reason": "x"}), (f"movements/{movement.id}/reversal", {})):
        assert post(stranger, f"{elsewhere}/{path}", body).status_code == 404
    assert post(somebody("picker", store), f"{store}/returns", {}).status_code == 403
    assert Client().get(f"/api/v1/stores/{store}/stock").status_code == 401
    assert inventory.available(store, [sku], False) == {sku: 5}


def test_a_count_says_which_promises_it_breaks(manager: Client, store: str, sku: str) -> None:
    a_delivery(store, sku, 9)
    a_hold(store, sku, 6)
    counted = post(manager, f"{store}/counts", {"lines": [{"sku_id": sku, "counted": 4}]}).json()[0]
    assert (counted["difference"], counted["promises_cut"]) == (-5, 1)
    assert (counted["stock"]["on_hand"], counted["stock"]["held"]) == (4, 4)
    assert inventory.audit() == []


def test_a_write_off_says_how_many_promises_it_breaks(manager: Client, store: str, sku: str) -> None:
    a_delivery(store, sku, 9)
    for ref in ("order:a", "order:b", "order:c"):
        a_hold(store, sku, 3, ref=ref)
    wasted = post(manager, f"{store}/write-offs", {"sku_id": sku, "quantity": 4, "cause": "damaged"}).json()
    assert ([take["quantity"] for take in wasted["takes"]], wasted["promises_cut"]) == ([4], 2)
    assert inventory.audit() == []
