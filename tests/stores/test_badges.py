"""A badge opens somebody's work at one store, and nothing that is their own."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from newretail.kernel import clock
from newretail.kernel.models import Event
from newretail.members.models import Member, Token
from newretail.stores import api as stores
from newretail.stores import rules
from newretail.stores.models import Badge, StaffRole, Store

pytestmark = pytest.mark.django_db
Hired = Callable[..., tuple[Member, Client]]
SIGN_IN = "/api/v1/badge-sign-ins"
FLOOR = "/api/v1/stores/lujiazui/floor"
STAFF = "/api/v1/stores/lujiazui/staff"
JSON = "application/json"


@pytest.fixture(autouse=True)
def nobody_has_tried() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def badge_of(manager: Client, member: Member) -> dict[str, str]:
    made = manager.post(f"{STAFF}/{member.id}/badges")
    assert made.status_code == 201, made.json()
    return made.json()


def sign_in(code: str) -> Client:
    answer = Client().post(SIGN_IN, {"code": code}, JSON)
    assert answer.status_code == 201, answer.json()
    return Client(headers={"Authorization": f"Bearer {answer.json()['token']}"})


def test_a_code_has_eighty_random_bits_and_reads_however_it_is_typed():
    code = rules.new_badge_code(prefix="HARU")
    assert re.fullmatch(r"HARU(-[0-9A-HJKMNP-TV-Z]{4}){4}", code)
    assert len(rules.BADGE_LETTERS) ** (4 * rules.BADGE_GROUPS) >= 2**80
    assert rules.read_badge_code(f" {code.lower().replace('-', ' ')} ", prefix="HARU") == code.removeprefix(
        "HARU-"
    )
    assert rules.read_badge_code("haru-oooo-iiii-llll-0000", prefix="HARU") == "0000-1111-1111-0000"
    for wrong in (
        "",
        "HARU",
        "HARU-7K2M",
        code + "7",
        "하루-7K2M-9QXA-0B4D-ZT5W",
        "HARU-7K2M-9QXA-0B4D-ZTUU",
    ):
        assert rules.read_badge_code(wrong, prefix="HARU") == ""


def test_a_badge_begins_a_shift_of_twelve_hours(lujiazui: Store, hired: Hired):
    _, manager = hired("manager", lujiazui)
    picker, _ = hired("picker", lujiazui)
    made = badge_of(manager, picker)
    assert made["link"].endswith(f"/floor/#badge={made['code']}")
    assert made["code"] not in str(list(Badge.objects.values())), "only its digest is kept"
    shift = Client().post(SIGN_IN, {"code": made["code"]}, JSON).json()
    assert shift["member_id"] == str(picker.id) and shift["name"] == picker.name
    assert shift["roles"] == [{"role": "picker", "store_id": "lujiazui"}]
    token = Token.objects.get(label="badge")
    assert timedelta(hours=11) < token.expires_at - clock.now() <= timedelta(hours=12)
    assert sign_in(made["code"]).get(FLOOR).status_code == 200
    [listed] = manager.get("/api/v1/stores/lujiazui/badges").json()
    assert listed["badge_id"] == made["badge_id"] and listed["last_used_at"]


def test_a_badge_opens_no_other_store_and_nothing_of_the_persons_own(
    lujiazui: Store, jingan: Store, hired: Hired
):
    _, manager = hired("manager", lujiazui)
    picker, _ = hired("picker", lujiazui)
    StaffRole.objects.create(member=picker, store=jingan, role="picker")
    worker = sign_in(badge_of(manager, picker)["code"])
    assert worker.get(FLOOR).status_code == 200
    assert worker.get("/api/v1/stores/jingan/floor").status_code == 403
    assert worker.get("/api/v1/me").json()["name"] == picker.name
    for own in ("/me/addresses", "/me/tokens", "/me/consents", "/orders"):
        assert worker.get(f"/api/v1{own}").status_code == 403, own
    assert worker.post("/api/v1/me/tokens", {"label": "mine"}, JSON).status_code == 403
    assert worker.get("/api/v1/me/roles").json() == [{"role": "picker", "store_id": "lujiazui"}]


def test_a_lost_badge_says_nothing_of_how_to_reach_its_owner(lujiazui: Store, hired: Hired):
    _, manager = hired("manager", lujiazui)
    picker, own_phone = hired("picker", lujiazui)
    Member.objects.filter(id=picker.id).update(phone="+8613812345678")
    finder = sign_in(badge_of(manager, picker)["code"])
    assert own_phone.get("/api/v1/me").json()["phone"] == "+8613812345678"
    shown = finder.get("/api/v1/me")
    assert (shown.json()["email"], shown.json()["phone"]) == (None, None)
    assert picker.email and picker.email not in shown.content.decode()


def test_withdrawing_a_badge_signs_out_whoever_used_it_and_nobody_else(
    lujiazui: Store, hired: Hired, django_capture_on_commit_callbacks
):
    _, manager = hired("manager", lujiazui)
    picker, own_phone = hired("picker", lujiazui)
    lost, kept = badge_of(manager, picker), badge_of(manager, picker)
    thief, worker = sign_in(lost["code"]), sign_in(kept["code"])
    assert thief.get(FLOOR).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        gone = manager.delete(f"/api/v1/stores/lujiazui/badges/{lost['badge_id']}")
    assert gone.status_code == 204
    assert thief.get(FLOOR).status_code == 401
    assert Client().post(SIGN_IN, {"code": lost["code"]}, JSON).json()["code"] == "badge_not_good"
    assert worker.get(FLOOR).status_code == own_phone.get(FLOOR).status_code == 200
    again = manager.delete(f"/api/v1/stores/lujiazui/badges/{lost['badge_id']}")
    assert again.json()["code"] == "badge_unknown"
    assert Event.objects.filter(name="badge.withdrawn").count() == 1


def test_a_role_taken_back_ends_the_shift_and_the_last_one_the_badge(
    lujiazui: Store, hired: Hired, django_capture_on_commit_callbacks
):
    _, manager = hired("manager", lujiazui)
    person, _ = hired("picker", lujiazui)
    StaffRole.objects.create(member=person, store=lujiazui, role="packer")
    code = badge_of(manager, person)["code"]
    worker = sign_in(code)
    assert worker.get(FLOOR).status_code == 200
    for role, good in (("picker", 201), ("packer", 401)):
        with django_capture_on_commit_callbacks(execute=True):
            assert manager.delete(f"{STAFF}/{person.id}/{role}").status_code == 204
        assert worker.get(FLOOR).status_code == 401
        assert Client().post(SIGN_IN, {"code": code}, JSON).status_code == good
    assert manager.get("/api/v1/stores/lujiazui/badges").json() == []


def test_a_manager_makes_badges_for_the_floor_and_for_nobody_above(
    lujiazui: Store, jingan: Store, hired: Hired
):
    boss, manager = hired("manager", lujiazui)
    other, _ = hired("manager", lujiazui)
    elsewhere, _ = hired("picker", jingan)
    assert manager.post(f"{STAFF}/{other.id}/badges").json()["code"] == "role_not_yours_to_give"
    assert manager.post(f"{STAFF}/{elsewhere.id}/badges").json()["code"] == "role_not_held"
    assert manager.post(f"{STAFF}/{boss.id}/badges").status_code == 201, "one of their own"
    courier, _ = hired("courier", lujiazui)
    made = [badge_of(manager, courier) for _ in range(5)]
    assert "/ride/#badge=" in made[0]["link"]
    assert manager.post(f"{STAFF}/{courier.id}/badges").json()["code"] == "too_many_badges"


def test_head_office_has_a_badge_without_a_store(db: None, hired: Hired):
    member, _ = hired("head_office", None)
    _, code = stores.issue_badge(member_id=member.id)
    roles = stores.roles_at("", member.id)
    assert "/hq/#badge=" in stores.badge_link(code, roles=roles)
    assert sign_in(code).get("/api/v1/me/roles").json() == [{"role": "head_office", "store_id": ""}]


def test_signing_in_again_and_again_ends_the_oldest_shift_and_is_never_refused(lujiazui: Store, hired: Hired):
    _, manager = hired("manager", lujiazui)
    picker, _ = hired("picker", lujiazui)
    code = badge_of(manager, picker)["code"]
    first, *others = [sign_in(code) for _ in range(9)]
    assert first.get(FLOOR).status_code == 401
    assert all(each.get(FLOOR).status_code == 200 for each in others)


@pytest.mark.parametrize(("language", "word"), [("en", "badge"), ("ko", "명찰"), ("zh", "工牌")])
def test_wrong_codes_are_counted_for_each_network_address(
    lujiazui: Store, hired: Hired, language: str, word: str
):
    _, manager = hired("manager", lujiazui)
    picker, _ = hired("picker", lujiazui)
    code = badge_of(manager, picker)["code"]
    here = Client(REMOTE_ADDR="203.0.113.7", headers={"Accept-Language": language})
    for _ in range(20):
        refused = here.post(SIGN_IN, {"code": rules.new_badge_code(prefix="HARU")}, JSON)
        assert refused.status_code == 401 and word in refused.json()["detail"]
    wrong = {"code": rules.new_badge_code(prefix="HARU")}
    stopped = here.post(SIGN_IN, wrong, JSON)
    assert stopped.status_code == 429 and stopped.json()["code"] == "too_many_wrong_badges"
    assert word in stopped.json()["detail"] and 1 < int(stopped["Retry-After"]) <= 60
    assert here.post(SIGN_IN, {"code": code}, JSON).status_code == 201, "a good badge is let through"
    next_door = Client(REMOTE_ADDR="203.0.113.8")
    assert next_door.post(SIGN_IN, wrong, JSON).status_code == 401
