from uuid import UUID

from django.db import transaction

from newretail.kernel.ids import uuid7
from newretail.members.errors import AddressUnknown, TooManyAddresses
from newretail.members.lock_member import lock_member
from newretail.members.models import Address

MOST_ADDRESSES = 50


@transaction.atomic
def save_address(
    *,
    member_id: UUID,
    address_id: UUID | None,
    label: str,
    text: str,
    latitude: float,
    longitude: float,
    note: str = "",
    phone: str = "",
) -> Address:
    """Keep a new address, or replace what an address of this member says.

    Raises TooManyAddresses, or AddressUnknown when the id belongs to somebody else.
    """
    member = lock_member(member_id)
    address = Address.objects.filter(id=address_id).first() if address_id else None
    if address is not None and address.member_id != member.id:
        raise AddressUnknown()
    if address is None:
        if member.addresses.count() >= MOST_ADDRESSES:
            raise TooManyAddresses(most=MOST_ADDRESSES)
        address = Address(id=address_id or uuid7(), member=member)
    address.label, address.text, address.note, address.phone = label, text, note, phone
    address.latitude, address.longitude = latitude, longitude
    address.save()
    return address
