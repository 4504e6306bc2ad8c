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
class RoleGranted(Event):
    member_id: str
    role: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(Event):
    member_id: str
    role: str
    by: str
