"""A stream ends with the right it stands on, at once and in every process: what comes afterwards is not seen any more."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from newretail.kernel import clock
from newretail.members.erase_member import erase_member
from newretail.members.issue_token import issue_token
from newretail.members.models import Member, Session, Token
from newretail.members.revoke_token import revoke_token
from newretail.members.rules import SHIFT_TOKEN_IDLE
from newretail.members.sign_in import Adapter
from newretail.stores.issue_badge import issue_badge
from newretail.stores.models import Badge, StaffRole
from newretail.stores.revoke_role import revoke_role
from newretail.stores.roles import Role
from newretail.stores.sign_in_by_badge import sign_in_by_badge
from newretail.stores.withdraw_badge import withdraw_badge
from tests.live.server import Stream, serving
from tests.live.test_streams import in_thread

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]
SOON_SECONDS = 5.0
"""Far less than a heartbeat, on a machine that is busy with other things."""


@pytest.fixture(scope="module")
def port(django_db_setup, tmp_path_factory):
    with serving(tmp_path_factory.mktemp("server")) as port:
        yield port


def picker(store_id: str) -> Member:
    member = Member.objects.create_user("p@haru.example", name="Jun")
    StaffRole.objects.create(member=member, store_id=store_id, role=Role.PICKER)
    return member


async def ends_after(stream: Stream, deed: Any, *arguments: Any) -> None:
    await asyncio.to_thread(in_thread, deed, *arguments)
    async with asyncio.timeout(SOON_SECONDS):
        async for _ in stream.blocks():
            pass


def follow_until(port: int, store_id: str, token: str, deed: Any, *arguments: Any) -> int:
    """Open a stream, do the deed, wait for the stream's end; returns how a new stream is answered."""
    path = f"/api/v1/live/stores/{store_id}"

    async def run() -> int:
        stream = await (await Stream(port, path, token).open()).until_ready()
        assert stream.status == 200
        await ends_after(stream, deed, *arguments)
        stream.close()
        again = await Stream(port, path, token).open()
        again.close()
        return again.status

    return asyncio.run(run())


def test_of_a_withdrawn_badge(port, store_id):
    member = picker(store_id)
    badge, code = issue_badge(member_id=member.id, store_id=store_id)
    token = sign_in_by_badge(code=code).token

    def withdraw():
        withdraw_badge(badge_id=badge.id, store_id=store_id)

    assert follow_until(port, store_id, token, withdraw) == 401
    assert Badge.objects.get().withdrawn_at


def test_of_a_revoked_token(port, store_id):
    member = picker(store_id)
    token = issue_token(member, label="screen")

    def revoke():
        revoke_token(member_id=member.id, token_id=Token.objects.get().id)

    assert follow_until(port, store_id, token, revoke) == 401


def test_of_a_role_that_was_taken_back(port, store_id):
    member = picker(store_id)
    token = issue_token(member, label="screen")

    def revoke():
        revoke_role(member_id=member.id, role=Role.PICKER, store_id=store_id)

    assert follow_until(port, store_id, token, revoke) == 403


def test_of_a_member_who_was_erased(port, order, shopper):
    token = issue_token(shopper, label="phone")

    async def run():
        stream = await (await Stream(port, f"/api/v1/live/orders/{order.id}", token).open()).until_ready()
        await ends_after(stream, lambda: erase_member(member_id=shopper.id))
        stream.close()

    asyncio.run(run())


def test_of_a_session_that_was_signed_out(port, order, shopper):
    browser = Client()
    browser.force_login(shopper, backend="django.contrib.auth.backends.ModelBackend")
    cookie = browser.cookies["sessionid"].value

    async def run():
        stream = Stream(port, f"/api/v1/live/orders/{order.id}", "", cookie=f"sessionid={cookie}")
        await (await stream.open()).until_ready()
        await ends_after(stream, browser.logout)
        stream.close()

    asyncio.run(run())


def test_of_a_token_past_its_time(port, store_id):
    token = issue_token(picker(store_id), label="short", expires_at=clock.now() + timedelta(seconds=4))

    async def run():
        stream = await (await Stream(port, f"/api/v1/live/stores/{store_id}", token).open()).until_ready()
        async with asyncio.timeout(20):
            async for _ in stream.blocks():
                pass
        stream.close()

    asyncio.run(run())


def to_its_end(port: int, path: str, *, token: str = "", cookie: str = "") -> int:
    """Follow until the stream ends by itself, reading nothing but it; returns how a new one is answered."""

    async def run() -> int:
        stream = await (await Stream(port, path, token, cookie=cookie).open()).until_ready()
        async with asyncio.timeout(20):
            async for _ in stream.blocks():
                pass
        stream.close()
        again = await Stream(port, path, token, cookie=cookie).open()
        again.close()
        return again.status

    return asyncio.run(run())


@pytest.mark.parametrize("end", ["unused", "over"])
def test_of_a_session_at_the_first_of_its_ends_and_no_stream_puts_it_off(port, order, shopper, end: str):
    browser = Client()
    browser.force_login(shopper, backend="django.contrib.auth.backends.ModelBackend")
    now = timezone.now()
    ends = {
        "unused": {"idle_seconds": 600, "last_seen_at": now - timedelta(seconds=597)},
        "over": {"expire_date": now + timedelta(seconds=3)},
    }
    Session.objects.update(**ends[end])
    seen_at = Session.objects.get().last_seen_at
    cookie = f"sessionid={browser.cookies['sessionid'].value}"
    assert to_its_end(port, f"/api/v1/live/orders/{order.id}", cookie=cookie) == 401
    assert not Session.objects.exclude(last_seen_at=seen_at).exists()


def test_of_a_badges_token_that_nobody_uses_and_no_stream_counts_as_use(port, store_id):
    _, code = issue_badge(member_id=picker(store_id).id, store_id=store_id)
    token = sign_in_by_badge(code=code).token
    used_at = clock.now() - SHIFT_TOKEN_IDLE + timedelta(seconds=3)
    Token.objects.update(last_used_at=used_at)
    assert to_its_end(port, f"/api/v1/live/stores/{store_id}", token=token) == 401
    assert Token.objects.get().last_used_at == used_at


def test_of_a_session_whose_password_was_changed(port, order, shopper):
    Member.objects.filter(id=shopper.id).update(is_staff=True)
    browser = Client()
    browser.force_login(shopper, backend="django.contrib.auth.backends.ModelBackend")
    cookie = f"sessionid={browser.cookies['sessionid'].value}"

    def change():
        Adapter().set_password(Member.objects.get(id=shopper.id), "a long walk by the river")

    async def run():
        stream = Stream(port, f"/api/v1/live/orders/{order.id}", "", cookie=cookie)
        await (await stream.open()).until_ready()
        await ends_after(stream, change)
        stream.close()

    asyncio.run(run())


def test_other_streams_go_on(port, store_id, token_of):
    path, mine = f"/api/v1/live/stores/{store_id}", token_of("manager", store=store_id)
    other = picker(store_id)
    theirs = issue_token(other, label="screen")

    async def run():
        kept = await (await Stream(port, path, mine).open()).until_ready()
        ended = await (await Stream(port, path, theirs).open()).until_ready()
        await ends_after(
            ended, lambda: revoke_token(member_id=other.id, token_id=Token.objects.get(member=other).id)
        )
        kept.close()
        ended.close()

    asyncio.run(run())
