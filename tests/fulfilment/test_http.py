"""The floor's phones over HTTP: one order from the pick job to the door, and who may do what."""

from typing import Any

import pytest

from newretail.fulfilment import api as fulfilment
from newretail.fulfilment.models import PickJob
from newretail.fulfilment.riding.dispatch_trips import dispatch_trips
from newretail.stores.api import Role
from tests.fulfilment.conftest import Call
from tests.fulfilment.floor import Floor

pytestmark = pytest.mark.django_db


def test_from_the_pick_job_to_the_door(floor: Floor, call: Call) -> None:
    ref = floor.order((floor.apple, 2), (floor.fish, 500))
    tags = []
    while True:
        status, answer = call(floor.picker, "POST", "pick-jobs/next")
        assert status == 200
        if answer["job"] is None:
            break
        job = answer["job"]
        base = f"pick-jobs/{job['id']}"
        tag = f"BAG-{len(tags)}"
        assert call(floor.picker, "POST", f"{base}/bags", {"tag": tag, "part": ""})[0] == 201
        for line in job["lines"]:
            body = {"code": line["gtin"]} | (
                {"grams": 480} if line["weighed"] else {"quantity": line["left"]}
            )
            status, picked = call(floor.picker, "POST", f"{base}/picks", body)
            assert (status, picked["state"]) == (200, "picked")
        assert call(floor.picker, "POST", f"{base}/finish")[0] == 200
        assert call(floor.picker, "POST", f"bags/{tag}/conveyor", {"entry": "entry-1"})[0] == 200
        assert call(floor.packer, "POST", f"bags/{tag}/arrival", {"station": "station-1"})[0] == 200
        tags.append(tag)
    [parcel] = call(floor.packer, "GET", "parcels?state=arrived")[1]
    assert sorted(bag["tag"] for bag in parcel["bags"]) == tags and parcel["jobs_open"] == 0
    assert "address" not in parcel and "phone" not in parcel
    assert call(floor.packer, "POST", f"parcels/{parcel['id']}/pack", {"bags": tags})[0] == 200
    assert call(floor.courier, "POST", "couriers/me/duty", {"on_duty": True})[0] == 200
    dispatch_trips(store_id=floor.store_id)
    [trip] = call(floor.courier, "GET", "trips/mine")[1]
    [stop] = trip["stops"]
    assert (stop["name"], stop["phone"], stop["address"]) == ("Kim", "+8613800138000", "Century Avenue 8")
    base = f"trips/{trip['id']}"
    assert call(floor.courier, "POST", f"{base}/pick-up", {"bags": tags})[0] == 200
    assert (
        call(floor.courier, "POST", "couriers/me/position", {"latitude": 31.2, "longitude": 121.5})[0] == 200
    )
    at_stop = {"parcel_id": stop["parcel_id"]}
    assert call(floor.courier, "POST", f"{base}/arrive", at_stop)[0] == 200
    code = fulfilment.codes(ref, store_id=floor.store_id)["deliver"]
    status, done = call(floor.courier, "POST", f"{base}/deliver", at_stop | {"door_code": code})
    assert (status, done["state"]) == (200, "done")
    assert done["stops"][0]["name"] == done["stops"][0]["phone"] == done["stops"][0]["address"] == ""
    assert call(floor.courier, "GET", "trips/mine") == (200, [])
    assert call(floor.courier, "GET", base) == (200, done), (
        "another device of the courier learns how it ended"
    )
    assert call(floor.somebody(Role.COURIER), "GET", base)[0] in (404, 409)
    assert call(floor.courier, "POST", "couriers/me/duty", {"on_duty": False})[1]["on_duty"] is False
    floor.nothing_is_wrong()


def test_a_courier_reads_the_day_and_leaves_behind_what_is_not_there(floor: Floor, call: Call) -> None:
    assert call(floor.courier, "GET", "couriers/me/day")[1]["trips"] == []
    assert call(floor.courier, "POST", "couriers/me/duty", {"on_duty": True})[0] == 200
    ref = floor.order((floor.apple, 1))
    floor.pick_all(ref)
    floor.pack(ref)
    dispatch_trips(store_id=floor.store_id)
    [trip] = call(floor.courier, "GET", "trips/mine")[1]
    [stop] = trip["stops"]
    assert (stop["parcel_state"], stop["bags_missing"], stop["expected_packed_at"]) == ("packed", 0, None)
    assert (stop["tries_left"], trip["metres"] > 0, trip["pays"], trip["currency"]) == (5, True, 0, "CNY")
    status, left = call(
        floor.courier, "POST", f"trips/{trip['id']}/leave-behind", {"parcel_id": stop["parcel_id"]}
    )
    assert (status, left["state"], left["stops"][0]["state"]) == (200, "cancelled", "left")
    status, day = call(floor.courier, "GET", "couriers/me/day?date=2026-06-15")
    assert status == 200 and [part["what"] for part in day["parts"]] == ["drops", "distance", "guarantee"]
    assert call(floor.courier, "GET", "couriers/me/day?date=0001-01-01")[0] == 422
    assert call(floor.courier, "GET", "couriers/me/coming")[1]["ready"] == 1
    assert call(floor.picker, "GET", "couriers/me/coming")[0] == 403


def test_a_pickup_over_http_counts_wrong_codes(floor: Floor, call: Call) -> None:
    ref = floor.order((floor.apple, 1), way="pick_up")
    floor.pick_all(ref)
    floor.pack(ref)
    path = f"parcels/{floor.parcel(ref).id}"
    assert call(floor.packer, "POST", f"{path}/shelve", {"shelf": "A3"})[1]["shelf"] == "A3"
    code = fulfilment.codes(ref, store_id=floor.store_id)["pick_up"]
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    left = [
        call(floor.packer, "POST", f"{path}/collect", {"code": wrong})[1].get("tries_left") for _ in range(4)
    ]
    assert left == [4, 3, 2, 1]
    status, locked = call(floor.packer, "POST", f"{path}/collect", {"code": wrong})
    assert (status, locked["code"], locked["until"]) == (429, "code_locked", "12:10")


def test_a_retry_of_a_scan_picks_once(floor: Floor, call: Call) -> None:
    floor.order((floor.apple, 2))
    job = floor.start()
    path, body = f"pick-jobs/{job.id}/picks", {"code": floor.code(floor.apple)}
    first = call(floor.picker, "POST", path, body, key="scan-1")
    assert call(floor.picker, "POST", path, body, key="scan-1") == first
    assert job.lines.get().picked == 1
    assert (
        call(floor.picker, "POST", path, body | {"quantity": 2}, key="scan-1")[1]["code"]
        == "idempotency_key_reused"
    )


def test_a_wrong_product_is_refused_in_the_pickers_language(floor: Floor, call: Call) -> None:
    floor.order((floor.apple, 1))
    job = floor.start()
    path, body = f"pick-jobs/{job.id}/picks", {"code": floor.code(floor.pear)}
    for language, word in (("en", "Wrong product"), ("ko", "다른 상품"), ("zh", "商品不符")):
        status, problem = call(floor.picker, "POST", path, body, language=language)
        assert (status, problem["code"]) == (409, "wrong_product") and word in problem["detail"]
        assert problem["wanted"] == [floor.apple]


def test_missing_then_a_suggested_substitute(floor: Floor, call: Call) -> None:
    floor.order((floor.apple, 1), substitution="swap")
    path = f"pick-jobs/{floor.start().id}"
    body = {"line": "1", "cause": "damaged"}
    assert call(floor.picker, "POST", f"{path}/missing", body)[1]["state"] == "swapping"
    [offer] = call(floor.picker, "GET", f"{path}/lines/1/substitutes")[1]
    swap = {"line": "1", "code": offer["gtin"], "quantity": offer["quantity"]}
    assert call(floor.picker, "POST", f"{path}/picks", swap)[1]["state"] == "picked"
    manager = floor.somebody(Role.MANAGER)
    status, board = call(manager, "GET", "work")
    assert status == 200 and board["missing"][0]["cause"] == "damaged" and board["jobs"] == {"started": 1}


def test_a_finished_job_is_not_finished_again(floor: Floor, call: Call) -> None:
    floor.order((floor.apple, 1))
    job = floor.start()
    floor.pick(job, floor.apple)
    floor.bag(job)
    path = f"pick-jobs/{job.id}/finish"
    assert call(floor.picker, "POST", path)[0] == 200
    status, problem = call(floor.picker, "POST", path)
    assert (status, problem["code"], problem["at"]) == (409, "already_finished", "12:00")


@pytest.mark.parametrize(
    "body",
    [
        {"code": ""},
        {"code": "x" * 513},
        {"code": "4006381333931", "quantity": 0},
        {"code": "4006381333931", "quantity": -1},
        {"code": "4006381333931", "quantity": 10**9},
        {"code": "4006381333931", "quantity": "2"},
        {"code": "4006381333931", "grams": 1.5},
        {"code": "4006381333931", "amount": 1},
        {"code": "a\u0000b"},
        {},
    ],
)
def test_bad_scans_are_refused_without_an_accident(floor: Floor, call: Call, body: dict[str, Any]) -> None:
    floor.order((floor.apple, 1))
    status, problem = call(floor.picker, "POST", f"pick-jobs/{floor.start().id}/picks", body)
    assert status == 422 and problem["code"] in ("invalid", "malformed_code")


def test_only_the_right_people_of_this_store_may_work_here(floor: Floor, call: Call) -> None:
    floor.order((floor.apple, 1))
    job = PickJob.objects.get()
    stranger = Floor()
    shopper = floor.somebody(Role.COURIER)
    for who, expected in ((None, 401), (stranger.picker, 403), (shopper, 403), (floor.picker, 200)):
        assert call(who, "GET", "pick-jobs")[0] == expected
        assert call(who, "POST", f"pick-jobs/{job.id}/start")[0] == expected
    assert call(floor.picker, "GET", "work")[0] == 403
    assert call(floor.picker, "GET", "trips/mine")[0] == 403
    assert call(floor.courier, "GET", "parcels")[0] == 403
    other = stranger.order((stranger.apple, 1))
    foreign = PickJob.objects.get(ref=other)
    assert call(floor.picker, "GET", f"pick-jobs/{foreign.id}")[0] == 404
    assert call(floor.packer, "GET", f"parcels/{stranger.parcel(other).id}")[0] == 404
