from uuid import UUID

from newretail.members.errors import AddressUnknown
from newretail.members.models import Address


def remove_address(*, member_id: UUID, address_id: UUID) -> None:
    """Forget an address. Orders keep the copy they were placed with. Raises AddressUnknown."""
    deleted, _ = Address.objects.filter(id=address_id, member_id=member_id).delete()
    if not deleted:
        raise AddressUnknown()
