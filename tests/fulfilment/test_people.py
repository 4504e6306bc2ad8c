"""Whoever works in a store is seen at work by its manager, also who never said where they stand."""

from typing import Any
from uuid import UUID

import pytest

from newretail.kernel import clock
from newretail.stores.api import Role
from newretail.stores.models import Post
from tests.fulfilment.conftest import Call
from tests.fulfilment.floor import Floor

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(floor: Floor) -> UUID:
    return floor.somebody(Role.MANAGER)


def people(call: Call, manager: UUID) -> dict[str, dict[str, Any]]:
    return {each["member_id"]: each for each in call(manager, "GET", "work")[1]["people"]}


def test_whoever_works_is_at_work_without_having_said_so(floor: Floor, call: Call, manager: UUID) -> None:
    assert people(call, manager) == {}
    ref = floor.order((floor.apple, 1))
    job = floor.start(ref)
    [picker] = people(call, manager).values()
    assert (picker["member_id"], picker["post"], picker["zone"]) == (str(floor.picker), "pick", "fruit")
    assert picker["name"] and picker["zone_name"] == "fruit" and not picker["away"]
    floor.pick(job, floor.apple)
    tag = floor.bag(job)
    floor.finish(job)
    floor.convey(tag)
    assert call(floor.packer, "POST", f"parcels/{floor.parcel(ref).id}/pack", {"bags": [tag]})[0] == 200
    assert call(floor.courier, "POST", "couriers/me/duty", {"on_duty": True})[0] == 200
    posts = {member_id: each["post"] for member_id, each in people(call, manager).items()}
    assert posts == {str(floor.picker): "pick", str(floor.packer): "pack", str(floor.courier): "ride"}


def test_where_somebody_said_they_stand_goes_before_what_they_did(
    floor: Floor, call: Call, manager: UUID
) -> None:
    now = clock.now()
    Post.objects.create(store_id=floor.store_id, member_id=floor.picker, post="stock", since=now, seen_at=now)
    floor.wait(minutes=20)
    assert people(call, manager)[str(floor.picker)]["away"]
    floor.start(floor.order((floor.apple, 1)))
    seen = people(call, manager)[str(floor.picker)]
    assert (seen["post"], seen["away"]) == ("stock", False), "a deed says that they are there"
    floor.wait(minutes=20)
    assert people(call, manager)[str(floor.picker)]["away"]
