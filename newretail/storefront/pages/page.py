"""A view of the shop as a page: run in the reader's language and store, with one calm answer to errors."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from newretail.kernel import text
from newretail.kernel.http import problems
from newretail.storefront.negotiate import wants_html
from newretail.storefront.offers import CHAIN
from newretail.storefront.pages.errors import error_page
from newretail.storefront.pages.frame import STORE_COOKIE, finished, language_of
from newretail.stores import api as stores

View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """Run a view in the reader's language and turn what it refuses into a page, or a problem document for programs."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with text.speaking(language_of(request)):
            try:
                response = view(request, *args, **kwargs)
            except Exception as error:
                if settings.DEBUG_PROPAGATE_EXCEPTIONS:
                    raise
                response = refused(request, error)
            return finished(request, response)

    return run


def refused(request: HttpRequest, error: Exception) -> HttpResponse:
    """A page that says what is wrong and what to do, or the problem document."""
    refusal = problems.of(error)
    if not wants_html(request):
        return problems.answer(refusal)
    return error_page(request, refusal)


def store_of(request: HttpRequest) -> str:
    """The store that the reader is in: `?store=`, else where they were last, else CHAIN. Raises StoreUnknown for the first."""
    if asked := request.GET.get("store", "")[:64]:
        return stores.store(asked).code
    last = request.COOKIES.get(STORE_COOKIE, "")
    return last if last and stores.is_known(last) else CHAIN
