"""A tag becomes a bag of one part of a parcel."""

from django.db import IntegrityError, transaction

from newretail.fulfilment.models import Bag, ParcelPart
from newretail.fulfilment.models.bags import ENDED, BagState
from newretail.fulfilment.work.errors import TagInUse


def tag_bag(part: ParcelPart, tag: str) -> Bag:
    """A bag with this tag, being filled for `part`; scanning it again gives the same bag. Raises TagInUse with the order that has it."""
    known = Bag.objects.filter(store_id=part.store_id, tag=tag).exclude(state__in=ENDED).first()
    if known and known.parcel_part_id == part.id and known.state == BagState.FILLING:
        return known
    if known:
        raise TagInUse(tag=tag, number=known.number)
    parcel = part.parcel
    try:
        with transaction.atomic():
            return Bag.objects.create(
                store_id=part.store_id,
                tag=tag,
                ref=parcel.ref,
                number=parcel.number,
                way=parcel.way,
                parcel=parcel,
                parcel_part=part,
            )
    except IntegrityError as error:
        raise TagInUse(tag=tag, number="?") from error
