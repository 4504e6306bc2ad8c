import io
from uuid import UUID

import pytest
from PIL import Image

from newretail.fulfilment import api as fulfilment
from newretail.fulfilment import errors
from newretail.fulfilment.events import (
    CourierMoved,
    LegDelivered,
    LegFailed,
    LegHandedOver,
    LegLate,
    LegPacked,
    PickJobLate,
)
from newretail.fulfilment.forget_addresses import forget_addresses
from newretail.fulfilment.models import (
    Bag,
    MissingCause,
    Parcel,
    PickLine,
    PutBack,
    Stop,
    Trip,
    Work,
    WorkSlot,
)
from newretail.fulfilment.models.couriers import FailCause
from newretail.fulfilment.packing.carry_bag import arrive_at_packing
from newretail.fulfilment.packing.give_parcel import collect_parcel, hand_over_parcel, shelve_parcel
from newretail.fulfilment.packing.pack_parcel import pack_parcel
from newretail.fulfilment.packing.receive_back import put_back_goods, receive_back
from newretail.fulfilment.picking.miss_line import miss_line
from newretail.fulfilment.plan.find_late import find_late_jobs, find_late_parcels
from newretail.fulfilment.riding.courier_duty import go_off_duty, go_on_duty, tell_position
from newretail.fulfilment.riding.dispatch_trips import dispatch_trips
from newretail.fulfilment.riding.ride_trip import arrive_at_stop, deliver_stop, fail_stop, pick_up_trip
from newretail.inventory import api as inventory
from newretail.kernel.models import Event
from newretail.photos import api as photos
from tests.fulfilment.floor import Floor

pytestmark = pytest.mark.django_db


def duty(floor: Floor) -> None:
    go_on_duty(store_id=floor.store_id, member_id=floor.courier, latitude=31.23, longitude=121.5)


def ride(floor: Floor) -> dict[str, object]:
    return {
        "store_id": floor.store_id,
        "member_id": floor.courier,
        "trip_id": Trip.objects.get(state__in=["offered", "riding"]).id,
    }


def a_photo(floor: Floor) -> UUID:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "tan").save(picture, "PNG")
    return photos.keep_photo(made_by=floor.courier, content=picture.getvalue())


def packed(floor: Floor, *lines: tuple[str, int], **more: object) -> tuple[str, list[str]]:
    ref = floor.order(*(lines or [(floor.apple, 1)]), **more)
    tags = floor.pick_all(ref)
    floor.pack(ref)
    return ref, tags


def test_a_parcel_is_packed_only_when_all_its_bags_are_there(floor):
    ref = floor.order((floor.apple, 1), (floor.milk, 1))
    job = floor.start(ref)
    floor.pick(job, job.lines.get().sku_id)
    tag = floor.bag(job)
    floor.finish(job)
    floor.convey(tag)
    with pytest.raises(errors.BagsMissing) as refused:
        floor.pack(ref)
    assert refused.value.details["jobs_open"] == 1
    job = floor.start(ref)
    floor.pick(job, job.lines.get().sku_id)
    second = floor.bag(job)
    floor.finish(job)
    with pytest.raises(errors.BagsMissing) as refused:
        floor.pack(ref)
    assert refused.value.details["missing"] == [second]
    floor.convey(second)
    with pytest.raises(errors.WrongBag):
        pack_parcel(store_id=floor.store_id, parcel_id=floor.parcel(ref).id, by="p", bags=[tag, "OTHER"])
    floor.pack(ref)
    with pytest.raises(errors.AlreadyFinished):
        floor.pack(ref)
    [event] = floor.events(LegPacked, ref)
    assert {line["sku_id"] for line in event["lines"]} == {floor.apple, floor.milk}
    assert sorted(event["bags"]) == sorted([tag, second])


def test_a_delivery_goes_all_the_way_with_a_clock_for_each_stage(floor):
    duty(floor)
    ref, tags = packed(floor, (floor.apple, 2), (floor.fish, 500))
    assert dispatch_trips(store_id=floor.store_id) == 1
    assert dispatch_trips(store_id=floor.store_id) == 0
    trip = ride(floor)
    with pytest.raises(errors.WrongBag):
        pick_up_trip(**trip, bags=[*tags, "STRANGE"])
    with pytest.raises(errors.BagsMissing):
        pick_up_trip(**trip, bags=tags[:1])
    pick_up_trip(**trip, bags=tags)
    with pytest.raises(errors.TripNotReady):
        pick_up_trip(**trip, bags=tags)
    parcel_id = floor.parcel(ref).id
    floor.wait(minutes=5)
    tell_position(store_id=floor.store_id, member_id=floor.courier, latitude=31.232, longitude=121.502)
    tell_position(store_id=floor.store_id, member_id=floor.courier, latitude=31.233, longitude=121.503)
    assert len(floor.events(CourierMoved, ref)) == 1
    assert fulfilment.progress(ref, store_id=floor.store_id).legs[0].courier.latitude == 31.233
    arrive_at_stop(**trip, parcel_id=parcel_id)
    code = fulfilment.codes(ref, store_id=floor.store_id)["deliver"]
    deliver_stop(**trip, parcel_id=parcel_id, door_code=code)
    deliver_stop(**trip, parcel_id=parcel_id, door_code=code)
    assert [stage.stage for stage in fulfilment.timeline(ref, store_id=floor.store_id)] == [
        "released", "pick_started", "picked", "on_conveyor", "arrived", "packed", "handed_over", "delivered",
    ]  # fmt: skip
    assert len(floor.events(LegDelivered, ref)) == 1
    assert Work.objects.get(ref=ref).state == "done" and Trip.objects.get().state == "done"
    assert fulfilment.codes(ref, store_id=floor.store_id) == {}
    assert inventory.stock_of(store_id=floor.store_id, sku_id=floor.apple).on_hand == 18
    floor.nothing_is_wrong()
    go_off_duty(store_id=floor.store_id, member_id=floor.courier)


def test_the_door_needs_its_code_or_a_photo_and_guesses_are_counted(floor):
    duty(floor)
    ref, tags = packed(floor)
    dispatch_trips(store_id=floor.store_id)
    trip, parcel_id = ride(floor), floor.parcel(ref).id
    with pytest.raises(errors.TripNotReady):
        deliver_stop(**trip, parcel_id=parcel_id, photo=a_photo(floor))
    pick_up_trip(**trip, bags=tags)
    with pytest.raises(errors.ProofNeeded):
        deliver_stop(**trip, parcel_id=parcel_id)
    wrong = "0000" if fulfilment.codes(ref, store_id=floor.store_id)["deliver"] != "0000" else "0001"
    for left in (4, 3, 2, 1):
        with pytest.raises(errors.WrongCode) as refused:
            deliver_stop(**trip, parcel_id=parcel_id, door_code=wrong)
        assert refused.value.details["tries_left"] == left
    for code in (wrong, fulfilment.codes(ref, store_id=floor.store_id)["deliver"]):
        with pytest.raises(errors.CodeLocked):
            deliver_stop(**trip, parcel_id=parcel_id, door_code=code)
    deliver_stop(**trip, parcel_id=parcel_id, photo=a_photo(floor))
    assert floor.events(LegDelivered, ref)[0]["proof"] == "photo"


def test_another_courier_does_not_see_the_trip(floor):
    duty(floor)
    _, tags = packed(floor)
    dispatch_trips(store_id=floor.store_id)
    trip = ride(floor)
    with pytest.raises(errors.NotACourier):
        pick_up_trip(**{**trip, "member_id": floor.packer}, bags=tags)
    with pytest.raises(errors.StillOnATrip):
        go_off_duty(store_id=floor.store_id, member_id=floor.courier)


def test_one_trip_takes_several_parcels_in_one_direction(floor):
    first, _ = packed(floor, at=(31.235, 121.505))
    second, _ = packed(floor, at=(31.240, 121.510))
    away, _ = packed(floor, at=(31.22, 121.49))
    duty(floor)
    assert dispatch_trips(store_id=floor.store_id) == 1
    assert list(Stop.objects.order_by("sequence").values_list("parcel__ref", flat=True)) == [first, second]
    assert Parcel.objects.get(ref=away).stops.count() == 0


def test_a_packer_hands_single_parcels_to_the_courier_of_their_trip(floor):
    ref, tags = packed(floor)
    parcel_id = floor.parcel(ref).id
    give = {"store_id": floor.store_id, "parcel_id": parcel_id, "by": "p"}
    with pytest.raises(errors.ParcelNotReady):
        hand_over_parcel(**give, bags=tags)
    duty(floor)
    dispatch_trips(store_id=floor.store_id)
    assert hand_over_parcel(**give, bags=tags).state == "riding"
    with pytest.raises(errors.AlreadyFinished):
        hand_over_parcel(**give, bags=tags)
    assert pick_up_trip(**ride(floor), bags=[]).state == "riding"


def test_a_failed_delivery_comes_back_and_is_sent_again_or_put_back(floor):
    duty(floor)
    ref, tags = packed(floor, (floor.apple, 2))
    dispatch_trips(store_id=floor.store_id)
    trip, parcel_id = ride(floor), floor.parcel(ref).id
    pick_up_trip(**trip, bags=tags)
    fail_stop(**trip, parcel_id=parcel_id, cause=FailCause.NOBODY_HOME)
    fail_stop(**trip, parcel_id=parcel_id, cause=FailCause.NOBODY_HOME)
    assert floor.events(LegFailed, ref) == [{"way": "deliver", "part": "", "cause": "nobody_home"}]
    with pytest.raises(errors.AlreadyFinished):
        deliver_stop(**trip, parcel_id=parcel_id, photo=a_photo(floor))
    receive_back(store_id=floor.store_id, parcel_id=parcel_id, bags=tags, again=True, by="p")
    assert dispatch_trips(store_id=floor.store_id) == 1
    trip = ride(floor)
    pick_up_trip(**trip, bags=tags)
    fail_stop(**trip, parcel_id=parcel_id, cause=FailCause.REFUSED)
    receive_back(store_id=floor.store_id, parcel_id=parcel_id, bags=tags, again=False, by="p")
    task = PutBack.objects.get()
    assert task.goods == [{"sku_id": floor.apple, "lot": "LATE", "quantity": 2}]
    put_back_goods(store_id=floor.store_id, put_back_id=task.id, fit_for_sale=False, by="p")
    assert inventory.stock_of(store_id=floor.store_id, sku_id=floor.apple).on_hand == 18
    assert Bag.objects.get().state == "emptied" and Work.objects.get(ref=ref).state == "done"
    floor.nothing_is_wrong()


def test_a_pickup_waits_on_the_shelf_for_its_code(floor):
    ref, _ = packed(floor, way="pick_up")
    parcel_id = floor.parcel(ref).id
    shelve_parcel(store_id=floor.store_id, parcel_id=parcel_id, shelf="A3", by="p")
    with pytest.raises(errors.AlreadyFinished):
        shelve_parcel(store_id=floor.store_id, parcel_id=parcel_id, shelf="A3", by="p")
    code = fulfilment.codes(ref, store_id=floor.store_id)["pick_up"]
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    collect = {"store_id": floor.store_id, "parcel_id": parcel_id, "by": "p"}
    for _ in range(4):
        with pytest.raises(errors.WrongCode):
            collect_parcel(**collect, code=wrong)
    for attempt in (wrong, code):
        with pytest.raises(errors.CodeLocked):
            collect_parcel(**collect, code=attempt)
    floor.wait(minutes=10, seconds=1)
    assert collect_parcel(**collect, code=code).state == "done"
    assert collect_parcel(**collect, code=code).state == "done"
    assert floor.events(LegHandedOver, ref) == [{"way": "pick_up", "part": "", "to": "shopper"}]
    floor.nothing_is_wrong()


def test_a_carried_out_parcel_is_given_to_the_shopper_by_its_bags(floor):
    ref, tags = packed(floor, way="carry_out")
    parcel = hand_over_parcel(store_id=floor.store_id, parcel_id=floor.parcel(ref).id, bags=tags, by="p")
    assert (parcel.state, parcel.handed_to) == ("done", "shopper")
    floor.nothing_is_wrong()


def test_a_leg_of_which_everything_is_missing_ends_by_itself(floor):
    ref = floor.order((floor.apple, 1))
    job = floor.start(ref)
    miss_line(
        store_id=floor.store_id, job_id=job.id, picker_id=floor.picker, line="1", cause=MissingCause.DAMAGED
    )
    floor.finish(job)
    assert floor.parcel(ref).state == "done" and Work.objects.get(ref=ref).state == "done"
    assert floor.events(LegPacked, ref)[0]["lines"] == []
    assert floor.events(LegDelivered, ref)[0]["proof"] == "nothing_to_deliver"


def test_cancelled_work_is_put_back_piece_by_piece(floor):
    ref = floor.order((floor.apple, 2), (floor.milk, 1))
    job = floor.start(ref)
    picked = job.lines.get()
    floor.pick(job, picked.sku_id, quantity=picked.quantity)
    tag = floor.bag(job)
    assert fulfilment.cancel_work(ref=ref, store_id=floor.store_id) == 1
    assert fulfilment.cancel_work(ref=ref, store_id=floor.store_id) == 0
    inventory.release_holds(ref=ref, store_id=floor.store_id)
    with pytest.raises(errors.WorkCancelled):
        floor.finish(job)
    with pytest.raises(errors.WorkCancelled):
        arrive_at_packing(store_id=floor.store_id, tag=tag, station=None, by="p")
    task = PutBack.objects.get()
    put_back_goods(store_id=floor.store_id, put_back_id=task.id, fit_for_sale=True, by="p")
    with pytest.raises(errors.AlreadyFinished):
        put_back_goods(store_id=floor.store_id, put_back_id=task.id, fit_for_sale=True, by="p")
    for sku in (floor.apple, floor.milk):
        stock = inventory.stock_of(store_id=floor.store_id, sku_id=sku)
        assert (stock.on_hand, stock.held) == (20, 0)
    assert Bag.objects.get(tag=tag).state == "emptied"
    assert not PickLine.objects.filter(ref=ref, state="waiting").exists()
    floor.nothing_is_wrong()


def test_cancelled_work_gives_its_places_back_and_its_courier_free(floor):
    [quote] = fulfilment.quote_work(store_id=floor.store_id, line_count=1, ways=["deliver"])
    fulfilment.reserve(
        ref="order:x", store_id=floor.store_id, line_count=1, at=quote.pick_at, by=quote.pick_by, until=None
    )
    ref, _ = packed(floor, ref="order:x")
    duty(floor)
    dispatch_trips(store_id=floor.store_id)
    fulfilment.cancel_work(ref=ref, store_id=floor.store_id)
    assert Trip.objects.get().state == "cancelled"
    assert not WorkSlot.objects.filter(booked__gt=0).exists()


def test_what_has_left_the_store_cannot_be_cancelled(floor):
    duty(floor)
    ref, tags = packed(floor)
    dispatch_trips(store_id=floor.store_id)
    pick_up_trip(**ride(floor), bags=tags)
    with pytest.raises(errors.TooLateToCancel):
        fulfilment.cancel_work(ref=ref, store_id=floor.store_id)


def test_lateness_is_noticed_once_with_its_cause(floor):
    ref = floor.order((floor.apple, 1), minutes=20)
    floor.wait(minutes=18)
    assert (find_late_jobs(), find_late_parcels()) == (1, 0)
    floor.wait(minutes=3)
    assert (find_late_jobs(), find_late_parcels()) == (0, 1)
    assert find_late_parcels() == 0
    assert len(floor.events(PickJobLate, ref)) == 1
    assert floor.events(LegLate, ref)[0]["cause"] == "waiting_for_picker"


def test_a_pickup_that_waits_for_its_shopper_is_not_late(floor):
    ref, _ = packed(floor, way="pick_up")
    floor.wait(hours=2)
    assert find_late_parcels() == 0
    assert floor.parcel(ref).late_at is None


def test_an_address_is_forgotten_two_weeks_after_the_end(floor):
    duty(floor)
    ref, tags = packed(floor)
    dispatch_trips(store_id=floor.store_id)
    trip = ride(floor)
    pick_up_trip(**trip, bags=tags)
    deliver_stop(**trip, parcel_id=floor.parcel(ref).id, photo=a_photo(floor))
    floor.wait(days=13)
    assert forget_addresses() == 0
    floor.wait(days=2)
    assert forget_addresses() == 1
    parcel = floor.parcel(ref)
    assert (parcel.address, parcel.code, parcel.proof) == ({}, "", "")
    assert parcel.latitude == round(31.235, 2)


def test_every_event_carries_its_store_and_ref(floor):
    ref, _ = packed(floor)
    rows = Event.objects.filter(name__regex=r"^(stage|work|pick_job|line|bag|leg)\.")
    assert rows.exists() and set(rows.values_list("store_id", "ref")) == {(floor.store_id, ref)}
