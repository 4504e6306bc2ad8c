"""Goods that are ordered by the piece and settled by weight: what is asked for can be picked."""

import pytest

from newretail.catalog.models import Sku
from newretail.fulfilment import errors
from newretail.fulfilment.models import MissingCause, PickJob
from newretail.fulfilment.picking.miss_line import miss_line
from newretail.fulfilment.picking.notice_cuts import notice_cuts
from newretail.fulfilment.picking.undo_pick import undo_pick
from newretail.fulfilment.reading.pick_jobs import line_view
from newretail.inventory import api as inventory
from newretail.kernel import recent
from tests.fulfilment.floor import Floor

pytestmark = pytest.mark.django_db
PIECE = 200


@pytest.fixture
def fish(floor: Floor) -> str:
    """Fish of about 200 g each."""
    Sku.objects.filter(code=floor.fish).update(typical_grams=PIECE)
    recent.forget_all()
    return floor.fish


def two_of(floor: Floor, sku: str) -> tuple[str, PickJob]:
    ref = floor.order((sku, 2 * PIECE), pieces=2)
    job = floor.start(ref)
    floor.bag(job)
    return ref, job


@pytest.mark.parametrize("grams", [130, 160, 200, 240, 275])
def test_one_piece_lighter_or_heavier_than_usual_can_be_picked(floor: Floor, fish: str, grams: int) -> None:
    _, job = two_of(floor, fish)
    first = floor.pick(job, fish, grams=grams)
    assert (first.state, first.pieces_left, first.left) == ("waiting", 1, PIECE)
    done = floor.pick(job, fish, grams=grams, pieces=1)
    assert (done.state, done.picked, done.pieces_picked) == ("picked", 2 * grams, 2)


def test_two_pieces_are_weighed_together(floor: Floor, fish: str) -> None:
    _, job = two_of(floor, fish)
    done = floor.pick(job, fish, grams=418)
    assert (done.state, done.pieces_picked, done.picked) == ("picked", 2, 418)
    shown = line_view(done).piece
    assert shown is not None and (shown.picked, shown.left, shown.least, shown.most) == (2, 0, 120, 280)


def test_a_weight_that_so_many_pieces_cannot_have_is_refused_with_its_unit(floor: Floor, fish: str) -> None:
    _, job = two_of(floor, fish)
    for grams, pieces in ((300, 1), (40_400, 2), (20, 1), (200, 2)):
        with pytest.raises(errors.OddWeight) as refused:
            floor.pick(job, fish, grams=grams, pieces=pieces)
        assert " g" in refused.value.say()
    with pytest.raises(errors.TooManyPieces):
        floor.pick(job, fish, grams=600, pieces=3)


def test_too_much_of_something_loose_is_said_with_its_unit(floor: Floor) -> None:
    job = floor.start(floor.order((floor.fish, 500)))
    floor.bag(job)
    with pytest.raises(errors.TooMuch) as refused:
        floor.pick(job, floor.fish, grams=900)
    assert "600 g" in refused.value.say()


def test_a_missing_piece_is_a_whole_one(floor: Floor, fish: str) -> None:
    _, job = two_of(floor, fish)
    floor.pick(job, fish, grams=230)
    at = {"store_id": floor.store_id, "job_id": job.id, "picker_id": floor.picker}
    short = miss_line(**at, line="1", cause=MissingCause.NOT_ON_SHELF, quantity=1)
    assert (short.state, short.missing, short.pieces_left) == ("picked", PIECE, 0)
    shown = line_view(short).piece
    assert shown is not None and (shown.missing, shown.left) == (1, 0)


def test_an_undone_piece_is_to_be_picked_again(floor: Floor, fish: str) -> None:
    _, job = two_of(floor, fish)
    floor.pick(job, fish, grams=230)
    back = undo_pick(store_id=floor.store_id, job_id=job.id, picker_id=floor.picker)
    assert (back.pieces_picked, back.pieces_left, back.left) == (0, 2, 2 * PIECE)
    assert floor.pick(job, fish, grams=390, pieces=2).state == "picked"


def test_a_heavy_first_piece_is_no_reason_to_miss_the_second(floor: Floor, fish: str) -> None:
    ref, job = two_of(floor, fish)
    floor.pick(job, fish, grams=270)
    assert notice_cuts(ref=ref, store_id=floor.store_id) == 0
    inventory.release_holds(ref=ref, store_id=floor.store_id, lines=["1"])
    assert notice_cuts(ref=ref, store_id=floor.store_id) == 1
