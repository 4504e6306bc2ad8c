from collections.abc import Callable

import pytest
from django.test import Client

from newretail.kernel import clock, recent
from newretail.kernel.models import Event
from newretail.members import api as members
from newretail.members.errors import MemberUnknown
from newretail.members.models import Member
from newretail.stores import api as stores
from newretail.stores.api import Role
from newretail.stores.errors import LastOfHeadOffice, StoreUnknown
from newretail.stores.models import Badge, StaffRole, Store

pytestmark = pytest.mark.django_db
Hired = Callable[..., tuple[Member, Client]]
JSON = "application/json"
STAFF = "/api/v1/stores/lujiazui/staff"


def test_a_manager_hires_somebody_new_who_can_then_sign_in(lujiazui: Store, hired: Hired):
    _, manager = hired("manager", lujiazui)
    body = {"role": "picker", "name": "Jun", "email": "jun@haru.example"}
    made = manager.post(STAFF, body, JSON, headers={"idempotency-key": "a"})
    assert made.status_code == 201
    assert stores.roles_of(Member.objects.get(email="jun@haru.example").id) == {("picker", "lujiazui")}
    again = manager.post(STAFF, body, JSON, headers={"idempotency-key": "b"})
    assert again.status_code == 201 and StaffRole.objects.filter(role="picker").count() == 1
    assert {"Jun"} <= {each["name"] for each in manager.get(STAFF).json()}


@pytest.mark.parametrize("role", ["manager", "device"])
def test_a_manager_makes_no_managers(lujiazui: Store, hired: Hired, role: str):
    _, manager = hired("manager", lujiazui)
    body = {"role": role, "name": "Jun", "email": "jun@haru.example"}
    refused = manager.post(STAFF, body, JSON, headers={"idempotency-key": "a"})
    assert refused.json()["code"] == "role_not_yours_to_give"
    assert not Member.objects.filter(email="jun@haru.example").exists()


def test_head_office_is_no_role_of_a_store(lujiazui: Store, hired: Hired):
    _, manager = hired("manager", lujiazui)
    body = {"role": "head_office", "name": "Jun", "email": "jun@haru.example"}
    assert manager.post(STAFF, body, JSON, headers={"idempotency-key": "a"}).status_code == 422
    member, _ = hired("picker", lujiazui)
    assert manager.put(f"/api/v1/head-office/{member.id}").status_code == 403


def test_head_office_sees_who_holds_it_since_when_and_with_how_many_badges(
    lujiazui: Store, hired: Hired, django_capture_on_commit_callbacks
):
    member, office = hired("head_office")
    colleague, _ = hired("picker", lujiazui)
    _, manager = hired("manager", lujiazui)
    assert manager.get("/api/v1/head-office").status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert office.put(f"/api/v1/head-office/{colleague.id}").status_code == 204
    for _ in range(2):
        badge, _ = stores.issue_badge(member_id=colleague.id)
    stores.issue_badge(member_id=colleague.id, store_id=lujiazui.code)
    Badge.objects.filter(id=badge.id).update(withdrawn_at=clock.now())
    device, _ = members.open_device(label="a till of nobody")
    stores.grant_role(member_id=device.id, role=Role.HEAD_OFFICE)
    listed = office.get("/api/v1/head-office").json()
    assert [(each["name"], each["kind"], each["badges"]) for each in listed] == [
        (str(device), "device", 0),
        (member.name, "person", 0),
        (colleague.name, "person", 1),
    ]
    assert all(each["granted_at"] for each in listed) and "email" not in listed[0]
    with django_capture_on_commit_callbacks(execute=True):
        assert office.delete(f"/api/v1/head-office/{colleague.id}").status_code == 204
    assert colleague.name not in {each["name"] for each in office.get("/api/v1/head-office").json()}


def test_a_role_taken_back_ends_at_once_in_this_process(
    lujiazui: Store, hired: Hired, django_capture_on_commit_callbacks
):
    _, manager = hired("manager", lujiazui)
    picker, client = hired("picker", lujiazui)
    assert client.get("/api/v1/stores/lujiazui/floor").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert manager.delete(f"{STAFF}/{picker.id}/picker").status_code == 204
    assert client.get("/api/v1/stores/lujiazui/floor").status_code == 403
    assert manager.delete(f"{STAFF}/{picker.id}/picker").json()["code"] == "role_not_held"
    kept = StaffRole.objects.get(member=picker)
    assert kept.revoked_at is not None
    assert Event.objects.filter(name="role.revoked").count() == 1


def test_a_manager_of_one_store_hires_nobody_at_another(lujiazui: Store, jingan: Store, hired: Hired):
    _, manager = hired("manager", jingan)
    body = {"role": "picker", "name": "Jun", "email": "jun@haru.example"}
    assert manager.post(STAFF, body, JSON, headers={"idempotency-key": "a"}).status_code == 403
    assert manager.get(STAFF).status_code == 403


def test_head_office_opens_the_desks_and_the_last_one_stays(lujiazui: Store, hired: Hired):
    first, client = hired("head_office")
    second, _ = hired("picker", lujiazui)
    assert client.put(f"/api/v1/head-office/{second.id}").status_code == 204
    second.refresh_from_db()
    assert second.is_staff
    stores.revoke_role(member_id=second.id, role=Role.HEAD_OFFICE)
    second.refresh_from_db()
    assert not second.is_staff
    with pytest.raises(LastOfHeadOffice):
        stores.revoke_role(member_id=first.id, role=Role.HEAD_OFFICE)


def test_roles_go_to_members_and_stores_that_exist(lujiazui: Store, hired: Hired):
    guest, _ = members.open_guest()
    with pytest.raises(MemberUnknown):
        stores.grant_role(member_id=guest.id, role=Role.PICKER, store_id="lujiazui")
    picker, _ = hired("picker", lujiazui)
    with pytest.raises(StoreUnknown):
        stores.grant_role(member_id=picker.id, role=Role.PICKER, store_id="nowhere")


def test_staff_are_not_erased_while_they_work_here(lujiazui: Store, hired: Hired):
    picker, client = hired("picker", lujiazui)
    assert client.post("/api/v1/me/erase").json()["code"] == "staff_cannot_be_erased"
    stores.revoke_role(member_id=picker.id, role=Role.PICKER, store_id="lujiazui")
    recent.forget_all()
    assert client.post("/api/v1/me/erase").status_code == 204


def test_a_device_has_the_roles_it_was_given(lujiazui: Store):
    device, secret = members.open_device(label="scale 1")
    stores.grant_role(member_id=device.id, role=Role.DEVICE, store_id="lujiazui")
    client = Client(headers={"authorization": f"Bearer {secret}"})
    assert client.get("/api/v1/stores/lujiazui/floor").status_code == 200
    same, other_secret = members.open_device(label="scale 1")
    assert same.id == device.id and other_secret != secret
