"""Who is where in a store, and who has not been heard of."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from newretail.kernel import clock
from newretail.kernel.models import Event
from newretail.members.models import Member
from newretail.stores.leave_post import leave_forgotten_posts
from newretail.stores.models import Post, Store, Zone
from tests.stock_room import standing_clock

pytestmark = pytest.mark.django_db
Hired = Callable[..., tuple[Member, Client]]
MINE = "/api/v1/stores/lujiazui/posts/mine"
POSTS = "/api/v1/stores/lujiazui/posts"
JSON = "application/json"


def test_a_post_is_taken_kept_changed_and_left(lujiazui: Store, hired: Hired):
    Zone.objects.create(
        store=lujiazui, code="seafood", names={"en": "Seafood", "ko": "수산", "zh": "海鲜"}, walk_order=1
    )
    picker, client = hired("picker", lujiazui)
    _, manager = hired("manager", lujiazui)
    taken = client.put(MINE, {"post": "pick", "zone": "seafood"}, JSON).json()
    assert (taken["post"], taken["zone"], taken["zone_name"], taken["away"]) == (
        "pick",
        "seafood",
        "Seafood",
        False,
    )
    again = client.put(MINE, {"post": "pick", "zone": "seafood"}, JSON).json()
    assert again["since"] == taken["since"]
    assert Event.objects.filter(name="post.taken").count() == 1, "a heartbeat is no news"
    moved = client.put(MINE, {"post": "stock"}, JSON).json()
    assert moved["since"] > taken["since"] and moved["zone"] is None
    [shown] = manager.get(POSTS).json()
    assert (shown["member_id"], shown["name"], shown["post"]) == (str(picker.id), picker.name, "stock")
    assert client.get(POSTS).status_code == 403
    assert client.delete(MINE).status_code == 204
    assert client.delete(MINE).json()["code"] == "post_not_taken"
    assert manager.get(POSTS).json() == []
    assert Event.objects.filter(name="post.left").count() == 1


def test_a_post_needs_its_role_and_a_zone_of_the_store(lujiazui: Store, hired: Hired):
    _, picker = hired("picker", lujiazui)
    _, manager = hired("manager", lujiazui)
    for post in ("pack", "counter", "manage", "ride"):
        assert picker.put(MINE, {"post": post}, JSON).json()["code"] == "post_not_yours"
        assert manager.put(MINE, {"post": post}, JSON).status_code == 200
    assert picker.put(MINE, {"post": "pick", "zone": "moon"}, JSON).json()["code"] == "zone_unknown"
    assert picker.put(MINE, {"post": "nap"}, JSON).status_code == 422


def test_a_silent_post_is_away_after_a_quarter_of_an_hour_and_ends_with_the_shift(
    lujiazui: Store, hired: Hired, tmp_path: Path
):
    _, picker = hired("picker", lujiazui)
    _, manager = hired("manager", lujiazui)
    with standing_clock(tmp_path):
        picker.put(MINE, {"post": "pick"}, JSON)
        clock.advance_to(clock.now() + timedelta(minutes=14))
        assert not manager.get(POSTS).json()[0]["away"]
        clock.advance_to(clock.now() + timedelta(minutes=2))
        assert manager.get(POSTS).json()[0]["away"]
        picker.put(MINE, {"post": "pick"}, JSON)
        assert not manager.get(POSTS).json()[0]["away"]
        assert leave_forgotten_posts() == 0
        clock.advance_to(clock.now() + timedelta(hours=13))
        assert leave_forgotten_posts() == 1 and not Post.objects.exists()


def test_whoever_loses_their_last_role_leaves_their_post(lujiazui: Store, hired: Hired):
    member, picker = hired("picker", lujiazui)
    _, manager = hired("manager", lujiazui)
    picker.put(MINE, {"post": "pick"}, JSON)
    assert manager.delete(f"/api/v1/stores/lujiazui/staff/{member.id}/picker").status_code == 204
    assert manager.get(POSTS).json() == []
    assert Event.objects.get(name="post.left").body["member_id"] == str(member.id)


def test_head_office_stands_at_no_post_of_a_store_that_is_not(lujiazui: Store, hired: Hired):
    _, office = hired("head_office")
    assert office.put(MINE, {"post": "manage"}, JSON).status_code == 200
    nowhere = office.put("/api/v1/stores/moon/posts/mine", {"post": "manage"}, JSON)
    assert nowhere.json()["code"] == "store_unknown"
