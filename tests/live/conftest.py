from collections.abc import Callable
from uuid import uuid4

import pytest

from newretail.kernel import clock, relay
from newretail.kernel.events import Event, publish
from newretail.members.issue_token import issue_token
from newretail.members.models import Member
from newretail.ordering.models import Order
from newretail.stores.models import StaffRole
from tests.stock_room import a_store


@pytest.fixture
def store_id(db: None) -> str:
    return a_store()


@pytest.fixture
def token_of() -> Callable[..., str]:
    """A bearer token of somebody new with these roles at the store."""

    def hire(*roles: str, store: str | None = None) -> str:
        member = Member.objects.create_user(f"m{uuid4().hex[:8]}@haru.example", name="Somebody")
        for role in roles:
            StaffRole.objects.create(member=member, store_id=store, role=role)
        return issue_token(member, label="test")

    return hire


@pytest.fixture
def shopper(db: None) -> Member:
    return Member.objects.create_user("shopper@haru.example", name="Shopper")


@pytest.fixture
def order(store_id: str, shopper: Member) -> Order:
    now = clock.now()
    return Order.objects.create(
        number="A-1",
        store_id=store_id,
        member=shopper,
        promise_id=uuid4(),
        promised_legs=[],
        currency="CNY",
        goods=100,
        delivery_fee=0,
        bag_fee=0,
        total=100,
        created_at=now,
        pay_by=now,
    )


@pytest.fixture
def happen() -> Callable[..., None]:
    """Facts that are published and relayed."""

    def happen(*facts: Event) -> None:
        for fact in facts:
            publish(fact)
        relay.relay_waiting(most=1000)

    return happen
