"""Errors as people meet them: what happened, in one line, and what to do."""

import re

from django.http import HttpRequest, HttpResponse

from newretail.catalog.errors import MalformedCode, UnknownCode
from newretail.kernel import errors, text
from newretail.kernel.http import problems
from newretail.storefront.negotiate import wants_html
from newretail.storefront.pages.frame import STORE_COOKIE, finished, language_of, show
from newretail.storefront.words import say

_SLUG = re.compile(r"[A-Za-z0-9_-]{1,32}\Z")
_TITLES = {
    400: "error_bad",
    403: "error_403",
    404: "error_404",
    422: "error_bad",
    500: "error_500",
    503: "error_503",
}


def error_page(request: HttpRequest, refusal: errors.Refusal) -> HttpResponse:
    """The page of a refusal, in the language that is being spoken."""
    context = {
        "title": say(_title(refusal)),
        "text": refusal.say(),
        "steps": [say(step) for step in _steps(refusal)],
        "search_in": _last_store(request) if isinstance(refusal, (UnknownCode, MalformedCode)) else "",
        "status": refusal.status,
    }
    response = show(request, "error.html", context, status=refusal.status)
    if refusal.status in (429, 503):
        response["Retry-After"] = str(problems.RETRY_SECONDS)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, problems.of(exception))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, errors.NotAllowed())


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, errors.NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, errors.Broken())


def _answer(request: HttpRequest, refusal: errors.Refusal) -> HttpResponse:
    with text.speaking(language_of(request)):
        if not wants_html(request):
            return problems.answer(refusal)
        return finished(request, error_page(request, refusal))


def _last_store(request: HttpRequest) -> str:
    """Where a search may look, without asking the database: an error page has to work when that is away."""
    last = request.COOKIES.get(STORE_COOKIE, "")
    return last if _SLUG.match(last) else ""


def _title(refusal: errors.Refusal) -> str:
    if isinstance(refusal, UnknownCode):
        return "error_code"
    if isinstance(refusal, MalformedCode):
        return "error_400"
    return _TITLES.get(refusal.status, "error_bad")


def _steps(refusal: errors.Refusal) -> tuple[str, ...]:
    if isinstance(refusal, (UnknownCode, MalformedCode)):
        return ("do_rescan", "do_type", "do_ask")
    if refusal.status >= 500:
        return ("do_wait", "do_ask")
    return ("do_home", "do_ask")
