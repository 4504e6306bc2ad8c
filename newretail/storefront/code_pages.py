"""What stands behind the links of a code: the page for people, and the same as data for programs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from newretail.kernel.http import Out
from newretail.storefront.answers import found_out, shelf_out
from newretail.storefront.open_to_all import open_to_all
from newretail.storefront.pages.frame import remember_store
from newretail.storefront.pages.page import page, store_of
from newretail.storefront.pages.product import product_page
from newretail.storefront.pages.shelf import shelf_page
from newretail.storefront.resolver import product_named, requested, shelf_named
from newretail.storefront.scan import look_at


@require_safe
@page
def code_page(request: HttpRequest, path: str) -> HttpResponse:
    """A product, one lot of it or one piece; or a shelf, and from now on the reader is in its store. Raises as `resolve` does."""
    scanned = product_named(request, requested(request, path))
    if scanned.sku_id is None:
        return shelf_page(request, shelf_named(scanned))
    store_id = store_of(request)
    response = product_page(request, look_at(scanned, store_id=store_id))
    remember_store(response, store_id if request.GET.get("store") else "")
    return response


@open_to_all
@page
def code_data(request: HttpRequest, path: str) -> HttpResponse:
    """The same as JSON, readable by any web page."""
    scanned = product_named(request, requested(request, path))
    if scanned.sku_id is None:
        return _json(shelf_out(shelf_named(scanned)))
    return _json(found_out(look_at(scanned, store_id=store_of(request))))


def _json(out: Out) -> HttpResponse:
    return JsonResponse(out.model_dump(mode="json"), json_dumps_params={"ensure_ascii": False})
