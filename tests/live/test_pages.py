"""The facts page by page, for those who may see them."""

from uuid import uuid4

import pytest
from django.test import Client

from newretail.fulfilment.events import LinePicked, StageReached
from newretail.fulfilment.models import Courier, Stop, Trip
from newretail.fulfilment.models.parcels import Parcel
from newretail.fulfilment.models.work import Work
from newretail.kernel import clock
from newretail.members.issue_token import issue_token
from newretail.members.models import Member
from newretail.ordering.events import OrderPaid
from tests.stock_room import a_store

pytestmark = pytest.mark.django_db


def client(token: str = "") -> Client:
    return Client(
        headers={"accept-language": "en", **({"authorization": f"Bearer {token}"} if token else {})}
    )


def picked(order, quantity=1):
    return LinePicked(
        store_id=order.store_id, ref=order.ref, line="1", sku_id="HR-1", lot="L7", quantity=quantity
    )


def test_a_shopper_follows_their_order_page_by_page(order, shopper, happen):
    happen(*(picked(order, quantity) for quantity in range(1, 6)))
    happen(StageReached(store_id=order.store_id, ref="order:other", stage="packed", at="t"))
    reader = client(issue_token(shopper, label="t"))
    url = f"/api/v1/live/orders/{order.id}/events"
    after, seen, more = 0, [], True
    while more:
        page = reader.get(url, {"after": after, "limit": 2}).json()
        seen += [event["data"]["quantity"] for event in page["events"]]
        after, more = page["position"], page["more"]
    assert seen == [1, 2, 3, 4, 5]
    assert all("lot" not in event["data"] for event in reader.get(url, {"after": 0}).json()["events"])
    assert reader.get(url, {"after": after}).json() == {
        "events": [],
        "position": after,
        "more": False,
        "restarted": False,
    }


def test_without_a_position_one_begins_at_the_present(order, shopper, happen):
    happen(picked(order))
    reader = client(issue_token(shopper, label="t"))
    url = f"/api/v1/live/orders/{order.id}/events"
    page = reader.get(url).json()
    assert page["events"] == []
    happen(picked(order, 9))
    assert [
        event["data"]["quantity"] for event in reader.get(url, {"after": page["position"]}).json()["events"]
    ] == [9]


def test_a_position_of_another_database_begins_at_the_present(order, shopper, happen):
    happen(picked(order))
    reader = client(issue_token(shopper, label="t"))
    page = reader.get(f"/api/v1/live/orders/{order.id}/events", {"after": 10**15}).json()
    assert page["events"] == [] and page["position"] < 10**15
    assert page["restarted"] is True
    assert reader.get(f"/api/v1/live/orders/{order.id}/events").json()["restarted"] is False


@pytest.mark.parametrize("after", ["-1", "x", "1.5", str(2**70)])
def test_a_bad_position_is_refused(order, shopper, after):
    reader = client(issue_token(shopper, label="t"))
    assert reader.get(f"/api/v1/live/orders/{order.id}/events", {"after": after}).status_code == 422


def test_an_order_is_hidden_from_others(order, token_of):
    url = f"/api/v1/live/orders/{order.id}/events"
    elsewhere = a_store()
    assert client().get(url).status_code == 401
    assert client(token_of()).get(url).status_code == 404
    assert client(token_of("manager", store=elsewhere)).get(url).status_code == 404
    assert client(token_of("picker", store=order.store_id)).get(url).status_code == 200
    assert client(token_of("head_office")).get(url).status_code == 200
    assert client(token_of("head_office")).get(f"/api/v1/live/orders/{uuid4()}/events").status_code == 404


def test_a_store_is_followed_by_its_staff_each_seeing_their_part(store_id, order, token_of, happen):
    happen(
        OrderPaid(store_id=store_id, ref=order.ref, number="A-1", amount=100, currency="CNY"),
        picked(order),
        StageReached(store_id=a_store(), ref="order:other", stage="packed", at="t"),
    )
    url = f"/api/v1/live/stores/{store_id}/events"

    def names(*roles):
        page = client(token_of(*roles, store=store_id)).get(url, {"after": 0}).json()
        return [event["name"] for event in page["events"]]

    assert names("picker") == ["line.picked"]
    assert names("cashier") == names("manager") == ["order.paid", "line.picked"]
    assert names("courier") == []
    assert client().get(url).status_code == 401
    assert client(token_of()).get(url).status_code == 403
    assert client(token_of("manager", store=a_store())).get(url).status_code == 403
    assert client(token_of("head_office")).get("/api/v1/live/stores/nowhere/events").status_code == 404


def test_a_trip_is_followed_by_its_courier(store_id, order, token_of, happen):
    rider = Member.objects.create_user("rider@haru.example", name="Rider")
    courier = Courier.objects.create(store_id=store_id, member=rider)
    trip = Trip.objects.create(store_id=store_id, courier=courier)
    url = f"/api/v1/live/trips/{trip.id}/events"
    reader = client(issue_token(rider, label="t"))
    assert reader.get(url).status_code == 404  # nothing on it yet
    now = clock.now()
    work = Work.objects.create(store_id=store_id, ref=order.ref, number="A-1", due_at=now)
    parcel = Parcel.objects.create(
        work=work,
        store_id=store_id,
        ref=order.ref,
        number="A-1",
        way="deliver",
        due_at=now,
        latest_packed=now,
        latitude=31.2,
        longitude=121.5,
    )
    Stop.objects.create(trip=trip, parcel=parcel, sequence=1)
    happen(StageReached(store_id=store_id, ref=order.ref, stage="packed", at="t", by="x"), picked(order))
    happen(OrderPaid(store_id=store_id, ref=order.ref, number="A-1", amount=100, currency="CNY"))
    page = reader.get(url, {"after": 0}).json()
    assert [event["name"] for event in page["events"]] == ["stage.reached"]
    assert client(token_of("manager", store=store_id)).get(url).status_code == 200
    assert client(token_of("courier", store=store_id)).get(url).status_code == 404
    assert client(token_of()).get(url).status_code == 404
    assert client().get(url).status_code == 401


def test_a_stream_takes_nothing_but_get(http: Client) -> None:
    answer = http.post("/api/v1/live/stores/x", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert http.options("/api/v1/live/stores/x").status_code == 204


def test_an_address_says_what_it_takes(http: Client) -> None:
    asked = http.options("/api/v1/orders")
    assert (asked.status_code, asked["Allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    for language, words in (("en", "does not take"), ("ko", "가능한"), ("zh", "只支持")):
        refused = http.delete("/api/v1/orders", headers={"accept-language": language})
        assert refused.status_code == 405 and refused["Allow"] == asked["Allow"]
        assert words in refused.json()["detail"]
