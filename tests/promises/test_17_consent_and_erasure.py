"""Promise 17: an erased member is gone from everywhere; the ledgers keep a pseudonym.

The search is generic: every column of every table is looked through, so a room that begins to keep something personal
tomorrow is found here.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from newretail.fulfilment.models import Parcel, PickLine
from newretail.fulfilment.packing.carry_bag import arrive_at_packing
from newretail.fulfilment.packing.pack_parcel import pack_parcel
from newretail.fulfilment.picking.finish_pick import finish_pick
from newretail.fulfilment.picking.miss_line import miss_line
from newretail.fulfilment.picking.open_bag import open_bag
from newretail.fulfilment.picking.pick_line import pick_line
from newretail.fulfilment.picking.start_pick import start_next
from newretail.inventory import api as inventory
from newretail.kernel import clock, recent
from newretail.kernel.models import Event
from newretail.members.models import Member, Session
from newretail.ordering.models import Cart, Order
from newretail.payments import api as payments
from newretail.photos.models import Photo
from newretail.stores.api import Role
from tests.one_of_everything import a_picture, somebody
from tests.sale_floor import (
    Floor,
    Person,
    cart_with,
    gtin_of,
    open_store,
    pay_in_cash,
    with_drawer,
    work_through,
    worker,
)
from tests.stock_room import standing_clock

pytestmark = pytest.mark.django_db

EMAIL, PHONE, NAME = "yuna.seo@haru.example", "+8613812340987", "서유나 Yuna"
STREET, NOTE, LABEL = "Weihai Lane 417, room 2203", "the blue door behind the well", "grandmother's"
LATITUDE, LONGITUDE = 31.236417, 121.502683
SECRETS = (EMAIL, PHONE, PHONE[3:], NAME, "Yuna", STREET, NOTE, LABEL, str(LATITUDE), str(LONGITUDE))
PLACE = {"text": STREET, "latitude": LATITUDE, "longitude": LONGITUDE, "note": NOTE, "phone": PHONE}


@pytest.fixture(autouse=True)
def noon(tmp_path: Path) -> Iterator[None]:
    with standing_clock(tmp_path):
        yield


@pytest.fixture
def floor() -> Floor:
    return open_store()


@pytest.fixture
def yuna(floor: Floor) -> Person:
    """She has an account, an address, an agreement, a session, a quote, and an address typed into it."""
    person = somebody("yuna.seo")
    Member.objects.filter(id=person.member.id).update(
        email=EMAIL, phone=PHONE, phone_verified=True, name=NAME
    )
    assert person.post("/me/addresses", {"label": LABEL, **PLACE}).status_code == 201
    assert person.put("/me/consents/marketing", {"version": 1}).status_code == 204
    browser = Client()
    browser.force_login(Member.objects.get(id=person.member.id))
    session = browser.session
    session["account_authentication_methods"] = [{"method": "code", "email": EMAIL}]
    session.save()
    quote(person, floor)
    return person


def quote(person: Person, floor: Floor) -> str:
    cart = cart_with(person, floor, [(floor.milk, 1, "deliver"), (floor.bread, 2, "deliver")])
    answer = person.post(f"/carts/{cart}/promises", {"address": PLACE | {"name": NAME}})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def paid_order(person: Person, cashier: Person, floor: Floor) -> str:
    placed = person.post("/orders", {"promise_id": quote(person, floor)})
    assert placed.status_code == 201, placed.content
    pay_in_cash(cashier, floor, placed.json())
    return str(placed.json()["id"])


def deliver(order_id: str, floor: Floor, courier: Person, *, tag: str) -> None:
    """The whole way to her door, over the courier's own phone, with a photo as proof."""
    pack(order_id, floor, tag=tag)
    ride(order_id, floor, courier, tag=tag)


def ask_back(person: Person, cashier: Person, floor: Floor, order_id: str) -> None:
    """She asks for money back in her own words and with a photo; the counter answers her by name."""
    photo = person.http.post("/api/v1/photos", {"photo": SimpleUploadedFile("door.png", a_picture())})
    assert photo.status_code == 201, photo.content
    line = {"line": 1, "quantity": 1, "photo_ids": [photo.json()["id"]]}
    body = {"request_id": str(uuid4()), "reason": "spoiled", "note": f"it stood at {NOTE}", "lines": [line]}
    asked = person.post(f"/orders/{order_id}/refund-requests", body)
    assert asked.status_code == 201, asked.content
    path = f"/stores/{floor.store}/refund-requests/{asked.json()['id']}/approval"
    assert cashier.post(path, {"answer": f"Sorry, {NAME}"}).status_code == 200


def go_another_way(floor: Floor, order_id: str) -> None:
    """A manager unlocks her code, and writes down who asked for it."""
    parcel = Parcel.objects.get(ref=f"order:{order_id}")
    Parcel.objects.filter(id=parcel.id).update(locked_until=clock.now() + timedelta(minutes=10))
    path = f"/stores/{floor.store}/parcels/{parcel.id}/unlock"
    done = worker(Role.MANAGER, floor.store).post(path, {"reason": f"{NAME} called"})
    assert done.status_code == 200, done.content


def pack(order_id: str, floor: Floor, *, tag: str) -> None:
    picker = worker(Role.PICKER, floor.store).member.id
    job = start_next(store_id=floor.store, picker_id=picker)
    assert job is not None
    at = {"store_id": floor.store, "job_id": job.id, "picker_id": picker}
    open_bag(**at, tag=tag)
    pick_line(**at, code=gtin_of(floor.milk))
    missing = PickLine.objects.get(job=job, sku_id=floor.bread)
    miss_line(**at, line=missing.line, cause="damaged")
    finish_pick(**at)
    arrive_at_packing(store_id=floor.store, tag=tag, station=None, by="test")
    pack_parcel(store_id=floor.store, parcel_id=Parcel.objects.get(ref=f"order:{order_id}").id, by="test")
    work_through()


def ride(order_id: str, floor: Floor, courier: Person, *, tag: str) -> None:
    base = f"/stores/{floor.store}"
    assert courier.post(f"{base}/couriers/me/duty", {"on_duty": True}).status_code == 200
    clock.advance_to(clock.now() + timedelta(minutes=1))
    work_through()
    [trip] = courier.get(f"{base}/trips/mine").json()
    path = f"{base}/trips/{trip['id']}"
    assert courier.post(f"{path}/pick-up", {"bags": [tag]}).status_code == 200
    here = {"latitude": LATITUDE, "longitude": LONGITUDE}
    told = courier.post(f"{base}/couriers/me/position", here)
    assert told.status_code < 300, told.content
    stop = {"parcel_id": trip["stops"][0]["parcel_id"]}
    assert courier.post(f"{path}/arrive", stop).status_code == 200
    sent = courier.http.post("/api/v1/photos", {"photo": SimpleUploadedFile("Yuna.png", a_picture())})
    done = courier.post(f"{path}/deliver", stop | {"photo": sent.json()["id"]})
    assert done.status_code == 200, done.content
    work_through()


def everywhere() -> dict[str, set[str]]:
    """Which of her secrets are in which table, whatever the type of the column; sessions are unpacked."""
    needles = {secret: [secret, secret.encode().hex(), json.dumps(secret)[1:-1]] for secret in SECRETS}
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for secret, forms in needles.items():
                patterns = [f"%{form}%" for form in forms]
                cursor.execute(f'SELECT 1 FROM "{table}" AS r WHERE r::text LIKE ANY(%s) LIMIT 1', [patterns])
                if cursor.fetchone():
                    found.setdefault(table, set()).add(secret)
    unpacked = json.dumps([session.get_decoded() for session in Session.objects.all()], ensure_ascii=False)
    for secret in SECRETS:
        if secret in unpacked:
            found.setdefault("members_session", set()).add(secret)
    return found


def test_the_search_finds_her_wherever_she_is(floor: Floor, yuna: Person):
    """The control: before the erasure she is in every one of these tables."""
    cashier, courier = with_drawer(floor), worker(Role.COURIER, floor.store)
    order_id = paid_order(yuna, cashier, floor)
    deliver(order_id, floor, courier, tag="BAG-1")
    ask_back(yuna, cashier, floor, order_id)
    go_another_way(floor, order_id)
    found = everywhere()
    assert Photo.objects.count() == 2, "the courier's of her door, and her own"
    assert {
        "members_member",
        "members_address",
        "kernel_idempotencyrecord",
        "members_session",
        "ordering_order",
        "ordering_promise",
        "ordering_refundrequest",
        "fulfilment_parcel",
        "fulfilment_courier",
        "fulfilment_override",
    } <= set(found)
    assert "kernel_event" not in found
    assert set().union(*found.values()) == set(SECRETS)


def test_after_erasure_nothing_of_her_is_anywhere(floor: Floor, yuna: Person):
    cashier, courier = with_drawer(floor), worker(Role.COURIER, floor.store)
    order_id = paid_order(yuna, cashier, floor)
    deliver(order_id, floor, courier, tag="BAG-1")
    ask_back(yuna, cashier, floor, order_id)
    go_another_way(floor, order_id)
    assert yuna.post("/me/erase").status_code == 204
    work_through()
    assert everywhere() == {} and not Photo.objects.exists()
    recent.forget_all()  # the memory of tokens is emptied on commit, which a rolled back test never reaches
    assert yuna.get("/me").status_code == 401
    assert not Session.objects.exists()

    order = Order.objects.get(id=order_id)
    assert order.member_id == yuna.member.id, "the ledgers keep the pseudonym"
    erased = Member.objects.get(id=yuna.member.id)
    assert (erased.kind, erased.name, erased.email, erased.phone) == ("erased", "", None, None)
    assert payments.captured(order.ref).amount == order.total
    assert payments.refunded(order.ref).amount == 1800 + 1280, "what was missing, and what she asked back"
    assert not inventory.audit(floor.store) and not payments.audit(floor.store)
    assert Cart.objects.filter(member_id=yuna.member.id).count() == 2


def test_a_delivery_under_way_arrives_and_is_forgotten_then(floor: Floor, yuna: Person):
    cashier, courier = with_drawer(floor), worker(Role.COURIER, floor.store)
    order_id = paid_order(yuna, cashier, floor)
    pack(order_id, floor, tag="BAG-1")
    assert yuna.post("/me/erase").status_code == 204
    work_through()
    assert set(everywhere()) == {"ordering_order", "ordering_promise", "fulfilment_parcel"}
    ride(order_id, floor, courier, tag="BAG-1")
    assert Order.objects.get(id=order_id).state == "done"
    assert everywhere() == {}


def test_an_order_that_nobody_pays_is_forgotten_when_it_expires(floor: Floor, yuna: Person):
    placed = yuna.post("/orders", {"promise_id": quote(yuna, floor)}).json()
    assert yuna.post("/me/erase").status_code == 204
    work_through()
    assert set(everywhere()) == {"ordering_order", "ordering_promise"}
    clock.advance_to(Order.objects.get(id=placed["id"]).pay_by)
    work_through()
    work_through()
    assert Order.objects.get(id=placed["id"]).state == "expired"
    assert everywhere() == {}


def test_what_leaves_the_house_names_nobody(floor: Floor, yuna: Person):
    """Facts, which are for ever and which streams and webhooks carry, hold ids, and no place more exact than a block. The one
    that shows where a courier rides is not for integrators at all."""
    from newretail.webhooks import kinds

    courier = worker(Role.COURIER, floor.store)
    deliver(paid_order(yuna, with_drawer(floor), floor), floor, courier, tag="BAG-1")
    assert Event.objects.filter(name="courier.moved").exists()
    assert "kernel_event" not in everywhere()
    assert "courier.moved" not in kinds.all_kinds()


def test_consent_holds_for_its_purpose_until_it_is_withdrawn(floor: Floor, yuna: Person):
    from newretail.members import api as members

    me: UUID = yuna.member.id
    assert members.has_consented(me, purpose="marketing")
    assert not members.has_consented(me, purpose="personalisation")
    assert yuna.delete("/me/consents/marketing").status_code == 204
    assert not members.has_consented(me, purpose="marketing")
