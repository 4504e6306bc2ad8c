"""Who at head office looked at whom, and at which order: the log that lets a member ask."""

from dataclasses import dataclass

from newretail.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MemberLookedAt(Event):
    member_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class MembersSearched(Event):
    """`found`: how many were shown. What was typed is not kept: it may name somebody."""

    found: int
    by: str


@dataclass(frozen=True, kw_only=True)
class OrderLookedAt(Event):
    """Of `ref`, an order: its whole story was read."""

    by: str
