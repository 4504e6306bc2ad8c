"""What has happened at stores."""

from dataclasses import dataclass

from newretail.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class StoreStateChanged(Event):
    """state: open | busy | paused | closed; `busy_minutes` longer than usual while busy."""

    state: str
    before: str
    busy_minutes: int
    reason: str
    by: str


@dataclass(frozen=True, kw_only=True)
class ProductSnoozed(Event):
    sku_id: str
    until: str
    reason: str
    by: str


@dataclass(frozen=True, kw_only=True)
class ProductWoken(Event):
    """A product is sold again before its time was up."""

    sku_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class BadgeIssued(Event):
    badge_id: str
    member_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class BadgeWithdrawn(Event):
    """Whoever had signed in with it is signed out."""

    badge_id: str
    member_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class PostTaken(Event):
    """post: pick | pack | counter | stock | manage | ride."""

    member_id: str
    post: str
    zone: str


@dataclass(frozen=True, kw_only=True)
class PostLeft(Event):
    member_id: str
    post: str


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    member_id: str
    role: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(Event):
    member_id: str
    role: str
    by: str


@dataclass(frozen=True, kw_only=True)
class PlanSaved(Event):
    """The floor of a store was drawn anew."""

    version: int
    by: str
