"""Head office opens a store and changes it; zones, shelves and what stands on them are laid out without the back office."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from newretail.catalog.models import Product, Sku
from newretail.kernel.models import Event
from newretail.members.models import Member
from newretail.stores.models import ConveyorEntry, Facing, Shelf, Store, Zone

pytestmark = pytest.mark.django_db
Hired = Callable[..., tuple[Member, Client]]
JSON = "application/json"
DAYS = [[["07:00", "22:00"]]] * 7
RIVERSIDE: dict[str, Any] = {
    "names": {"en": "Riverside", "zh": "滨江店"},
    "format": "fresh-large",
    "latitude": 31.235,
    "longitude": 121.501,
    "hours": DAYS,
}


@pytest.fixture
def office(lujiazui: Store, hired: Hired) -> Client:
    return hired("head_office")[1]


def put(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.put(f"/api/v1{path}", body, JSON)


def test_a_store_is_opened_with_a_floor_to_put_goods_on(office: Client):
    opened = put(office, "/stores/riverside", RIVERSIDE)
    assert opened.status_code == 201, opened.content
    assert (opened.json()["currency"], opened.json()["time_zone"]) == ("CNY", "Asia/Shanghai"), "the chain's"
    zones = office.get("/api/v1/stores/riverside/zones").json()
    assert [zone["temperature"] for zone in zones] == ["ambient", "chilled", "frozen"]
    assert all(len(zone["shelves"]) == 6 and set(zone["names"]) == {"en", "ko", "zh"} for zone in zones)
    assert office.get("/api/v1/stores/riverside/floor").json()["packing_stations"] == ["P-1"]
    assert Event.objects.get(name="store.saved").body["is_new"] is True
    assert {"code": "fresh-large", "name": "Fresh"}.items() <= office.get("/api/v1/formats").json()[0].items()


def test_a_store_is_changed_as_it_is_read_and_keeps_its_currency(office: Client):
    put(office, "/stores/riverside", RIVERSIDE)
    sheet = office.get("/api/v1/stores/riverside/sheet").json()
    changed = put(
        office, "/stores/riverside", sheet | {"address": "8 Century Avenue", "hours": [*DAYS[:6], []]}
    )
    assert changed.status_code == 200, changed.content
    assert (changed.json()["address"], changed.json()["hours"][6]) == ("8 Century Avenue", [])
    assert Zone.objects.filter(store_id="riverside").count() == 3, "its floor is laid once"
    other = put(office, "/stores/riverside", sheet | {"currency": "EUR"})
    assert other.json()["code"] == "currency_is_fixed"
    assert office.get("/api/v1/stores/riverside/sheet").json()["currency"] == sheet["currency"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "castle"},
        {"names": {}},
        {"names": {"en": " "}},
        {"hours": DAYS[:6]},
        {"hours": [[["07:00", "12:00"], ["11:00", "22:00"]], *DAYS[:6]]},
        {"hours": [[["25:00", "26:00"]], *DAYS[:6]]},
        {"time_zone": "Moon/Tranquility"},
        {"time_zone": "../../etc/passwd"},
        {"currency": "XXY"},
        {"gln": "1234567890123"},
        {"latitude": 91},
    ],
)
def test_what_no_store_can_be_is_refused_in_the_readers_language(office: Client, wrong: dict[str, Any]):
    answer = office.put(
        "/api/v1/stores/riverside", RIVERSIDE | wrong, JSON, headers={"accept-language": "ko"}
    )
    assert answer.status_code == 422, answer.content
    assert any("가" <= letter <= "힣" for letter in answer.json()["detail"])
    assert not Store.objects.filter(code="riverside").exists()


def test_only_head_office_opens_stores_and_a_manager_lays_out_their_own(
    lujiazui: Store, jingan: Store, hired: Hired
):
    _, manager = hired("manager", lujiazui)
    zone = {"names": {"en": "Dairy"}, "temperature": "chilled", "shelves": []}
    assert put(manager, "/stores/riverside", RIVERSIDE).status_code == 403
    assert put(manager, "/stores/jingan/zones/dairy", zone).status_code == 403
    assert put(manager, "/stores/lujiazui/zones/dairy", zone).status_code == 201


def test_shelves_are_walked_past_in_the_order_in_which_they_were_named(lujiazui: Store, office: Client):
    def shelves(*codes: str) -> dict[str, Any]:
        body = {"names": {"en": "Dairy"}, "temperature": "chilled", "shelves": list(codes)}
        return dict(put(office, "/stores/lujiazui/zones/dairy", body).json())

    assert [each["code"] for each in shelves("D-1", "D-2", "D-3")["shelves"]] == ["D-1", "D-2", "D-3"]
    assert [each["code"] for each in shelves("D-3", "D-1", "D-4")["shelves"]] == ["D-3", "D-1", "D-4"]
    order = Shelf.objects.filter(store=lujiazui).values_list("walk_order", flat=True)
    assert len(set(order)) == 3
    assert shelves("D-1", "D-1")["code"] == "invalid"
    other = {"names": {"en": "Other"}, "temperature": "ambient", "shelves": ["D-1"]}
    assert put(office, "/stores/lujiazui/zones/other", other).json()["code"] == "shelf_of_another_zone"


def test_what_holds_goods_is_not_taken_away(lujiazui: Store, crab: Sku, office: Client):
    zone = {"names": {"en": "Seafood"}, "temperature": "live", "shelves": ["A-1", "A-2"]}
    refused = put(office, "/stores/lujiazui/zones/seafood", zone)
    assert (refused.status_code, refused.json()["code"]) == (409, "shelf_in_use")
    assert office.delete("/api/v1/stores/lujiazui/zones/seafood").json()["code"] == "shelf_in_use"
    off = put(office, f"/stores/lujiazui/planogram/{crab.code}", {"places": []})
    assert off.json() == [] and not Facing.objects.exists()
    ConveyorEntry.objects.create(store=lujiazui, zone=Zone.objects.get(code="seafood"), code="E-1")
    assert office.delete("/api/v1/stores/lujiazui/zones/seafood").json()["code"] == "zone_in_use"
    ConveyorEntry.objects.all().delete()
    assert office.delete("/api/v1/stores/lujiazui/zones/seafood").status_code == 204
    assert not Shelf.objects.filter(store=lujiazui).exists()


def test_a_product_is_sold_where_it_has_a_place(lujiazui: Store, jingan: Store, crab: Sku, office: Client):
    asked = f"/api/v1/skus/{crab.code}/places?store=lujiazui&store=jingan"
    assert [place["shelf"] for place in office.get(asked).json()] == ["A-2", "A-3"]
    places = {"places": [{"shelf": "A-1", "facings": 3, "capacity": 12}]}
    [now] = put(office, f"/stores/lujiazui/planogram/{crab.code}", places).json()
    assert now == {"store_id": "lujiazui", "zone": "seafood", "shelf": "A-1", "facings": 3, "capacity": 12}
    assert office.get(asked).json() == [now]
    assert Event.objects.get(name="planogram.changed").body["sku_ids"] == [crab.code]
    unknown = put(office, f"/stores/jingan/planogram/{crab.code}", places)
    assert unknown.json()["code"] == "shelf_unknown"
    assert put(office, "/stores/lujiazui/planogram/HR-404", places).json()["code"] == "unknown_sku"


def test_everything_without_a_place_gets_one_as_cold_as_it_must_be(office: Client, crab: Sku):
    put(office, "/stores/riverside", RIVERSIDE)
    for number, temperature in enumerate(("chilled", "chilled", "frozen", "hot"), start=1):
        product = Product.objects.create(code=f"P-{number}", names={"en": "Food"})
        Sku.objects.create(code=f"HR-{number}", product=product, temperature=temperature)
    answer = office.post("/api/v1/stores/riverside/planogram")
    assert answer.json() == {"placed": 5, "left": 0}
    stands = dict(Facing.objects.filter(store_id="riverside").values_list("sku_id", "shelf__zone__code"))
    assert stands | {crab.code: ""} == {
        "HR-1": "cold", "HR-2": "cold", "HR-3": "frozen", "HR-4": "dry", crab.code: "",
    }  # fmt: skip
    chilled = Facing.objects.filter(store_id="riverside", shelf__zone__code="cold")
    assert len(set(chilled.values_list("shelf_id", flat=True))) == 2, "the emptiest shelf"
    assert office.post("/api/v1/stores/riverside/planogram").json() == {"placed": 0, "left": 0}
