"""What a list of the staff says may be done is what the routes let pass: for a manager and for head office, about each who works there."""

from collections.abc import Callable
from typing import Any, get_args
from uuid import UUID

import pytest

from newretail.members.models import Kind, Member
from newretail.stores.may_seat import SeatDeed
from newretail.stores.may_staff import MOST_BADGES, StaffDeed
from newretail.stores.models import Badge, StaffRole
from newretail.stores.roles import Role
from tests.sale_floor import Person, open_store, shopper, worker
from tests.told import Told

pytestmark = pytest.mark.django_db


class House:
    """A store with a picker, two managers, somebody who is both, and a device."""

    def __init__(self) -> None:
        self.store = open_store().store
        self.told = Told((Badge, StaffRole))
        self.picker, self.manager = worker(Role.PICKER, self.store), worker(Role.MANAGER, self.store)
        self.other, self.office = worker(Role.MANAGER, self.store), worker(Role.HEAD_OFFICE, "")
        StaffRole.objects.create(member=self.other.member, store_id=self.store, role=Role.PICKER.value)
        self.screen = Member.objects.create(name="wall", kind=Kind.DEVICE)
        StaffRole.objects.create(member=self.screen, store_id=self.store, role=Role.DEVICE.value)

    def hold(self) -> None:
        for person in (self.manager, self.office):
            for line in self.staff(person):
                base = f"/stores/{self.store}/staff/{line['member_id']}"
                acts: dict[str, Callable[[], int]] = {
                    "give_badge": lambda who=person, to=base: who.post(f"{to}/badges").status_code,
                    "take_role": lambda who=person, to=f"{base}/{line['role']}": who.delete(to).status_code,
                }
                self.told.holds(line, acts, known=StaffDeed)

    def staff(self, person: Person) -> list[dict[str, Any]]:
        return list(person.get(f"/stores/{self.store}/staff").json())

    def can(self, person: Person, member_id: UUID) -> list[list[str]]:
        return [line["can"] for line in self.staff(person) if line["member_id"] == str(member_id)]


def test_each_is_told_whom_they_may_give_a_badge_and_take_a_role() -> None:
    house = House()
    house.hold()
    assert house.can(house.manager, house.manager.member.id) == [["give_badge"]], "one's own badge is no gift"
    assert house.can(house.manager, house.other.member.id) == [[], ["take_role"]]
    for _ in range(MOST_BADGES):
        made = house.manager.post(f"/stores/{house.store}/staff/{house.picker.member.id}/badges")
        assert made.status_code == 201
    house.hold()
    assert house.can(house.manager, house.picker.member.id) == [["take_role"]], "as many as one may have"
    assert house.told.both == set(get_args(StaffDeed))


def test_a_device_works_with_its_token_and_gets_no_badge() -> None:
    house = House()
    refused = house.office.post(f"/stores/{house.store}/staff/{house.screen.id}/badges")
    assert (refused.status_code, refused.json()["code"]) == (404, "role_not_held")
    assert house.can(house.office, house.screen.id) == [["take_role"]]
    assert not Badge.objects.exists()


def test_whoever_is_hired_is_told_of_as_in_the_list() -> None:
    house = House()
    hired = house.office.post(
        f"/stores/{house.store}/staff", {"role": "cashier", "name": "Li Na", "phone": "+8613900000000"}
    ).json()
    assert hired in house.staff(house.office) and hired["can"] == ["give_badge", "take_role"]


def test_a_seat_in_head_office_is_given_and_ended_as_told() -> None:
    office, told = worker(Role.HEAD_OFFICE, ""), Told((StaffRole,))
    person = worker(Role.PICKER, open_store().store).member
    guest = shopper().member

    def hold() -> None:
        for member in (office.member, person, guest):
            seat = f"/head-office/{member.id}"
            acts: dict[str, Callable[[], int]] = {
                "make_head_office": lambda to=seat: office.put(to, {}).status_code,
                "end_head_office": lambda to=seat: office.delete(to).status_code,
            }
            told.holds(office.get(f"/insight/members/{member.id}").json(), acts, known=SeatDeed)

    hold()  # the last of head office stays
    assert office.put(f"/head-office/{person.id}", {}).status_code == 204
    hold()
    assert told.both == set(get_args(SeatDeed))
