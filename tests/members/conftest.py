import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from newretail.members.issue_token import issue_token
from newretail.members.models import Member
from tests.stock_room import a_store


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


ON_PAGE = "/_allauth/browser/v1"


def code_sent() -> str:
    """The code in the newest e-mail."""
    found = re.search(r"[A-Z0-9]{3,4}-[A-Z0-9]{3,4}", str(mail.outbox[-1].body))
    assert found
    return found[0]


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """A browser in which somebody has come in by a code."""

    def come_in(member: Member, *, agent: str = "", **options: Any) -> Client:
        client = Client(headers={"accept-language": "en", "user-agent": agent}, **options)
        client.post(f"{ON_PAGE}/auth/code/request", {"email": member.email}, "application/json")
        came = client.post(f"{ON_PAGE}/auth/code/confirm", {"code": code_sent()}, "application/json")
        assert came.status_code == 200, came.content
        return client

    return come_in


@pytest.fixture
def prove() -> Callable[[Client], None]:
    """Prove once more, by a code, who is at this browser."""

    def prove(client: Client) -> None:
        me = client.get("/api/v1/me").json()
        path = f"{ON_PAGE}/auth/reauthenticate/code"
        client.post(f"{path}/request", {"email": me["email"]}, "application/json")
        done = client.post(f"{path}/confirm", {"code": code_sent()}, "application/json")
        assert done.status_code == 200, done.content

    return prove


@pytest.fixture
def a_store_code(db: None) -> str:
    return a_store()
