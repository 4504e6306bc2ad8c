"""What search engines are told of the house: where they may look, and every address worth a look.

Sources: RFC 9309 (robots.txt); sitemaps.org, protocol 0.9, which takes 50,000 addresses a file; RFC 9116 (security.txt).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newretail.catalog import api as catalog
from newretail.kernel import clock
from newretail.kernel.text import offered
from newretail.storefront.pages.told import product_address
from newretail.stores import api as stores

ADDRESSES_A_FILE = 10_000
MOST_STORES = 10_000
_XML = "http://www.sitemaps.org/schemas/sitemap/0.9"
_CLOSED = ("/admin/", "/accounts/", "/api/", "/data/", "/floor/", "/hq/", "/ride/")
"""Nothing there is for people who search: work places, and data that the pages show."""
SECURITY_KEPT = timedelta(days=180)
_KEPT = "public, max-age=3600"

Place = tuple[str, datetime | None]
"""An address, and when what stands there was changed last."""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {each}" for each in _CLOSED),
        "",
        f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml",
        "",
    ]
    return _kept("\n".join(lines), "text/plain")


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """The list of the lists: places first, then products, ten thousand to a file."""
    firsts = catalog.first_of_each(ADDRESSES_A_FILE)
    files = ["places.xml", "products.xml", *(f"products.xml?from={quote(code)}" for code in firsts)]
    entries = "".join(f"<sitemap><loc>{settings.PUBLIC_URL}/sitemap-{file}</loc></sitemap>" for file in files)
    return _kept(f'{_HEAD}<sitemapindex xmlns="{_XML}">{entries}</sitemapindex>', "application/xml")


@require_safe
def map_of_places(request: HttpRequest) -> HttpResponse:
    """The first page, the shop and every store."""
    codes = (store.code for store in islice(stores.every_store(), MOST_STORES))
    base = settings.PUBLIC_URL
    return _addresses(
        [(f"{base}/", None), (f"{base}/shop/", None), *((f"{base}/stores/{code}", None) for code in codes)]
    )


@require_safe
def map_of_products(request: HttpRequest) -> HttpResponse:
    """The pages of ten thousand products that are sold, by code, from `?from=` on. 404 after the last."""
    first = request.GET.get("from", "")[:32].replace("\0", "")
    found = catalog.active_skus(first=first, limit=ADDRESSES_A_FILE)
    if first and not found:
        raise Http404
    return _addresses((product_address(gtin=each.gtin, sku_id=each.code), each.changed_at) for each in found)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness: what the operator has set, good for half a year from the day it is read. 404 where nothing is set."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    lines = [
        f"Contact: {contact}",
        f"Expires: {clock.now() + SECURITY_KEPT:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(offered())}",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
        "",
    ]
    return _kept("\n".join(lines), "text/plain")


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _addresses(places: Iterable[Place]) -> HttpResponse:
    entries = "".join(
        f"<url><loc>{escape(address)}</loc>"
        + (f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else "")
        + "</url>"
        for address, changed in places
    )
    return _kept(f'{_HEAD}<urlset xmlns="{_XML}">{entries}</urlset>', "application/xml")


def _kept(content: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{media_type}; charset=utf-8")
    response["Cache-Control"] = _KEPT
    return response
