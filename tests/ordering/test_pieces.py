"""What is ordered by the piece is settled by its weight, and no cart holds a weight that cannot be picked."""

from typing import Any
from uuid import uuid4

import pytest

from newretail.catalog.models import Sku
from newretail.fulfilment.models import Parcel
from newretail.fulfilment.packing.carry_bag import arrive_at_packing
from newretail.fulfilment.packing.pack_parcel import pack_parcel
from newretail.fulfilment.picking.finish_pick import finish_pick
from newretail.fulfilment.picking.open_bag import open_bag
from newretail.fulfilment.picking.pick_line import pick_line
from newretail.fulfilment.picking.start_pick import start_next
from newretail.kernel import recent
from newretail.stores.api import Role
from tests.ordering.till import books_balance
from tests.sale_floor import (
    Floor,
    Person,
    gtin_of,
    pay_in_cash,
    promise_for,
    shopper,
    with_drawer,
    work_through,
    worker,
)

pytestmark = pytest.mark.django_db
PIECE = 250


@pytest.fixture
def salmon(floor: Floor) -> str:
    """Salmon at 68.00 for 500 g, about 250 g each."""
    Sku.objects.filter(code=floor.salmon).update(typical_grams=PIECE)
    recent.forget_all()
    return floor.salmon


def put(person: Person, floor: Floor, **line: Any) -> Any:
    body = {"line": str(uuid4()), "way": "deliver"} | line
    return person.post(f"/stores/{floor.store}/carts", {"lines": [body]})


def test_a_cart_counts_pieces_and_says_what_they_weigh_about(floor: Floor, salmon: str):
    [line] = put(shopper(), floor, sku_id=salmon, pieces=2).json()["lines"]
    assert (line["pieces"], line["quantity"], line["piece_grams"]) == (2, 500, PIECE)
    assert line["line_amount"] == 6800


def test_a_weight_that_no_pieces_have_is_not_ordered(floor: Floor, salmon: str):
    person = shopper()
    for quantity, pieces in ((300, 1), (100, 1), (940, 4)):
        refused = put(person, floor, sku_id=salmon, quantity=quantity)
        assert (refused.status_code, refused.json()["code"]) == (422, "by_the_piece")
        assert (refused.json()["pieces"], refused.json()["piece_grams"]) == (pieces, PIECE)
    [line] = put(person, floor, sku_id=salmon, quantity=750).json()["lines"]
    assert line["pieces"] == 3
    [carried] = put(person, floor, sku_id=salmon, quantity=527, way="carry_out").json()["lines"]
    assert (carried["pieces"], carried["quantity"]) == (None, 527), "it was on the scale"


def test_loose_goods_go_by_the_gram_and_pieces_by_the_piece(floor: Floor):
    person = shopper()
    assert put(person, floor, sku_id=floor.salmon, pieces=1).json()["code"] == "not_by_the_piece"
    assert put(person, floor, sku_id=floor.salmon, quantity=130).status_code == 201
    [milk] = put(person, floor, sku_id=floor.milk, pieces=2).json()["lines"]
    assert (milk["quantity"], milk["pieces"]) == (2, None)
    assert put(person, floor, sku_id=floor.milk).status_code == 422
    assert put(person, floor, sku_id=floor.milk, pieces=1, quantity=1).status_code == 422


def test_pieces_are_settled_by_their_weight_and_ordered_again_by_the_piece(floor: Floor, salmon: str):
    person, cashier = shopper(), with_drawer(floor)
    cart = put(person, floor, sku_id=salmon, pieces=2).json()["id"]
    order = person.post("/orders", {"promise_id": promise_for(person, cart)["id"]}).json()
    pay_in_cash(cashier, floor, order)
    picker = worker(Role.PICKER, floor.store).member.id
    job = start_next(store_id=floor.store, picker_id=picker)
    assert job is not None
    at = {"store_id": floor.store, "job_id": job.id, "picker_id": picker}
    open_bag(**at, tag="BAG-1")
    pick_line(**at, code=gtin_of(salmon), grams=210)
    pick_line(**at, code=gtin_of(salmon), grams=240)
    finish_pick(**at)
    arrive_at_packing(store_id=floor.store, tag="BAG-1", station=None, by="test")
    parcel = Parcel.objects.get(ref=f"order:{order['id']}")
    pack_parcel(store_id=floor.store, parcel_id=parcel.id, by="test")
    work_through()
    [line] = person.get(f"/orders/{order['id']}").json()["lines"]
    assert (line["settled"], line["pieces"]) == (6120, 2)
    assert [(each["quantity"], each["pieces"]) for each in line["taken"]] == [(450, 2)]
    assert books_balance(floor)
    again = person.post(f"/orders/{order['id']}/reorder").json()["cart"]["lines"]
    assert [(each["pieces"], each["quantity"]) for each in again] == [(2, 500)]
