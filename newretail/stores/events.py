"""What has happened at stores."""

from dataclasses import dataclass

from newretail.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class StoreStateChanged(Event):
    """state: open | busy | paused | closed; `busy_minutes` longer than usual while busy."""

    name = "store.state_changed"
    lasts = True

    state: str
    before: str
    busy_minutes: int
    reason: str
    by: str


@dataclass(frozen=True, kw_only=True)
class StoreTermsChanged(Event):
    """terms: sale | work; `before` and `after` hold what changed and nothing else."""

    name = "store.terms_changed"
    lasts = True

    terms: str
    before: dict[str, int | None]
    after: dict[str, int | None]
    by: str


@dataclass(frozen=True, kw_only=True)
class StoreSaved(Event):
    """Head office opened a store, or changed what it is: its names, place, hours or format."""

    name = "store.saved"
    lasts = True

    is_new: bool
    by: str


@dataclass(frozen=True, kw_only=True)
class FloorChanged(Event):
    """A zone of the store, or its shelves, was made, changed or taken away."""

    name = "floor.changed"

    zone: str
    by: str


@dataclass(frozen=True, kw_only=True)
class PlanogramChanged(Event):
    """These products got other places on the shelves of the store, or lost them."""

    name = "planogram.changed"

    sku_ids: list[str]
    by: str


@dataclass(frozen=True, kw_only=True)
class ProductSnoozed(Event):
    name = "product.snoozed"

    sku_id: str
    until: str
    reason: str
    by: str


@dataclass(frozen=True, kw_only=True)
class ProductWoken(Event):
    """A product is sold again before its time was up."""

    name = "product.woken"

    sku_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class BadgeIssued(Event):
    name = "badge.issued"
    lasts = True

    badge_id: str
    member_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class BadgeWithdrawn(Event):
    """Whoever had signed in with it is signed out."""

    name = "badge.withdrawn"
    lasts = True

    badge_id: str
    member_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class PostTaken(Event):
    """post: pick | pack | counter | stock | manage | ride."""

    name = "post.taken"

    member_id: str
    post: str
    zone: str


@dataclass(frozen=True, kw_only=True)
class PostLeft(Event):
    name = "post.left"

    member_id: str
    post: str


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    name = "role.granted"
    lasts = True

    member_id: str
    role: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(Event):
    name = "role.revoked"
    lasts = True

    member_id: str
    role: str
    by: str


@dataclass(frozen=True, kw_only=True)
class PlanSaved(Event):
    """The floor of a store was drawn anew."""

    name = "plan.saved"

    version: int
    by: str
