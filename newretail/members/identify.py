from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from newretail.kernel import clock, sql
from newretail.kernel.recent import Recent
from newretail.members import rules

_BY_HASH = sql.load(__file__, "token_by_hash.sql")
_USED_TODAY = "UPDATE members_token SET last_used_on = %(today)s WHERE id = %(id)s AND last_used_on IS DISTINCT FROM %(today)s"


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
    """Who carries this token, None if it is unknown, expired or withdrawn. At most 5 s old; no statement when known."""
    key = rules.digest(secret)
    identity = _seen.get(key) or _look_up(key)
    if identity is None or not rules.is_good(identity.expires_at, at=clock.now()):
        return None
    return identity


def forget(token_hash: str) -> None:
    """Do not recognise this token from memory any more."""
    _seen.forget(token_hash)


def forget_everybody() -> None:
    """Start with an empty memory."""
    _seen.clear()


def _look_up(key: str) -> Identity | None:
    rows = sql.fetch(_BY_HASH, {"hash": key})
    if not rows:
        return None
    row = rows[0]
    today = clock.now().date()
    if row.last_used_on != today:
        sql.run(_USED_TODAY, {"id": row.id, "today": today})
    scopes = frozenset(row.scopes)
    identity = Identity(
        member_id=row.member_id,
        kind=rules.caller_kind(member_kind=row.kind, scopes=scopes),
        label=row.label,
        language=row.language,
        scopes=scopes,
        expires_at=row.expires_at,
    )
    return _seen.keep(key, identity)
