"""Promise of SECURITY.md: what a whole sale logs names nobody."""

import io
import logging
from collections.abc import Iterator

import pytest

from newretail.fulfilment.models import Parcel
from newretail.kernel import logs
from newretail.members import api as members
from newretail.members.models import Member
from tests.sale_floor import NEARBY, Floor, Person, order_of, pay_in_cash, with_drawer, work_through

pytestmark = pytest.mark.django_db

NAME, EMAIL, PHONE = "Hyacinth Rosenberg", "hyacinth@rosenberg.example", "13912345678"


@pytest.fixture(params=[logs.JsonLines, logs.PlainLines])
def everything_logged(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """All loggers at their most talkative, but for those that speak of SQL (which run only where a developer asks for them)."""
    written, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    handler.setFormatter(request.param())
    handler.addFilter(lambda record: not record.name.startswith("django.db"))
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(level)
    root.removeHandler(handler)


def test_a_whole_sale_logs_nobody(floor: Floor, everything_logged: io.StringIO):
    member = Member.objects.create(name=NAME, email=EMAIL, phone=PHONE)
    token = members.issue_token(member, label="phone")
    person, cashier = Person(member, token), with_drawer(floor)
    order = order_of(person, floor, [(floor.milk, 2, "deliver")])
    pay_in_cash(cashier, floor, order)
    person.get("/orders/0193a1b2-7c00-7000-8000-00000000c0de", q=PHONE)
    person.post("/orders", {"promise_id": PHONE})
    person.post(f"/orders/{order['id']}/cancel", {"reason": NAME})
    cashier.post(f"/stores/{floor.store}/orders/{order['id']}/refunds", {"reason": NAME, "lines": []})
    work_through()
    logging.getLogger("newretail.test").info("the end")
    said = everything_logged.getvalue()
    assert "the end" in said
    assert Parcel.objects.exists()
    for secret in (NAME, EMAIL, PHONE, NEARBY["text"], NEARBY["phone"], token):
        assert str(secret) not in said
