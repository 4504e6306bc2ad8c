"""A product that carries no number of GS1, by our own code."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newretail.catalog import api as catalog
from newretail.storefront.pages.page import page, store_of
from newretail.storefront.pages.product import product_page
from newretail.storefront.scan import look_at


@require_safe
@page
def own_product(request: HttpRequest, sku_id: str) -> HttpResponse:
    """Raises UnknownSku."""
    gtin = catalog.sku_card(sku_id[:32]).gtin
    scanned = catalog.Scanned(kind=catalog.Kind.OWN, text=sku_id[:32], sku_id=sku_id[:32], gtin=gtin)
    return product_page(request, look_at(scanned, store_id=store_of(request)))
