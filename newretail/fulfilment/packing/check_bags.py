"""Whoever gives a parcel away scans its bags: all of them, and no other."""

from collections.abc import Iterable, Sequence

from newretail.fulfilment.models import Bag
from newretail.fulfilment.models.bags import BagState
from newretail.fulfilment.packing.errors import BagsMissing, WrongBag


def check_bags(bags: Sequence[Bag], scanned: Iterable[str], *, number: str) -> None:
    """Raises WrongBag for a tag that is not of `bags`, BagsMissing for bags that were not scanned."""
    tags = {bag.tag for bag in bags}
    seen = list(dict.fromkeys(scanned))
    for tag in seen:
        if tag not in tags:
            raise WrongBag(tag=tag)
    if missing := sorted(tags - set(seen)):
        raise BagsMissing(number=number, missing=missing, jobs_open=0)


def move_bags(bags: Sequence[Bag], state: BagState, **changes: object) -> None:
    Bag.objects.filter(id__in=[bag.id for bag in bags]).update(state=state, **changes)
