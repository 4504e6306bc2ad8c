"""Head office sees who keeps goods from others without paying, while it lasts, and nobody else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newretail.kernel import clock
from newretail.ordering.sale_terms import sale_terms
from newretail.stores.api import Role
from tests.sale_floor import (
    Floor,
    Person,
    open_store,
    order_of,
    pay_in_cash,
    shopper,
    with_drawer,
    work_through,
    worker,
)
from tests.stock_room import standing_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    with standing_clock(tmp_path):
        yield open_store(stock=40)


def seen(office: Person) -> list[dict[str, object]]:
    answer = office.get("/insight/held-unpaid")
    assert answer.status_code == 200, answer.content
    return [
        row["holder"] | {"name": row["member_name"], "is_guest": row["is_guest"]} for row in answer.json()
    ]


def test_whoever_holds_all_that_one_person_may_is_seen_until_it_lapses(floor: Floor) -> None:
    office, greedy, honest = worker(Role.HEAD_OFFICE, ""), shopper(), shopper()
    order_of(honest, floor, [(floor.milk, 2, "carry_out"), (floor.bread, 3, "carry_out")])
    assert seen(office) == []
    everything = [
        (floor.milk, 20, "carry_out"),
        (floor.bread, 20, "carry_out"),
        (floor.salmon, 10_000, "carry_out"),
    ]
    order_of(greedy, floor, everything)
    [holder] = seen(office)
    assert (holder["member_id"], holder["products"], holder["orders"]) == (str(greedy.member.id), 3, 1)
    assert (holder["is_guest"], holder["store_id"], holder["currency"]) == (True, floor.store, "CNY")
    clock.advance_to(clock.now() + timedelta(minutes=11))
    work_through()
    assert seen(office) == []


def test_as_many_unpaid_orders_as_may_wait_are_seen_until_one_is_paid(floor: Floor) -> None:
    office, person, cashier = worker(Role.HEAD_OFFICE, ""), shopper(), with_drawer(floor)
    sale_terms.set(replace(sale_terms.of(floor.store), unpaid_orders=3), store_id=floor.store, by="test")
    sale_terms.forget(floor.store)
    orders = [order_of(person, floor, [(floor.milk, 1, "carry_out")]) for _ in range(3)]
    [holder] = seen(office)
    assert (holder["orders"], holder["products"], holder["total"]) == (3, 0, 3 * orders[0]["total"])
    pay_in_cash(cashier, floor, orders[0])
    assert seen(office) == []


def test_only_head_office_sees_it(floor: Floor) -> None:
    for person in (shopper(), worker(Role.MANAGER, floor.store)):
        assert person.get("/insight/held-unpaid").status_code == 403
