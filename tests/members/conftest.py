from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from newretail.members.issue_token import issue_token
from newretail.members.models import Member


@pytest.fixture
def mina(db: None) -> Member:
    return Member.objects.create_user("mina@haru.example", name="Mina", language="ko")


@pytest.fixture
def other(db: None) -> Member:
    return Member.objects.create_user("other@haru.example", name="Other")


@pytest.fixture
def as_member() -> Callable[[Member], Client]:
    """A client that carries a fresh token of a member."""

    def client(member: Member, **headers: Any) -> Client:
        secret = issue_token(member, label="test")
        return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en", **headers})

    return client


@pytest.fixture(autouse=True)
def no_attempts_counted(request: pytest.FixtureRequest) -> None:
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
        cache.clear()
