"""Our own GS1 Digital Link resolver: the codes we print open here, as a page, as JSON or as a set of links.

Source: GS1-Conformant Resolver Standard 1.1; the link set is RFC 9264.
"""

import re
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from newretail.catalog import api as catalog
from newretail.catalog.errors import MalformedCode
from newretail.kernel import languages
from newretail.kernel.text import Text, offered
from newretail.storefront.answers import found_out, shelf_out
from newretail.storefront.errors import MalformedLink, NoSuchLink
from newretail.storefront.negotiate import form_of
from newretail.storefront.pages.frame import remember_store
from newretail.storefront.pages.page import page, store_of
from newretail.storefront.pages.product import product_page
from newretail.storefront.pages.shelf import shelf_page
from newretail.storefront.scan import currency_at, look_at
from newretail.storefront.shelves import look_at_shelf
from newretail.stores import api as stores

VOCABULARY = "https://ref.gs1.org/voc/"
PAGE_LINKS = ("gs1:pip", "gs1:defaultLink", "defaultLink", "pip")
DATA_LINKS = ("gs1:masterData", "masterData")
ALL_LINKS = ("all", "linkset")
CUT_SHORT = Text(en="the address in it is cut short", ko="안에 든 주소가 잘렸습니다", zh="其中的网址不完整")
_QUALIFIERS = re.compile(
    r"(?:/(?:22)/(?P<cpv>.+?))?(?:/(?:10|lot)/(?P<lot>.+?))?(?:/(?:21|ser)/(?P<serial>.+?))?/?\Z"
)


@require_safe
@page
def resolve(request: HttpRequest, key: str, number: str, rest: str = "") -> HttpResponse:
    """A product, one lot of it, or one piece. Raises MalformedLink (400) and UnknownCode (404)."""
    store_id = store_of(request)
    link_type = _link_type(request)
    form = "html" if link_type in PAGE_LINKS else "json" if link_type in DATA_LINKS else form_of(request)
    try:
        scanned = catalog.read_code(_address(request, number, rest), currency=currency_at(store_id))
    except MalformedCode as fault:
        raise MalformedLink(**fault.details) from None
    found = look_at(scanned, store_id=store_id)
    if form == "html":
        response = product_page(request, found)
        remember_store(response, store_id if request.GET.get("store") else "")
    elif form == "json":
        response = JsonResponse(
            found_out(found).model_dump(mode="json"), json_dumps_params={"ensure_ascii": False}
        )
    else:
        response = JsonResponse(_link_set(found.scanned), content_type="application/linkset+json")
    return _open_to_all(response, scanned)


@require_safe
@page
def resolve_shelf(request: HttpRequest, gln: str, shelf: str) -> HttpResponse:
    """A shelf; from now on the reader is in its store. Raises MalformedLink, StoreUnknown, ShelfUnknown."""
    try:
        scanned = catalog.read_code(
            f"{settings.PUBLIC_URL}/414/{quote(gln, safe='')}/254/{quote(shelf, safe='')}"
        )
    except MalformedCode as fault:
        raise MalformedLink(**fault.details) from None
    found = look_at_shelf(store_id=stores.store_of_gln(scanned.gln or ""), shelf=scanned.shelf or "")
    if form_of(request) == "html":
        return shelf_page(request, found)
    response = JsonResponse(
        shelf_out(found).model_dump(mode="json"), json_dumps_params={"ensure_ascii": False}
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@page
def cut_short(request: HttpRequest) -> HttpResponse:
    """An address that begins like a code and then ends."""
    raise MalformedLink(problem=CUT_SHORT)


@require_safe
def describe_resolver(request: HttpRequest) -> HttpResponse:
    """The resolver description file, section 8 of the standard."""
    response = JsonResponse(
        {
            "name": "newretail",
            "resolverRoot": settings.PUBLIC_URL,
            "supportedPrimaryKeys": ["01", "414"],
            "supportedLinkType": [
                {"namespace": VOCABULARY, "prefix": "gs1:", "profile": f"{VOCABULARY}?show=linktypes"}
            ],
            "linkTypeDefaultCanBeLinkset": False,
        }
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _link_type(request: HttpRequest) -> str:
    asked = (
        request.GET.get("linkType", "")[:100]
        .replace(VOCABULARY, "gs1:")
        .replace("https://gs1.org/voc/", "gs1:")
    )
    if asked and asked not in (*PAGE_LINKS, *DATA_LINKS, *ALL_LINKS):
        raise NoSuchLink(link_type=asked, known="gs1:pip, gs1:masterData, all")
    return asked


def _address(request: HttpRequest, number: str, rest: str) -> str:
    """The link as it was printed. The server has decoded the path already, so that a `/` inside a lot looks like the next
    segment: what stands between two identifiers in the standard's order is taken as one value."""
    address = f"{settings.PUBLIC_URL}/01/{quote(number, safe='')}"
    qualifiers = _QUALIFIERS.match("/" + rest) if rest else None
    if qualifiers is None:
        address += "/" + quote(rest) if rest else ""
    else:
        named = (("22", qualifiers["cpv"]), ("10", qualifiers["lot"]), ("21", qualifiers["serial"]))
        address += "".join(f"/{ai}/{quote(value, safe='')}" for ai, value in named if value)
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def _link_set(scanned: catalog.Scanned) -> dict[str, Any]:
    anchor = _canonical(scanned)
    joint = "&" if "?" in anchor else "?"
    page_link = {
        "href": anchor,
        "title": "Product page",
        "type": "text/html",
        "hreflang": [languages.KNOWN[each].tag for each in offered()],
    }
    data = {"href": f"{anchor}{joint}format=json", "title": "Product data", "type": "application/json"}
    relations = {"defaultLink": [page_link], "pip": [page_link], "masterData": [data]}
    return {
        "linkset": [{"anchor": anchor, **{f"{VOCABULARY}{name}": links for name, links in relations.items()}}]
    }


def _open_to_all(response: HttpResponse, scanned: catalog.Scanned) -> HttpResponse:
    """Any web page may read what a code is (the standard asks for it); cookies never travel with that."""
    canonical = _canonical(scanned)
    joint = "&" if "?" in canonical else "?"
    response["Access-Control-Allow-Origin"] = "*"
    response["Link"] = (
        f'<{canonical}>; rel="canonical", '
        f'<{canonical}{joint}linkType=all>; rel="linkset"; type="application/linkset+json"'
    )
    return response


def _canonical(scanned: catalog.Scanned) -> str:
    assert scanned.gtin is not None
    return catalog.digital_link(
        gtin=scanned.gtin,
        lot=scanned.lot,
        serial=scanned.serial,
        expires_on=scanned.expires_on,
        best_before=scanned.best_before,
        grams=scanned.grams,
        amount=scanned.amount,
        currency=scanned.currency,
    )
