"""Goods that are kept from others by people who have not paid: an alert for head office while it lasts."""

from dataclasses import dataclass

from newretail.members import api as members
from newretail.ordering import api as ordering
from newretail.stores import api as stores


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldUnpaid:
    """Somebody at the bounds of a store, by name, and where. is_guest: nobody knows them."""

    holder: ordering.UnpaidHolder
    store_name: str
    time_zone: str
    member_name: str
    is_guest: bool


def held_unpaid(*, limit: int) -> list[HeldUnpaid]:
    """The dearest first."""
    found = ordering.unpaid_holders()[:limit]
    called = members.names({each.member_id for each in found})
    return [_row(each, called.get(each.member_id, "")) for each in found]


def _row(holder: ordering.UnpaidHolder, name: str) -> HeldUnpaid:
    store = stores.store(holder.store_id)
    return HeldUnpaid(
        holder=holder,
        store_name=store.names.say(),
        time_zone=store.time_zone,
        member_name=name,
        is_guest=members.is_guest(holder.member_id),
    )
