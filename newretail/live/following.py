"""What somebody may follow, found once when they begin. Whoever may not see a thing is told that it does not exist."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from newretail.fulfilment import api as fulfilment
from newretail.kernel.errors import NotFound
from newretail.kernel.who import Caller, End
from newretail.live.rules import Audience
from newretail.ordering import api as ordering
from newretail.stores import api as stores
from newretail.stores.api import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """Facts of these refs, or of the whole store when there are none. With a trip, none that belong to another trip.

    member_id: whose right it stands on. until: when what proves them ends by itself, as nobody uses it by following.
    """

    audience: Audience
    store_id: str
    refs: frozenset[str] = frozenset()
    trip_id: str = ""
    member_id: UUID | None = None
    until: End | None = None

    @property
    def is_over(self) -> bool:
        """Whether what it stands on has ended by itself."""
        return self.until is not None and self.until.is_past()

    @property
    def keys(self) -> frozenset[str]:
        """Under which keys facts reach this follower; see `keys_of`."""
        return frozenset(f"ref {ref}" for ref in self.refs) or frozenset({f"store {self.store_id}"})

    def concerns(self, *, ref: str, store_id: str, body: Mapping[str, Any]) -> bool:
        if self.refs and ref not in self.refs:
            return False
        return store_id == self.store_id and (
            not self.trip_id or body.get("trip_id", self.trip_id) == self.trip_id
        )


def keys_of(*, ref: str, store_id: str) -> tuple[str, str]:
    return f"ref {ref}", f"store {store_id}"


def follow_order(caller: Caller, *, order_id: UUID) -> Following:
    """An order, by the member who placed it or by staff of its store. Raises NotFound."""
    order = ordering.Order.objects.only("store_id", "member_id").filter(id=order_id).first()
    if order is None:
        raise NotFound()
    refs = frozenset({order.ref})
    if order.member_id == caller.member_id and caller.kind != "badge":
        return _following(caller, audience=Audience.SHOPPER, store_id=order.store_id, refs=refs)
    audience = _audience_of_staff(caller, store_id=order.store_id)
    return _following(caller, audience=audience, store_id=order.store_id, refs=refs)


def follow_store(caller: Caller, *, store_id: str) -> Following:
    """All the work of a store, by its staff. Raises NotFound."""
    stores.store(store_id)
    return _following(caller, audience=_audience_of_staff(caller, store_id=store_id), store_id=store_id)


def follow_trip(caller: Caller, *, trip_id: UUID) -> Following:
    """A courier's trip, by the courier or by staff of the store. Raises NotFound."""
    trip = fulfilment.trip_card(trip_id)
    if trip is None or not trip.refs:
        raise NotFound()
    if trip.member_id == caller.member_id:
        audience = Audience.COURIER
    else:
        audience = _audience_of_staff(caller, store_id=trip.store_id)
        if audience is Audience.COURIER:
            raise NotFound()
    return _following(
        caller, audience=audience, store_id=trip.store_id, refs=frozenset(trip.refs), trip_id=str(trip_id)
    )


def _following(
    caller: Caller,
    *,
    audience: Audience,
    store_id: str,
    refs: frozenset[str] = frozenset(),
    trip_id: str = "",
) -> Following:
    return Following(
        audience=audience,
        store_id=store_id,
        refs=refs,
        trip_id=trip_id,
        member_id=caller.member_id,
        until=caller.until,
    )


def _audience_of_staff(caller: Caller, *, store_id: str) -> Audience:
    if caller.manages(store_id) or caller.has(Role.CASHIER, store_id):
        return Audience.COUNTER
    if any(caller.has(role, store_id) for role in (Role.PICKER, Role.PACKER, Role.DEVICE)):
        return Audience.FLOOR
    if caller.has(Role.COURIER, store_id):
        return Audience.COURIER
    raise NotFound()
