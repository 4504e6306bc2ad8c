"""The life of goods is told as events of EPCIS 2.0: all of it, in order, in the standard's form, and adding up to the ledger."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from newretail.fulfilment import api as fulfilment
from newretail.fulfilment.models import Parcel
from newretail.fulfilment.packing.give_parcel import hand_to_shopper
from newretail.fulfilment.packing.receive_back import receive_back
from newretail.inventory import api as inventory
from newretail.inventory.models import Movement
from newretail.inventory.rules import WasteCause
from newretail.kernel import clock
from newretail.members import api as members
from newretail.stores import api as stores
from newretail.stores.api import Role
from newretail.stores.models import Store
from tests.fulfilment.floor import Floor
from tests.sale_floor import Person, work_through, worker
from tests.stock_room import a_hold
from tests.traceability.conftest import Events, next_token
from tests.traceability.epcis_schema import EVENT_ALONE, check

pytestmark = pytest.mark.django_db
GLN = "9521321000018"


@pytest.fixture
def life(floor: Floor) -> Floor:
    """Received by the fixture; one apple carried out, a delivery picked, packed and handed over, a pear and a fish thrown away."""
    a_hold(floor.store_id, floor.apple, 1, ref="order:carried")
    inventory.sell_held(ref="order:carried", store_id=floor.store_id, way="carry_out")
    ref = floor.order((floor.apple, 2), (floor.fish, 500))
    floor.pick_all(ref)
    floor.pack(ref)
    inventory.hand_over(ref=ref, store_id=floor.store_id, way="deliver")
    for sku, quantity in ((floor.pear, 1), (floor.fish, 250)):
        inventory.write_off(
            store_id=floor.store_id, sku_id=sku, quantity=quantity, cause=WasteCause.SPOILED, by="test"
        )
    inventory.return_to_vendor(
        store_id=floor.store_id, sku_id=floor.milk, lot_code="LATE", quantity=3, cause="damaged", by="test"
    )
    inventory.count(store_id=floor.store_id, lines=[inventory.CountLine(floor.milk, 15)], by="test")
    return floor


def steps(told: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(each["bizStep"] for each in told))


def test_a_whole_life_is_told_in_order(life: Floor, events: Events):
    told = events()
    assert steps(told) == [
        "receiving", "retail_selling", "picking", "packing", "shipping", "destroying", "stock_taking",
    ]  # fmt: skip
    [destroyed, fish] = [each for each in told if each["bizStep"] == "destroying"]
    assert (destroyed["action"], destroyed["disposition"]) == ("DELETE", "destroyed")
    assert fish["quantityList"][0]["quantity"] == 0.25 and fish["quantityList"][0]["uom"] == "KGM"
    assert "uom" not in destroyed["quantityList"][0]
    handed = next(each for each in told if each["bizStep"] == "shipping")
    assert "bizLocation" not in handed and handed["disposition"] == "retail_sold"
    assert handed["newretail:way"] == "deliver"
    [carried] = [each for each in told if each["bizStep"] == "retail_selling"]
    assert carried["newretail:way"] == "carry_out" and "bizLocation" not in carried


def test_a_pickup_is_sold_at_the_counter_and_says_its_way_out(floor: Floor, events: Events):
    ref = floor.order((floor.apple, 2), way="pick_up")
    floor.pick_all(ref)
    hand_to_shopper(floor.pack(ref), by="test", proof="code")
    [sold] = events(EQ_disposition="retail_sold")
    assert (sold["bizStep"], sold["newretail:way"]) == ("retail_selling", "pick_up")
    assert "bizLocation" not in sold and sold["readPoint"]["id"].endswith(floor.store_id)


def test_a_parcel_is_told_as_what_is_in_it_until_it_is_taken_apart(floor: Floor, events: Events):
    stays, goes = floor.order((floor.apple, 2), (floor.fish, 500)), floor.order((floor.pear, 1))
    for ref in (stays, goes):
        floor.pick_all(ref)
        floor.pack(ref)
    fulfilment.cancel_work(ref=goes, store_id=floor.store_id)
    packed, other, apart = events(eventType="AggregationEvent")
    assert (packed["action"], packed["bizStep"]) == ("ADD", "packing")
    assert packed["parentID"] == f"urn:newretail:{stays}:deliver"
    assert {each["quantity"] for each in packed["childQuantityList"]} == {2, 0.5}
    assert (apart["action"], apart["bizStep"]) == ("DELETE", "unpacking")
    assert apart["parentID"] == other["parentID"] != packed["parentID"] and "childQuantityList" not in apart
    assert events(MATCH_parentID=apart["parentID"]) == [other, apart]
    assert events(MATCH_epcClass=packed["childQuantityList"][0]["epcClass"], EQ_bizStep="packing") == [packed]


def test_a_parcel_that_comes_back_for_good_is_taken_apart(floor: Floor, events: Events):
    ref = floor.order((floor.apple, 2))
    tags = floor.pick_all(ref)
    parcel = floor.pack(ref)
    Parcel.objects.filter(id=parcel.id).update(state="failed")
    receive_back(store_id=floor.store_id, parcel_id=parcel.id, bags=tags, again=True, by="test")
    assert [each["action"] for each in events(eventType="AggregationEvent")] == ["ADD"]
    Parcel.objects.filter(id=parcel.id).update(state="failed")
    receive_back(store_id=floor.store_id, parcel_id=parcel.id, bags=tags, again=False, by="test")
    assert [each["action"] for each in events(eventType="AggregationEvent")] == ["ADD", "DELETE"]


def test_every_document_and_every_event_keeps_the_standard(life: Floor, partner: Person):
    work_through()
    answer = partner.get("/epcis/events", perPage=200)
    check(answer.json())
    assert answer["GS1-EPCIS-Version"] == answer["GS1-CBV-Version"] == "2.0.0"
    for event in answer.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]:
        alone = partner.get(f"/epcis/events/{event['eventID']}")
        check(alone.json(), EVENT_ALONE)
        assert {name: value for name, value in alone.json().items() if name != "@context"} == event
    assert partner.get("/epcis/events/urn:uuid:0193a1b2-7c00-7000-8000-00000000c0de").status_code == 404


def test_quantities_add_up_to_the_ledger(life: Floor, events: Events):
    told: Counter[tuple[str, str]] = Counter()
    for event in events():
        if "newretail:from" not in event:
            assert event["bizStep"] == "packing", "packing moves nothing in the ledger"
            continue
        for part in event["quantityList"]:
            units = round(part["quantity"] * (1000 if part.get("uom") else 1))
            told[event["newretail:from"], part["epcClass"]] -= units
            told[event["newretail:to"], part["epcClass"]] += units
    booked: Counter[tuple[str, str]] = Counter()
    from newretail.catalog import api as catalog
    from newretail.traceability.names import class_name

    for each in Movement.objects.filter(store_id=life.store_id).select_related("lot"):
        name = class_name(catalog.sku_card(each.sku_id), sku_id=each.sku_id, lot=each.lot.code)
        booked[each.source, name] -= each.quantity
        booked[each.target, name] += each.quantity
    assert told == booked and len(booked) > 10


def test_pages_repeat_nothing_and_skip_nothing_while_goods_move_on(
    life: Floor, partner: Person, events: Events
):
    whole = [each["eventID"] for each in events()]
    read, token = [], ""
    while token is not None:
        answer = partner.get("/epcis/events", perPage=2, nextPageToken=token)
        page = answer.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
        assert len(page) <= 2
        read += [each["eventID"] for each in page]
        token = next_token(answer)
        if len(read) == 4:
            inventory.receive(
                store_id=life.store_id, lines=[inventory.ReceiptLine(life.apple, 1, "NEW")], by="test"
            )
            work_through()
    assert read[: len(whole)] == whole and len(read) == len(set(read)) == len(whole) + 1


def test_a_page_that_looked_far_and_found_nothing_still_leads_on(
    life: Floor, partner: Person, events: Events, monkeypatch: pytest.MonkeyPatch
):
    from newretail.traceability import queries

    monkeypatch.setattr(queries, "LOOKED_AT", 2)
    [taken] = events(EQ_bizStep="stock_taking")
    assert taken["action"] == "DELETE"
    first = partner.get("/epcis/events", EQ_bizStep="stock_taking")
    assert first.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"] == []
    assert next_token(first)


def test_a_question_is_answered_by_what_it_asks(life: Floor, events: Events, partner: Person):
    whole = events()
    picked = events(EQ_bizStep="picking|packing")
    assert steps(picked) == ["picking", "packing"]
    name = picked[0]["quantityList"][0]["epcClass"]
    of_lot = events(MATCH_epcClass=name)
    of_product = events(MATCH_epcClass=name.rpartition("/10/")[0])
    assert of_lot == of_product and 0 < len(of_lot) < len(whole)
    assert events(MATCH_epc="https://id.gs1.org/01/09521321000025/21/1") == [], "nothing has a serial number"
    assert steps(events(eventType="AggregationEvent")) == ["packing"]
    assert (
        events(eventType="AggregationEvent|ObjectEvent") == whole
        and events(eventType="TransformationEvent") == []
    )
    now = clock.now()
    assert events(GE_eventTime=now.isoformat(), LT_eventTime=(now + timedelta(hours=1)).isoformat()) == whole
    assert events(GE_eventTime=(now + timedelta(minutes=1)).isoformat()) == []
    assert (
        events(GE_eventTime="0001-01-01T00:00:00+14:00", LT_recordTime="9999-12-31T23:59:59-12:00") == whole
    )
    place = whole[0]["bizLocation"]["id"]
    assert len(events(EQ_bizLocation=place)) < len(events(EQ_readPoint=place)) == len(whole)
    assert partner.get("/epcis/events", EQ_bizstep="picking").status_code == 422, "a misspelt one is refused"
    assert partner.get("/epcis/events", GE_eventTime="2026-06-15T12:00:00").status_code == 422, "no zone"


def test_a_store_with_a_gln_is_named_by_it(life: Floor, events: Events):
    assert events()[0]["readPoint"]["id"].endswith(f"/stores/{life.store_id}")
    Store.objects.filter(code=life.store_id).update(gln=GLN)
    stores.forget_store(life.store_id)
    [event, *_] = events(EQ_readPoint=f"https://id.gs1.org/414/{GLN}")
    assert event["readPoint"]["id"] == f"https://id.gs1.org/414/{GLN}"
    assert event["eventTimeZoneOffset"] == "+08:00"


def test_only_a_token_for_it_and_head_office_read_it(life: Floor, partner: Person, http: Any):
    other = Person(*members.open_device(label="erp", scopes=["webhooks"]))
    assert partner.get("/epcis/events").status_code == 200
    assert worker(Role.HEAD_OFFICE, "").get("/epcis/events").status_code == 200
    for person in (other, worker(Role.MANAGER, life.store_id)):
        assert person.get("/epcis/events").status_code == 403
        assert person.post("/epcis/capture", {}).status_code == 403
    assert http.get("/api/v1/epcis/events").status_code == 401
