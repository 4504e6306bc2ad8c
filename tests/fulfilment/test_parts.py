"""A parcel waits for parts of several kinds, and an order may have several parcels of one way."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from newretail.fulfilment import api as fulfilment
from newretail.fulfilment.errors import (
    BagsMissing,
    LineNotFound,
    ParcelNotFound,
    ParcelNotReady,
    PartNotFound,
    PartNotWaiting,
)
from newretail.fulfilment.events import LegHandedOver, LegPacked, PartDropped, PartOpened, PartReady
from newretail.fulfilment.models import Bag, Parcel, ParcelPart, PickJob, PickLine
from newretail.fulfilment.models.bags import BagState
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.models.work import Work
from newretail.fulfilment.packing.counter_bag import drop_counter_bag, fill_counter_bag, open_counter_bag
from newretail.fulfilment.packing.give_parcel import collect_parcel, shelve_parcel
from newretail.fulfilment.packing.pack_parcel import pack_parcel
from newretail.fulfilment.packing.receive_back import receive_back
from newretail.fulfilment.picking.miss_line import miss_line
from newretail.fulfilment.plan.find_late import find_late_parcels
from newretail.fulfilment.riding.courier_duty import go_on_duty
from newretail.fulfilment.riding.dispatch_trips import dispatch_trips
from newretail.inventory import api as inventory
from newretail.kernel import clock
from tests.fulfilment.conftest import Call
from tests.fulfilment.floor import Floor

pytestmark = pytest.mark.django_db

KITCHEN = {"kind": "kitchen", "maker": "ticket:7"}


def two_parcels(floor: Floor) -> str:
    """An order that is picked up in two parcels: apples now, milk and a pear a little later. Apples and pear are in one zone."""
    ref, goods = f"order:{uuid4()}", [(floor.apple, "now"), (floor.milk, "later"), (floor.pear, "later")]
    held = [inventory.HoldLine(str(line), sku, 1) for line, (sku, _) in enumerate(goods, 1)]
    inventory.hold(ref=ref, store_id=floor.store_id, lines=held, until=None)
    fulfilment.open_work(
        ref=ref,
        store_id=floor.store_id,
        number="77",
        legs=[
            fulfilment.WorkLeg(way="pick_up", part=part, due_at=clock.now() + timedelta(minutes=minutes))
            for part, minutes in (("now", 30), ("later", 40))
        ],
        lines=[
            fulfilment.WorkLine(line=str(line), sku_id=sku, quantity=1, way="pick_up", part=part)
            for line, (sku, part) in enumerate(goods, 1)
        ],
    )
    return ref


def parcel(ref: str, part: str = "") -> Parcel:
    return Parcel.objects.get(ref=ref, part=part)


def pick(floor: Floor, ref: str) -> dict[str, str]:
    """Pick all of the order into a bag for each zone and parcel, to the packing station; the tags by zone and part."""
    tags = {}
    while PickJob.objects.filter(ref=ref, state="open").exists():
        job = floor.start(ref)
        for line in PickLine.objects.filter(job=job).select_related("parcel").order_by("position"):
            floor.pick(job, line.sku_id)
            tags[f"{job.zone} {line.parcel.part}"] = floor.bag(job, part=line.parcel.part)
        floor.finish(job)
    for tag in tags.values():
        floor.convey(tag)
    return tags


def kitchen_order(floor: Floor) -> str:
    """Something that only the kitchen makes, to be eaten here."""
    ref = f"order:{uuid4()}"
    leg = fulfilment.WorkLeg(
        way="eat_in",
        due_at=clock.now() + timedelta(minutes=30),
        awaits=[fulfilment.NewPart(kind="kitchen", maker="ticket:7", note="crab noodles")],
    )
    fulfilment.open_work(ref=ref, store_id=floor.store_id, number="78", legs=[leg], lines=[])
    return ref


def test_an_order_of_one_way_has_two_parcels(floor: Floor) -> None:
    ref = two_parcels(floor)
    tags = pick(floor, ref)
    assert sorted(tags) == ["cold later", "fruit later", "fruit now"]
    by = str(floor.packer)
    for part, bags in (("now", ["fruit now"]), ("later", ["cold later", "fruit later"])):
        found = parcel(ref, part)
        assert sorted(bag.tag for bag in found.bags.all()) == sorted(tags[name] for name in bags)
        pack_parcel(store_id=floor.store_id, parcel_id=found.id, by=by, bags=[tags[name] for name in bags])
        shelve_parcel(store_id=floor.store_id, parcel_id=found.id, shelf=f"S-{part}", by=by)
    packed = {fact["part"]: [line["line"] for line in fact["lines"]] for fact in floor.events(LegPacked, ref)}
    assert packed == {"now": ["1"], "later": ["2", "3"]}
    codes = fulfilment.codes(ref, store_id=floor.store_id)
    assert sorted(codes) == ["pick_up:later", "pick_up:now"]
    collect_parcel(store_id=floor.store_id, parcel_id=parcel(ref, "now").id, code=codes["pick_up:now"], by=by)
    assert Work.objects.get(ref=ref).state == "open" and list(
        fulfilment.codes(ref, store_id=floor.store_id)
    ) == ["pick_up:later"]
    collect_parcel(
        store_id=floor.store_id, parcel_id=parcel(ref, "later").id, code=codes["pick_up:later"], by=by
    )
    assert Work.objects.get(ref=ref).state == "done"
    assert [fact["part"] for fact in floor.events(LegHandedOver, ref)] == ["now", "later"]
    stages = [(stage.stage, stage.part) for stage in fulfilment.timeline(ref, store_id=floor.store_id)]
    assert {("packed", "now"), ("packed", "later"), ("released", "")} <= set(stages)
    floor.nothing_is_wrong()


def test_the_first_parcel_does_not_wait_for_the_second(floor: Floor) -> None:
    ref = two_parcels(floor)
    job = floor.start(ref)
    assert job.zone == "fruit"
    floor.pick(job, floor.apple)
    floor.pick(job, floor.pear)
    with pytest.raises(LineNotFound):  # for which of the two?
        floor.bag(job)
    now, later = floor.bag(job, part="now"), floor.bag(job, part="later")
    floor.finish(job)
    floor.convey(now)
    floor.convey(later)
    assert [parcel(ref, part).state for part in ("now", "later")] == ["arrived", "waiting"]
    with pytest.raises(BagsMissing) as refused:
        pack_parcel(store_id=floor.store_id, parcel_id=parcel(ref, "later").id, by="packer")
    assert refused.value.details["jobs_open"] == 1


def test_a_delivery_waits_for_what_is_picked_and_for_a_bag_from_the_counter(floor: Floor, call: Call) -> None:
    ref = floor.order((floor.apple, 1))
    path = f"parcels/{parcel(ref).id}"
    assert call(floor.picker, "POST", f"{path}/counter-bags", {"note": "cake"})[0] == 403
    assert call(floor.packer, "POST", f"{path}/counter-bags", {"note": ""})[0] == 422
    status, waiting = call(floor.packer, "POST", f"{path}/counter-bags", {"note": "cake"}, key="one cake")
    assert status == 201
    assert call(floor.packer, "POST", f"{path}/counter-bags", {"note": "cake"}, key="one cake")[1] == waiting
    [cake] = waiting["parts"]
    assert (cake["kind"], cake["note"], cake["state"], cake["can"]) == (
        "counter",
        "cake",
        "waiting",
        ["fill", "drop"],
    )
    assert [each["id"] for each in call(floor.packer, "GET", "counter-bags")[1]] == [cake["id"]]
    [picked] = floor.pick_all(ref)
    assert parcel(ref).state == "waiting"  # all that is picked is here, the cake is not
    status, filled = call(floor.packer, "POST", f"counter-bags/{cake['id']}/fill", {"tag": "CAKE-1"})
    assert (status, filled["parts"][0]["state"], filled["parts"][0]["bags_missing"]) == (
        200,
        "ready",
        ["CAKE-1"],
    )
    assert call(floor.packer, "GET", "counter-bags")[1] == []
    status, arrived = call(floor.packer, "POST", "bags/CAKE-1/arrival", {"station": "station-1"})
    assert (status, arrived["job_id"]) == (200, None)
    status, shown = call(floor.packer, "GET", path)
    assert (shown["state"], shown["can"]) == ("arrived", ["pack", "add_counter_bag"])
    assert call(floor.packer, "POST", f"{path}/pack", {"bags": [picked]})[1]["missing"] == ["CAKE-1"]
    status, packed = call(floor.packer, "POST", f"{path}/pack", {"bags": [picked, "CAKE-1"]})
    assert (status, packed["state"]) == (200, "packed")
    [fact] = floor.events(LegPacked, ref)
    assert sorted(fact["bags"]) == ["CAKE-1", picked] and [line["line"] for line in fact["lines"]] == ["1"]
    assert [each["kind"] for each in floor.events(PartOpened, ref)] == ["counter"]
    assert [each["bags"] for each in floor.events(PartReady, ref)] == [["CAKE-1"]]
    [told] = fulfilment.tell_work(ref, store_id=floor.store_id).parts
    assert (told.note, told.state, told.by.startswith("packer")) == ("cake", "arrived", True)


def test_a_bag_from_the_counter_may_be_added_until_the_parcel_is_packed(floor: Floor) -> None:
    ref = floor.order((floor.apple, 1))
    floor.pick_all(ref)
    assert parcel(ref).state == "arrived"
    open_counter_bag(store_id=floor.store_id, parcel_id=parcel(ref).id, note="flowers", by="cashier")
    assert (parcel(ref).state, parcel(ref).arrived_at) == ("waiting", None)
    part = ParcelPart.objects.get(ref=ref, kind="counter")
    drop_counter_bag(store_id=floor.store_id, part_id=part.id, by="cashier")
    drop_counter_bag(store_id=floor.store_id, part_id=part.id, by="cashier")
    assert parcel(ref).state == "arrived" and len(floor.events(PartDropped, ref)) == 1
    with pytest.raises(PartNotWaiting):
        fill_counter_bag(store_id=floor.store_id, part_id=part.id, tag="F-1", by="cashier")
    floor.pack(ref)
    with pytest.raises(ParcelNotReady):
        open_counter_bag(store_id=floor.store_id, parcel_id=parcel(ref).id, note="flowers", by="cashier")


def test_a_counter_bag_is_filled_once(floor: Floor) -> None:
    ref = floor.order((floor.apple, 1))
    open_counter_bag(store_id=floor.store_id, parcel_id=parcel(ref).id, note="flowers", by="cashier")
    part = ParcelPart.objects.get(ref=ref, kind="counter")
    for _ in range(2):
        fill_counter_bag(store_id=floor.store_id, part_id=part.id, tag="F-1", by="cashier")
    with pytest.raises(PartNotWaiting):
        fill_counter_bag(store_id=floor.store_id, part_id=part.id, tag="F-2", by="cashier")
    with pytest.raises(PartNotWaiting):
        drop_counter_bag(store_id=floor.store_id, part_id=part.id, by="cashier")
    assert list(part.bags.values_list("tag", flat=True)) == ["F-1"]
    with pytest.raises(PartNotFound):
        fill_counter_bag(store_id=floor.store_id, part_id=uuid4(), tag="F-3", by="cashier")


def test_a_parcel_of_which_all_is_missing_still_brings_its_counter_bag(floor: Floor) -> None:
    ref = floor.order((floor.apple, 1))
    open_counter_bag(store_id=floor.store_id, parcel_id=parcel(ref).id, note="flowers", by="cashier")
    job = floor.start(ref)
    miss_line(store_id=floor.store_id, job_id=job.id, picker_id=floor.picker, line="1", cause="not_on_shelf")
    floor.finish(job)
    assert parcel(ref).state == "waiting"
    part = ParcelPart.objects.get(ref=ref, kind="counter")
    fill_counter_bag(store_id=floor.store_id, part_id=part.id, tag="F-1", by="cashier")
    floor.convey("F-1")
    assert parcel(ref).state == "arrived"
    floor.pack(ref)
    assert [fact["bags"] for fact in floor.events(LegPacked, ref)] == [["F-1"]]


def test_another_room_makes_a_parcel_of_its_own(floor: Floor) -> None:
    ref = kitchen_order(floor)
    goods = [fulfilment.PartGoods(line="1", sku_id=floor.fish, quantity=400, lot="F1")]
    for _ in range(2):
        fulfilment.part_ready(store_id=floor.store_id, ref=ref, **KITCHEN, goods=goods, by="cook")
    assert parcel(ref).state == "arrived"  # it comes without a bag: on a plate
    floor.pack(ref)
    [fact] = floor.events(LegPacked, ref)
    assert fact["lines"] == [
        {
            "line": "1",
            "sku_id": floor.fish,
            "quantity": 400,
            "pieces": None,
            "lot": "F1",
            "swap_of": None,
            "amount": None,
        }
    ]
    assert len(floor.events(PartReady, ref)) == 1


def test_parts_are_opened_once_and_only_for_parcels_that_are_there(floor: Floor) -> None:
    ref = floor.order((floor.apple, 1))
    new = fulfilment.NewPart(kind="kitchen", maker="ticket:9")
    first = fulfilment.open_part(store_id=floor.store_id, ref=ref, way="deliver", new=new)
    assert fulfilment.open_part(store_id=floor.store_id, ref=ref, way="deliver", new=new) == first
    with pytest.raises(ParcelNotFound):
        fulfilment.open_part(store_id=floor.store_id, ref=ref, way="deliver", part="second", new=new)
    with pytest.raises(PartNotFound):
        fulfilment.part_ready(store_id=floor.store_id, ref=ref, kind="kitchen", maker="ticket:8")
    fulfilment.drop_part(store_id=floor.store_id, ref=ref, kind="kitchen", maker="ticket:9")
    floor.pick_all(ref)
    assert parcel(ref).state == "arrived"


def test_a_part_that_nobody_makes_is_refused_by_the_database(floor: Floor) -> None:
    ref = floor.order((floor.apple, 1))
    wrong = [
        {"kind": "kitchen", "maker": ""},
        {"kind": "pick", "maker": "ticket:1"},
        {"kind": "", "maker": "x"},
    ]
    for row in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            ParcelPart.objects.create(
                store_id=floor.store_id, parcel=parcel(ref), ref=ref, latest_finish=clock.now(), **row
            )


def test_a_promise_knows_what_it_waits_for(floor: Floor) -> None:
    go_on_duty(store_id=floor.store_id, member_id=floor.courier, latitude=31.23, longitude=121.5)
    ref = floor.order((floor.apple, 1), minutes=30)
    [before] = fulfilment.expect_parcels(store_id=floor.store_id, ref=ref)
    soon = clock.now() + timedelta(minutes=25)
    new = fulfilment.NewPart(kind="kitchen", maker="ticket:7", latest_finish=soon)
    fulfilment.open_part(store_id=floor.store_id, ref=ref, way="deliver", new=new)
    [after] = fulfilment.expect_parcels(store_id=floor.store_id, ref=ref)
    assert after.expected_at > before.expected_at and after.ready_at > soon
    floor.pick_all(ref)
    [picked] = fulfilment.expect_parcels(store_id=floor.store_id, ref=ref)
    assert (picked.stage, picked.cause) == ("picking", "waiting_for_part")
    floor.wait(minutes=31)
    assert find_late_parcels() == 1 and parcel(ref).late_cause == "waiting_for_part"
    [late] = fulfilment.board(floor.store_id).late
    assert late.words == "A bag from a counter or the kitchen came too late."


def test_a_cancelled_order_waits_for_nothing_and_frees_the_counter_bag(floor: Floor) -> None:
    ref = floor.order((floor.apple, 1))
    for note in ("flowers", "cake"):
        open_counter_bag(store_id=floor.store_id, parcel_id=parcel(ref).id, note=note, by="cashier")
    flowers, cake = ParcelPart.objects.filter(ref=ref, kind="counter").order_by("id")
    fill_counter_bag(store_id=floor.store_id, part_id=flowers.id, tag="F-1", by="cashier")
    fulfilment.cancel_work(ref=ref, store_id=floor.store_id)
    cake.refresh_from_db()
    assert cake.state == "dropped" and not Bag.objects.filter(ref=ref).exclude(state="emptied").exists()


def test_a_parcel_that_comes_back_for_good_frees_its_counter_bag(floor: Floor) -> None:
    ref = kitchen_order(floor)
    Parcel.objects.filter(ref=ref).update(way="deliver", latitude=31.2, longitude=121.5)
    fulfilment.part_ready(store_id=floor.store_id, ref=ref, **KITCHEN, tags=["K-1"])
    floor.convey("K-1")
    floor.pack(ref)
    go_on_duty(store_id=floor.store_id, member_id=floor.courier, latitude=31.23, longitude=121.5)
    assert dispatch_trips(store_id=floor.store_id) == 1
    Parcel.objects.filter(ref=ref).update(state=ParcelState.FAILED)
    receive_back(
        store_id=floor.store_id, parcel_id=parcel(ref).id, bags=["K-1"], again=False, by=str(floor.packer)
    )
    assert Bag.objects.get(tag="K-1").state == BagState.EMPTIED and Work.objects.get(ref=ref).state == "done"
