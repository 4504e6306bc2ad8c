"""What may be done with a parcel now, and by whom: what its use cases would let pass."""

from datetime import datetime
from typing import Literal

from newretail.fulfilment.models import Parcel
from newretail.fulfilment.models.parcels import ParcelState
from newretail.fulfilment.who import COUNTER, PACKER
from newretail.kernel.who import MANAGER, Caller, Who
from newretail.stores.api import Way

ParcelDeed = Literal[
    "pack",
    "shelve",
    "hand_over",
    "collect",
    "receive_back",
    "unlock",
    "collect_by_id",
    "add_counter_bag",
]
PartDeed = Literal["fill", "drop"]


def may_do(parcel: Parcel, caller: Caller, *, has_courier: bool, at: datetime) -> list[ParcelDeed]:
    """What this caller may do now."""
    is_locked = parcel.locked_until is not None and parcel.locked_until > at
    is_shelved = parcel.state == ParcelState.SHELVED
    is_packed = parcel.state == ParcelState.PACKED
    is_pickup = parcel.way == Way.PICK_UP
    possible: dict[ParcelDeed, tuple[bool, Who]] = {
        "pack": (parcel.state == ParcelState.ARRIVED, PACKER),
        "shelve": (is_packed and is_pickup, COUNTER),
        "hand_over": (is_packed and not is_pickup and (has_courier or parcel.way != Way.DELIVER), COUNTER),
        "collect": (is_shelved and not is_locked, COUNTER),
        "receive_back": (parcel.state == ParcelState.FAILED, PACKER),
        "unlock": (is_locked, MANAGER),
        "collect_by_id": (is_shelved, MANAGER),
        "add_counter_bag": (parcel.state in (ParcelState.WAITING, ParcelState.ARRIVED), COUNTER),
    }
    return [deed for deed, (now, who) in possible.items() if now and who.allows(caller, parcel.store_id)]
