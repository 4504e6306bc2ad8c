"""What a store asks and grants, and how fast it works, stand in rows of the rooms that do it; head office sets them."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newretail.fulfilment.models import WorkTerms
from newretail.kernel import recent
from newretail.kernel.models import Event
from newretail.ordering.models import SaleTerms
from newretail.stores.api import Role
from newretail.stores.events import StoreTermsChanged
from tests.sale_floor import Floor, Person, cart_with, promise_for, shopper, worker

SALE = {
    "minimum_order": 1000,
    "delivery_fee": 700,
    "free_delivery_from": None,
    "bag_fee": 80,
    "refund_days": 14,
    "pay_minutes": 20,
    "guest_pay_minutes": 8,
    "unpaid_orders": 5,
    "unpaid_share": 40,
    "unpaid_of_network": 60,
}
WORK = {
    "picking_lines_per_minute": 12,
    "packing_minutes": 3,
    "metres_per_minute": 250,
    "courier_pay_per_drop": 500,
    "courier_pay_per_kilometre": 150,
    "courier_guarantee_per_hour": 3000,
}


@pytest.fixture
def office(floor: Floor) -> Person:
    return worker(Role.HEAD_OFFICE, "")


def path(floor: Floor, which: str) -> str:
    return f"/stores/{floor.store}/{which}-terms"


def test_a_new_fee_counts_for_the_next_promise_and_a_live_one_keeps_its_own(floor: Floor, office: Person):
    person = shopper()
    cart = cart_with(person, floor, [(floor.milk, 2, "deliver")])
    before = promise_for(person, cart)
    assert office.put(path(floor, "sale"), SALE).json() == SALE
    recent.forget_all()
    assert (before["delivery_fee"], before["bag_fee"]) == (600, 50)
    after = promise_for(person, cart)
    assert (after["delivery_fee"], after["bag_fee"]) == (700, 80)
    assert SaleTerms.objects.get(store_id=floor.store).changed_by == f"member:{office.member.id}"


def test_a_store_without_rows_works_by_the_defaults(floor: Floor, office: Person):
    SaleTerms.objects.all().delete()
    recent.forget_all()
    assert not WorkTerms.objects.exists()
    said = Client().get(f"/api/v1{path(floor, 'sale')}").json()
    assert (said["delivery_fee"], said["free_delivery_from"], said["refund_days"]) == (0, None, 30)
    assert office.get(path(floor, "work")).json()["picking_lines_per_minute"] == 6
    assert not SaleTerms.objects.exists() and not WorkTerms.objects.exists()


def test_saying_the_same_again_changes_nothing(floor: Floor, office: Person):
    for _ in range(2):
        assert office.put(path(floor, "work"), WORK).json() == WORK
    assert WorkTerms.objects.count() == 1
    assert office.get(path(floor, "work")).json() == WORK


def test_a_change_is_a_fact_that_lasts_with_what_stood_before(floor: Floor, office: Person):
    office.put(path(floor, "sale"), SALE)
    office.put(path(floor, "sale"), SALE | {"refund_days": 7})
    office.put(path(floor, "sale"), SALE | {"refund_days": 7})
    facts = Event.objects.filter(name="store.terms_changed", store_id=floor.store).order_by("number")
    assert [fact.body for fact in facts][1:] == [
        {
            "terms": "sale",
            "before": {"refund_days": 14},
            "after": {"refund_days": 7},
            "by": f"member:{office.member.id}",
        }
    ]
    assert StoreTermsChanged.lasts


@pytest.mark.parametrize("which", ["sale", "work"])
def test_only_head_office_sets_terms_and_a_manager_reads_them(floor: Floor, which: str):
    manager, body = worker(Role.MANAGER, floor.store), SALE if which == "sale" else WORK
    assert manager.get(path(floor, which)).status_code == 200
    assert manager.put(path(floor, which), body).status_code == 403
    assert shopper().put(path(floor, which), body).status_code == 403
    assert shopper().get(path(floor, "work")).status_code == 403


@pytest.mark.parametrize(
    ("which", "wrong"),
    [
        ("sale", {"delivery_fee": -1}),
        ("sale", {"delivery_fee": 6.5}),
        ("sale", {"bag_fee": 10**30}),
        ("sale", {"refund_days": None}),
        ("sale", {"nobody": 1}),
        ("sale", {"unpaid_orders": 0}),
        ("sale", {"unpaid_share": 101}),
        ("sale", {"guest_pay_minutes": 2}),
        ("work", {"picking_lines_per_minute": 0}),
        ("work", {"metres_per_minute": 0}),
        ("work", {"packing_minutes": "two"}),
        ("work", {"courier_pay_per_drop": -1}),
    ],
)
def test_terms_that_make_no_sense_are_refused_and_nothing_changes(
    floor: Floor, office: Person, which: str, wrong: dict[str, Any]
):
    before = list(SaleTerms.objects.values()), list(WorkTerms.objects.values())
    body = (SALE if which == "sale" else WORK) | wrong
    assert office.put(path(floor, which), body).status_code == 422
    assert before == (list(SaleTerms.objects.values()), list(WorkTerms.objects.values()))


def test_a_store_nobody_knows_has_no_terms(floor: Floor, office: Person):
    for which, body in (("sale", SALE), ("work", WORK)):
        assert office.get(f"/stores/nowhere/{which}-terms").status_code == 404
        assert office.put(f"/stores/nowhere/{which}-terms", body).status_code == 404


def test_a_store_that_never_moves_is_refused_by_the_table(floor: Floor):
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkTerms.objects.create(store_id=floor.store, picking_lines_per_minute=0)


def test_terms_cost_a_promise_no_statement_while_they_are_remembered(floor: Floor):
    person = shopper()
    cart = cart_with(person, floor, [(floor.milk, 2, "deliver")])
    promise_for(person, cart)
    with CaptureQueriesContext(connection) as asked:
        promise_for(person, cart)
    assert [each["sql"] for each in asked if "terms" in each["sql"]] == []
