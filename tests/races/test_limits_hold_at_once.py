"""Who may have five of something has five, also when two ask for the last one together. Without the lock both get it."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from newretail.kernel import clock
from newretail.members.models import Member
from newretail.photos import keep_photo as photos
from newretail.photos.errors import TooManyPhotos
from newretail.photos.models import Photo
from newretail.stores import issue_badge as badges
from newretail.stores.api import Role
from newretail.stores.errors import RoleNotHeld, TooManyBadges
from newretail.stores.may_staff import MOST_BADGES
from newretail.stores.models import Badge, StaffRole
from newretail.stores.revoke_role import revoke_role
from tests.photos.test_photos import picture
from tests.stock_room import a_store

pytestmark = pytest.mark.django_db(transaction=True)

WAITS_SECONDS = 0.5
"""So long the first one stands between its count and its write; well below the time after which a lock is given up."""
REFUSED = (TooManyBadges, TooManyPhotos, RoleNotHeld)


class Doorway:
    """Between counting and writing each waits for the other: whoever is not kept out by a lock is there too."""

    def __init__(self, through: Callable[..., Any]) -> None:
        self._both, self._through = Barrier(2), through

    def __call__(self, *given: Any, **named: Any) -> Any:
        with suppress(BrokenBarrierError):
            self._both.wait(timeout=WAITS_SECONDS)
        return self._through(*given, **named)


def both(*work: Callable[[], Any]) -> Counter[str]:
    """What became of two that act at once, each on a connection of its own."""

    def one(act: Callable[[], Any]) -> str:
        try:
            act()
            return "done"
        except REFUSED as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return Counter(pool.map(one, work))


@pytest.fixture
def picker() -> tuple[Member, str]:
    """Somebody who works at a store and has all badges there but one."""
    store, member = a_store(), Member.objects.create_user("picker@haru.example", name="Lin")
    StaffRole.objects.create(member=member, store_id=store, role=Role.PICKER.value)
    for _ in range(MOST_BADGES - 1):
        badges.issue_badge(member_id=member.id, store_id=store)
    return member, store


@pytest.fixture
def badge_doorway(picker: tuple[Member, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(badges.rules, "new_badge_code", Doorway(badges.rules.new_badge_code))


@pytest.fixture
def no_row_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self.all())


def give_badge(member: Member, store: str) -> Callable[[], Any]:
    return lambda: badges.issue_badge(member_id=member.id, store_id=store)


@pytest.mark.usefixtures("badge_doorway")
def test_the_last_badge_is_given_once(picker: tuple[Member, str]) -> None:
    assert both(*[give_badge(*picker)] * 2) == {"done": 1, "too_many_badges": 1}
    assert Badge.objects.count() == MOST_BADGES


@pytest.mark.usefixtures("badge_doorway", "no_row_locks")
def test_the_same_race_gives_a_badge_too_many_without_the_lock(picker: tuple[Member, str]) -> None:
    assert both(*[give_badge(*picker)] * 2) == {"done": 2}
    assert Badge.objects.count() == MOST_BADGES + 1


@pytest.mark.usefixtures("badge_doorway")
def test_nobody_keeps_a_badge_that_was_given_while_the_role_was_taken_back(
    picker: tuple[Member, str],
) -> None:
    member, store = picker
    both(
        give_badge(member, store), lambda: revoke_role(member_id=member.id, role=Role.PICKER, store_id=store)
    )
    assert not Badge.objects.filter(withdrawn_at=None).exists()


@pytest.fixture
def shopper(monkeypatch: pytest.MonkeyPatch) -> Member:
    """Somebody who has room for one more loose picture."""
    monkeypatch.setattr(photos, "MOST_LOOSE", 1)
    return Member.objects.create_user("shopper@haru.example")


@pytest.fixture
def photo_doorway(monkeypatch: pytest.MonkeyPatch) -> None:
    class AtTheDoor:
        now = staticmethod(Doorway(clock.now))

    monkeypatch.setattr(photos, "clock", AtTheDoor)


def send_photos(member: Member) -> Counter[str]:
    return both(
        *(
            lambda shade=shade: photos.keep_photo(made_by=member.id, content=picture(shade))
            for shade in (60, 200)
        )
    )


@pytest.mark.usefixtures("photo_doorway")
def test_the_last_loose_photo_is_kept_once(shopper: Member) -> None:
    assert send_photos(shopper) == {"done": 1, "too_many_photos": 1}
    assert Photo.objects.count() == 1


@pytest.mark.usefixtures("photo_doorway")
def test_the_same_race_keeps_a_photo_too_many_without_the_lock(
    shopper: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "_TURN", "SELECT %(made_by)s::text")
    assert send_photos(shopper) == {"done": 2}
    assert Photo.objects.count() == 2
