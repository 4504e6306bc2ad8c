"""Who is calling, and may they? The answer is found once per request."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from ninja.utils import check_csrf

from newretail.kernel import errors
from newretail.kernel.http import work
from newretail.kernel.http.parameters import query_parameters, refuse_unknown
from newretail.kernel.who import ANYONE, Caller, Who

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


@cache
def _authenticate() -> Callable[[HttpRequest], Caller]:
    return import_string(settings.NEWRETAIL_AUTHENTICATE)


def caller_of(request: HttpRequest) -> Caller:
    """The caller of this request. Raises SignInNeeded for a token that is not (or no longer) good."""
    known: Caller | None = getattr(request, "caller", None)
    if known is None:
        known = _authenticate()(request)
        request.caller = known  # type: ignore[attr-defined]
    return known


class Guard:
    """Lets a request pass that its route's `who` allows, with the query parameters that the route has; else SignInNeeded, NotAllowed, TooManyRequests or Invalid."""

    def __init__(self, who: Who) -> None:
        self.who = who
        self._parameters: frozenset[str] = frozenset()

    def learn_parameters(self, operation: Any) -> None:
        """What the guarded operation may be asked."""
        self._parameters = query_parameters(operation)

    def __call__(self, request: HttpRequest) -> bool:
        if getattr(request, "passed", None) is self:
            return True  # asked a second time, by the operation after `once`
        self.look(request)
        self._refuse_forged_form(request, caller_of(request))
        refuse_unknown(request, self._parameters)
        request.passed = self  # type: ignore[attr-defined]
        return True

    def look(self, request: HttpRequest) -> None:
        """Who it is, before what they bring is read. Raises SignInNeeded, SecondFactorNeeded, NotAllowed or TooManyRequests."""
        caller = caller_of(request)
        store_id = request.resolver_match.kwargs.get("store_id", "") if request.resolver_match else ""
        if not self.who.allows(caller, store_id):
            raise _why_not(caller)
        work.of_callers.refuse_greedy(caller)

    def _refuse_forged_form(self, request: HttpRequest, caller: Caller) -> None:
        by_cookie = caller.member_id is not None and not request.META.get("HTTP_AUTHORIZATION")
        changes = request.method not in _SAFE_METHODS and self.who is not ANYONE
        if by_cookie and changes and check_csrf(request):
            raise errors.NotAllowed(reason="csrf")


def _why_not(caller: Caller) -> errors.Refusal:
    if caller.member_id is None:
        return errors.SignInNeeded()
    return errors.SecondFactorNeeded() if caller.is_half_proved else errors.NotAllowed()


def describes(operation: Any) -> Who | None:
    """The `who` that a bound operation declares."""
    return next((each.who for each in operation.auth_callbacks if isinstance(each, Guard)), None)
