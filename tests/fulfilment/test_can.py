"""What an answer says the caller may do is what the routes let the caller do: each verb of each answer, step by step, for everybody at work."""

from collections.abc import Callable
from typing import Any, get_args
from uuid import UUID

import pytest
from django.db.models import Model

from newretail.fulfilment import api as fulfilment
from newretail.fulfilment.models import Courier, Parcel, ParcelPart, PickJob, Stop, Trip
from newretail.fulfilment.packing.may_do import ParcelDeed, PartDeed
from newretail.fulfilment.picking.may_pick import JobDeed
from newretail.fulfilment.riding.dispatch_trips import dispatch_trips
from newretail.fulfilment.riding.may_ride import DutyDeed, StopDeed, TripDeed
from newretail.stores.api import Role
from tests.fulfilment.conftest import Call
from tests.fulfilment.floor import Floor
from tests.told import Told

pytestmark = pytest.mark.django_db

WATCHED: tuple[type[Model], ...] = (Courier, Parcel, ParcelPart, PickJob, Stop, Trip)
Deeds = dict[str, tuple[str, dict[str, Any]]]


class Words:
    """Compares what people are told with what happens when they do it. What was tried is taken back."""

    def __init__(self, floor: Floor, call: Call) -> None:
        self.floor, self.call = floor, call
        self.manager = floor.somebody(Role.MANAGER)
        self.people = [
            floor.picker, floor.packer, floor.courier, floor.somebody(Role.CASHIER), self.manager,
        ]  # fmt: skip
        self.told = Told(WATCHED)

    def hold(self) -> None:
        for who in self.people:
            for job in self._answer(who, "pick-jobs?state=open") + self._answer(
                who, "pick-jobs?state=started"
            ):
                self._tell(who, job, self._of_job(job), JobDeed)
            for parcel in self._answer(who, "parcels"):
                self._tell(who, parcel, self._of_parcel(parcel), ParcelDeed)
                for part in parcel["parts"]:
                    self._tell(who, part, self._of_part(part), PartDeed)
            for trip in self._answer(who, "trips/mine"):
                self.trip(who, trip)
            for courier in self._answer(who, "couriers/me"):
                self._tell(who, courier, self._of_courier(), DutyDeed)

    def trip(self, who: UUID, trip: dict[str, Any]) -> None:
        base = f"trips/{trip['id']}"
        tags = [tag for stop in trip["stops"] for tag in stop["bags_to_scan"]]
        self._tell(who, trip, {"pick_up": (f"{base}/pick-up", {"bags": tags})}, TripDeed)
        for stop in trip["stops"]:
            self._tell(who, stop, self._of_stop(base, stop), StopDeed)

    def _answer(self, who: UUID, path: str) -> list[dict[str, Any]]:
        """Nothing where the caller may not look."""
        status, answer = self.call(who, "GET", path)
        if status != 200:
            assert status in (403, 409)
            return []
        return answer if isinstance(answer, list) else [answer]

    def _tell(self, who: UUID, told: dict[str, Any], deeds: Deeds, known: Any) -> None:
        def act(path: str, body: dict[str, Any]) -> Callable[[], int]:
            return lambda: int(self.call(who, "POST", path, body)[0])

        self.told.holds(told, {deed: act(*how) for deed, how in deeds.items()}, known=known)

    def _of_job(self, job: dict[str, Any]) -> Deeds:
        base = f"pick-jobs/{job['id']}"
        return {"start": (f"{base}/start", {}), "release": (f"{base}/release", {"reason": "went home"})}

    def _of_parcel(self, parcel: dict[str, Any]) -> Deeds:
        base, tags = f"parcels/{parcel['id']}", {"bags": [bag["tag"] for bag in parcel["bags"]]}
        row = Parcel.objects.get(id=parcel["id"])
        code = fulfilment.codes(row.ref, store_id=row.store_id).get(row.way, "000000").ljust(6, "0")
        return {
            "pack": (f"{base}/pack", tags),
            "shelve": (f"{base}/shelve", {"shelf": "A3"}),
            "hand_over": (f"{base}/hand-over", tags),
            "collect": (f"{base}/collect", {"code": code}),
            "receive_back": (f"{base}/receive-back", tags | {"again": True}),
            "unlock": (f"{base}/unlock", {"reason": "knows it now"}),
            "collect_by_id": (f"{base}/collect-by-id", {"reason": "passport"}),
            "add_counter_bag": (f"{base}/counter-bags", {"note": "cake"}),
        }

    def _of_part(self, part: dict[str, Any]) -> Deeds:
        base = f"counter-bags/{part['id']}"
        return {"fill": (f"{base}/fill", {"tag": "BAG-CAKE"}), "drop": (f"{base}/drop", {})}

    def _of_stop(self, base: str, stop: dict[str, Any]) -> Deeds:
        row = Parcel.objects.get(id=stop["parcel_id"])
        there = {"parcel_id": stop["parcel_id"]}
        code = fulfilment.codes(row.ref, store_id=row.store_id).get("deliver", "0000")
        return {
            "arrive": (f"{base}/arrive", there),
            "deliver": (f"{base}/deliver", there | {"door_code": code}),
            "fail": (f"{base}/fail", there | {"cause": "nobody_home"}),
            "leave_behind": (f"{base}/leave-behind", there),
        }

    def _of_courier(self) -> Deeds:
        return {
            "go_on_duty": ("couriers/me/duty", {"on_duty": True}),
            "go_off_duty": ("couriers/me/duty", {"on_duty": False}),
            "tell_position": ("couriers/me/position", {"latitude": 31.3, "longitude": 121.4}),
        }


@pytest.fixture
def words(floor: Floor, call: Call) -> Words:
    return Words(floor, call)


def test_a_delivery_says_at_each_step_what_may_be_done(floor: Floor, call: Call, words: Words) -> None:
    first, other = floor.order((floor.apple, 1)), floor.order((floor.apple, 1))
    words.hold()
    job = floor.start(first)
    words.hold()  # one job is taken: its picker takes no second, a colleague may
    floor.pick(job, floor.apple)
    tag = floor.bag(job)
    floor.finish(job)
    floor.convey(tag)
    call(floor.packer, "POST", f"parcels/{floor.parcel(other).id}/counter-bags", {"note": "flowers"})
    words.hold()
    [flowers] = call(floor.packer, "GET", "counter-bags")[1]
    assert call(floor.packer, "POST", f"counter-bags/{flowers['id']}/fill", {"tag": "BAG-F"})[0] == 200
    floor.pack(first)
    for on_duty in (True, False):
        assert call(floor.courier, "POST", "couriers/me/duty", {"on_duty": on_duty})[0] == 200
        words.hold()
    assert call(floor.courier, "POST", "couriers/me/duty", {"on_duty": True})[0] == 200
    dispatch_trips(store_id=floor.store_id)
    words.hold()
    [trip] = call(floor.courier, "GET", "trips/mine")[1]
    base, there = f"trips/{trip['id']}", {"parcel_id": trip["stops"][0]["parcel_id"]}
    assert call(floor.courier, "POST", f"{base}/pick-up", {"bags": [tag]})[1]["can"] == []
    words.hold()
    arrived = call(floor.courier, "POST", f"{base}/arrive", there)[1]
    assert arrived["stops"][0]["can"] == ["deliver", "fail"]
    words.hold()
    failed = call(floor.courier, "POST", f"{base}/fail", there | {"cause": "refused"})[1]
    words.trip(floor.courier, failed)
    words.hold()  # it comes back to the store
    assert words.told.both >= {
        *get_args(JobDeed),
        *get_args(StopDeed),
        *get_args(TripDeed),
        *get_args(DutyDeed),
        *get_args(PartDeed),
        "pack",
        "hand_over",
        "receive_back",
        "add_counter_bag",
    }


def test_a_trip_waits_for_what_is_not_packed_until_it_is_left_behind(
    floor: Floor, call: Call, words: Words
) -> None:
    packed, waiting = floor.order((floor.apple, 1)), floor.order((floor.apple, 1))
    floor.pick_all(packed)
    floor.pick_all(waiting)
    floor.pack(packed)
    assert call(floor.courier, "POST", "couriers/me/duty", {"on_duty": True})[0] == 200
    dispatch_trips(store_id=floor.store_id)
    words.hold()
    [trip] = call(floor.courier, "GET", "trips/mine")[1]
    late = next(stop for stop in trip["stops"] if not stop["bags_to_scan"])
    assert (trip["can"], late["can"], late["parcel_state"]) == ([], ["leave_behind"], "arrived")
    left = call(floor.courier, "POST", f"trips/{trip['id']}/leave-behind", {"parcel_id": late["parcel_id"]})[
        1
    ]
    assert left["can"] == ["pick_up"]
    words.hold()


def test_a_pickup_says_at_each_step_what_may_be_done(floor: Floor, call: Call, words: Words) -> None:
    ref = floor.order((floor.apple, 1), way="pick_up")
    floor.pick_all(ref)
    words.hold()
    floor.pack(ref)
    words.hold()
    path = f"parcels/{floor.parcel(ref).id}"
    assert call(floor.packer, "POST", f"{path}/shelve", {"shelf": "A3"})[0] == 200
    words.hold()
    code = fulfilment.codes(ref, store_id=floor.store_id)["pick_up"]
    wrong = {"code": f"{(int(code) + 1) % 10**6:06d}"}
    assert [call(floor.packer, "POST", f"{path}/collect", wrong)[0] for _ in range(5)][-1] == 429
    words.hold()  # locked: a manager lets it be tried again, or looks at a passport
    assert words.told.both >= {"pack", "shelve", "collect", "unlock", "collect_by_id"}
