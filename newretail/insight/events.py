"""Who at head office looked at whom, and at which order: the log that lets a member ask."""

from dataclasses import dataclass

from newretail.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MemberLookedAt(Event):
    name = "audit.member_looked_at"
    lasts = True

    member_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class MembersSearched(Event):
    """`found`: how many were shown. What was typed is not kept: it may name somebody."""

    name = "audit.members_searched"
    lasts = True

    found: int
    by: str


@dataclass(frozen=True, kw_only=True)
class OrderLookedAt(Event):
    """Of `ref`, an order: its whole story was read."""

    name = "audit.order_looked_at"
    lasts = True

    by: str
