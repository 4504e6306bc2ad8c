from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from newretail.members.issue_token import issue_token
from newretail.members.models import Member
from newretail.stores.models import StaffRole
from tests.stock_room import a_store, standing_clock


@pytest.fixture
def stepped(tmp_path: Path) -> Iterator[None]:
    with standing_clock(tmp_path):
        yield


@pytest.fixture
def client_of(db: None) -> Callable[[str], Client]:
    """A client with a role; at a store of its own where the role needs one."""

    def client(role: str) -> Client:
        member = Member.objects.create_user(f"{role}@haru.example", name=role)
        store = None if role == "head_office" else a_store()
        StaffRole.objects.create(member=member, store_id=store, role=role)
        secret = issue_token(member, label="test")
        return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})

    return client
