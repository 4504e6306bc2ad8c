"""The city's telephone: what is repeated, what is a refusal of daily life, what is an error of the store."""

import json

import httpx
import pytest

from twin.calls import Call, CallTally, Unexpected
from twin.instance_file import NoInstance, read_instance_file
from twin.phone import DeskPhone

PLACE = Call(
    what="place order",
    method="POST",
    path="/orders",
    token="nr_secret",
    key="k-1",
    body={"promise_id": "p"},
    may=frozenset({"out_of_stock"}),
)


def phone_to(*answers, patience=2.0):
    """A phone to a store that gives these answers in turn; an exception is a line that breaks."""
    asked, left = [], list(answers)

    def store(request):
        asked.append(request)
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, body = answer
        return httpx.Response(status, json=body)

    phone = DeskPhone(
        store_url="http://store", wallet_url="http://wallet", tally=CallTally(), patience=patience
    )
    phone._client = httpx.Client(transport=httpx.MockTransport(store))
    return phone, asked


def test_a_call_carries_token_key_and_body():
    phone, asked = phone_to((201, {"id": "1"}))
    assert phone.call(PLACE).body == {"id": "1"}
    [request] = asked
    assert str(request.url) == "http://store/api/v1/orders"
    assert request.headers["authorization"] == "Bearer nr_secret"
    assert request.headers["idempotency-key"] == "k-1"
    assert json.loads(request.content) == {"promise_id": "p"}


def test_a_store_that_is_away_is_called_again_with_the_same_key():
    phone, asked = phone_to(
        httpx.ConnectError("down"),
        (503, {"code": "unavailable"}),
        (409, {"code": "busy"}),
        (201, {"id": "1"}),
    )
    assert phone.call(PLACE).status == 201
    assert {request.headers["idempotency-key"] for request in asked} == {"k-1"}
    assert (phone.tally.calls, phone.tally.repeated, phone.tally.error_count) == (1, 3, 0)


def test_a_refusal_of_daily_life_is_an_answer():
    phone, _ = phone_to((409, {"code": "out_of_stock", "lines": []}))
    assert phone.call(PLACE).refused == "out_of_stock"
    assert phone.tally.refused == {"place order: out_of_stock": 1}
    assert phone.tally.error_count == 0


@pytest.mark.parametrize(
    "answer",
    [
        (500, {"code": "internal_error"}),
        (409, {"code": "cart_closed"}),
        (422, {"code": "invalid"}),
        (404, {}),
    ],
)
def test_any_other_answer_is_an_error_of_the_store(answer):
    phone, _ = phone_to(answer)
    with pytest.raises(Unexpected):
        phone.call(PLACE)
    assert phone.tally.error_count == 1
    assert "POST /orders" in phone.tally.errors[0]


def test_what_a_lost_answer_has_done_already_is_no_error():
    phone, _ = phone_to(httpx.ReadError("cut"), (409, {"code": "cart_closed"}))
    assert phone.call(PLACE).refused == "cart_closed"
    assert phone.tally.error_count == 0


def test_patience_ends():
    phone, _ = phone_to(*[httpx.ConnectError("down")] * 50, patience=0.3)
    with pytest.raises(Unexpected):
        phone.call(PLACE)
    assert phone.tally.error_count == 1


def test_the_instance_file_gives_the_staff_by_store_and_name(tmp_path):
    people = [
        {"member": "2", "name": "Zhou", "role": "picker", "store": "lujiazui", "token": "b"},
        {"member": "1", "name": "Bai", "role": "picker", "store": "lujiazui", "token": "a"},
        {"member": "3", "name": "Lin", "role": "head_office", "store": "", "token": "c"},
    ]
    (tmp_path / "instance.json").write_text(json.dumps({"url": "http://x", "staff": people, "sign_ins": []}))
    instance = read_instance_file(tmp_path)
    assert [one.name for one in instance.staff["lujiazui"]] == ["Bai", "Zhou"]
    assert instance.head_office.token == "c"
    (tmp_path / "instance.json").write_text("[]")
    with pytest.raises(NoInstance):
        read_instance_file(tmp_path)
