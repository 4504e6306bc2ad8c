"""A shopper asks for money back with a photo; the counter gives it, in one transaction, once, and never more than was paid."""

from typing import Any
from uuid import uuid4

import pytest

from newretail.kernel.models import Event
from newretail.ordering import ask_refund
from newretail.ordering.models import OrderLine, RefundRequest
from newretail.payments import api as payments
from newretail.stores.api import Role
from newretail.stores.issue_badge import issue_badge
from newretail.stores.sign_in_by_badge import sign_in_by_badge
from tests.photos.test_photos import photo_of
from tests.sale_floor import (
    Floor,
    Person,
    open_store,
    order_of,
    pay_in_cash,
    shopper,
    with_drawer,
    work_through,
    worker,
)


@pytest.fixture
def cashier(floor: Floor) -> Person:
    return with_drawer(floor)


@pytest.fixture
def person(floor: Floor) -> Person:
    return shopper()


@pytest.fixture
def order(person: Person, floor: Floor, cashier: Person) -> dict[str, Any]:
    """Four milks and two breads, paid and carried out."""
    return carried_out(person, floor, cashier)


def carried_out(person: Person, floor: Floor, cashier: Person) -> dict[str, Any]:
    placed = order_of(person, floor, [(floor.milk, 4, "carry_out"), (floor.bread, 2, "carry_out")])
    pay_in_cash(cashier, floor, placed)
    code = person.get(f"/orders/{placed['id']}/exit-code").json()["code"]
    assert cashier.post(f"/stores/{floor.store}/exits", {"code": code}).status_code == 201
    return placed


def ask(person: Person, order: dict[str, Any], *lines: tuple[int, int], **more: Any) -> Any:
    body = {
        "request_id": str(uuid4()),
        "reason": "damaged",
        "note": "the seal was open",
        "lines": [{"line": line, "quantity": quantity} for line, quantity in lines],
    }
    return person.post(f"/orders/{order['id']}/refund-requests", body | more)


def asked(person: Person, order: dict[str, Any], *lines: tuple[int, int], **more: Any) -> dict[str, Any]:
    answer = ask(person, order, *lines, **more)
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def decide(cashier: Person, floor: Floor, request: dict[str, Any], word: str, body: dict[str, Any]) -> Any:
    return cashier.post(f"/stores/{floor.store}/refund-requests/{request['id']}/{word}", body)


def test_a_request_with_a_photo_is_seen_by_the_counter_and_approved(
    floor: Floor, person: Person, cashier: Person, order: dict[str, Any]
):
    photo = photo_of(person)
    line = {"line": 1, "quantity": 2, "photo_ids": [photo]}
    request = asked(person, order, lines=[line])
    assert (request["state"], request["order_id"], request["amount"]) == ("open", order["id"], None)
    assert request["lines"][0] | {"name": ""} == {
        "line": 1, "sku_id": floor.milk, "name": "", "picture": "/static/storefront/no-picture.svg",
        "unit": "each", "quantity": 2, "left": 2, "worth": 2560, "photos": [f"/api/v1/photos/{photo}"],
    }  # fmt: skip
    [listed] = cashier.get(f"/stores/{floor.store}/refund-requests", state="open").json()
    assert (
        listed == request | {"can": ["approve", "decline"]}
        and cashier.get(f"/photos/{photo}").status_code == 200
    )

    answer = decide(cashier, floor, request, "approval", {"answer": "Sorry for that."})
    assert answer.status_code == 200, answer.content
    approved = answer.json()
    assert (approved["state"], approved["amount"], approved["refund_id"]) == ("approved", 2560, request["id"])
    assert payments.refunded(f"order:{order['id']}").amount == 2560
    assert person.get(f"/orders/{order['id']}/refund-requests").json() == [approved]
    assert cashier.get(f"/stores/{floor.store}/refund-requests", state="open").json() == []
    work_through()
    told = person.get(f"/live/orders/{order['id']}/events", after=0).json()["events"]
    [fact] = [each for each in told if each["name"] == "refund_request.decided"]
    assert fact["data"] == {
        "number": order["number"], "request_id": request["id"], "state": "approved", "amount": 2560, "currency": "CNY",
    }  # fmt: skip


def test_requests_that_wait_are_read_on_page_by_page(
    floor: Floor, person: Person, cashier: Person, order: dict[str, Any]
):
    """The oldest first, also when several came in the same moment."""
    made = [asked(person, order, (1, 1))["id"] for _ in range(3)]
    seen: list[str] = []
    while page := cashier.get(
        f"/stores/{floor.store}/refund-requests",
        state="open",
        limit=1,
        **({"before": seen[-1]} if seen else {}),
    ).json():
        seen += [each["id"] for each in page]
    assert sorted(seen) == sorted(made) and len(seen) == 3


def test_the_same_units_are_asked_for_once(
    floor: Floor, person: Person, cashier: Person, order: dict[str, Any]
):
    first = asked(person, order, (1, 3))
    refused = ask(person, order, (1, 2))
    assert (refused.status_code, refused.json()["code"]) == (409, "not_refundable")
    assert refused.json()["left"] == 1
    asked(person, order, (1, 1))
    assert decide(cashier, floor, first, "approval", {}).status_code == 200
    assert ask(person, order, (1, 1)).status_code == 409, "three refunded, one asked"


def test_what_was_declined_can_be_asked_again_with_a_better_photo(
    floor: Floor, person: Person, cashier: Person, order: dict[str, Any]
):
    request = asked(person, order, (2, 2))
    assert decide(cashier, floor, request, "refusal", {"answer": ""}).status_code == 422
    declined = decide(cashier, floor, request, "refusal", {"answer": "Which one?"}).json()
    assert (declined["state"], declined["answer"], declined["amount"]) == ("declined", "Which one?", None)
    assert payments.refunded(f"order:{order['id']}").amount == 0
    asked(person, order, (2, 2))


def test_a_request_is_decided_once(floor: Floor, person: Person, cashier: Person, order: dict[str, Any]):
    request = asked(person, order, (1, 1))
    assert decide(cashier, floor, request, "approval", {}).status_code == 200
    for word, body in (("approval", {}), ("refusal", {"answer": "no"})):
        again = decide(cashier, floor, request, word, body)
        assert (again.status_code, again.json()["code"]) == (409, "already_decided")
    assert payments.refunded(f"order:{order['id']}").amount == 1280
    assert Event.objects.filter(name="refund_request.decided").count() == 1


@pytest.mark.parametrize("role", [Role.CASHIER, Role.MANAGER])
def test_nobody_gives_themselves_money_back(floor: Floor, cashier: Person, role: Role):
    buyer = worker(role, floor.store)
    bought = carried_out(buyer, floor, cashier)
    request = asked(buyer, bought, (1, 1))
    at_the_till = {
        "refund_id": str(uuid4()), "reason": "mine",
        "lines": [{"line": 1, "quantity": 1, "kept": True}],
    }  # fmt: skip
    _, code = issue_badge(member_id=buyer.member.id, store_id=floor.store)
    for eyes in (buyer, Person(buyer.member, sign_in_by_badge(code=code).token)):
        for refused in (
            decide(eyes, floor, request, "approval", {}),
            eyes.post(f"/stores/{floor.store}/orders/{bought['id']}/refunds", at_the_till),
        ):
            assert (refused.status_code, refused.json()["code"]) == (403, "own_purchase")
    assert payments.refunded(f"order:{bought['id']}").amount == 0
    assert decide(cashier, floor, request, "approval", {}).json()["amount"] == 1280


def test_some_of_it_is_given_back_and_never_more_than_was_asked(
    floor: Floor, person: Person, cashier: Person, order: dict[str, Any]
):
    request = asked(person, order, (1, 2), (2, 1))
    for lines in ([(1, 3)], [(1, 1), (1, 2)]):
        body = {"lines": [{"line": line, "quantity": quantity} for line, quantity in lines]}
        more = decide(cashier, floor, request, "approval", body)
        assert (more.status_code, more.json()["code"]) == (409, "not_refundable")
    elsewhere = {"lines": [{"line": 3, "quantity": 1}]}
    assert decide(cashier, floor, request, "approval", elsewhere).status_code == 404
    some = {"lines": [{"line": 1, "quantity": 1, "restock": True}]}
    assert decide(cashier, floor, request, "approval", some).json()["amount"] == 1280
    assert list(
        OrderLine.objects.filter(order_id=order["id"]).values_list("refunded_quantity", flat=True)
    ) == [1, 0]


def test_what_the_till_refunded_meanwhile_is_not_given_back_twice(
    floor: Floor, person: Person, cashier: Person, order: dict[str, Any]
):
    request, other = asked(person, order, (1, 3)), asked(person, order, (2, 2))
    for line, quantity in ((1, 2), (2, 2)):
        at_the_till = {
            "refund_id": str(uuid4()), "reason": "at the till",
            "lines": [{"line": line, "quantity": quantity, "kept": True}],
        }  # fmt: skip
        path = f"/stores/{floor.store}/orders/{order['id']}/refunds"
        assert cashier.post(path, at_the_till).status_code == 201
    assert decide(cashier, floor, request, "approval", {}).json()["amount"] == 2 * 1280
    nothing = decide(cashier, floor, other, "approval", {})
    assert (nothing.status_code, nothing.json()["code"]) == (409, "not_refundable")
    assert RefundRequest.objects.get(id=other["id"]).state == "open"


def test_only_what_is_with_the_shopper_can_be_asked_back(floor: Floor, person: Person):
    waiting = order_of(person, floor, [(floor.milk, 1, "deliver")])
    refused = ask(person, waiting, (1, 1))
    assert (refused.status_code, refused.json()["code"], refused.json()["left"]) == (409, "not_refundable", 0)


def test_a_request_about_somebody_elses_order_line_or_photo_is_not_found(
    floor: Floor, person: Person, cashier: Person, order: dict[str, Any]
):
    other = shopper()
    assert ask(other, order, (1, 1)).status_code == 404
    assert ask(person, order, (7, 1)).status_code == 404
    theirs = {"line": 1, "quantity": 1, "photo_ids": [photo_of(other)]}
    assert ask(person, order, lines=[theirs]).status_code == 404
    assert ask(person, order, (1, 1), (1, 1)).status_code == 422
    assert not RefundRequest.objects.exists()
    request = asked(person, order, (1, 1))
    elsewhere = open_store()
    stranger = worker(Role.CASHIER, elsewhere.store)
    assert decide(stranger, elsewhere, request, "approval", {}).status_code == 404
    assert decide(worker(Role.PICKER, floor.store), floor, request, "approval", {}).status_code == 403


def test_the_same_request_sent_again_is_the_same(person: Person, order: dict[str, Any]):
    request_id = str(uuid4())
    first = asked(person, order, (1, 4), request_id=request_id)
    assert asked(person, order, (1, 4), request_id=request_id) == first
    assert RefundRequest.objects.count() == 1


def test_one_refund_s_id_never_stands_for_another(
    floor: Floor, person: Person, cashier: Person, order: dict[str, Any]
):
    path = f"/stores/{floor.store}/orders/{order['id']}/refunds"
    back = {"refund_id": str(uuid4()), "reason": "one", "lines": [{"line": 1, "quantity": 1, "kept": True}]}
    assert cashier.post(path, back).status_code == 201
    assert cashier.post(path, back).status_code == 201, "the same said again gives back nothing more"
    other = cashier.post(path, back | {"lines": [{"line": 1, "quantity": 2, "kept": True}]})
    assert (other.status_code, other.json()["code"]) == (422, "refund_mismatch")
    refused = ask(person, order, (1, 1), request_id=back["refund_id"])
    assert (refused.status_code, refused.json()["code"]) == (422, "refund_mismatch")
    assert payments.refunded(f"order:{order['id']}").amount == 1280
    assert OrderLine.objects.get(order_id=order["id"], line=1).refunded == 1280


def test_nobody_asks_without_end(
    monkeypatch: pytest.MonkeyPatch, floor: Floor, person: Person, cashier: Person, order: dict[str, Any]
):
    monkeypatch.setattr(ask_refund, "MOST_REQUESTS", 1)
    assert (
        decide(cashier, floor, asked(person, order, (1, 1)), "refusal", {"answer": "no"}).status_code == 200
    )
    often = ask(person, order, (1, 1))
    assert (often.status_code, often.json()["code"]) == (409, "asked_too_often")


def test_a_state_is_said_in_the_readers_words(floor: Floor, person: Person, order: dict[str, Any]):
    reader = worker(Role.CASHIER, floor.store)
    reader.http.defaults["HTTP_ACCEPT_LANGUAGE"] = "ko"
    request = asked(person, order, (1, 1))
    assert decide(reader, floor, request, "refusal", {"answer": "no"}).status_code == 200
    again = decide(reader, floor, request, "refusal", {"answer": "no"}).json()
    assert (again["state"], again["detail"]) == ("declined", "이미 답변한 요청입니다 (거절).")
