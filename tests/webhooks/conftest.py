from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from newretail.kernel import clock, jobs
from newretail.members.issue_token import issue_token
from newretail.members.models import Member
from newretail.webhooks import send_deliveries as sending
from newretail.webhooks.models import Endpoint
from newretail.webhooks.open_endpoint import open_endpoint
from tests.stock_room import standing_clock
from tests.webhooks.receiver import Receiver, listening


@pytest.fixture(autouse=True)
def local_receivers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("NEWRETAIL_WEBHOOKS_LOCAL", "1")
    monkeypatch.setattr(sending, "WAIT_SECONDS", 3.0)
    with standing_clock(tmp_path):
        yield


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as receiver:
        yield receiver


@pytest.fixture
def erp(db: None) -> Member:
    return Member.objects.create_user("erp@partner.example", name="ERP")


@pytest.fixture
def endpoint(erp: Member, receiver: Receiver) -> Endpoint:
    return open_endpoint(owner_id=erp.id, label="erp", url=receiver.url)


@pytest.fixture
def as_integration() -> Callable[[Member], Client]:
    def client(member: Member, *scopes: str) -> Client:
        secret = issue_token(member, label="erp", scopes=scopes or ("webhooks",))
        return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})

    return client


@pytest.fixture
def work(db: None) -> Callable[..., None]:
    """Move the clock on and do what is due."""

    def after(seconds: float = 0) -> None:
        from datetime import timedelta

        clock.advance_to(clock.now() + timedelta(seconds=seconds))
        jobs.run_due()

    return after
