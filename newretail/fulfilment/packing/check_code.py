"""Short codes can be guessed, so guesses are counted."""

import secrets

from newretail.fulfilment import rules
from newretail.fulfilment.models import Parcel
from newretail.fulfilment.packing.errors import CodeLocked, WrongCode
from newretail.fulfilment.work.time_of_day import time_of_day
from newretail.kernel import clock
from newretail.kernel.errors import Refusal


def check_code(parcel: Parcel, code: str) -> Refusal | None:
    """None for the right code, else the refusal that the caller raises after the count has been committed.

    Five wrong codes lock the parcel for ten minutes. The parcel is locked in the caller's transaction.
    """
    now = clock.now()
    if parcel.locked_until and parcel.locked_until > now:
        return CodeLocked(until=time_of_day(parcel.store_id, parcel.locked_until))
    if parcel.code and secrets.compare_digest(parcel.code.encode(), code.encode()):
        if parcel.wrong_codes:
            parcel.wrong_codes, parcel.locked_until = 0, None
            parcel.save(update_fields=["wrong_codes", "locked_until"])
        return None
    parcel.wrong_codes += 1
    if parcel.wrong_codes >= rules.PICKUP_TRIES:
        parcel.wrong_codes, parcel.locked_until = 0, now + rules.PICKUP_COOL_DOWN
        parcel.save(update_fields=["wrong_codes", "locked_until"])
        return CodeLocked(until=time_of_day(parcel.store_id, parcel.locked_until))
    parcel.save(update_fields=["wrong_codes"])
    return WrongCode(tries_left=rules.PICKUP_TRIES - parcel.wrong_codes)
