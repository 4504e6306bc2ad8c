"""The till over HTTP: who may do what, where, and how often."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from newretail.kernel import ids
from newretail.members.issue_token import issue_token
from newretail.members.models import Member
from newretail.payments import api as payments
from newretail.payments.models import DrawerSession, Notice, Payment, Refund
from newretail.stores.models import StaffRole
from tests.alipay_world import World, ask, open_world, pay_in_cash, took
from tests.stock_room import a_store

pytestmark = pytest.mark.django_db


def somebody(role: str, store_id: str | None) -> Client:
    member = Member.objects.create_user(f"{uuid4()}@haru.example", name=role)
    StaffRole.objects.create(member=member, store_id=store_id, role=role)
    return Client(
        headers={"authorization": f"Bearer {issue_token(member, label='test')}", "accept-language": "en"}
    )


def post(client: Client, path: str, body: object = None, *, key: str | None = None) -> Any:
    return client.post(
        f"/api/v1/{path}",
        json.dumps({} if body is None else body),
        content_type="application/json",
        headers={"idempotency-key": key or str(uuid4())},
    )


@pytest.fixture
def store() -> str:
    return a_store()


@pytest.fixture
def cashier(store: str) -> Client:
    return somebody("cashier", store)


def open_drawer(client: Client, store: str, **more: object) -> Any:
    return post(
        client,
        f"stores/{store}/cash-drawers",
        {"id": str(ids.uuid7()), "drawer": "K1", "float_amount": 5_000, **more},
    )


def paid_in_cash(store: str, *, amount: int = 1_000) -> payments.PaymentView:
    return pay_in_cash(store_id=store, amount=amount, by=DrawerSession.objects.get().cashier)


def test_a_cashiers_day(store: str, cashier: Client) -> None:
    opened = open_drawer(cashier, store)
    assert opened.status_code == 201, opened.content
    payment = paid_in_cash(store)
    listed = cashier.get(f"/api/v1/stores/{store}/payments?ref=order:1").json()
    assert [each["id"] for each in listed] == [str(payment.id)]
    assert cashier.get(f"/api/v1/stores/{store}/payments/{payment.id}").json()["state"] == "captured"
    payments.refund(refund_id=ids.uuid7(), ref="order:1", store_id=store, amount=300, reason="bruised")
    [refund] = cashier.get(f"/api/v1/stores/{store}/refunds?state=pending").json()
    assert post(cashier, f"stores/{store}/refunds/{refund['id']}/hand-outs").json()["state"] == "settled"
    session = opened.json()["id"]
    assert cashier.get(f"/api/v1/stores/{store}/cash-drawers/{session}").json()["expected"] == 5_700
    closed = post(cashier, f"stores/{store}/cash-drawers/{session}/closings", {"counted": 5_690})
    assert (closed.status_code, closed.json()["difference"]) == (201, -10)
    ledger = somebody("manager", store).get(f"/api/v1/stores/{store}/ledger").json()
    assert ledger["differences"] == []
    assert {each["kind"]: each["amount"] for each in ledger["balances"]}["prepaid"] == -700


def test_a_drawer_opened_twice_with_one_key_is_one_drawer(store: str, cashier: Client) -> None:
    body = {"id": str(ids.uuid7()), "drawer": "K1", "float_amount": 0}
    first, again = (post(cashier, f"stores/{store}/cash-drawers", body, key="k") for _ in range(2))
    assert first.status_code == again.status_code == 201 and first.content == again.content
    assert (
        post(cashier, f"stores/{store}/cash-drawers", body | {"float_amount": 1}, key="k").status_code == 422
    )
    assert DrawerSession.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"float_amount": -1}, {"float_amount": 10**12}, {"float_amount": "5"}, {"float_amount": 1.5}, {"drawer": ""},
        {"drawer": "a\0"}, {"id": "x"}, {"state": "closed"}, {"expected": 99},
    ],
)  # fmt: skip
def test_a_drawer_is_not_opened_with_nonsense(store: str, cashier: Client, wrong: dict[str, object]) -> None:
    assert open_drawer(cashier, store, **wrong).status_code == 422
    assert DrawerSession.objects.count() == 0


def test_nobody_reaches_the_till_of_another_store(store: str, cashier: Client) -> None:
    open_drawer(cashier, store)
    payment = paid_in_cash(store)
    other = a_store()
    theirs = somebody("cashier", other)
    for path in ("payments", f"payments/{payment.id}", "refunds", "cash-drawers"):
        assert theirs.get(f"/api/v1/stores/{store}/{path}").status_code == 403
        assert Client().get(f"/api/v1/stores/{store}/{path}").status_code == 401
        assert somebody("picker", store).get(f"/api/v1/stores/{store}/{path}").status_code == 403
    assert theirs.get(f"/api/v1/stores/{other}/payments/{payment.id}").status_code == 404
    assert theirs.get(f"/api/v1/stores/{other}/payments").json() == []
    assert theirs.get(f"/api/v1/stores/{other}/payments/{payment.id}/").status_code == 404


def test_what_only_a_manager_or_head_office_may(store: str, cashier: Client) -> None:
    number = uuid4()
    for path in ("ledger", "bill-lines"):
        assert cashier.get(f"/api/v1/stores/{store}/{path}").status_code == 403
    for path in (f"refunds/{number}/resends", f"refunds/{number}/cash", "bill-lines/1/repairs"):
        assert post(cashier, f"stores/{store}/{path}").status_code == 403
        assert post(somebody("manager", store), f"stores/{store}/{path}").status_code == 404
    wanted = {"tender": "alipay", "day": "2026-03-01"}
    assert post(somebody("manager", store), "reconciliations", wanted).status_code == 403
    assert post(somebody("head_office", None), "reconciliations", wanted).status_code == 422, (
        "not configured here"
    )


def test_a_drawer_needs_a_store_that_exists() -> None:
    assert open_drawer(somebody("head_office", None), "nowhere").status_code == 404


@pytest.fixture
def world(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with open_world(tmp_path, monkeypatch) as made:
        yield made


def test_head_office_reads_the_bill_and_a_manager_its_lines(world: World, store: str) -> None:
    payment = ask(store_id=store)
    world.pay(payment.qr_code)
    world.advance(23 * 3600, notices=False)
    answer = post(somebody("head_office", None), "reconciliations", {"tender": "alipay", "day": "2026-03-02"})
    assert answer.status_code == 201, answer.content
    assert (answer.json()["matched"], answer.json()["missing"]) == (1, 0)
    [line] = somebody("manager", store).get(f"/api/v1/stores/{store}/bill-lines?day=2026-03-02").json()
    assert (line["verdict"], line["theirs"], line["ours"]) == ("matched", 1230, 1230)


def test_a_cashier_asks_where_a_payment_stands(world: World, store: str, cashier: Client) -> None:
    payment = ask(store_id=store)
    path = f"stores/{store}/payments/{payment.id}/inquiries"
    assert post(cashier, path).json()["state"] == "pending"
    world.pay(payment.qr_code)
    assert post(cashier, path).json()["state"] == "captured"
    world.faults(error_rate=True)
    other = ask_and_fail(store)
    answer = post(cashier, f"stores/{store}/payments/{other}/inquiries")
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (
        503,
        "tender_unreachable",
        "2",
    )


def ask_and_fail(store: str) -> UUID:
    number = ids.uuid7()
    with pytest.raises(Exception, match="cannot be reached"):
        ask(ref="order:2", store_id=store, payment_id=number)
    return number


@pytest.mark.django_db(transaction=True)
def test_the_gateway_itself_tells_the_running_server(
    live_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing in between: Alipay's notice, sent by the gateway to our server's own address."""
    url = f"{live_server.url}/api/v1/payments/alipay/notice"
    with open_world(tmp_path, monkeypatch, notify_url=url) as world:
        world.faults(forge_notice=1, wrong_amount_notice=1, duplicate_notice=1)
        payment = ask()
        world.pay(payment.qr_code)
        world.http.post("/clock/advance", json={}).raise_for_status()
        [notice] = world.http.get("/notices").json()["notices"]
        answers = [(each["kind"], each["answer"]) for each in notice["attempts"]]
        assert answers == [
            ("forge", "failure"), ("wrong_amount", "failure"), ("genuine", "success"), ("genuine", "success")
        ]  # fmt: skip
        assert Payment.objects.get().state == "captured"
        assert list(Notice.objects.order_by("id").values_list("verdict", flat=True)) == [
            "mismatched", "captured", "repeated"
        ]  # fmt: skip


def test_nothing_personal_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    ask(way="code", auth_code=world.code())
    [letter] = world.notices()
    took(letter + b"&x=1")
    payments.refund(
        refund_id=ids.uuid7(), ref="order:1", store_id="lujiazui", amount=1, reason="secret words"
    )
    world.faults(error_rate=1)
    world.duties()
    assert (
        caplog.text and "2088" not in caplog.text and "138" not in caplog.text and "secret" not in caplog.text
    )
    assert Refund.objects.get().cause == "aop.unknow-error"
