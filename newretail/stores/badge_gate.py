"""Wrong codes of badges are counted for each network address. A good badge lets in whoever else comes from there."""

from django.http import HttpRequest

from newretail.kernel.http.address import address_of, network_of
from newretail.members.api import DAY, MINUTE, Limit, use
from newretail.stores.errors import BadgeNotGood, TooManyWrongBadges
from newretail.stores.sign_in_by_badge import Shift, sign_in_by_badge

WRONG_A_MINUTE = Limit("wrong badge", 20, MINUTE)
WRONG_A_DAY = Limit("wrong badge", 500, DAY)


def begin_shift(request: HttpRequest, *, code: str) -> Shift:
    """Sign in by a badge. Raises BadgeNotGood; TooManyWrongBadges where many wrong ones came from the same address.

    A code has 80 random bits: the count keeps guesses from being cheap, and need not keep out those who have a badge.
    """
    try:
        return sign_in_by_badge(code=code)
    except BadgeNotGood:
        here = network_of(address_of(request))
        if wait := use((WRONG_A_MINUTE, here), (WRONG_A_DAY, here)):
            raise TooManyWrongBadges(retry_after=wait) from None
        raise
