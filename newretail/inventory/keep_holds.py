"""It is paid: what was held for a while is held for good."""

from django.db import transaction

from newretail.inventory.errors import HoldsGone
from newretail.kernel import sql

_KEEP = sql.load(__file__, "keep_holds.sql")


@transaction.atomic
def keep_holds(*, ref: str, store_id: str) -> int:
    """End the expiry of the holds of `ref`; they last until picked, sold or released. Returns how many there are.

    A hold that is overdue but not yet swept is still kept: whoever comes first, payment or sweep, wins. Repeating it
    changes nothing. Raises HoldsGone when there is none left.
    """
    kept: int = sql.fetch(_KEEP, {"store": store_id, "ref": ref})[0].kept
    if not kept:
        raise HoldsGone(ref=ref)
    return kept
