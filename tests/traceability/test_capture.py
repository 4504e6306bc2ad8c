"""A partner's document of receipts becomes stock once, whole, or not at all; and the reason is told for each event."""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest

from newretail.catalog import api as catalog
from newretail.catalog.models import Gtin
from newretail.inventory import api as inventory
from newretail.inventory.models import Lot, Movement
from newretail.kernel import clock
from newretail.stores.models import Store
from newretail.traceability.models import Capture, CapturedEvent
from tests.fulfilment.floor import Floor
from tests.sale_floor import Person
from tests.stock_room import a_store
from tests.traceability.conftest import Events

pytestmark = pytest.mark.django_db
PROJECT = Path(__file__).resolve().parents[2]


def gtin(sku_id: str) -> str:
    found = catalog.sku_card(sku_id).gtin
    assert found
    return catalog.normalise(found)


def receipt(floor: Floor, *, lot: str = "P1", quantity: float = 6, **more: Any) -> dict[str, Any]:
    goods = {"epcClass": f"https://id.gs1.org/01/{gtin(floor.apple)}/10/{lot}", "quantity": quantity}
    return {
        "type": "ObjectEvent",
        "eventID": f"urn:uuid:{uuid4()}",
        "eventTime": clock.now().isoformat(),
        "eventTimeZoneOffset": "+09:00",
        "action": "OBSERVE",
        "bizStep": "receiving",
        "bizLocation": {"id": place(floor.store_id)},
        "quantityList": [goods],
    } | more


def place(store_id: str) -> str:
    from django.conf import settings

    return f"{settings.PUBLIC_URL}/stores/{store_id}"


def document(*events: dict[str, Any]) -> dict[str, Any]:
    return {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": clock.now().isoformat(),
        "epcisBody": {"eventList": list(events)},
    }


def on_hand(floor: Floor, sku_id: str) -> int:
    return inventory.stock_of(store_id=floor.store_id, sku_id=sku_id).on_hand


def test_a_receipt_told_twice_is_one(floor: Floor, partner: Person, events: Events):
    before, event = on_hand(floor, floor.apple), receipt(floor)
    first = partner.post("/epcis/capture", document(event))
    assert first.status_code == 202, first.content
    again = partner.post("/epcis/capture", document(event))
    assert again.status_code == 202 and again.json() == first.json()
    assert on_hand(floor, floor.apple) == before + 6
    assert Capture.objects.count() == CapturedEvent.objects.count() == 1
    job = partner.get(f"/epcis/capture/{first.json()['captureID']}")
    assert job.json() == first.json() and job.json()["success"] and not job.json()["running"]
    assert first["Location"].endswith(f"/epcis/capture/{first.json()['captureID']}")


def test_it_is_told_again_under_the_partners_own_id_and_time(floor: Floor, partner: Person, events: Events):
    event = receipt(floor, eventID="https://partner.example/events/1?part=2")
    assert partner.post("/epcis/capture", document(event)).status_code == 202
    [told] = [each for each in events() if each["eventID"] == event["eventID"]]
    assert told["quantityList"] == event["quantityList"] and told["eventTimeZoneOffset"] == "+09:00"
    assert (
        partner.get(f"/epcis/events/{quote(event['eventID'], safe='')}").json()["eventID"] == event["eventID"]
    )


def test_a_known_event_beside_a_new_one_is_not_received_again(floor: Floor, partner: Person):
    before, one, two = on_hand(floor, floor.apple), receipt(floor), receipt(floor, lot="P2", quantity=4)
    assert partner.post("/epcis/capture", document(one)).status_code == 202
    assert partner.post("/epcis/capture", document(two, one)).status_code == 202
    assert on_hand(floor, floor.apple) == before + 10


def test_weights_and_dates_are_read(floor: Floor, partner: Person):
    fish = f"https://id.gs1.org/01/{gtin(floor.fish)}/10/F9"
    event = receipt(
        floor,
        action="ADD",
        quantityList=[{"epcClass": fish, "quantity": 12.5, "uom": "KGM"}],
        ilmd={"cbvmda:itemExpirationDate": "2026-06-20"},
    )
    assert partner.post("/epcis/capture", document(event)).status_code == 202
    lot = Lot.objects.get(store_id=floor.store_id, sku_id=floor.fish, code="F9")
    assert (lot.on_hand, str(lot.expires_on)) == (12_500, "2026-06-20")


def wrong_ones(floor: Floor) -> dict[str, dict[str, Any]]:
    name = receipt(floor)["quantityList"][0]["epcClass"]
    elsewhere = a_store()
    return {
        "another step": receipt(floor, bizStep="shipping"),
        "a deletion": receipt(floor, action="DELETE"),
        "another kind": receipt(floor, type="AggregationEvent"),
        "a kind that is no word": receipt(floor, bizStep=["receiving"]),
        "no id": {name: value for name, value in receipt(floor).items() if name != "eventID"},
        "an id that is no URI": receipt(floor, eventID="one\x00"),
        "an id of half a character": receipt(floor, eventID="\ud800"),
        "a name of half a character": receipt(floor, quantityList=[{"epcClass": "\ud800", "quantity": 1}]),
        "a date of half a character": receipt(
            floor, action="ADD", ilmd={"cbvmda:itemExpirationDate": "\ud800"}
        ),
        "no time": receipt(floor, eventTime="soon"),
        "a time without its zone": receipt(floor, eventTime="2026-06-15T02:00:00"),
        "a time to come": receipt(floor, eventTime="2030-01-01T00:00:00Z"),
        "a place of others": receipt(floor, bizLocation={"id": "https://id.gs1.org/414/4000001000005"}),
        "another store than the first": receipt(floor, bizLocation={"id": place(elsewhere)}),
        "no goods": receipt(floor, quantityList=[]),
        "single things": receipt(floor, epcList=["https://id.gs1.org/01/09521321000025/21/1"]),
        "goods nobody knows": receipt(
            floor, quantityList=[{"epcClass": "https://id.gs1.org/01/09521321000025", "quantity": 1}]
        ),
        "a name that is no link": receipt(floor, quantityList=[{"epcClass": "apples", "quantity": 1}]),
        "half a piece": receipt(floor, quantity=0.5),
        "none": receipt(floor, quantity=0),
        "far too many": receipt(floor, quantity=1e300),
        "pieces by weight": receipt(floor, quantityList=[{"epcClass": name, "quantity": 1, "uom": "KGM"}]),
        "a date that is none": receipt(floor, action="ADD", ilmd={"cbvmda:itemExpirationDate": "soon"}),
        "goods past their day": receipt(
            floor, lot="OLD", action="ADD", ilmd={"cbvmda:itemExpirationDate": "2020-01-01"}
        ),
        "a correction": receipt(floor, errorDeclaration={"declarationTime": "2026-06-15T00:00:00Z"}),
    }


def test_a_bad_event_is_refused_with_its_reason_and_nothing_of_the_document_is_done(
    floor: Floor, partner: Person
):
    good, movements = receipt(floor), Movement.objects.count()
    for what, event in wrong_ones(floor).items():
        answer = partner.post("/epcis/capture", document(good, event))
        assert answer.status_code == 422, (what, answer.content)
        problem = answer.json()
        assert problem["code"] == "epcis_document_refused", (what, problem)
        [told] = problem["events"]
        assert told["event"] == 1 and told["reason"] == problem["events"][0]["reason"], what
        assert told["reason"] in problem["detail"]
    assert Movement.objects.count() == movements
    assert not Capture.objects.exists() and not CapturedEvent.objects.exists()


def test_an_id_cannot_mean_two_things(floor: Floor, partner: Person, events: Events):
    event = receipt(floor)
    assert partner.post("/epcis/capture", document(event, event)).status_code == 422
    assert partner.post("/epcis/capture", document(event)).status_code == 202
    other = deepcopy(event)
    other["quantityList"][0]["quantity"] = 7
    assert partner.post("/epcis/capture", document(other)).json()["code"] == "epcis_document_refused"
    ours = next(each for each in events() if each["eventID"] != event["eventID"])
    assert (
        partner.post("/epcis/capture", document(receipt(floor, eventID=ours["eventID"]))).status_code == 422
    )


def test_a_document_of_another_kind_or_size_is_refused(floor: Floor, partner: Person):
    for body in (
        document(),
        document(receipt(floor)) | {"type": "EPCISQueryDocument"},
        document(receipt(floor)) | {"schemaVersion": "1.2"},
        document(*[receipt(floor) for _ in range(101)]),
        {"type": "EPCISDocument"},
    ):
        assert partner.post("/epcis/capture", body).status_code == 422
    assert not Capture.objects.exists()


def test_the_example_in_the_document_is_taken(floor: Floor, partner: Person):
    [example] = re.findall(r"```json\n(.*?)```", (PROJECT / "docs" / "epcis.md").read_text(), re.DOTALL)
    said = json.loads(example)
    [event] = said["epcisBody"]["eventList"]
    Store.objects.filter(code=floor.store_id).update(gln=event["bizLocation"]["id"].rpartition("/")[2])
    name = event["quantityList"][0]["epcClass"]
    Gtin.objects.create(gtin=name.split("/")[4], sku_id=floor.apple)
    before = on_hand(floor, floor.apple)
    assert partner.post("/epcis/capture", said).status_code == 202
    assert on_hand(floor, floor.apple) == before + 24
    lot = Lot.objects.get(store_id=floor.store_id, sku_id=floor.apple, code="L2306")
    assert str(lot.expires_on) == event["ilmd"]["cbvmda:itemExpirationDate"]


def test_the_reason_is_in_the_partners_language(floor: Floor, partner: Person):
    answer = partner.http.post(
        "/api/v1/epcis/capture",
        document(receipt(floor, bizStep="shipping")),
        content_type="application/json",
        headers={"Accept-Language": "ko"},
    )
    assert "ObjectEvent만 받습니다" in answer.json()["detail"]
