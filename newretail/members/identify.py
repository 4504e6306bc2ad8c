from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from newretail.kernel import clock, sql
from newretail.kernel.access import when_access_changes
from newretail.kernel.recent import Recent
from newretail.members import rules

_BY_HASH = sql.load(__file__, "token_by_hash.sql")
_USED = "UPDATE members_token SET last_used_at = %(now)s WHERE id = %(id)s AND last_used_at IS NOT DISTINCT FROM %(before)s"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a token belongs to. kind: guest | member | token | badge. until: when it ends if nobody uses it any more."""

    member_id: UUID
    kind: str
    label: str
    language: str
    scopes: frozenset[str]
    until: datetime | None


_seen: Recent[tuple[str, bool], Identity] = Recent(seconds=5, most=20_000)
"""By a token's digest, and whether its use has been noted."""


def identify(secret: str, *, is_attended: bool = True) -> Identity | None:
    """Who carries this token, None if it is unknown, expired, withdrawn or has lain unused for too long.

    is_attended: a person's doing, which counts as use. No statement when known from the last 5 s; what ends before is told to every
    process (`kernel.access`).
    """
    key = rules.digest(secret)
    identity = _remembered(key, is_attended=is_attended)
    if identity is not None and rules.is_good(identity.until, at=clock.now()):
        return identity
    return _look_up(key, is_attended=is_attended)


@when_access_changes
def forget_member(member_id: UUID) -> None:
    """Look this member's tokens up next time."""
    _seen.forget_where(lambda identity: identity.member_id == member_id)


def _remembered(key: str, *, is_attended: bool) -> Identity | None:
    used = _seen.get((key, True))
    return used if used is not None or is_attended else _seen.get((key, False))


def _look_up(key: str, *, is_attended: bool) -> Identity | None:
    rows = sql.fetch(_BY_HASH, {"hash": key})
    if not rows:
        return None
    row = rows[0]
    scopes = frozenset(row.scopes)
    now, last_used_at = clock.now(), row.last_used_at or row.created_at
    until = rules.end_of(expires_at=row.expires_at, last_used_at=last_used_at, scopes=scopes)
    if not rules.is_good(until, at=now):
        return None
    if is_attended and (row.last_used_at is None or now - last_used_at >= rules.USED_EVERY):
        sql.run(_USED, {"id": row.id, "now": now, "before": row.last_used_at})
        until = rules.end_of(expires_at=row.expires_at, last_used_at=now, scopes=scopes)
    identity = Identity(
        member_id=row.member_id,
        kind=rules.caller_kind(member_kind=row.kind, scopes=scopes),
        label=row.label,
        language=row.language,
        scopes=scopes,
        until=until,
    )
    return _seen.keep((key, is_attended), identity)
