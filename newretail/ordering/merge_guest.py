"""Somebody who shopped as a guest signs in: what the guest had is theirs."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from newretail.members import api as members
from newretail.ordering.models import Cart, CartLine, Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """How many carts and orders have changed hands."""

    carts: int
    orders: int


@transaction.atomic
def merge_guest(*, member_id: UUID, guest_token: str) -> Merged:
    """Hand the carts and orders of the guest who carries this token to the member. Raises members' GuestUnknown.

    Done once; the guest is nobody afterwards. Money, goods and work hang on the orders and stay as they are.
    """
    guest_id = members.absorb_guest(member_id=member_id, guest_token=guest_token)
    # Carts before orders: an order that is being placed has its cart locked, and is there once we have got it.
    carts = Cart.objects.filter(member_id=guest_id).update(member_id=member_id)
    CartLine.objects.filter(cart__member_id=member_id, added_by_id=guest_id).update(added_by_id=member_id)
    orders = Order.objects.filter(member_id=guest_id).update(member_id=member_id)
    return Merged(carts=carts, orders=orders)
