from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newretail.catalog.models import Sku
from newretail.kernel import clock, recent
from newretail.kernel.models import Event
from newretail.kernel.text import Text
from newretail.members import api as members
from newretail.members.models import Member
from newretail.stores import api as stores
from newretail.stores.api import Way
from newretail.stores.errors import CapabilityUnknown
from newretail.stores.models import ConveyorEntry, Facing, Format, Shelf, Snooze, Store, Zone
from tests.stores.conftest import SHANGHAI, make_store

pytestmark = pytest.mark.django_db
Hired = Callable[..., tuple[Member, Client]]
JSON = "application/json"


def delivery(client: Client, latitude: float, longitude: float) -> dict[str, object]:
    answer = client.get(f"/api/v1/stores/lujiazui?latitude={latitude}&longitude={longitude}")
    assert answer.status_code == 200
    return answer.json()["delivery"]


def test_a_store_says_its_name_in_the_callers_language(http: Client, lujiazui: Store):
    assert (
        http.get("/api/v1/stores/lujiazui", headers={"accept-language": "zh-CN"}).json()["name"] == "陆家嘴"
    )
    assert http.get("/api/v1/stores/lujiazui").json()["delivery"] is None


def test_a_store_nobody_knows_is_not_found(http: Client, lujiazui: Store):
    answer = http.get("/api/v1/stores/nowhere")
    assert answer.status_code == 404 and answer.json()["code"] == "store_unknown"


def test_a_store_delivers_near_and_says_how_far_it_is_when_not(http: Client, lujiazui: Store):
    near = delivery(http, SHANGHAI[0] + 0.01, SHANGHAI[1])
    assert near["delivers"] and near["reason"] is None and 1100 < near["metres"] < 1120
    far = delivery(http, SHANGHAI[0] + 0.1, SHANGHAI[1])
    assert not far["delivers"] and far["reason"] == "too_far" and str(far["metres"]) in far["words"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"state": "paused"}, "paused"),
        ({"state": "closed"}, "closed"),
        ({"hours": [[]] * 7}, "closed"),
        ({"delivery_polygon": [[0, 0], [0, 1], [1, 1]]}, "too_far"),
    ],
)
def test_a_store_that_does_not_deliver_says_why(http: Client, lujiazui: Store, change: dict, reason: str):
    Store.objects.update(**change)
    recent.forget_all()
    assert delivery(http, *SHANGHAI)["reason"] == reason


@pytest.mark.parametrize(
    "position", ["latitude=91&longitude=0", "latitude=nan&longitude=0", "latitude=1e400&longitude=x"]
)
def test_a_position_off_the_earth_is_refused(http: Client, lujiazui: Store, position: str):
    assert http.get(f"/api/v1/stores/lujiazui?{position}").status_code == 422


def test_the_nearest_store_comes_first(http: Client, lujiazui: Store):
    make_store("faraway", latitude=32.0)
    make_store("close", latitude=31.5)
    listed = http.get("/api/v1/stores?latitude=31.5&longitude=121.5055").json()
    assert [each["code"] for each in listed["stores"]] == ["close", "lujiazui", "faraway"]


def test_a_manager_slows_the_store_down_and_everybody_hears_of_it(lujiazui: Store, hired: Hired):
    _, manager = hired("manager", lujiazui)
    path = "/api/v1/stores/lujiazui/state"
    body = {"state": "busy", "busy_minutes": 15, "reason": "rain"}
    assert manager.patch(path, body, JSON).json()["busy_minutes"] == 15
    manager.patch(path, body, JSON)
    [changed] = Event.objects.filter(name="store.state_changed")
    assert changed.store_id == "lujiazui" and changed.body["before"] == "open"
    assert stores.store("lujiazui").state == "busy"
    assert manager.patch(path, {"state": "open"}, JSON).json()["busy_minutes"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {"state": "busy"},
        {"state": "busy", "busy_minutes": 241},
        {"state": "open", "busy_minutes": 5},
        {"state": "on fire"},
        {"state": "open", "busy_minutes": -1},
        {"state": "open", "code": "mine"},
    ],
)
def test_a_state_that_makes_no_sense_is_refused(lujiazui: Store, hired: Hired, body: dict[str, object]):
    _, manager = hired("manager", lujiazui)
    assert manager.patch("/api/v1/stores/lujiazui/state", body, JSON).status_code == 422
    assert not Event.objects.exists()


def test_only_this_stores_manager_or_head_office_changes_its_state(
    lujiazui: Store, jingan: Store, hired: Hired
):
    path, body = "/api/v1/stores/lujiazui/state", {"state": "paused"}
    for client in (hired("manager", jingan)[1], hired("picker", lujiazui)[1]):
        assert client.patch(path, body, JSON).status_code == 403
    assert Client().patch(path, body, JSON).status_code == 401
    assert hired("head_office")[1].patch(path, body, JSON).status_code == 200


def test_a_product_is_snoozed_until_a_time_and_woken(lujiazui: Store, crab: Sku, hired: Hired):
    _, manager = hired("manager", lujiazui)
    path = f"/api/v1/stores/lujiazui/snoozes/{crab.code}"
    until = clock.now() + timedelta(hours=2)
    assert manager.put(path, {"until": until.isoformat(), "reason": "tank broken"}, JSON).status_code == 200
    assert stores.snoozed("lujiazui", [crab.code], clock.now()) == {crab.code}
    assert stores.snoozed("lujiazui", [crab.code], until) == set()
    assert [each["sku_id"] for each in manager.get("/api/v1/stores/lujiazui/snoozes").json()] == [crab.code]
    assert manager.delete(path).status_code == 204
    assert manager.delete(path).json()["code"] == "not_snoozed"
    assert stores.snoozed("lujiazui", [crab.code]) == set()
    names = [event.name for event in Event.objects.order_by("number")]
    assert names == ["product.snoozed", "product.woken"]


def test_a_snooze_needs_a_future_and_a_product_of_this_store(
    lujiazui: Store, jingan: Store, crab: Sku, hired: Hired
):
    _, head_office = hired("head_office")
    past, soon = clock.now() - timedelta(seconds=1), clock.now() + timedelta(hours=1)
    for store, sku, until, code in [
        ("lujiazui", crab.code, past, "snooze_in_the_past"),
        ("lujiazui", crab.code, clock.now() + timedelta(days=400), "snooze_in_the_past"),
        ("jingan", crab.code, soon, "not_listed"),
        ("lujiazui", "HR-99999", soon, "not_listed"),
    ]:
        answer = head_office.put(f"/api/v1/stores/{store}/snoozes/{sku}", {"until": until.isoformat()}, JSON)
        assert answer.json()["code"] == code
    assert (
        head_office.put(
            f"/api/v1/stores/lujiazui/snoozes/{crab.code}", {"until": "2030-01-01T00:00:00"}, JSON
        ).status_code
        == 422
    )
    assert not Snooze.objects.exists()


def test_a_sku_is_found_at_the_first_shelf_of_the_walk(lujiazui: Store, jingan: Store, crab: Sku):
    assert stores.places("lujiazui", [crab.code, "HR-99999"]) == {
        crab.code: stores.Place("seafood", "A-2", 200002)
    }
    assert stores.places("jingan", [crab.code]) == {}
    assert stores.assortment("lujiazui") == [crab.code]


def test_the_floor_is_shown_to_those_who_work_on_it(lujiazui: Store, crab: Sku, hired: Hired):
    floor = hired("picker", lujiazui)[1].get("/api/v1/stores/lujiazui/floor").json()
    assert [zone["code"] for zone in floor["zones"]] == ["seafood"]
    assert Client().get("/api/v1/stores/lujiazui/floor").status_code == 401


def test_a_floor_cannot_be_mixed_up_between_stores(lujiazui: Store, jingan: Store, crab: Sku):
    foreign = Zone.objects.create(store=jingan, code="z", names={"en": "z", "ko": "z", "zh": "z"})
    shelf = Shelf.objects.get(code="A-1")
    wrong = [
        lambda: Shelf.objects.create(store=lujiazui, zone=foreign, code="X"),
        lambda: Facing.objects.create(store=jingan, shelf=shelf, sku=crab),
        lambda: ConveyorEntry.objects.create(store=lujiazui, zone=foreign, code="e"),
        lambda: Zone.objects.filter(id=foreign.id).update(store=lujiazui),
        lambda: Store.objects.filter(code="jingan").update(code="other"),
        lambda: Store.objects.filter(code="jingan").update(state="busy"),
    ]
    for attempt in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_a_known_caller_costs_no_statement(lujiazui: Store, hired: Hired):
    _, picker = hired("picker", lujiazui)
    assert picker.get("/api/v1/me/roles").json() == [{"role": "picker", "store_id": "lujiazui"}]
    with CaptureQueriesContext(connection) as queries:
        picker.get("/api/v1/me/roles")
    assert len(queries) == 0


def test_a_known_session_costs_no_statement(lujiazui: Store, hired: Hired, http: Client):
    member, _ = hired("picker", lujiazui)
    http.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    http.get("/api/v1/me/roles")
    with CaptureQueriesContext(connection) as queries:
        assert http.get("/api/v1/me/roles").json() == [{"role": "picker", "store_id": "lujiazui"}]
    assert len(queries) == 0


def test_a_token_narrowed_to_scopes_carries_no_roles(lujiazui: Store, hired: Hired):
    member, _ = hired("manager", lujiazui)
    secret = members.issue_token(member, label="integration", scopes=["orders:read"])
    caller = stores.authenticate(
        Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/stores").wsgi_request
    )
    assert caller.kind == "token" and caller.roles == frozenset() and caller.scopes == {"orders:read"}


def test_a_capability_that_nobody_knows_is_refused_in_the_readers_language(db):
    names = Text(en="Odd", ko="이상한", zh="怪")
    with pytest.raises(CapabilityUnknown) as refused:
        stores.add_format(code="odd", names=names, capabilities=["delivery", "delivrey"])
    assert "delivrey" in refused.value.say("zh") and "delivery" not in refused.value.say("zh")
    assert not Format.objects.filter(code="odd").exists()
    with pytest.raises(ValidationError, match="delivrey"):
        Format(
            code="odd", names={"en": "Odd", "ko": "이상한", "zh": "怪"}, capabilities=["delivrey"]
        ).full_clean()


def test_capabilities_and_the_ways_that_they_open_are_served(lujiazui):
    listed = Client(headers={"accept-language": "ko"}).get("/api/v1/capabilities").json()
    assert {each["way"] for each in listed} == {None, *Way}
    assert next(each["name"] for each in listed if each["code"] == "delivery") == "배달"
    assert Client().get("/api/v1/stores/lujiazui").json()["ways"] == ["carry_out", "deliver", "pick_up"]
