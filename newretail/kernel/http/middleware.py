"""The outermost layer: a name for the request, a cap on bodies, the caller's language, headers that protect a page, and calm words when the database
is away."""

import time
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from prometheus_client import Histogram

from newretail.kernel import errors, logs, metrics, text
from newretail.kernel.http import problems
from newretail.kernel.http.address import address_of
from newretail.kernel.http.needs import API, body_limit, needs_of
from newretail.kernel.http.protect import protect

LEAST_TO_COMPRESS = 1_400
"""Bytes: what fits one packet anyway is not worth a processor's time."""


def _taken(request: HttpRequest, status: int) -> Histogram:
    """Where a request's time is noted. Only routes and methods that we know are told apart: strangers do not fill our memory."""
    route = request.resolver_match.route if request.resolver_match else ""
    key = (route or "none", request.method if request.method in METHODS else "other", status)
    found = _of_routes.get(key)
    if found is None:  # two threads may make it at once: the library gives both the same
        found = _of_routes[key] = metrics.REQUESTS.labels(*key)
    return found


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_of_routes: dict[tuple[str, str | None, int], Histogram] = {}


class OuterMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._gzip = GZipMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = logs.follow(  # left by who called us: Django logs refusals after all middleware
            asked=request.META.get(logs.IN_META, ""), address=partial(address_of, request), request=request
        )
        if request.method == "HEAD" and request.path.startswith(API):
            request.method = "GET"  # the routes know nothing of HEAD; the server leaves the body out
        begun = time.perf_counter()
        response = self._respond(request)
        _taken(request, response.status_code).observe(time.perf_counter() - begun)
        response[logs.HEADER] = request_id
        return response

    def _respond(self, request: HttpRequest) -> HttpResponse:
        needs = needs_of(request.method or "", request.path)
        asked = request.GET.get("lang") if request.META["QUERY_STRING"] else None
        with text.speaking(asked or text.preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))):
            try:
                self._refuse_large(request, body_limit(needs))
                response = self.get_response(request)
                if response.status_code == 405 and request.path.startswith(API):
                    response = self._other_method(request, response)
            except Exception as error:
                if settings.DEBUG_PROPAGATE_EXCEPTIONS:
                    raise
                response = problems.handle(request, error)
        protect(response, path=request.path, loose_policy=needs.loose_policy)
        self._compress(request, response)
        return response

    def _other_method(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """What an address takes: told to whoever asks by OPTIONS, and to whoever tried something else."""
        taken = {*response["Allow"].split(", "), "OPTIONS"}
        allowed = ", ".join(sorted(taken | {"HEAD"} if "GET" in taken else taken))
        if request.method == "OPTIONS":
            answer = HttpResponse(status=204)
        else:
            method = str(request.method)[:20]
            answer = problems.answer(errors.MethodNotAllowed(method=method, allowed=allowed))
        answer["Allow"] = allowed
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        refusal = problems.of(error)
        if isinstance(refusal, errors.Broken) and settings.DEBUG:
            return None
        return problems.answer(refusal)

    def _compress(self, request: HttpRequest, response: HttpResponse) -> None:
        """Long JSON that is only read goes as gzip to whoever takes it: to a phone on a slow line it is there three times as soon."""
        if request.method != "GET" or response.streaming or len(response.content) < LEAST_TO_COMPRESS:
            return
        if response.get("Content-Type", "").startswith("application/json"):
            self._gzip.process_response(request, response)

    def _refuse_large(self, request: HttpRequest, limit: int) -> None:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            raise errors.Invalid(first="Content-Length") from None
        if length > limit:
            raise errors.BodyTooLarge(limit=limit)
