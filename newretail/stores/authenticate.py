"""Who makes this request? A bearer token or a session, and the roles that go with it."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from newretail.chain.api import chain
from newretail.kernel import text
from newretail.kernel.access import when_access_changes
from newretail.kernel.errors import TokenNotGood
from newretail.kernel.http.attended import is_attended
from newretail.kernel.recent import Recent
from newretail.kernel.who import ANONYMOUS, RUNS_ALL, Caller, End
from newretail.members import api as members
from newretail.members.api import Identity
from newretail.stores.queries import roles_of

REMEMBERED_SECONDS = 5

_roles: Recent[UUID, frozenset[tuple[str, str]]] = Recent(seconds=REMEMBERED_SECONDS, most=20_000)
_sessions: Recent[tuple[str, bool], Caller] = Recent(seconds=REMEMBERED_SECONDS, most=20_000)
"""By a cookie's digest, and whether a person's request has noted that the session is used."""


def authenticate(request: HttpRequest) -> Caller:
    """The caller of a request, from memory of at most five seconds where possible: then without any statement.

    A bearer token goes before a session. Raises TokenNotGood for a token that is not, or no longer, good: better a
    clear refusal than to be treated as somebody else.
    """
    header = request.META.get("HTTP_AUTHORIZATION", "")
    caller = _by_token(request, header) if header else _by_session(request)
    preferred = text.preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    return replace(caller, language=preferred) if preferred and preferred != caller.language else caller


@when_access_changes
def forget_member(member_id: UUID) -> None:
    """Ask the database next time what this member may do, and whether their sessions still stand."""
    _roles.forget(member_id)
    _sessions.forget_where(lambda caller: caller.member_id == member_id)


def _by_token(request: HttpRequest, header: str) -> Caller:
    scheme, _, secret = header.partition(" ")
    attended = is_attended(request.META)
    known = scheme.lower() == "bearer" and secret
    identity = members.identify(secret.strip(), is_attended=attended) if known else None
    if identity is None:
        raise TokenNotGood()
    roles, is_half_proved = _as_proved(_roles_with(identity), twice=lambda: False)
    return Caller(
        member_id=identity.member_id,
        kind=identity.kind,
        roles=roles,
        is_half_proved=is_half_proved,
        scopes=identity.scopes,
        language=identity.language,
        label=identity.label,
        until=End(identity.until) if identity.until else None,
    )


def _roles_with(identity: Identity) -> frozenset[tuple[str, str]]:
    """A person's token that was narrowed to scopes carries none of the person's roles, that of a badge those at its
    own store; a device's roles are its own."""
    if identity.kind == "badge":
        places = {scope.removeprefix(members.BADGE_SCOPE) for scope in identity.scopes}
        return frozenset(each for each in _remembered_roles(identity.member_id) if each[1] in places)
    if identity.kind == "guest" or (identity.kind == "token" and identity.scopes):
        return frozenset()
    return _remembered_roles(identity.member_id)


def _as_proved(
    roles: frozenset[tuple[str, str]], *, twice: Callable[[], bool]
) -> tuple[frozenset[tuple[str, str]], bool]:
    """The roles that somebody may use, and whether one is left out because the chain demands a second factor for it."""
    runs_all = (RUNS_ALL, "")
    if runs_all not in roles or not chain().demands_passkey or twice():
        return roles, False
    return roles - {runs_all}, True


def _remembered_roles(member_id: UUID) -> frozenset[tuple[str, str]]:
    known = _roles.get(member_id)
    return known if known is not None else _roles.keep(member_id, roles_of(member_id))


def _by_session(request: HttpRequest) -> Caller:
    cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not cookie:
        return ANONYMOUS
    key = hashlib.sha256(cookie.encode()).hexdigest(), is_attended(request.META)
    known = _sessions.get(key)
    if known is not None and not (known.until and known.until.is_past()):
        return known
    member = getattr(request, "user", None)
    if member is None or not member.is_authenticated:
        return ANONYMOUS
    ends_at = members.end_of_session(request)
    roles, is_half_proved = _as_proved(
        _remembered_roles(member.pk), twice=lambda: members.has_second_factor(request)
    )
    caller = Caller(
        member_id=member.pk,
        kind="guest" if member.kind == "guest" else "member",
        roles=roles,
        is_half_proved=is_half_proved,
        language=member.language,
        label="session",
        until=End(ends_at, by_real_time=True) if ends_at else None,
    )
    return _sessions.keep(key, caller)
