"""A chain of several hundred stores is read a page at a time, by whoever looks for one."""

import random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newretail.kernel import recent
from newretail.science.geography import metres_between
from newretail.stores import api as stores
from newretail.stores.models import Store
from tests.stores.conftest import SHANGHAI, make_store

pytestmark = pytest.mark.django_db

CITY = 321
PLACE = (31.2, 121.4)
AT_PLACE = f"latitude={PLACE[0]}&longitude={PLACE[1]}"


@pytest.fixture
def city() -> list[Store]:
    """Several hundred stores round Shanghai; every tenth stands where the one before it does."""
    dice = random.Random(5)
    first = make_store("s-000", names={"en": "Lane 0"})
    rest, place = [], SHANGHAI
    for number in range(1, CITY):
        if number % 10:
            place = (31.2 + dice.uniform(-0.4, 0.4), 121.4 + dice.uniform(-0.4, 0.4))
        rest.append(
            Store(
                code=f"s-{number:03}",
                names={"en": f"Lane {number}", "ko": f"골목 {number}", "zh": f"{number}弄"},
                format=first.format,
                latitude=place[0],
                longitude=place[1],
            )
        )
    return [first, *Store.objects.bulk_create(rest)]


def read_all(http: Client, query: str = "") -> list[dict[str, Any]]:
    """Every page, as a program reads on."""
    read: list[dict[str, Any]] = []
    after = ""
    while True:
        answer = http.get(f"/api/v1/stores?limit=50&{query}" + (f"&after={after}" if after else ""))
        assert answer.status_code == 200
        page = answer.json()
        assert 0 < len(page["stores"]) <= 50
        read += page["stores"]
        if page["next_after"] is None:
            return read
        after = page["next_after"]


def nearest_by_hand(city: list[Store]) -> list[str]:
    """Slow and obvious."""
    return [
        store.code
        for store in sorted(
            city,
            key=lambda each: (round(metres_between(PLACE, (each.latitude, each.longitude)), 6), each.code),
        )
    ]


def test_pages_by_code_have_no_gap_and_no_repeat(http: Client, city: list[Store]):
    assert [each["code"] for each in read_all(http)] == sorted(each.code for each in city)


def test_pages_by_distance_are_those_of_the_slow_reference(http: Client, city: list[Store]):
    read = read_all(http, AT_PLACE)
    assert [each["code"] for each in read] == nearest_by_hand(city)
    metres = [each["delivery"]["metres"] for each in read]
    assert metres == sorted(metres)


def test_a_store_that_opens_between_two_pages_hides_and_repeats_nobody(http: Client, city: list[Store]):
    first = http.get(f"/api/v1/stores?limit=50&{AT_PLACE}").json()
    make_store("a-new", latitude=PLACE[0], longitude=PLACE[1])
    rest = http.get(f"/api/v1/stores?limit=200&{AT_PLACE}&after={first['next_after']}").json()
    codes = [each["code"] for each in first["stores"] + rest["stores"]]
    assert codes == nearest_by_hand(city)[: len(codes)]


@pytest.mark.parametrize("query", ["", AT_PLACE, "q=lane", f"q=lane&{AT_PLACE}", "after=s-100&" + AT_PLACE])
def test_a_page_costs_the_same_few_statements_however_many_stores_there_are(
    http: Client, city: list[Store], query: str
):
    def statements(limit: int) -> int:
        recent.forget_all()
        with CaptureQueriesContext(connection) as asked:
            assert http.get(f"/api/v1/stores?limit={limit}&{query}").status_code == 200
        return len(asked)

    assert statements(1) == statements(200) <= 3


def test_a_store_is_found_by_any_of_its_names_or_by_its_code(http: Client, city: list[Store]):
    def found(words: str) -> list[str]:
        return [each["code"] for each in http.get("/api/v1/stores", {"q": words}).json()["stores"]]

    assert found("lane 300") == found("골목 300") == found("S-300") == ["s-300"]
    assert found("lane 29") == sorted(each.code for each in city if "29" in each.code)
    assert found("lane nowhere") == found("100%") == found("_") == found("en") == []


def test_just_the_stores_that_were_named_are_told(http: Client, city: list[Store]):
    answer = http.get("/api/v1/stores?code=s-200&code=s-007&code=nobody").json()
    assert [each["code"] for each in answer["stores"]] == ["s-007", "s-200"] and answer["next_after"] is None


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=0", 422),
        ("limit=201", 422),
        ("limit=many", 422),
        ("after=%00", 422),
        ("after=" + "x" * 80, 422),
        ("after=nobody", 404),
        (f"after=nobody&{AT_PLACE}", 404),
        ("latitude=31", 422),
        ("longitude=121", 422),
        ("latitude=91&longitude=0", 422),
        ("latitude=nan&longitude=0", 422),
        ("q=" + "x" * 81, 422),
        ("q=%00", 422),
        ("code=" + "&code=".join(["x"] * 201), 422),
    ],
)
def test_a_page_that_cannot_be_is_refused(http: Client, lujiazui: Store, query: str, status: int):
    answer = http.get(f"/api/v1/stores?{query}")
    assert answer.status_code == status and answer.json()["detail"]


def test_half_a_position_is_refused_in_the_readers_language(http: Client, lujiazui: Store):
    answer = http.get("/api/v1/stores/lujiazui?latitude=31", headers={"accept-language": "ko"})
    assert answer.status_code == 422 and answer.json()["code"] == "position_incomplete"
    assert "위도" in answer.json()["detail"]


def test_what_goes_over_all_stores_reads_a_page_at_a_time(city: list[Store]):
    with CaptureQueriesContext(connection) as asked:
        pages = list(stores.store_pages())
    assert [len(page) for page in pages] == [200, CITY - 200] and len(asked) == 3
    assert [each.code for each in stores.every_store()] == sorted(each.code for each in city)


def test_the_chains_currencies_and_usual_time_zone_come_from_its_stores(city: list[Store]):
    Store.objects.filter(code__in=["s-001", "s-002"]).update(currency="KRW", time_zone="Asia/Seoul")
    assert stores.currencies() == {"CNY", "KRW"}
    assert str(stores.usual_zone()) == "Asia/Shanghai"
