"""Private pictures over HTTP: kept once, seen by the right people only, forgotten in time."""

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from newretail.kernel import clock
from newretail.kernel.errors import NotFound
from newretail.photos import api as photos
from newretail.photos import forget_photos, keep_photo
from newretail.photos.models import Photo
from newretail.stores.api import Role
from newretail.stores.issue_badge import issue_badge
from newretail.stores.sign_in_by_badge import sign_in_by_badge
from tests.sale_floor import Floor, Person, open_store, order_of, shopper, worker


def picture(shade: int = 200, *, side: int = 64) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (side, side), (shade, 80, 80)).save(written, "JPEG")
    return written.getvalue()


def upload(person: Person, content: bytes) -> Any:
    return person.http.post("/api/v1/photos", {"photo": SimpleUploadedFile("a.jpg", content, "image/jpeg")})


def photo_of(person: Person, shade: int = 200) -> str:
    answer = upload(person, picture(shade))
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def test_whoever_made_a_photo_sees_it_and_nobody_else(floor: Floor):
    person = shopper()
    photo = photo_of(person)
    shown = person.get(f"/photos/{photo}")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert shown["Cache-Control"] == "no-store"
    assert Image.open(io.BytesIO(shown.content)).size == (64, 64)
    others = (shopper(), worker(Role.MANAGER, floor.store), worker(Role.HEAD_OFFICE, ""))
    assert {each.get(f"/photos/{photo}").status_code for each in others} == {404}


def photo_at_the_door(courier: Person, order: dict[str, Any], floor: Floor) -> str:
    """What a courier pictures of an order's parcel."""
    photo = photo_of(courier)
    photos.attach_photos(
        photo_ids=[UUID(photo)],
        made_by=courier.member.id,
        ref=f"order:{order['id']}",
        store_id=floor.store,
    )
    return photo


def test_an_attached_photo_is_seen_by_the_counter_head_office_and_the_shopper_of_the_order(floor: Floor):
    person, courier, elsewhere = shopper(), worker(Role.COURIER, floor.store), open_store()
    order = order_of(person, floor, [(floor.milk, 1, "deliver")])
    photo = photo_at_the_door(courier, order, floor)
    may = [person, courier, worker(Role.CASHIER, floor.store), worker(Role.MANAGER, floor.store), worker(Role.HEAD_OFFICE, "")]  # fmt: skip
    may_not = [shopper(), worker(Role.PICKER, floor.store), worker(Role.MANAGER, elsewhere.store)]
    assert {each.get(f"/photos/{photo}").status_code for each in may} == {200}
    assert {each.get(f"/photos/{photo}").status_code for each in may_not} == {404}


def test_a_badge_shows_its_owner_no_photo_of_their_own_delivery(floor: Floor):
    person = worker(Role.PICKER, floor.store)
    order = order_of(person, floor, [(floor.milk, 1, "deliver")])
    courier = worker(Role.COURIER, floor.store)
    photo = photo_at_the_door(courier, order, floor)
    _, code = issue_badge(member_id=person.member.id, store_id=floor.store)
    at_work = Person(person.member, sign_in_by_badge(code=code).token)
    assert person.get(f"/photos/{photo}").status_code == 200
    assert at_work.get(f"/photos/{photo}").status_code == 404


def test_the_same_file_is_the_same_photo_until_it_is_attached(floor: Floor):
    person = shopper()
    first, again = photo_of(person), photo_of(person)
    assert first == again and photo_of(shopper()) != first
    photos.attach_photos(
        photo_ids=[UUID(first)], made_by=person.member.id, ref="order:x", store_id=floor.store
    )
    assert photo_of(person) != first


def test_a_photo_is_attached_by_its_maker_to_one_thing(floor: Floor):
    person, other = shopper(), shopper()
    photo = UUID(photo_of(person))
    with pytest.raises(NotFound):
        photos.attach_photos(photo_ids=[photo], made_by=other.member.id, ref="order:x", store_id=floor.store)
    for _ in range(2):
        photos.attach_photos(photo_ids=[photo], made_by=person.member.id, ref="order:x", store_id=floor.store)
    with pytest.raises(NotFound):
        photos.attach_photos(photo_ids=[photo], made_by=person.member.id, ref="order:y", store_id=floor.store)


def test_nobody_fills_the_house_with_photos(db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keep_photo, "MOST_LOOSE", 2)
    person = shopper(language="ko")
    for shade in (20, 120):
        photo_of(person, shade)
    refused = upload(person, picture(220))
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_photos")
    assert photo_of(person, 120), "one that is there already is no new one"


def test_what_is_no_photo_is_refused_in_words(db: None):
    person = shopper(language="zh")
    answer = upload(person, b"#!/bin/sh")
    assert (answer.status_code, answer.json()["code"]) == (422, "not_a_picture")
    assert "无法读取" in answer.json()["detail"]
    assert upload(person, b"").status_code == 422
    assert upload(person, b"\0" * (keep_photo.MOST_BYTES + 1)).json()["code"] == "body_too_large"
    assert upload(person, b"\0" * 6_200_000).status_code == 413
    assert not Photo.objects.exists()


def test_photos_are_forgotten_in_time(floor: Floor):
    person = shopper()
    loose, used = UUID(photo_of(person, 20)), UUID(photo_of(person, 120))
    photos.attach_photos(photo_ids=[used], made_by=person.member.id, ref="order:x", store_id=floor.store)
    clock.advance_to(clock.now() + timedelta(days=1, minutes=1))
    assert forget_photos.forget_photos() == 1
    assert photos.still_there([loose, used]) == {used}
    clock.advance_to(clock.now() + forget_photos.KEPT_FOR)
    assert forget_photos.forget_photos() == 1 and forget_photos.forget_photos() == 0
