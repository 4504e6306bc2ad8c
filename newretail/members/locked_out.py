"""How long somebody has to wait who guessed too many passwords: allauth counts and refuses, but does not say when it ends."""

import math
import time
from typing import Any

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

_APP, _ACTION = "allauth.account", "login_failed"
_WAITS = "_newretail_sign_in_waits"
_LOGIN_WINDOW_SECONDS = 60
"""Of the sign-ins themselves, right or wrong (`ACCOUNT_RATE_LIMITS`)."""


def remember_lock(request: HttpRequest, *, key: str) -> None:
    """This request was refused for wrong passwords before it. `key`: under which allauth counts the account's."""
    setattr(request, _WAITS, _seconds_left(request, key=key))


class SaysHowLong:
    """For a view that takes passwords: who is locked out is answered 429 with `Retry-After`, page or script."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        if wait := getattr(request, _WAITS, 0):
            response.status_code = 429
            response["Retry-After"] = str(wait)
        elif response.status_code == 429:
            response["Retry-After"] = str(_LOGIN_WINDOW_SECONDS)
        return response


def _seconds_left(request: HttpRequest, *, key: str) -> int:
    """Until every limit that is used up has room for one more try."""
    now, left = time.time(), 1.0
    for rate in ratelimit.get_rates(app=_APP, action=_ACTION):
        kept = ratelimit.get_cache_key(request, app=_APP, action=_ACTION, rate=rate, key=key)
        tries = [at for at in cache.get(kept, []) if at > now - rate.duration]  # the latest first
        if len(tries) >= rate.amount:
            left = max(left, tries[rate.amount - 1] + rate.duration - now)
    return math.ceil(left)
