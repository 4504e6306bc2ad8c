import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from newretail.kernel import clock
from newretail.kernel.who import Caller
from newretail.pricing.models import PriceLog
from newretail.stores.api import Role

pytestmark = pytest.mark.django_db
PRICE = {"sku_id": "HR-1", "amount": 1290, "tax_rate_permille": 90}


@pytest.fixture
def office(monkeypatch, milk, lobster, two_stores) -> Client:
    caller = Caller(member_id=uuid4(), kind="member", roles=frozenset({(Role.HEAD_OFFICE, "")}))
    monkeypatch.setattr("newretail.kernel.http.guard._authenticate", lambda: lambda request: caller)
    return Client(headers={"accept-language": "en", "authorization": "Bearer test"})


def add(client: Client, body: dict, key: str | None = None):
    return client.post(
        "/api/v1/prices",
        json.dumps(body),
        content_type="application/json",
        headers={"idempotency-key": key or str(uuid4())},
    )


def test_a_price_is_set_and_shown_with_its_comparison(office: Client) -> None:
    assert add(office, PRICE).status_code == 201
    shown = office.get("/api/v1/stores/lujiazui/prices?sku=HR-1&sku=HR-2&sku=HR-9").json()
    assert [(price["sku_id"], price["amount"]) for price in shown["prices"]] == [("HR-1", 1290)]
    assert shown["prices"][0]["unit_price"] == {"amount": 1358, "per": 1000, "unit": "millilitre"}
    assert shown["missing"] == ["HR-2", "HR-9"]


def test_a_repeated_request_writes_one_price(office: Client) -> None:
    first, again = add(office, PRICE, "k"), add(office, PRICE, "k")
    assert first.json() == again.json()
    assert add(office, PRICE | {"amount": 1}, "k").status_code == 422
    assert PriceLog.objects.count() == 1


def test_coming_prices_are_not_told_to_shoppers(office: Client) -> None:
    add(office, PRICE)
    start = clock.now() + timedelta(days=1)
    add(office, PRICE | {"amount": 990, "starts_at": start.isoformat()})
    asked = {"sku": "HR-1", "at": (start + timedelta(days=1)).isoformat()}
    assert office.get("/api/v1/stores/lujiazui/prices", asked).json()["prices"][0]["amount"] == 1290
    history = office.get("/api/v1/skus/HR-1/prices", {"limit": 1}).json()
    assert history["entries"][0]["amount"] == 990
    older = office.get("/api/v1/skus/HR-1/prices", {"before": history["next_before"]}).json()
    assert [entry["amount"] for entry in older["entries"]] == [1290]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"amount": -1}, "invalid"),
        ({"amount": 10**18}, "invalid"),
        ({"amount": 1.5}, "invalid"),
        ({"amount": "1290"}, "invalid"),
        ({"per": 0}, "invalid"),
        ({"per": 500}, "price_not_per_unit"),
        ({"tax_rate_permille": 1001}, "invalid"),
        ({"sku_id": "HR-9"}, "unknown_sku"),
        ({"store_id": "nowhere"}, "store_unknown"),
        ({"currency": "KRW"}, "currency_mismatch"),
        ({"starts_at": "2020-01-01T00:00:00Z"}, "price_starts_in_the_past"),
        ({"starts_at": "2020-01-01T00:00:00"}, "invalid"),
        ({"by": "me"}, "invalid"),
    ],
)
def test_what_cannot_be_a_price_is_refused_and_nothing_written(
    office: Client, wrong: dict, refusal: str
) -> None:
    assert add(office, PRICE | wrong).json()["code"] == refusal
    assert not PriceLog.objects.exists()


def test_prices_are_set_by_head_office_alone(http: Client, milk, two_stores) -> None:
    assert add(http, PRICE).status_code == 401
    assert http.get("/api/v1/skus/HR-1/prices").status_code == 401
    assert http.get("/api/v1/stores/nowhere/prices?sku=HR-1").status_code == 404
    assert http.get("/api/v1/stores/lujiazui/prices").status_code == 422
