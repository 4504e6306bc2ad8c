"""A manager may go another way than the usual one, says why, and it is written down and told."""

from uuid import UUID

import pytest

from newretail.fulfilment import api as fulfilment
from newretail.fulfilment import errors
from newretail.fulfilment.events import CodeUnlocked, IdentityChecked, PickJobReleased
from newretail.fulfilment.models import Override
from newretail.fulfilment.packing.give_parcel import collect_parcel, shelve_parcel
from newretail.fulfilment.packing.override_code import collect_by_identity, unlock_parcel
from newretail.fulfilment.picking.release_pick import release_pick
from newretail.fulfilment.picking.start_pick import start_next
from newretail.kernel import actor
from newretail.stores.api import Role
from tests.fulfilment.floor import Floor

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(floor: Floor) -> UUID:
    return floor.somebody(Role.MANAGER)


def on_the_shelf(floor: Floor) -> str:
    ref = floor.order((floor.apple, 1), way="pick_up")
    floor.pick_all(ref)
    parcel = floor.pack(ref)
    shelve_parcel(store_id=floor.store_id, parcel_id=parcel.id, shelf="U-01", by="x")
    return ref


def lock(floor: Floor, ref: str) -> None:
    parcel = floor.parcel(ref)
    wrong = f"{(int(parcel.code) + 1) % 10**6:06d}"
    for _ in range(5):
        with pytest.raises((errors.WrongCode, errors.CodeLocked)):
            collect_parcel(store_id=floor.store_id, parcel_id=parcel.id, code=wrong, by="x")


def test_a_released_job_goes_to_a_colleague_with_what_is_picked_in_its_bag(floor: Floor, manager: UUID):
    ref = floor.order((floor.apple, 2), (floor.pear, 1))
    job = floor.start(ref)
    tag = floor.bag(job)
    floor.pick(job, floor.apple, quantity=2)
    release_pick(store_id=floor.store_id, job_id=job.id, reason="went home ill", by=actor.of_member(manager))
    with pytest.raises(errors.JobNotStarted):
        floor.pick(job, floor.pear, quantity=1)
    colleague = floor.somebody(Role.PICKER)
    taken = start_next(store_id=floor.store_id, picker_id=colleague)
    assert taken and taken.id == job.id
    assert sorted(taken.lines.values_list("picked", flat=True)) == [0, 2]
    assert taken.parts.get().bags.get().tag == tag
    with pytest.raises(errors.NotYourJob):
        floor.pick(job, floor.pear, quantity=1)
    [told] = floor.events(PickJobReleased, ref)
    assert (told["picker"], told["by"]) == (
        str(floor.picker),
        actor.of_member(manager),
    )
    [kept] = fulfilment.overrides(ref, store_id=floor.store_id)
    assert (kept.kind, kept.reason) == ("pick_job_released", "went home ill") and kept.by.startswith(
        "manager"
    )
    floor.nothing_is_wrong()


def test_only_a_started_job_can_be_released(floor: Floor, manager: UUID):
    ref = floor.order((floor.apple, 1))
    job = floor.start(ref)
    again = {"store_id": floor.store_id, "job_id": job.id, "reason": "x", "by": actor.of_member(manager)}
    release_pick(**again)
    with pytest.raises(errors.NobodyPicks):
        release_pick(**again)
    floor.pick_all(ref)
    with pytest.raises(errors.AlreadyFinished):
        release_pick(**again)
    assert Override.objects.count() == 1


def test_a_locked_code_is_unlocked_and_works(floor: Floor, manager: UUID):
    ref = on_the_shelf(floor)
    parcel = floor.parcel(ref)
    at = {
        "store_id": floor.store_id,
        "parcel_id": parcel.id,
        "reason": "it is her",
        "by": actor.of_member(manager),
    }
    with pytest.raises(errors.NotLocked):
        unlock_parcel(**at)
    lock(floor, ref)
    with pytest.raises(errors.CodeLocked):
        collect_parcel(store_id=floor.store_id, parcel_id=parcel.id, code=parcel.code, by="x")
    unlock_parcel(**at)
    done = collect_parcel(store_id=floor.store_id, parcel_id=parcel.id, code=parcel.code, by="x")
    assert done.state == "done"
    assert "reason" not in floor.events(CodeUnlocked, ref)[0], "words about her stay in the house"
    assert [each.reason for each in fulfilment.overrides(ref, store_id=floor.store_id)] == ["it is her"]


def test_a_parcel_is_collected_by_identity_once_and_only_from_the_shelf(floor: Floor, manager: UUID):
    ref = on_the_shelf(floor)
    at = {"store_id": floor.store_id, "reason": "passport", "by": actor.of_member(manager)}
    done = collect_by_identity(**at, parcel_id=floor.parcel(ref).id)
    assert (done.state, done.proof, done.handed_to) == ("done", "identity", "shopper")
    with pytest.raises(errors.AlreadyFinished):
        collect_by_identity(**at, parcel_id=done.id)
    delivered = floor.order((floor.apple, 1))
    with pytest.raises(errors.ParcelNotReady):
        collect_by_identity(**at, parcel_id=floor.parcel(delivered).id)
    assert len(floor.events(IdentityChecked, ref)) == 1
    floor.nothing_is_wrong()


def test_a_parcel_is_handed_over_by_one_person(floor: Floor):
    """The right code again: whoever handed it over hears the same again, a colleague hears that it is gone."""
    parcel = floor.parcel(on_the_shelf(floor))
    code = {"store_id": floor.store_id, "parcel_id": parcel.id, "code": parcel.code}
    assert [collect_parcel(**code, by="member:a").state for _ in range(2)] == ["done", "done"]
    with pytest.raises(errors.AlreadyFinished):
        collect_parcel(**code, by="member:b")
    floor.nothing_is_wrong()
