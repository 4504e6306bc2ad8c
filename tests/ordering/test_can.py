"""What an order, a request for money back and a drawer say may be done is what the routes let pass, at each step and for everybody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args
from uuid import uuid4

import pytest
from django.db.models import Model

from newretail.kernel import clock
from newretail.kernel.who import Caller
from newretail.ordering.may import OrderDeed, RequestDeed, shopper_may, staff_may
from newretail.ordering.models import Cart, Order, OrderLine, RefundRequest
from newretail.ordering.sale_terms import sale_terms
from newretail.payments.models import DrawerSession, Payment
from newretail.payments.rules import DrawerDeed
from newretail.stores.api import Role
from tests.sale_floor import Floor, Person, order_of, pay_in_cash, shopper, with_drawer, work_through, worker
from tests.told import Told

WATCHED: tuple[type[Model], ...] = (Cart, Order, OrderLine, RefundRequest, Payment, DrawerSession)
Acts = dict[str, Callable[[], int]]


class Words:
    """A shopper; and a cashier, a picker and the manager of the store, who has a drawer too."""

    def __init__(self, floor: Floor) -> None:
        self.here, self.told = f"/stores/{floor.store}", Told(WATCHED)
        self.shopper, self.cashier = shopper(), with_drawer(floor)
        self.manager, self.picker = worker(Role.MANAGER, floor.store), worker(Role.PICKER, floor.store)
        drawer = {"id": str(uuid4()), "drawer": "till-99", "float_amount": 0}
        assert self.manager.post(f"{self.here}/cash-drawers", drawer).status_code == 201

    def hold(self) -> None:
        for row in self.shopper.get("/orders").json():
            order = self.shopper.get(f"/orders/{row['id']}").json()
            assert order["can"] == row["can"], "a row of the list says what the order itself says"
            self.told.holds(order, self._as_shopper(order), known=OrderDeed)
            self._hold_what_changes_nothing(order)
            for request in self.shopper.get(f"/orders/{row['id']}/refund-requests").json():
                assert request["can"] == []
        for staff in (self.cashier, self.picker, self.manager):
            for row in staff.get(f"{self.here}/orders").json():
                self.told.holds(row, self._at_counter(staff, row["id"]), known=OrderDeed)
        for staff in (self.cashier, self.manager):
            self._hold_at_counter(staff)

    def _as_shopper(self, order: dict[str, Any]) -> Acts:
        base, me = f"/orders/{order['id']}", self.shopper
        line = next((each for each in order["lines"] if each["refundable"]), order["lines"][0])
        wanted = {"line": line["line"], "quantity": 1}
        ask = {"request_id": str(uuid4()), "reason": "damaged", "lines": [wanted]}
        return {
            "cancel": lambda: me.post(f"{base}/cancel").status_code,
            "ask_refund": lambda: me.post(f"{base}/refund-requests", ask).status_code,
            "reorder": lambda: me.post(f"{base}/reorder").status_code,
        }

    def _hold_what_changes_nothing(self, order: dict[str, Any]) -> None:
        """The door's code is only read; and no tender of an app stands here, so that paying is refused for that at most."""
        base = f"/orders/{order['id']}"
        shown = self.shopper.get(f"{base}/exit-code").status_code == 200
        body = {"payment_id": str(uuid4()), "tender": "alipay", "way": "qr"}
        payable = self.shopper.post(f"{base}/payments", body).json()["code"] != "not_payable"
        for deed, happens in (("show_exit_code", shown), ("pay", payable)):
            assert happens == (deed in order["can"]), (deed, order["state"])
            self.told.seen.add((deed, happens))

    def _at_counter(self, staff: Person, order_id: str) -> Acts:
        base = f"{self.here}/orders/{order_id}"
        line = {"line": 1, "quantity": 1, "kept": True}
        refund = {"refund_id": str(uuid4()), "lines": [line], "reason": "spoiled"}
        cash = {"payment_id": str(uuid4()), "given": 100_000}
        return {
            "cancel": lambda: staff.post(f"{base}/cancel", {"reason": "flooded"}).status_code,
            "refund": lambda: staff.post(f"{base}/refunds", refund).status_code,
            "take_payment": lambda: staff.post(f"{base}/cash", cash).status_code,
        }

    def _hold_at_counter(self, staff: Person) -> None:
        for request in staff.get(f"{self.here}/refund-requests").json():
            base = f"{self.here}/refund-requests/{request['id']}"
            acts: Acts = {
                "approve": lambda base=base: staff.post(f"{base}/approval").status_code,
                "decline": lambda base=base: staff.post(f"{base}/refusal", {"answer": "No."}).status_code,
            }
            self.told.holds(request, acts, known=RequestDeed)
        for drawer in staff.get(f"{self.here}/cash-drawers").json():
            close = f"{self.here}/cash-drawers/{drawer['id']}/closings"
            count = {"counted": drawer["counted"] or 7}
            closes: Acts = {"close": lambda to=close, body=count: staff.post(to, body).status_code}
            self.told.holds(drawer, closes, known=DrawerDeed)
            is_own = drawer["cashier"] == f"member:{staff.member.id}"
            assert ("take_cash" in drawer["can"]) == (is_own and drawer["state"] == "open")


@pytest.fixture
def words(floor: Floor) -> Words:
    return Words(floor)


def test_an_order_says_at_each_step_what_may_be_done(floor: Floor, words: Words) -> None:
    lines = [(floor.milk, 2, "carry_out"), (floor.bread, 1, "pick_up")]
    order = order_of(words.shopper, floor, lines)
    words.hold()
    pay_in_cash(words.cashier, floor, order)
    words.hold()  # what is carried out is with the shopper, the rest is picked
    request = {"request_id": str(uuid4()), "reason": "damaged", "lines": [{"line": 1, "quantity": 2}]}
    asked = words.shopper.post(f"/orders/{order['id']}/refund-requests", request)
    assert (
        asked.status_code == 201
        and "ask_refund" not in words.shopper.get(f"/orders/{order['id']}").json()["can"]
    )
    words.hold()  # all that is there has been asked back
    back = {
        "refund_id": str(uuid4()),
        "lines": [{"line": 1, "quantity": 2, "kept": True}],
        "reason": "spoiled",
    }
    assert words.cashier.post(f"{words.here}/orders/{order['id']}/refunds", back).status_code == 201
    words.hold()  # it went back without the request, which can only be declined now
    [left] = words.cashier.get(f"{words.here}/refund-requests").json()
    assert [(each["quantity"], each["left"]) for each in left["lines"]] == [(2, 0)]
    assert (
        words.manager.post(f"{words.here}/orders/{order['id']}/cancel", {"reason": "flooded"}).status_code
        == 200
    )
    work_through()
    no = f"{words.here}/refund-requests/{asked.json()['id']}/refusal"
    assert words.cashier.post(no, {"answer": "It went back at the counter."}).json()["can"] == []
    words.hold()
    assert words.told.both >= {*get_args(OrderDeed), *get_args(RequestDeed)} - {"reorder"}


def test_nobody_refunds_what_they_bought_and_nothing_is_given_back_too_late(
    floor: Floor, words: Words
) -> None:
    words.shopper = words.cashier
    order = order_of(words.shopper, floor, [(floor.milk, 2, "carry_out")])
    pay_in_cash(words.manager, floor, order)
    row = words.cashier.get(f"{words.here}/orders").json()[0]
    assert "refund" not in row["can"]
    words.hold()
    sale_terms.set(replace(sale_terms.of(floor.store), refund_days=0), store_id=floor.store, by="test")
    clock.advance_to(clock.now() + timedelta(days=1))
    words.hold()
    assert words.told.both >= {"refund", "ask_refund"}


def test_an_order_that_nobody_paid_in_time_asks_for_no_money(floor: Floor, words: Words) -> None:
    order_of(words.shopper, floor, [(floor.milk, 2, "pick_up")])
    clock.advance_to(clock.now() + timedelta(hours=1))
    words.hold()  # before the sweep
    work_through()
    words.hold()


def test_a_drawer_is_counted_once(floor: Floor, words: Words) -> None:
    words.hold()
    mine = next(
        each for each in words.cashier.get(f"{words.here}/cash-drawers").json() if "take_cash" in each["can"]
    )
    assert (
        words.cashier.post(f"{words.here}/cash-drawers/{mine['id']}/closings", {"counted": 7}).json()["can"]
        == []
    )
    words.hold()
    assert "close" in words.told.both


def test_a_list_asks_the_same_few_questions_whatever_its_length(
    floor: Floor, words: Words, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        pay_in_cash(words.cashier, floor, order_of(words.shopper, floor, [(floor.milk, 1, "carry_out")]))
    orders = list(Order.objects.all())
    with django_assert_max_num_queries(6):
        shopper_may(orders)
    with django_assert_max_num_queries(4):
        staff_may(orders, Caller())
