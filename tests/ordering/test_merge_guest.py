"""Somebody shops as a guest and signs in later."""

from uuid import uuid4

import pytest

from newretail.members import api as members
from newretail.members.models import Member
from newretail.ordering.models import Cart, Order
from tests.one_of_everything import somebody
from tests.sale_floor import (
    Floor,
    Person,
    cart_with,
    order_of,
    pay_in_cash,
    shopper,
    with_drawer,
    work_through,
)

pytestmark = pytest.mark.django_db
HOME = {"label": "home", "text": "Lane 9", "latitude": 31.23, "longitude": 121.5}


def a_guest() -> tuple[Person, str]:
    member, token = members.open_guest(name="Guest")
    return Person(member, token), token


def test_what_a_guest_had_is_the_members_after_signing_in(floor: Floor):
    (guest, token), member = a_guest(), somebody("Mina")
    cart = cart_with(guest, floor, [(floor.milk, 1, "deliver")])
    order = order_of(guest, floor, [(floor.bread, 1, "deliver")])
    assert guest.post("/me/addresses", HOME).status_code == 201
    assert guest.put("/me/consents/marketing", {"version": 1}).status_code == 204
    answer = member.post("/me/merge", {"guest_token": token})
    assert (answer.status_code, answer.json()) == (200, {"carts": 2, "orders": 1})
    assert member.get(f"/carts/{cart}").json()["lines"][0]["sku_id"] == floor.milk
    assert member.get(f"/orders/{order['id']}").json()["state"] == "awaiting_payment"
    assert [each["text"] for each in member.get("/me/addresses").json()] == ["Lane 9"]
    assert members.has_consented(member.member.id, purpose="marketing")
    work_through()
    pay_in_cash(with_drawer(floor), floor, order)
    seen = member.get(f"/orders/{order['id']}").json()
    assert (seen["state"], seen["address"]["text"]) == ("released", "8 Century Avenue, 1201")
    assert members.is_erased(guest.member.id)
    assert not Cart.objects.filter(member=guest.member).exists()


def test_a_guest_is_taken_over_once(floor: Floor):
    (_, token), member, other = a_guest(), somebody("Mina"), somebody("Other")
    key = str(uuid4())
    first = member.post("/me/merge", {"guest_token": token}, key=key)
    again = member.post("/me/merge", {"guest_token": token}, key=key)
    assert (first.status_code, again.json()) == (200, first.json()), "the same request has the same answer"
    for late in (member, other):
        answer = late.post("/me/merge", {"guest_token": token})
        assert (answer.status_code, answer.json()["code"]) == (404, "guest_unknown")


def test_only_a_guest_is_taken_over_and_only_by_a_member(floor: Floor):
    member, other = somebody("Mina"), somebody("Other")
    order = order_of(other, floor, [(floor.milk, 1, "carry_out")])
    token = members.issue_token(Member.objects.get(id=other.member.id), label="phone")
    for bad in (token, "nr_nothing", "x"):
        answer = member.post("/me/merge", {"guest_token": bad})
        assert (answer.status_code, answer.json()["code"]) == (404, "guest_unknown")
    _, guest_token = a_guest()
    assert shopper().post("/me/merge", {"guest_token": guest_token}).status_code == 403
    assert Order.objects.get(id=order["id"]).member_id == other.member.id


def test_what_the_member_has_decided_stays_decided(floor: Floor):
    (guest, token), member = a_guest(), somebody("Mina")
    member.put("/me/consents/marketing", {"version": 1})
    member.delete("/me/consents/marketing")
    guest.put("/me/consents/marketing", {"version": 1})
    assert member.post("/me/merge", {"guest_token": token}).status_code == 200
    assert not members.has_consented(member.member.id, purpose="marketing")
