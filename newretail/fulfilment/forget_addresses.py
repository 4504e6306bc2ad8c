"""An address is kept only as long as somebody may have to ask about the delivery."""

from newretail.fulfilment import rules
from newretail.fulfilment.models import Parcel
from newretail.kernel import clock

_BATCH = 500


def forget_addresses() -> int:
    """Blank name, phone, address and door code of parcels that ended two weeks ago; round their position to about a
    kilometre. Returns how many."""
    before = clock.now() - rules.FORGET_ADDRESS_AFTER
    old = Parcel.objects.filter(ended_at__lt=before, forgotten_at__isnull=True).order_by("ended_at")[:_BATCH]
    count = 0
    for parcel in old:
        parcel.address, parcel.code, parcel.proof, parcel.forgotten_at = {}, "", "", clock.now()
        if parcel.latitude is not None and parcel.longitude is not None:
            parcel.latitude, parcel.longitude = round(parcel.latitude, 2), round(parcel.longitude, 2)
        parcel.save(update_fields=["address", "code", "proof", "forgotten_at", "latitude", "longitude"])
        count += 1
    return count
