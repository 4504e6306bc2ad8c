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
    """Who a token belongs to. kind: guest | member | token."""

    member_id: UUID
    kind: str
    label: str
    language: str
    scopes: frozenset[str]
    expires_at: datetime | None


_seen: Recent[str, Identity] = Recent(seconds=5, most=20_000)


def identify(secret: str) -> Identity | None:
    """Who carries this token, None if it is unknown, expired, withdrawn or has lain unused for too long.

    No statement when known from the last 5 s; what ends before is told to every process (`kernel.access`).
    """
    key = rules.digest(secret)
    identity = _seen.get(key) or _look_up(key)
    if identity is None or not rules.is_good(identity.expires_at, at=clock.now()):
        return None
    return identity


@when_access_changes
def forget_member(member_id: UUID) -> None:
    """Look this member's tokens up next time."""
    _seen.forget_where(lambda identity: identity.member_id == member_id)


def _look_up(key: str) -> Identity | None:
    rows = sql.fetch(_BY_HASH, {"hash": key})
    if not rows:
        return None
    row = rows[0]
    scopes = frozenset(row.scopes)
    now, last_used_at = clock.now(), row.last_used_at or row.created_at
    if rules.is_left_lying(last_used_at, scopes=scopes, at=now):
        return None
    if row.last_used_at is None or now - last_used_at >= rules.USED_EVERY:
        sql.run(_USED, {"id": row.id, "now": now, "before": row.last_used_at})
    identity = Identity(
        member_id=row.member_id,
        kind=rules.caller_kind(member_kind=row.kind, scopes=scopes),
        label=row.label,
        language=row.language,
        scopes=scopes,
        expires_at=row.expires_at,
    )
    return _seen.keep(key, identity)
