"""Who may see a private picture: whoever made it, and those whom it was made for."""

from uuid import UUID

from newretail.kernel.errors import NotFound
from newretail.kernel.who import Caller
from newretail.ordering import rules
from newretail.ordering.models import Order
from newretail.photos import api as photos
from newretail.stores.api import Role


def look_at_photo(*, caller: Caller, photo_id: UUID) -> bytes:
    """The picture, a WebP file. Raises NotFound for everybody who has no business with it."""
    card = photos.photo_card(photo_id)
    if card is None or not _may_look(caller, card):
        raise NotFound()
    return photos.content_of(photo_id)


def _may_look(caller: Caller, card: photos.PhotoCard) -> bool:
    if card.made_by == caller.member_id:
        return True
    if not card.ref:
        return False
    return (
        caller.manages(card.store_id)
        or caller.has(Role.CASHIER, card.store_id)
        or _is_shopper(caller, card.ref)
    )


def _is_shopper(caller: Caller, ref: str) -> bool:
    """A courier's picture of a parcel at the door is for the person behind the door, whose badge opens nothing of their own."""
    if caller.kind == "badge":
        return False
    order_id = rules.order_id(ref)
    return order_id is not None and Order.objects.filter(id=order_id, member_id=caller.known_id).exists()
