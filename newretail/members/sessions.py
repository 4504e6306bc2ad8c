"""Sessions of browsers: filed by whose they are, so that they can be shown and ended, and over when nobody uses them.

A session ends at a fixed time after signing in, whatever is done with it, and for those at work when no person has used it for a
while (`SessionLife`): what a page asks by itself, and streams, are not use. It goes by real time, as the browser that holds it does,
whatever time it is in the store.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string

from newretail.kernel.access import access_changed
from newretail.kernel.security_log import note

SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is known when a session was last used."""
LONGEST_AGENT = 200
_BEGAN, _IDLE, _AGENT = "began", "idle_seconds", "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLife:
    """longest: from signing in to the end. idle: how long it may lie unused; None for ever."""

    longest: timedelta
    idle: timedelta | None


class LifeOf(Protocol):
    """Which life a member's sessions have; a room that knows who works here says it (`NEWRETAIL_SESSION_LIFE`)."""

    def __call__(self, member_id: UUID, *, has_desk: bool) -> SessionLife: ...


@cache
def _life_of() -> LifeOf:
    said: LifeOf = import_string(settings.NEWRETAIL_SESSION_LIFE)
    return said


class SessionStore(DatabaseStore):
    """Django's, with an owner, an idle end, and word to every process when one ends.

    is_attended: a person is using it (`kernel.http.attended`); else it is only looked at. ends_at: once it has been read, when it
    ends if nobody uses it any more.
    """

    is_attended = False
    ends_at: datetime | None = None
    _last_seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        from newretail.members.models import Session

        return Session

    def _get_session_from_db(self) -> Any:
        row: Any = super()._get_session_from_db()  # type: ignore[misc]
        if row is None:
            return None
        now = timezone.now()
        if now >= row.ends_at:
            row.delete()
            self._session_key = None
            return None
        if self.is_attended and now - row.last_seen_at >= SEEN_EVERY:
            type(row).objects.filter(session_key=row.session_key).update(last_seen_at=now)
            row.last_seen_at = now
        self.ends_at, self._last_seen_at = row.ends_at, row.last_seen_at
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.member_id = UUID(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.idle_seconds = data.get(_IDLE)
        row.agent = data.get(_AGENT, "")
        if self._last_seen_at is not None:  # to write a session is not to use it
            row.last_seen_at = self._last_seen_at
        row.began_at = datetime.fromtimestamp(data[_BEGAN], UTC) if _BEGAN in data else timezone.now()
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        rows = self.get_model_class().objects.filter(session_key=key)
        owner = rows.values_list("member_id", flat=True).first() if key else None
        super().delete(session_key)
        if owner is not None:
            access_changed(owner)
            note("session_ended", member_id=owner)


def begin_session(request: HttpRequest, *, member_id: UUID, has_desk: bool) -> None:
    """Somebody has just come in: note when, from what kind of browser, and for how long that is good."""
    request.session[_BEGAN] = timezone.now().timestamp()
    request.session[_AGENT] = request.META.get("HTTP_USER_AGENT", "")[:LONGEST_AGENT]
    _give_life(request.session, _life_of()(member_id, has_desk=has_desk))


def end_of_session(request: HttpRequest) -> datetime | None:
    """When the session by which a request came ends if nobody uses it any more, by real time; None for one that is just beginning."""
    session: Any = getattr(request, "session", None)
    return getattr(session, "ends_at", None)


def review_sessions(*, member_id: UUID) -> None:
    """Let the member's open sessions last as long as fits what they may do now."""
    from newretail.members.models import Member, Session

    has_desk = Member.objects.filter(id=member_id, is_staff=True).exists()
    life = _life_of()(member_id, has_desk=has_desk)
    for key in Session.objects.filter(member_id=member_id).values_list("session_key", flat=True):
        session = SessionStore(key)
        if session.get(SESSION_KEY) == str(member_id):
            _give_life(session, life)
            session.save()


def public_id(session_key: str) -> str:
    """What a session is called where others may see it; the key itself would open it."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:32]


def _give_life(session: SessionBase, life: SessionLife) -> None:
    began = datetime.fromtimestamp(session.get(_BEGAN) or timezone.now().timestamp(), UTC)
    session[_IDLE] = int(life.idle.total_seconds()) if life.idle else None
    session.set_expiry(began + life.longest)
