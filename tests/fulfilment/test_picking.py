from datetime import timedelta
from uuid import UUID

import pytest

from newretail.catalog.errors import UnknownCode
from newretail.fulfilment import api as fulfilment
from newretail.fulfilment import errors
from newretail.fulfilment.events import LineMissing, LinePicked, SubstitutionAsked
from newretail.fulfilment.models import MissingCause, PickJob, PickLine
from newretail.fulfilment.picking.miss_line import close_unanswered, give_up_swap, miss_line
from newretail.fulfilment.picking.start_pick import start_next, start_pick
from newretail.fulfilment.picking.substitutes import suggest_substitutes
from newretail.fulfilment.picking.undo_pick import undo_pick
from newretail.fulfilment.plan.release_jobs import release_jobs
from newretail.inventory import api as inventory
from newretail.inventory.errors import WrongLot
from newretail.stores.api import Role
from tests.fulfilment.floor import SOON, Floor
from tests.stock_room import TODAY, a_delivery

pytestmark = pytest.mark.django_db


def miss(floor: Floor, job: PickJob, line: str, **more: object) -> PickLine:
    return miss_line(
        store_id=floor.store_id,
        job_id=job.id,
        picker_id=floor.picker,
        line=line,
        cause=MissingCause.NOT_ON_SHELF,
        **more,
    )


def undo(floor: Floor, job: PickJob) -> PickLine:
    return undo_pick(store_id=floor.store_id, job_id=job.id, picker_id=floor.picker)


def test_a_paid_order_becomes_one_job_a_zone_with_a_latest_finish(floor):
    ref = floor.order((floor.apple, 2), (floor.milk, 1), (floor.pear, 1), minutes=30)
    jobs = {job.zone: job for job in PickJob.objects.filter(ref=ref)}
    assert set(jobs) == {"fruit", "cold"}
    assert [line.sku_id for line in jobs["fruit"].lines.order_by("position")] == [floor.apple, floor.pear]
    parcel = floor.parcel(ref)
    assert jobs["fruit"].latest_finish < parcel.latest_packed < parcel.due_at
    assert [stage.stage for stage in fulfilment.timeline(ref, store_id=floor.store_id)] == ["released"]


def test_opening_work_twice_opens_it_once(floor):
    ref = floor.order((floor.apple, 1))
    leg = fulfilment.WorkLeg(way="pick_up", due_at=floor.wait(minutes=1))
    line = fulfilment.WorkLine(line="1", sku_id=floor.apple, quantity=1, way="pick_up")
    fulfilment.open_work(ref=ref, store_id=floor.store_id, number="9", legs=[leg], lines=[line])
    assert PickLine.objects.filter(ref=ref).count() == 1


def test_work_with_much_time_waits_to_be_shown(floor):
    ref = floor.order((floor.apple, 1), minutes=180)
    assert start_next(store_id=floor.store_id, picker_id=floor.picker) is None
    assert release_jobs() == 0
    floor.wait(minutes=140)
    assert release_jobs() == 1
    assert floor.start(ref).zone == "fruit"


def test_the_next_job_is_the_one_that_must_be_finished_first(floor):
    floor.order((floor.apple, 1), minutes=40)
    urgent = floor.order((floor.apple, 1), minutes=20)
    assert floor.start().ref == urgent


def test_a_job_belongs_to_one_picker_and_a_picker_has_one_job(floor):
    floor.order((floor.apple, 1), (floor.milk, 1))
    job = floor.start()
    colleague = floor.somebody(Role.PICKER)
    with pytest.raises(errors.JobTaken):
        start_pick(store_id=floor.store_id, job_id=job.id, picker_id=colleague)
    other = PickJob.objects.get(state="open")
    with pytest.raises(errors.OneJobAtATime):
        start_pick(store_id=floor.store_id, job_id=other.id, picker_id=floor.picker)
    assert start_pick(store_id=floor.store_id, job_id=job.id, picker_id=floor.picker).id == job.id
    assert start_next(store_id=floor.store_id, picker_id=colleague).id == other.id


def test_a_job_of_another_store_is_not_there(floor):
    floor.order((floor.apple, 1))
    elsewhere = Floor()
    with pytest.raises(errors.JobNotFound):
        start_pick(store_id=elsewhere.store_id, job_id=PickJob.objects.get().id, picker_id=elsewhere.picker)


def test_a_scan_puts_the_right_product_into_the_bag(floor):
    ref = floor.order((floor.apple, 2))
    job = floor.start(ref)
    assert floor.pick(job, floor.apple).left == 1
    line = floor.pick(job, floor.apple)
    assert (line.state, line.picked) == ("picked", 2)
    assert [event["lot"] for event in floor.events(LinePicked, ref)] == ["LATE", "LATE"]
    assert inventory.stock_of(store_id=floor.store_id, sku_id=floor.apple).on_hand == 18
    floor.nothing_is_wrong()


def test_the_wrong_product_is_refused_and_nothing_moves(floor):
    ref = floor.order((floor.apple, 1))
    job = floor.start(ref)
    with pytest.raises(errors.WrongProduct) as refused:
        floor.pick(job, floor.pear)
    assert refused.value.details["wanted"] == [floor.apple]
    assert inventory.stock_of(store_id=floor.store_id, sku_id=floor.pear).on_hand == 20
    assert PickLine.objects.get(ref=ref).picked == 0


def test_more_than_was_ordered_is_refused(floor):
    job = floor.start(floor.order((floor.apple, 1)))
    with pytest.raises(errors.TooMuch):
        floor.pick(job, floor.apple, quantity=2)
    floor.pick(job, floor.apple)
    with pytest.raises(errors.AlreadyPicked):
        floor.pick(job, floor.apple)


def test_the_lot_that_expires_first_has_to_go_first(floor):
    job = floor.start(floor.order((floor.apple, 1)))
    a_delivery(floor.store_id, floor.apple, 5, lot="EARLY", expires_on=SOON)
    scan = {"store_id": floor.store_id, "job_id": job.id, "picker_id": floor.picker}
    from newretail.fulfilment.picking.pick_line import pick_line

    with pytest.raises(WrongLot) as refused:
        pick_line(**scan, code=floor.code(floor.apple, lot="LATE"))
    assert refused.value.details["expected"] == "EARLY"
    assert pick_line(**scan, code=floor.code(floor.apple, lot="EARLY")).state == "picked"


@pytest.mark.parametrize("ai", ["15", "16", "17"])
def test_a_pack_past_any_date_on_it_is_refused_whatever_the_books_say(floor, ai):
    from newretail.fulfilment.picking.pick_line import pick_line

    job = floor.start(floor.order((floor.apple, 1)))
    old = floor.code(floor.apple, lot="LATE") + f"?{ai}={TODAY - timedelta(days=1):%y%m%d}"
    with pytest.raises(errors.ScannedExpired):
        pick_line(store_id=floor.store_id, job_id=job.id, picker_id=floor.picker, code=old)


def test_a_code_that_nobody_knows_is_refused(floor):
    from newretail.fulfilment.picking.pick_line import pick_line

    job = floor.start(floor.order((floor.apple, 1)))
    with pytest.raises(UnknownCode):
        pick_line(store_id=floor.store_id, job_id=job.id, picker_id=floor.picker, code="4006381333931")


def test_a_fish_is_weighed_and_may_weigh_a_little_more_or_less(floor):
    ref = floor.order((floor.fish, 1000))
    job = floor.start(ref)
    with pytest.raises(errors.WeightNeeded):
        floor.pick(job, floor.fish)
    with pytest.raises(errors.TooMuch):
        floor.pick(job, floor.fish, grams=1300)
    line = floor.pick(job, floor.fish, grams=870)
    assert (line.state, line.picked, line.left) == ("picked", 870, 0)
    stock = inventory.stock_of(store_id=floor.store_id, sku_id=floor.fish)
    assert (stock.on_hand, stock.held) == (19_130, 0)
    floor.nothing_is_wrong()


def test_missing_with_refund_leaves_the_line_short_and_lets_the_goods_go(floor):
    ref = floor.order((floor.apple, 3))
    job = floor.start(ref)
    floor.pick(job, floor.apple)
    line = miss(floor, job, "1")
    assert (line.state, line.picked, line.missing) == ("picked", 1, 2)
    assert inventory.stock_of(store_id=floor.store_id, sku_id=floor.apple).held == 0
    assert floor.events(LineMissing, ref) == [
        {"line": "1", "sku_id": floor.apple, "quantity_missing": 2, "cause": "not_on_shelf"}
    ]
    with pytest.raises(errors.NothingMissing):
        miss(floor, job, "1")


def test_a_swap_lets_the_picker_scan_a_substitute_up_to_the_cap(floor):
    ref = floor.order((floor.apple, 2), substitution="swap", swap_cap=1100)
    job = floor.start(ref)
    with pytest.raises(errors.WrongProduct):
        floor.pick(job, floor.pear, line="1")
    assert miss(floor, job, "1").state == "swapping"
    with pytest.raises(errors.AboveCap):
        floor.pick(job, floor.dear, line="1", quantity=1)
    line = floor.pick(job, floor.pear, line="1", quantity=2)
    assert (line.state, line.substitute_quantity) == ("picked", 2)
    [event] = floor.events(LinePicked, ref)
    assert (event["swap_of"], event["sku_id"], event["amount"]) == (floor.apple, floor.pear, 960)
    assert floor.events(LineMissing, ref) == []
    floor.nothing_is_wrong()


def test_a_substitute_with_new_allergens_is_neither_suggested_nor_taken(floor):
    job = floor.start(floor.order((floor.apple, 1), substitution="swap"))
    line = miss(floor, job, "1")
    assert [offer.sku_id for offer in suggest_substitutes(line)] == [floor.pear]
    with pytest.raises(errors.UnsuitableSubstitute) as refused:
        floor.pick(job, floor.nutty, line="1")
    assert "nuts" in refused.value.say("en")


def test_no_substitute_found_ends_in_a_refund(floor):
    ref = floor.order((floor.apple, 1), substitution="swap")
    job = floor.start(ref)
    miss(floor, job, "1")
    line = give_up_swap(store_id=floor.store_id, job_id=job.id, picker_id=floor.picker, line="1")
    assert line.state == "short" and len(floor.events(LineMissing, ref)) == 1


def test_the_shopper_is_asked_and_says_yes_to_one_product(floor):
    ref = floor.order((floor.apple, 1), substitution="ask")
    job = floor.start(ref)
    assert miss(floor, job, "1").state == "asked"
    [asked] = floor.events(SubstitutionAsked, ref)
    assert asked["offers"][0]["sku_id"] == floor.pear
    assert [question.line for question in fulfilment.questions(ref, store_id=floor.store_id)] == ["1"]
    with pytest.raises(errors.ShopperIsAsked):
        floor.pick(job, floor.pear, line="1")
    fulfilment.answer_substitution(store_id=floor.store_id, ref=ref, line="1", accept=True, sku_id=floor.pear)
    with pytest.raises(errors.UnsuitableSubstitute):
        floor.pick(job, floor.dear, line="1")
    assert floor.pick(job, floor.pear, line="1").state == "picked"


def test_the_shopper_says_no(floor):
    ref = floor.order((floor.apple, 1), substitution="ask")
    miss(floor, floor.start(ref), "1")
    fulfilment.answer_substitution(store_id=floor.store_id, ref=ref, line="1", accept=False)
    assert PickLine.objects.get(ref=ref).state == "short"
    with pytest.raises(errors.NotAsked):
        fulfilment.answer_substitution(store_id=floor.store_id, ref=ref, line="1", accept=True)


def test_a_question_that_nobody_answers_in_time_is_a_no(floor):
    ref = floor.order((floor.apple, 1), substitution="ask")
    miss(floor, floor.start(ref), "1")
    assert close_unanswered() == 0
    floor.wait(minutes=3)
    with pytest.raises(errors.NotAsked):
        fulfilment.answer_substitution(store_id=floor.store_id, ref=ref, line="1", accept=True)
    assert close_unanswered() == 1
    assert PickLine.objects.get(ref=ref).state == "short" and len(floor.events(LineMissing, ref)) == 1


def test_undo_puts_the_line_back_and_holds_it_again(floor):
    job = floor.start(floor.order((floor.apple, 3), (floor.fish, 500)))
    if job.zone == "cold":
        floor.pick(job, floor.fish, grams=480)
        line = undo(floor, job)
        assert (line.picked, line.left) == (0, 500)
        assert floor.pick(job, floor.fish, grams=520).state == "picked"
        floor.bag(job)
        job = floor.finish(job)
        job = floor.start()
    floor.pick(job, floor.apple, quantity=2)
    line = undo(floor, job)
    assert (line.picked, line.left, line.state) == (0, 3, "waiting")
    assert inventory.stock_of(store_id=floor.store_id, sku_id=floor.apple).held == 3
    assert floor.pick(job, floor.apple, quantity=3).state == "picked"
    floor.nothing_is_wrong()
    undo(floor, job)
    with pytest.raises(errors.NothingToUndo):
        undo(floor, job)


def test_undo_of_a_substitute_lets_another_be_picked(floor):
    job = floor.start(floor.order((floor.apple, 1), substitution="swap"))
    miss(floor, job, "1")
    floor.pick(job, floor.pear, line="1")
    line = undo(floor, job)
    assert (line.state, line.substitute_quantity) == ("swapping", 0)
    assert inventory.stock_of(store_id=floor.store_id, sku_id=floor.pear).on_hand == 20
    floor.nothing_is_wrong()
    assert floor.pick(job, floor.pear, line="1").state == "picked"


def test_a_job_is_finished_only_when_every_line_is_settled_and_bagged_and_only_once(floor):
    job = floor.start(floor.order((floor.apple, 2)))
    floor.pick(job, floor.apple)
    with pytest.raises(errors.LinesOpen) as refused:
        floor.finish(job)
    assert refused.value.details["lines"][0]["left"] == 1
    floor.pick(job, floor.apple)
    with pytest.raises(errors.BagNeeded):
        floor.finish(job)
    floor.bag(job)
    assert floor.finish(job).state == "done"
    with pytest.raises(errors.AlreadyFinished) as again:
        floor.finish(job)
    assert again.value.details["at"] == "12:00"


def test_only_the_picker_of_a_job_may_pick_it(floor):
    job = floor.start(floor.order((floor.apple, 1)))
    floor.picker = floor.somebody(Role.PICKER)
    assert isinstance(floor.picker, UUID)
    with pytest.raises(errors.NotYourJob):
        floor.pick(job, floor.apple)


def test_a_tag_is_in_use_until_its_bag_is_gone(floor):
    first, second = floor.order((floor.apple, 1), minutes=20), floor.order((floor.apple, 1), minutes=30)
    job = floor.start(first)
    assert floor.bag(job, "T1") == floor.bag(job, "T1")
    floor.pick(job, floor.apple)
    floor.finish(job)
    with pytest.raises(errors.TagInUse):
        floor.bag(floor.start(second), "T1")


def test_a_picker_who_asks_twice_is_given_the_same_job(floor):
    floor.order((floor.apple, 1))
    floor.order((floor.apple, 1))
    first = start_next(store_id=floor.store_id, picker_id=floor.picker)
    assert start_next(store_id=floor.store_id, picker_id=floor.picker).id == first.id
    assert PickJob.objects.filter(state="open").count() == 1
