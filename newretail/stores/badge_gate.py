"""Wrong codes of badges are counted for each network address, in the same place as other attempts at signing in."""

from allauth.core import ratelimit
from django.http import HttpRequest

from newretail.stores.errors import BadgeNotGood, TooManyWrongBadges
from newretail.stores.sign_in_by_badge import Shift, sign_in_by_badge

ACTION = "wrong_badge"


def begin_shift(request: HttpRequest, *, code: str) -> Shift:
    """Sign in by a badge unless too many wrong codes came from there.

    Raises BadgeNotGood; TooManyWrongBadges.
    """
    if not ratelimit.consume(request, action=ACTION, dry_run=True):
        raise TooManyWrongBadges()
    try:
        return sign_in_by_badge(code=code)
    except BadgeNotGood:
        ratelimit.consume(request, action=ACTION)
        raise
